//! One walk: its plan and its way, what came in, how one joins, and what comes after it.
//!
//! Promises: the counts follow by themselves while the page is looked at; what the map shows stands in the list too.

use leptos::prelude::*;
use shared::id::WalkId;
use shared::situation::{Finding, Observation};
use shared::wire::{PlannedWalk, WalkCard};

use super::again::BeforeAndAfter;
use super::bring::BringFile;
use super::joining::{JoinCode, Joining};
use super::live::Counts;
use super::loop_field::loop_words;
use super::way::Way;
use crate::console::desk::{Desk, Shelf};
use crate::console::fetched::{Fetched, waiting};
use crate::console::form::TopBar;
use crate::console::route::{Place, to};
use crate::platform::event;
use crate::platform::time::Ticker;
use crate::t;
use crate::text::{category_text, date_in_full};
use crate::ui::{Badge, Icon, Tone};

/// How often the counts are asked for.
const POLL_MS: i32 = 10_000;

/// What the page's parts read.
#[derive(Clone, Copy)]
pub struct Seen {
    /// The walk.
    pub walk: Fetched<PlannedWalk>,
    /// What was pointed out on it.
    pub found: Fetched<Vec<Finding>>,
    /// What each said on it, word for word.
    pub heard: Fetched<Vec<Observation>>,
    /// What it asks about: what was pointed out on the walk that it follows.
    pub asked: Fetched<Vec<Finding>>,
    /// What was said on that one, word for word.
    pub said: Fetched<Vec<Observation>>,
}

impl Seen {
    fn new(id: WalkId) -> Self {
        let walk: Fetched<PlannedWalk> = Fetched::new(move || Some(format!("/walks/{id}")));
        let found = Fetched::new(move || Some(format!("/findings?walk={id}")));
        let heard = Fetched::new(move || Some(format!("/observations?walk={id}")));
        let follows = Memo::new(move |_| walk.with(|it| it.walk.follows).flatten());
        let asked = Fetched::new(move || follows.get().map(|_| format!("/walks/{id}/questions")));
        let said = Fetched::new(move || follows.get().map(|earlier| format!("/observations?walk={earlier}")));
        // What came in is asked for only when something did.
        let came = Memo::new(move |_| walk.with(|it| (it.sent, it.observations, it.photos)));
        Effect::new(move |before: Option<Option<(u64, u64, u64)>>| {
            let now = came.get();
            if before.flatten().is_some_and(|before| Some(before) != now) {
                found.again();
                heard.again();
                asked.again();
                said.again();
            }
            now
        });
        Self { walk, found, heard, asked, said }
    }

    /// Whether all of it is here, so that nothing jumps while it arrives.
    fn is_settled(self) -> bool {
        let follows = self.walk.with(|it| it.walk.follows).flatten().is_some();
        let earlier = || self.asked.is_settled() && self.said.is_settled();
        self.walk.is_settled()
            && self.found.is_settled()
            && self.heard.is_settled()
            && (!follows || earlier())
    }
}

/// The page.
#[component]
pub fn WalkPage(
    /// The walk.
    id: WalkId,
) -> impl IntoView {
    let seen = Seen::new(id);
    let walk = seen.walk;
    let poll = move || {
        if event::is_visible() {
            walk.again();
        }
    };
    StoredValue::new_local(Ticker::every(POLL_MS, poll));
    let title = move || walk.with(|it| it.walk.title.clone()).unwrap_or_else(|| t!("desk-walk"));
    view! {
        <TopBar title=Signal::derive(title)>
            <div class="end"><a class="button quiet" href=to(Place::Walks)><Icon icon=Icon::CaretLeft/>{t!("desk-walks")}</a></div>
        </TopBar>
        {walk.view_once(move || view! { <Opened seen/> })}
    }
}

#[component]
fn Opened(seen: Seen) -> impl IntoView {
    let walk = seen.walk;
    let card = Memo::new(move |_| walk.with(|it| it.walk.clone()));
    let joining = Memo::new(move |_| walk.with(JoinCode::of).flatten());
    let follows = Memo::new(move |_| card.get().filter(|it| it.follows.is_some()).map(|it| it.id));
    let settled = Memo::new(move |was: Option<&bool>| was == Some(&true) || seen.is_settled());
    let came_of_it =
        move || follows.get().map(|id| view! { <BeforeAndAfter id asked=seen.asked said=seen.said/> });
    view! {
        <div class="pages wide">
            <div class="column">
                {move || card.get().map(|card| view! { <Card card/> })}
                <Counts walk/>
                {move || if settled.get() { view! { {came_of_it}<Way seen/> }.into_any() } else { waiting().into_any() }}
            </div>
            <div class="column">
                {move || joining.get().map(|code| view! { <Joining code walk/> })}
            </div>
        </div>
    }
}

#[component]
fn Card(card: WalkCard) -> impl IntoView {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    let (id, area, follows) = (card.id, card.area.clone(), card.follows);
    let themes = card.themes.iter().map(|it| category_text(it.as_str())).collect::<Vec<_>>().join(", ");
    let way = if card.loop_line.len() > 1 { loop_words(&card.loop_line) } else { t!("desk-loop-none") };
    let demonstration = card
        .demonstration
        .then(|| view! { <p><Badge tone=Tone::Notice>{t!("desk-demonstration")}</Badge></p> });
    let fact = |name: String, said: String| {
        (!said.is_empty()).then(|| view! { <div class="fact"><dt>{name}</dt><dd>{said}</dd></div> })
    };
    let earlier = move |earlier: WalkId| {
        let title = move || shelf.walk_title(earlier).unwrap_or_else(|| t!("desk-walk"));
        view! { <div class="fact"><dt>{t!("desk-follows")}</dt><dd><a href=to(Place::Walk(earlier))>{title}</a></dd></div> }
    };
    view! {
        <section class="card stack" aria-label=t!("desk-walk")>
            {demonstration}
            <p class="lead">{date_in_full(card.starts_at_ms)}</p>
            <dl class="facts">
                {move || fact(t!("desk-area"), area.as_ref().map(|id| shelf.area_name(id)).unwrap_or_default())}
                {fact(t!("desk-meeting-place"), card.meeting_place.unwrap_or_default())}
                {fact(t!("desk-themes-short"), themes)}
                {fact(t!("desk-loop"), way)}
                {follows.map(earlier)}
            </dl>
            {move || desk.is_officer().then(|| deeds(id))}
        </section>
    }
}

/// What can be done with a walk.
fn deeds(id: WalkId) -> impl IntoView {
    view! {
        <div class="save-line">
            <a class="button" data-test="walk-edit" href=to(Place::EditWalk(id))><Icon icon=Icon::PencilSimple/>{t!("desk-edit")}</a>
            <a class="button" data-test="walk-follow-up" href=to(Place::FollowUp(id))><Icon icon=Icon::Path/>{t!("desk-plan-follow-up")}</a>
            <a class="button" data-test="walk-paper" href=to(Place::Paper(id))><Icon icon=Icon::ClipboardText/>{t!("desk-paper")}</a>
            <a class="button" data-test="walk-type-in" href=to(Place::TypeIn(id))><Icon icon=Icon::ListChecks/>{t!("desk-type-in")}</a>
        </div>
        <BringFile/>
    }
}
