//! What every reader of the server's answers must do alike: `serde_json` and the browser's own parser on the phone.
//!
//! Promises: every member that a phone reads is tried, present and absent.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "run by tests only")]

use super::{AreaCard, MapFile, NearbyFinding, Surroundings, WalkCard};
use crate::geo::Position;
use crate::id::{BlobHash, RecordId, SeriesId};
use crate::statement::{Feeling, FindingState};

fn id(number: u64) -> RecordId {
    RecordId { series: SeriesId::from_bytes([7; 16]), number }
}

fn walk(loop_line: Vec<[f64; 2]>) -> WalkCard {
    WalkCard {
        id: id(1),
        title: "Porsön, kvällsvandring".into(),
        area: Some("porson".parse().unwrap()),
        starts_at_ms: 1_795_541_400_000,
        meeting_place: None,
        themes: vec!["lighting".parse().unwrap()],
        follows: loop_line.first().map(|_| id(2)),
        shares_live: !loop_line.is_empty(),
        loop_line,
        demonstration: false,
    }
}

/// With all that can be there, and with nothing that need not be.
pub fn surroundings() -> [Surroundings; 2] {
    let finding = NearbyFinding {
        id: id(3),
        feeling: Feeling::Unsafe,
        category: "lighting".parse().unwrap(),
        position: Position::new(65.617, 22.137).unwrap(),
        extent_m: 4.0,
        voices: 3,
        last_at_ms: 1_795_000_000_000,
        state: FindingState::Planned,
        asked: true,
    };
    let map = MapFile { sha256: BlobHash::from_bytes([9; 32]), bytes: 326_107, attribution: "© å".into() };
    let loop_line = vec![[22.13, 65.617], [22.0, 65.0], [-22.5, -65.25]];
    let lamps = vec![[22.137_5, 65.617]];
    let ring = vec![[22.1, 65.6], [22.2, 65.6], [22.1, 65.7], [22.1, 65.6]];
    let area = AreaCard { id: "porson".parse().unwrap(), name: "Porsön".into(), outline: vec![vec![ring]] };
    [
        Surroundings {
            walk: walk(loop_line),
            findings: vec![finding],
            lamps,
            areas: vec![area],
            map: Some(map),
        },
        Surroundings { walk: walk(vec![]), findings: vec![], lamps: vec![], areas: vec![], map: None },
    ]
}

/// Panics when `read` does not find in the text what [`serde_json`] wrote into it.
pub fn check(read: impl Fn(&str) -> Option<Surroundings>) {
    for around in surroundings() {
        let text = serde_json::to_string(&around).unwrap();
        assert_eq!(read(&text), Some(around), "{text} is read alike");
    }
}
