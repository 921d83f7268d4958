//! Where one is at the desk, as the address says it.
//!
//! Promises: pure; every place has one address, which leads back to it.

use shared::id::{ObservationId, WalkId};

use super::filters::Filters;

/// Where the desk is served.
pub const BASE: &str = "/desk";

/// A place at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What came in and what waits.
    Overview,
    /// All walks.
    Walks,
    /// A walk being planned.
    NewWalk,
    /// One walk.
    Walk(WalkId),
    /// The same, planned anew.
    EditWalk(WalkId),
    /// A walk being planned that follows it.
    FollowUp(WalkId),
    /// Its poster.
    Poster(WalkId),
    /// The sheets for those without a phone.
    Paper(WalkId),
    /// What stands on them, typed in.
    TypeIn(WalkId),
    /// All findings, perhaps one of them open; any of its observations may name it.
    Findings(Option<ObservationId>),
    /// All observations.
    Observations,
    /// The situation picture.
    Picture,
    /// What other tools can read.
    Exports,
    /// Language, theme, colleagues.
    Settings,
    /// An address that nothing has.
    Nowhere,
}

/// A place and what its lists are narrowed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Where.
    pub place: Place,
    /// Narrowed to what.
    pub filters: Filters,
}

impl Place {
    /// The place that a path leads to.
    pub fn of_path(path: &str) -> Self {
        let below = path.strip_prefix(BASE).unwrap_or(path);
        let steps: Vec<&str> = below.split('/').filter(|step| !step.is_empty()).collect();
        let known = match steps.as_slice() {
            [] | ["index.html"] => Some(Self::Overview),
            ["walks"] => Some(Self::Walks),
            ["walks", "new"] => Some(Self::NewWalk),
            ["walks", id] => id.parse().ok().map(Self::Walk),
            ["walks", id, "edit"] => id.parse().ok().map(Self::EditWalk),
            ["walks", id, "follow-up"] => id.parse().ok().map(Self::FollowUp),
            ["walks", id, "paper"] => id.parse().ok().map(Self::Paper),
            ["walks", id, "type-in"] => id.parse().ok().map(Self::TypeIn),
            ["walks", id, "poster"] => id.parse().ok().map(Self::Poster),
            ["findings"] => Some(Self::Findings(None)),
            ["findings", id] => id.parse().ok().map(|id| Self::Findings(Some(id))),
            ["observations"] => Some(Self::Observations),
            ["situation"] => Some(Self::Picture),
            ["data"] => Some(Self::Exports),
            ["settings"] => Some(Self::Settings),
            _ => None,
        };
        known.unwrap_or(Self::Nowhere)
    }

    /// Its path.
    pub fn path(self) -> String {
        let below = match self {
            Self::Overview | Self::Nowhere => String::new(),
            Self::Walks => "walks".to_owned(),
            Self::NewWalk => "walks/new".to_owned(),
            Self::Walk(id) => format!("walks/{id}"),
            Self::EditWalk(id) => format!("walks/{id}/edit"),
            Self::FollowUp(id) => format!("walks/{id}/follow-up"),
            Self::Poster(id) => format!("walks/{id}/poster"),
            Self::Paper(id) => format!("walks/{id}/paper"),
            Self::TypeIn(id) => format!("walks/{id}/type-in"),
            Self::Findings(None) => "findings".to_owned(),
            Self::Findings(Some(id)) => format!("findings/{id}"),
            Self::Observations => "observations".to_owned(),
            Self::Picture => "situation".to_owned(),
            Self::Exports => "data".to_owned(),
            Self::Settings => "settings".to_owned(),
        };
        format!("{BASE}/{below}")
    }

    /// The place without the one thing that is open in it.
    #[must_use]
    pub fn section(self) -> Self {
        match self {
            Self::NewWalk
            | Self::Walk(_)
            | Self::EditWalk(_)
            | Self::FollowUp(_)
            | Self::Poster(_)
            | Self::Paper(_)
            | Self::TypeIn(_) => Self::Walks,
            Self::Findings(_) => Self::Findings(None),
            other => other,
        }
    }
}

impl Route {
    /// The route that path and query lead to.
    pub fn of(path: &str, query: &str) -> Self {
        Self { place: Place::of_path(path), filters: Filters::of_query(query) }
    }

    /// The route that an address within the desk leads to.
    pub fn of_address(address: &str) -> Self {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self::of(path, query)
    }

    /// Its address.
    pub fn address(&self) -> String {
        let (path, query) = (self.place.path(), self.filters.to_query());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// The address of a place with nothing narrowed.
pub fn to(place: Place) -> String {
    place.path()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_one_address_that_leads_back() {
        let id = "0102030405060708090a0b0c0d0e0f10-3".parse().unwrap();
        let places = [
            Place::Overview,
            Place::Walks,
            Place::NewWalk,
            Place::Walk(id),
            Place::EditWalk(id),
            Place::FollowUp(id),
            Place::Poster(id),
            Place::Paper(id),
            Place::TypeIn(id),
            Place::Findings(None),
            Place::Findings(Some(id)),
            Place::Observations,
            Place::Picture,
            Place::Exports,
            Place::Settings,
        ];
        for place in places {
            assert_eq!(Place::of_path(&place.path()), place, "{}", place.path());
        }
    }

    #[test]
    fn an_address_with_or_without_its_last_slash_is_the_same() {
        assert_eq!(Place::of_path("/desk"), Place::Overview);
        assert_eq!(Place::of_path("/desk/findings/"), Place::Findings(None));
        assert_eq!(Place::of_path("/desk/walks/x"), Place::Nowhere);
    }

    #[test]
    fn filters_stand_in_the_address() {
        let route = Route::of_address("/desk/findings?area=porson&q=bro#x");
        assert_eq!(route.place, Place::Findings(None));
        assert_eq!(route.address(), "/desk/findings?area=porson&q=bro");
    }
}
