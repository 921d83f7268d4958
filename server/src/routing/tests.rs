//! Ways on small maps that were drawn of small extracts, and on the demonstration's map of a real town.

use std::collections::HashMap;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::basemap::tests::{Extract, Source, source};
use crate::basemap::{import_osm, spot, ways};

/// South of Stockholm, four tiles wide and high at the finest zoom.
const BOX: [f64; 4] = [18.00, 59.30, 18.02, 59.31];

const PATH: &[(&str, &str)] = &[("highway", "footway")];
const STREET: &[(&str, &str)] = &[("highway", "residential")];
const BRIDGE: &[(&str, &str)] = &[("highway", "footway"), ("bridge", "yes"), ("layer", "1")];
const RIVER: &[(&str, &str)] = &[("natural", "water"), ("water", "river")];

struct Town {
    network: Network,
    source: Source,
    folder: tempfile::TempDir,
}

fn town(extract: &Extract) -> Town {
    let folder = tempfile::tempdir().unwrap();
    let (osm, map) = (folder.path().join("town.osm.pbf"), folder.path().join("basemap.pmtiles"));
    std::fs::write(&osm, extract.bytes()).unwrap();
    import_osm(&osm, &map, None, crate::basemap::Streets::Optional, &mut |_, _| {}).unwrap();
    Town { network: network(&map), source: source(&osm), folder }
}

fn network(map: &Path) -> Network {
    let (ways, unit) = ways(map).unwrap();
    Network::new(Graph::of(ways, unit))
}

impl Town {
    fn at(&self, (lon, lat): (f64, f64)) -> OnWay {
        self.network.nearest(spot(lon, lat)).unwrap()
    }

    fn leg(&self, from: (f64, f64), to: (f64, f64)) -> Result<Leg, NoLeg> {
        self.network.leg(&self.at(from), &self.at(to))
    }
}

/// The length of a line of degrees, in metres.
fn length_m(places: &[(f64, f64)]) -> f64 {
    let positions = places.iter().map(|(lon, lat)| shared::geo::Position::new(*lat, *lon).unwrap());
    shared::track::length_m(positions)
}

fn is_about(leg: &Leg, expected_m: f64) {
    assert!((leg.length_m - expected_m).abs() < 2.0, "{} m where {expected_m} m were due", leg.length_m);
}

#[test]
fn a_street_over_the_sides_of_tiles_is_one_street() {
    // Through all four columns, at a slant, so that each tile rounds the crossing of its side by itself.
    let street = [(18.0005, 59.3011), (18.0071, 59.3053), (18.0195, 59.3093)];
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &street, STREET);
    let leg = town(&extract).leg(street[0], street[2]).unwrap();
    is_about(&leg, length_m(&street));
    assert!(leg.line.len() >= 3, "{leg:?}");
}

#[test]
fn a_street_straight_through_tiles_that_are_all_alike_is_whole() {
    // The archive holds the middle tiles once.
    let street = [(18.0005, 59.3035), (18.0195, 59.3035)];
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &street, STREET);
    is_about(&town(&extract).leg(street[0], street[1]).unwrap(), length_m(&street));
}

/// Two banks of a river, with a street along each.
fn banks() -> Extract {
    let mut extract = Extract::new(Some(BOX));
    extract.block(1, [18.0001, 59.3045, 18.0199, 59.3055], RIVER);
    extract.node(21, (18.002, 59.304), &[]).node(22, (18.010, 59.304), &[]).node(23, (18.018, 59.304), &[]);
    extract.node(31, (18.002, 59.306), &[]).node(32, (18.010, 59.306), &[]).node(33, (18.018, 59.306), &[]);
    extract.way(2, &[21, 22, 23], STREET).way(3, &[31, 32, 33], STREET);
    extract
}

#[test]
fn without_a_bridge_nobody_gets_over_the_river() {
    let town = town(&banks());
    assert_eq!(town.leg((18.003, 59.304), (18.003, 59.306)), Err(NoLeg::Apart));
    town.leg((18.003, 59.304), (18.017, 59.304)).unwrap();
}

#[test]
fn with_a_bridge_the_way_goes_over_it_and_nowhere_else_over_the_water() {
    let mut extract = banks();
    extract.way(4, &[22, 32], BRIDGE);
    let leg = town(&extract).leg((18.003, 59.304), (18.003, 59.306)).unwrap();
    let around = [(18.003, 59.304), (18.010, 59.304), (18.010, 59.306), (18.003, 59.306)];
    is_about(&leg, length_m(&around));
    let over_water = leg.line.windows(2).filter(|pair| {
        let [(_, from), (_, to)] = [pair[0], pair[1]].map(basemap::degrees);
        from.min(to) < 59.3055 && from.max(to) > 59.3045
    });
    assert_eq!(over_water.count(), 1, "{leg:?}");
}

