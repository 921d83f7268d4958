//! Walks past lamps of which some are out, by walkers who point at them and at other things.
//!
//! Promises: the same seed gives the same walk. Phones err as in [`shared::position::simulated`] and the app's own filter
//! sits between phone and observation; people stand on the path beside the lamp and stop before or after it; neighbouring
//! lamps fail together; a second walk comes half a year later, when some are mended and others are out.

use shared::geo::{Metres, Place, Position, apart_m};
use shared::id::{CategoryId, RecordId, SeriesId};
use shared::light::Light;
use shared::position::Filter;
use shared::position::simulated::{Chance, Phone, Sky, clock_ms};
use shared::situation::{Lamp, Lamps, Lighting, Observation};
use shared::time::DAY_MS;

use super::position;

/// A walk passes so many lamps.
const PASSED: usize = 60;
const WALKING_M_PER_S: f64 = 1.3;
/// A walker stands so long before tapping, in seconds.
const STANDS_S: u32 = 10;
/// Who passes what is wrong points at it so often, and so often again.
const POINTS: f64 = 0.6;
const POINTS_AGAIN: f64 = 0.05;
const SEASON_DAYS: i64 = 180;
const KEEPS_FAILING: f64 = 0.6;

/// What a walker may point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Lamp,
    Scrawl,
    DarkPath,
    Litter,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lamp => "lamps",
            Self::Scrawl => "scrawls",
            Self::DarkPath => "deserted stretches of 80 m",
            Self::Litter => "littered places of 30 m",
        }
    }

    fn category(self) -> CategoryId {
        let name = match self {
            Self::Lamp => "lighting",
            Self::Scrawl => "graffiti",
            Self::DarkPath => "deserted",
            Self::Litter => "littering",
        };
        name.parse().unwrap()
    }

    /// How far along the way people stand from its middle, in metres: evenly for what is long or wide.
    fn stands_off_m(self, chance: &mut Chance) -> f64 {
        match self {
            Self::Lamp | Self::Scrawl => chance.normal(4.0),
            Self::DarkPath => chance.between(-40.0, 40.0),
            Self::Litter => chance.between(-15.0, 15.0),
        }
    }
}

/// Something that is wrong: where along the way, and in which of two seasons.
struct Thing {
    kind: Kind,
    along_m: f64,
    seasons: [bool; 2],
}

/// What somebody said, and the truth of it.
pub(crate) struct Voice {
    pub(crate) kind: Kind,
    /// The number of the thing that was meant, and where it is.
    pub(crate) of: usize,
    pub(crate) thing_m: Metres,
    pub(crate) place_m: Metres,
    pub(crate) season: usize,
    pub(crate) observation: Observation,
}

/// Walks in one neighbourhood.
pub(crate) struct Scene {
    pub(crate) walkers: usize,
    pub(crate) voices: Vec<Voice>,
    pub(crate) lamps_m: Vec<Metres>,
    pub(crate) lamps: Lamps,
}

impl Scene {
    /// What was said, with what the server knows of lamps there.
    pub(crate) fn observations(&self, are_lamps_known: bool) -> Vec<Observation> {
        let nearest_m = |it: &Voice| {
            self.lamps_m.iter().map(|lamp_m| apart_m(*lamp_m, it.place_m)).fold(f64::INFINITY, f64::min)
        };
        let lighting = |it: &Voice| Lighting { lamp_m: Some(nearest_m(it)), lit: Some(true) };
        let of = |it: &Voice| Observation {
            lighting: if are_lamps_known { lighting(it) } else { Lighting::default() },
            ..it.observation.clone()
        };
        self.voices.iter().map(of).collect()
    }
}

/// Two walks, half of the walkers on each, past the same lamps.
pub(crate) fn scene(seed: u64, walkers: usize, sky: Sky, all_lamps_m: &[Metres]) -> Scene {
    let mut chance = Chance(seed.wrapping_mul(7_919));
    let way = Way::past(all_lamps_m, &mut chance);
    let things = things(&way, &mut chance);
    let mut voices = Vec::new();
    for walker in 0..walkers {
        let season = walker % 2;
        voices.extend(Walker { number: walker, season, seed, sky }.walk(&way, &things));
    }
    let centre = way.corners_m[PASSED.min(way.corners_m.len()) / 2];
    let lamps_m: Vec<Metres> =
        all_lamps_m.iter().copied().filter(|it| apart_m(*it, centre) < 1_500.0).collect();
    let known = lamps_m.iter().map(|it| Lamp { name: None, position: position(*it) });
    Scene { walkers, voices, lamps: Lamps::new(known), lamps_m }
}

/// The way of a walk: from lamp to lamp.
struct Way {
    corners_m: Vec<Metres>,
    /// How far along the way each lamp stands.
    along_m: Vec<f64>,
}

impl Way {
    /// From a lamp to the nearest that was not passed yet, and so on.
    fn past(lamps_m: &[Metres], chance: &mut Chance) -> Self {
        let mut ahead = lamps_m.to_vec();
        let mut here = ahead.swap_remove(below(chance, lamps_m.len()));
        let (mut corners_m, mut along_m) = (vec![here], vec![0.0]);
        while corners_m.len() < PASSED && !ahead.is_empty() {
            let nearest = (0..ahead.len())
                .min_by(|a, b| apart_m(ahead[*a], here).total_cmp(&apart_m(ahead[*b], here)))
                .unwrap();
            let next = ahead.swap_remove(nearest);
            along_m.push(along_m.last().unwrap() + apart_m(here, next));
            corners_m.push(next);
            here = next;
        }
        Self { corners_m, along_m }
    }

    fn length_m(&self) -> f64 {
        *self.along_m.last().unwrap()
    }

