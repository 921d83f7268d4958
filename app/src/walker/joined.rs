//! A walk that this phone joined: everything needed to take part in it without net.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use shared::id::{CategoryId, SeriesId};
use shared::statement::Feeling;
use shared::wire::{Category, WalkCard};

use crate::sync::Account;

/// A joined walk, as it is kept on the phone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JoinedWalk {
    /// The code by which it was joined.
    pub code: String,
    /// When, by the phone's clock.
    pub joined_at_ms: i64,
    /// Whether the walker has left and not come home.
    #[serde(default)]
    pub under_way: bool,
    /// When the walker said that it was over.
    #[serde(default)]
    pub ended_at_ms: Option<i64>,
    /// What the server gave.
    pub pack: Pack,
}

/// What the server gave: a [`shared::wire::JoinAnswer`] whose neighbourhoods are kept and not looked at yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pack {
    /// A fresh random series for this phone in this walk.
    pub series: SeriesId,
    /// The bearer token that may write to it.
    pub token: String,
    /// The walk.
    pub walk: WalkCard,
    /// What can be pointed at.
    pub catalogue: Vec<Category>,
    /// The neighbourhoods, as they came.
    #[serde(default)]
    pub areas: Option<Box<RawValue>>,
}

impl JoinedWalk {
    /// The phone's series in this walk.
    pub const fn series(&self) -> SeriesId {
        self.pack.series
    }

    /// The walk itself.
    pub const fn card(&self) -> &WalkCard {
        &self.pack.walk
    }

    /// What may be written to, and with what.
    pub fn account(&self) -> Account {
        Account { series: self.pack.series, token: self.pack.token.clone() }
    }

    /// What can be pointed at with this feeling: the walk's themes first, else as the catalogue has them.
    pub fn categories(&self, feeling: Feeling) -> Vec<Category> {
        let of_feeling = || self.pack.catalogue.iter().filter(|category| category.feeling == feeling);
        let themes = &self.card().themes;
        let first = themes.iter().filter_map(|theme| of_feeling().find(|category| category.id == *theme));
        let rest = of_feeling().filter(|category| !themes.contains(&category.id));
        first.chain(rest).cloned().collect()
    }

    /// The icon of a category; none when the catalogue does not know it.
    pub fn icon(&self, id: &CategoryId) -> Option<&str> {
        let found = self.pack.catalogue.iter().find(|category| category.id == *id);
        found.map(|category| category.icon.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = r#"{"code":"KXMT4832","joined_at_ms":1,"pack":{
        "series":"00000000000000000000000000000001","token":"t",
        "walk":{"id":"00000000000000000000000000000002-1","title":"Porsön","area":null,"starts_at_ms":2,
            "meeting_place":null,"themes":["snow","underpass"],"demonstration":false},
        "catalogue":[
            {"id":"lighting","feeling":"unsafe","icon":"lightbulb","focus":"trygghet"},
            {"id":"underpass","feeling":"unsafe","icon":"path","focus":"trygghet"},
            {"id":"life","feeling":"safe","icon":"users-three","focus":"trygghet"},
            {"id":"snow","feeling":"unsafe","icon":"snowflake","focus":"trygghet"}],
        "areas":[{"id":"porson","name":"Porsön","outline":[[[[22.1,65.6],[22.2,65.6],[22.2,65.7]]]]}]}}"#;

    #[test]
    fn the_walks_themes_come_first() {
        let walk: JoinedWalk = serde_json::from_str(KEPT).unwrap();
        let ids: Vec<String> = walk.categories(Feeling::Unsafe).iter().map(|it| it.id.to_string()).collect();
        assert_eq!(ids, ["snow", "underpass", "lighting"]);
        assert_eq!(walk.icon(&"life".parse().unwrap()), Some("users-three"));
    }

    #[test]
    fn a_walk_kept_on_a_phone_stays_readable_and_keeps_its_neighbourhoods() {
        let walk: JoinedWalk = serde_json::from_str(KEPT).unwrap();
        let again: JoinedWalk = serde_json::from_str(&serde_json::to_string(&walk).unwrap()).unwrap();
        assert_eq!((again.series(), again.under_way, again.ended_at_ms), (walk.series(), false, None));
        assert!(again.pack.areas.unwrap().get().contains("[22.1,65.6]"));
    }

    #[test]
    fn what_the_server_answers_to_a_join_is_a_pack() {
        let kept: JoinedWalk = serde_json::from_str(KEPT).unwrap();
        let text = serde_json::to_string(&kept.pack).unwrap();
        let answer: shared::wire::JoinAnswer = serde_json::from_str(&text).unwrap();
        let pack: Pack = serde_json::from_str(&serde_json::to_string(&answer).unwrap()).unwrap();
        assert_eq!((pack.series, pack.walk, pack.catalogue), (answer.series, answer.walk, answer.catalogue));
    }
}
