//! What is told of an import, to people and, with `--json`, to programs.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use shared::id::AreaId;

/// Something that was not right and is now.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each says what it is in its message")]
pub enum Mended {
    #[error("had latitude before longitude (north before east); swapped")]
    AxesSwapped,
    #[error("was in {from}; computed to WGS 84")]
    Reprojected { from: String },
    #[error("says {said} but has degrees; read as degrees")]
    DegreesAllTheSame { said: String },
    #[error("{rings} ring(s) did not end where they began; closed")]
    RingsClosed { rings: usize },
    #[error("{points} point(s) stood twice in a row; one of each is kept")]
    PointsRepeated { points: usize },
    #[error("{rings} ring(s) ran the wrong way round (RFC 7946 § 3.1.6); turned")]
    RingsTurned { rings: usize },
    #[error("{rings} ring(s) enclosed nothing (thinner than a metre); left out")]
    RingsDropped { rings: usize },
    #[error("the outline was not sound ({reason}); untangled, its area changed by {change_percent:.2} %")]
    Untangled { reason: String, change_percent: f64 },
    #[error("has no name; called by its code {code}")]
    NamedByCode { code: String },
    #[error("has neither name nor code; numbered (a later import may number it otherwise)")]
    Numbered,
    #[error("another area has the id “{plain}” already; numbered")]
    IdNumbered { plain: String },
    #[error(
        "has the same name as an earlier feature that it touches or shares a code with; joined to “{with}”"
    )]
    Joined { with: String },
    #[error("has the same name as “{with}” but lies elsewhere; kept apart and numbered")]
    SameName { with: String },
    #[error("{count} other shape(s) stand in it (lines, points); only its polygons are taken")]
    OtherShapes { count: usize },
}

/// Why a feature is no area.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each says what it is in its message")]
pub enum Refused {
    #[error("it has no geometry")]
    NoGeometry,
    #[error("it is a {found}, not a Polygon or MultiPolygon")]
    NotAPolygon { found: String },
    #[error("it is a {found}, not a Point")]
    NotAPoint { found: String },
    #[error("this line cannot be read as a feature")]
    Unreadable,
    #[error("its coordinates are not lists of numbers")]
    BadCoordinates,
    #[error("its coordinate system is “{name}”, which is not known here (--crs says which it really is)")]
    UnknownSystem { name: String },
    #[error(
        "its coordinates (such as {x}, {y}) are neither degrees on the globe nor what the file says, nor SWEREF 99 TM; \
         a local SWEREF 99 zone must be named in the file (“crs”) or with --crs (3007–3018, Luleå 3017), or export as \
         WGS 84"
    )]
    OffTheGlobe { x: f64, y: f64 },
    #[error(
        "its coordinates (such as {x}, {y}) could be in several coordinate systems, and the file does not say which: \
         say it with --crs, such as --crs 3006 or --crs 3017"
    )]
    SeveralSystems { x: f64, y: f64 },
    #[error(
        "its coordinates (such as {x}, {y}) lie far from the areas that are here in every coordinate system that is \
         known, and the file does not say which it is in: say it with --crs, such as --crs 3006 or --crs 3017"
    )]
    FarFromAreas { x: f64, y: f64 },
    #[error("its coordinates cannot be computed to WGS 84: {reason}")]
    NotReprojected { reason: String },
    #[error("no id can be made of its name")]
    NoId,
    #[error("it encloses no area (it is thinner than a metre everywhere)")]
    NoArea,
    #[error(
        "its outline is tangled ({reason}), and mending would change its area by {change_percent:.0} %: mend it in \
         the program that drew it"
    )]
    Tangled { reason: String, change_percent: f64 },
}

/// Why one row or point is left out.
#[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each says what it is in its message")]
pub enum RowFault {
    #[error("it has no coordinates")]
    NoPlace,
    #[error("“{value}” in the column {column} is not a number that can be read")]
    NotANumber { column: String, value: String },
    #[error("a quote (\") opens in this row and is never closed")]
    OpenQuote,
    #[error(
        "it has {found} cells where the header has {expected}: a separator too many, perhaps in a text or a number"
    )]
    TooManyCells { found: usize, expected: usize },
    #[error("it stands at 0, 0")]
    AtZero,
    #[error("north and east have changed places ({x}, {y}), unlike in the other rows")]
    Swapped { x: f64, y: f64 },
    #[error("its coordinates ({x}, {y}) are not what the other rows have")]
    OtherSystem { x: f64, y: f64 },
    #[error("it lies {kilometres:.0} km from the others")]
    FarAway { kilometres: f64 },
    #[error("{refused}")]
    Refused { refused: Refused },
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOut {
    /// Where it stands: the line of a table, or the number of a feature, from 1.
    #[serde(flatten)]
    pub place: RowPlace,
    /// Its name.
    pub name: String,
    /// Why.
    #[serde(flatten)]
    pub fault: RowFault,
}