#[test]
fn what_passes_below_a_bridge_does_not_meet_it() {
    let mut extract = banks();
    extract.way(4, &[22, 32], BRIDGE);
    extract.line(5, &[(18.004, 59.305), (18.016, 59.305)], PATH);
    let town = town(&extract);
    assert_eq!(town.leg((18.005, 59.305), (18.005, 59.304)), Err(NoLeg::Apart));
    // On level ground the two would meet.
    let mut extract = banks();
    extract.way(4, &[22, 32], PATH);
    extract.line(5, &[(18.004, 59.305), (18.016, 59.305)], PATH);
    self::town(&extract).leg((18.005, 59.305), (18.005, 59.304)).unwrap();
}

#[test]
fn a_path_that_meets_a_straight_street_in_its_midst_meets_it() {
    // The bend that both share lies on a straight line, so that drawing leaves it out of the street.
    let mut extract = Extract::new(Some(BOX));
    extract.node(1, (18.001, 59.3021), &[]).node(2, (18.0033, 59.30302), &[]).node(
        3,
        (18.0061, 59.30412),
        &[],
    );
    extract.node(4, (18.0031, 59.3046), &[]);
    extract.way(1, &[1, 2, 3], STREET).way(2, &[2, 4], PATH);
    town(&extract).leg((18.0031, 59.3046), (18.001, 59.3021)).unwrap();
}

#[test]
fn nobody_walks_on_motorways_rails_and_what_is_closed_on_foot() {
    let line = [(18.003, 59.303), (18.005, 59.303)];
    let closed: [&[(&str, &str)]; 6] = [
        &[("highway", "motorway")],
        &[("railway", "rail")],
        &[("route", "ferry")],
        &[("highway", "trunk"), ("motorroad", "yes")],
        &[("highway", "cycleway"), ("foot", "no")],
        &[("highway", "service"), ("access", "no")],
    ];
    for tags in closed {
        let mut extract = Extract::new(Some(BOX));
        extract.line(1, &line, tags);
        assert_eq!(town(&extract).network.nearest(spot(18.004, 59.303)), None, "{tags:?}");
    }
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &line, &[("highway", "service"), ("access", "no"), ("foot", "yes")]);
    assert!(town(&extract).network.nearest(spot(18.004, 59.303)).is_some());
}

#[test]
fn a_yard_that_is_private_is_gone_through_only_where_the_way_around_is_much_longer() {
    let (from, to) = ((18.004, 59.303), (18.008, 59.303));
    let around = |lat: f64| [from, (from.0, lat), (to.0, lat), to];
    for (lat, goes_around) in [(59.3035, true), (59.3095, false)] {
        let mut extract = Extract::new(Some(BOX));
        extract.node(1, from, &[]).node(2, (from.0, lat), &[]).node(3, (to.0, lat), &[]).node(4, to, &[]);
        extract.way(1, &[1, 2, 3, 4], PATH);
        extract.way(2, &[1, 4], &[("highway", "service"), ("access", "private")]);
        let leg = town(&extract).leg(from, to).unwrap();
        let expected = if goes_around { length_m(&around(lat)) } else { length_m(&[from, to]) };
        is_about(&leg, expected);
    }
}

#[test]
fn a_click_means_the_nearest_way_within_reach() {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &[(18.001, 59.3030), (18.019, 59.3030)], STREET);
    extract.line(2, &[(18.001, 59.3040), (18.019, 59.3040)], STREET);
    let network = town(&extract).network;
    let (_, lat) = basemap::degrees(network.nearest(spot(18.01, 59.30332)).unwrap().spot);
    assert!((lat - 59.3030).abs() < 1e-5, "{lat}");
    // 33 m and 45 m south of the first.
    assert!(network.nearest(spot(18.01, 59.3027)).is_some());
    assert_eq!(network.nearest(spot(18.01, 59.3026)), None);
}

#[test]
fn a_scrap_of_path_is_not_meant_when_a_street_is_hardly_farther() {
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &[(18.001, 59.3030), (18.019, 59.3030)], STREET);
    extract.line(2, &[(18.0100, 59.30315), (18.0102, 59.30315)], PATH);
    let town = town(&extract);
    // Three metres from the scrap, twenty from the street.
    town.leg((18.0101, 59.30318), (18.015, 59.3030)).unwrap();
}

#[test]
fn both_ends_on_one_street_need_no_corner() {
    let street = [(18.001, 59.3030), (18.005, 59.3033), (18.009, 59.3030)];
    let mut extract = Extract::new(Some(BOX));
    extract.line(1, &street, STREET);
    let town = town(&extract);
    for (from, to) in [((18.003, 59.30315), (18.007, 59.30315)), ((18.007, 59.30315), (18.003, 59.30315))] {
        let leg = town.leg(from, to).unwrap();
        is_about(&leg, length_m(&[from, street[1], to]));
        let ends = [leg.line[0], leg.line[leg.line.len() - 1]].map(basemap::degrees);
        assert!((ends[0].0 - from.0).abs() < 1e-5 && (ends[1].0 - to.0).abs() < 1e-5, "{ends:?}");
    }
}

