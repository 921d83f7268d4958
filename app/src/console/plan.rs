//! A simple plan: neighbourhoods' outlines and findings, drawn in metres, for as long as there is no map.
//!
//! Promises: everything on it is also in the list beside it; it can be moved and zoomed by mouse, touch, buttons and
//! keys; north is up and the scale is told.

pub mod projection;

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::situation::Finding;
use shared::statement::Feeling;
use shared::wire::AreaCard;

use super::desk::{Desk, Shelf};
use super::words::{feeling_name, feeling_text, finding_title};
use crate::platform::desk as browser;
use crate::t;
use crate::ui::{Button, Icon};
use projection::{Metres, Projection, View};

const ID: &str = "plan";

/// A pin that stands with its tip at the origin, 32 units high.
const PIN: &str = "M0,0C-6,-8-11,-14-11,-21A11,11 0 1 1 11,-21C11,-14 6,-8 0,0Z";
/// ♥ about the origin, 14 units wide.
pub const HEART: &str =
    "M0,6.2C-4.6,3.2-7,.6-7,-2.2A3.7,3.7 0 0 1 0,-3.6A3.7,3.7 0 0 1 7,-2.2C7,.6 4.6,3.2 0,6.2Z";
/// ! about the origin, 14 units high.
pub const EXCLAMATION: &str = "M-1.8,-7H1.8L1.2,1.8H-1.2ZM0,3.4A1.9,1.9 0 1 1 0,7.2A1.9,1.9 0 1 1 0,3.4Z";

const PLUS: &str = "M-6,0H6M0,-6V6";
const MINUS: &str = "M-6,0H6";
const NORTH: &str = "M6,0 11,14 6,11 1,14Z";

/// How the plan is seen.
#[derive(Clone, Copy)]
struct Sheet {
    projection: Memo<Option<Projection>>,
    size: RwSignal<(f64, f64)>,
    view: RwSignal<Option<View>>,
    findings: Signal<Vec<Finding>>,
    areas: Signal<Vec<AreaCard>>,
}

impl Sheet {
    /// The view that was chosen, else one that shows all.
    fn seen(self) -> View {
        self.view.get().unwrap_or_else(|| View::of_all(&self.points(), self.size.get()))
    }

    fn points(self) -> Vec<Metres> {
        let Some(projection) = self.projection.get() else { return Vec::new() };
        let placed = |all: &Vec<Finding>| {
            all.iter().filter_map(|it| it.position).map(|at| projection.of(at)).collect()
        };
        let points: Vec<Metres> = self.findings.with(placed);
        if points.is_empty() { self.corners(projection) } else { points }
    }

    fn corners(self, projection: Projection) -> Vec<Metres> {
        let corner = |[lon, lat]: &[f64; 2]| projection.metres(*lat, *lon);
        self.areas.with(|areas| {
            areas.iter().flat_map(|it| it.outline.iter().flatten().flatten()).map(corner).collect()
        })
    }

    fn change(self, change: impl FnOnce(View, (f64, f64)) -> View) {
        let changed = untrack(|| change(self.seen(), self.size.get()));
        self.view.set(Some(changed));
    }

    fn zoom(self, factor: f64) {
        self.change(|view, size| view.closer(factor, (size.0 / 2.0, size.1 / 2.0), size));
    }

    /// The path of an area's rings on the screen.
    fn outline(self, area: &AreaCard) -> String {
        let Some(projection) = self.projection.get() else { return String::new() };
        let (view, size) = (self.seen(), self.size.get());
        let point = |[lon, lat]: &[f64; 2]| view.px(projection.metres(*lat, *lon), size);
        let ring = |ring: &Vec<[f64; 2]>| {
            let points: Vec<String> = ring.iter().map(point).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            format!("M{}Z", points.join("L"))
        };
        area.outline.iter().flatten().map(ring).collect()
    }
}

