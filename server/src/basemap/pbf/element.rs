//! Nodes, ways and relations.
//!
//! Promises: an element borrows from its block and is gone with it.

use crate::basemap::grid::Spot;

/// The tags of an element.
#[derive(Debug, Clone, Copy)]
pub(in crate::basemap) struct Tags<'a>(pub(in crate::basemap) &'a [(&'a str, &'a str)]);

impl<'a> Tags<'a> {
    /// The value of a key.
    pub(in crate::basemap) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(found, _)| *found == key).map(|(_, value)| *value)
    }

    /// Whether a key has this value.
    pub(in crate::basemap) fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    /// Whether a key is there and not with the value `no`.
    pub(in crate::basemap) fn has(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value != "no")
    }

    /// The value of a key, if it is one of these.
    pub(in crate::basemap) fn one_of(&self, key: &str, values: &[&str]) -> Option<&'a str> {
        self.get(key).filter(|value| values.contains(value))
    }

    /// Whether there are none.
    pub(in crate::basemap) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a way is to its relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::basemap) enum Role {
    /// Part of an outline.
    Outer,
    /// Part of a hole.
    Inner,
}

/// A way in a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::basemap) struct Member {
    pub(in crate::basemap) way: i64,
    pub(in crate::basemap) role: Role,
}

/// A node, a way or a relation.
#[derive(Debug)]
pub(in crate::basemap) enum Element<'a> {
    Node { id: i64, spot: Spot, tags: Tags<'a> },
    Way { id: i64, refs: &'a [i64], tags: Tags<'a> },
    Relation { members: &'a [Member], tags: Tags<'a> },
}
