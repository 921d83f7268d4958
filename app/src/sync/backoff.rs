//! How long to wait before trying again.

const FIRST_MS: u32 = 2_000;
const LONGEST_MS: u32 = 2 * 60_000;

/// After so many failures in a row: twice as long each time, up to two minutes, of which `chance` (0 up to 1) takes
/// away up to half, so that the phones of a whole walk do not come back at the same moment.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1,000 and 120,000")]
pub fn retry_after_ms(failures: u32, chance: f64) -> u32 {
    let whole = FIRST_MS.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_MS);
    (f64::from(whole) * (1.0 - chance.clamp(0.0, 1.0) / 2.0)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_two_minutes() {
        let waits = [0, 1, 2, 5, 6, 100].map(|failures| retry_after_ms(failures, 0.0));
        assert_eq!(waits, [2_000, 4_000, 8_000, 64_000, 120_000, 120_000]);
    }

    #[test]
    fn chance_takes_away_up_to_half() {
        assert_eq!(retry_after_ms(6, 0.999_999), 60_000);
        assert_eq!(retry_after_ms(6, 0.5), 90_000);
    }
}
