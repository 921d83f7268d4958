//! GPX files as watches, phones and other programs write them.

use proptest::prelude::*;

use super::*;

const CORNERS: [(f64, f64); 4] = [(65.617, 22.137), (65.618, 22.137), (65.618, 22.139), (65.617, 22.139)];

fn points_of(tag: &str, corners: &[(f64, f64)]) -> String {
    let point =
        |(lat, lon): &(f64, f64)| format!("<{tag} lat=\"{lat}\" lon=\"{lon}\"><ele>3,5</ele></{tag}>\n");
    corners.iter().map(point).collect::<Vec<_>>().concat()
}

fn segment(corners: &[(f64, f64)]) -> String {
    format!("<trkseg>{}</trkseg>", points_of("trkpt", corners))
}

fn gpx(inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<gpx xmlns=\"http://www.topografix.com/GPX/1/1\" version=\"1.1\">\n{inner}</gpx>"
    )
}

fn line(text: &str) -> Line {
    read(text.as_bytes()).unwrap()
}

fn places(line: &Line) -> Vec<(f64, f64)> {
    line.points.iter().map(|point| (point.position.lat(), point.position.lon())).collect()
}

#[test]
fn a_track_is_read_whatever_stands_around_it() {
    let track = gpx(&format!("<trk>{}</trk>", segment(&CORNERS)));
    let files = [
        track.clone(),
        format!("\u{feff}\n{track}\nzz <trailing junk"),
        track.replace(" xmlns=\"http://www.topografix.com/GPX/1/1\" version=\"1.1\"", ""),
        track.replace("GPX/1/1", "GPX/1/0").replace("version=\"1.1\"", "version=\"1.0\""),
        track.replace("<trk>", "<metadate>2026</metadate><trk>").replace("</trk>", "</trk><exerciseinfo/>"),
        track.replace(
            "<ele>3,5</ele>",
            "<ele/><time>2026-11-01</time><extensions><x:speed>1</x:speed></extensions>",
        ),
        track.replace("trk", "g:trk").replace("gpx", "g:gpx").replace("g:gpx xmlns", "g:gpx xmlns:g"),
        track.replace("lat=\"65.", "lat=\"65,").replace('"', "'"),
        track.replace("<trk>", "<!-- <trkpt lat=\"1\" lon=\"1\"/> --><trk>"),
        track.replace("<trkseg>", "").replace("</trkseg>", ""),
        track.replace("</trkpt>", ""),
        track.trim_end_matches("</trkseg></trk></gpx>").to_owned(),
    ];
    for file in files {
        assert_eq!(places(&line(&file)), CORNERS, "{file}");
    }
    let units: Vec<u8> = track.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(places(&read(&[b"\xfe\xff".as_slice(), &units].concat()).unwrap()), CORNERS);
}

#[test]
fn a_gap_stays_a_gap_and_is_told() {
    let far: Vec<(f64, f64)> = CORNERS.iter().take(3).map(|(lat, lon)| (lat + 0.05, *lon)).collect();
    let two = line(&gpx(&format!("<trk>{}{}</trk>", segment(&CORNERS), segment(&far))));
    assert_eq!((places(&two), two.omitted.parts), (CORNERS.to_vec(), 1));
    assert!((5_300.0..5_700.0).contains(&two.omitted.gap_m.unwrap()), "{:?}", two.omitted);
    let near: Vec<(f64, f64)> = CORNERS.iter().take(3).map(|(lat, lon)| (lat + 0.003, *lon)).collect();
    assert_eq!(line(&gpx(&format!("<trk>{}{}</trk>", segment(&CORNERS), segment(&near)))).omitted.parts, 1);
    let jump = [CORNERS.as_slice(), &far].concat();
    assert_eq!(line(&gpx(&format!("<trk>{}</trk>", segment(&jump)))).omitted.parts, 1);
    let paused = [CORNERS[3], (65.616, 22.139)];
    assert_eq!(line(&gpx(&format!("<trk>{}{}</trk>", segment(&CORNERS), segment(&paused)))).omitted.parts, 0);
}

