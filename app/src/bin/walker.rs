//! Starts the walker in the page.

use app::walker::Face;

fn main() {
    app::ui::start(Face);
}
