//! How far off places are, against walks whose truth is known, and how long and heavy a track of an hour is.

use shared::geo::{Metres, apart_m};
use shared::position::Filter;
use shared::position::simulated::{Chance, Phone, Sky, clock_ms, plane, walk};
use shared::statement::{Gap, Statement, Tracked};
use shared::track::{Recorder, walked_m};

use crate::{Figure, median_and_p95};

const PHONES: u64 = 200;
const WALKING_M_PER_S: f64 = 1.3;
const RIVALS: [&str; 4] = ["filter", "last fix", "mean of 10 s", "Kalman of constant velocity"];

/// Where the truth is each second, and in which seconds a phone hears something and is measured.
struct Scene {
    what: &'static str,
    sky: Sky,
    truth: fn(&mut Chance) -> Vec<Metres>,
    hears: fn(usize) -> bool,
    counts: fn(usize) -> bool,
}

const SCENES: [Scene; 6] = [
    Scene {
        what: "walking, open sky",
        sky: Sky::OPEN,
        truth: ten_minutes,
        hears: |_| true,
        counts: |s| s > 5,
    },
    Scene {
        what: "walking, open sky, rough phone",
        sky: Sky::ROUGH,
        truth: ten_minutes,
        hears: |_| true,
        counts: |s| s > 5,
    },
    Scene {
        what: "walking between houses",
        sky: Sky::CANYON,
        truth: ten_minutes,
        hears: |_| true,
        counts: |s| s > 5,
    },
    Scene { what: "standing for 30 s", sky: Sky::OPEN, truth: stopped, hears: |_| true, counts: |s| s == 90 },
    Scene {
        what: "standing for 5 minutes",
        sky: Sky::OPEN,
        truth: stopped,
        hears: |_| true,
        counts: |s| s >= 330,
    },
    Scene {
        what: "20 s after a tunnel of 50 s",
        sky: Sky::ROUGH,
        truth: ten_minutes,
        hears: |s| !(60..110).contains(&s),
        counts: |s| (110..130).contains(&s),
    },
];

pub(crate) fn measure() -> Vec<Figure> {
    let mut figures: Vec<Figure> = SCENES.iter().map(errors).collect();
    figures
        .extend([("open sky", Sky::OPEN), ("rough phone", Sky::ROUGH)].map(|(what, sky)| track(what, sky)));
    figures
}

fn ten_minutes(chance: &mut Chance) -> Vec<Metres> {
    walk(600, WALKING_M_PER_S, chance)
}

fn stopped(chance: &mut Chance) -> Vec<Metres> {
    let mut places = walk(60, WALKING_M_PER_S, chance);
    places.resize(361, places[59]);
    places
}

fn errors(scene: &Scene) -> Figure {
    let mut errors_m: [Vec<f64>; 4] = Default::default();
    let mut within = 0.0;
    for seed in 0..PHONES {
        let (mut phone, mut known) = (Phone::new(scene.sky, Chance(seed)), Filter::default());
        let mut rivals = Rivals::default();
        for (second, place_m) in (scene.truth)(&mut Chance(1_000 + seed)).into_iter().enumerate() {
            let at_s = f64::from(u32::try_from(second).unwrap());
            let fix = phone.fix(place_m, at_s);
            if (scene.hears)(second) {
                known = known.after(&fix, clock_ms(at_s));
                rivals.hear(plane().metres(fix.position().unwrap()), fix.accuracy_m, at_s);
            }
            if (scene.counts)(second) {
                let found = known.estimate(clock_ms(at_s)).unwrap();
                let ours_m = plane().metres(found.position);
                within += if apart_m(ours_m, place_m) <= found.accuracy_m { 1.0 } else { 0.0 };
                let all = [ours_m, rivals.last_m, rivals.mean(), rivals.kalman.at_m];
                all.iter().zip(&mut errors_m).for_each(|(it, errors_m)| errors_m.push(apart_m(*it, place_m)));
            }
        }
    }
    let count = f64::from(u32::try_from(errors_m[0].len()).unwrap());
    let told = RIVALS.iter().zip(errors_m).map(|(name, errors_m)| {
        let mean_m = errors_m.iter().sum::<f64>() / count;
        let (median_m, p95_m) = median_and_p95(errors_m);
        format!("{name} {mean_m:.1} / {median_m:.1} / {p95_m:.1}")
    });
    let found = told.collect::<Vec<_>>().join("; ");
    let how = format!(
        "mean / median / p95 against simulated truth, {PHONES} phones, a fix a second; truth within the accuracy told in \
         {:.0} %",
        100.0 * within / count
    );
    Figure::new(&format!("metres off, {}", scene.what), found, &how)
}

