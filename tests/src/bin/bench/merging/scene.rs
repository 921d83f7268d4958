//! Walks whose truth is known: real lamps, some of them out, and walkers who point at them with real phones' errors.
//!
//! Promises: a seed gives the same walk; where somebody stands when pointing, how good the phone is and what it tells of
//! itself go through the app's own filter of fixes.

use std::sync::Arc;

use shared::geo::{Metres, Place, apart_m};
use shared::id::{RecordId, SeriesId};
use shared::light::Light;
use shared::position::Filter;
use shared::position::simulated::{Chance, Phone, Sky, clock_ms, plane};
use shared::situation::{Lamp, Lamps, Lighting, Observation};
use shared::statement::Feeling;

/// Lamps along the walk: about a kilometre and a half of lit ways.
const LAMPS: usize = 60;
/// No lamp farther on is walked to than this.
const STEP_M: f64 = 45.0;
const WALKING_M_PER_S: f64 = 1.3;
/// Of the lamps so many are out.
const OUT: f64 = 0.2;
/// So many of those who pass something wrong point at it.
const POINTED_AT: f64 = 0.6;
/// After so many days some come again.
const AGAIN_DAYS: i64 = 120;

/// What is wrong somewhere.
#[derive(Debug, Clone)]
struct Thing {
    category: &'static str,
    /// From here to there: the same for what stands in one spot.
    ends_m: [Metres; 2],
    /// How far from it people stand who point, along one axis, in metres.
    stand_m: f64,
}

/// What was observed on a walk and what is true of it.
#[derive(Debug)]
pub(crate) struct Scene {
    /// Observations, in order of id.
    pub(crate) observations: Vec<Observation>,
    /// The thing that each is about.
    pub(crate) truth: Vec<usize>,
    /// Every lamp there is.
    pub(crate) lamps: Arc<Lamps>,
}

/// How a walk is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) walkers: u8,
    pub(crate) sky: Sky,
}

impl Scene {
    /// A walk along some of the lamps, given in metres.
    pub(crate) fn new(lamps_m: &[Metres], kind: Kind, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let (way, near) = way(lamps_m, &mut chance);
        let things = things(&way, &mut chance);
        let mut scene = Self { observations: vec![], truth: vec![], lamps: Arc::new(lamps_around(near)) };
        let again = kind.walkers / 3;
        for walker in 0..kind.walkers + again {
            let day = if walker < kind.walkers { 0 } else { AGAIN_DAYS };
            scene.walks(&way, &things, kind.sky, walker, day, &mut chance);
        }
        let mut order: Vec<usize> = (0..scene.observations.len()).collect();
        order.sort_by_key(|at| scene.observations[*at].id);
        scene.truth = order.iter().map(|at| scene.truth[*at]).collect();
        scene.observations.sort_by_key(|it| it.id);
        scene
    }

    /// One goes along the way and points at some of what is wrong.
    fn walks(&mut self, way: &[Metres], things: &[Thing], sky: Sky, walker: u8, day: i64, chance: &mut Chance) {
        let (mut phone, mut known) = (Phone::new(sky, Chance(chance_seed(chance))), Filter::default());
        let (mut at_s, mut at_m, mut number) = (0.0, way[0], 0);
        let go = |to_m: Metres, at_m: &mut Metres, at_s: &mut f64, known: &mut Filter, phone: &mut Phone| {
            let far_m = apart_m(*at_m, to_m);
            let seconds = (far_m / WALKING_M_PER_S).ceil().max(1.0);
            let from_m = *at_m;
            for step in 1..=whole(seconds) {
                *at_s += 1.0;
                let share = f64::from(step) / seconds;
                *at_m = [0, 1].map(|axis| from_m[axis] + share * (to_m[axis] - from_m[axis]));
                *known = known.clone().after(&phone.fix(*at_m, *at_s), clock_ms(*at_s));
            }
        };
        for stop_m in way {
            for (which, thing) in things.iter().enumerate().filter(|(_, it)| it.ends_m[0] == *stop_m) {
                if chance.between(0.0, 1.0) > POINTED_AT {
                    continue;
                }
                let along = chance.between(0.0, 1.0);
                let stand_m = [0, 1].map(|axis| {
                    let [from, to] = thing.ends_m.map(|end| end[axis]);
                    from + along * (to - from) + chance.normal(thing.stand_m)
                });
                go(stand_m, &mut at_m, &mut at_s, &mut known, &mut phone);
                for _ in 0..whole(chance.between(3.0, 15.0)) {
                    at_s += 1.0;
                    known = known.after(&phone.fix(at_m, at_s), clock_ms(at_s));
                }
                let Some(found) = known.estimate(clock_ms(at_s)) else { continue };
                number += 1;
                self.truth.push(which);
                self.observations.push(Observation {
                    id: RecordId { series: SeriesId::from_bytes([walker + 1; 16]), number },
                    at_ms: clock_ms(at_s) + day * 86_400_000,
                    arrived_at_ms: Some(clock_ms(at_s) + day * 86_400_000),
                    category: thing.category.parse().expect("a category"),
                    position: Some(found.position),
                    accuracy_m: Some(found.accuracy_m),
                    ..blank()
                });
            }
            go(*stop_m, &mut at_m, &mut at_s, &mut known, &mut phone);
        }
    }
}

