//! The first of a list in some order.
//!
//! Promises: a list of any length is looked through with room for twice the limit.

use std::sync::Arc;

/// The entries that a limit leaves, and how many there are without it.
#[derive(Debug)]
pub struct Chosen<T> {
    /// The first of them.
    pub first: Vec<Arc<T>>,
    /// How many are asked for in all.
    pub total: usize,
}

/// The entries with the greatest keys, greatest first.
pub fn chosen<T, K: Ord>(
    entries: impl Iterator<Item = Arc<T>>,
    limit: usize,
    key: impl Fn(&T) -> K,
) -> Chosen<T> {
    let mut first: Vec<Arc<T>> = Vec::new();
    let mut total = 0;
    let shorten = |first: &mut Vec<Arc<T>>| {
        first.sort_by_key(|it| std::cmp::Reverse(key(it)));
        first.truncate(limit);
    };
    for entry in entries {
        total += 1;
        first.push(entry);
        if first.len() >= (2 * limit).max(64) {
            shorten(&mut first);
        }
    }
    shorten(&mut first);
    Chosen { first, total }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_are_those_of_the_whole_list_in_order(
            numbers in prop::collection::vec(any::<u16>(), 0..400), limit in 1_usize..80
        ) {
            let found = chosen(numbers.iter().copied().map(Arc::new), limit, |it| *it);
            let mut all = numbers.clone();
            all.sort_unstable_by(|one, other| other.cmp(one));
            all.truncate(limit);
            prop_assert_eq!(found.first.iter().map(|it| **it).collect::<Vec<_>>(), all);
            prop_assert_eq!(found.total, numbers.len());
        }
    }
}