#[test]
fn a_block_is_walked_around_both_ways() {
    let corners = [(18.004, 59.303), (18.004, 59.304), (18.008, 59.304), (18.008, 59.303)];
    let mut extract = Extract::new(Some(BOX));
    extract.ring(1, &corners, STREET);
    let town = town(&extract);
    let (from, to) = ((18.005, 59.303), (18.004, 59.3032));
    is_about(&town.leg(from, to).unwrap(), length_m(&[from, corners[0], to]));
    is_about(&town.leg(to, from).unwrap(), length_m(&[from, corners[0], to]));
}

/// Numbers of islands by node of the extract, as its ways hang together.
fn islands(source: &Source) -> HashMap<i64, i64> {
    fn root(parents: &mut HashMap<i64, i64>, node: i64) -> i64 {
        let parent = *parents.entry(node).or_insert(node);
        if parent == node {
            return node;
        }
        let found = root(parents, parent);
        parents.insert(node, found);
        found
    }
    let mut parents = HashMap::new();
    for pair in source.ways.iter().flat_map(|way| way.windows(2)) {
        let (from, to) = (root(&mut parents, pair[0]), root(&mut parents, pair[1]));
        parents.insert(from, to);
    }
    let nodes: Vec<i64> = parents.keys().copied().collect();
    nodes.into_iter().map(|node| (node, root(&mut parents, node))).collect()
}

/// Every node of a walkable way can be reached from those that it hangs together with in the source.
fn all_reachable(town: &Town) {
    let islands = islands(&town.source);
    let mut first_by_island: HashMap<i64, OnWay> = HashMap::new();
    for (node, island) in &islands {
        let place = town.network.nearest(town.source.spot_by_node[node]).expect("it lies on a way");
        let first = first_by_island.entry(*island).or_insert(place);
        assert!(town.network.leg(first, &place).is_ok(), "node {node} is cut off from its island");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_hangs_together_in_the_extract_does_so_in_the_graph(
        places in prop::collection::vec((0_u32..2_000, 0_u32..1_000), 4..40),
        ways in prop::collection::vec(prop::collection::vec(0_usize..40, 2..6), 1..20),
    ) {
        let mut extract = Extract::new(Some(BOX));
        for (id, (east, north)) in (1..).zip(&places) {
            extract.node(id, (18.0 + f64::from(*east) * 1e-5, 59.3 + f64::from(*north) * 1e-5), &[]);
        }
        for (id, way) in (1..).zip(&ways) {
            let mut refs: Vec<i64> = way.iter().map(|at| i64::try_from(at % places.len()).unwrap() + 1).collect();
            refs.dedup();
            if refs.len() > 1 {
                extract.way(id, &refs, PATH);
            }
        }
        extract.line(99, &[(18.001, 59.301), (18.002, 59.302)], PATH);
        all_reachable(&town(&extract));
    }
}

#[test]
fn a_leg_costs_what_lies_between_and_not_the_whole_town() {
    // Forty streets each way: 1,600 crossings.
    let mut extract = Extract::new(Some(BOX));
    let at = |step: i64| f64::from(i32::try_from(step).unwrap());
    let node = |column: i64, row: i64| row * 40 + column + 1;
    for (row, column) in (0..40).flat_map(|row| (0..40).map(move |column| (row, column))) {
        let place = (18.0002 + at(column) * 0.0005, 59.3001 + at(row) * 0.00025);
        extract.node(node(column, row), place, &[]);
    }
    for line in 0..40 {
        let along: Vec<i64> = (0..40).map(|column| node(column, line)).collect();
        let across: Vec<i64> = (0..40).map(|row| node(line, row)).collect();
        extract.way(1_000 + line, &along, STREET).way(2_000 + line, &across, STREET);
    }
    let town = town(&extract);
    let near = town.leg((18.0052, 59.3026), (18.0072, 59.3026)).unwrap();
    let far = town.leg((18.0002, 59.3001), (18.0197, 59.3098)).unwrap();
    assert!(near.visited < 60, "four blocks: {} nodes", near.visited);
    assert!(far.visited <= town.network.graph().nodes.len() + 2, "{} nodes", far.visited);
}

#[test]
fn a_file_is_read_for_its_own_map_only_and_when_it_is_as_it_was_written() {
    let town = town(&banks());
    let (graph, path) = (town.network.graph(), town.folder.path().join("basemap.ways"));
    assert_eq!(file::read(&path, "a"), None);
    file::write(&path, "a", graph).unwrap();
    assert_eq!(file::read(&path, "a").as_ref(), Some(graph));
    assert_eq!(file::read(&path, "b"), None, "of another map");
    let bytes = std::fs::read(&path).unwrap();
    for at in [0, 11, 13, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        assert_eq!(file::read(&path, "a"), None, "byte {at}");
        std::fs::write(&path, &bytes[..at]).unwrap();
        assert_eq!(file::read(&path, "a"), None, "{at} bytes");
    }
}

#[test]
fn in_a_real_town_most_ways_hang_together() {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/helsinki.pmtiles");
    let network = network(&map);
    let (graph, whole) = (network.graph(), network.graph().length_m());
    let largest = network.largest_island_m();
    assert!(graph.edges.len() > 1_000 && largest > 0.9 * whole, "{largest} of {whole} m hang together");
}
