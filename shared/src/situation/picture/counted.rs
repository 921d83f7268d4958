//! Counting: what was chosen of a period goes into rows by category, focus area, light, time and severity.
//!
//! Promises: rows add up; what was there before and is not there now has a row too, with nothing in it.

use std::collections::BTreeMap;

use super::counts::{CategoryCount, LightCount, SeverityCount, TimeCount, WhenCount};
use super::material::{Chosen, HourOf, Sighted};
use super::trends::Trends;
use super::walked::{TimeOfDay, Walked, time_of};
use crate::id::CategoryId;
use crate::light::Light;
use crate::situation::observation::Observation;
use crate::situation::statistics::holm;
use crate::statement::{Feeling, Severity, When};

/// Both periods with what is counted in them.
pub(super) struct Counting<'a> {
    pub(super) now: &'a Chosen<'a>,
    pub(super) before: Option<&'a Chosen<'a>>,
    pub(super) walked: &'a Walked,
    pub(super) trends: &'a Trends<'a>,
    pub(super) hour_of: HourOf,
}

impl<'a> Counting<'a> {
    pub(super) fn by_category(&self) -> Vec<CategoryCount> {
        let kind = |it: &'a Sighted<'a>| ((it.finding.feeling, &it.finding.category), it);
        let kinds = self.grouped(|chosen| chosen.findings.iter().map(kind).collect());
        let counted = |((feeling, category), own): ((Feeling, &CategoryId), Vec<&Sighted>)| CategoryCount {
            feeling,
            category: category.clone(),
            findings: own.len(),
            observations: own.iter().map(|it| it.observations.len()).sum(),
            voices: own.iter().map(|it| it.voices).sum(),
            trend: self
                .trends
                .compared(|it, _| it.finding.feeling == feeling && it.finding.category == *category),
            adjusted_p: None,
        };
        let mut counts = adjusted(kinds.into_iter().map(counted).collect());
        counts.sort_by(|a, b| b.voices.cmp(&a.voices).then_with(|| a.category.cmp(&b.category)));
        counts
    }

    pub(super) fn by_light(&self) -> Vec<LightCount> {
        let mut groups = self.grouped(|chosen| chosen.unsafe_ones().map(|it| (it.light, it)).collect());
        for it in &self.walked.by_light {
            groups.entry(Some(it.light)).or_default();
        }
        let counted = |(light, own): (Option<Light>, Vec<&Observation>)| LightCount {
            light,
            observations: own.len(),
            unlit: own.iter().filter(|it| it.is_unlit() == Some(true)).count(),
            walked: self.walked.by_light.iter().copied().find(|it| Some(it.light) == light),
            trend: self.trends.counted(|sighted, it| sighted.is_unsafe() && it.light == light),
        };
        groups.into_iter().map(counted).collect()
    }

    pub(super) fn by_time(&self) -> Vec<TimeCount> {
        let timed = |it: &'a Observation| Some((time_of(it.at_ms, self.hour_of)?, it));
        let mut groups = self.grouped(|chosen| chosen.unsafe_ones().filter_map(timed).collect());
        for it in &self.walked.by_time {
            groups.entry(it.time).or_default();
        }
        let counted = |(time, own): (TimeOfDay, Vec<&Observation>)| TimeCount {
            time,
            observations: own.len(),
            walked: self.walked.by_time.iter().find(|it| it.time == time).map(|it| it.exposure),
            trend: self
                .trends
                .counted(|sighted, it| sighted.is_unsafe() && time_of(it.at_ms, self.hour_of) == Some(time)),
        };
        groups.into_iter().map(counted).collect()
    }

    pub(super) fn by_when(&self) -> Vec<WhenCount> {
        let said = |it: &'a Observation| whens(it).map(move |when| (when, it));
        let groups = self.grouped(|chosen| chosen.unsafe_ones().flat_map(said).collect());
        let trend = |when| {
            let says = |it: &Observation| whens(it).any(|it| it == when);
            self.trends.counted(|sighted, it| sighted.is_unsafe() && says(it))
        };
        let counted = |(when, own): (Option<When>, Vec<&Observation>)| WhenCount {
            when,
            observations: own.len(),
            trend: trend(when),
        };
        groups.into_iter().map(counted).collect()
    }

    pub(super) fn by_severity(&self) -> Vec<SeverityCount> {
        let groups = self.grouped(|chosen| unsafe_findings(chosen).map(|it| (worst(it), it)).collect());
        let counted = |(severity, own): (Option<Severity>, Vec<&Sighted>)| SeverityCount {
            severity,
            findings: own.len(),
            trend: self.trends.counted(|it, _| it.is_unsafe() && worst(it) == severity),
        };
        groups.into_iter().map(counted).collect()
    }

    pub(super) fn by_hour(&self) -> Vec<usize> {
        let Some(hour_of) = self.hour_of else { return Vec::new() };
        let mut hours = vec![0; 24];
        for hour in self.now.unsafe_ones().filter_map(|it| hour_of(it.at_ms)) {
            if let Some(count) = hours.get_mut(hour) {
                *count += 1;
            }
        }
        hours
    }

    /// What is there now, by key; a key that was there only before has nothing.
    fn grouped<K: Ord, T>(&self, keyed: impl Fn(&'a Chosen<'a>) -> Vec<(K, T)>) -> BTreeMap<K, Vec<T>> {
        let mut groups: BTreeMap<K, Vec<T>> = BTreeMap::new();
        for (key, _) in self.before.into_iter().flat_map(&keyed) {
            groups.entry(key).or_default();
        }
        for (key, own) in keyed(self.now) {
            groups.entry(key).or_default().push(own);
        }
        groups
    }
}

fn unsafe_findings<'a>(chosen: &'a Chosen<'a>) -> impl Iterator<Item = &'a Sighted<'a>> {
    chosen.findings.iter().filter(|it| it.is_unsafe())
}

/// The times at which it is said to be so; one that is not said where none is.
fn whens(it: &Observation) -> impl Iterator<Item = Option<When>> {
    let unsaid = it.when.is_empty().then_some(None);
    it.when.iter().copied().map(Some).chain(unsaid)
}

/// The worst severity that somebody gave.
fn worst(it: &Sighted) -> Option<Severity> {
    it.observations.iter().filter_map(|it| it.severity).max()
}

/// Rows with the probabilities of their changes adjusted, since they are looked at together.
fn adjusted(mut rows: Vec<CategoryCount>) -> Vec<CategoryCount> {
    let compared = rows.iter_mut().filter_map(|it| Some((it.trend.per_participant?.p, &mut it.adjusted_p)));
    let (p, own): (Vec<f64>, Vec<&mut Option<f64>>) = compared.unzip();
    for (own, adjusted) in own.into_iter().zip(holm(&p)) {
        *own = Some(adjusted);
    }
    rows
}
