//! How a grouping is told: pairs right and wrong, which kinds of errors, and whether confidence holds what it promises.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;

use shared::geo::apart_m;
use shared::id::ObservationId;

use super::Ours;
use super::walked::{Kind, Scene, Voice};
use crate::Figure;

/// A number for each voice: equal for those that are grouped.
pub(crate) type Partition = Vec<usize>;

/// Numbers for labels.
pub(crate) fn numbered<T: Ord>(labels: impl Iterator<Item = T>) -> Partition {
    let mut numbers: BTreeMap<T, usize> = BTreeMap::new();
    let mut number = |label: T| {
        let next = numbers.len();
        *numbers.entry(label).or_insert(next)
    };
    labels.map(&mut number).collect()
}

/// Pairs that were grouped or belong together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pairs {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Pairs {
    pub(crate) fn of(scene: &Scene, kind: Kind, labels: &Partition) -> Self {
        let mut pairs = Self::default();
        for (a, b) in pairs_of(scene, kind) {
            let is_one = scene.voices[a].of == scene.voices[b].of;
            match (labels[a] == labels[b], is_one) {
                (true, true) => pairs.right += 1.0,
                (true, false) => pairs.wrong += 1.0,
                (false, true) => pairs.missed += 1.0,
                (false, false) => {}
            }
        }
        pairs
    }

    fn precision(&self) -> f64 {
        self.right / (self.right + self.wrong).max(1.0)
    }

    fn recall(&self) -> f64 {
        self.right / (self.right + self.missed).max(1.0)
    }

    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed).max(1.0)
    }
}

impl Sum for Pairs {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            right: a.right + b.right,
            wrong: a.wrong + b.wrong,
            missed: a.missed + b.missed,
        })
    }
}

impl fmt::Display for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:.3} / {:.3} / {:.3}", self.precision(), self.recall(), self.f1())
    }
}

fn pairs_of(scene: &Scene, kind: Kind) -> impl Iterator<Item = (usize, usize)> {
    let own: Vec<usize> = (0..scene.voices.len()).filter(|at| scene.voices[*at].kind == kind).collect();
    let later = own.clone();
    own.into_iter()
        .enumerate()
        .flat_map(move |(number, a)| later[number + 1..].iter().map(move |b| (a, *b)).collect::<Vec<_>>())
}

/// A pair that was grouped wrongly, by how far the lamps are apart; or that was missed, by why.
pub(crate) fn errors<'a>(all: impl Iterator<Item = (&'a Scene, &'a Ours)>, name: &str) -> Vec<Figure> {
    let mut pairs_by_error: BTreeMap<&'static str, usize> = BTreeMap::new();
    let (mut missed, mut suggested) = (0, 0);
    for (scene, ours) in all {
        for (a, b) in pairs_of(scene, Kind::Lamp) {
            let (one, other) = (&scene.voices[a], &scene.voices[b]);
            let is_grouped = ours.partition[a] == ours.partition[b];
            match (is_grouped, one.of == other.of) {
                (true, false) => *pairs_by_error.entry(wrongly(one, other)).or_default() += 1,
                (false, true) => {
                    *pairs_by_error.entry(missed_for(one, other)).or_default() += 1;
                    missed += 1;
                    suggested += usize::from(ours.is_suggested(one.observation.id, other.observation.id));
                }
                _ => {}
            }
        }
    }
    let sum: usize = pairs_by_error.values().sum();
    let told: Vec<String> = pairs_by_error.iter().map(|(error, pairs)| format!("{error} {pairs}")).collect();
    let found = format!("{sum} pairs: {}; of {missed} missed, {suggested} are suggested", told.join(", "));
    vec![Figure::new(&format!("where ours errs, {name}"), found, "pairs of voices, all walks")]
}

fn wrongly(one: &Voice, other: &Voice) -> &'static str {
    match apart_m(one.thing_m, other.thing_m) {
        ..10.0 => "grouped though lamps stand < 10 m apart",
        10.0..15.0 => "grouped though 10–15 m apart",
        15.0..20.0 => "grouped though 15–20 m apart",
        20.0..30.0 => "grouped though 20–30 m apart",
        _ => "grouped though > 30 m apart",
    }
}

fn missed_for(one: &Voice, other: &Voice) -> &'static str {
    let off_m = |it: &Voice| apart_m(it.place_m, it.thing_m);
    match (off_m(one).max(off_m(other)), one.season == other.season) {
        (20.0.., _) => "missed, one > 20 m off",
        (12.0.., _) => "missed, one 12–20 m off",
        (_, false) => "missed, half a year between",
        _ => "missed, both < 12 m off",
    }
}

impl Ours {
    fn is_suggested(&self, a: ObservationId, b: ObservationId) -> bool {
        let name = |id| self.merged.group_of(id).map(|it| it.id);
        let group = self.merged.group_of(a);
        group.is_some_and(|group| group.suggestions.iter().any(|it| Some(it.finding) == name(b)))
    }
}

