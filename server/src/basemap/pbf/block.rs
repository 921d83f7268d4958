//! The elements in an unpacked block.
//!
//! Promises: an element is given whole or not at all; a tag that cannot be read makes the block a damaged one.

use super::element::{Element, Member, Role, Tags};
use super::wire::{Deltas, Fields, Packed, Value, Wrong};
use super::{Header, Wanted};
use crate::basemap::Bounds;
use crate::basemap::grid::{self, Spot};

/// The features of the format that are read here.
const KNOWN: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Degrees per unit of the format's offsets.
const NANO: f64 = 1e-9;

/// Which kinds of elements are in a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holds {
    nodes: bool,
    ways: bool,
    relations: bool,
}

impl Holds {
    pub(super) fn any(self, wanted: Wanted) -> bool {
        match wanted {
            Wanted::Nodes => self.nodes,
            Wanted::Ways => self.ways,
            Wanted::Relations => self.relations,
        }
    }
}

/// What an extract says of itself.
pub(super) fn header(content: &[u8]) -> Result<Header, Wrong> {
    let mut header = Header::default();
    Fields(content).each(|number, value| {
        match number {
            1 => header.bounds = bounds(value.bytes()?)?,
            4 => known(value.bytes()?)?,
            32 => header.current_at_s = Some(value.number()?.cast_signed()),
            _ => {}
        }
        Ok(())
    })?;
    Ok(header)
}

fn known(feature: &[u8]) -> Result<(), Wrong> {
    let feature = String::from_utf8_lossy(feature);
    if KNOWN.contains(&feature.as_ref()) { Ok(()) } else { Err(Wrong::Unknown(feature.into_owned())) }
}

/// The box of an extract; one that is none says nothing.
fn bounds(message: &[u8]) -> Result<Option<Bounds>, Wrong> {
    let mut edges = [None; 4];
    Fields(message).each(|number, value| {
        let edge = usize::try_from(number).ok().and_then(|number| edges.get_mut(number.checked_sub(1)?));
        if let Some(edge) = edge {
            *edge = Some(nano(value.zigzag()?));
        }
        Ok(())
    })?;
    Ok(match edges {
        [Some(west), Some(east), Some(north), Some(south)] => Bounds::new(west, south, east, north).ok(),
        _ => None,
    })
}

#[expect(clippy::cast_precision_loss, reason = "nanodegrees of a place on the globe are exact")]
fn nano(nanodegrees: i64) -> f64 {
    nanodegrees as f64 * NANO
}

