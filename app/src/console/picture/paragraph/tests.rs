//! What is said of which numbers, and, as golden texts, how it sounds in Swedish and English.

use super::*;
use shared::situation::statistics::Refused;
use shared::situation::{
    ComparedPeriod, Counts, LeftOut, NewPlace, NewPlaces, Refusal, SITUATION_VERSION, Spots, Trend,
    WalkLight, Walked,
};
use shared::time::Period;

fn counts(places: usize, participants: usize) -> Counts {
    Counts { places, participants, pairs: places.max(participants) }
}

fn count(feeling: Feeling, category: &str, participants: usize) -> CategoryCount {
    let trend = Trend { now: counts(2, participants), before: None, per_participant: None };
    let (findings, observations, voices) = (2, participants, participants);
    let category = category.parse().unwrap();
    CategoryCount { feeling, category, findings, observations, voices, trend, adjusted_p: None }
}

fn per_participant(ratio: f64, p: f64) -> PerParticipant {
    let difference = match p <= 0.05 {
        true if ratio > 1.0 => Difference::More,
        true => Difference::Fewer,
        false => Difference::NotShown,
    };
    let (low, high) = (ratio * 0.75, ratio * 1.4);
    PerParticipant { before: 1.0, now: ratio, ratio, low, high, p, difference }
}

/// Compared with before, as one of many.
fn compared_with(count: CategoryCount, ratio: f64, p: f64) -> CategoryCount {
    let trend = Trend { per_participant: Some(per_participant(ratio, p)), ..count.trend };
    CategoryCount { trend, adjusted_p: Some(p), ..count }
}

fn situation(observations: usize, by_category: Vec<CategoryCount>, limits: Vec<Limit>) -> Situation {
    Situation {
        version: SITUATION_VERSION,
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
        trend: Trend::default(),
        safe_trend: Trend::default(),
        comparison: None,
        by_category,
        by_light: vec![],
        by_time: vec![],
        by_when: vec![],
        by_severity: vec![],
        by_hour: vec![],
        spots: Spots::default(),
        new_places: NewPlaces::default(),
        together: vec![],
        streets: None,
        strongest: vec![],
        best: vec![],
        limits,
        refused: vec![],
    }
}

/// Beside the period before: so many earlier places, and what is said at equal effort or why nothing is.
fn beside(it: Situation, earlier: EarlierPlaces, equal_effort: Result<EqualEffort, Refused>) -> Situation {
    let period = |walks: usize| ComparedPeriod {
        walks,
        participants: 10 * walks,
        counts: Counts::default(),
        left_out: LeftOut::default(),
    };
    let comparison = PeriodComparison {
        before: period(6),
        now: period(6),
        light: WalkLight::Dark,
        is_stretch_known: true,
        equal_effort: equal_effort.ok(),
        earlier,
    };
    let refused = equal_effort.err().map(|why| Refusal { measure: Measure::EqualEffort, why });
    let trend = Trend { now: counts(5, 12), before: Some(counts(7, 9)), ..it.trend };
    Situation {
        trend,
        before: Some(Period::default()),
        comparison: Some(comparison),
        refused: refused.into_iter().collect(),
        ..it
    }
}

fn fewer() -> EqualEffort {
    let (before, now, low, high) = (12.2, 7.1, -8.0, -2.2);
    EqualEffort { walks: 6, participants: 10, before, now, low, high, p: 0.01, difference: Difference::Fewer }
}

fn spring() -> EarlierPlaces {
    EarlierPlaces { places: 12, fixed: 4, remains: 7, unclear: 1, ..EarlierPlaces::default() }
}

fn about(place: Option<&str>) -> Named {
    Named { place: place.map(str::to_owned), days_before: "i våras".to_owned(), strongest: None }
}

fn check(it: &Situation, place: Option<&str>, expected: &[&str]) {
    let said = sentences(it, about(place));
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
    assert_eq!(most.args[1], ("people", Arg::Number(9.0)));
}

