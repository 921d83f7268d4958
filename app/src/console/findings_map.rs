//! Findings on the map: those with most voices as pins, the chosen one in ink with its reach, all of them as dots.
//!
//! Promises: everything on it is also in the list beside it; it shows all of them whenever area or period change, and
//! stays where the person looks otherwise.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::Finding;

use super::chart::{Chart, ChartFrame, ChartNote, Layer, Stage, first_sight, places_of};
use super::desk::{Desk, Shelf};
use super::walks::loop_line::LonLat;
use crate::map::{Spot, Told};
use crate::platform::desk as browser;
use crate::t;
use crate::ui::{Button, Icon};

const GROUND_ID: &str = "findings-map";

/// The map of these findings.
#[component]
pub fn FindingsMap(
    /// What is shown.
    #[prop(into)]
    findings: Signal<Vec<Finding>>,
    /// The one that is open.
    #[prop(into)]
    chosen: Signal<Option<ObservationId>>,
    /// Told which one was pressed.
    on_choose: impl Fn(ObservationId) + Copy + Send + Sync + 'static,
    /// What lies under them.
    #[prop(optional)]
    under: Vec<Layer>,
    /// Where each voice of the one that is open stands.
    #[prop(optional, into)]
    voices: Signal<Vec<LonLat>>,
) -> impl IntoView {
    let chart = Chart::default();
    chart.keep_under(under);
    chart.keep_voices(voices);
    let sight = sight(findings);
    show(chart, findings, chosen);
    let printed = RwSignal::new(None::<String>);
    let hear = move |told: Told| match told {
        // A canvas is empty when it is printed; what it shows now is what goes on paper.
        Told::Drawn(_) => printed.set(browser::snapshot(GROUND_ID)),
        Told::Tap { id, .. } => {
            if let Ok(id) = id.parse() {
                on_choose(id);
            }
        }
        _ => {}
    };
    chart.keep_in_sight(Signal::derive(move || sight(&Stage::Coming)));
    let all = move || {
        if let Some(edges) = untrack(|| sight(&Stage::Coming)) {
            chart.tell(|map| map.fit(edges));
        }
    };
    let unplaced = move || {
        let unplaced = findings.with(|all| all.iter().filter(|it| it.position.is_none()).count());
        (unplaced > 0).then(|| view! { <p class="caption">{t!("desk-unplaced", n = unplaced)}</p> })
    };
    view! {
        <div class="findings-map" role="group" aria-label=move || t!("desk-map-says", n = findings.with(Vec::len))>
            <ChartFrame chart sight=move |stage: &Stage| untrack(|| sight(stage)) on_told=hear test="findings-chart" id=GROUND_ID/>
            {move || printed.get().map(|address| view! { <img class="print-only" src=address alt=""/> })}
            <ChartNote chart/>
            {unplaced}
            {move || (chart.stage.get() != Stage::CannotDraw).then(|| view! {
                <div class="map-buttons">
                    <Button icon=Icon::Plus label=t!("desk-zoom-in") test="map-closer" on_press=move || chart.tell(|map| map.zoom(1.0))/>
                    <Button icon=Icon::Minus label=t!("desk-zoom-out") on_press=move || chart.tell(|map| map.zoom(-1.0))/>
                    <Button icon=Icon::Crosshair label=t!("desk-zoom-all") on_press=all/>
                </div>
            })}
        </div>
    }
}

fn show(chart: Chart, findings: Signal<Vec<Finding>>, chosen: Signal<Option<ObservationId>>) {
    let shelf = Shelf::here();
    let filters = Desk::here().filters();
    let areas = Signal::derive(move || shelf.areas.get().unwrap_or_default());
    chart.keep_areas(areas, Signal::derive(move || filters.with(|it| it.area.clone())));
    chart.keep_findings("findings", findings, chosen);
    let open = Memo::new(move |_| {
        let chosen = chosen.get()?;
        findings.with(|all| all.iter().find(|it| it.id == chosen).and_then(|it| it.position))
    });
    chart.keep(move |map| {
        if let Some(at) = open.get() {
            map.reveal(Spot { lat: at.lat(), lon: at.lon() });
        }
    });
}

/// What is to be seen: all findings, else the neighbourhood that is looked at.
fn sight(
    findings: Signal<Vec<Finding>>,
) -> impl Fn(&Stage) -> Option<[f64; 4]> + Copy + Send + Sync + 'static {
    let shelf = Shelf::here();
    let filters = Desk::here().filters();
    move |stage| {
        let areas = shelf.areas.get().unwrap_or_default();
        let area = filters.with(|it| it.area.clone());
        first_sight(&findings.with(|all| places_of(all)), &areas, area.as_ref(), stage)
    }
}
