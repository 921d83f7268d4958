//! Exact tests against published values, and what must not be said.

use proptest::prelude::*;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

use super::*;
use crate::situation::observation::Lighting;
use crate::situation::tests::observation;

fn walker(number: usize) -> SeriesId {
    SeriesId::from_bytes([u8::try_from(number % 250).unwrap(); 16])
}

/// So many places with these traits, each told by another of 50 walkers.
fn places(groups: &[(usize, &[&'static str])]) -> Vec<Seen<&'static str>> {
    let all = groups.iter().flat_map(|(count, traits)| std::iter::repeat_n(*traits, *count));
    let seen = |(at, traits): (usize, &[&'static str])| Seen {
        traits: traits.iter().copied().collect(),
        walkers: [walker(at % 50)].into(),
    };
    all.enumerate().map(seen).collect()
}

#[test]
fn fishers_exact_test_comes_out() {
    // Hypergeometric tails of SciPy 1.17.
    for (together, a, b, all, p) in
        [(20, 30, 40, 100, 0.000_431_062_552_424_063_65), (8, 50, 60, 1000, 0.007_615_035_026_066_62)]
    {
        assert!((chance_of(together, a, b, all) / p - 1.0).abs() < 1e-9);
    }
    // The lady tasting tea (Fisher 1935): 4 of 4 among 8.
    assert!((chance_of(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
    assert!((chance_of(3, 30, 40, 100) - 1.0).abs() < 1e-12);
}

#[test]
fn dark_and_vegetation_come_together_as_by_hand() {
    let seen = places(&[(20, &["dark", "green"]), (10, &["dark"]), (20, &["green"]), (50, &[])]);
    let found = together(&seen);
    assert_eq!(found.len(), 1);
    let it = &found[0];
    assert_eq!((it.traits.as_slice(), it.together, it.of), (["dark", "green"].as_slice(), 20, 100));
    assert_eq!(it.each, [30, 40]);
    // 0.2 ÷ (0.3 · 0.4); variance of its logarithm 1/20 − 1/30 − 1/40 + (2 · 5/3 − 1)/100 = 0.015.
    let spread = (1.96 * 0.015_f64.sqrt()).exp();
    assert!((it.lift - 5.0 / 3.0).abs() < 1e-12);
    assert!((it.low - it.lift / spread).abs() < 1e-4 && (it.high - it.lift * spread).abs() < 1e-4);
    assert!((it.p - 0.000_431_062_552_424_063_65).abs() < 1e-12 && it.adjusted_p >= it.p);
}

#[test]
fn places_gather_what_several_walkers_said_of_them() {
    let dark = Observation {
        light: Some(Light::Dark),
        lighting: Lighting { lamp_m: None, lit: Some(false) },
        ..observation(1, 1, 0.0, 5.0)
    };
    let green = Observation {
        category: "vegetation".parse().unwrap(),
        when: vec![When::Evening],
        ..observation(2, 1, 3.0, 5.0)
    };
    let nowhere = Observation { position: None, ..observation(3, 1, 0.0, 5.0) };
    let seen = seen_by_place(&[dark, green, nowhere], |it| it.position.map(|_| 7));
    let category = |name: &str| Trait::Category(name.parse().unwrap());
    let expected = [
        category("lighting"),
        category("vegetation"),
        Trait::When(When::Evening),
        Trait::Dark,
        Trait::NoLight,
    ];
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].traits.iter().cloned().collect::<Vec<_>>(), seen[0].walkers.len()),
        (expected.to_vec(), 2)
    );
}

#[test]
fn of_three_the_third_must_add_to_the_two() {
    // Dark and green come together; tunnels fall on both alike and add nothing.
    let mut groups: Vec<(usize, &[&'static str])> =
        vec![(20, &["dark", "green"]), (20, &["dark", "green", "tunnel"]), (20, &["tunnel"]), (40, &[])];
    let found = |groups: &[(usize, &[&'static str])]| -> Vec<Vec<&str>> {
        together(&places(groups)).into_iter().map(|it| it.traits).collect()
    };
    assert_eq!(found(&groups), [vec!["dark", "green"]]);
    groups = vec![
        (20, &["dark", "green", "tunnel"]),
        (8, &["dark"]),
        (8, &["green"]),
        (8, &["tunnel"]),
        (60, &[]),
    ];
    assert!(found(&groups).contains(&vec!["dark", "green", "tunnel"]));
}

#[test]
fn nothing_is_said_of_few_places_or_few_walkers() {
    assert_eq!(together(&places(&[(4, &["dark", "green"]), (96, &[])])), []);
    assert_eq!(together(&places(&[(5, &["dark", "green"]), (95, &[])])).len(), 1);
    let mut of_four = places(&[(30, &["dark", "green"]), (70, &[])]);
    for (at, seen) in of_four.iter_mut().enumerate() {
        seen.walkers = [walker(at % 4)].into();
    }
    assert_eq!(together(&of_four), []);
    assert_eq!(together::<&str>(&[]), []);
}

/// Ten traits that know nothing of each other.
fn strangers(seed: u64) -> Vec<Seen<u8>> {
    let mut chance = Pcg32::new(seed, 0);
    let place = |at| Seen {
        traits: (0..10).filter(|_| chance.next_u32().is_multiple_of(4)).collect(),
        walkers: [walker(at)].into(),
    };
    (0..200).map(place).collect()
}

#[test]
fn among_strangers_hardly_ever_anything_is_found() {
    let false_alarms = (0..200).filter(|seed| !together(&strangers(*seed)).is_empty()).count();
    // Two families at 5 % each: 20 at most on average; exact tests on counts give fewer.
    assert!(false_alarms <= 25, "{false_alarms}");
}

proptest! {
    #[test]
    fn the_order_of_places_changes_nothing(
        (there, shuffled) in (0_u64..99).prop_flat_map(|seed| {
            let mut there = strangers(seed);
            for seen in there.iter_mut().take(60) {
                seen.traits.extend([1, 2]);
            }
            (Just(there.clone()), Just(there).prop_shuffle())
        })
    ) {
        let found = together(&there);
        prop_assert!(found.iter().any(|it| it.traits == [1, 2]));
        prop_assert!(found.iter().all(|it| it.low <= it.lift && it.lift <= it.high && it.lift > 1.0));
        prop_assert_eq!(found, together(&shuffled));
    }
}