#[test]
fn all_that_as_many_name_are_named() {
    let counts = vec![
        count(Feeling::Unsafe, "lighting", 7),
        count(Feeling::Unsafe, "snow", 7),
        count(Feeling::Unsafe, "graffiti", 7),
        count(Feeling::Safe, "life", 2),
        count(Feeling::Safe, "well-kept", 2),
    ];
    let it = situation(18, counts, vec![]);
    check(&it, None, &["desk-said-basis", "desk-said-tie", "desk-said-good-tie"]);
    assert_eq!(leading(&it, Feeling::Unsafe).unwrap().args[0].1, Arg::from("lighting, snow, graffiti"));
}

#[test]
fn small_numbers_are_said_to_be_small() {
    let counts = vec![count(Feeling::Unsafe, "lighting", 2), count(Feeling::Safe, "life", 1)];
    let it = situation(3, counts, vec![Limit::FewWalkers]);
    check(&it, None, &["desk-said-basis", "desk-said-few", "desk-said-most-of-few", "desk-said-good"]);
}

#[test]
fn earlier_places_come_first_then_equal_effort_and_places_per_participant_last() {
    let it = beside(situation(9, vec![], vec![]), spring(), Ok(fewer()));
    let trend = Trend { per_participant: Some(per_participant(0.6, 0.2)), ..it.trend };
    let it = Situation { trend, ..it };
    let expected =
        ["desk-said-earlier", "desk-said-basis", "desk-said-equal-effort", "desk-said-per-participant"];
    check(&it, None, &expected);
}

#[test]
fn what_is_refused_is_told_with_both_counts_and_the_reason() {
    let few = Refused::FewWalks { before: 1, now: 1, needed: 3 };
    let it = beside(situation(9, vec![], vec![]), EarlierPlaces::default(), Err(few));
    check(&it, None, &["desk-said-basis", "desk-said-counts", "desk-refused-few-walks"]);
    let unasked = EarlierPlaces { places: 5, not_asked: 5, ..EarlierPlaces::default() };
    let said = sentences(&beside(it, unasked, Err(Refused::NothingShared)), about(None));
    assert_eq!(said[0].id, "desk-said-earlier-not-asked");
    assert_eq!(said.last().unwrap().id, "desk-refused-nothing-shared");
}

#[test]
fn only_what_holds_among_many_comparisons_is_called_a_change() {
    let of = |count: CategoryCount| changes(&situation(9, vec![count], vec![])).len();
    let lighting = || count(Feeling::Unsafe, "lighting", 9);
    assert_eq!([of(compared_with(lighting(), 1.9, 0.01)), of(compared_with(lighting(), 1.9, 0.2))], [1, 0]);
    assert_eq!(of(lighting()), 0);
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
    let counted = vec![
        compared_with(count(Feeling::Unsafe, "lighting", 38), 1.9, 0.01),
        compared_with(count(Feeling::Unsafe, "snow", 11), 0.4, 0.03),
        count(Feeling::Safe, "meeting-place", 12),
    ];
    let new = NewPlace {
        middle: shared::geo::Position::new(65.6, 22.1).unwrap(),
        reach_m: 80.0,
        category: "gathering".parse().unwrap(),
        voices: 8,
        walks: 3,
        voices_before: 1,
        passed_before: 40.0,
        expected: Some(0.9),
        p: Some(0.002),
        findings: vec![],
    };
    let it = beside(situation(131, counted, vec![]), spring(), Ok(fewer()));
    Situation {
        new_places: NewPlaces { new: vec![new], ..NewPlaces::default() },
        findings: 48,
        good_places: 12,
        walkers: 37,
        walks: 5,
        ..it
    }
}

fn one_walk_each() -> Situation {
    let few = Refused::FewWalks { before: 1, now: 1, needed: 3 };
    let unasked = EarlierPlaces { places: 7, not_asked: 7, ..EarlierPlaces::default() };
    let it = situation(12, vec![count(Feeling::Unsafe, "lighting", 9)], vec![]);
    beside(Situation { walkers: 12, walks: 1, findings: 5, good_places: 0, ..it }, unasked, Err(few))
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
            let said = sentences(it, about(Some(place)));
            let worded = said.iter().map(|said| texts.text(said.id, &localised(said, &locale), &locale));
            worded.collect::<Vec<_>>().join(" ")
        };
        let found = [
            paragraph(&autumn(), "Porsön"),
            paragraph(&one_walk_each(), "Hertsön"),
            paragraph(&few, "Björkskatan"),
            paragraph(&nothing, "Örnäset"),
        ];
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
