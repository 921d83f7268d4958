//! How well observations are merged, against walks whose truth is known: real lamps, phones' real errors.

mod scene;
mod score;

use std::collections::BTreeMap;

use shared::geo::{Metres, apart_m};
use shared::id::{CategoryId, ObservationId};
use shared::position::simulated::{Sky, plane};
use shared::situation::statistics::clusters;
use shared::situation::{Lamps, Merged};

use crate::Figure;
use scene::{Kind, Scene};
use score::Score;

/// Seeds that figures are of. The model's constants were fitted to others: [`FITTED`].
const SEEDS: std::ops::Range<u64> = 1_000..1_012;
/// Seeds that the constants were fitted to.
const FITTED: std::ops::Range<u64> = 0..24;
const WALKERS: [u8; 4] = [5, 10, 20, 30];
const SKIES: [(&str, Sky); 2] = [("open sky", Sky::OPEN), ("between houses", Sky::CANYON)];
/// Reaches that rivals may choose of, in metres: the best in hindsight, on the very data.
const REACHES_M: [f64; 16] =
    [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 17.0, 20.0, 25.0, 30.0, 40.0];

/// How observations of a scene are grouped: a label for each.
type Rival = fn(&Scene, f64) -> Vec<usize>;

pub(crate) fn measure() -> Vec<Figure> {
    let lamps_m = lamps_m();
    let mut figures = Vec::new();
    for (sky_name, sky) in SKIES {
        for walkers in WALKERS {
            let scenes: Vec<Scene> = SEEDS.map(|seed| Scene::new(&lamps_m, Kind { walkers, sky }, seed)).collect();
            figures.push(compared(&format!("{walkers} walkers, {sky_name}"), &scenes));
        }
    }
    let scenes: Vec<Scene> = mixed(&lamps_m, SEEDS);
    figures.extend(by_category(&scenes));
    figures.extend(reliability(&scenes));
    let [a, b] = fitted(&mixed(&lamps_m, FITTED));
    figures.push(Figure::new("calibration fitted to other seeds, on top of the model's own", format!("{a:.2} + {b:.2} x"), "logistic regression"));
    figures
}

/// The lamps of the demonstration's map, in metres around their middle.
fn lamps_m() -> Vec<Metres> {
    let map = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(map.path(), include_bytes!("../../../../server/demo/helsinki.pmtiles")).expect("a map");
    let lamps = server::basemap::marks(map.path()).expect("the demonstration's map").lamps;
    on_the_plane(&lamps)
}

