//! What to do first, each with why it stands where it does.

use leptos::prelude::*;
use shared::situation::RankedFinding;
use shared::situation::statistics::{Ground, Part, Step};
use shared::statement::Severity;

use crate::console::desk::Shelf;
use crate::console::route::{Place, to};
use crate::console::words::{finding_title, progress_line, simultaneous_line, tone};
use crate::t;
use crate::text::severity_text;
use crate::ui::Badge;

use super::rounded;

/// The list, what to do first at the front.
#[component]
pub fn Strongest(
    /// The findings in their order.
    strongest: Vec<RankedFinding>,
) -> impl IntoView {
    let shelf = Shelf::here();
    let item = move |ranked: RankedFinding| {
        let (why, parts, up) = (why(&ranked), parts(&ranked.parts), up(&ranked));
        let finding = ranked.finding;
        let simultaneous = simultaneous_line(&finding)
            .map(|said| view! { <p class="small" data-test="simultaneous">{said}</p> });
        let (id, state, progress) = (finding.id, finding.state, progress_line(&finding));
        view! {
            <li>
                <a href=to(Place::Findings(Some(id)))>{move || finding_title(&finding, shelf)}</a>
                <p data-test="why">{why}</p>
                {simultaneous}
                <details class="no-print">
                    <summary>{t!("desk-why-points", points = rounded(ranked.points, 1))}</summary>
                    <p class="small">{parts}</p>
                    <p class="small">{up}</p>
                </details>
                <Badge tone=tone(state)>{progress}</Badge>
            </li>
        }
    };
    let body = if strongest.is_empty() {
        view! { <p>{t!("desk-none-strong")}</p> }.into_any()
    } else {
        view! { <ol class="ranked" role="list">{strongest.into_iter().map(item).collect_view()}</ol> }
            .into_any()
    };
    view! {
        <section class="card">
            <h2>{t!("desk-strongest")}</h2>
            <p>{t!("desk-strongest-how")}</p>
            {body}
        </section>
    }
}

/// Why it stands where it does, in one sentence: what it has points for, most first.
fn why(it: &RankedFinding) -> String {
    let counted = it.parts.iter().filter(|part| part.points > 0.0);
    let mut words: Vec<String> = counted.map(|part| reason(part.ground, it)).collect();
    if words.is_empty() {
        words.push(t!("desk-reason-one-voice"));
    }
    if it.finding.answer.is_none() {
        words.push(t!("desk-reason-unanswered"));
    }
    words.join(", ")
}

fn reason(ground: Ground, it: &RankedFinding) -> String {
    match ground {
        Ground::Severity => {
            t!("desk-reason-severity", how = it.finding.severity.map(severity_word).unwrap_or_default())
        }
        Ground::Voices => t!("desk-voices", n = it.voices),
        Ground::Persistence => t!("desk-reason-walks", n = it.walks),
        Ground::HotSpot => t!("desk-reason-hot-spot"),
        Ground::Emerging => t!("desk-reason-emerging"),
        Ground::Vulnerable => t!("desk-reason-vulnerable"),
    }
}

/// Every part with its points, of so many.
fn parts(parts: &[Part]) -> String {
    let part = |it: &Part| {
        let name = ground_text(it.ground);
        if it.is_known {
            t!("desk-part", name = name, points = rounded(it.points, 1), of = rounded(it.of, 1))
        } else {
            t!("desk-part-unknown", name = name)
        }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(" · ")
}

/// A severity within a sentence.
fn severity_word(severity: Severity) -> String {
    severity_text(severity).to_lowercase()
}

fn ground_text(ground: Ground) -> String {
    match ground {
        Ground::Severity => t!("desk-ground-severity"),
        Ground::Voices => t!("desk-ground-voices"),
        Ground::Persistence => t!("desk-ground-persistence"),
        Ground::HotSpot => t!("desk-ground-hot-spot"),
        Ground::Emerging => t!("desk-ground-emerging"),
        Ground::Vulnerable => t!("desk-ground-vulnerable"),
    }
}

/// What alone would bring it one place up.
fn up(it: &RankedFinding) -> String {
    let steps: Vec<String> = it.steps_up.iter().map(|step| step_text(*step)).collect();
    match (it.rank, steps.is_empty()) {
        (1, _) => t!("desk-up-first"),
        (_, true) => t!("desk-up-nothing"),
        _ => t!("desk-up", steps = steps.join(t!("desk-up-or").as_str())),
    }
}

fn step_text(step: Step) -> String {
    match step {
        Step::Voices { more } => t!("desk-step-voices", n = more),
        Step::Walks { more } => t!("desk-step-walks", n = more),
        Step::Severity { severity } => t!("desk-step-severity", how = severity_word(severity)),
        Step::HotSpot => t!("desk-step-hot-spot"),
        Step::Emerging => t!("desk-step-emerging"),
    }
}
