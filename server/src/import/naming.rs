//! What areas are called, and their ids.
//!
//! Promises: an id follows from what names the area, not from its place in the file; only areas without any name
//! are numbered, and that is told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use shared::id::AreaId;

use super::document::{Feature, NotAreas};
use super::text::clean_name;
use super::{Fields, Mended};

/// Fields that hold names, the best first, in lower case.
const NAME_FIELDS: [&str; 15] = [
    "namn",
    "name",
    "stadsdel",
    "stadsdelsnamn",
    "omradesnamn",
    "områdesnamn",
    "omrade",
    "område",
    "namn1",
    "regsonamn",
    "desonamn",
    "kommunnamn",
    "distriktsnamn",
    "title",
    "label",
];

/// Fields that hold codes, the finest first, in lower case.
const CODE_FIELDS: [&str; 12] = [
    "deso",
    "desokod",
    "regso",
    "regsokod",
    "nyko",
    "nyckelkod",
    "områdeskod",
    "omradeskod",
    "kommunkod",
    "kod",
    "code",
    "id",
];

const LONGEST_ID: usize = 64;

/// How the features of one file are named.
#[derive(Debug)]
pub(super) struct Naming {
    name: Option<String>,
    id: Option<String>,
    code: Option<String>,
    guessed: bool,
    ids_by_key: BTreeMap<String, Vec<AreaId>>,
    taken: BTreeSet<AreaId>,
}

/// A feature's name, what its id is made of, and what had to be done for it.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) key: String,
    /// What the register calls it.
    pub(super) code: Option<String>,
    pub(super) mended: Option<Mended>,
}

impl Naming {
    pub(super) fn of(features: &[Feature], fields: &Fields) -> Result<Self, NotAreas> {
        let asked = |field: &Option<String>| field.as_deref().map(|it| existing(features, it)).transpose();
        let (asked_name, id) = (asked(&fields.name)?, asked(&fields.id)?);
        let guessed = asked_name.is_none();
        let name = asked_name.or_else(|| first_naming(features));
        let code = first_distinct(features, &CODE_FIELDS).or_else(|| first_used(features, &CODE_FIELDS));
        Ok(Self { name, id, code, guessed, ids_by_key: BTreeMap::new(), taken: BTreeSet::new() })
    }

    /// What was guessed, so that a wrong guess is seen.
    pub(super) fn note(&self) -> Option<String> {
        match (&self.name, &self.code) {
            (Some(name), _) if self.guessed => Some(format!("names are taken from the field “{name}”")),
            (None, Some(code)) => Some(format!(
                "no field looks like a name, so areas are called by the field “{code}” (choose with --name-field)"
            )),
            _ => None,
        }
    }

    pub(super) fn name(&self, number: usize, feature: &Feature) -> Named {
        let field = |field: &Option<String>| field.as_deref().and_then(|field| text(feature, field));
        let (name, code) = (field(&self.name), field(&self.code));
        let (name, mended) = match (name, code.clone()) {
            (Some(name), _) => (name, None),
            (None, Some(code)) if self.name.is_none() => (code, None),
            (None, Some(code)) => (code.clone(), Some(Mended::NamedByCode { code })),
            (None, None) => (format!("Område {number}"), Some(Mended::Numbered)),
        };
        let key = field(&self.id).unwrap_or_else(|| name.clone());
        Named { name, key, code, mended }
    }

    /// The ids of the areas that were named so before.
    pub(super) fn ids_of_key(&self, key: &str) -> &[AreaId] {
        self.ids_by_key.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// A free id for what names an area; another area may have taken the plain one.
    pub(super) fn new_id(&mut self, key: &str) -> Option<(AreaId, Option<Mended>)> {
        let plain = slug(key);
        let numbered = (2..).map(|count| {
            let ending = format!("-{count}");
            let start: String = plain.chars().take(LONGEST_ID - ending.len()).collect();
            start + &ending
        });
        let mut free = std::iter::once(plain.clone())
            .chain(numbered)
            .filter_map(|text| text.parse::<AreaId>().ok())
            .filter(|id| !self.taken.contains(id));
        let id = free.next()?;
        self.taken.insert(id.clone());
        self.ids_by_key.entry(key.to_owned()).or_default().push(id.clone());
        let mended = (id.as_str() != plain).then_some(Mended::IdNumbered { plain });
        Some((id, mended))
    }
}

/// The field as features spell it.
fn existing(features: &[Feature], field: &str) -> Result<String, NotAreas> {
    let keys: BTreeSet<&String> = features.iter().flat_map(|feature| feature.properties.keys()).collect();
    let same = |key: &&&String| ***key == *field;
    let alike = |key: &&&String| key.to_lowercase() == field.to_lowercase();
    let found = keys.iter().find(same).or_else(|| keys.iter().find(alike));
    let there = || keys.iter().map(|key| key.as_str()).collect::<Vec<_>>().join(", ");
    found
        .map(ToString::to_string)
        .ok_or_else(|| NotAreas::NoSuchField { field: field.to_owned(), there: there() })
}

fn spellings<'a>(features: &'a [Feature], fields: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    fields.iter().filter_map(|field| existing(features, field).ok())
}

/// The first field that holds names of the features themselves. One that names what they are part of, such as the
/// municipality of its statistical areas, has the same text for many.
fn first_naming(features: &[Feature]) -> Option<String> {
    spellings(features, &NAME_FIELDS).find(|field| {
        let texts: Vec<_> = features.iter().filter_map(|feature| text(feature, field)).collect();
        let distinct = texts.iter().collect::<BTreeSet<_>>().len();
        distinct > 0 && distinct * 2 >= texts.len() && (distinct > 1 || texts.len() == 1)
    })
}

/// The first field that any feature has a text in.
fn first_used(features: &[Feature], fields: &[&str]) -> Option<String> {
    spellings(features, fields).find(|field| features.iter().any(|feature| text(feature, field).is_some()))
}

/// The first field that tells all features apart.
fn first_distinct(features: &[Feature], fields: &[&str]) -> Option<String> {
    spellings(features, fields).find(|field| {
        let values: BTreeSet<_> = features.iter().filter_map(|feature| text(feature, field)).collect();
        values.len() == features.len()
    })
}

fn text(feature: &Feature, field: &str) -> Option<String> {
    let text = match feature.properties.get(field)? {
        Value::String(text) => clean_name(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A name as it can stand in an address: å and ä as a, ö as o, anything else between words as a hyphen.
fn slug(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(plain_letters).collect();
    let words: Vec<&str> = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let joined = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let slug: String = joined.chars().take(LONGEST_ID).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "omrade".to_owned() } else { slug.to_owned() }
}

/// Letters of the languages of Sweden, and of names that came from elsewhere, without what stands over them.
fn plain_letters(letter: char) -> char {
    match letter {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'æ' => 'a',
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'í' | 'ï' | 'î' => 'i',
        'č' | 'ç' => 'c',
        'đ' | 'ð' => 'd',
        'ŋ' | 'ñ' | 'ń' => 'n',
        'š' => 's',
        'ŧ' => 't',
        'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_without_what_addresses_cannot_hold() {
        let check = |name: &str, expected: &str| assert_eq!(slug(name), expected, "{name}");
        check("Porsön", "porson");
        check("Örnäset / Lövskatan", "ornaset-lovskatan");
        check("  Norra Hertsön (2580C1010) ", "norra-hertson-2580c1010");
        check("Čohkolat", "cohkolat");
        check("東", "omrade");
        assert_eq!(slug(&"å".repeat(200)).len(), LONGEST_ID);
    }
}
