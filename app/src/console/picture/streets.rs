//! Streets: which were walked, when and in which light, and which never.
//!
//! Promises: "not walked" is never said to be safe; of a street that few walked stands whether it was walked and no more.

use leptos::prelude::*;
use shared::light::Light;
use shared::situation::{FEWEST_ON_STREET, StreetWalked, StreetsWalked};

use super::{rounded, table};
use crate::console::words::light_text;
use crate::t;
use crate::text::day;

/// So many streets are named in words.
const NAMED: usize = 12;

/// So many of each kind stand in the table: everything that a municipality has is for those who ask the server.
const LISTED: usize = 100;

/// The lights of the table's columns.
const LIGHTS: [Light; 3] = [Light::Daylight, Light::Twilight, Light::Dark];

/// The card; nothing without a map of streets or without tracks.
#[component]
pub fn Streets(
    /// The streets.
    streets: Option<StreetsWalked>,
) -> impl IntoView {
    streets.map(|it| {
        let km = |metres: f64| rounded(metres / 1_000.0, 1);
        let covered = t!(
            "desk-streets-walked",
            share = share(it.walked_m, it.length_m).round(),
            km = km(it.length_m),
            dark = km(it.dark_m)
        );
        let line = |title: String, words: String| {
            (!words.is_empty()).then(|| view! { <div><dt>{title}</dt><dd>{words}</dd></div> })
        };
        view! {
            <section class="card" data-test="streets">
                <h2>{t!("desk-streets")}</h2>
                <p>{covered}" "{t!("desk-streets-not-safe")}</p>
                <dl class="shares">
                    {line(t!("desk-streets-never"), names(&it.never))}
                    {line(t!("desk-streets-seen"), names(&it.walked))}
                </dl>
                {table::behind(t!("desk-streets"), head(), rows(&it))}
                <p class="tiny quiet">{t!("desk-streets-few", n = FEWEST_ON_STREET)}</p>
            </section>
        }
    })
}

fn names(list: &[StreetWalked]) -> String {
    let named: Vec<&str> = list.iter().take(NAMED).map(|it| it.name.as_str()).collect();
    [named.join(", "), more(list, NAMED).unwrap_or_default()].join(" ").trim_end().to_owned()
}

fn more(list: &[StreetWalked], shown: usize) -> Option<String> {
    list.len().checked_sub(shown).filter(|more| *more > 0).map(|more| t!("desk-and-more", n = more))
}

fn head() -> Vec<String> {
    let first =
        [t!("desk-street"), t!("desk-street-length"), t!("desk-street-walked"), t!("desk-street-last")];
    first.into_iter().chain(LIGHTS.map(light_text)).collect()
}

/// Those that were walked, then those that were not, each under its heading.
fn rows(it: &StreetsWalked) -> Vec<Vec<String>> {
    let part = |title: String, list: &[StreetWalked]| {
        let listed = list.iter().take(LISTED).map(row);
        let more = more(list, LISTED).map(|words| vec![words]);
        std::iter::once(vec![title]).chain(listed).chain(more).collect::<Vec<_>>()
    };
    let parts = [(t!("desk-streets-seen"), &it.walked), (t!("desk-streets-never"), &it.never)];
    parts
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .flat_map(|(title, list)| part(title, list))
        .collect()
}

fn row(it: &StreetWalked) -> Vec<String> {
    let part = |walked_m: f64| t!("desk-percent", n = share(walked_m, it.length_m).round());
    let in_light =
        |light: Light| it.by_light.iter().find(|it| it.light == light).map_or(0.0, |it| it.walked_m);
    let mut cells = vec![it.name.clone(), rounded(it.length_m, 0)];
    match it.last_at_ms {
        Some(at_ms) => {
            cells.extend([part(it.walked_m), day(at_ms)]);
            cells.extend(LIGHTS.map(|light| part(in_light(light))));
        }
        None => cells.extend(std::iter::repeat_n(t!("desk-no-rate"), LIGHTS.len() + 2)),
    }
    cells
}

fn share(part: f64, of: f64) -> f64 {
    if of > 0.0 { 100.0 * part / of } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::situation::StreetInLight;

    fn street(name: &str) -> StreetWalked {
        StreetWalked {
            name: name.to_owned(),
            length_m: 200.0,
            walked_m: 200.0,
            dark_m: None,
            last_at_ms: None,
            by_light: vec![],
        }
    }

    #[test]
    fn of_a_street_that_few_walked_stands_only_under_which_heading_it_is() {
        let by_light = vec![StreetInLight { light: Light::Dark, walked_m: 150.0 }];
        let of_many = StreetWalked { last_at_ms: Some(0), by_light, ..street("Ringen") };
        let walked = vec![of_many, street("Stigen")];
        let never = vec![StreetWalked { walked_m: 0.0, ..street("Vägen") }];
        let found = rows(&StreetsWalked { walked, never, ..StreetsWalked::default() });
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [1, 7, 7, 1, 7]);
        assert_ne!(found[1][2], found[1][4], "of many the light is told");
        assert_eq!(found[2][2..], found[4][2..], "of few as little as of none");
    }

    #[test]
    fn a_long_list_ends_with_how_many_more_there_are() {
        let never = vec![street("Vägen"); LISTED + 3];
        let found = rows(&StreetsWalked { never, ..StreetsWalked::default() });
        assert_eq!((found.len(), found.last().map(Vec::len)), (LISTED + 2, Some(1)));
        assert_eq!(names(&[]), "");
    }
}
