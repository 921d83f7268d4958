//! Why something is not compared, in words, with the counts behind it.

use shared::situation::statistics::Refused;

use super::paragraph::Said;
use super::rounded;

/// The reason as a sentence.
pub fn said(why: &Refused) -> Said {
    match *why {
        Refused::FewWalks { before, now, needed } => Said::new(
            "desk-refused-few-walks",
            [("before", before.into()), ("now", now.into()), ("needed", needed.into())],
        ),
        Refused::FewPlaces { needed, .. } => {
            Said::new("desk-refused-few-places", [("needed", needed.into())])
        }
        Refused::FewPairs { before, now, needed_in_all, .. } => Said::new(
            "desk-refused-few-pairs",
            [("before", before.into()), ("now", now.into()), ("needed", needed_in_all.into())],
        ),
        Refused::NoVariation => Said::new("desk-refused-no-variation", []),
        Refused::FewDeals { before, now, .. } => {
            Said::new("desk-refused-few-deals", [("before", before.into()), ("now", now.into())])
        }
        Refused::UnequalWalks { before, now, most } => Said::new(
            "desk-refused-unequal-walks",
            [
                ("before", rounded(before, 0).into()),
                ("now", rounded(now, 0).into()),
                ("most", rounded(most, 0).into()),
            ],
        ),
        Refused::NothingShared => Said::new("desk-refused-nothing-shared", []),
        Refused::OtherLight { daylight_before, dark_before, daylight_now, dark_now } => Said::new(
            "desk-refused-other-light",
            [
                ("daybefore", daylight_before.into()),
                ("darkbefore", dark_before.into()),
                ("daynow", daylight_now.into()),
                ("darknow", dark_now.into()),
            ],
        ),
        Refused::OtherForm { sheets_before, sheets_now } => Said::new(
            "desk-refused-other-form",
            [("before", sheets_before.into()), ("now", sheets_now.into())],
        ),
        Refused::OtherQuestions { before, now } => {
            Said::new("desk-refused-other-questions", [("before", before.into()), ("now", now.into())])
        }
    }
}
