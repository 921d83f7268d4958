//! What came of a walk: each place that its follow-up walk asked about, before and after.
//!
//! Promises: a place that nobody looked at stands here too; what was said is counted, never weighed; photos of before
//! and after stand beside each other.

use leptos::prelude::*;
use shared::id::WalkId;
use shared::situation::{Finding, Observation};
use shared::statement::Photo;

use crate::console::desk::Shelf;
use crate::console::fetched::Fetched;
use crate::console::findings::list::Mark;
use crate::console::looks::{Looks, Outcome, outcome};
use crate::console::photo::Gallery;
use crate::console::route::{Place, to};
use crate::console::words::{
    condition_count, condition_tone, feeling_name, finding_title, icon_of, light_text,
};
use crate::t;
use crate::text::day;
use crate::ui::{Badge, Icon};

/// The places that the walk asked about.
#[component]
pub fn BeforeAndAfter(
    /// The walk.
    id: WalkId,
    /// What was pointed out on the walk that it follows.
    asked: Fetched<Vec<Finding>>,
    /// What was said on that one.
    said: Fetched<Vec<Observation>>,
) -> impl IntoView {
    let both = Memo::new(move |_| asked.get().zip(said.get()));
    let settled = Memo::new(move |_| asked.is_settled() && said.is_settled());
    let places = move || {
        let (asked, said) = both.get()?;
        let places = (1..).zip(asked).map(|(number, finding)| {
            let of_it = |it: &&Observation| finding.observations.contains(&it.id);
            let before: Vec<Observation> = said.iter().filter(of_it).cloned().collect();
            view! { <PlaceAgain number finding before walk=id/> }
        });
        Some(view! { <ol class="again" role="list">{places.collect_view()}</ol> })
    };
    view! {
        <section class="card" data-test="again">
            <h2>{t!("desk-before-and-after")}</h2>
            <p class="lead" role="status" data-test="again-summary">
                {move || asked.with(|all| summary(&outcome(all, id)))}
            </p>
            {move || if settled.get() { places().into_any() } else { crate::console::fetched::waiting().into_any() }}
        </section>
    }
}

/// What came of the walk, in one sentence.
fn summary(sum: &Outcome) -> String {
    if sum.asked == 0 {
        return t!("desk-again-nothing-asked");
    }
    if sum.looked_at == 0 {
        return t!("desk-again-not-yet", n = sum.asked);
    }
    let counts = [
        (sum.fixed, "desk-again-fixed"),
        (sum.better, "desk-again-better"),
        (sum.remain, "desk-again-remain"),
        (sum.worse, "desk-again-worse"),
        (sum.ties, "desk-again-ties"),
    ];
    let said = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| t!(text, n = n));
    let said = said.collect::<Vec<_>>().join(", ");
    t!("desk-again-sum", n = sum.looked_at, asked = sum.asked, said = said)
}

#[component]
fn PlaceAgain(number: usize, finding: Finding, before: Vec<Observation>, walk: WalkId) -> impl IntoView {
    let shelf = Shelf::here();
    let (icon, feeling) = (icon_of(&finding.category), finding.feeling);
    let address = to(Place::Findings(Some(finding.id)));
    let looks = Looks::on(&finding, walk);
    let badges = looks.said().map(|(condition, n)| {
        view! { <Badge tone=condition_tone(condition)>{condition_count(condition, n)}</Badge> }
    });
    let unseen = (looks.total() == 0).then(|| view! { <Badge>{t!("desk-again-nobody")}</Badge> });
    let badges = badges.collect_view();
    let first = before.iter().map(|it| (it.at_ms, it.light)).min_by_key(|it| it.0);
    let after: Vec<_> = finding.revisits.iter().filter(|it| it.walk == Some(walk)).cloned().collect();
    let last = after.iter().map(|it| (it.at_ms, it.light)).max_by_key(|it| it.0);
    let before_photos = before.into_iter().flat_map(|it| it.photos).collect();
    let after_photos = after.into_iter().flat_map(|it| it.photos).collect();
    view! {
        <li data-test="again-place">
            <div class="again-head">
                <span class="number" aria-hidden="true">{number}</span>
                <span class="thing" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>
                <a href=address class="title">{move || finding_title(&finding, shelf)}</a>
                <span class="marks">{badges}{unseen}</span>
            </div>
            <div class="before-after">
                <Side name=t!("desk-before") seen=first photos=before_photos/>
                <Side name=t!("desk-after") seen=last photos=after_photos/>
            </div>
        </li>
    }
}

/// One of the two times: when, how light it was, and its photos.
#[component]
fn Side(
    name: String,
    seen: Option<(i64, Option<shared::light::Light>)>,
    photos: Vec<Photo>,
) -> impl IntoView {
    let line = seen.map_or_else(
        || t!("desk-again-not-seen"),
        |(at_ms, light)| {
            [Some(day(at_ms)), light.map(light_text)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        },
    );
    let shown = if photos.is_empty() {
        view! { <p class="no-photo side-none small">{t!("desk-no-photo")}</p> }.into_any()
    } else {
        view! { <Gallery photos/> }.into_any()
    };
    view! {
        <figure>
            <figcaption><b>{name}</b>" "<span class="quiet small">{line}</span></figcaption>
            {shown}
        </figure>
    }
}
