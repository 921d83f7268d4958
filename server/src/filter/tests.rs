//! What is impossible is refused by name, and what is possible is read.

use super::*;

fn filter(query: &str) -> Result<Filter, String> {
    let parameters = Parameters::of(&format!("/?{query}").parse().unwrap(), &OF_FILTER);
    parameters.and_then(|it| Filter::of(&it)).map_err(|refusal| refusal.to_string())
}

/// Queries that are refused, with the parameter that the refusal must name.
#[test]
fn what_is_impossible_is_refused_by_name() {
    for (query, name) in [
        ("from=2026", "from"),
        ("from=1795541400", "from"),
        ("from=2026-02-30", "from"),
        ("from=2026-11", "from"),
        ("to=i%20g%C3%A5r", "to"),
        ("to=99999999999999999999", "to"),
        ("from=2026-11-24&to=2026-11-23", "to"),
        ("from=2026-11-24T10:00&to=2026-11-24T10:00", "to"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=23,65,22,66", "bbox"),
        ("bbox=22,66,23,65", "bbox"),
        ("bbox=22,65,23,95", "bbox"),
        ("bbox=65,22,66,181", "bbox"),
        ("bbox=NaN,65,23,66", "bbox"),
        ("bbox=22,65,inf,66", "bbox"),
        ("area=Pors%C3%B6n", "area"),
        ("walk=x", "walk"),
        ("aera=porson", "aera"),
        ("area=porson&area=hertson", "area"),
    ] {
        let refused = filter(query).expect_err(query);
        assert!(refused.contains(&format!(": {name}: ")), "{query}: {refused}");
    }
}

#[test]
fn an_order_needs_a_limit_within_bounds() {
    let listing = |query: &str| {
        let names = [&OF_FILTER[..], &["limit", "order"]].concat();
        let parameters = Parameters::of(&format!("/?{query}").parse().unwrap(), &names);
        parameters.and_then(|it| Listing::of(&it)).map_err(|refusal| refusal.to_string())
    };
    assert_eq!(listing("limit=5&order=newest").map(|it| (it.limit, it.order)), Ok((Some(5), Order::Newest)));
    assert_eq!(listing("").map(|it| it.limit), Ok(None));
    for query in ["limit=0", "limit=10001", "limit=x", "limit=-1", "order=newest", "limit=1&order=best"] {
        assert!(listing(query).is_err(), "{query}");
    }
}

#[test]
fn what_is_possible_is_read() {
    let period = |query: &str| filter(query).map(|it| (it.period.from_ms, it.period.to_ms));
    let day = Ok((Some(1_795_474_800_000), Some(1_795_561_200_000)));
    assert_eq!(period("from=2026-11-24&to=2026-11-24"), day);
    assert_eq!(period("from=1795474800000&to=2026-11-24T23:00:00Z"), day);
    assert_eq!(period("from=2026-11-24T00:00:00%2B01:00&to=2026-11-25T00:00"), day);
    assert_eq!(
        period("from=2026-11-24T00:00:00+01:00&to=2026-11-25+00:00"),
        day,
        "a plus sign that nobody escaped"
    );
    assert_eq!(filter("area=&walk=&bbox=&from="), Ok(Filter::default()));
    assert!(filter("bbox=22,65,22,65").is_ok(), "a point");
}
