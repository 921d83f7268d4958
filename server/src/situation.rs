//! The picture of an area: what is chosen of everything that stands, what it is compared with, and what is known of the
//! ground.
//!
//! Promises: pure, for threads that may take their time; the findings are those that stand, merged once for everybody.

mod answered;

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::geo::{Area, AreaIndex, Position, area_of};
use shared::id::{ObservationId, SeriesId};
use shared::situation::statistics::Weights;
use shared::situation::{
    Chosen, Knowledge, Material, Observation, Situation, Street, Stretch, Track, news_periods, situation,
};
use shared::time::Period;
use shared::track::points;
use shared::wire::Compare;

pub use self::answered::{Answer, Answered, Asked};
use crate::date;
use crate::filter::Filter;
use crate::picture::Picture;

/// The period to compare with, seen from now; none for a period without a beginning.
fn period_before(compare: Compare, period: Period, now_ms: i64) -> Option<Period> {
    let from_ms = period.from_ms?;
    let to_ms = period.to_ms.unwrap_or(now_ms);
    match compare {
        Compare::Before => {
            let earlier_ms = from_ms.saturating_sub(to_ms.saturating_sub(from_ms).max(0));
            Some(Period { from_ms: Some(earlier_ms), to_ms: Some(from_ms) })
        }
        Compare::LastYear => {
            Some(Period { from_ms: date::a_year_before_ms(from_ms), to_ms: date::a_year_before_ms(to_ms) })
        }
        Compare::Nothing => None,
    }
}

/// What is known beside what was recorded.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    /// Series that are paper sheets.
    pub sheets: BTreeSet<SeriesId>,
    /// Schools, stops and the like; `None` where it is not known where they are.
    pub vulnerable: Option<Vec<Position>>,
    /// The streets around there, and some beyond the area.
    pub streets: Arc<Vec<Street>>,
    /// What the order of findings counts.
    pub weights: Weights,
    /// The area that is asked for, or every area.
    pub areas: Vec<Area>,
}

/// The situation that is asked for, seen from now.
pub fn situation_of(
    picture: &Picture,
    filter: &Filter,
    compare: Compare,
    ground: &Ground,
    now_ms: i64,
) -> Situation {
    let before = period_before(compare, filter.period, now_ms);
    let until_ms = filter.period.to_ms.unwrap_or(now_ms).min(now_ms);
    let streets = inside(&ground.streets, &ground.areas);
    situation(&Material {
        area: filter.area.clone(),
        now: chosen(picture, filter, filter.period, ground),
        before: before.map(|period| chosen(picture, filter, period, ground)),
        news: news_periods(filter.period, until_ms).map(|period| chosen(picture, filter, period, ground)),
        knowledge: Knowledge {
            sheets: &ground.sheets,
            vulnerable: ground.vulnerable.as_deref(),
            streets: &streets,
            weights: &ground.weights,
            hour_of: Some(date::swedish_hour),
        },
    })
}

fn chosen<'a>(picture: &'a Picture, filter: &Filter, period: Period, ground: &Ground) -> Chosen<'a> {
    let stretches = stretches(picture, filter, period, ground);
    Chosen::of_findings(period, picture.findings.iter(), held(picture, filter, period), stretches)
}

/// The observations that are asked for, in another period.
fn held<'a>(
    picture: &'a Picture,
    filter: &Filter,
    period: Period,
) -> impl Fn(ObservationId) -> Option<&'a Observation> {
    let filter = Filter { period, ..filter.clone() };
    move |id| picture.observation(id).filter(|it| filter.holds(it))
}

/// A stretch, about half a minute of walking, lies where its middle lies.
fn stretches<'a>(picture: &'a Picture, filter: &Filter, period: Period, ground: &Ground) -> Vec<Stretch<'a>> {
    let is_asked = |track: &&Track| {
        let of_walk = filter.walk.is_none_or(|walk| track.walk == Some(walk));
        of_walk && period.contains(track.tracked.at_ms) && lies_in(track, filter, ground)
    };
    let all = picture.tracks.iter().filter(is_asked);
    all.map(|track| Stretch { series: track.id.series, walk: track.walk, tracked: &track.tracked }).collect()
}

