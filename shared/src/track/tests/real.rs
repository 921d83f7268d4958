//! Real tracks, where they are at hand: walked anew with a simulated phone.

use super::*;
use crate::outside;
use crate::position::simulated::{Chance, Phone, Sky};

/// The value of an attribute, such as `lat="65.6"`.
fn attribute(tag: &str, name: &str) -> Option<f64> {
    let rest = &tag[tag.find(&format!("{name}=\""))? + name.len() + 2..];
    rest[..rest.find('"')?].parse().ok()
}

/// The track points of a GPX file, in order.
fn track_points(gpx: &str) -> Vec<Position> {
    let point = |tag: &str| Position::new(attribute(tag, "lat")?, attribute(tag, "lon")?).ok();
    gpx.split("<trkpt").skip(1).filter_map(|rest| point(&rest[..rest.find('>')?])).collect()
}

fn real(name: &str) -> Option<Vec<Position>> {
    outside::text(&format!("tracks/{name}"), "a real track").map(|gpx| track_points(&gpx))
}

/// A place for every second of walking at 1.3 m/s, for half an hour at most.
fn walked(round: &[Position]) -> Vec<Metres> {
    let plane = Plane::around(round[0]);
    let mut places = vec![];
    let (mut gone_m, mut begun_m) = (0.0, 0.0);
    for pair in round.windows(2) {
        let (a, b) = (plane.metres(pair[0]), plane.metres(pair[1]));
        let length_m = apart_m(a, b);
        while gone_m <= begun_m + length_m && length_m > 0.0 && places.len() < 1_800 {
            let share = (gone_m - begun_m) / length_m;
            places.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
            gone_m += 1.3;
        }
        begun_m += length_m;
    }
    places
}

#[test]
fn a_line_of_gpx_is_read() {
    let gpx = "<wpt lat=\"1\" lon=\"2\"/><trkpt lat=\"65.5\" lon=\"22.25\"><ele>3</ele></trkpt>\n<trkpt\n lon=\"22\" lat=\"65\"/>";
    let found: Vec<_> = track_points(gpx).iter().map(|it| (it.lat(), it.lon())).collect();
    assert_eq!(found, [(65.5, 22.25), (65.0, 22.0)]);
}

#[test]
fn real_tracks_are_followed_and_measured() {
    for name in ["cerknicko-jezero.gpx", "korita-zbevnica.gpx", "track-with-empty-segment.gpx"] {
        let Some(round) = real(name) else { continue };
        let truth = walked(&round);
        assert!(truth.len() > 40, "{name}: {}", truth.len());
        let (mut phone, mut known, mut recorder) =
            (Phone::new(Sky::OPEN, Chance(7)), Filter::default(), Recorder::default());
        let (mut stretches, mut errors_m) = (vec![], vec![]);
        for (second, place_m) in (0_u32..).zip(&truth) {
            let now_ms = clock_ms(second.into());
            known = known.after(&phone.fix(*place_m, second.into()), now_ms);
            let found = known.estimate(now_ms).unwrap();
            assert_ne!(found.verdict(), Verdict::Uncertain, "{name} at {second} s");
            errors_m.push(apart_m(plane().metres(found.position), *place_m));
            stretches.extend(recorder.take(&found));
        }
        stretches.extend(recorder.stop(Gap::Paused));
        let count = f64::from(u32::try_from(errors_m.len()).unwrap());
        let mean_m = errors_m.iter().sum::<f64>() / count;
        let off = walked_m(&stretches) / (1.3 * (count - 1.0)) - 1.0;
        println!("{name}: {count} s, {mean_m:.1} m off on average, length {:+.1} %", 100.0 * off);
        assert!(mean_m < 6.0 && off.abs() < 0.1, "{name}: {mean_m} m, {off}");
    }
}
