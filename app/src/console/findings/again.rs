//! Second looks at a finding: who came by again, when, in what light, and how it was.
//!
//! Promises: in order of time; when somebody says that it is mended and it is not closed, that is said before all else.

use leptos::prelude::*;
use shared::situation::{Finding, Revisit};
use shared::statement::Condition;

use super::answer::STATE_ID;
use crate::console::desk::{Desk, Shelf};
use crate::console::looks::Looks;
use crate::console::photo::Gallery;
use crate::console::route::Place;
use crate::console::words::{condition_text, condition_tone, light_text};
use crate::platform::{desk as browser, page};
use crate::t;
use crate::text::day_and_time;
use crate::ui::{Badge, Banner, Button, Icon, Tone};

/// That some say it is mended, with the way to the answer; nothing where that is settled.
#[component]
pub fn MendedNotice(
    /// The finding.
    finding: Memo<Option<Finding>>,
) -> impl IntoView {
    let desk = Desk::here();
    let mended = Memo::new(move |_| {
        let counted = finding.with(|it| {
            let it = it.as_ref().filter(|it| !it.state.is_closed())?;
            Some(Looks::of(it.revisits.iter()).count(Condition::Fixed))
        });
        counted.unwrap_or(0)
    });
    let answer = move || {
        browser::reveal(STATE_ID);
        page::focus(STATE_ID);
    };
    let way = move || {
        desk.is_officer().then(|| view! {
            <Button icon=Icon::PencilSimple on_press=answer test="mended-answer">{t!("desk-mended-answer")}</Button>
        })
    };
    move || {
        (mended.get() > 0).then(|| view! {
            <div class="mended" data-test="mended">
                <Banner tone=Tone::Notice icon=Icon::Wrench><p>{t!("desk-mended", n = mended.get())}</p>{way}</Banner>
            </div>
        })
    }
}

/// The second looks, if there are any.
#[component]
pub fn SecondLooks(
    /// The finding.
    finding: Finding,
) -> impl IntoView {
    let count = finding.revisits.len();
    (count > 0).then(|| {
        view! {
            <section class="stack looks" aria-label=t!("desk-second-looks") data-test="second-looks">
                <h3>{t!("desk-second-looks")}</h3>
                <ol class="stack" role="list">
                    {finding.revisits.into_iter().map(|look| view! { <Look look/> }).collect_view()}
                </ol>
            </section>
        }
    })
}

#[component]
fn Look(look: Revisit) -> impl IntoView {
    let shelf = Shelf::here();
    let walk = look.walk;
    let when = [Some(day_and_time(look.at_ms)), look.light.map(light_text)];
    let line = when.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let walk_link = move || {
        let id = walk?;
        let title = shelf.walk_title(id)?;
        Some(view! { " · "<a href=Place::Walk(id).path()>{title}</a> })
    };
    let photos = (!look.photos.is_empty()).then(|| view! { <Gallery photos=look.photos.clone()/> });
    view! {
        <li class="voice">
            <Badge tone=condition_tone(look.condition)>{condition_text(look.condition)}</Badge>
            <p>{line}{walk_link}</p>
            {photos}
        </li>
    }
}
