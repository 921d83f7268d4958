//! Merged as changes come is as merged all anew, whatever the history.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::geo::Position;
use crate::id::SeriesId;
use crate::situation::finding::findings;
use crate::situation::tests::observation;
use crate::statement::Decided;

/// Something that happens to one of a few observations.
#[derive(Debug, Clone)]
enum Deed {
    Put {
        who: u8,
        number: u64,
        north_m: f64,
        accuracy_m: f64,
        category: &'static str,
        arrived_at_ms: i64,
        apart: Vec<ObservationId>,
    },
    Withdraw {
        who: u8,
        number: u64,
    },
    Group {
        number: u64,
        grouped: Grouped,
    },
    Settle,
}

fn id(who: u8, number: u64) -> ObservationId {
    RecordId { series: SeriesId::from_bytes([who; 16]), number }
}

/// Where and whose observations are.
#[derive(Debug, Clone, Copy)]
struct Town {
    walkers: u8,
    long_m: f64,
}

const STREET: Town = Town { walkers: 5, long_m: 120.0 };
/// More than a cell of ground has units.
const CROWD: Town = Town { walkers: 30, long_m: 25.0 };

fn deed(Town { walkers, long_m }: Town) -> impl Strategy<Value = Deed> {
    let one = move || (1_u8..=walkers, 1_u64..6);
    let categories = prop::sample::select(&["lighting", "snow", "littering", "graffiti"][..]);
    let ids = move |most| prop::collection::vec(one().prop_map(|(who, number)| id(who, number)), 0..most);
    let apart = prop_oneof![3 => Just(vec![]), 1 => ids(3)];
    let put = (one(), 0.0..long_m, 3.0..20.0_f64, categories, 0_i64..9, apart);
    let put = put.prop_map(|((who, number), north_m, accuracy_m, category, arrived_at_ms, apart)| {
        Deed::Put { who, number, north_m, accuracy_m, category, arrived_at_ms, apart }
    });
    let withdraw = one().prop_map(|(who, number)| Deed::Withdraw { who, number });
    let ids = || ids(4);
    let replaces = prop::collection::vec((1_u64..6).prop_map(|number| id(99, number)), 0..2);
    let group =
        (1_u64..6, 0_i64..9, ids(), ids(), replaces).prop_map(|(number, at_ms, one, apart, replaces)| {
            Deed::Group { number, grouped: Grouped { at_ms, one, apart, replaces } }
        });
    prop_oneof![8 => put, 2 => withdraw, 2 => group, 3 => Just(Deed::Settle)]
}

fn lamps() -> Lamps {
    let posts = (0..4).map(|post| Lamp {
        name: Some(post.to_string()),
        position: Position::new(65.6 + f64::from(post) * 28.0 / 111_195.0, 22.1).unwrap(),
    });
    Lamps::new(posts)
}

/// What stands after all, and the groups by name as a reader knows them who hears of changes only.
#[derive(Default)]
struct History {
    standing: BTreeMap<ObservationId, Observation>,
    groupings: BTreeMap<RecordId, Grouped>,
    told: BTreeMap<ObservationId, Group>,
}

impl History {
    fn happens(&mut self, merged: &mut Merged, deed: Deed) {
        match deed {
            Deed::Put { who, number, north_m, accuracy_m, category, arrived_at_ms, apart } => {
                let it = Observation {
                    category: category.parse().unwrap(),
                    arrived_at_ms: Some(arrived_at_ms),
                    apart,
                    ..observation(who, number, north_m, accuracy_m)
                };
                merged.put(&it);
                self.standing.insert(it.id, it);
            }
            Deed::Withdraw { who, number } => {
                merged.remove(id(who, number));
                self.standing.remove(&id(who, number));
            }
            Deed::Group { number, grouped } => {
                merged.group(id(99, number), grouped.clone());
                self.groupings.insert(id(99, number), grouped);
            }
            Deed::Settle => self.hear(merged),
        }
    }

    fn hear(&mut self, merged: &mut Merged) {
        let Regrouped { gone, come } = merged.settle();
        self.told.retain(|name, _| !gone.contains(name));
        for name in come {
            let group = merged.group_of(name).unwrap().clone();
            assert_eq!(group.id, name);
            self.told.insert(name, group);
        }
    }
}

