//! In which ways walks can be dealt to *now* and *before*.
//!
//! Promises: the own deal is always among them, once; all of them where they are few, else as many as are wanted, each as
//! likely as any other.

use rand_pcg::Pcg32;

use crate::situation::statistics::chance::below;

/// Which walks are of now.
pub(super) type Deal = Vec<bool>;

/// In how many ways `chosen` of `all` can be chosen, up to the greatest number there is.
pub(super) fn ways(all: usize, chosen: usize) -> usize {
    let chosen = chosen.min(all - chosen.min(all));
    let step = |ways: usize, at: usize| ways.checked_mul(all - at).map(|it| it / (at + 1));
    (0..chosen).try_fold(1, step).unwrap_or(usize::MAX)
}

/// All deals of as many walks to now as the own one has, or the own one and others by chance.
pub(super) fn deals(own: &Deal, most: usize, seed: u64) -> Vec<Deal> {
    let now = own.iter().filter(|it| **it).count();
    if ways(own.len(), now) <= most {
        return every(own.len(), now);
    }
    let mut chance = Pcg32::new(seed, 0);
    let by_chance = (1..most).map(|_| one(own.len(), now, &mut chance));
    std::iter::once(own.clone()).chain(by_chance).collect()
}

fn every(all: usize, now: usize) -> Vec<Deal> {
    let mut found = vec![(Vec::with_capacity(all), now)];
    for at in 0..all {
        let longer = |(deal, left): (Deal, usize)| {
            let room = all - at - 1;
            let with = |is_now: bool| {
                let left = left.checked_sub(usize::from(is_now)).filter(|left| *left <= room)?;
                Some((deal.iter().copied().chain([is_now]).collect(), left))
            };
            [with(false), with(true)].into_iter().flatten().collect::<Vec<(Deal, usize)>>()
        };
        found = found.into_iter().flat_map(longer).collect();
    }
    found.into_iter().map(|(deal, _)| deal).collect()
}

/// One deal (Fisher & Yates 1938, as far as needed).
fn one(all: usize, now: usize, chance: &mut Pcg32) -> Deal {
    let mut walks: Vec<usize> = (0..all).collect();
    for at in 0..now {
        let other = at + below(chance, all - at);
        walks.swap(at, other);
    }
    let mut deal = vec![false; all];
    walks[..now].iter().for_each(|walk| deal[*walk] = true);
    deal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_walks_are_dealt_in_every_way_and_many_in_some_with_the_own_among_them() {
        assert_eq!([ways(6, 3), ways(7, 2), ways(12, 6), ways(3, 3), ways(2, 5)], [20, 21, 924, 1, 1]);
        assert_eq!(ways(300, 150), usize::MAX);
        let own = vec![false, false, false, true, true, true];
        let mut all = deals(&own, 400, 1);
        assert_eq!(all.len(), 20);
        assert!(all.contains(&own) && all.iter().all(|it| it.iter().filter(|now| **now).count() == 3));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 20, "each once");
        let own = [vec![false; 20], vec![true; 10]].concat();
        let some = deals(&own, 400, 1);
        assert_eq!((some.len(), &some[0]), (400, &own));
        assert!(some.iter().all(|it| it.iter().filter(|now| **now).count() == 10));
        assert_eq!(some, deals(&own, 400, 1), "by seed");
    }
}
