//! A map at the desk: the base map if one was imported, else a plain ground, and on it loops, places and neighbourhoods.
//!
//! Promises: whatever is shown here stands beside it in words, so that a browser without graphics, a server without a
//! base map and a person without a mouse miss nothing; a map that cannot be drawn says so.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use shared::id::{AreaId, ObservationId};
use shared::situation::Finding;
use shared::statement::Feeling;
use shared::wire::AreaCard;
use wasm_bindgen::JsValue;

use super::api::{self, API};
use super::desk::Shelf;
use super::walks::loop_line::LonLat;
use super::words::{catalogue, finding_title};
use crate::map::{Beginning, Feature, Features, Map, Maps, Told, edges_around};
use crate::platform::json;
use crate::platform::page::shown_theme;
use crate::t;
use crate::text;
use crate::ui::{Banner, Icon, Tone, category_icon};

/// How far a map has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is on its way.
    Coming,
    /// It is there, with the base map that these are to be thanked for.
    OnBasemap(String),
    /// It is there, on a plain ground: no base map was imported.
    OnPlainGround,
    /// It cannot be drawn in this browser.
    CannotDraw,
}

/// A map that a page has, to be told what to show.
#[derive(Clone, Copy)]
pub struct Chart {
    map: RwSignal<Option<Rc<Map>>, LocalStorage>,
    /// How far it has come.
    pub stage: RwSignal<Stage>,
}

impl Default for Chart {
    fn default() -> Self {
        Self { map: RwSignal::new_local(None), stage: RwSignal::new(Stage::Coming) }
    }
}

/// What the layers of a map are drawn by.
#[derive(Serialize)]
struct Look {
    id: String,
    name: String,
    icon: String,
    feeling: Option<Feeling>,
    number: Option<usize>,
    selected: bool,
    voices: usize,
    reach_m: f64,
}

impl Look {
    fn plain() -> Self {
        let (id, name, icon) = Default::default();
        Self { id, name, icon, feeling: None, number: None, selected: false, voices: 1, reach_m: 0.0 }
    }

    /// Of a finding, the one at this place of its list.
    fn of(finding: &Finding, at: usize, name: String) -> Self {
        Self {
            id: finding.id.to_string(),
            name,
            icon: finding.category.to_string(),
            feeling: Some(finding.feeling),
            number: Some(at + 1),
            selected: false,
            voices: finding.voices,
            reach_m: finding.extent_m.max(LEAST_REACH_M),
        }
    }
}

/// A circle of less than this is not seen.
const LEAST_REACH_M: f64 = 3.0;

/// A finding nobody could place has no pin.
fn lon_lat(finding: &Finding) -> Option<LonLat> {
    finding.position.map(|at| [at.lon(), at.lat()])
}

/// A layer that lies under the findings and stays as it is.
#[derive(Debug, Clone)]
pub struct Layer {
    name: &'static str,
    written: String,
}

impl Layer {
    /// These features in a layer of this name.
    pub fn new<P: Serialize>(name: &'static str, features: &Features<P>) -> Self {
        Self { name, written: json::write(features).unwrap_or_default() }
    }
}

impl Chart {
    /// Shows layers that stay as they are.
    pub fn keep_under(self, layers: Vec<Layer>) {
        self.keep(move |map| layers.iter().for_each(|it| map.show_written(it.name, &it.written)));
    }

    /// Does something with the map now, if it is there.
    pub fn tell(self, tell: impl FnOnce(&Map)) {
        if let Some(map) = self.map.get_untracked() {
            tell(&map);
        }
    }

    /// Does something once the map is there, and again whenever what it reads changes.
    pub fn keep(self, show: impl Fn(&Map) + 'static) {
        Effect::new(move |_| {
            if let Some(map) = self.map.get() {
                show(&map);
            }
        });
    }

    /// Shows a loop.
    pub fn keep_loop(self, line: Signal<Vec<LonLat>>) {
        self.keep(move |map| {
            let line = line.get();
            let line = (line.len() > 1).then(|| Feature::line(line, Look::plain()));
            map.show("loop", &Features::of(line.into_iter().collect()));
        });
    }

    /// Shows the neighbourhoods, one of them stronger.
    pub fn keep_areas(self, areas: Signal<Vec<AreaCard>>, chosen: Signal<Option<AreaId>>) {
        self.keep(move |map| {
            let chosen = chosen.get();
            let edges = |area: &AreaCard| {
                let (name, selected) = (area.name.clone(), chosen.as_ref() == Some(&area.id));
                let edge = |rings: &Vec<Vec<LonLat>>| rings.first().cloned();
                let look = move || Look { name: name.clone(), selected, ..Look::plain() };
                area.outline.iter().filter_map(edge).map(move |ring| Feature::line(ring, look())).collect()
            };
            let all: Vec<Vec<Feature<Look>>> = areas.with(|areas| areas.iter().map(edges).collect());
            map.show("areas", &Features::of(all.into_iter().flatten().collect()));
        });
    }

