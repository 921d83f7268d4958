//! What lies around a walk: the box of the map, what others pointed out there, and the lamps.
//!
//! Promises: what walkers get to know of others is a place, a category and a count, never words or photos.

use geo::{LineString, Simplify as _};
use shared::geo::{BoundingBox, Plane, Position};
use shared::id::WalkId;
use shared::situation::{Finding, Observation};
use shared::statement::FindingState;
use shared::track::along;
use shared::wire::{AreaCard, NearbyFinding, WalkCard};

use crate::disclosure::nearby::Onlooker;
use crate::picture::Picture;

/// So far beside the loop people look around, and lose their way, in metres.
const AROUND_LOOP_M: f64 = 400.0;
const AROUND_AREA_M: f64 = 150.0;
/// Most findings that a phone takes along: the nearest ones.
const MOST_FINDINGS: usize = 300;
/// How far an outline on a phone may lie from where it is, in metres.
const OUTLINE_M: f64 = 5.0;
/// Metres of a degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// The box around a walk: its loop, else its neighbourhood; none when neither is known.
pub fn bounds(walk: &WalkCard, areas: &[AreaCard]) -> Option<BoundingBox> {
    if !walk.loop_line.is_empty() {
        return around(walk.loop_line.iter().copied(), AROUND_LOOP_M);
    }
    let area = areas.iter().find(|area| Some(&area.id) == walk.area.as_ref())?;
    around(area.corners(), AROUND_AREA_M)
}

/// The box around points, and so many metres more on each side.
pub fn around(points: impl Iterator<Item = [f64; 2]>, margin_m: f64) -> Option<BoundingBox> {
    let bbox = points.fold(None, |bbox: Option<BoundingBox>, [lon, lat]| {
        let one = BoundingBox { west: lon, south: lat, east: lon, north: lat };
        Some(bbox.map_or(one, |bbox| BoundingBox {
            west: bbox.west.min(lon),
            south: bbox.south.min(lat),
            east: bbox.east.max(lon),
            north: bbox.north.max(lat),
        }))
    })?;
    let north = margin_m / METRES_PER_DEGREE;
    let east = north / f64::midpoint(bbox.south, bbox.north).to_radians().cos().max(0.01);
    Some(BoundingBox {
        west: (bbox.west - east).max(-180.0),
        south: (bbox.south - north).max(-90.0),
        east: (bbox.east + east).min(180.0),
        north: (bbox.north + north).min(90.0),
    })
}

/// The area as phones take it along: no vertex more than it needs.
pub fn simplified(area: &AreaCard) -> AreaCard {
    let polygon = |rings: &Vec<Vec<[f64; 2]>>| rings.iter().map(|ring| simplified_ring(ring)).collect();
    AreaCard { outline: area.outline.iter().map(polygon).collect(), ..area.clone() }
}

fn simplified_ring(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let position = |[lon, lat]: &[f64; 2]| Position::new(*lat, *lon).ok();
    let Some(plane) = ring.first().and_then(position).map(Plane::around) else { return vec![] };
    let metres = ring.iter().filter_map(position).map(|it| plane.metres(it));
    let line: LineString = metres.map(|[east_m, north_m]| (east_m, north_m)).collect();
    let kept = line.simplify(OUTLINE_M);
    let back = kept.coords().filter_map(|point| plane.position([point.x, point.y]));
    back.map(|it| [it.lon(), it.lat()]).collect()
}

/// What is to be asked about on the walk, in order along its loop, and then what else others than this phone pointed out
/// around it, as far as it may know.
pub fn findings(
    walk: &WalkCard,
    onlooker: &Onlooker,
    bbox: Option<&BoundingBox>,
    picture: &Picture,
) -> Vec<NearbyFinding> {
    let path = Path::of(&walk.loop_line);
    let asked = asked_on(walk, picture);
    let asked: Vec<_> = asked.iter().filter_map(|it| onlooker.nearby(it, picture, true)).collect();
    let is_asked = |it: &Finding| walk.follows.is_some_and(|earlier| is_of(it, earlier, picture));
    let is_near = |position| bbox.is_some_and(|bbox| bbox.contains(position));
    let open = picture.findings.iter().filter(|it| it.position.is_some_and(is_near) && is_open(it.state));
    let others = open.filter(|it| !is_asked(it)).filter_map(|it| onlooker.nearby(it, picture, false));
    let mut others: Vec<_> = others.map(|it| (path.off(it.position), it)).collect();
    others.sort_by(|(a_m, a), (b_m, b)| a_m.total_cmp(b_m).then(a.id.cmp(&b.id)));
    asked.into_iter().chain(others.into_iter().map(|it| it.1)).take(MOST_FINDINGS).collect()
}

