//! Findings: list, map and the one that is open, side by side; filters in the address; keys for the practised.
//!
//! Promises: the list alone says everything that the map shows.

pub mod again;
pub mod answer;
pub mod detail;
pub mod draft;
pub mod list;
pub mod together;

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::{Finding, Observation};

use super::desk::{Desk, Shelf};
use super::fetched::Fetched;
use super::filter_bar::{AreaPick, KindPick, PeriodPick, ProgressPick, SEARCH_ID, Search, list_query};
use super::filters::{Filters, holds};
use super::findings_map::FindingsMap;
use super::form::TopBar;
use super::keys::on_keys;
use super::route::{Place, Route};
use super::walks::loop_line::LonLat;
use super::words::finding_title;
use crate::platform::{desk as browser, page};
use crate::t;
use crate::text::category_text;
use crate::ui::announce;
use detail::Detail;
use list::FindingList;

/// What the page's parts share.
#[derive(Clone, Copy)]
pub struct Findings {
    /// What the server has for area and period.
    pub fetched: Fetched<Vec<Finding>>,
    /// Those of them that the filters admit, most voices first.
    pub shown: Memo<Vec<Finding>>,
    /// The one that is open.
    pub chosen: Memo<Option<ObservationId>>,
    /// Where each voice of the one that is open stands.
    pub voices: RwSignal<Vec<LonLat>>,
    /// What became of what was said last of what is one thing.
    pub told: RwSignal<together::Told>,
}

impl Findings {
    fn new() -> Self {
        let (desk, shelf) = (Desk::here(), Shelf::here());
        let filters = desk.filters();
        let query = Memo::new(move |_| list_query(&filters.get()));
        let fetched = Fetched::new(move || Some(format!("/findings{}", query.get())));
        // Words said are in the observations; they are asked for only when words are looked for.
        let searches = Memo::new(move |_| !filters.with(|it| it.words.trim().is_empty()));
        let said: Fetched<Vec<Observation>> =
            Fetched::new(move || searches.get().then(|| format!("/observations{}", query.get())));
        let shown = Memo::new(move |_| {
            let all = fetched.get().unwrap_or_default();
            filters.with(|filters| admitted(all, filters, said.get().as_deref(), shelf))
        });
        let asked = move || match desk.route.with(|route| route.place) {
            Place::Findings(id) => id,
            _ => None,
        };
        let chosen = Memo::new(move |_| {
            let asked = asked()?;
            // Any of its observations may have named it.
            let named =
                |all: &Vec<Finding>| all.iter().find(|it| it.observations.contains(&asked)).map(|it| it.id);
            Some(fetched.with(named).flatten().unwrap_or(asked))
        });
        Self { fetched, shown, chosen, voices: RwSignal::default(), told: RwSignal::default() }
    }

    /// The page that the component is part of.
    pub fn here() -> Self {
        expect_context()
    }

    /// Opens a finding, or none.
    pub fn open(self, id: Option<ObservationId>) {
        let desk = Desk::here();
        let filters = desk.route.with_untracked(|route| route.filters.clone());
        desk.go(Route { place: Place::Findings(id), filters });
    }

    /// Opens the one that stands so many rows further down, and says which it is.
    fn step(self, desk: Desk, names: Shelf, rows: isize) {
        let all = self.shown.get_untracked();
        let at = self.chosen.get_untracked().and_then(|id| all.iter().position(|it| it.id == id));
        let last = all.len().saturating_sub(1);
        let to = at.map_or(0, |at| at.saturating_add_signed(rows).min(last));
        let Some(finding) = all.get(to) else { return };
        let filters = desk.route.with_untracked(|route| route.filters.clone());
        desk.go(Route { place: Place::Findings(Some(finding.id)), filters });
        browser::reveal(&list::row_id(finding.id));
        announce(t!(
            "desk-finding-of",
            at = to + 1,
            n = all.len(),
            title = untrack(|| finding_title(finding, names))
        ));
    }
}

fn admitted(
    mut all: Vec<Finding>,
    filters: &Filters,
    said: Option<&[Observation]>,
    shelf: Shelf,
) -> Vec<Finding> {
    let words_by_observation: BTreeMap<ObservationId, String> =
        said.unwrap_or_default().iter().map(|it| (it.id, words_of(it))).collect();
    all.retain(|finding| {
        let said = finding.observations.iter().filter_map(|id| words_by_observation.get(id));
        let texts: Vec<&str> = said.map(String::as_str).collect();
        filters.admits(finding)
            && holds(&format!("{} {}", own_words(finding, shelf), texts.join(" ")), &filters.words)
    });
    all.sort_by(|a, b| b.voices.cmp(&a.voices).then(b.last_at_ms.cmp(&a.last_at_ms)).then(a.id.cmp(&b.id)));
    all
}

fn own_words(finding: &Finding, shelf: Shelf) -> String {
    let area = finding.area.as_ref().map(|id| shelf.area_name(id)).unwrap_or_default();
    let or_empty = |it: &Option<String>| it.clone().unwrap_or_default();
    let (responsible, answer) = (or_empty(&finding.responsible), or_empty(&finding.answer));
    let described = or_empty(&finding.described);
    [category_text(finding.category.as_str()), area, described, responsible, answer].join(" ")
}

fn words_of(observation: &Observation) -> String {
    let parts = [&observation.text, &observation.proposal, &observation.place.described];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
}

/// The page.
#[component]
pub fn FindingsPage() -> impl IntoView {
    let findings = Findings::new();
    provide_context(findings);
    let desk = Desk::here();
    listen_for_keys(findings);
    let title = Signal::derive(|| t!("desk-findings"));
    let open = move || findings.chosen.get().is_some();
    view! {
        <TopBar title>
            <AreaPick/><PeriodPick/><KindPick/><ProgressPick/>
            <div class="end"><Search/></div>
        </TopBar>
        <div class="panes" class:open=open class:two=move || !open()>
            <section class="pane list" aria-label=move || t!("desk-list")><FindingList/></section>
            <div class="pane map">
                <FindingsMap
                    findings=findings.shown
                    chosen=findings.chosen
                    voices=findings.voices
                    on_choose=move |id| {
                        let filters = desk.route.with_untracked(|route| route.filters.clone());
                        desk.go(Route { place: Place::Findings(Some(id)), filters });
                        browser::reveal(&list::row_id(id));
                    }
                />
            </div>
            {move || findings.chosen.get().map(|id| view! { <Detail id/> })}
        </div>
    }
}

fn listen_for_keys(findings: Findings) {
    let (desk, shelf) = (Desk::here(), Shelf::here());
    on_keys(desk, move |key| {
        let open = findings.chosen.get_untracked();
        match (key, open) {
            ("j", _) => findings.step(desk, shelf, 1),
            ("k", _) => findings.step(desk, shelf, -1),
            ("/", _) => page::focus(SEARCH_ID),
            ("e", Some(_)) => page::focus(answer::STATE_ID),
            ("m", Some(_)) => page::focus(together::MERGE_ID),
            ("Escape", Some(id)) => {
                let filters = desk.route.with_untracked(|route| route.filters.clone());
                desk.go(Route { place: Place::Findings(None), filters });
                page::focus(&list::row_id(id));
            }
            _ => return false,
        }
        true
    });
}
