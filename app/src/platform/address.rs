//! The page's address and the way back and forward.

use web_sys::History;

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// What stands after `#`.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Where we are served from, such as `https://lykta.example.se`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// What was kept with the present step.
pub fn step() -> Option<String> {
    history()?.state().ok()?.as_string()
}

/// Takes a step forward; the way back leads here again.
pub fn step_forward(kept: &str) {
    if let Some(history) = history() {
        let _ = history.push_state_with_url(&kept.into(), "", Some("/"));
    }
}

/// Stands elsewhere without a step, and with nothing after `#`.
pub fn step_aside(kept: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&kept.into(), "", Some("/"));
    }
}

/// Takes the way back.
pub fn step_back() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Shows the top of the page, as after loading.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