fn lies_in(track: &Track, filter: &Filter, ground: &Ground) -> bool {
    if filter.area.is_none() && filter.bbox.is_none() {
        return true;
    }
    let points = points(&track.tracked);
    let Some(middle) = points.get(points.len() / 2).map(|it| it.position) else { return false };
    let in_area = filter.area.is_none() || area_of(&ground.areas, middle).is_some();
    in_area && filter.bbox.is_none_or(|bbox| bbox.contains(middle))
}

/// The parts of streets that lie in some neighbourhoods; all of them where there are none.
fn inside(streets: &[Street], areas: &[Area]) -> Vec<Street> {
    if areas.is_empty() {
        return streets.to_vec();
    }
    let index = AreaIndex::new(areas);
    streets.iter().flat_map(|street| parts_inside(street, &index)).collect()
}

fn parts_inside(street: &Street, index: &AreaIndex) -> Vec<Street> {
    let is_inside = |pair: &[Position]| {
        let [lat, lon] = [Position::lat, Position::lon].map(|of| f64::midpoint(of(pair[0]), of(pair[1])));
        Position::new(lat, lon).is_ok_and(|at| index.area_of(at).is_some())
    };
    let pairs: Vec<(bool, &[Position])> =
        street.line.windows(2).map(|pair| (is_inside(pair), pair)).collect();
    let runs = pairs.chunk_by(|a, b| a.0 == b.0).filter(|run| run[0].0);
    let line = |run: &[(bool, &[Position])]| {
        std::iter::once(run[0].1[0]).chain(run.iter().map(|(_, pair)| pair[1])).collect()
    };
    runs.map(|run| Street { name: street.name.clone(), line: line(run) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::DAY_MS;

    fn check(compare: &str, from_ms: Option<i64>, to_ms: Option<i64>, expected: Option<[i64; 2]>) {
        let found = period_before(compare.parse().unwrap(), Period { from_ms, to_ms }, 100 * DAY_MS);
        let expected = expected.map(|[from, to]| Period { from_ms: Some(from), to_ms: Some(to) });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_period_is_compared_with_as_many_days_right_before() {
        check("before", Some(20 * DAY_MS), Some(30 * DAY_MS), Some([10 * DAY_MS, 20 * DAY_MS]));
        check("before", Some(90 * DAY_MS), None, Some([80 * DAY_MS, 90 * DAY_MS]));
        check("before", None, Some(30 * DAY_MS), None);
        check("nothing", Some(20 * DAY_MS), None, None);
    }

    #[test]
    fn a_year_before_is_the_same_day_and_hour_in_sweden_across_summer_time_and_leap_days() {
        let at = |text: &str| date::moment_ms(text).unwrap();
        check(
            "last-year",
            Some(at("2026-03-29T12:00")),
            Some(at("2024-02-29T12:00")),
            Some([at("2025-03-29T12:00"), at("2023-02-28T12:00")]),
        );
    }

    #[test]
    fn a_street_is_cut_where_it_leaves_the_neighbourhood_and_comes_back() {
        let at = |lon: f64| Position::new(65.5, lon).unwrap();
        let street = Street { name: None, line: [21.8, 22.2, 22.6, 23.6, 22.8, 22.4].map(at).to_vec() };
        let ring = vec![(22.0, 65.0), (23.0, 65.0), (23.0, 66.0), (22.0, 66.0), (22.0, 65.0)];
        let outline = geo::Polygon::new(geo::LineString::from(ring), vec![]).into();
        let area = Area { id: "a".parse().unwrap(), name: "A".to_owned(), outline };
        let found = inside(std::slice::from_ref(&street), &[area]);
        let lons =
            found.iter().map(|it| it.line.iter().map(|at| at.lon()).collect()).collect::<Vec<Vec<_>>>();
        assert_eq!(lons, [vec![21.8, 22.2, 22.6], vec![22.8, 22.4]]);
        assert_eq!(inside(std::slice::from_ref(&street), &[]), [street]);
    }
}
