//! Small extracts, written for tests.

use std::io::Write as _;

use buffa::encoding::encode_varint;

/// How blocks are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Zlib,
    /// Not at all, so that damage reaches the elements.
    Raw,
}

pub(crate) type Tag<'a> = (&'a str, &'a str);

struct Node {
    id: i64,
    place: (f64, f64),
    tags: Vec<(usize, usize)>,
}

struct Way {
    id: i64,
    refs: Vec<i64>,
    tags: Vec<(usize, usize)>,
}

struct Relation {
    id: i64,
    members: Vec<(i64, usize)>,
    tags: Vec<(usize, usize)>,
}

/// An extract in the making.
pub(crate) struct Extract {
    bounds: Option<[f64; 4]>,
    packing: Packing,
    feature: &'static str,
    strings: Vec<String>,
    nodes: Vec<Node>,
    ways: Vec<Way>,
    relations: Vec<Relation>,
}

impl Extract {
    /// An empty one that was cut to west, south, east and north.
    pub(crate) fn new(bounds: Option<[f64; 4]>) -> Self {
        let strings = vec![String::new()];
        let (nodes, ways, relations) = (vec![], vec![], vec![]);
        let (packing, feature) = (Packing::Zlib, "DenseNodes");
        Self { bounds, packing, feature, strings, nodes, ways, relations }
    }

    pub(crate) fn packing(mut self, packing: Packing) -> Self {
        self.packing = packing;
        self
    }

    pub(crate) fn needing(mut self, feature: &'static str) -> Self {
        self.feature = feature;
        self
    }

