//! What a loop is read from, and what it says of itself.

use super::*;
use crate::map::edges_around as bounds;

const A: LonLat = [22.137, 65.617];
const B: LonLat = [22.139, 65.618];

fn reads(text: &str, expected: &[LonLat]) {
    assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
}

fn does_not_read(text: &str, expected: Misread) {
    assert_eq!(read(text), Err(expected), "{text}");
}

#[test]
fn points_are_read_as_people_write_and_maps_copy_them() {
    reads("65.617, 22.137\n65.618, 22.139", &[A, B]);
    reads("65.617,22.137\n\n 65.618\t22.139 \n", &[A, B]);
    reads("65,617 22,137\r\n65,618; 22,139", &[A, B]);
    reads("65,617, 22,137\n65.618;22.139", &[A, B]);
    reads("  \n", &[]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    does_not_read("65.617, 22.137\n\nby the shop", Misread::NotTwoNumbers { line: 3 });
    does_not_read("65.617", Misread::NotTwoNumbers { line: 1 });
    does_not_read("65,617,22,137", Misread::NotTwoNumbers { line: 1 });
    does_not_read("165.617, 22.137\n65.618, 22.139", Misread::OffGlobe { line: 1 });
    does_not_read("65.618, 22.139\n22.137, 65.617", Misread::Swapped { line: 2 });
    does_not_read("65.617, NaN", Misread::NotTwoNumbers { line: 1 });
}

#[test]
fn a_loop_has_two_points_at_least_and_ends_in_an_evening() {
    does_not_read("65.617, 22.137", Misread::OnePoint);
    does_not_read("65.617, 22.137\n66.617, 22.137", Misread::TooLong);
    let many: Vec<LonLat> = (0..1_001).map(|at| [22.137, 65.617 + f64::from(at) * 1e-6]).collect();
    does_not_read(&written(&many), Misread::TooMany);
}

#[test]
fn what_is_written_is_read_again() {
    reads(&written(&[A, B]), &[A, B]);
    assert_eq!(written(&[A]), "65.617000, 22.137000");
}

#[test]
fn lengths_are_metres_and_times_are_rounded_up() {
    let north = [[22.0, 65.0], [22.0, 65.009]];
    assert!((length_m(&north) - 1_000.8).abs() < 1.0, "{}", length_m(&north));
    assert!(length_m(&[A]) < 0.001);
    for (length_m, expected) in [(0.0, 0), (1.0, 5), (250.0, 5), (1_000.8, 25), (3_000.0, 60)] {
        assert_eq!(minutes(length_m), expected, "{length_m} m");
    }
}

#[test]
fn a_loop_that_ends_where_it_began_has_no_gap() {
    assert_eq!(gap_m(&[A, B, A]), None);
    assert_eq!(gap_m(&[]), None);
    assert!(gap_m(&[A, B]).is_some_and(|gap| (100.0..200.0).contains(&gap)));
}

#[test]
fn bounds_hold_all_points() {
    let [west, south, east, north] = bounds([A, B].into_iter()).unwrap();
    assert!(west < A[0] && south < A[1] && east > B[0] && north > B[1]);
    assert_eq!(bounds(std::iter::empty()), None);
}

#[test]
fn a_line_has_its_bends_where_it_bends() {
    let street =
        [[22.0, 65.0], [22.001, 65.0], [22.002, 65.000_01], [22.003, 65.0], [22.003, 65.001], [22.0, 65.0]];
    assert_eq!(bends(&street, 12.0), [0, 3, 4, 5]);
    assert_eq!(bends(&street, 0.8), [0, 2, 3, 4, 5], "a metre aside");
    assert_eq!((bends(&street[..1], 12.0), bends(&[], 12.0)), (vec![0], vec![]));
}

#[test]
fn the_middle_of_a_line_lies_half_way_along_it() {
    let [lon, lat] = middle(&[[22.0, 65.0], [22.0, 65.001], [22.0, 65.004]]).unwrap();
    assert!((lon - 22.0).abs() < 1e-9 && (lat - 65.002).abs() < 1e-6, "{lat}");
    assert_eq!((middle(&[A, A]), middle(&[])), (Some(A), None));
}
