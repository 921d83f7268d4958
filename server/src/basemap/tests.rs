//! Whole extracts to whole maps.

mod archives;
mod damage;
mod extract;
mod map;
mod outlines;
mod seas;
mod source;
mod streets;

pub(crate) use extract::Extract;
pub(crate) use source::{Source, source};

/// The box that the tests' extracts were cut to: south of Stockholm, four tiles wide and high at the finest zoom.
const BOX: [f64; 4] = [18.00, 59.30, 18.02, 59.31];

/// An extract with one street through these places, for tests of what is done with maps.
pub(crate) fn a_street(places: &[(f64, f64)]) -> Vec<u8> {
    let mut extract = extract::Extract::new(None);
    extract.line(1, places, &[("highway", "residential"), ("name", "Assistentvägen")]);
    extract.bytes()
}
