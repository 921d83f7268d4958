//! A walk that this phone joined: everything needed to take part in it without net.

use serde::{Deserialize, Serialize};
use shared::id::{CategoryId, SeriesId};
use shared::statement::Feeling;
use shared::wire::{Category, JoinAnswer, WalkCard};

use crate::sync::Account;

/// A joined walk, as it is kept on the phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JoinedWalk {
    /// The code by which it was joined.
    pub code: String,
    /// When, by the phone's clock.
    pub joined_at_ms: i64,
    /// When the walker said that it was over.
    #[serde(default)]
    pub ended_at_ms: Option<i64>,
    /// What the server gave.
    pub pack: JoinAnswer,
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
        let themes = &self.card().themes;
        let rank = |category: &Category| themes.iter().position(|theme| *theme == category.id);
        let of_feeling = self.pack.catalogue.iter().filter(|category| category.feeling == feeling);
        let mut categories: Vec<Category> = of_feeling.cloned().collect();
        // Stable: what is no theme keeps the catalogue's order.
        categories.sort_by_key(|category| rank(category).unwrap_or(usize::MAX));
        categories
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
        "areas":[]}}"#;

    #[test]
    fn the_walks_themes_come_first() {
        let walk: JoinedWalk = serde_json::from_str(KEPT).unwrap();
        let ids: Vec<String> = walk.categories(Feeling::Unsafe).iter().map(|it| it.id.to_string()).collect();
        assert_eq!(ids, ["snow", "underpass", "lighting"]);
        assert_eq!(walk.icon(&"life".parse().unwrap()), Some("users-three"));
    }

    #[test]
    fn a_walk_kept_on_a_phone_stays_readable() {
        let walk: JoinedWalk = serde_json::from_str(KEPT).unwrap();
        assert_eq!(serde_json::from_str::<JoinedWalk>(&serde_json::to_string(&walk).unwrap()).unwrap(), walk);
        assert_eq!(walk.ended_at_ms, None);
    }
}
