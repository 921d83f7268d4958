//! Work shared out among all threads there are.
//!
//! Promises: the same answer on however many; a browser has one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

/// On how many threads work is done.
fn threads() -> usize {
    if cfg!(target_arch = "wasm32") { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

/// What is made of each, in their order; each by the thread that has nothing else to do.
pub(crate) fn shared_out<P: Sync, T: Send>(parts: &[P], of: impl Fn(&P) -> T + Sync) -> Vec<T> {
    let threads = threads().min(parts.len());
    if threads < 2 {
        return parts.iter().map(of).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let taken = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let taken = taken.map_while(|at| Some((at, parts.get(at)?)));
        taken.map(|(at, part)| (at, of(part))).collect::<Vec<_>>()
    };
    let mut made: Vec<(usize, T)> = std::thread::scope(|scope| {
        let begun: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        begun.into_iter().flat_map(joined).collect()
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

/// What is made by one and by the other, side by side.
pub(crate) fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if threads() < 2 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), joined(other))
    })
}

fn joined<T>(it: ScopedJoinHandle<'_, T>) -> T {
    it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_each_comes_in_their_order() {
        let parts: Vec<u32> = (0..100).collect();
        assert!(shared_out(&parts, |part| part * part).into_iter().eq((0..100).map(|it| it * it)));
    }

    #[test]
    fn both_are_made_and_a_panic_in_either_is_heard() {
        assert_eq!(both(|| 1, || 2), (1, 2));
        let fails = || -> u8 { std::panic::resume_unwind(Box::new("no")) };
        assert!(std::panic::catch_unwind(|| both(|| 1, fails)).is_err());
        assert!(std::panic::catch_unwind(|| both(fails, || 1)).is_err());
    }
}
