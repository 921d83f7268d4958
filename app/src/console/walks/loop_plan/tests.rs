//! A loop while it is drawn, without a map and without a server.

use shared::wire::{LegFound, LoopLeg, LoopStop};

use super::*;

const A: LonLat = [22.10, 65.60];
const B: LonLat = [22.11, 65.60];
const C: LonLat = [22.11, 65.61];
const D: LonLat = [22.12, 65.61];

/// An answer that moves every place a little east and goes by a bend of its own.
fn answer(question: &Question) -> LoopAnswer {
    let on_way = |[lon, lat]: LonLat| [lon + 0.000_1, lat];
    let stops: Vec<LoopStop> =
        question.through.iter().map(|at| LoopStop { at: on_way(*at), on_way: true }).collect();
    let legs = stops.windows(2).map(|pair| LoopLeg {
        found: LegFound::Along,
        line: vec![pair[0].at, bend(pair[0].at), pair[1].at],
        length_m: 100.0,
    });
    LoopAnswer { legs: legs.collect(), stops }
}

fn bend([lon, lat]: LonLat) -> LonLat {
    [lon + 0.000_5, lat + 0.000_5]
}

fn none(question: &Question, found: LegFound) -> LoopAnswer {
    let legs = vec![LoopLeg { found, line: Vec::new(), length_m: 0.0 }; question.legs.len()];
    let stop = |at: &LonLat| LoopStop { at: *at, on_way: false };
    LoopAnswer { stops: question.through.iter().map(stop).collect(), legs }
}

/// A plan through places, with the questions that nobody answered yet.
fn clicked(places: &[LonLat]) -> (LoopPlan, Vec<Question>) {
    let mut plan = LoopPlan::default();
    let questions = places.iter().filter_map(|at| plan.append(*at, Manner::Along)).collect();
    (plan, questions)
}

fn answered(places: &[LonLat]) -> LoopPlan {
    let (mut plan, questions) = clicked(places);
    for question in &questions {
        plan.answer(question, &answer(question));
    }
    plan
}

#[test]
fn each_click_asks_for_one_leg_and_the_first_for_its_own_place() {
    let (plan, questions) = clicked(&[A, B, C]);
    let through: Vec<_> = questions.iter().map(|it| it.through.clone()).collect();
    assert_eq!(through, [vec![A], vec![A, B], vec![B, C]]);
    assert_eq!((plan.sought(), plan.shape().is_whole()), (2, false));
}

#[test]
fn answers_in_any_order_give_the_same_loop() {
    // Places as the server moves them are the same for the same click.
    let fixed = |question: &Question| {
        let mut found = answer(question);
        for (stop, clicked) in found.stops.iter_mut().zip(&question.through) {
            let original =
                [A, B, C, D].into_iter().find(|at| (at[0] - clicked[0]).hypot(at[1] - clicked[1]) < 0.001);
            stop.at = original.map_or(*clicked, |[lon, lat]| [lon + 0.000_1, lat]);
        }
        for (leg, pair) in found.legs.iter_mut().zip(found.stops.windows(2)) {
            leg.line = vec![pair[0].at, bend(pair[0].at), pair[1].at];
        }
        found
    };
    let (plan, questions) = clicked(&[A, B, C, D]);
    let mut lines = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let mut plan = plan.clone();
        for at in order {
            plan.answer(&questions[at], &fixed(&questions[at]));
        }
        assert!(plan.shape().is_whole());
        lines.push(plan.shape().line());
    }
    assert!(lines.iter().all(|line| *line == lines[0]), "{lines:?}");
    assert_eq!(lines[0].len(), 7);
}

#[test]
fn an_answer_that_came_too_late_for_its_corner_changes_nothing() {
    let (mut plan, questions) = clicked(&[A, B]);
    let later = plan.move_corner(1, C);
    plan.answer(&questions[1], &answer(&questions[1]));
    assert_eq!((plan.sought(), plan.shape().corners[1].at), (1, C));
    plan.answer(&later[0], &answer(&later[0]));
    assert_eq!((plan.sought(), plan.shape().corners[1].at), (0, [C[0] + 0.000_1, C[1]]));
}

#[test]
fn undo_takes_back_a_leg_also_while_it_is_looked_for() {
    let (mut plan, questions) = clicked(&[A, B, C]);
    plan.undo();
    for question in &questions {
        plan.answer(question, &answer(question));
    }
    assert_eq!(plan.shape().corners.len(), 2);
    assert!(plan.shape().is_whole(), "the answer reached the step that was undone to");
    plan.undo();
    plan.undo();
    assert_eq!((plan.shape().corners.len(), plan.has_steps()), (0, false));
    plan.undo();
}

