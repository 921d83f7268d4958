//! Keyed ids: one record under another name for each reader, which this server alone can read back.
//!
//! Promises: the same record has the same name under one key; names under two keys cannot be linked, nor can two records of one
//! series; a name is read back by computing alone, for phones' records name it for ever.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use shared::id::{RecordId, SeriesId, WalkId};

/// Keyed names have numbers from here on; no series has so many records.
const FIRST: u64 = 1 << 49;

/// Numbers that are hidden have so many bits at most.
const NUMBER_BITS: u32 = 48;

/// A name that is read back to a number beyond this was not made here.
const LARGEST: u64 = u32::MAX as u64;

/// Half of what is permuted: 16 bytes of series and 6 of number, divided by two.
const HALF: usize = 11;

/// Luby and Rackoff, "How to construct pseudorandom permutations from pseudorandom functions" (1988): with four rounds nobody
/// tells it from a random permutation, even who may ask both ways.
const ROUNDS: [u8; 4] = [0, 1, 2, 3];

/// What all keys of an installation are made of.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A secret with these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key for one purpose and one reader.
    pub fn key(&self, purpose: &str, reader: &str) -> IdKey {
        IdKey(Self(mac(&self.0, &[purpose.as_bytes(), &[0], reader.as_bytes()])))
    }

    /// The key of the ids under which phones of a walk know the findings of others.
    pub fn key_of_walk(&self, walk: WalkId) -> IdKey {
        self.key("walk", &walk.to_string())
    }
}

/// The key of one reader's ids.
#[derive(Debug, Clone)]
pub struct IdKey(Secret);

impl IdKey {
    /// The name of a record under this key.
    pub fn conceal(&self, id: RecordId) -> RecordId {
        let mut halves = halves(id.series, id.number);
        for round in ROUNDS {
            halves = [halves[1], self.mixed(round, halves[0], halves[1])];
        }
        let (series, number) = joined(halves);
        RecordId { series, number: FIRST + number }
    }

    /// The record with this name; `None` when the name was not made with this key.
    pub fn reveal(&self, name: RecordId) -> Option<RecordId> {
        let number = name.number.checked_sub(FIRST).filter(|it| *it < 1 << NUMBER_BITS)?;
        let mut halves = halves(name.series, number);
        for round in ROUNDS.into_iter().rev() {
            halves = [self.mixed(round, halves[1], halves[0]), halves[0]];
        }
        let (series, number) = joined(halves);
        (1..=LARGEST).contains(&number).then_some(RecordId { series, number })
    }

    /// The record that is meant by an id, which may be a record's own.
    pub fn meant(&self, id: RecordId) -> RecordId {
        self.reveal(id).unwrap_or(id)
    }

    fn mixed(&self, round: u8, half: [u8; HALF], by: [u8; HALF]) -> [u8; HALF] {
        let mask = mac(&self.0.0, &[&[round], &by]);
        std::array::from_fn(|at| half[at] ^ mask[at])
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key of this length is never refused: HMAC takes any.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn halves(series: SeriesId, number: u64) -> [[u8; HALF]; 2] {
    let number = number.to_be_bytes();
    let mut bytes = series.as_bytes().iter().chain(&number[2..]).copied();
    [(); 2].map(|()| std::array::from_fn(|_| bytes.next().unwrap_or_default()))
}

fn joined(halves: [[u8; HALF]; 2]) -> (SeriesId, u64) {
    let bytes: [u8; 2 * HALF] = std::array::from_fn(|at| halves[at / HALF][at % HALF]);
    let series = SeriesId::from_bytes(std::array::from_fn(|at| bytes[at]));
    (series, bytes[16..].iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn key(reader: &str) -> IdKey {
        Secret::new([7; 32]).key("edition", reader)
    }

    proptest! {
        #[test]
        fn a_name_is_an_id_that_leads_back_under_its_own_key_alone(series in any::<[u8; 16]>(), number in 1..=LARGEST) {
            let id = RecordId { series: SeriesId::from_bytes(series), number };
            let name = key("2026 Ali").conceal(id);
            prop_assert_eq!(name.to_string().parse(), Ok(name));
            prop_assert!(name.number.to_string().len() <= 15, "as every reader of the API expects");
            prop_assert_eq!(key("2026 Ali").reveal(name), Some(id));
            prop_assert_ne!(key("2027 Ali").reveal(name), Some(id));
            prop_assert_eq!(key("2026 Ali").reveal(id), None, "a record's own id is no name");
            prop_assert_eq!(key("2026 Ali").meant(id), id);
        }
    }

    #[test]
    fn names_of_one_series_share_nothing_and_those_of_two_readers_never_meet() {
        let ids = (1..=2_000).map(|number| RecordId { series: SeriesId::from_bytes([1; 16]), number });
        let names = |reader: &str| ids.clone().map(|id| key(reader).conceal(id)).collect::<BTreeSet<_>>();
        let (one, other) = (names("2026 Ali"), names("2026 Eva"));
        assert_eq!((one.len(), one.intersection(&other).count()), (2_000, 0));
        let series: BTreeSet<SeriesId> = one.iter().map(|name| name.series).collect();
        assert_eq!(series.len(), 2_000, "nothing says whose record it is");
    }
}