/// What one could do instead.
#[derive(Default)]
struct Rivals {
    last_m: Metres,
    recent: Vec<(f64, Metres)>,
    kalman: Kalman,
}

impl Rivals {
    fn hear(&mut self, fix_m: Metres, accuracy_m: f64, at_s: f64) {
        self.last_m = fix_m;
        self.recent.push((at_s, fix_m));
        self.recent.retain(|(then_s, _)| at_s - then_s < 10.0);
        self.kalman.hear(fix_m, (accuracy_m / 1.51).powi(2), at_s);
    }

    fn mean(&self) -> Metres {
        let count = f64::from(u32::try_from(self.recent.len()).unwrap());
        [0, 1].map(|axis| self.recent.iter().map(|(_, it)| it[axis]).sum::<f64>() / count)
    }
}

/// Constant velocity, white noise, every fix believed.
#[derive(Default)]
struct Kalman {
    at_m: Metres,
    speed: Metres,
    covariance: [f64; 3],
    at_s: Option<f64>,
}

/// Of the acceleration, in m²/s³.
const DENSITY: f64 = 0.3;

impl Kalman {
    fn hear(&mut self, fix_m: Metres, fix_m2: f64, at_s: f64) {
        let Some(last_s) = self.at_s.replace(at_s) else {
            (self.at_m, self.covariance) = (fix_m, [fix_m2, 0.0, 4.0]);
            return;
        };
        let s = at_s - last_s;
        let [a, b, c] = self.covariance;
        let b_later = b + s * c + DENSITY * s * s / 2.0;
        let a_later = a + s * (2.0 * b + s * c) + DENSITY * s * s * s / 3.0;
        let c_later = c + DENSITY * s;
        let gain = [a_later / (a_later + fix_m2), b_later / (a_later + fix_m2)];
        for (axis, fix_m) in fix_m.into_iter().enumerate() {
            let expected_m = self.at_m[axis] + s * self.speed[axis];
            self.at_m[axis] = expected_m + gain[0] * (fix_m - expected_m);
            self.speed[axis] += gain[1] * (fix_m - expected_m);
        }
        self.covariance = [a_later * (1.0 - gain[0]), b_later * (1.0 - gain[0]), c_later - gain[1] * b_later];
    }
}

fn track(what: &str, sky: Sky) -> Figure {
    let hours = 40;
    let (mut records, mut bytes, mut off, mut stood_m) = (0.0, 0.0, 0.0, 0.0);
    for seed in 0..hours {
        let stretches = recorded(sky, seed, &walk(3_600, WALKING_M_PER_S, &mut Chance(seed)));
        let text = |it: &Tracked| Statement::Tracked(it.clone()).to_text().unwrap();
        bytes += stretches.iter().map(|it| f64::from(u32::try_from(text(it).len()).unwrap())).sum::<f64>();
        records += f64::from(u32::try_from(stretches.len()).unwrap());
        off += (walked_m(&stretches) / (3_599.0 * WALKING_M_PER_S) - 1.0).abs();
        stood_m += walked_m(&recorded(sky, seed, &[[0.0; 2]; 600]));
    }
    let [records, bytes, off, stood_m] = [records, bytes, 100.0 * off, stood_m].map(|it| it / 40.0);
    let found = format!(
        "{records:.0} records, {bytes:.0} bytes, length {off:.1} % off; ten minutes of standing {stood_m:.1} m"
    );
    let how =
        format!("means of {hours} simulated walks at {WALKING_M_PER_S} m/s; bytes of the records' JSON");
    Figure::new(&format!("track of 60 minutes, {what}"), found, &how)
}

fn recorded(sky: Sky, seed: u64, truth: &[Metres]) -> Vec<Tracked> {
    let (mut phone, mut known, mut recorder) =
        (Phone::new(sky, Chance(seed)), Filter::default(), Recorder::default());
    let mut stretches = vec![];
    for (second, place_m) in (0_u32..).zip(truth) {
        let now_ms = clock_ms(second.into());
        known = known.after(&phone.fix(*place_m, second.into()), now_ms);
        stretches.extend(known.estimate(now_ms).and_then(|it| recorder.take(&it)));
    }
    stretches.extend(recorder.stop(Gap::Paused));
    stretches
}
