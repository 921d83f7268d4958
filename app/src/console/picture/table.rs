//! Tables beside what is drawn: for screen readers, and for copying into a sheet.
//!
//! Promises: a column is a number but the first, which names the row; a row of one cell is a heading over those below it.

use leptos::prelude::*;

use crate::t;

/// A table that is opened where it is wanted. On paper the drawing stands alone.
pub fn behind(title: String, head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    view! {
        <details class="no-print"><summary>{t!("desk-as-table")}</summary>{shown(title, head, rows)}</details>
    }
}

fn shown(title: String, head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    let name = title.clone();
    let head: Vec<_> = head.into_iter().map(|words| view! { <th scope="col">{words}</th> }).collect();
    let rows: Vec<_> = rows.into_iter().map(cells).collect();
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=name>
            <table class="numbers">
                <caption class="visually-hidden">{title}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn cells(row: Vec<String>) -> impl IntoView {
    let scope = if row.len() == 1 { "rowgroup" } else { "row" };
    let mut row = row.into_iter();
    let first = row.next();
    let rest: Vec<_> = row.map(|words| view! { <td>{words}</td> }).collect();
    view! { <tr><th scope=scope>{first}</th>{rest}</tr> }
}
