//! What has become of the unsafe places of the period before, one by one.
//!
//! Promises: every earlier place is counted once; those who were asked decide; who points a place out once more says that
//! it is still there; silence is only told where so many passed in silence that chance gives it less than once in twenty
//! times among all places looked at.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::compared_walks::ComparedWalks;
use super::material::{Chosen, Sighted, different};
use crate::id::{ObservationId, SeriesId, WalkId};
use crate::situation::statistics::{Answers, FEWEST_EARLIER_VOICES, Passed, Verdict, real, silence_p};
use crate::statement::Condition;

/// So many places are listed; all are counted.
const MOST_LISTED: usize = 200;

/// Silence is told where chance gives it more seldom than this among all places looked at.
const SILENCE_P: f64 = 0.05;

/// An earlier place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierPlace {
    /// The finding.
    pub finding: ObservationId,
    /// What has become of it.
    pub verdict: Verdict,
    /// Participants who answered in this period, or pointed it out once more.
    pub answers: usize,
    /// Those of them who said that it is fixed.
    pub fixed: usize,
    /// Participants who pointed it out in the period before.
    pub voices_before: usize,
}

/// What has become of the unsafe places of the period before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierPlaces {
    /// How many there were: the sum of the five below.
    pub places: usize,
    /// Those who were asked say that it is fixed.
    pub fixed: usize,
    /// They say that it is still there.
    pub remains: usize,
    /// They do not agree, or are too few.
    pub unclear: usize,
    /// Nobody was asked, and it is pointed out clearly more seldom.
    pub no_longer: usize,
    /// Nobody was asked, few point it out once more, and silence is no evidence.
    pub not_asked: usize,
    /// The places that most pointed out, with what is said of each.
    pub listed: Vec<EarlierPlace>,
}

/// What has become of them; walks are those that are compared, where any are.
pub(super) fn earlier_places(before: &Chosen, now: &Chosen, walks: Option<&ComparedWalks>) -> EarlierPlaces {
    let voices_now: BTreeMap<ObservationId, &Sighted> =
        now.findings.iter().map(|it| (it.finding.id, it)).collect();
    let mut places: Vec<(EarlierPlace, Option<f64>)> = before
        .findings
        .iter()
        .filter(|it| it.is_unsafe())
        .map(|it| place(it, voices_now.get(&it.finding.id).copied(), now, walks))
        .collect();
    let looked_at = places.iter().filter(|(_, p)| p.is_some()).count();
    for (place, p) in &mut places {
        let is_silent = p.is_some_and(|p| p * real(looked_at) <= SILENCE_P);
        if is_silent && place.verdict == Verdict::NotAsked {
            place.verdict = Verdict::NoLonger;
        }
    }
    told(places.into_iter().map(|(place, _)| place).collect())
}

fn told(mut listed: Vec<EarlierPlace>) -> EarlierPlaces {
    let count = |verdict| listed.iter().filter(|it| it.verdict == verdict).count();
    let places = EarlierPlaces {
        places: listed.len(),
        fixed: count(Verdict::Fixed),
        remains: count(Verdict::Remains),
        unclear: count(Verdict::Unclear),
        no_longer: count(Verdict::NoLonger),
        not_asked: count(Verdict::NotAsked),
        listed: Vec::new(),
    };
    listed.sort_by_key(|it| (std::cmp::Reverse(it.voices_before), it.finding));
    listed.truncate(MOST_LISTED);
    EarlierPlaces { listed, ..places }
}

/// One place, and how surprising its silence is where nobody was asked.
fn place(
    before: &Sighted,
    now: Option<&Sighted>,
    period: &Chosen,
    walks: Option<&ComparedWalks>,
) -> (EarlierPlace, Option<f64>) {
    let voices_before = different(before.observations.iter().map(|it| it.id.series));
    let (answers, is_asked) = answers(before, now, period);
    let verdict = match answers.verdict() {
        verdict if is_asked => verdict,
        // Nobody was asked, and so many point it out once more that it is there.
        Verdict::Remains => Verdict::Remains,
        _ => Verdict::NotAsked,
    };
    let p = (!is_asked && voices_before >= FEWEST_EARLIER_VOICES)
        .then(|| walks.filter(|it| it.holds(before.finding.position)))
        .flatten()
        .and_then(|walks| silence(before, now, walks));
    let place = EarlierPlace {
        finding: before.finding.id,
        verdict,
        answers: answers.all,
        fixed: answers.fixed,
        voices_before,
    };
    (place, p)
}

/// What each participant said last of a place in this period, and whether anybody was asked.
fn answers(before: &Sighted, now: Option<&Sighted>, period: &Chosen) -> (Answers, bool) {
    let looks = before.finding.revisits.iter().filter(|it| period.period.contains(it.at_ms));
    let asked = looks.map(|it| (it.id.series, it.at_ms, it.walk, it.condition == Condition::Fixed));
    let once_more = now.iter().flat_map(|it| &it.observations);
    let once_more = once_more.map(|it| (it.id.series, it.at_ms, it.walk, false));
    let is_asked = asked.clone().next().is_some();
    let mut last: BTreeMap<SeriesId, (i64, bool, Option<WalkId>)> = BTreeMap::new();
    for (series, at_ms, walk, is_fixed) in asked.chain(once_more) {
        let known = last.entry(series).or_insert((at_ms, is_fixed, walk));
        if (known.0, known.1) < (at_ms, is_fixed) {
            *known = (at_ms, is_fixed, walk);
        }
    }
    let said = Answers {
        all: last.len(),
        fixed: last.values().filter(|(_, is_fixed, _)| *is_fixed).count(),
        walks: different(last.values().map(|(_, _, walk)| *walk)),
    };
    (said, is_asked)
}

fn silence(before: &Sighted, now: Option<&Sighted>, walks: &ComparedWalks) -> Option<f64> {
    let passed = |period: usize, sighted: Option<&Sighted>| {
        let (people, on) = walks.passers(period, before.finding.position);
        let series = sighted.into_iter().flat_map(|it| it.observations.iter().map(|it| it.id.series));
        let voices = different(series.filter(|it| walks.compares(period, *it)));
        Passed { voices, people, walks: on }
    };
    let (then, since) = (passed(0, Some(before)), passed(1, now));
    (then.voices >= FEWEST_EARLIER_VOICES).then(|| silence_p(then, since)).flatten()
}