pub(crate) fn on_the_plane(lamps: &[[f64; 2]]) -> Vec<Metres> {
    let middle = |axis: usize| {
        let mut all: Vec<f64> = lamps.iter().map(|it| it[axis]).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let (lon, lat) = (middle(0), middle(1));
    let east_m = 111_195.0 * lat.to_radians().cos();
    lamps.iter().map(|it| [(it[0] - lon) * east_m, (it[1] - lat) * 111_195.0]).collect()
}

fn mixed(lamps_m: &[Metres], seeds: std::ops::Range<u64>) -> Vec<Scene> {
    let kinds = SKIES.iter().flat_map(|(_, sky)| WALKERS.map(|walkers| Kind { walkers, sky: *sky }));
    let kinds: Vec<Kind> = kinds.collect();
    seeds.flat_map(|seed| kinds.iter().map(move |kind| (seed, *kind))).map(|(seed, kind)| Scene::new(lamps_m, kind, seed)).collect()
}

fn compared(what: &str, scenes: &[Scene]) -> Figure {
    let score = |group: &dyn Fn(&Scene) -> Vec<usize>| {
        let of = |scene: &Scene| Score::of(&scene.truth, &group(scene));
        scenes.iter().map(of).fold(Score::default(), Score::and)
    };
    let best = |rival: Rival| {
        let all = REACHES_M.map(|reach_m| (score(&|scene| rival(scene, reach_m)), reach_m));
        all.into_iter().max_by(|a, b| a.0.f1().total_cmp(&b.0.f1())).expect("some reach")
    };
    let told = |score: Score| format!("{:.3}/{:.3}/**{:.3}**", score.precision(), score.recall(), score.f1());
    let (circle, circle_m) = best(circles);
    let (dense, dense_m) = best(densely);
    let figure = format!(
        "lamps known {}; lamps unknown {}; fixed radius {} at {circle_m} m; DBSCAN {} at {dense_m} m",
        told(score(&|scene| ours(scene, &scene.lamps))),
        told(score(&|scene| ours(scene, &Lamps::default()))),
        told(circle),
        told(dense)
    );
    let how = "pairwise precision / recall / F1, twelve walks of 60 lamps; rivals with the reach that is best on the very data";
    Figure::new(&format!("merging, {what}"), figure, how)
}

fn merged(scene: &Scene, lamps: &Lamps) -> Merged {
    Merged::of(&scene.observations, BTreeMap::new(), lamps.clone())
}

fn ours(scene: &Scene, lamps: &Lamps) -> Vec<usize> {
    let merged = merged(scene, lamps);
    let at: BTreeMap<ObservationId, usize> = scene.observations.iter().map(|it| it.id).zip(0..).collect();
    scene.observations.iter().map(|it| at[&merged.group_of(it.id).expect("a group").id]).collect()
}

/// The places of each category, with their numbers.
fn by_kind(scene: &Scene) -> BTreeMap<&CategoryId, Vec<(usize, Metres)>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (at, it) in scene.observations.iter().enumerate() {
        let place_m = plane().metres(it.position.expect("a place"));
        all.entry(&it.category).or_default().push((at, place_m));
    }
    all
}

/// Whoever lies within the radius of the middle of a group joins the nearest such, in order of arrival.
fn circles(scene: &Scene, radius_m: f64) -> Vec<usize> {
    let mut labels = vec![0; scene.observations.len()];
    for mut of_kind in by_kind(scene).into_values() {
        of_kind.sort_by_key(|(at, _)| scene.observations[*at].arrived_at_ms);
        let mut groups: Vec<(usize, Metres, f64)> = Vec::new();
        for (at, place_m) in of_kind {
            let near = groups.iter_mut().filter(|it| apart_m(it.1, place_m) <= radius_m);
            match near.min_by(|a, b| apart_m(a.1, place_m).total_cmp(&apart_m(b.1, place_m))) {
                Some((first, middle_m, count)) => {
                    *middle_m = [0, 1].map(|axis| (middle_m[axis] * *count + place_m[axis]) / (*count + 1.0));
                    *count += 1.0;
                    labels[at] = *first;
                }
                None => {
                    labels[at] = at;
                    groups.push((at, place_m, 1.0));
                }
            }
        }
    }
    labels
}

fn densely(scene: &Scene, reach_m: f64) -> Vec<usize> {
    let mut labels = vec![0; scene.observations.len()];
    for of_kind in by_kind(scene).into_values() {
        let places: Vec<Metres> = of_kind.iter().map(|it| it.1).collect();
        let mut firsts = BTreeMap::new();
        for (label, (at, _)) in clusters(&places, reach_m, 2).into_iter().zip(&of_kind) {
            labels[*at] = label.map_or(*at, |label| *firsts.entry(label).or_insert(*at));
        }
    }
    labels
}

/// Where it errs: each category by itself, with lamps and without.
fn by_category(scenes: &[Scene]) -> Vec<Figure> {
    let mut scores: BTreeMap<String, [Score; 2]> = BTreeMap::new();
    for scene in scenes {
        let found = [ours(scene, &scene.lamps), ours(scene, &Lamps::default())];
        for (category, of_kind) in by_kind(scene) {
            let of = |labels: &[usize]| of_kind.iter().map(|(at, _)| labels[*at]).collect::<Vec<_>>();
            let truth = of(&scene.truth);
            let all = scores.entry(category.to_string()).or_default();
            for (known, labels) in found.iter().enumerate() {
                all[known] = all[known].and(Score::of(&truth, &of(labels)));
            }
        }
    }
    let figure = |(category, [with, without]): (String, [Score; 2])| {
        let told = |it: Score| format!("{:.3}/{:.3}/**{:.3}**", it.precision(), it.recall(), it.f1());
        Figure::new(&format!("merging of {category}, all walks"), format!("{}; lamps unknown {}", told(with), told(without)), "as above")
    };
    scores.into_iter().map(figure).collect()
}

