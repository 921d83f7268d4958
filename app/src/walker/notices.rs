//! What a person must know now: what happened to their data and what to do.

use leptos::prelude::*;

use super::state::{Notice, walker};
use crate::platform::service_worker;
use crate::t;
use crate::ui::{Banner, Button, Tone};

/// The sentence.
pub fn sentence(notice: Notice) -> String {
    match notice {
        Notice::Full => t!("problem-storage-full"),
        Notice::StoreRefused => t!("problem-storage-refused"),
        Notice::PhotoUnreadable => t!("problem-photo-unreadable"),
        Notice::FileFailed => t!("problem-file"),
    }
}

/// Troubles, with a way to try again while something waits to be saved.
#[component]
pub fn Notices() -> impl IntoView {
    let walker = walker();
    let again = move || {
        walker.trouble.set(None);
        walker.write_on();
    };
    move || {
        let notice = walker.trouble.get()?;
        let words = if walker.unwritten() > 0 { t!("retry") } else { t!("close") };
        Some(view! {
            <div data-test="notice">
                <Banner tone=Tone::Bad>
                    <p>{sentence(notice)}</p>
                    <Button on_press=again test="notice-retry">{words}</Button>
                </Banner>
            </div>
        })
    }
}

/// Offers a newer version; on screens where no walk is under way.
#[component]
pub fn Newer() -> impl IntoView {
    let walker = walker();
    move || {
        walker.newer.get().then(|| {
            view! {
                <div data-test="newer">
                    <Banner tone=Tone::Info>
                        <p>{t!("newer")}</p>
                        <Button on_press=service_worker::take_over test="take-over">{t!("newer-take")}</Button>
                    </Banner>
                </div>
            }
        })
    }
}