const BINS: usize = 10;

/// What was told and what was true: of groups, the share of their pairs that are one thing; of suggestions, the share of
/// pairs across.
#[derive(Default)]
pub(crate) struct Reliability {
    groups: Vec<(f64, f64)>,
    suggestions: Vec<(f64, f64)>,
}

impl Reliability {
    pub(crate) fn of<'a>(all: impl Iterator<Item = (&'a Scene, &'a Ours)>) -> Self {
        let mut reliability = Self::default();
        for (scene, ours) in all {
            reliability.take(scene, ours);
        }
        reliability
    }

    fn take(&mut self, scene: &Scene, ours: &Ours) {
        let thing: BTreeMap<ObservationId, usize> = scene
            .voices
            .iter()
            .filter(|it| it.kind == Kind::Lamp)
            .map(|it| (it.observation.id, it.of))
            .collect();
        for group in ours.merged.groups().filter(|it| thing.contains_key(&it.id)) {
            let things: Vec<usize> = group.members.iter().map(|id| thing[id]).collect();
            let pairs = || (0..things.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
            if things.len() > 1 {
                let one = pairs().filter(|(a, b)| things[*a] == things[*b]).count();
                self.groups.push((group.confidence, share(one, pairs().count())));
            }
            // Each suggestion is told from both sides: one is enough.
            for it in group.suggestions.iter().filter(|it| it.finding > group.id) {
                let Some(other) = ours.merged.group_of(it.finding) else { continue };
                let across: Vec<bool> = things
                    .iter()
                    .flat_map(|a| other.members.iter().map(|b| thing[b] == *a).collect::<Vec<_>>())
                    .collect();
                let one = across.iter().filter(|it| **it).count();
                self.suggestions.push((it.probability, share(one, across.len())));
            }
        }
    }

    /// Intercept and slope that bring the log-odds that were told to those that were true (Platt 1999), by Newton's method.
    pub(crate) fn correction(&self) -> [f64; 2] {
        let all: Vec<(f64, f64)> = self.groups.iter().chain(&self.suggestions).copied().collect();
        let logit = |p: f64| {
            let p = p.clamp(1e-4, 1.0 - 1e-4);
            (p / (1.0 - p)).ln()
        };
        let [mut a, mut b] = [0.0, 1.0];
        for _ in 0..50 {
            let (mut gradient, mut curve) = ([0.0; 2], [0.0, 0.0, 1e-9]);
            for (told, truth) in &all {
                let x = logit(*told);
                let likely = 1.0 / (1.0 + (-(a + b * x)).exp());
                let (error, weight) = (truth - likely, likely * (1.0 - likely));
                gradient = [gradient[0] + error, gradient[1] + error * x];
                curve = [curve[0] + weight, curve[1] + weight * x, curve[2] + weight * x * x];
            }
            let determinant = (curve[0] * curve[2] - curve[1] * curve[1]).max(1e-12);
            a += ((curve[2] * gradient[0] - curve[1] * gradient[1]) / determinant).clamp(-0.3, 0.3);
            b += ((curve[0] * gradient[1] - curve[1] * gradient[0]) / determinant).clamp(-0.1, 0.1);
        }
        [a, b]
    }
}

#[expect(clippy::cast_precision_loss, reason = "few enough pairs")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// What was told and what was true, by tenths.
pub(crate) fn reliability<'a>(all: impl Iterator<Item = (&'a Scene, &'a Ours)>, name: &str) -> Vec<Figure> {
    let reliability = Reliability::of(all);
    let figure = |what: &str, told: &[(f64, f64)]| {
        Figure::new(
            &format!("{what}, {name}"),
            by_tenths(told),
            "told → true (how many), by tenths of what was told",
        )
    };
    vec![
        figure("confidence of groups", &reliability.groups),
        figure("probability of suggestions", &reliability.suggestions),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "tenths"
)]
fn by_tenths(told: &[(f64, f64)]) -> String {
    let mut bins = [(0.0, 0.0, 0_usize); BINS];
    for (p, truth) in told {
        let bin = &mut bins[((p * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + p, bin.1 + truth, bin.2 + 1);
    }
    let filled = bins.iter().filter(|bin| bin.2 > 0);
    let off: f64 =
        filled.clone().map(|(p, truth, _)| (p - truth).abs()).sum::<f64>() / told.len().max(1) as f64;
    let line = |(p, truth, count): &(f64, f64, usize)| {
        let count_f = *count as f64;
        format!("{:.2} → {:.2} ({count})", p / count_f, truth / count_f)
    };
    let lines: Vec<String> = filled.map(line).collect();
    format!("{}; mean gap {off:.3}", lines.join(", "))
}
