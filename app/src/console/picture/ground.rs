//! The picture on the map: where more is pointed out than chance puts there, how densely, which streets were walked, what
//! is new, the strongest findings.
//!
//! Promises: what is on it stands beside it in words; it is there only where something has a place.

use leptos::prelude::*;
use serde::Serialize;
use shared::geo::Position;
use shared::situation::{FEWEST_CELLS, Finding, Gathered, NewPlace, Situation, Spots, StreetsWalked};

use super::rounded;
use crate::console::chart::Layer;
use crate::console::desk::Desk;
use crate::console::findings_map::FindingsMap;
use crate::console::route::Place;
use crate::map::{Feature, Features};
use crate::t;

/// What chance gives more seldom than this is told as more than chance.
const UNLIKELY: f64 = 0.05;

/// The map in its card.
#[component]
pub fn Ground(
    /// The picture.
    situation: Situation,
) -> impl IntoView {
    let desk = Desk::here();
    let open = move |id| desk.go_to(Place::Findings(Some(id)));
    let strongest = situation.strongest.into_iter().map(|it| it.finding);
    let best = situation.best.into_iter().map(|it| it.finding);
    let findings: Vec<Finding> = strongest.chain(best).collect();
    let placed = findings.iter().any(|it| it.position.is_some()) || situation.spots.side_m.is_some();
    let (streets, emerging) = (situation.streets.as_ref(), &situation.new_places.new);
    let caption = caption(&situation.spots, streets, emerging);
    let mut layers = layers(&situation.spots, streets);
    layers.push(Layer::new("emerging", &new(emerging)));
    placed.then(|| {
        view! {
            <div class="card map-card">
                <FindingsMap findings=Signal::stored(findings) chosen=Signal::stored(None) on_choose=open under=layers/>
                <p class="tiny quiet" data-test="map-caption">{caption}</p>
            </div>
        }
    })
}

/// What is seen on it, in words.
fn caption(spots: &Spots, streets: Option<&StreetsWalked>, emerging: &[NewPlace]) -> String {
    let hot = match spots.hot.len() {
        _ if spots.cells < FEWEST_CELLS => t!("desk-limit-few-places"),
        0 => t!("desk-map-no-hot"),
        n => t!("desk-map-hot", n = n),
    };
    let walked = streets.map(|_| t!("desk-map-walked"));
    let dense = is_dense(spots).then(|| t!("desk-map-dense"));
    let new = (!emerging.is_empty()).then(|| t!("desk-map-new"));
    [Some(hot), new, dense, walked, Some(t!("desk-map-of-strongest"))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A cloud is drawn where there are places enough to say what stands out.
fn is_dense(spots: &Spots) -> bool {
    spots.cells >= FEWEST_CELLS && !spots.dense.is_empty()
}

/// The figures behind what stands out, in words.
pub fn reckoned(spots: &Spots) -> Vec<String> {
    let hot = (!spots.hot.is_empty()).then(|| t!("desk-reckoned-hot"));
    [hot, spots.gathered.map(gathered)].into_iter().flatten().collect()
}

/// Whether voices lie gathered, with how sure that is.
fn gathered(it: Gathered) -> String {
    let (i, p) = (rounded(it.i, 2), rounded(it.p, 3));
    match (it.p <= UNLIKELY, it.i > it.expected) {
        (false, _) => t!("desk-map-scattered", i = i, p = p),
        (true, true) => t!("desk-map-gathered", i = i, p = p),
        (true, false) => t!("desk-map-spread", i = i, p = p),
    }
}

/// How strong something is drawn, 0 to 1, and how wide it is.
#[derive(Serialize)]
struct Strength {
    share: f64,
    side_m: f64,
}

fn layers(spots: &Spots, streets: Option<&StreetsWalked>) -> Vec<Layer> {
    let side_m = spots.side_m.unwrap_or(0.0);
    let most = spots.dense.iter().map(|it| it.per_km2).fold(0.0, f64::max);
    let shown = spots.dense.iter().filter(|_| is_dense(spots));
    let dense =
        shown.map(|it| Feature::point(lon_lat(it.middle), Strength { share: it.per_km2 / most, side_m }));
    let hot =
        spots.hot.iter().map(|it| Feature::area(square(it.middle, side_m), Strength { share: 1.0, side_m }));
    let lines = streets.iter().flat_map(|it| it.lines.iter().cloned());
    let walked = lines.map(|line| Feature::line(line, Strength { share: 1.0, side_m }));
    vec![
        Layer::new("dense", &Features::of(dense.collect())),
        Layer::new("hot", &Features::of(hot.collect())),
        Layer::new("walked", &Features::of(walked.collect())),
    ]
}

/// Where something is new, in the order of the list.
fn new(emerging: &[NewPlace]) -> Features<Strength> {
    let circle =
        |it: &NewPlace| Feature::point(lon_lat(it.middle), Strength { share: 1.0, side_m: 2.0 * it.reach_m });
    Features::of(emerging.iter().map(circle).collect())
}

fn lon_lat(at: Position) -> [f64; 2] {
    [at.lon(), at.lat()]
}

/// The corners of a square around its middle.
fn square(middle: Position, side_m: f64) -> Vec<[f64; 2]> {
    let plane = shared::geo::Plane::around(middle);
    let half = side_m / 2.0;
    let corners = [[-half, -half], [half, -half], [half, half], [-half, half], [-half, -half]];
    corners.into_iter().filter_map(|corner| plane.position(corner)).map(lon_lat).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_lies_on_the_map_as_wide_as_it_reaches() {
        let place = NewPlace {
            middle: Position::new(65.6, 22.1).unwrap(),
            reach_m: 80.0,
            category: "gathering".parse().unwrap(),
            voices: 8,
            walks: 2,
            voices_before: 0,
            passed_before: 40.0,
            expected: Some(0.9),
            p: Some(0.002),
            findings: vec![],
        };
        let told = serde_json::to_value(new(&[place.clone(), place])).unwrap();
        let [first, second] = [&told["features"][0], &told["features"][1]];
        assert_eq!(first["geometry"]["coordinates"], serde_json::json!([22.1, 65.6]));
        assert_eq!(
            (&first["properties"]["side_m"], first["properties"]["share"].as_f64()),
            (&160.0.into(), Some(1.0))
        );
        assert!(second["geometry"]["type"] == "Point");
        let overlays = include_str!("../../../../assets/map/overlays.js");
        for layer in ["dense", "hot", "walked", "emerging"] {
            assert!(overlays.contains(&format!("\"{layer}\", ")), "the map has a layer for {layer}");
        }
    }
}
