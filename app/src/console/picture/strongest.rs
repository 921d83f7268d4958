//! The strongest findings, each with why it stands where it does.

use leptos::prelude::*;
use shared::situation::{RankedFinding, Reason};

use crate::console::desk::Shelf;
use crate::console::route::{Place, to};
use crate::console::words::{finding_title, progress_line, tone};
use crate::t;
use crate::text::severity_text;
use crate::ui::Badge;

/// The list, strongest first.
#[component]
pub fn Strongest(
    /// The findings in their order.
    strongest: Vec<RankedFinding>,
) -> impl IntoView {
    let shelf = Shelf::here();
    let item = move |ranked: RankedFinding| {
        let (finding, why) = (ranked.finding, why(&ranked.reasons));
        let (id, state, progress) = (finding.id, finding.state, progress_line(&finding));
        view! {
            <li>
                <a href=to(Place::Findings(Some(id)))>{move || finding_title(&finding, shelf)}</a>
                <p>{why}</p>
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

/// The reasons as one line.
fn why(reasons: &[Reason]) -> String {
    let words: Vec<String> = reasons.iter().map(|it| reason_text(*it)).collect();
    if words.is_empty() { t!("desk-reason-one-voice") } else { words.join(", ") }
}

fn reason_text(reason: Reason) -> String {
    match reason {
        Reason::Voices { voices } => t!("desk-voices", n = voices),
        Reason::Walks { walks } => t!("desk-reason-walks", n = walks),
        Reason::Severity { severity } => t!("desk-reason-severity", how = severity_text(severity)),
        Reason::Unanswered => t!("desk-reason-unanswered"),
    }
}
