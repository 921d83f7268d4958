//! One finding: what was said about it, where it is and how sure that is, and the answer.
//!
//! Promises: voices stand word for word as they were given, each with its time and accuracy.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::position::UNCERTAIN_M;
use shared::situation::{Finding, Observation};

use super::Findings;
use super::again::{MendedNotice, SecondLooks};
use super::answer::AnswerForm;
use super::list::Mark;
use super::together::{Together, WhatWasSaid};
use crate::console::desk::{Desk, Shelf};
use crate::console::fetched::{Fetched, waiting};
use crate::console::photo::Gallery;
use crate::console::route::Place;
use crate::console::words::{feeling_name, finding_title, icon_of, light_text, simultaneous_line};
use crate::platform::page;
use crate::t;
use crate::text::{category_text, day, day_and_time, severity_text, when_text};
use crate::ui::{Button, Icon};

/// The heading that takes the focus when a finding is opened by its link.
pub const TITLE_ID: &str = "finding-title";

/// The pane of one finding.
#[component]
pub fn Detail(
    /// Its id.
    id: ObservationId,
) -> impl IntoView {
    let findings = Findings::here();
    let finding: Fetched<Finding> = Fetched::new(move || Some(format!("/findings/{id}")));
    let voices: Fetched<Vec<Observation>> =
        Fetched::new(move || Some(format!("/findings/{id}/observations")));
    let close = move || {
        findings.open(None);
        page::focus(&super::list::row_id(id));
    };
    view! {
        <section class="pane detail" aria-labelledby=TITLE_ID data-test="finding">
            <div class="detail-back">
                <Button icon=Icon::CaretLeft on_press=close>{t!("desk-all-findings")}</Button>
            </div>
            {finding.view_once(move || {
                let finding = Memo::new(move |_| finding.get());
                // Drawn whole, so that nothing jumps; and then kept, with what was begun in the form.
                let is_here = Memo::new(move |was: Option<&bool>| was == Some(&true) || voices.is_settled());
                move || {
                    if is_here.get() {
                        view! { <Opened finding fetched=Shown { finding, voices }/> }.into_any()
                    } else {
                        waiting().into_any()
                    }
                }
            })}
        </section>
    }
}

#[derive(Clone, Copy)]
struct Shown {
    finding: Memo<Option<Finding>>,
    voices: Fetched<Vec<Observation>>,
}

impl Shown {
    /// Its observations, newest first.
    fn members(self) -> Vec<Observation> {
        let ids = self.finding.with(|it| it.as_ref().map(|it| it.observations.clone())).unwrap_or_default();
        let mut members = self.voices.get().unwrap_or_default();
        members.retain(|it| ids.contains(&it.id));
        members.sort_by_key(|it| std::cmp::Reverse(it.at_ms));
        members
    }
}

#[component]
fn Opened(finding: Memo<Option<Finding>>, fetched: Shown) -> impl IntoView {
    let desk = Desk::here();
    let members = Memo::new(move |_| fetched.members());
    let photos = Memo::new(move |_| {
        members.with(|all| all.iter().flat_map(|it| it.photos.clone()).collect::<Vec<_>>())
    });
    let findings = Findings::here();
    Effect::new(move |_| {
        let place = |it: &Observation| it.position.map(|at| [at.lon(), at.lat()]);
        findings.voices.set(members.with(|all| all.iter().filter_map(place).collect()));
    });
    on_cleanup(move || drop(findings.voices.try_set(Vec::new())));
    let form = move || desk.is_officer().then(|| view! { <AnswerForm finding/> });
    view! {
        {move || finding.get().map(|finding| view! { <Head finding/> })}
        <MendedNotice finding/>
        {move || Some(photos.get()).filter(|all| !all.is_empty()).map(|photos| view! { <Gallery photos/> })}
        <section class="stack" aria-label=t!("desk-what-was-said")>
            {fetched.voices.view(move |_| {
                members.get().into_iter().map(|it| view! { <Voice observation=it/> }).collect_view()
            })}
        </section>
        <WhatWasSaid finding/>
        <Together finding members/>
        {move || finding.get().map(|finding| view! { <SecondLooks finding/> })}
        {move || finding.get().map(|finding| view! { <Facts finding/> })}
        {form}
    }
}