#[test]
fn points_that_are_none_are_left_out_with_their_line() {
    let odd = "<trkpt lat=\"NaN\" lon=\"1\"/>\n<trkpt lon=\"22\"/>\n<trkpt lat=\"0\" lon=\"0\"/>\n";
    let with =
        gpx(&format!("<trk>{}</trk>", segment(&CORNERS).replace("<trkseg>", &format!("<trkseg>{odd}"))));
    let read = line(&with);
    assert_eq!((places(&read), read.omitted.lines.as_slice()), (CORNERS.to_vec(), [3, 4, 5].as_slice()));
    let stray = [CORNERS[0], CORNERS[1], (6.56, 22.1), CORNERS[2], CORNERS[3]];
    let read = line(&gpx(&format!("<trk>{}</trk>", segment(&stray))));
    assert_eq!((places(&read), read.omitted.lines.as_slice()), (CORNERS.to_vec(), [5].as_slice()));
    let cut = with.split("65.618\" lon=\"22.139").next().unwrap();
    assert_eq!(line(cut).omitted.damaged_on, Some(8));
}

#[test]
fn routes_have_the_shape_between_their_points_and_single_points_are_a_line() {
    let route = "<rte><rtept lat=\"65.617\" lon=\"22.137\"><extensions><r:rpt lat=\"65.618\" lon=\"22.137\"/>\
                 <r:rpt lat=\"65.618\" lon=\"22.139\"/></extensions></rtept><rtept lat=\"65.617\" lon=\"22.139\"/></rte>";
    assert_eq!(places(&line(&gpx(route))), CORNERS);
    let single = line(&gpx(&points_of("wpt", &CORNERS)));
    assert_eq!((places(&single), single.omitted.waypoints_joined), (CORNERS.to_vec(), true));
}

#[test]
fn times_are_read_with_and_without_a_zone() {
    let timed = |times: [&str; 2]| {
        let points = times
            .map(|time| format!("<trkpt lat=\"65.6{}\" lon=\"22\"><time>{time}</time></trkpt>", time.len()));
        let read = line(&gpx(&format!("<trk><trkseg>{}</trkseg></trk>", points.concat())));
        read.points.iter().map(|point| point.at_s).collect::<Vec<_>>()
    };
    assert_eq!(timed(["1970-01-01T00:00:07Z", "1970-01-01T01:00:09+01:00"]), [Some(7.0), Some(9.0)]);
    assert_eq!(timed(["1970-01-01T00:00:07", "x"]), [Some(7.0), None]);
}

#[test]
fn what_is_no_track_is_one_sentence() {
    let why = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    assert!(why("<?xml version=\"1.0\"?><kml/>").starts_with("this is KML, not GPX"));
    assert!(why("<TrainingCenterDatabase/>").starts_with("this is TCX"));
    assert!(why("<!DOCTYPE html><html>").starts_with("this is a web page"));
    assert!(why("").starts_with("this is an empty file"));
    assert!(why("%PDF-1.4 <<").starts_with("this is a PDF"));
    assert!(why(&gpx("")).starts_with("there is no track"));
    assert!(why(&gpx("<wpt lat=\"x\" lon=\"1\"/>")).contains("the first on line 3"));
    assert_eq!(read(gpx(&points_of("trkpt", &[CORNERS[0]; 5])).as_bytes()), Err(NotGpx::OnePlace));
}

proptest! {
    #[test]
    fn damage_to_one_point_leaves_out_at_most_that_point(at in 1_usize..9, damage in "[a-zåA-Z0-9.,;# -]{0,6}") {
        let track: Vec<(f64, f64)> = (0..10).map(|step| (65.6 + f64::from(step) / 1e3, 22.1)).collect();
        let mut points: Vec<String> = track.iter().map(|point| points_of("trkpt", &[*point])).collect();
        points[at] = format!("<trkpt lat=\"{damage}\" lon=\"22.1\"/>\n");
        let read = places(&line(&gpx(&format!("<trk><trkseg>{}</trkseg></trk>", points.concat()))));
        let is = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9;
        for (step, point) in track.iter().enumerate().filter(|(step, _)| *step != at) {
            prop_assert!(read.iter().any(|it| is(it, point)), "{step} of {read:?}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[b"<gpx><trk>".as_slice(), &bytes].concat());
    }
}