fn chance_seed(chance: &mut Chance) -> u64 {
    u64::from(whole(chance.between(0.0, 4e9)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
fn whole(number: f64) -> u32 {
    number as u32
}

/// From lamp to the nearest lamp that was not passed, as far as they follow on; and all lamps around.
fn way(lamps_m: &[Metres], chance: &mut Chance) -> (Vec<Metres>, Vec<Metres>) {
    loop {
        let first = lamps_m[whole(chance.between(0.0, lamps_m.len() as f64 - 1.0)) as usize];
        let mut left: Vec<Metres> = lamps_m.iter().copied().filter(|it| apart_m(*it, first) < 2_000.0).collect();
        let near = left.clone();
        let mut way = vec![first];
        left.retain(|it| *it != first);
        while way.len() < LAMPS {
            let at = way[way.len() - 1];
            let nearest = left.iter().copied().min_by(|a, b| apart_m(*a, at).total_cmp(&apart_m(*b, at)));
            let Some(next) = nearest.filter(|it| apart_m(*it, at) < STEP_M) else { break };
            left.retain(|it| *it != next);
            way.push(next);
        }
        if way.len() == LAMPS {
            return (way, near);
        }
    }
}

fn lamps_around(near_m: Vec<Metres>) -> Lamps {
    let position = |at: Metres| plane().position(at);
    Lamps::new(near_m.into_iter().filter_map(|at| Some(Lamp { name: None, position: position(at)? })))
}

/// Lamps that are out, two or three in a row here and there; scrawls; dark stretches; littered places.
fn things(way: &[Metres], chance: &mut Chance) -> Vec<Thing> {
    let mut things = Vec::new();
    let mut is_out = false;
    for (at, place_m) in way.iter().enumerate() {
        is_out = chance.between(0.0, 1.0) < if is_out { 0.4 } else { OUT };
        if is_out {
            things.push(Thing { category: "lighting", ends_m: [*place_m; 2], stand_m: 4.0 });
        }
        match at % 12 {
            3 => things.push(Thing { category: "graffiti", ends_m: [*place_m; 2], stand_m: 4.0 }),
            5 if chance.between(0.0, 1.0) < 0.5 => {
                things.push(Thing { category: "graffiti", ends_m: [*place_m; 2], stand_m: 4.0 });
            }
            7 => things.push(Thing {
                category: "deserted",
                ends_m: [*place_m, way[(at + 3).min(way.len() - 1)]],
                stand_m: 3.0,
            }),
            10 => things.push(Thing { category: "littering", ends_m: [*place_m; 2], stand_m: 13.0 }),
            _ => {}
        }
    }
    things
}

fn blank() -> Observation {
    Observation {
        id: RecordId { series: SeriesId::from_bytes([0; 16]), number: 0 },
        walk: None,
        area: None,
        at_ms: 0,
        arrived_at_ms: None,
        feeling: Feeling::Unsafe,
        category: "other".parse().expect("a category"),
        position: None,
        accuracy_m: None,
        place: Place::default(),
        text: None,
        when: vec![],
        severity: None,
        proposal: None,
        photos: vec![],
        disputed: false,
        light: Some(Light::Dark),
        lighting: Lighting::default(),
    }
}
