//! What a phone may hold that this build does not write: of newer and of broken apps, and of those who try things.

use shared::id::SeriesId;

/// A text, and whether the server keeps it without effect and says so.
struct Odd {
    text: &'static str,
    is_stuck: bool,
}

const fn of_a_newer_app(text: &'static str) -> Odd {
    Odd { text, is_stuck: false }
}

const fn stuck(text: &'static str) -> Odd {
    Odd { text, is_stuck: true }
}

/// `OWN` and `OTHER` stand for series.
const ODD: [Odd; 20] = [
    of_a_newer_app(r#"{"kind":"sung","at_ms":1,"melody":["å",null,{"deep":[[]]}]}"#),
    of_a_newer_app(r#"{ "v" : 9, "kind" : "observed",  "feeling":["mixed"], "x":1.0e2 }"#),
    of_a_newer_app(r#"{"kind":"observed","v":2}"#),
    of_a_newer_app(r#"{"kind":"","at_ms":"\u0000"}"#),
    of_a_newer_app(
        r#"{"kind":"observed","at_ms":1,"feeling":"safe","category":"benches","place":{"floor":3},"mood":{"a":[1,"x",null]}}"#,
    ),
    of_a_newer_app(
        r#"{"kind":"edited","at_ms":2,"of":"OWN-1","change":{"text":"vid \"kiosken\" \u0001 🏮"},"because":"why not"}"#,
    ),
    of_a_newer_app(
        r#"{"kind":"tracked","at_ms":3,"from":{"lat":65.6,"lon":22.1},"accuracy_m":7,"steps":[],"pace":1e300}"#,
    ),
    stuck(r#"{"kind":"observed"}"#),
    stuck(r#"{"kind":"observed","kind":"sung"}"#),
    stuck(r#"{"kind":"observed","at_ms":1,"feeling":"cold","category":"lighting"}"#),
    stuck(
        r#"{"kind":"observed","at_ms":1,"feeling":"safe","category":"lighting","place":{"fix":{"lat":99,"lon":0,"accuracy_m":1,"fixed_at_ms":1,"source":"device"}}}"#,
    ),
    stuck(r#"{"kind":"edited","at_ms":1,"of":"OWN-0","change":{"text":"x"}}"#),
    stuck(r#"{"kind":"edited","at_ms":1,"of":"OWN-1","change":{"humming":"x"}}"#),
    stuck(r#"{"kind":"tracked","at_ms":1,"from":{"lat":65.6,"lon":22.1},"accuracy_m":7,"steps":[1,2]}"#),
    stuck("[1, 2]"),
    stuck("\"åäö 🏮\""),
    stuck("null"),
    stuck(r#"{"kind":"edited","at_ms":1,"of":"OTHER-1","change":{"withdrawn":true}}"#),
    stuck(
        r#"{"kind":"decided","at_ms":9000000000000,"about":["OTHER-1"],"state":"done","answer":"So there."}"#,
    ),
    stuck(r#"{"kind":"walk_planned","at_ms":1,"title":"Mine","starts_at_ms":1}"#),
];

/// One of them, and whether it is stuck.
pub(super) fn text(which: u32, own: SeriesId, other: SeriesId) -> (String, bool) {
    let Odd { text, is_stuck } = &ODD[which as usize % ODD.len()];
    (text.replace("OWN", &own.to_string()).replace("OTHER", &other.to_string()), *is_stuck)
}
