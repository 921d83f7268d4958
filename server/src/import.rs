//! The municipality's own neighbourhoods, from a GeoJSON file as municipalities have them.
//!
//! Promises: reading is pure; every feature is told of: taken as it is, mended and how, or refused and why; an id
//! follows from the name (or the id field) alone, so that importing again replaces and never doubles.

pub mod command;
mod document;
mod ground;
mod naming;
mod outline;
pub mod points;
mod report;

pub use document::NotAreas;
pub use report::{FeatureReport, Mended, Refused, Report, Standing};

use geo::MultiPolygon;
use shared::geo::Area;
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

/// What a file held.
#[derive(Debug, Clone)]
pub struct Import {
    /// The areas, each with its own id, in the order of the file.
    pub areas: Vec<AreaCard>,
    /// Every feature, in the order of the file.
    pub features: Vec<FeatureReport>,
    /// What concerns the whole file.
    pub notes: Vec<String>,
}

/// Reads a file; `told` hears how many of how many features are done.
pub fn read(bytes: &[u8], fields: &Fields, mut told: impl FnMut(usize, usize)) -> Result<Import, NotAreas> {
    let Document { features, system, mut notes } = document::read(bytes)?;
    let naming = Naming::of(&features, fields)?;
    notes.extend(naming.note());
    let mut collected = Collected { naming, areas: Vec::new(), features: Vec::new() };
    for (index, feature) in features.iter().enumerate() {
        let outlined = outline_of(feature, system);
        collected.take(index + 1, feature, outlined);
        told(index + 1, features.len());
    }
    let areas = collected.areas.iter().map(AreaCard::from).collect();
    Ok(Import { areas, features: collected.features, notes })
}

/// An outline and what had to be mended for it.
type Outlined = Result<(MultiPolygon, Vec<Mended>), Refused>;

fn outline_of(feature: &Feature, system: Option<ground::System>) -> Outlined {
    let polygons = document::polygons(feature)?;
    let (polygons, mut mended) = ground::in_degrees(polygons, system)?;
    let outline = outline::mend(polygons, &mut mended)?;
    Ok((outline, mended))
}

struct Collected {
    naming: Naming,
    areas: Vec<Area>,
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
        let part_of =
            self.naming.id_of_key(&named.key).and_then(|id| self.areas.iter_mut().find(|area| area.id == id));
        if let Some(area) = part_of {
            area.outline = outline::join(&area.outline, &outline);
            mended.push(Mended::Joined { with: area.name.clone() });
            return FeatureReport::taken(number, area.id.clone(), named.name, mended);
        }
        let Some((id, numbered)) = self.naming.new_id(&named.key) else {
            return FeatureReport::refused(number, named.name, Refused::NoId);
        };
        mended.extend(numbered);
        self.areas.push(Area { id: id.clone(), name: named.name.clone(), outline });
        FeatureReport::taken(number, id, named.name, mended)
    }
}

#[cfg(test)]
mod tests;
