//! Numbers below another, by a seed that the caller gives.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;

/// A number below another, each as likely (Lemire, ACM Trans. Model. Comput. Simul. 29, 2019). There are fewer than 2³².
pub(super) fn below(chance: &mut Pcg32, end: usize) -> usize {
    let end = u64::try_from(end).unwrap_or(u64::MAX).min(u64::from(u32::MAX));
    let refused = (1_u64 << 32) % end.max(1);
    loop {
        let product = u64::from(chance.next_u32()) * end;
        if product & u64::from(u32::MAX) >= refused {
            return usize::try_from(product >> 32).unwrap_or(0);
        }
    }
}