    /// Shows findings in a layer: `findings` as pins, one of them chosen, or `ask` with their numbers in the list.
    pub fn keep_findings(
        self,
        layer: &'static str,
        findings: Signal<Vec<Finding>>,
        chosen: Signal<Option<ObservationId>>,
    ) {
        let names = Shelf::here();
        let pin = move |at: usize, it: &Finding| {
            let look = Look::of(it, at, finding_title(it, names));
            let selected = chosen.get() == Some(it.id);
            Some(Feature::point(lon_lat(it)?, Look { selected, ..look }))
        };
        self.keep(move |map| {
            let pins =
                findings.with(|all| all.iter().enumerate().filter_map(|(at, it)| pin(at, it)).collect());
            map.show(layer, &Features::of(pins));
        });
    }

    /// Shows places with their numbers in a list; those without a place have a number too.
    pub fn keep_numbers(self, places: Signal<Vec<Option<LonLat>>>) {
        self.keep(move |map| {
            let dot = |(number, place): (usize, Option<LonLat>)| {
                Some(Feature::point(place?, Look { number: Some(number), ..Look::plain() }))
            };
            map.show("ask", &Features::of((1..).zip(places.get()).filter_map(dot).collect()));
        });
    }

    /// Shows where each voice of the chosen finding stands.
    pub fn keep_voices(self, places: Signal<Vec<LonLat>>) {
        self.keep(move |map| {
            let dots = places.get().into_iter().map(|place| Feature::point(place, Look::plain()));
            map.show("voices", &Features::of(dots.collect()));
        });
    }

    /// Looks at these edges now, and again whenever they change.
    pub fn keep_in_sight(self, edges: Signal<Option<[f64; 4]>>) {
        let edges = Memo::new(move |_| edges.get());
        self.keep(move |map| {
            if let Some(edges) = edges.get() {
                map.fit(edges);
            }
        });
    }

    async fn open(self, element: JsValue, theme: &'static str, edges: Edges, hear: Callback<(Told,)>) {
        let Ok(maps) = Maps::load().await else { return self.fail() };
        let tiles = match api::is_there("/basemap").await {
            Ok(true) => JsValue::from(format!("{API}/basemap")),
            _ => JsValue::NULL,
        };
        let stage = if tiles.is_null() {
            Stage::OnPlainGround
        } else {
            Stage::OnBasemap(maps.attribution_of(&tiles).await)
        };
        // Whoever left the page meanwhile does not want it any more.
        let Some(bounds) = edges(&stage) else { return };
        let heard = move |told: Told| {
            if told == Told::Failed {
                self.fail();
            }
            hear.try_run((told,));
        };
        let opened = if maps.can_draw() {
            maps.open(&element, beginning(tiles, theme, bounds), heard).ok()
        } else {
            None
        };
        match opened {
            Some(map) => {
                let _ = self.stage.try_set(stage);
                // A map that nobody takes ends here.
                let _ = self.map.try_set(Some(Rc::new(map)));
            }
            None => self.fail(),
        }
    }

    fn fail(self) {
        let _ = self.stage.try_set(Stage::CannotDraw);
    }
}

/// What is seen first, by how far the map has come; nothing when the page is gone.
type Edges = Box<dyn Fn(&Stage) -> Option<Option<[f64; 4]>>>;

fn beginning(tiles: JsValue, theme: &'static str, bounds: Option<[f64; 4]>) -> Beginning<'static> {
    let icon = |it: &shared::wire::Category| (it.id.to_string(), category_icon(&it.icon).path());
    Beginning {
        tiles,
        theme,
        language: if text::language() == "sv" { "sv" } else { "en" },
        bounds,
        icons: catalogue().iter().map(icon).collect(),
        words: vec![
            ("map", t!("desk-map")),
            ("corner", t!("desk-map-corner")),
            ("between", t!("desk-map-between")),
        ],
    }
}

/// The corners of areas.
pub fn corners<'a>(areas: impl Iterator<Item = &'a AreaCard>) -> impl Iterator<Item = LonLat> {
    areas.flat_map(AreaCard::corners)
}

