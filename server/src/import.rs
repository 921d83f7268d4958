//! The municipality's own neighbourhoods, from a GeoJSON file as municipalities have them.
//!
//! Promises: reading is pure; every feature is told of: taken as it is, mended and how, or refused and why; an id
//! follows from the name (or the id field) alone, so that importing again replaces and never doubles.

pub mod command;
mod document;
mod esri;
pub mod gpx;
mod ground;
mod lenient;
mod naming;
mod outline;
pub mod points;
mod report;
mod table;
pub(crate) mod text;
pub mod undo;

pub use document::{NotAreas, Partial};
pub use ground::{System, system_of_argument};
pub use report::{FeatureReport, LeftOut, Mended, Refused, Report, RowFault, RowPlace, Standing};

use geo::{Distance as _, Euclidean, MultiPolygon};
use shared::geo::{Area, BoundingBox};
use shared::wire::AreaCard;

use document::{Document, Feature};
use naming::{Named, Naming};

/// Which fields of a feature's properties to use; without them they are guessed.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// Holds the name.
    pub name: Option<String>,
    /// Holds what the id is made of.
    pub id: Option<String>,
}

/// What is known of a file's coordinates from elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct Coordinates {
    /// The system that a person says they are in.
    pub system: Option<System>,
    /// The box around the areas that are there.
    pub areas: Option<BoundingBox>,
}

/// What a file held.
#[derive(Debug, Clone)]
pub struct Import {
    /// The areas, each with its own id, in the order of the file.
    pub areas: Vec<AreaCard>,
    /// Every feature, in the order of the file.
    pub features: Vec<FeatureReport>,
    /// What concerns the whole file.
    pub notes: Vec<String>,
    /// What the file says of itself, if it is only a part.
    pub partial: Option<Partial>,
}

/// Reads a file; `told` hears how many of how many features are done.
pub fn read(
    bytes: &[u8],
    fields: &Fields,
    coordinates: Coordinates,
    mut told: impl FnMut(usize, usize),
) -> Result<Import, NotAreas> {
    let Document { features, system, mut notes, partial } = document::read(bytes, coordinates.system)?;
    let unsaid = |feature: &&Feature| system.is_none() && feature.system.is_none();
    let coords: Vec<_> = features.iter().filter(unsaid).filter_map(document::first_coord).collect();
    let inferred = ground::infer(&coords, coordinates.areas.as_ref()).map_err(NotAreas::Nowhere)?;
    notes.extend(inferred.map(inferred_note));
    let system = system.or(inferred);
    let naming = Naming::of(&features, fields)?;
    notes.extend(naming.note());
    let mut collected = Collected { naming, areas: Vec::new(), codes: Vec::new(), features: Vec::new() };
    for (index, feature) in features.iter().enumerate() {
        let outlined = outline_of(feature, system);
        collected.take(index + 1, feature, outlined);
        told(index + 1, features.len());
    }
    let areas = collected.areas.iter().map(AreaCard::from).collect();
    Ok(Import { areas, features: collected.features, notes, partial })
}

/// What is said of a coordinate system that the file does not name.
fn inferred_note(system: System) -> String {
    format!(
        "the file does not say its coordinate system; it was read as {}, which puts it where the areas are",
        system.name()
    )
}

/// An outline and what had to be mended for it.
type Outlined = Result<(MultiPolygon, Vec<Mended>), Refused>;

fn outline_of(feature: &Feature, system: Option<ground::System>) -> Outlined {
    let (polygons, others) = document::polygons(feature)?;
    let (polygons, mut mended) = ground::in_degrees(polygons, feature.system(system)?)?;
    mended.extend(others);
    let outline = outline::mend(polygons, &mut mended)?;
    Ok((outline, mended))
}

/// Outlines that lie this near to each other touch, in degrees: about a metre.
const TOUCHING: f64 = 1e-5;

fn touches(a: &MultiPolygon, b: &MultiPolygon) -> bool {
    Euclidean.distance(a, b) <= TOUCHING
}

struct Collected {
    naming: Naming,
    areas: Vec<Area>,
    /// The code of each area.
    codes: Vec<Option<String>>,
    features: Vec<FeatureReport>,
}

impl Collected {
    fn take(&mut self, number: usize, feature: &Feature, outlined: Outlined) {
        let named = self.naming.name(number, feature);
        let report = match outlined {
            Err(refused) => FeatureReport::refused(number, named.name, refused),
            Ok((outline, mended)) => self.add(number, named, outline, mended),
        };
        self.features.push(report);
    }

    fn add(
        &mut self,
        number: usize,
        named: Named,
        outline: MultiPolygon,
        mut mended: Vec<Mended>,
    ) -> FeatureReport {
        mended.extend(named.mended);
        let same_name: Vec<usize> = self.ids_of_key(&named.key);
        let joins = |at: &usize| {
            let area = &self.areas[*at];
            named.code.is_some() && self.codes[*at] == named.code || touches(&area.outline, &outline)
        };
        if let Some(at) = same_name.iter().copied().find(joins) {
            let area = &mut self.areas[at];
            area.outline = outline::join(&area.outline, &outline);
            mended.push(Mended::Joined { with: area.name.clone() });
            return FeatureReport::taken(number, area.id.clone(), named.name, mended);
        }
        if let Some(first) = same_name.first() {
            mended.push(Mended::SameName { with: self.areas[*first].name.clone() });
        }
        let Some((id, numbered)) = self.naming.new_id(&named.key) else {
            return FeatureReport::refused(number, named.name, Refused::NoId);
        };
        mended.extend(numbered.filter(|_| same_name.is_empty()));
        self.areas.push(Area { id: id.clone(), name: named.name.clone(), outline });
        self.codes.push(named.code);
        FeatureReport::taken(number, id, named.name, mended)
    }

    /// Where the areas stand that were named so before.
    fn ids_of_key(&self, key: &str) -> Vec<usize> {
        let ids = self.naming.ids_of_key(key);
        ids.iter().filter_map(|id| self.areas.iter().position(|area| area.id == *id)).collect()
    }
}

#[cfg(test)]
mod tests;