fn by_name(merged: &Merged) -> BTreeMap<ObservationId, Group> {
    merged.groups().map(|group| (group.id, group.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_the_groups_are_those_of_merging_all_anew(
        deeds in prop::collection::vec(deed(STREET), 0..40), is_lit in any::<bool>()
    ) {
        check_history(deeds, is_lit);
    }

    #[test]
    fn and_so_they_are_where_more_is_said_at_one_place_than_a_place_has_room_for(
        deeds in prop::collection::vec(deed(CROWD), 0..120), is_lit in any::<bool>()
    ) {
        check_history(deeds, is_lit);
    }
}

fn check_history(deeds: Vec<Deed>, is_lit: bool) {
    let lamps = if is_lit { lamps() } else { Lamps::default() };
    let mut merged = Merged::of::<Observation>([], BTreeMap::new(), lamps.clone());
    let mut history = History::default();
    for deed in deeds {
        history.happens(&mut merged, deed);
    }
    history.hear(&mut merged);
    let anew = by_name(&Merged::of(history.standing.values(), history.groupings.clone(), lamps));
    assert_eq!(by_name(&merged), anew);
    assert_eq!(history.told, anew);
    let mut members: Vec<_> = anew.values().flat_map(|it| it.members.clone()).collect();
    members.sort_unstable();
    assert_eq!(members, history.standing.keys().copied().collect::<Vec<_>>());
    for id in history.standing.keys() {
        assert!(merged.group_of(*id).unwrap().members.contains(id), "any member leads to it");
    }
}

/// Taps on one spot and around it, by so many walkers.
fn taps(count: u64, walkers: u64, around_m: f64) -> impl Iterator<Item = Observation> {
    (0..count).map(move |tap| {
        let who = tap % walkers;
        let mut series = [7; 16];
        series[..8].copy_from_slice(&who.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        let id = RecordId { series: SeriesId::from_bytes(series), number: tap + 1 };
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let north_m = (tap.wrapping_mul(7_919) % 1_000) as f64 / 1_000.0 * around_m;
        Observation { id, arrived_at_ms: i64::try_from(tap).ok(), ..observation(1, 1, north_m, 6.0) }
    })
}

/// What it costs to merge so many taps and then one more, in pairs that are weighed.
fn cost(count: u64, walkers: u64, around_m: f64) -> [u64; 2] {
    let all: Vec<Observation> = taps(count + 1, walkers, around_m).collect();
    let (last, before) = all.split_last().unwrap();
    let mut merged = Merged::of(before, BTreeMap::new(), Lamps::default());
    let anew = merged.weighings();
    merged.put(last);
    merged.settle();
    [anew, merged.weighings() - anew]
}

#[test]
fn what_is_said_at_one_spot_costs_no_more_however_often_and_by_however_many_it_is_said() {
    for walkers in [1, 40, 1_000, u64::MAX] {
        for around_m in [0.001, 15.0, 60.0] {
            for count in [1_500, 20_000] {
                let costs = cost(count, walkers, around_m);
                assert!(
                    costs.iter().all(|cost| *cost < 5_000),
                    "{count} by {walkers} in {around_m} m: {costs:?}"
                );
            }
        }
    }
}

#[test]
fn one_walkers_taps_on_one_spot_are_one_voice_beside_others() {
    let mut there: Vec<Observation> = (1..=50).map(|number| observation(1, number, 0.0, 5.0)).collect();
    there.push(observation(2, 1, 1.0, 5.0));
    let findings = found(&there, &BTreeMap::new(), &Lamps::default());
    assert_eq!((findings.len(), findings[0].voices, findings[0].observations.len()), (1, 2, 51));
    let pair = found(&[there[0].clone(), there[50].clone()], &BTreeMap::new(), &Lamps::default());
    assert_eq!(findings[0].confidence.to_bits(), pair[0].confidence.to_bits(), "and no surer for it");
}

#[test]
fn a_row_of_one_walkers_taps_is_not_one_voice() {
    let row: Vec<Observation> =
        (1..=50_u32).map(|at| observation(1, at.into(), f64::from(at) * 3.0, 5.0)).collect();
    let findings = found(&row, &BTreeMap::new(), &Lamps::default());
    assert!(findings.len() > 3 && findings.iter().all(|it| it.extent_m <= 40.0), "{}", findings.len());
}

#[test]
fn officers_part_one_tap_of_a_walker_from_the_others_and_bind_what_lies_in_a_crowd() {
    let there: Vec<Observation> = (1..=40).map(|who| observation(who, 1, 0.0, 5.0)).collect();
    let own: Vec<Observation> = (1..=5).map(|number| observation(1, number, 0.0, 5.0)).collect();
    let parted = found(&own, &grouped(&[id(1, 1)], &[id(1, 3)]), &Lamps::default());
    let holding = |number| parted.iter().position(|it| it.observations.contains(&id(1, number)));
    assert_ne!(holding(1), holding(3));
    let crowd = found(&there, &grouped(&[id(7, 1)], &[id(9, 1)]), &Lamps::default());
    let holding = |who| crowd.iter().position(|it| it.observations.contains(&id(who, 1)));
    assert_ne!(holding(7), holding(9));
    let far = observation(50, 1, 200.0, 5.0);
    let bound =
        found(&[&there[..], &[far]].concat(), &grouped(&[id(7, 1), id(50, 1)], &[]), &Lamps::default());
    assert!(
        bound.iter().any(|it| it.observations.contains(&id(7, 1)) && it.observations.contains(&id(50, 1)))
    );
}

/// A street so long, and so full, that plots and regions end in the middle of it.
fn street() -> impl Strategy<Value = Vec<Observation>> {
    let one = (0_u8..30, 0.0..700.0_f64, 3.0..25.0_f64, 0_i64..40);
    let categories = prop::sample::select(&["lighting", "deserted", "littering"][..]);
    (categories, prop::collection::vec(one, 0..90)).prop_map(|(category, all)| {
        let numbered = (1..).zip(all);
        let one = |(number, (who, north_m, accuracy_m, day)): (u64, (u8, f64, f64, i64))| Observation {
            category: category.parse().unwrap(),
            at_ms: day * crate::time::DAY_MS,
            arrived_at_ms: Some(day),
            // Some stand in the same spot.
            ..observation(who, number, (north_m / 3.0).floor() * 3.0, accuracy_m.floor())
        };
        numbered.map(one).collect()
    })
}

proptest! {
    #[test]
    fn merged_by_plots_or_one_by_one_is_as_merged_in_one_piece(
        (there, shuffled) in street().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        portion in 1_usize..20, is_lit in any::<bool>()
    ) {
        let lamps = if is_lit { lamps() } else { Lamps::default() };
        let by_plots = Merged::of(&there, BTreeMap::new(), lamps.clone());
        let all = by_plots.units_by_cell.iter().map(|(_, at)| *at).collect();
        let in_one_piece = by_plots.merged(all).told.into_iter().map(|it| (it.group.id, *it.group));
        let in_one_piece: BTreeMap<ObservationId, Group> = in_one_piece.collect();
        prop_assert_eq!(&by_name(&by_plots), &in_one_piece);
        let mut one_by_one = Merged::of::<Observation>([], BTreeMap::new(), lamps);
        for portion in shuffled.chunks(portion) {
            for it in portion {
                one_by_one.put(it);
            }
            one_by_one.settle();
        }
        prop_assert_eq!(&by_name(&one_by_one), &in_one_piece);
    }
}

fn grouped(one: &[ObservationId], apart: &[ObservationId]) -> BTreeMap<RecordId, Grouped> {
    let grouped = Grouped { at_ms: 1, one: one.to_vec(), apart: apart.to_vec(), replaces: vec![] };
    [(id(99, 1), grouped)].into()
}

fn found(
    there: &[Observation],
    groupings: &BTreeMap<RecordId, Grouped>,
    lamps: &Lamps,
) -> Vec<crate::situation::Finding> {
    findings(there, &[], &BTreeMap::<RecordId, Decided>::new(), groupings, lamps)
}

#[test]
fn what_an_officer_made_one_stays_one_however_far_apart_and_whatever_comes_between() {
    let there = [1_u8, 2, 3].map(|who| observation(who, 1, f64::from(who) * 60.0, 5.0));
    let said = grouped(&[id(1, 1), id(3, 1)], &[]);
    let findings = found(&there, &said, &Lamps::default());
    assert_eq!(findings.len(), 2);
    assert_eq!((findings[0].observations.clone(), findings[0].confidence), (vec![id(1, 1), id(3, 1)], 1.0));
}

#[test]
fn what_an_officer_took_apart_stays_apart_and_is_not_suggested() {
    let there = [observation(1, 1, 0.0, 5.0), observation(2, 1, 2.0, 5.0)];
    assert_eq!(found(&there, &BTreeMap::new(), &Lamps::default()).len(), 1);
    let findings = found(&there, &grouped(&[id(1, 1)], &[id(2, 1)]), &Lamps::default());
    assert_eq!(findings.len(), 2);
    assert!(findings.iter().all(|it| it.suggestions.is_empty()));
}

#[test]
fn what_may_be_one_and_is_not_sure_enough_is_suggested_to_both_with_its_doubt() {
    let findings = found(
        &[observation(1, 1, 0.0, 5.0), observation(2, 1, 22.0, 5.0)],
        &BTreeMap::new(),
        &Lamps::default(),
    );
    assert_eq!(findings.len(), 2);
    let suggested = |at: usize| (findings[at].suggestions[0].finding, findings[at].suggestions[0].doubt);
    assert_eq!(
        (suggested(0), suggested(1)),
        ((id(2, 1), crate::situation::Doubt::Apart), (id(1, 1), crate::situation::Doubt::Apart))
    );
    assert!((0.3..0.7).contains(&findings[0].suggestions[0].probability), "{findings:?}");
}

#[test]
fn one_walker_who_points_at_two_places_means_two_things() {
    let points = |who| [observation(1, 1, 0.0, 8.0), observation(who, 2, 11.0, 8.0)];
    assert_eq!(found(&points(1), &BTreeMap::new(), &Lamps::default()).len(), 2);
    assert_eq!(found(&points(2), &BTreeMap::new(), &Lamps::default()).len(), 1);
}

#[test]
fn what_is_said_near_a_known_lamp_is_about_it() {
    let there = [observation(1, 1, -6.0, 6.0), observation(2, 1, 7.0, 6.0), observation(3, 1, 24.0, 6.0)];
    let findings = found(&there, &BTreeMap::new(), &lamps());
    let told: Vec<_> = findings.iter().map(|it| (it.lamp.as_deref(), it.voices)).collect();
    assert_eq!(told, [(Some("0"), 2), (Some("1"), 1)]);
    assert_eq!(
        findings[0].position,
        Some(Position::new(65.6, 22.1).unwrap()),
        "it stands where the lamp stands"
    );
}

#[test]
fn a_dark_path_and_a_littered_park_reach_farther_than_a_lamp_and_no_farther_than_such_a_thing() {
    let row = |category: &str| -> Vec<Observation> {
        let one = |who: u8| Observation {
            category: category.parse().unwrap(),
            ..observation(who, 1, f64::from(who) * 20.0, 5.0)
        };
        (0..20).map(one).collect()
    };
    let longest = |category: &str| {
        let findings = found(&row(category), &BTreeMap::new(), &Lamps::default());
        findings.iter().map(|it| it.extent_m * 2.0).fold(0.0, f64::max)
    };
    let [lamp_m, path_m, park_m] = ["graffiti", "deserted", "littering"].map(longest);
    assert!(lamp_m <= 40.0 && park_m <= 102.0 && path_m <= 152.0, "{lamp_m} {park_m} {path_m}");
    assert!(path_m > 75.0 && park_m > 35.0, "{path_m} {park_m}");
}

#[test]
fn litter_of_last_year_is_other_litter() {
    let litter = |who, at_ms| Observation {
        at_ms,
        category: "littering".parse().unwrap(),
        ..observation(who, 1, 0.0, 5.0)
    };
    let year_ms = 365 * crate::time::DAY_MS;
    let findings = found(&[litter(1, 0), litter(2, year_ms)], &BTreeMap::new(), &Lamps::default());
    assert_eq!(findings.len(), 2);
    assert_eq!(found(&[litter(1, 0), litter(2, 9)], &BTreeMap::new(), &Lamps::default()).len(), 1);
}