/// Where findings lie, without those that lie more than this from most of them: a stray fix on another continent
/// would make all the others one dot.
pub fn places_of(findings: &[Finding]) -> Vec<LonLat> {
    let places: Vec<LonLat> = findings.iter().filter_map(lon_lat).collect();
    let Some(middle) = middle(&places) else { return places };
    let is_near = |[lon, lat]: &LonLat| {
        (lon - middle[0]).abs() < STRAY_DEGREES && (lat - middle[1]).abs() < STRAY_DEGREES
    };
    places.into_iter().filter(is_near).collect()
}

/// A municipality is smaller than this.
const STRAY_DEGREES: f64 = 2.0;

fn middle(places: &[LonLat]) -> Option<LonLat> {
    let median = |axis: usize| {
        let mut values: Vec<f64> = places.iter().map(|place| place[axis]).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some([median(0)?, median(1)?])
}

/// What is seen first: the things shown, else the neighbourhood, else what the base map covers, else all of them.
pub fn first_sight(
    things: &[LonLat],
    areas: &[AreaCard],
    area: Option<&AreaId>,
    stage: &Stage,
) -> Option<[f64; 4]> {
    let of_area = || edges_around(corners(areas.iter().filter(|it| Some(&it.id) == area)));
    let of_all = || edges_around(corners(areas.iter())).filter(|_| *stage == Stage::OnPlainGround);
    edges_around(things.iter().copied()).or_else(of_area).or_else(of_all)
}

/// The map in its frame, and what there is to say of it.
#[component]
pub fn ChartFrame(
    /// The map.
    chart: Chart,
    /// What is seen first, by how far it has come.
    sight: impl Fn(&Stage) -> Option<[f64; 4]> + Send + Sync + 'static,
    /// Told what happens on it.
    #[prop(into)]
    on_told: Callback<(Told,)>,
    /// The hook by which browser tests find it.
    test: &'static str,
    /// `light`, `dark` or `night`; as the page unless said.
    #[prop(optional)]
    theme: Option<&'static str>,
    /// The element's id.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let ground = NodeRef::<html::Div>::new();
    let drawn = RwSignal::new(None::<u32>);
    let sight = StoredValue::new(Box::new(sight) as Box<dyn Fn(&Stage) -> Option<[f64; 4]> + Send + Sync>);
    let hear = Callback::new(move |told: Told| {
        match told {
            Told::Drawn(features) => drawn.set(Some(features)),
            Told::Moves => drawn.set(None),
            _ => {}
        }
        on_told.run((told,));
    });
    Effect::new(move |opened: Option<bool>| {
        let Some(element) = ground.get() else { return opened == Some(true) };
        if opened != Some(true) {
            let edges: Edges = Box::new(move |stage| sight.try_with_value(|sight| sight(stage)));
            let hear = Callback::new(move |(told,): (Told,)| {
                let _ = hear.try_run(told);
            });
            spawn_local(chart.open(element.into(), theme.unwrap_or_else(shown_theme), edges, hear));
        }
        true
    });
    let thanks = move || match chart.stage.get() {
        Stage::OnBasemap(thanks) if !thanks.is_empty() => Some(thanks),
        _ => None,
    };
    view! {
        <div class="chart" class:none=move || chart.stage.get() == Stage::CannotDraw>
            <div class="chart-ground" id=id data-test=test data-features=move || drawn.get() node_ref=ground></div>
            {move || thanks().map(|words| view! { <p class="chart-thanks">{words}</p> })}
        </div>
    }
}

/// What there is to say of a map: that it has no ground, or cannot be drawn.
#[component]
pub fn ChartNote(
    /// The map.
    chart: Chart,
) -> impl IntoView {
    move || match chart.stage.get() {
        Stage::Coming | Stage::OnBasemap(_) => ().into_any(),
        Stage::OnPlainGround => view! {
            <p class="chart-note small quiet" data-test="no-basemap">
                <Icon icon=Icon::Info/><span>{t!("desk-no-basemap")}" "<code>{IMPORT}</code></span>
            </p>
        }
        .into_any(),
        Stage::CannotDraw => {
            view! { <Banner tone=Tone::Info><p>{t!("desk-map-cannot")}</p></Banner> }.into_any()
        }
    }
}

const IMPORT: &str = "lykta basemap import norrbotten.pmtiles";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_on_another_continent_does_not_move_the_map() {
        let town = [[22.13, 65.61], [22.14, 65.62], [22.15, 65.60]];
        let place = middle(&[&town[..], &[[0.0, 0.0]]].concat());
        assert!(place.is_some_and(|[lon, lat]| (22.0..22.2).contains(&lon) && (65.5..65.7).contains(&lat)));
        assert_eq!(middle(&[]), None);
    }
}
