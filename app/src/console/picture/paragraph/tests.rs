//! What is said of which numbers, and, as golden texts, how it sounds in Swedish and English.

use super::*;
use shared::situation::statistics::{Comparison, Rate};
use shared::situation::{EmergingPlace, Spots, Trend, Walked};
use shared::time::Period;

fn count(feeling: Feeling, category: &str, voices: usize) -> CategoryCount {
    let (category, trend) = (category.parse().unwrap(), Trend::default());
    CategoryCount { feeling, category, findings: 2, observations: voices, voices, trend, adjusted_p: None }
}

/// Compared with before: so much now, so much before.
fn compared(count: CategoryCount, now: f64, before: f64, change: Change, p: f64) -> CategoryCount {
    CategoryCount { trend: trend(now, before, change, p), adjusted_p: Some(p), ..count }
}

fn trend(now: f64, before: f64, change: Change, p: f64) -> Trend {
    let rate = |rate: f64| Rate { rate, low: rate / 2.0, high: rate * 2.0, is_of_few: false };
    let ratio = now / before;
    let (low, high) = (ratio * 0.75, Some(ratio * 1.4));
    let change = Comparison { ratio: Some(ratio), low, high, p, change, is_of_few: false };
    Trend {
        findings: 20,
        rate: Some(rate(now)),
        findings_before: Some(13),
        rate_before: Some(rate(before)),
        change: Some(change),
        hourly: None,
    }
}

fn situation(observations: usize, by_category: Vec<CategoryCount>, limits: Vec<Limit>) -> Situation {
    Situation {
        area: None,
        period: Period::default(),
        before: None,
        findings: 3,
        good_places: 1,
        observations,
        voices: observations,
        walkers: 6,
        walks: 2,
        walked: Walked::default(),
        walked_before: None,
        base: Base::Kilometre,
        trend: Trend::default(),
        safe_trend: Trend::default(),
        by_category,
        by_focus: vec![],
        by_light: vec![],
        by_time: vec![],
        by_when: vec![],
        by_severity: vec![],
        by_hour: vec![],
        spots: Spots::default(),
        emerging: vec![],
        together: vec![],
        streets: None,
        strongest: vec![],
        best: vec![],
        limits,
    }
}

fn check(it: &Situation, place: Option<&str>, expected: &[&str]) {
    let said = told(it, place.map(str::to_owned), None);
    assert_eq!(said.iter().map(|said| said.id).collect::<Vec<_>>(), expected);
}

#[test]
fn nothing_recorded_is_said_and_not_called_safe() {
    check(&situation(0, vec![], vec![Limit::NothingRecorded]), None, &["desk-said-nothing"]);
    check(&situation(0, vec![], vec![]), Some("Porsön"), &["desk-said-nothing-in"]);
}

#[test]
fn what_most_point_at_is_named_with_its_numbers() {
    let counts = vec![count(Feeling::Unsafe, "lighting", 9), count(Feeling::Unsafe, "snow", 4)];
    let it = situation(13, counts, vec![]);
    check(&it, Some("Porsön"), &["desk-said-basis-in", "desk-said-most"]);
    let most = leading(&it, Feeling::Unsafe).unwrap();
    assert_eq!(most.args[1], ("voices", Arg::Number(9.0)));
}

#[test]
fn equal_numbers_are_not_ranked() {
    let counts = vec![
        count(Feeling::Unsafe, "lighting", 7),
        count(Feeling::Unsafe, "snow", 7),
        count(Feeling::Safe, "life", 2),
        count(Feeling::Safe, "well-kept", 2),
    ];
    check(&situation(18, counts, vec![]), None, &["desk-said-basis", "desk-said-tie", "desk-said-good-tie"]);
}

#[test]
fn small_numbers_are_said_to_be_small() {
    let counts = vec![count(Feeling::Unsafe, "lighting", 2), count(Feeling::Safe, "life", 1)];
    let it = situation(3, counts, vec![Limit::FewWalkers]);
    check(&it, None, &["desk-said-basis", "desk-said-few", "desk-said-most-of-few", "desk-said-good"]);
}

#[test]
fn only_what_holds_among_many_comparisons_is_called_a_change() {
    let before = Some(Period::default());
    let of = |count: CategoryCount| Situation { before, ..situation(9, vec![count], vec![]) };
    let lighting = || count(Feeling::Unsafe, "lighting", 9);
    let more = of(compared(lighting(), 2.9, 1.9, Change::More, 0.01));
    check(&more, None, &["desk-said-basis", "desk-said-most", "desk-said-changed"]);
    let chance = of(compared(lighting(), 2.9, 1.9, Change::More, 0.2));
    check(&chance, None, &["desk-said-basis", "desk-said-most", "desk-said-no-change"]);
    let few = of(compared(lighting(), 2.9, 1.9, Change::TooFew, 1.0));
    check(&few, None, &["desk-said-basis", "desk-said-most", "desk-said-no-telling"]);
    let fewer = Situation { base: Base::Walker, ..of(compared(lighting(), 1.0, 3.0, Change::Fewer, 0.001)) };
    check(&fewer, None, &["desk-said-basis", "desk-said-most", "desk-said-changed"]);
}

