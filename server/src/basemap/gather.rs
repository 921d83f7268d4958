//! Out of an extract, what is to be drawn.
//!
//! Promises: an extract is gone through as often as needed to keep no more than what is drawn in the wanted box;
//! what a wanted outline needs outside of the box is kept with it. An area that surrounds the whole box without a
//! corner within its margin is not found, unless it is part of a relation with one.

use std::collections::HashSet;
use std::ops::Range;

use super::BasemapError;
use super::grid::{Rect, Spot};
use super::import::{Progress, Step};
use super::nodes::{Ids, Nodes};
use super::pbf::{Element, Extract, Member, Tags, Wanted};
use super::schema::{self, Drawn, Outline};

/// How far around the wanted box nodes count as within it, in grid units: 1 to 2 km in Sweden.
const MARGIN: i32 = 1 << 14;

/// A way that something is drawn with.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) id: i64,
    pub(super) drawn: Vec<Drawn>,
    pub(super) is_coast: bool,
    nodes: Range<usize>,
}

/// A relation that is drawn.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) drawn: Vec<Drawn>,
    pub(super) members: Vec<Member>,
}

/// A node that is drawn.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) spot: Spot,
    pub(super) drawn: Vec<Drawn>,
}

/// All that is to be drawn.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) relations: Vec<Relation>,
    /// Sorted by id.
    pub(super) ways: Vec<Way>,
    pub(super) points: Vec<Point>,
    pub(super) nodes: Nodes,
    refs: Vec<i64>,
}

impl Gathered {
    /// The nodes of a way.
    pub(super) fn nodes_of(&self, way: &Way) -> &[i64] {
        self.refs.get(way.nodes.clone()).unwrap_or_default()
    }

    /// The way with this id.
    pub(super) fn way(&self, id: i64) -> Option<&Way> {
        let index = self.ways.binary_search_by_key(&id, |way| way.id).ok()?;
        self.ways.get(index)
    }
}

/// Gathers what is drawn in the box, or all without one.
pub(super) fn gather(
    extract: &mut Extract,
    within: Option<Rect>,
    progress: &mut Progress<'_>,
) -> Result<Gathered, BasemapError> {
    let within = within.map(|rect| rect.grown(MARGIN));
    let mut relations = relations(extract, progress)?;
    let inside = within.map(|rect| nodes_within(extract, rect, progress)).transpose()?;
    if let Some(inside) = &inside {
        let touched = members_within(extract, &relations, inside, progress)?;
        relations.retain(|relation| relation.members.iter().any(|member| touched.contains(&member.way)));
    }
    let (ways, refs) = ways(extract, &relations, inside.as_ref(), progress)?;
    drop(inside);
    let (points, nodes) = places(extract, Nodes::wanted(refs.clone()), within, progress)?;
    Ok(Gathered { relations, ways, points, nodes, refs })
}

fn relations(extract: &mut Extract, progress: &mut Progress<'_>) -> Result<Vec<Relation>, BasemapError> {
    let mut relations = Vec::new();
    extract.each(Wanted::Relations, &mut progress.of(Step::Relations), |element| {
        let Element::Relation { members, tags } = element else { return };
        if tags.one_of("type", &["multipolygon", "boundary"]).is_none() {
            return;
        }
        let drawn = schema::drawn(&tags, Outline::Multi);
        if !drawn.is_empty() {
            relations.push(Relation { drawn, members: members.to_vec() });
        }
    })?;
    Ok(relations)
}

fn nodes_within(extract: &mut Extract, rect: Rect, progress: &mut Progress<'_>) -> Result<Ids, BasemapError> {
    let mut inside = Vec::new();
    extract.each(Wanted::Nodes, &mut progress.of(Step::Box), |element| {
        if let Element::Node { id, spot, .. } = element
            && rect.holds(spot)
        {
            inside.push(id);
        }
    })?;
    if inside.is_empty() { Err(BasemapError::Nothing) } else { Ok(Ids::of(inside)) }
}

/// The members of relations that come into the box.
fn members_within(
    extract: &mut Extract,
    relations: &[Relation],
    inside: &Ids,
    progress: &mut Progress<'_>,
) -> Result<HashSet<i64>, BasemapError> {
    let members = members(relations);
    let mut touched = HashSet::new();
    extract.each(Wanted::Ways, &mut progress.of(Step::Outlines), |element| {
        if let Element::Way { id, refs, .. } = element
            && members.holds(id)
            && refs.iter().any(|node| inside.holds(*node))
        {
            touched.insert(id);
        }
    })?;
    Ok(touched)
}

fn members(relations: &[Relation]) -> Ids {
    Ids::of(relations.iter().flat_map(|relation| &relation.members).map(|member| member.way).collect())
}

fn ways(
    extract: &mut Extract,
    relations: &[Relation],
    inside: Option<&Ids>,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Way>, Vec<i64>), BasemapError> {
    let members = members(relations);
    let (mut ways, mut all) = (Vec::new(), Vec::new());
    extract.each(Wanted::Ways, &mut progress.of(Step::Ways), |element| {
        let Element::Way { id, refs, tags } = element else { return };
        let is_member = members.holds(id);
        if !is_member && inside.is_some_and(|inside| !refs.iter().any(|node| inside.holds(*node))) {
            return;
        }
        let drawn = schema::drawn(&tags, outline(refs));
        let is_coast = schema::is_coast(&tags);
        if is_member || is_coast || !drawn.is_empty() {
            let from = all.len();
            all.extend_from_slice(refs);
            ways.push(Way { id, drawn, is_coast, nodes: from..all.len() });
        }
    })?;
    // A file that tells a way twice would have it drawn twice.
    ways.sort_by_key(|way| way.id);
    ways.dedup_by_key(|way| way.id);
    Ok((ways, all))
}

fn outline(refs: &[i64]) -> Outline {
    if refs.len() > 3 && refs.first() == refs.last() { Outline::Closed } else { Outline::Open }
}

fn places(
    extract: &mut Extract,
    mut nodes: Nodes,
    within: Option<Rect>,
    progress: &mut Progress<'_>,
) -> Result<(Vec<Point>, Nodes), BasemapError> {
    let mut points = Vec::new();
    extract.each(Wanted::Nodes, &mut progress.of(Step::Nodes), |element| {
        let Element::Node { id, spot, tags } = element else { return };
        nodes.found(id, spot);
        if within.is_none_or(|rect| rect.holds(spot)) {
            points.extend(point(spot, &tags));
        }
    })?;
    Ok((points, nodes))
}

fn point(spot: Spot, tags: &Tags<'_>) -> Option<Point> {
    let drawn = schema::drawn(tags, Outline::Point);
    (!drawn.is_empty()).then_some(Point { spot, drawn })
}
