//! Starts the console in the page.

use app::console::Face;

fn main() {
    app::ui::start(Face);
}
