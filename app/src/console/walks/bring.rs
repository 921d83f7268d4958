//! A file that a phone saved is taken in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::{BundleTaken, FileProof, MAX_BUNDLE_BYTES};

use crate::console::api;
use crate::console::desk::Desk;
use crate::platform::desk as browser;
use crate::t;
use crate::ui::{Banner, Tone};

const FILE_ID: &str = "bundle-file";

/// The field, and what became of the file.
#[component]
pub fn BringFile() -> impl IntoView {
    let told = RwSignal::new(None::<(Tone, String)>);
    let desk = Desk::here();
    let take = move || {
        spawn_local(async move {
            let Some(chosen) = browser::chosen_text(FILE_ID, f64::from(MAX_BUNDLE_BYTES)).await else {
                return;
            };
            told.set(Some((Tone::Info, t!("desk-bundle-reading"))));
            let outcome = match chosen {
                Ok(text) => {
                    api::hand_over::<BundleTaken>("/bundles", &text).await.map_err(|it| it.sentence())
                }
                Err(_) => Err(t!("desk-bundle-unreadable")),
            };
            let (tone, words) = match outcome {
                Ok(taken) => {
                    desk.ask_anew();
                    (Tone::Good, taken_words(&taken))
                }
                Err(words) => (Tone::Bad, words),
            };
            let _ = told.try_set(Some((tone, words)));
        });
    };
    view! {
        <details class="points">
            <summary data-test="bundle-open">{t!("desk-bundle")}</summary>
            <div class="field">
                <label for=FILE_ID>{t!("desk-bundle-file")}</label>
                <p class="hint">{t!("desk-bundle-hint")}</p>
                <input id=FILE_ID data-test=FILE_ID type="file" accept=".json,application/json" on:change=move |_| take()/>
                {move || told.get().map(|(tone, words)| view! {
                    <Banner tone=tone><span data-test="bundle-told">{words}</span></Banner>
                })}
            </div>
        </details>
    }
}

fn taken_words(taken: &BundleTaken) -> String {
    let said = t!("desk-bundle-taken", n = taken.new_records, of = taken.records, title = &taken.title);
    let photos =
        (taken.photos > 0).then(|| t!("desk-bundle-photos", n = taken.new_photos, of = taken.photos));
    let refused = (taken.refused_photos > 0).then(|| t!("desk-bundle-refused", n = taken.refused_photos));
    let unproved =
        (taken.proof == Some(FileProof::None) && taken.new_records > 0).then(|| t!("desk-bundle-unproved"));
    let before = taken
        .imports
        .get(1)
        .map(|it| t!("desk-bundle-before", by = &it.by, at = crate::text::day_and_time(it.at_ms)));
    [Some(said), photos, refused, unproved, before].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
