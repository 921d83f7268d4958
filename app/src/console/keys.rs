//! Keys that do things by themselves, for those who work here daily.
//!
//! Promises: nothing happens while somebody writes or a dialog is open, but that Escape leaves the field; they can be
//! turned off (WCAG 2.1.4).

use leptos::prelude::*;

use super::desk::Desk;
use crate::platform::desk::{self as browser, Key};
use crate::platform::page;
use crate::t;
use crate::ui::Dialog;

/// Calls `press` with each key while the component lives; where it answers `true` the browser does nothing more.
pub fn on_keys(desk: Desk, press: impl Fn(&str) -> bool + 'static) {
    let listener = browser::on_key(move |key| match meant(key, desk.keys.get_untracked()) {
        Meant::Nothing => false,
        Meant::LeaveField => {
            page::focus("screen-title");
            true
        }
        Meant::Press => press(&key.name),
    });
    StoredValue::new_local(listener);
}

#[derive(Debug, PartialEq, Eq)]
enum Meant {
    Nothing,
    LeaveField,
    Press,
}

fn meant(key: &Key, single_keys: bool) -> Meant {
    let escape = key.name == "Escape";
    match (key.in_dialog, key.in_field) {
        (true, _) => Meant::Nothing,
        (false, true) => {
            if escape {
                Meant::LeaveField
            } else {
                Meant::Nothing
            }
        }
        (false, false) => {
            if escape || single_keys {
                Meant::Press
            } else {
                Meant::Nothing
            }
        }
    }
}

/// The list of keys, which `?` opens.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let desk = Desk::here();
    on_keys(desk, move |key| {
        let asks = key == "?";
        if asks {
            desk.help.set(true);
        }
        asks
    });
    let rows = || {
        let keys = [
            ("J", t!("desk-key-next")),
            ("K", t!("desk-key-previous")),
            ("E", t!("desk-key-answer")),
            ("M", t!("desk-key-merge")),
            ("/", t!("desk-search")),
            ("Esc", t!("back")),
            ("?", t!("desk-key-help")),
        ];
        keys.map(|(key, words)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> }).collect_view()
    };
    view! {
        <Dialog open=desk.help title=Signal::derive(|| t!("desk-keys"))>
            <dl class="keys">{rows()}</dl>
            <p class="small quiet">{t!("desk-keys-can-be-off")}</p>
            <div class="actions">
                <crate::ui::Button on_press=move || desk.help.set(false)>{t!("close")}</crate::ui::Button>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, in_field: bool, in_dialog: bool, single_keys: bool, expected: &Meant) {
        let key = Key { name: name.to_owned(), in_field, in_dialog };
        assert_eq!(meant(&key, single_keys), *expected, "{key:?}, single keys {single_keys}");
    }

    #[test]
    fn single_keys_work_only_where_nobody_writes() {
        check("j", false, false, true, &Meant::Press);
        check("j", true, false, true, &Meant::Nothing);
        check("j", false, true, true, &Meant::Nothing);
    }

    #[test]
    fn single_keys_can_be_turned_off_and_escape_stays() {
        check("j", false, false, false, &Meant::Nothing);
        check("Escape", false, false, false, &Meant::Press);
        check("Escape", true, false, false, &Meant::LeaveField);
        check("Escape", false, true, true, &Meant::Nothing);
    }
}