/// Pairs that the model weighs: how sure it says to be, and whether they are of one thing. Of each group its confidence, for
/// the pairs in it, and of each suggestion its probability, for the pairs between the two.
fn weighed(scenes: &[Scene]) -> Vec<(f64, f64, f64)> {
    let mut all = Vec::new();
    for scene in scenes {
        let truth: BTreeMap<ObservationId, usize> =
            scene.observations.iter().map(|it| it.id).zip(scene.truth.iter().copied()).collect();
        let merged = merged(scene, &scene.lamps);
        for group in merged.groups() {
            let of = |id: &ObservationId| truth[id];
            let pairs = |a: &[ObservationId], b: &[ObservationId]| {
                let same = a.iter().flat_map(|a| b.iter().map(move |b| (a, b))).filter(|(a, b)| a != b);
                same.map(|(a, b)| if of(a) == of(b) { 1.0 } else { 0.0 }).fold((0.0, 0.0), |(sum, n), it| (sum + it, n + 1.0))
            };
            if group.members.len() > 1 {
                let (same, count) = pairs(&group.members, &group.members);
                all.push((group.confidence, same / count, count));
            }
            for it in group.suggestions.iter().filter(|it| it.finding > group.id) {
                let other = merged.group_of(it.finding).expect("a group");
                let (same, count) = pairs(&group.members, &other.members);
                all.push((it.probability, same / count, count));
            }
        }
    }
    all
}

/// Whether so many percent sure is right so many times of a hundred.
fn reliability(scenes: &[Scene]) -> Vec<Figure> {
    let weighed = weighed(scenes);
    let mut figures = Vec::new();
    for tenth in 0..10 {
        let [from, to] = [tenth, tenth + 1].map(|it| f64::from(it) / 10.0);
        let within = weighed.iter().filter(|it| it.0 >= from && (it.0 < to || tenth == 9));
        let (said, same, count) = within.fold((0.0, 0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1, sum.2 + 1.0));
        if count > 0.0 {
            let figure = format!("said {:.2}, true {:.2} ({count} groups and suggestions)", said / count, same / count);
            figures.push(Figure::new(&format!("how sure it is of a merge, {:.0}–{:.0} %", 100.0 * from, 100.0 * to), figure, "each group and each suggestion once: the share of its pairs that are of one thing"));
        }
    }
    figures
}

/// `a + b x` that best turns what the model says, in log-odds `x`, into what is true (Platt 1999): by Newton's method.
fn fitted(scenes: &[Scene]) -> [f64; 2] {
    let weighed = weighed(scenes);
    let (mut a, mut b) = (0.0, 1.0);
    for _ in 0..25 {
        let (mut gradient, mut curve) = ([0.0; 2], [0.0; 3]);
        for (said, is, _) in &weighed {
            let said = said.clamp(0.001, 0.999);
            let x = (said / (1.0 - said)).ln();
            let p = 1.0 / (1.0 + f64::exp(-(a + b * x)));
            let (off, width) = (is - p, p * (1.0 - p));
            gradient = [gradient[0] + off, gradient[1] + off * x];
            curve = [curve[0] + width, curve[1] + width * x, curve[2] + width * x * x];
        }
        let determinant = curve[0] * curve[2] - curve[1] * curve[1];
        a += (curve[2] * gradient[0] - curve[1] * gradient[1]) / determinant;
        b += (curve[0] * gradient[1] - curve[1] * gradient[0]) / determinant;
    }
    [a, b]
}
