//! *Start*: join a walk by code, or go on with one.

use super::joined::JoinedWalk;
use super::later::{self, Part};
use super::notices::{calm_main, sentence};
use super::open::NotJoined;
use super::parts::{Asking, bare, button, heading, icon, line_field, list, p, segmented};
use super::scan::scan;
use super::state::Walker;
use crate::icon::Icon;
use crate::live::follow;
use crate::platform::dom::{El, el};
use crate::platform::page;
use crate::t;
use crate::text::{self, day};

/// The screen.
pub fn start(walker: Walker, screen: El) -> El {
    let hello = el("div").class("hello").child(icon(Icon::Lantern)).child(heading(&t!("app-name")));
    let join = button("button primary", "", "start-join", move || walker.join_by_code());
    let join =
        join.text_live(move || if walker.joining.get() { t!("start-joining") } else { t!("start-join") });
    let join = join.property_live("disabled", move || walker.joining.get().into());
    let acts = el("div").class("stack").child(join).child(scan(walker));
    let hello = hello.child(p(&t!("start-what"))).child(code_field(walker)).child(acts);
    let settings = el("section").class("settings").child(languages()).child(themes());
    let main = calm_main(walker).child(hello).child_live(move || earlier(walker));
    screen.child(main.child(later::part(walker, Part::Room)).child(settings))
}

fn code_field(walker: Walker) -> El {
    let (label, hint) = (t!("start-code"), t!("start-code-hint"));
    let asking = Asking { label: &label, hint: &hint, test: "start-code-input" };
    let problem = move || walker.not_joined.with(|why| why.as_ref().map(sentence_of));
    let enter = move || walker.join_by_code();
    let (field, input) = line_field(asking, move |typed| walker.code.set(typed), enter, problem);
    let input = input.input();
    follow(move || {
        let code = walker.code.get();
        if input.value() != code {
            input.set_value(&code);
        }
    });
    field
}

/// Why it was not joined, what became of the code, and what to do.
fn sentence_of(reason: &NotJoined) -> String {
    match reason {
        NotJoined::NoCode => t!("problem-no-code"),
        NotJoined::NoNet => t!("problem-join-offline"),
        NotJoined::NotKept(notice) => sentence(*notice),
        NotJoined::Refused(code) => {
            let id = format!("problem-{code}");
            let found = text::text(&id, &[]);
            if found == id { t!("problem-join") } else { found }
        }
    }
}

/// Walks that lie on this phone.
fn earlier(walker: Walker) -> Option<El> {
    let row = |walk: &JoinedWalk| {
        let (title, at, series) = (&walk.card().title, day(walk.card().starts_at_ms), walk.series());
        let words = el("span").class("row-words").child(el("b").text(title)).child(el("small").text(&at));
        let row = bare("row", "earlier-walk", move || walker.go_on_with(series));
        el("li").child(row.child(icon(Icon::Path)).child(words).child(icon(Icon::CaretRight)))
    };
    walker.walks.with(|walks| {
        let rows = (!walks.is_empty()).then(|| list("rows rule").children(walks.iter().map(row)))?;
        Some(el("section").child(el("h2").text(&t!("start-earlier"))).child(rows))
    })
}

/// Each language by its own name.
fn languages() -> El {
    let languages = text::languages();
    let chosen = languages.iter().position(|language| language.tag == text::language());
    let tags: Vec<String> = languages.iter().map(|language| language.tag.clone()).collect();
    let option = |language: text::Language| (language.own_name, format!("language-{}", language.tag));
    let choose = move |at: usize| tags.get(at).map_or((), |tag| text::choose(tag));
    segmented(&t!("language"), languages.into_iter().map(option).collect(), move || chosen, choose)
}

/// Light, dark, night, or as the phone wants it.
fn themes() -> El {
    let themes = [None, Some("light"), Some("dark"), Some("night")];
    let words = [t!("theme-auto"), t!("theme-light"), t!("theme-dark"), t!("theme-night")];
    let saved = page::saved_theme();
    let chosen = themes.iter().position(|theme| *theme == saved.as_deref());
    let hook = |theme: Option<&str>| format!("theme-{}", theme.unwrap_or("auto"));
    let options = words.into_iter().zip(themes.into_iter().map(hook)).collect();
    segmented(&t!("theme"), options, move || chosen, move |at| page::set_theme(themes[at]))
}
