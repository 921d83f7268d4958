//! From what was gathered to features.
//!
//! Promises: an outline that is not whole is drawn as far as it surely can be, else left out and counted; areas of
//! ground lie above larger ones.

use geo::{InteriorPoint as _, LineString, Polygon};

use super::coast::{self, Sea};
use super::feature::{Feature, Features, Shape};
use super::gather::{Gathered, Relation, Way};
use super::grid::{Rect, Spot};
use super::pbf::Role;
use super::rings::{self, Area, Direction, Ring};
use super::schema::{Drawn, Form, Layer};

/// What became of the outlines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Areas that could not be closed, because parts of them are not in the extract.
    pub areas: usize,
    /// Lines of which no part is in the extract.
    pub lines: usize,
}

/// What is drawn of an extract.
#[derive(Debug)]
pub(super) struct Shaped {
    pub(super) features: Features,
    pub(super) sea: Sea,
    pub(super) left_out: LeftOut,
}

/// Shapes everything that was gathered, in a box.
pub(super) fn shape(gathered: &Gathered, edge: Rect, told: &mut dyn FnMut(f64)) -> Shaped {
    let mut shaper = Shaper { gathered, edge, features: Features::new(), left_out: LeftOut::default() };
    for relation in &gathered.relations {
        shaper.relation(relation);
    }
    told(0.4);
    for way in &gathered.ways {
        shaper.way(way);
    }
    told(0.8);
    for point in &gathered.points {
        for drawn in &point.drawn {
            shaper.add(drawn, Shape::Point(point.spot));
        }
    }
    let sea = shaper.sea();
    told(1.0);
    Shaped { features: shaper.features, sea, left_out: shaper.left_out }
}

struct Shaper<'a> {
    gathered: &'a Gathered,
    edge: Rect,
    features: Features,
    left_out: LeftOut,
}

impl Shaper<'_> {
    fn parts(&self, way: &Way) -> Vec<Vec<Spot>> {
        rings::known_parts(self.gathered.nodes_of(way), |node| self.gathered.nodes.spot(node))
    }

    fn way(&mut self, way: &Way) {
        if way.drawn.is_empty() {
            return;
        }
        let parts = self.parts(way);
        let lined = way.drawn.iter().any(|drawn| drawn.form == Form::Line);
        let enclosing = way.drawn.iter().any(|drawn| matches!(drawn.form, Form::Area | Form::Label));
        let areas = if enclosing { self.closed(parts.clone(), Direction::Kept) } else { Vec::new() };
        let areas: Vec<Area> = areas.into_iter().map(|outer| Area { outer, inner: Vec::new() }).collect();
        self.left_out.lines += usize::from(lined && parts.is_empty());
        self.left_out.areas += usize::from(enclosing && areas.is_empty());
        for drawn in &way.drawn {
            self.draw(drawn, &parts, &areas);
        }
    }

    fn relation(&mut self, relation: &Relation) {
        let [outer, inner] = [Role::Outer, Role::Inner].map(|role| self.member_parts(relation, role));
        let areas = rings::nest(self.closed(outer, Direction::Either), self.closed(inner, Direction::Either));
        self.left_out.areas += usize::from(areas.is_empty());
        for drawn in &relation.drawn {
            self.draw(drawn, &[], &areas);
        }
    }

    fn member_parts(&self, relation: &Relation, role: Role) -> Vec<Vec<Spot>> {
        let members = relation.members.iter().filter(|member| member.role == role);
        members.filter_map(|member| self.gathered.way(member.way)).flat_map(|way| self.parts(way)).collect()
    }

    /// The rings that lines make, also those that are open only because the extract was cut there.
    fn closed(&self, lines: Vec<Vec<Spot>>, direction: Direction) -> Vec<Ring> {
        let joined = rings::join(lines, direction);
        let at_edge = joined.open.into_iter().filter_map(|line| rings::close_at_edge(line, self.edge));
        joined
            .rings
            .into_iter()
            .chain(at_edge)
            .filter(|ring| ring.len() > 2 && rings::double_area(ring) != 0)
            .collect()
    }

    fn draw(&mut self, drawn: &Drawn, lines: &[Vec<Spot>], areas: &[Area]) {
        match drawn.form {
            Form::Line if !lines.is_empty() => self.add(drawn, Shape::Lines(lines.to_vec())),
            Form::Area if !areas.is_empty() => self.add(drawn, Shape::Areas(areas.to_vec())),
            Form::Label => {
                let largest = areas.iter().max_by_key(|area| rings::double_area(&area.outer).abs());
                if let Some(spot) = largest.and_then(inner_spot) {
                    self.add(drawn, Shape::Point(spot));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, drawn: &Drawn, shape: Shape) {
        let rank = if drawn.layer == Layer::Landuse { drawn.rank * 1_000 - size(&shape) } else { drawn.rank };
        let attributes = self.features.attributes.number(drawn.attributes.clone());
        let (layer, from_zoom) = (drawn.layer, drawn.from_zoom);
        self.features.all.push(Feature { layer, from_zoom, rank, attributes, shape });
    }

    fn sea(&mut self) -> Sea {
        let coast =
            self.gathered.ways.iter().filter(|way| way.is_coast).flat_map(|way| self.parts(way)).collect();
        match coast::sea(coast, self.edge) {
            Err(none) => none,
            Ok(water) if self.floods(&water) => Sea::Flooding,
            Ok(water) => {
                self.add(&Drawn::sea(), Shape::Areas(water));
                Sea::Drawn
            }
        }
    }

    /// Whether more than a few houses would stand in this water.
    fn floods(&self, water: &[Area]) -> bool {
        let houses = self.features.all.iter().filter(|feature| feature.layer == Layer::Buildings);
        let spots: Vec<Spot> = houses
            .filter_map(|feature| first_spot(&feature.shape))
            .filter(|spot| self.edge.holds(*spot))
            .collect();
        let in_water = |spot: &Spot| water.iter().any(|area| is_in(area, *spot));
        spots.iter().filter(|spot| in_water(spot)).count() * MOST_FLOODED > spots.len()
    }
}

/// One house in this many may stand in the sea: some do, on piers.
const MOST_FLOODED: usize = 10;

fn first_spot(shape: &Shape) -> Option<Spot> {
    match shape {
        Shape::Areas(areas) => areas.first()?.outer.first().copied(),
        Shape::Point(_) | Shape::Lines(_) => None,
    }
}

fn is_in(area: &Area, spot: Spot) -> bool {
    rings::encloses(&area.outer, spot) && !area.inner.iter().any(|hole| rings::encloses(hole, spot))
}

/// How large a shape is, as the power of two of its area.
fn size(shape: &Shape) -> i32 {
    let Shape::Areas(areas) = shape else { return 0 };
    let area: i128 = areas.iter().map(|area| rings::double_area(&area.outer).abs()).sum();
    i32::try_from(i128::BITS - area.leading_zeros()).unwrap_or(0)
}

/// A place well within an area.
fn inner_spot(area: &Area) -> Option<Spot> {
    let line =
        |ring: &Ring| ring.iter().map(|spot| (f64::from(spot.x), f64::from(spot.y))).collect::<LineString>();
    let polygon = Polygon::new(line(&area.outer), area.inner.iter().map(line).collect());
    let point = polygon.interior_point()?;
    Some(Spot { x: whole(point.x()), y: whole(point.y()) })
}

#[expect(clippy::cast_possible_truncation, reason = "between corners that are whole numbers of this size")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