#[test]
fn a_corner_that_is_moved_asks_for_the_legs_on_both_its_sides() {
    let mut plan = answered(&[A, B, C]);
    let before = plan.shape().clone();
    let questions = plan.move_corner(1, D);
    assert_eq!(questions.iter().map(|it| it.through.len()).collect::<Vec<_>>(), [3]);
    assert_eq!(plan.sought(), 2);
    plan.undo();
    assert_eq!(*plan.shape(), before);
    assert_eq!(plan.move_corner(0, D)[0].through.len(), 2, "at the end there is one");
    assert!(plan.move_corner(9, D).is_empty());
}

#[test]
fn a_closed_loop_stays_closed_when_its_beginning_is_moved() {
    let mut plan = answered(&[A, B, C]);
    let closing = plan.close(Manner::Along).unwrap();
    assert_eq!(closing.through.last(), Some(&plan.shape().corners[0].at));
    let mut found = answer(&closing);
    found.stops[1].at = plan.shape().corners[0].at;
    plan.answer(&closing, &found);
    assert!(plan.shape().is_closed());
    assert_eq!(plan.close(Manner::Along), None, "once is enough");
    let questions = plan.move_corner(0, D);
    assert_eq!(questions.len(), 2);
    assert!(plan.shape().is_closed());
}

#[test]
fn a_leg_is_straight_only_when_that_was_asked_for() {
    let (mut plan, questions) = clicked(&[A, B]);
    plan.answer(&questions[1], &none(&questions[1], LegFound::Apart));
    assert_eq!(plan.missing(), Some((NoWay::Apart, 1)));
    assert!(!plan.shape().is_whole());
    plan.straighten_missing();
    assert!(plan.shape().is_whole());
    assert_eq!(plan.shape().line(), [A, B]);
    plan.undo();
    assert_eq!(plan.missing(), Some((NoWay::Apart, 1)));
    assert_eq!(plan.append(C, Manner::Straight), None, "nothing is asked for a straight leg");
}

#[test]
fn without_an_answer_the_corners_stay_and_it_can_be_asked_again() {
    let (mut plan, questions) = clicked(&[A, B, C]);
    plan.fail(&questions[1], NoWay::NoAnswer);
    plan.fail(&questions[2], NoWay::Busy);
    assert_eq!(plan.missing(), Some((NoWay::NoAnswer, 2)));
    assert_eq!(plan.shape().corners.iter().map(|it| it.at).collect::<Vec<_>>(), [A, B, C]);
    let again = plan.seek_again();
    assert_eq!(again.len(), 2);
    for question in &again {
        plan.answer(question, &answer(question));
    }
    assert!(plan.shape().is_whole());
}

#[test]
fn a_corner_in_the_midst_of_a_leg_makes_two_and_its_end_makes_one_again() {
    let mut plan = answered(&[A, C]);
    assert_eq!(plan.insert(0, B).unwrap().through.len(), 3);
    assert_eq!(plan.shape().legs.len(), 2);
    assert_eq!(plan.remove(1).unwrap().through.len(), 2);
    assert_eq!(plan.shape().legs.len(), 1);
    assert_eq!(plan.remove(1), None);
    assert_eq!((plan.shape().corners.len(), plan.shape().legs.len()), (1, 0));
    assert_eq!(plan.remove(0), None);
    assert_eq!((plan.insert(0, A), plan.remove(0)), (None, None));
}

#[test]
fn a_line_that_was_there_before_is_kept_as_it_lay() {
    let line = [A, [22.105, 65.600_01], B, C];
    let plan = LoopPlan::of(&line);
    assert_eq!(plan.shape().line(), line);
    assert_eq!(plan.shape().corners.len(), 3, "the slight bend is no corner");
    let mut plan = LoopPlan::of(&[A, B]);
    let question = plan.append(C, Manner::Along).unwrap();
    plan.answer(&question, &answer(&question));
    let corners: Vec<LonLat> = plan.shape().corners.iter().map(|corner| corner.at).collect();
    assert_eq!(corners, [A, B, [C[0] + 0.000_1, C[1]]], "only what was clicked is moved onto its way");
    assert_eq!(
        plan.shape().line()[1..3],
        [B, [B[0] + 0.000_1, B[1]]],
        "and what was there before is led to it"
    );
    plan.undo();
    assert_eq!(plan.shape().line(), [A, B]);
    assert_eq!(LoopPlan::of(&[]).shape(), &Shape::default());
    assert_eq!(LoopPlan::of(&[A]).shape().corners.len(), 1);
}

#[test]
fn what_was_kept_goes_on_where_it_was() {
    let (plan, _) = clicked(&[A, B]);
    let text = serde_json::to_string(plan.shape()).unwrap();
    let mut again = LoopPlan::kept(serde_json::from_str(&text).unwrap());
    assert_eq!(again.shape(), plan.shape());
    let question = again.seek_again().remove(0);
    again.append(C, Manner::Straight);
    again.answer(&question, &answer(&question));
    assert_eq!(again.sought(), 0, "keys are not used twice");
    let torn = Shape { legs: Vec::new(), ..plan.shape().clone() };
    assert_eq!(LoopPlan::kept(torn), LoopPlan::default(), "a damaged one is none");
}