/// The plan of these findings.
#[component]
pub fn Plan(
    /// What is drawn.
    #[prop(into)]
    findings: Signal<Vec<Finding>>,
    /// The one that is open.
    #[prop(into)]
    chosen: Signal<Option<ObservationId>>,
    /// Told which one was pressed.
    on_choose: impl Fn(ObservationId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let sheet = sheet(findings);
    measure(sheet.size);
    let pins = move || {
        let mut all = findings.get();
        // Those to the south are drawn last, over those behind them; the open one over all.
        all.sort_by(|a, b| lat(b).total_cmp(&lat(a)));
        all.sort_by_key(|it| Some(it.id) == chosen.get());
        all.into_iter().filter(|it| it.position.is_some()).collect::<Vec<_>>()
    };
    view! {
        <section class="pane plan" aria-label=t!("desk-plan")>
            <svg id=ID tabindex="0" role="group" aria-roledescription=t!("desk-plan")
                aria-label=move || t!("desk-plan-says", n = findings.with(Vec::len))
                on:keydown=move |event| if moved_by_key(sheet, &event.key()) { event.prevent_default() }
                on:wheel=move |event| {
                    event.prevent_default();
                    let factor = (-event.delta_y() / 400.0).exp();
                    let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
                    sheet.change(|view, size| view.closer(factor, at, size));
                }
                on:pointermove=move |event| if event.buttons() == 1 {
                    sheet.change(|view, _| view.moved(event.movement_x().into(), event.movement_y().into()));
                }
            >
                <Ground sheet/>
                {move || pins().into_iter().map(|finding| view! { <Pin finding sheet chosen on_choose/> }).collect_view()}
            </svg>
            <Furniture sheet/>
        </section>
    }
}

fn lat(finding: &Finding) -> f64 {
    finding.position.map_or(0.0, shared::geo::Position::lat)
}

fn sheet(findings: Signal<Vec<Finding>>) -> Sheet {
    let shelf = Shelf::here();
    let filters = Desk::here().filters();
    let areas = Signal::derive(move || shelf.areas.get().unwrap_or_default());
    let projection = Memo::new(move |_| {
        let corner = |[lon, lat]: &[f64; 2]| (*lat, *lon);
        let corners = areas.with(|all| {
            all.iter().flat_map(|it| it.outline.iter().flatten().flatten()).map(corner).collect::<Vec<_>>()
        });
        let placed = shelf.findings.with(|all| {
            all.iter().filter_map(|it| it.position).map(|at| (at.lat(), at.lon())).collect::<Vec<_>>()
        });
        Projection::about(corners.into_iter().chain(placed.unwrap_or_default()))
    });
    let view = RwSignal::new(None);
    // Another area or period is another picture: all of it is shown again.
    Effect::new(move |_| {
        filters.track();
        view.set(None);
    });
    Sheet { projection, size: RwSignal::new((640.0, 640.0)), view, findings, areas }
}

/// Keeps knowing how large the plan is on the screen.
fn measure(size: RwSignal<(f64, f64)>) {
    let look = move || {
        if let Some(seen) = browser::size_of(ID).filter(|(width, height)| *width > 0.0 && *height > 0.0)
            && size.try_get_untracked().is_some_and(|known| known != seen)
        {
            size.set(seen);
        }
    };
    let route = Desk::here().route;
    Effect::new(move |_| {
        // Opening a finding makes room for it beside the plan.
        route.track();
        request_animation_frame(look);
    });
    StoredValue::new_local(browser::on_resize(look));
}

fn moved_by_key(sheet: Sheet, key: &str) -> bool {
    const STEP_PX: f64 = 60.0;
    match key {
        "ArrowLeft" => sheet.change(|view, _| view.moved(STEP_PX, 0.0)),
        "ArrowRight" => sheet.change(|view, _| view.moved(-STEP_PX, 0.0)),
        "ArrowUp" => sheet.change(|view, _| view.moved(0.0, STEP_PX)),
        "ArrowDown" => sheet.change(|view, _| view.moved(0.0, -STEP_PX)),
        "+" => sheet.zoom(1.5),
        "-" => sheet.zoom(1.0 / 1.5),
        _ => return false,
    }
    true
}

/// A grid of round lengths, and the neighbourhoods.
#[component]
fn Ground(sheet: Sheet) -> impl IntoView {
    let areas = move || {
        let draw = |area: &AreaCard| view! { <path class="area" d=sheet.outline(area)></path> };
        sheet.areas.with(|all| all.iter().map(draw).collect_view())
    };
    view! { <path class="grid" d=move || grid(sheet.seen(), sheet.size.get())></path>{areas} }
}

/// Lines at round metres, so that lengths can be seen.
fn grid(view: View, (width, height): (f64, f64)) -> String {
    let step = view.scale_m(120.0);
    let (left, top) =
        (view.centre.x - width / 2.0 * view.m_per_px, view.centre.y + height / 2.0 * view.m_per_px);
    let px = step / view.m_per_px;
    let first_x = (step - left.rem_euclid(step)) / view.m_per_px;
    let first_y = top.rem_euclid(step) / view.m_per_px;
    let lines = |first: f64, length: f64| {
        std::iter::successors(Some(first), move |at| Some(at + px)).take_while(move |at| *at < length)
    };
    let upright = lines(first_x, width).map(|x| format!("M{x:.1},0V{height:.0}"));
    upright.chain(lines(first_y, height).map(|y| format!("M0,{y:.1}H{width:.0}"))).collect()
}

#[component]
fn Pin(
    finding: Finding,
    sheet: Sheet,
    chosen: Signal<Option<ObservationId>>,
    on_choose: impl Fn(ObservationId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let shelf = Shelf::here();
    let id = finding.id;
    let is_chosen = move || chosen.get() == Some(id);
    let size = pin_size(finding.voices);
    let sign = if finding.feeling == Feeling::Safe { HEART } else { EXCLAMATION };
    let (reach_m, feeling) = (finding.extent_m.max(3.0), feeling_name(finding.feeling));
    let position = finding.position;
    let name = move || {
        let (feeling, title) = (feeling_text(finding.feeling), finding_title(&finding, shelf));
        t!("desk-pin", feeling = feeling, title = title, n = finding.voices)
    };
    let spot = move || {
        let (projection, position) = (sheet.projection.get()?, position?);
        Some(sheet.seen().px(projection.of(position), sheet.size.get()))
    };
    let place = move || spot().map(|(x, y)| format!("translate({x:.1},{y:.1})"));
    let reach = move || format!("{:.1}", reach_m / sheet.seen().m_per_px);
    view! {
        <g transform=place role="button" tabindex="-1" aria-label=name aria-pressed=move || is_chosen().to_string()
            class="spot" class:chosen=is_chosen data-feeling=feeling on:click=move |_| on_choose(id)>
            <circle class="reach" r=reach></circle>
            <g transform=format!("scale({size:.2})")>
                <path class="pin" class:chosen=is_chosen data-feeling=feeling d=PIN></path>
                <path class="pin-icon" transform="translate(0,-21)" d=sign></path>
            </g>
        </g>
    }
}

/// A pin's area grows with its voices, within reason.
#[expect(clippy::cast_precision_loss, reason = "counts of people")]
fn pin_size(voices: usize) -> f64 {
    (0.9 + 0.18 * (voices as f64 - 1.0).max(0.0).sqrt()).min(1.7)
}

/// North, the scale, and the buttons.
#[component]
fn Furniture(sheet: Sheet) -> impl IntoView {
    let scale_m = Memo::new(move |_| sheet.seen().scale_m(120.0));
    let length_px = move || scale_m.get() / sheet.seen().m_per_px;
    let scale = move || {
        let m = scale_m.get();
        if m >= 1_000.0 { t!("desk-km", n = m / 1_000.0) } else { t!("desk-m", n = m) }
    };
    let unplaced = move || {
        let unplaced = sheet.findings.with(|all| all.iter().filter(|it| it.position.is_none()).count());
        (unplaced > 0).then(|| view! { <p class="caption">{t!("desk-unplaced", n = unplaced)}</p> })
    };
    view! {
        <div class="plan-scale" aria-hidden="true">
            <span>{scale}</span>
            <svg height="6" width=move || format!("{:.0}", length_px())>
                <path d=move || format!("M1,0V5H{:.0}V0", length_px() - 1.0)></path>
            </svg>
        </div>
        <div class="plan-north" aria-hidden="true">{t!("desk-north")}<svg viewBox="0 0 12 14"><path d=NORTH></path></svg></div>
        {unplaced}
        <div class="plan-buttons">
            <Zoom sign=PLUS label=t!("desk-zoom-in") on_press=move || sheet.zoom(1.5)/>
            <Zoom sign=MINUS label=t!("desk-zoom-out") on_press=move || sheet.zoom(1.0 / 1.5)/>
            <Button icon=Icon::Crosshair label=t!("desk-zoom-all") on_press=move || sheet.view.set(None)/>
        </div>
    }
}

#[component]
fn Zoom(sign: &'static str, label: String, on_press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="button alone" aria-label=label on:click=move |_| on_press()>
            <svg class="zoom" viewBox="-8 -8 16 16" aria-hidden="true"><path d=sign></path></svg>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_grow_with_voices_and_stay_pins() {
        assert!(pin_size(1) < pin_size(4));
        assert!(pin_size(10_000) <= 1.7);
    }

    #[test]
    fn grid_lines_stand_at_round_metres() {
        let view = View { centre: Metres { x: 0.0, y: 0.0 }, m_per_px: 1.0 };
        assert_eq!(grid(view, (200.0, 150.0)), "M100.0,0V150M0,75.0H200");
    }
}