    /// The place so far along, and so far to the right of it.
    fn place_m(&self, along_m: f64, beside_m: f64) -> Metres {
        let along_m = along_m.clamp(0.0, self.length_m());
        let next = self.along_m.partition_point(|it| *it < along_m).clamp(1, self.along_m.len() - 1);
        let (from, to) = (self.corners_m[next - 1], self.corners_m[next]);
        let span_m = (self.along_m[next] - self.along_m[next - 1]).max(1e-6);
        let share = (along_m - self.along_m[next - 1]) / span_m;
        let step = [(to[0] - from[0]) / span_m, (to[1] - from[1]) / span_m];
        [
            from[0] + share * (to[0] - from[0]) + beside_m * step[1],
            from[1] + share * (to[1] - from[1]) - beside_m * step[0],
        ]
    }
}

/// What is wrong along the way: lamps, by ones to fours, and what else people point at.
fn things(way: &Way, chance: &mut Chance) -> Vec<Thing> {
    let mut is_out = vec![[false; 2]; way.along_m.len()];
    for season in 0..2 {
        let mut more = 0;
        for lamp in &mut is_out {
            more = if more == 0 && chance.between(0.0, 1.0) < 0.12 { 1 + below(chance, 4) } else { more };
            lamp[season] |= more > 0;
            more = usize::saturating_sub(more, 1);
            if season == 0 && lamp[0] {
                lamp[1] = chance.between(0.0, 1.0) < KEEPS_FAILING;
            }
        }
    }
    let lamps = is_out.iter().zip(&way.along_m).filter(|(seasons, _)| seasons.contains(&true));
    let mut things: Vec<Thing> = lamps
        .map(|(seasons, along_m)| Thing { kind: Kind::Lamp, along_m: *along_m, seasons: *seasons })
        .collect();
    for (kind, count) in [(Kind::Scrawl, 10), (Kind::DarkPath, 3), (Kind::Litter, 4)] {
        for _ in 0..count {
            things.push(Thing { kind, along_m: chance.between(0.0, way.length_m()), seasons: [true; 2] });
        }
    }
    things
}

/// One walker with a phone.
struct Walker {
    number: usize,
    season: usize,
    seed: u64,
    sky: Sky,
}

impl Walker {
    fn walk(&self, way: &Way, things: &[Thing]) -> Vec<Voice> {
        let number = u64::try_from(self.number).unwrap();
        let seed = self.seed.wrapping_mul(104_729).wrapping_add(number * 31 + 7);
        let mut chance = Chance(seed);
        let mut phone = Phone::new(self.sky, Chance(seed ^ 0x5eed));
        let stops = self.stops(things, &mut chance);
        // The path runs beside the lamps; each keeps a little to one side of it.
        let beside_m = 2.5 + chance.normal(1.0);
        let (mut known, mut along_m, mut at_s, mut voices) = (Filter::default(), 0.0, 0, vec![]);
        let mut go = |along_m: f64, at_s: u32, known: Filter| {
            let fix = phone.fix(way.place_m(along_m, beside_m), at_s.into());
            known.after(&fix, clock_ms(at_s.into()))
        };
        for (stop_m, of) in stops {
            while along_m < stop_m {
                along_m = (along_m + WALKING_M_PER_S).min(stop_m.max(along_m));
                at_s += 1;
                known = go(along_m, at_s, known);
            }
            for _ in 0..STANDS_S {
                at_s += 1;
                known = go(along_m, at_s, known);
            }
            let fix = known.estimate(clock_ms(at_s.into())).unwrap().fix();
            let place = Place { fix: Some(fix), ..Place::default() };
            let thing_m = way.place_m(things[of].along_m, 0.0);
            voices.push(self.voice(&things[of], of, thing_m, place, at_s, voices.len()));
        }
        voices
    }

    /// Where this walker stops, in order, and what for.
    fn stops(&self, things: &[Thing], chance: &mut Chance) -> Vec<(f64, usize)> {
        let mut stops = Vec::new();
        for (of, thing) in things.iter().enumerate().filter(|(_, it)| it.seasons[self.season]) {
            let mut stop = |often: f64| {
                if chance.between(0.0, 1.0) < often {
                    stops.push(((thing.along_m + thing.kind.stands_off_m(chance)).max(1.5), of));
                }
            };
            stop(POINTS);
            stop(POINTS_AGAIN);
        }
        stops.sort_by(|a, b| a.0.total_cmp(&b.0));
        stops
    }

    fn voice(
        &self,
        thing: &Thing,
        of: usize,
        thing_m: Metres,
        pointed_at: Place,
        second: u32,
        before: usize,
    ) -> Voice {
        let at_ms = clock_ms(second.into()) + i64::try_from(self.season).unwrap() * SEASON_DAYS * DAY_MS;
        let found: Position = pointed_at.position().unwrap();
        let number = u64::try_from(before).unwrap() + 1;
        let series = u128::from(self.seed) << 64 | u128::try_from(self.number).unwrap();
        // Ids are chance: in order of no walk and no place.
        let series = SeriesId::from_bytes(series.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_0c29).to_be_bytes());
        let observation = Observation {
            at_ms,
            arrived_at_ms: Some(at_ms + 60_000 * i64::try_from(self.number * 7 % 11).unwrap()),
            light: Some(Light::Dark),
            ..Observation::pointed_at(RecordId { series, number }, thing.kind.category(), pointed_at)
        };
        let place_m = super::plane().metres(found);
        Voice { kind: thing.kind, of, thing_m, place_m, season: self.season, observation }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "below the end"
)]
fn below(chance: &mut Chance, end: usize) -> usize {
    (chance.between(0.0, end as f64) as usize).min(end - 1)
}