#[test]
fn all_of_it_is_told_before_its_kinds_and_what_feels_safe_has_its_own_trend() {
    let changed = compared(count(Feeling::Unsafe, "lighting", 9), 2.9, 1.9, Change::More, 0.01);
    let it = Situation {
        before: Some(Period::default()),
        trend: trend(5.0, 3.0, Change::More, 0.001),
        safe_trend: trend(1.0, 2.0, Change::Fewer, 0.02),
        ..situation(9, vec![changed], vec![])
    };
    let told = changes(&it);
    let what: Vec<_> = told.iter().map(|said| (said.args[0].1.clone(), said.args[1].1.clone())).collect();
    let expected = [("any-unsafe", "more"), ("any-safe", "fewer"), ("lighting", "more")];
    assert_eq!(what, expected.map(|(what, how)| (Arg::from(what), Arg::from(how))));
    let unsure = Situation { safe_trend: trend(1.0, 2.0, Change::NotShown, 0.2), by_category: vec![], ..it };
    assert_eq!(changes(&unsure).len(), 1, "what chance may give is no change");
}

/// The texts of a language as the build sends them, found by their name in what was built.
fn texts(language: &str) -> Option<crate::text::Texts> {
    let built = std::env::var_os("LYKTA_DIST")?;
    let files = std::fs::read_dir(std::path::Path::new(&built).join("a")).unwrap().flatten();
    let wanted = files.map(|it| it.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_plain = path.extension().is_some_and(|extension| extension == "json");
        name.starts_with(&format!("desk-texts-{language}.")) && is_plain
    });
    wanted.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).next()
}

struct Plain(char);

impl crate::text::Locale for Plain {
    fn plural(&self, number: f64) -> String {
        if (number - 1.0).abs() < f64::EPSILON { "one".to_owned() } else { "other".to_owned() }
    }

    fn number(&self, number: f64) -> String {
        number.to_string().replace('.', &self.0.to_string())
    }
}

fn autumn() -> Situation {
    let counts = vec![
        compared(count(Feeling::Unsafe, "lighting", 38), 2.9, 1.9, Change::More, 0.01),
        compared(count(Feeling::Unsafe, "snow", 11), 0.4, 1.2, Change::Fewer, 0.03),
        count(Feeling::Safe, "meeting-place", 12),
    ];
    let emerging = EmergingPlace {
        middle: shared::geo::Position::new(65.6, 22.1).unwrap(),
        reach_m: 80.0,
        since_ms: 0,
        days: 4,
        cases: 8,
        expected: 0.9,
        p: 0.002,
        category: "gathering".parse().unwrap(),
        findings: vec![],
    };
    let (before, emerging) = (Some(Period::default()), vec![emerging]);
    let it = situation(131, counts, vec![]);
    let (trend, safe_trend) = (trend(8.1, 5.9, Change::More, 0.01), trend(1.2, 2.4, Change::Fewer, 0.02));
    Situation {
        before,
        emerging,
        trend,
        safe_trend,
        findings: 48,
        good_places: 12,
        walkers: 37,
        walks: 5,
        ..it
    }
}

#[test]
fn it_sounds_as_it_should_in_swedish_and_english() {
    for (language, mark, golden) in
        [("sv", ',', include_str!("golden.sv.txt")), ("en", '.', include_str!("golden.en.txt"))]
    {
        let Some(texts) = texts(language) else {
            println!("skipped: the faces are not built, so there are no texts to say it with");
            return;
        };
        let locale = Plain(mark);
        let few = situation(3, vec![count(Feeling::Unsafe, "lighting", 2)], vec![Limit::FewWalkers]);
        let nothing = situation(0, vec![], vec![]);
        let paragraph = |it: &Situation, place: &str| {
            let said = told(it, Some(place.to_owned()), None);
            let worded = said.iter().map(|said| texts.text(said.id, &localised(said, &locale), &locale));
            worded.collect::<Vec<_>>().join(" ")
        };
        let found =
            [paragraph(&autumn(), "Porsön"), paragraph(&few, "Björkskatan"), paragraph(&nothing, "Örnäset")];
        assert_eq!(found.join("\n\n"), golden.trim_end(), "{language}");
    }
}

/// Outside a browser, categories have their ids and numbers a point; the texts under test are those of the paragraph.
fn localised<'a>(said: &'a Said, locale: &Plain) -> Vec<(&'a str, Arg)> {
    let arg = |arg: &Arg| match arg {
        Arg::Word(word) => Arg::Word(word.replace('.', &locale.0.to_string())),
        Arg::Number(number) => Arg::Number(*number),
    };
    said.args.iter().map(|(name, value)| (*name, arg(value))).collect()
}
