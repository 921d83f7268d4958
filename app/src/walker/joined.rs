//! A walk that this phone joined: everything needed to take part in it without net.

use std::rc::Rc;

use serde::Deserialize;
use shared::id::{CategoryId, SeriesId};
use shared::statement::Feeling;
use shared::wire::{Category, WalkCard};

use super::around::Around;
use crate::platform::json;
use crate::store::KeptWalk;
use crate::sync::Account;

/// A joined walk.
#[derive(Debug, Clone)]
pub struct JoinedWalk {
    /// What is kept of it.
    pub kept: KeptWalk,
    /// What the server gave, read.
    pub pack: Pack,
    /// What lies around it, read; shared by all who look at it.
    pub around: Option<Rc<Around>>,
}

/// What is read of a [`shared::wire::JoinAnswer`]. The neighbourhoods are kept, and not looked at yet.
#[derive(Debug, Clone, Deserialize)]
pub struct Pack {
    /// A fresh random series for this phone in this walk.
    pub series: SeriesId,
    /// The bearer token that may write to it.
    pub token: String,
    /// The walk.
    pub walk: WalkCard,
    /// What can be pointed at.
    pub catalogue: Vec<Category>,
}

impl JoinedWalk {
    /// Reads what was kept; none if the server's answer is none.
    pub fn read(kept: KeptWalk) -> Option<Self> {
        let pack = json::parse(&kept.pack).ok()?;
        let around = kept.around.as_deref().and_then(Around::read);
        Some(Self { kept, pack, around })
    }

    /// The same walk, under way or ended.
    #[must_use]
    pub fn stands(mut self, under_way: bool, ended_at_ms: Option<i64>) -> Self {
        (self.kept.under_way, self.kept.ended_at_ms) = (under_way, ended_at_ms);
        self
    }

    /// The same walk with what lies around it now.
    #[must_use]
    pub fn with_around(mut self, text: String) -> Self {
        self.around = Around::read(&text);
        self.kept.around = Some(text);
        self
    }

    /// The phone's series in this walk.
    pub const fn series(&self) -> SeriesId {
        self.pack.series
    }

    /// The walk itself, as it was planned last.
    pub fn card(&self) -> &WalkCard {
        self.around.as_ref().map_or(&self.pack.walk, |around| &around.walk)
    }

    /// What may be written to, and with what.
    pub fn account(&self) -> Account {
        Account { series: self.pack.series, token: self.pack.token.clone(), code: self.kept.code.clone() }
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
pub(super) mod tests {
    use super::*;

    const ANSWER: &str = r#"{
        "series":"00000000000000000000000000000001","token":"secret",
        "walk":{"id":"00000000000000000000000000000002-1","title":"Porsön","area":null,"starts_at_ms":2,
            "meeting_place":null,"themes":["snow","underpass"],"demonstration":false},
        "catalogue":[
            {"id":"lighting","feeling":"unsafe","icon":"lightbulb","focus":"trygghet"},
            {"id":"underpass","feeling":"unsafe","icon":"path","focus":"trygghet"},
            {"id":"life","feeling":"safe","icon":"users-three","focus":"trygghet"},
            {"id":"snow","feeling":"unsafe","icon":"snowflake","focus":"trygghet"}],
        "areas":[{"id":"porson","name":"Porsön","outline":[[[[22.1,65.6],[22.2,65.6],[22.2,65.7]]]]}]}"#;

    /// A walk as [`JoinedWalk::read`] reads it in a browser.
    pub(in crate::walker) fn walk() -> JoinedWalk {
        let (code, pack) = ("KXMT4832".to_owned(), ANSWER.to_owned());
        let kept =
            KeptWalk { code, joined_at_ms: 1, under_way: false, ended_at_ms: None, pack, around: None };
        JoinedWalk { kept, pack: serde_json::from_str(ANSWER).unwrap(), around: None }
    }

    #[test]
    fn the_walks_themes_come_first() {
        let ids: Vec<String> =
            walk().categories(Feeling::Unsafe).iter().map(|it| it.id.to_string()).collect();
        assert_eq!(ids, ["snow", "underpass", "lighting"]);
        assert_eq!(walk().icon(&"life".parse().unwrap()), Some("users-three"));
    }

    #[test]
    fn what_the_server_answers_to_a_join_is_a_pack() {
        let answer: shared::wire::JoinAnswer = serde_json::from_str(ANSWER).unwrap();
        assert_eq!((walk().series(), walk().card()), (answer.series, &answer.walk));
        assert_eq!(walk().pack.catalogue, answer.catalogue);
    }
}