    fn string(&mut self, text: &str) -> usize {
        self.strings.iter().position(|known| known == text).unwrap_or_else(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        })
    }

    fn tags(&mut self, tags: &[Tag<'_>]) -> Vec<(usize, usize)> {
        tags.iter().map(|(key, value)| (self.string(key), self.string(value))).collect()
    }

    pub(crate) fn node(&mut self, id: i64, place: (f64, f64), tags: &[Tag<'_>]) -> &mut Self {
        let tags = self.tags(tags);
        self.nodes.push(Node { id, place, tags });
        self
    }

    /// A way along nodes that are there already, or not.
    pub(crate) fn way(&mut self, id: i64, refs: &[i64], tags: &[Tag<'_>]) -> &mut Self {
        let tags = self.tags(tags);
        self.ways.push(Way { id, refs: refs.to_vec(), tags });
        self
    }

    /// A way along new nodes, which are numbered from a thousand times its id.
    pub(crate) fn line(&mut self, id: i64, places: &[(f64, f64)], tags: &[Tag<'_>]) -> &mut Self {
        let refs: Vec<i64> = (id * 1000..).take(places.len()).collect();
        for (node, place) in refs.iter().zip(places) {
            self.node(*node, *place, &[]);
        }
        self.way(id, &refs, tags)
    }

    /// A closed way along new nodes.
    pub(crate) fn ring(&mut self, id: i64, places: &[(f64, f64)], tags: &[Tag<'_>]) -> &mut Self {
        self.line(id, places, tags);
        let way = self.ways.last_mut().unwrap();
        way.refs.push(id * 1000);
        self
    }

    /// A closed way around a box.
    pub(crate) fn block(
        &mut self,
        id: i64,
        [west, south, east, north]: [f64; 4],
        tags: &[Tag<'_>],
    ) -> &mut Self {
        self.ring(id, &[(west, south), (west, north), (east, north), (east, south)], tags)
    }

    pub(crate) fn relation(&mut self, id: i64, members: &[(i64, &str)], tags: &[Tag<'_>]) -> &mut Self {
        let members = members.iter().map(|(way, role)| (*way, self.string(role))).collect();
        let mut all = vec![("type", "multipolygon")];
        all.extend_from_slice(tags);
        let tags = self.tags(&all);
        self.relations.push(Relation { id, members, tags });
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.blobs().concat()
    }

    /// The file, block by block.
    pub(crate) fn blobs(&self) -> Vec<Vec<u8>> {
        let groups = [self.dense_nodes(), self.plain_ways(), self.plain_relations()];
        let blobs = groups.iter().map(|group| self.blob("OSMData", &self.block_of(group)));
        std::iter::once(self.blob("OSMHeader", &self.header())).chain(blobs).collect()
    }

    fn header(&self) -> Vec<u8> {
        let mut header = Message::default();
        if let Some([west, south, east, north]) = self.bounds {
            let mut bounds = Message::default();
            for (number, edge) in (1..).zip([west, east, north, south]) {
                bounds.number(number, zigzag(whole(edge * 1e9)));
            }
            header.bytes(1, &bounds.0);
        }
        header.bytes(4, b"OsmSchema-V0.6").bytes(4, self.feature.as_bytes()).number(32, 1_700_000_000);
        header.0
    }

    fn block_of(&self, group: &[u8]) -> Vec<u8> {
        let mut table = Message::default();
        for text in &self.strings {
            table.bytes(1, text.as_bytes());
        }
        let mut block = Message::default();
        block.bytes(1, &table.0).bytes(2, group);
        block.0
    }

    fn dense_nodes(&self) -> Vec<u8> {
        let places = |place: fn(&Node) -> f64| self.nodes.iter().map(move |node| whole(place(node) * 1e7));
        let texts = self.nodes.iter().flat_map(|node| {
            node.tags.iter().flat_map(|(key, value)| [*key as u64, *value as u64]).chain([0])
        });
        let mut dense = Message::default();
        dense
            .deltas(1, self.nodes.iter().map(|node| node.id))
            .deltas(8, places(|node| node.place.1))
            .deltas(9, places(|node| node.place.0))
            .packed(10, texts);
        let mut group = Message::default();
        group.bytes(2, &dense.0);
        group.0
    }

    fn plain_ways(&self) -> Vec<u8> {
        let mut group = Message::default();
        for way in &self.ways {
            let mut message = Message::default();
            message.number(1, way.id.cast_unsigned()).tags(&way.tags).deltas(8, way.refs.iter().copied());
            group.bytes(3, &message.0);
        }
        group.0
    }

    fn plain_relations(&self) -> Vec<u8> {
        let mut group = Message::default();
        for relation in &self.relations {
            let mut message = Message::default();
            message
                .number(1, relation.id.cast_unsigned())
                .tags(&relation.tags)
                .packed(8, relation.members.iter().map(|(_, role)| *role as u64))
                .deltas(9, relation.members.iter().map(|(way, _)| *way))
                .packed(10, relation.members.iter().map(|_| 1));
            group.bytes(4, &message.0);
        }
        group.0
    }

    fn blob(&self, kind: &str, content: &[u8]) -> Vec<u8> {
        let mut body = Message::default();
        match self.packing {
            Packing::Raw => body.bytes(1, content),
            Packing::Zlib => {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
                encoder.write_all(content).unwrap();
                body.number(2, content.len() as u64).bytes(3, &encoder.finish().unwrap())
            }
        };
        let mut head = Message::default();
        head.bytes(1, kind.as_bytes()).number(3, body.0.len() as u64);
        let length = u32::try_from(head.0.len()).unwrap();
        [&length.to_be_bytes()[..], &head.0, &body.0].concat()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places on the globe")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// A protobuf message in the making.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn number(&mut self, field: u64, number: u64) -> &mut Self {
        encode_varint(field << 3, &mut self.0);
        encode_varint(number, &mut self.0);
        self
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) -> &mut Self {
        encode_varint(field << 3 | 2, &mut self.0);
        encode_varint(bytes.len() as u64, &mut self.0);
        self.0.extend_from_slice(bytes);
        self
    }

    fn packed(&mut self, field: u64, numbers: impl IntoIterator<Item = u64>) -> &mut Self {
        let mut packed = Vec::new();
        numbers.into_iter().for_each(|number| encode_varint(number, &mut packed));
        self.bytes(field, &packed)
    }

    fn deltas(&mut self, field: u64, numbers: impl IntoIterator<Item = i64>) -> &mut Self {
        let mut before = 0;
        let deltas =
            numbers.into_iter().map(|number| zigzag(number - std::mem::replace(&mut before, number)));
        self.packed(field, deltas.collect::<Vec<_>>())
    }

    fn tags(&mut self, tags: &[(usize, usize)]) -> &mut Self {
        self.packed(2, tags.iter().map(|(key, _)| *key as u64))
            .packed(3, tags.iter().map(|(_, value)| *value as u64))
    }
}