/// Where a row stands in its file, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowPlace {
    /// On this line.
    Line(usize),
    /// The feature of this number.
    Feature(usize),
}

impl fmt::Display for RowPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Feature(number) => write!(f, "feature {number}"),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "left out: {} “{}”: {}", self.place, self.name, self.fault)
    }
}

/// What became of one feature.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureReport {
    /// Its place in the file, from 1.
    pub feature: usize,
    /// Its name.
    pub name: String,
    /// The area that it is or is part of; none when it was refused.
    pub area: Option<AreaId>,
    /// What was mended.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mended: Vec<Mended>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

impl FeatureReport {
    pub(super) fn taken(feature: usize, area: AreaId, name: String, mended: Vec<Mended>) -> Self {
        Self { feature, name, area: Some(area), mended, refused: None }
    }

    pub(super) fn refused(feature: usize, name: String, refused: Refused) -> Self {
        Self { feature, name, area: None, mended: Vec::new(), refused: Some(refused) }
    }
}

/// Whether an area was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was not.
    New,
    /// It was, with another name or outline.
    Changed,
    /// It was, just so.
    Unchanged,
}

/// All that is told of an import.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// What concerns the whole file.
    pub notes: Vec<String>,
    /// Every feature.
    pub features: Vec<FeatureReport>,
    /// Every area of the file.
    pub areas: BTreeMap<AreaId, Standing>,
    /// Areas that were there before and are not in the file; they stay.
    pub kept: Vec<AreaId>,
}

impl Report {
    /// How many areas of the file stand so.
    pub fn count(&self, standing: Standing) -> usize {
        self.areas.values().filter(|it| **it == standing).count()
    }

    /// How many features were refused.
    pub fn refused(&self) -> usize {
        self.features.iter().filter(|feature| feature.refused.is_some()).count()
    }

    /// What was mended alike in every feature that was taken, so that it need be said only once.
    fn common(&self) -> Vec<String> {
        let mut taken = self.features.iter().filter(|feature| feature.refused.is_none());
        let Some(first) = taken.next() else { return Vec::new() };
        let rest: Vec<_> = taken.collect();
        if rest.len() < 3 {
            return Vec::new();
        }
        let texts = first.mended.iter().map(ToString::to_string);
        texts
            .filter(|text| rest.iter().all(|it| it.mended.iter().any(|it| it.to_string() == *text)))
            .collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        let common = self.common();
        for text in &common {
            writeln!(f, "mended in every feature: {text}")?;
        }
        let mut told = self.features.iter().filter(|feature| tells(feature, &common));
        for feature in told.by_ref().take(MOST_TOLD) {
            tell(f, feature, &common)?;
        }
        match told.count() {
            0 => {}
            more => writeln!(f, "… and {more} more feature(s) mended or refused; --json tells all")?,
        }
        let (new, changed, same) =
            (self.count(Standing::New), self.count(Standing::Changed), self.count(Standing::Unchanged));
        write!(f, "{} areas: {new} new, {changed} changed, {same} unchanged", self.areas.len())?;
        match self.refused() {
            0 => {}
            refused => write!(f, "; {refused} feature(s) refused")?,
        }
        match self.kept.len() {
            0 => writeln!(f),
            kept => writeln!(f, "; {kept} area(s) that are not in this file stay as they are"),
        }
    }
}

/// Most features that are listed one by one.
const MOST_TOLD: usize = 100;

fn tells(report: &FeatureReport, common: &[String]) -> bool {
    report.refused.is_some() || report.mended.iter().any(|it| !common.contains(&it.to_string()))
}

fn tell(f: &mut fmt::Formatter<'_>, report: &FeatureReport, common: &[String]) -> fmt::Result {
    let FeatureReport { feature, name, refused, mended, .. } = report;
    if let Some(refused) = refused {
        writeln!(f, "refused: feature {feature} “{name}”: {refused}")?;
    }
    let own = mended.iter().map(ToString::to_string).filter(|text| !common.contains(text));
    for text in own {
        writeln!(f, "mended: feature {feature} “{name}”: {text}")?;
    }
    Ok(())
}
