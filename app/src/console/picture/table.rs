//! Tables beside what is drawn: for screen readers, and for copying into a sheet.
//!
//! Promises: a column is a number but the first, which names the row; a row of one cell is a heading over those below it.

use leptos::prelude::*;

use crate::t;

/// A table that is opened where it is wanted. On paper the drawing stands alone.
pub fn behind(title: String, head: Vec<String>, rows: Vec<Vec<String>>) -> AnyView {
    view! {
        <details class="no-print"><summary>{t!("desk-as-table")}</summary>{shown(title, head, rows)}</details>
    }
    .into_any()
}

/// A table.
pub fn shown(title: String, head: Vec<String>, rows: Vec<Vec<String>>) -> AnyView {
    let (columns, name) = (head.len(), title.clone());
    let head = head.into_iter().enumerate().map(|(at, words)| {
        view! { <th scope="col" class:number=move || at != 0>{words}</th> }
    });
    let rows = rows.into_iter().map(|row| view! { <tr>{cells(row, columns)}</tr> });
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=name>
            <table>
                <caption class="visually-hidden">{title}</caption>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn cells(row: Vec<String>, columns: usize) -> Vec<AnyView> {
    if row.len() == 1 {
        let heading = row.into_iter().map(|words| {
            view! { <th scope="colgroup" class="group" colspan=columns.to_string()>{words}</th> }.into_any()
        });
        return heading.collect();
    }
    let cell = |(at, words): (usize, String)| match at {
        0 => view! { <th scope="row">{words}</th> }.into_any(),
        _ => view! { <td class="number">{words}</td> }.into_any(),
    };
    row.into_iter().enumerate().map(cell).collect()
}