#[component]
fn Head(finding: Finding) -> impl IntoView {
    let shelf = Shelf::here();
    let icon = icon_of(&finding.category);
    let feeling = finding.feeling;
    let since = t!("desk-first-time", day = day(finding.first_at_ms));
    let what = category_text(finding.category.as_str());
    let lamp = finding.lamp.as_ref().map(|name| t!("desk-lamp-post", name = name));
    let simultaneous =
        simultaneous_line(&finding).map(|said| view! { <p data-test="simultaneous">{said}</p> });
    let about = [Some(what), lamp, Some(since)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <header class="detail-head">
            <span class="thing" data-feeling=feeling_name(feeling)><Icon icon/><Mark feeling/></span>
            <div>
                <h2 id=TITLE_ID tabindex="-1">{move || finding_title(&finding, shelf)}</h2>
                <p>{about}</p>
                {simultaneous}
            </div>
        </header>
    }
}

/// One walker's words.
#[component]
fn Voice(observation: Observation) -> impl IntoView {
    let shelf = Shelf::here();
    let walk = observation.walk;
    let line = voice_line(&observation);
    let said = observation.text.map_or_else(
        || view! { <p class="no-words">{t!("desk-no-words")}</p> }.into_any(),
        |text| view! { <blockquote>{text}</blockquote> }.into_any(),
    );
    let proposal = observation.proposal.map(|proposal| {
        view! { <p class="proposal"><b>{t!("desk-proposal")}</b>" "{proposal}</p> }
    });
    let walk_link = move || {
        let id = walk?;
        let title = shelf.walk_title(id)?;
        Some(view! { " · "<a href=Place::Walk(id).path()>{title}</a> })
    };
    view! {
        <article class="voice">
            {said}
            {proposal}
            <p>{line}{walk_link}</p>
        </article>
    }
}

fn voice_line(observation: &Observation) -> String {
    let severity = observation.severity.map(severity_text);
    let when = observation.when.iter().map(|it| when_text(*it).to_lowercase());
    let accuracy = match observation.accuracy_m {
        None => t!("desk-no-position"),
        Some(m) if m > UNCERTAIN_M => t!("desk-accuracy-uncertain", m = m.round()),
        Some(m) => t!("desk-accuracy", m = m.round()),
    };
    let pinned = observation.place.pin.is_some().then(|| t!("desk-pinned"));
    let apart = (!observation.apart.is_empty()).then(|| t!("desk-said-apart"));
    let at = day_and_time(observation.at_ms);
    std::iter::once(at)
        .chain(observation.light.map(light_text))
        .chain(when)
        .chain(severity)
        .chain([accuracy])
        .chain(pinned)
        .chain(apart)
        .collect::<Vec<_>>()
        .join(" · ")
}

#[component]
fn Facts(finding: Finding) -> impl IntoView {
    let shelf = Shelf::here();
    let area = finding.area.clone();
    let place = finding.described.clone().unwrap_or_else(|| t!("desk-not-said"));
    let spread = match (finding.position.is_some(), finding.voices) {
        (false, _) => t!("desk-no-position"),
        (true, 1) => t!("desk-one-voice-placed"),
        (true, n) => t!("desk-within", n = n, m = finding.extent_m.ceil().max(1.0)),
    };
    let decided = finding.decided_at_ms.map_or_else(|| t!("desk-never-decided"), day_and_time);
    view! {
        <dl class="facts">
            <div class="fact"><dt>{t!("desk-place-in-words")}</dt><dd>{place}</dd></div>
            <div class="fact">
                <dt>{t!("desk-area")}</dt>
                <dd>{move || area.as_ref().map_or_else(|| t!("desk-outside-areas"), |id| shelf.area_name(id))}</dd>
            </div>
            <div class="fact"><dt>{t!("desk-how-sure")}</dt><dd>{spread}</dd></div>
            <div class="fact"><dt>{t!("desk-last-decided")}</dt><dd>{decided}</dd></div>
        </dl>
    }
}