/// What a follow-up walk asks about, in order along its loop; what nobody could place comes last.
pub fn asked_on(walk: &WalkCard, picture: &Picture) -> Vec<Finding> {
    let path = Path::of(&walk.loop_line);
    let Some(earlier) = walk.follows else { return Vec::new() };
    let of_it = picture.findings.iter().filter(|it| is_of(it, earlier, picture));
    let along = |it: &Finding| it.position.map_or(f64::INFINITY, |at| path.along(at));
    let mut asked: Vec<(f64, Finding)> = of_it.map(|it| (along(it), it.clone())).collect();
    asked.sort_by(|a, b| a.0.total_cmp(&b.0));
    asked.into_iter().map(|it| it.1).collect()
}

/// What the walk's paper numbers: what it asks about, and then what was pointed out on it before it began, in order of time, so
/// that a sheet printed earlier has the same numbers.
pub fn on_paper(walk: &WalkCard, picture: &Picture) -> Vec<Finding> {
    let mut numbered = asked_on(walk, picture);
    let is_early = |it: &Observation| it.walk == Some(walk.id) && it.at_ms < walk.starts_at_ms;
    let has_early =
        |it: &Finding| it.observations.iter().filter_map(|of| picture.observation(*of)).any(is_early);
    let is_asked = |it: &Finding| numbered.iter().any(|asked| asked.id == it.id);
    let early = picture.findings.iter().filter(|it| has_early(it) && !is_asked(it));
    let mut early: Vec<Finding> = early.cloned().collect();
    early.sort_by_key(|it| (it.first_at_ms, it.id));
    numbered.extend(early);
    numbered
}

/// Whether it was pointed out on that walk.
fn is_of(finding: &Finding, walk: WalkId, picture: &Picture) -> bool {
    finding.observations.iter().filter_map(|id| picture.observation(*id)).any(|it| it.walk == Some(walk))
}

/// Whether there is still something to see.
fn is_open(state: FindingState) -> bool {
    !matches!(state, FindingState::Done | FindingState::NotOurs | FindingState::Declined)
}

/// The loop; without one nothing is along it or beside it.
struct Path(Vec<Position>);

impl Path {
    fn of(loop_line: &[[f64; 2]]) -> Self {
        Self(loop_line.iter().filter_map(|[lon, lat]| Position::new(*lat, *lon).ok()).collect())
    }

    /// How far along the loop a place lies, in metres.
    fn along(&self, position: Position) -> f64 {
        along(&self.0, position, None).map_or(0.0, |it| it.from_start_m)
    }

    /// How far beside the loop a place lies, in metres.
    fn off(&self, position: Position) -> f64 {
        along(&self.0, position, None).map_or(0.0, |it| it.off_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_reaches_so_many_metres_beyond_its_points() {
        let bbox = around([[22.1, 65.6], [22.2, 65.7]].into_iter(), 400.0).unwrap();
        let corner = Position::new(bbox.south, 22.1).unwrap();
        assert!((corner.distance_m(Position::new(65.6, 22.1).unwrap()) - 400.0).abs() < 1.0);
        let corner = Position::new(65.65, bbox.west).unwrap();
        assert!((corner.distance_m(Position::new(65.65, 22.1).unwrap()) - 400.0).abs() < 2.0);
        assert!(around(std::iter::empty(), 400.0).is_none());
    }

    #[test]
    fn an_outline_keeps_its_corners_and_loses_what_lies_between_them() {
        let between = |[a, b]: [[f64; 2]; 2]| {
            (0..50)
                .map(move |step| f64::from(step) / 50.0)
                .map(move |part| [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])])
        };
        let corners = [[22.1, 65.6], [22.2, 65.6], [22.2, 65.7], [22.1, 65.6]];
        let mut ring: Vec<_> = corners.windows(2).flat_map(|pair| between([pair[0], pair[1]])).collect();
        ring.push(corners[0]);
        let id = "porson".parse().unwrap();
        let area = simplified(&AreaCard { id, name: "Porsön".into(), outline: vec![vec![ring]] });
        let kept = &area.outline[0][0];
        assert_eq!(kept.len(), 4, "{kept:?}");
        for (kept, corner) in kept.iter().zip(corners) {
            assert!((kept[0] - corner[0]).abs() < 1e-9 && (kept[1] - corner[1]).abs() < 1e-9, "{kept:?}");
        }
    }

    #[test]
    fn along_is_measured_on_the_loop_and_off_beside_it() {
        let path = Path::of(&[[22.0, 65.6], [22.01, 65.6], [22.01, 65.61]]);
        let at = |lat, lon| Position::new(lat, lon).unwrap();
        let along = [at(65.6, 22.002), at(65.6001, 22.008), at(65.608, 22.0101)].map(|it| path.along(it));
        assert!(along.is_sorted(), "{along:?}");
        assert!(path.off(at(65.6001, 22.005)) < path.off(at(65.605, 22.0)));
        assert!(
            Path::of(&[]).along(at(65.6, 22.0)).abs() < f64::EPSILON,
            "without a loop nothing is ordered"
        );
    }
}
