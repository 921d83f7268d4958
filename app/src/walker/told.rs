//! What became of what was kept here: cleared away by the phone, or not to be read by this version.
//!
//! Promises: told where no walk is under way, until it was acknowledged; never blames; says what the municipality had
//! received already, what is gone, and what to do. What cannot be read is kept, and can be saved as a file.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::give::give_out;
use super::joined::JoinedWalk;
use super::mark::{Lost, Mark, Told, keep_marks, marks};
use super::own::Own;
use super::parts::{Tone, banner, button, p, pictured};
use super::state::{Notice, Walker};
use crate::icon::Icon;
use crate::platform::dom::{El, el};
use crate::store::{Odd, PhoneStore, StoreError};
use crate::t;

/// The notices; empty until it is known whether there are any.
pub fn told(walker: Walker, place: El) -> El {
    if walker.told.now().is_none() {
        look(walker);
    }
    let lost = move || walker.told.get()?.lost.map(|lost| lost_notice(walker, lost));
    let odd = move || {
        walker.told.get().filter(|told| told.odd.count() > 0).map(|told| odd_notice(walker, &told.odd))
    };
    place.child_live(lost).child_live(odd)
}

fn look(walker: Walker) {
    let Some(store) = walker.store() else { return };
    spawn_local(async move {
        // A store that cannot be read is told of elsewhere, and says nothing of what it holds.
        if let Ok(found) = found(&store, &marks()).await {
            walker.told.set(Some(Rc::new(found)));
        }
    });
}

async fn found(store: &PhoneStore, marks: &[Mark]) -> Result<Told, StoreError> {
    let mut lost: Option<Lost> = None;
    for mark in marks {
        if let Some(here) = rest_of(store, *mark).await? {
            let all = lost.get_or_insert_default();
            let one = missing(*mark, here);
            (all.arrived, all.gone) = (all.arrived + one.arrived, all.gone + one.gone);
        }
    }
    let odd = store.odd(|walk| JoinedWalk::read(walk).is_some()).await?;
    Ok(Told { lost, odd })
}

/// How many places are left of what was marked; `None` when all is here.
async fn rest_of(store: &PhoneStore, mark: Mark) -> Result<Option<usize>, StoreError> {
    if store.rows_of(mark.series).await? >= mark.records {
        return Ok(None);
    }
    let mut own = Own::default();
    own.hear(store.news(mark.series, 0).await?);
    Ok(Some(own.counts().saved))
}

/// What was sent first is what the municipality has.
fn missing(mark: Mark, here: usize) -> Lost {
    let missing = mark.saved.saturating_sub(here);
    let gone = missing.min(mark.saved.saturating_sub(mark.sent));
    Lost { arrived: missing - gone, gone }
}

fn lost_notice(walker: Walker, Lost { arrived, gone }: Lost) -> El {
    let read = button("button", &t!("lost-read"), "lost-read", move || acknowledge(walker));
    let next = if gone > 0 { t!("lost-again") } else { t!("lost-nothing") };
    let words = more()
        .child(p(&t!("lost-arrived", n = arrived)))
        .child(p(&t!("lost-gone", n = gone)))
        .child(p(&next))
        .child(p(&t!("lost-answers")))
        .child(read);
    let tone = if gone > 0 { Tone::Bad } else { Tone::Info };
    let shown = banner(tone, "lost", &t!("lost-title"), words);
    shown.attr("data-arrived", &arrived.to_string()).attr("data-gone", &gone.to_string())
}

/// Under the notice's first line.
fn more() -> El {
    el("div").class("banner-more")
}

/// From now on only what is here now is expected to stay.
fn acknowledge(walker: Walker) {
    let Some(store) = walker.store() else { return };
    spawn_local(async move {
        let mut here = Vec::new();
        for mark in marks() {
            let rows = store.rows_of(mark.series).await.unwrap_or(mark.records);
            here.extend(
                Some(Mark { records: rows.min(mark.records), ..mark }).filter(|mark| mark.records > 0),
            );
        }
        keep_marks(&here);
        look(walker);
    });
}

fn odd_notice(walker: Walker, odd: &Odd) -> El {
    let rows = odd.rows();
    let can_save = !rows.is_empty();
    let save = move || {
        let file =
            format!("{{\"format\":\"lykta-unreadable\",\"version\":1,\"rows\":[\n{}]}}\n", rows.join(",\n"));
        spawn_local(async move {
            if give_out("lykta-olast.json", &file).await.is_none() {
                walker.say(Notice::FileFailed);
            }
        });
    };
    let save = || pictured("button", Icon::DownloadSimple, &t!("odd-save"), "odd-save", save);
    let words = more().child(p(&t!("odd-line", n = odd.count()))).children(can_save.then(save));
    let shown = banner(Tone::Info, "odd", &t!("odd-title", n = odd.count()), words);
    shown.attr("data-count", &odd.count().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::SeriesId;

    #[test]
    fn what_had_arrived_is_not_gone() {
        let mark = Mark { series: SeriesId::from_bytes([1; 16]), records: 12, saved: 7, sent: 5 };
        assert_eq!(missing(mark, 0), Lost { arrived: 5, gone: 2 });
        assert_eq!(missing(mark, 6), Lost { arrived: 0, gone: 1 }, "what went may be what was not sent");
        assert_eq!(missing(Mark { sent: 7, ..mark }, 0), Lost { arrived: 7, gone: 0 });
        assert_eq!(missing(mark, 9), Lost::default());
    }
}
