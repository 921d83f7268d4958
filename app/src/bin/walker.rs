//! Starts the walker in the page.

fn main() {
    app::walker::begin();
}