/// A block, taken apart as far as its groups.
#[derive(Debug)]
pub(super) struct Block<'a> {
    strings: Vec<&'a str>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl<'a> Block<'a> {
    pub(super) fn read(content: &'a [u8]) -> Result<Self, Wrong> {
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
        Fields(content).each(|number, value| {
            match number {
                1 => block.strings = strings(value.bytes()?)?,
                2 => block.groups.push(value.bytes()?),
                17 => block.granularity = value.number()?.cast_signed(),
                19 => block.lat_offset = value.number()?.cast_signed(),
                20 => block.lon_offset = value.number()?.cast_signed(),
                _ => {}
            }
            Ok(())
        })?;
        Ok(block)
    }

    /// Which kinds of elements there are; what cannot be read is told of when it is.
    pub(super) fn holds(&self) -> Holds {
        let mut holds = Holds::default();
        for group in &self.groups {
            match Fields(group).next() {
                Ok(Some((1 | 2, _))) => holds.nodes = true,
                Ok(Some((3, _))) => holds.ways = true,
                Ok(Some((4, _))) => holds.relations = true,
                // A group is all of one kind by the format; where it is not sure, it may be any.
                _ => holds = Holds { nodes: true, ways: true, relations: true },
            }
        }
        holds
    }

    /// Gives every wanted element to `taken`.
    pub(super) fn each(&self, wanted: Wanted, taken: &mut impl FnMut(Element<'_>)) -> Result<(), Wrong> {
        let mut rows = Rows::default();
        for group in &self.groups {
            Fields(group).each(|number, value| match (number, wanted) {
                (1, Wanted::Nodes) => self.node(value, &mut rows, taken),
                (2, Wanted::Nodes) => self.dense(value, &mut rows, taken),
                (3, Wanted::Ways) => self.way(value, &mut rows, taken),
                (4, Wanted::Relations) => self.relation(value, &mut rows, taken),
                _ => Ok(()),
            })?;
        }
        Ok(())
    }

    fn node(
        &self,
        value: Value<'_>,
        rows: &mut Rows<'a>,
        taken: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Wrong> {
        let (mut id, mut lat, mut lon) = (0, 0, 0);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        Fields(value.bytes()?).each(|number, value| {
            match number {
                1 => id = value.zigzag()?,
                2 => keys = Packed(value.bytes()?),
                3 => values = Packed(value.bytes()?),
                8 => lat = value.zigzag()?,
                9 => lon = value.zigzag()?,
                _ => {}
            }
            Ok(())
        })?;
        self.fill_tags(keys, values, rows)?;
        taken(Element::Node { id, spot: self.spot(lon, lat)?, tags: Tags(&rows.tags) });
        Ok(())
    }

    fn dense(
        &self,
        value: Value<'_>,
        rows: &mut Rows<'a>,
        taken: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Wrong> {
        let [mut ids, mut lats, mut lons] = [Deltas::default(); 3];
        let mut texts = Packed::default();
        Fields(value.bytes()?).each(|number, value| {
            match number {
                1 => ids = Deltas::new(value.bytes()?),
                8 => lats = Deltas::new(value.bytes()?),
                9 => lons = Deltas::new(value.bytes()?),
                10 => texts = Packed(value.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        while let Some(id) = ids.next()? {
            let (lat, lon) = (lats.expect()?, lons.expect()?);
            self.fill_dense_tags(&mut texts, rows)?;
            taken(Element::Node { id, spot: self.spot(lon, lat)?, tags: Tags(&rows.tags) });
        }
        Ok(())
    }

    fn way(
        &self,
        value: Value<'_>,
        rows: &mut Rows<'a>,
        taken: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Wrong> {
        let mut id = 0;
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let mut refs = Deltas::default();
        Fields(value.bytes()?).each(|number, value| {
            match number {
                1 => id = value.number()?.cast_signed(),
                2 => keys = Packed(value.bytes()?),
                3 => values = Packed(value.bytes()?),
                8 => refs = Deltas::new(value.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        self.fill_tags(keys, values, rows)?;
        rows.refs.clear();
        while let Some(node) = refs.next()? {
            rows.refs.push(node);
        }
        taken(Element::Way { id, refs: &rows.refs, tags: Tags(&rows.tags) });
        Ok(())
    }

    fn relation(
        &self,
        value: Value<'_>,
        rows: &mut Rows<'a>,
        taken: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Wrong> {
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        let (mut roles, mut ids, mut kinds) = (Packed::default(), Deltas::default(), Packed::default());
        Fields(value.bytes()?).each(|number, value| {
            match number {
                2 => keys = Packed(value.bytes()?),
                3 => values = Packed(value.bytes()?),
                8 => roles = Packed(value.bytes()?),
                9 => ids = Deltas::new(value.bytes()?),
                10 => kinds = Packed(value.bytes()?),
                _ => {}
            }
            Ok(())
        })?;
        self.fill_tags(keys, values, rows)?;
        rows.members.clear();
        while let Some(id) = ids.next()? {
            let (role, kind) = (self.string(roles.expect()?)?, kinds.expect()?);
            if kind == WAY {
                rows.members.push(Member { way: id, role: role_of(role) });
            }
        }
        taken(Element::Relation { members: &rows.members, tags: Tags(&rows.tags) });
        Ok(())
    }

    fn string(&self, index: u64) -> Result<&'a str, Wrong> {
        let found = usize::try_from(index).ok().and_then(|index| self.strings.get(index));
        found.copied().ok_or(Wrong::Bytes("it names a text that it does not have"))
    }

    fn fill_tags(
        &self,
        mut keys: Packed<'_>,
        mut values: Packed<'_>,
        rows: &mut Rows<'a>,
    ) -> Result<(), Wrong> {
        rows.tags.clear();
        while let Some(key) = keys.next()? {
            rows.tags.push((self.string(key)?, self.string(values.expect()?)?));
        }
        Ok(())
    }

    /// The tags of the next node, which end with a zero; a block whose nodes have none leaves the list out.
    fn fill_dense_tags(&self, texts: &mut Packed<'_>, rows: &mut Rows<'a>) -> Result<(), Wrong> {
        rows.tags.clear();
        while let Some(key @ 1..) = texts.next()? {
            rows.tags.push((self.string(key)?, self.string(texts.expect()?)?));
        }
        Ok(())
    }

    fn spot(&self, lon: i64, lat: i64) -> Result<Spot, Wrong> {
        let degrees = |offset: i64, value: i64, most: f64| {
            let nanodegrees = self.granularity.checked_mul(value)?.checked_add(offset)?;
            Some(nano(nanodegrees)).filter(|degrees| degrees.abs() <= most)
        };
        let lon = degrees(self.lon_offset, lon, 180.0);
        let lat = degrees(self.lat_offset, lat, 90.0);
        match (lon, lat) {
            (Some(lon), Some(lat)) => Ok(grid::spot(lon, lat)),
            _ => Err(Wrong::Bytes("it has a place off the globe")),
        }
    }
}

/// The number of ways among the kinds of members.
const WAY: u64 = 1;

fn role_of(role: &str) -> Role {
    if role == "inner" { Role::Inner } else { Role::Outer }
}

/// Lists that are filled again for every element.
#[derive(Debug, Default)]
struct Rows<'a> {
    tags: Vec<(&'a str, &'a str)>,
    refs: Vec<i64>,
    members: Vec<Member>,
}

fn strings(table: &[u8]) -> Result<Vec<&str>, Wrong> {
    let mut strings = Vec::new();
    Fields(table).each(|number, value| {
        if number == 1 {
            let text =
                std::str::from_utf8(value.bytes()?).map_err(|_| Wrong::Bytes("a text is not UTF-8"))?;
            strings.push(text);
        }
        Ok(())
    })?;
    Ok(strings)
}
