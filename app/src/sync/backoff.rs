//! How long to wait before trying again.

const FIRST_MS: u32 = 2_000;
const LONGEST_MS: u32 = 2 * 60_000;

/// No longer than this do we wait for who asks us to wait: a person with a phone in the hand would give up.
const LONGEST_ASKED_MS: u32 = 10 * 60_000;

/// How long not to ask again, when the server asked for so many seconds (`Retry-After`, on `429` and `503`). Up to a
/// quarter more by `chance`, for it asks all phones of a walk alike.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 750,000")]
pub fn asked_ms(seconds: u32, chance: f64) -> u32 {
    let at_least_ms = seconds.saturating_mul(1_000).min(LONGEST_ASKED_MS);
    (f64::from(at_least_ms) * (1.0 + chance.clamp(0.0, 1.0) / 4.0)) as u32
}

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
    fn what_the_server_asks_for_is_waited_and_no_more_than_ten_minutes() {
        assert_eq!([0, 5, 3_600, u32::MAX].map(|s| asked_ms(s, 0.0)), [0, 5_000, 600_000, 600_000]);
        assert_eq!(asked_ms(8, 1.0), 10_000, "spread by chance, and never shorter");
    }

    #[test]
    fn chance_takes_away_up_to_half() {
        assert_eq!(retry_after_ms(6, 0.999_999), 60_000);
        assert_eq!(retry_after_ms(6, 0.5), 90_000);
    }
}
