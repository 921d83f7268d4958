//! The server's receipt for one thing: that it holds exactly what this phone wrote, and since when.

use shared::id::{Digest, ObservationId};

use super::own::OwnReceipt;
use super::parts::p;
use super::state::Walker;
use super::thing;
use crate::live::derived;
use crate::platform::dom::{El, el};
use crate::t;
use crate::text::day_and_time;

/// Twice so much of a digest is enough to tell two apart by eye.
const DIGITS: usize = 4;

/// The receipt, to be opened; there once there is one.
pub fn receipt(walker: Walker, id: ObservationId) -> El {
    let receipt = derived(move || thing::read(walker, id, |own, _| own.receipt(id)).flatten());
    el("div").class("receipt").child_live(move || receipt.with(|it| it.as_ref().map(told)))
}

fn told(receipt: &OwnReceipt) -> El {
    let since = receipt.at_ms.map(|at_ms| at_ms.to_string()).unwrap_or_default();
    let summary = match receipt.at_ms {
        Some(at_ms) => t!("receipt-since", at = day_and_time(at_ms)),
        None => t!("receipt"),
    };
    let numbers: Vec<String> = receipt.numbers.iter().map(ToString::to_string).collect();
    let (records, n) = (numbers.join(", "), numbers.len());
    el("details")
        .test("mine-receipt")
        .attr("data-received", &since)
        .child(el("summary").text(&summary))
        .child(p(&t!("receipt-means")))
        .child(p(&t!("receipt-records", n = n, records = records)))
        .child(p(&t!("receipt-digest", number = receipt.reaches, digest = short(receipt.digest))))
}

/// The first digits, in fours.
fn short(digest: Digest) -> String {
    let digits = digest.to_string();
    let some = |from: usize| digits.chars().skip(from).take(DIGITS).collect::<String>();
    [some(0), some(DIGITS)].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_digest_is_read_in_fours() {
        assert_eq!(short(Digest::from_bytes([0xab; 32])), "abab abab");
    }
}
