//! The poster: one A4 that a walk is joined from.
//!
//! Promises: it says when and where, how to join in three steps, that no account is needed, and that this never
//! replaces a police report.

use leptos::prelude::*;
use shared::id::WalkId;
use shared::wire::PlannedWalk;

use crate::console::api::API;
use crate::console::fetched::Fetched;
use crate::console::form::TopBar;
use crate::console::route::{Place, to};
use crate::platform::desk as browser;
use crate::t;
use crate::text::date_in_full;
use crate::ui::{Button, Icon, Kind};

/// The page.
#[component]
pub fn PosterPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
    let poster = move || {
        walk.with(|it| (it.code.clone(), it.clone())).map(|(code, walk)| match code {
            Some(code) => view! { <Poster walk code/> }.into_any(),
            None => crate::console::for_officers().into_any(),
        })
    };
    view! {
        <TopBar title=Signal::derive(|| t!("desk-poster"))>
            <div class="end">
                <a class="button quiet" href=to(Place::Walk(id))><Icon icon=Icon::CaretLeft/>{t!("desk-walk")}</a>
                <Button kind=Kind::Primary icon=Icon::Printer on_press=browser::print>{t!("desk-print")}</Button>
            </div>
        </TopBar>
        <div class="pages">{walk.view_once(move || view! { {poster} })}</div>
    }
}

#[component]
fn Poster(walk: PlannedWalk, code: String) -> impl IntoView {
    let card = walk.walk;
    // Whoever cannot scan types this address and the code.
    let address = walk.link.as_deref().map(typed_address).unwrap_or_default();
    let steps = [t!("desk-step-scan"), t!("desk-step-ready"), t!("desk-step-walk")];
    view! {
        <article class="poster" data-test="poster">
            <p class="poster-brand"><Icon icon=Icon::Lantern/>{t!("app-name")}</p>
            <h2>{card.title}</h2>
            <p class="when">{date_in_full(card.starts_at_ms)}</p>
            {card.meeting_place.map(|place| view! { <p class="where"><Icon icon=Icon::MapPin/>{place}</p> })}
            <img class="qr" src=format!("{API}/walks/{}/qr.svg", card.id) alt=t!("desk-qr") width="360" height="360"/>
            <p class="or-code">{t!("desk-or-type", address = address)}</p>
            <p class="code">{code}</p>
            <ol class="steps" role="list">{steps.map(|step| view! { <li>{step}</li> }).collect_view()}</ol>
            <p class="promise">{t!("desk-poster-promise")}</p>
            {card.demonstration.then(|| view! { <p class="promise"><b>{t!("desk-demonstration")}</b></p> })}
        </article>
    }
}

/// The link without what a person does not type: scheme, code, last slash.
fn typed_address(link: &str) -> String {
    let bare = link.split('#').next().unwrap_or_default();
    let bare = bare.trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_type_is_short() {
        assert_eq!(typed_address("https://lykta.example.se/#ABCD12"), "lykta.example.se");
        assert_eq!(typed_address("http://127.0.0.1:8080/#A"), "127.0.0.1:8080");
    }
}
