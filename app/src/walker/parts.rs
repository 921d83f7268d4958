//! What the screens are made of: buttons, chips, choices, fields. The looks live in the style sheets, by class.

use std::cell::Cell;

use shared::wire::Category;

use crate::icon::Icon;
use crate::platform::dom::{El, el, key, prevent, svg};
use crate::t;

/// A picture; the word beside it speaks.
pub fn icon(icon: Icon) -> El {
    let path = svg("path").attr("d", icon.path());
    let picture = svg("svg").class("icon").attr("viewBox", "0 0 256 256").attr("focusable", "false");
    picture.attr("aria-hidden", "true").child(path)
}

/// A button that is words alone.
pub fn button(class: &str, words: &str, test: &str, pressed: impl FnMut() + 'static) -> El {
    bare(class, test, pressed).child(el("span").text(words))
}

/// A button with a picture before its words.
pub fn pictured(class: &str, picture: Icon, words: &str, test: &str, pressed: impl FnMut() + 'static) -> El {
    bare(class, test, pressed).child(icon(picture)).child(el("span").text(words))
}

/// A button with nothing in it yet.
pub fn bare(class: &str, test: &str, pressed: impl FnMut() + 'static) -> El {
    el("button").attr("type", "button").class(class).test(test).press(pressed)
}

/// A chip that is on or off; told the new wish.
pub fn chip(
    words: &str,
    test: &str,
    on: impl Fn() -> bool + Clone + 'static,
    toggled: impl Fn(bool) + 'static,
) -> El {
    let now = on.clone();
    bare("chip", test, move || toggled(!now()))
        .text(words)
        .attr_live("aria-pressed", move || Some(on().to_string()))
}

/// A row of possibilities of which at most one is chosen: real radio buttons, so arrow keys work. Each is its words and
/// its hook.
pub fn segmented(
    question: &str,
    options: Vec<(String, String)>,
    chosen: impl Fn() -> Option<usize> + Clone + 'static,
    choose: impl Fn(usize) + Clone + 'static,
) -> El {
    let name = fresh_id("choice");
    let row = options.into_iter().enumerate().map(|(at, (words, test))| {
        let (chosen, choose) = (chosen.clone(), choose.clone());
        let radio = el("input").attr("type", "radio").attr("name", &name);
        let radio = radio.property_live("checked", move || (chosen() == Some(at)).into());
        let radio = radio.on("change", move |_| choose(at));
        el("label").test(&test).child(radio).child(el("span").text(&words))
    });
    let segments = el("div").class("segments").children(row);
    el("fieldset").class("segmented").child(el("legend").text(question)).child(segments)
}

/// What a field asks for and says.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// Its label, always visible.
    pub label: &'a str,
    /// A word of help.
    pub hint: &'a str,
    /// Its hook, which is its id too.
    pub test: &'a str,
}

/// A line of text: the field and, inside it, where one writes.
pub fn line_field(
    asking: Asking,
    typed: impl Fn(String) + 'static,
    entered: impl Fn() + 'static,
    problem: impl Fn() -> Option<String> + 'static,
) -> (El, El) {
    let input =
        el("input").attr("type", "text").attr("autocomplete", "off").attr("autocapitalize", "characters");
    let input = input.on("keydown", move |event| {
        if key(&event) == "Enter" {
            prevent(&event);
            entered();
        }
    });
    field(asking, input, typed, problem)
}

/// Several lines; dictation works in it as the phone offers it.
pub fn area_field(
    asking: Asking,
    rows: &str,
    typed: impl Fn(String) + 'static,
    left: impl Fn() + 'static,
    problem: impl Fn() -> Option<String> + 'static,
) -> (El, El) {
    field(asking, el("textarea").attr("rows", rows).on("change", move |_| left()), typed, problem)
}

fn field(
    Asking { label, hint, test }: Asking,
    input: El,
    typed: impl Fn(String) + 'static,
    problem: impl Fn() -> Option<String> + 'static,
) -> (El, El) {
    let notes_id = format!("{test}-notes");
    let input = input.attr("id", test).test(test).attr("aria-describedby", &notes_id);
    let written = input.clone();
    let input = input.on("input", move |_| typed(written.value()));
    let hint = (!hint.is_empty()).then(|| el("p").class("hint").text(hint));
    let notes = el("div").attr("id", &notes_id).attr("aria-live", "polite").children(hint);
    let notes = notes.child_live(move || problem().map(|words| el("p").class("problem").text(&words)));
    let label = el("label").attr("for", test).text(label);
    (el("div").class("field").child(label).child(notes).child(input.clone()), input)
}

/// A heading with a line under it, and the way back or a picture before it.
pub fn app_bar(title: &str, line: impl Fn() -> String + 'static, back: Option<fn()>) -> El {
    let before = match back {
        Some(back) => bare("button alone quiet", "back", back)
            .attr("aria-label", &t!("back"))
            .child(icon(Icon::CaretLeft)),
        None => icon(Icon::Lantern),
    };
    let words = el("div").class("app-bar-words").child(heading(title)).child(el("p").text_live(line));
    el("header").class("app-bar").child(before).child(words)
}

/// The screen's heading, which takes the focus when the screen comes.
pub fn heading(title: &str) -> El {
    el("h1").attr("id", "screen-title").attr("tabindex", "-1").text(title)
}

/// How a line across the screen is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something is wrong.
    Bad,
    /// To know.
    Info,
}

/// A line across the screen with what to do about it.
pub fn banner(tone: Tone, test: &str, words: &str, act: El) -> El {
    let (tone, role, picture) = match tone {
        Tone::Bad => ("bad", "alert", Icon::WarningCircle),
        Tone::Info => ("info", "status", Icon::Info),
    };
    let words = el("div").class("banner-words").child(el("p").text(words)).child(act);
    el("div")
        .class("banner")
        .test(test)
        .attr("data-tone", tone)
        .attr("role", role)
        .child(icon(picture))
        .child(words)
}

/// A word in a small field.
pub fn badge(tone: &str, words: &str) -> El {
    el("span").class("badge").attr("data-tone", tone).text(words)
}

/// A paragraph.
pub fn p(words: &str) -> El {
    el("p").text(words)
}

/// A list whose bullets the style takes away and whose role a screen reader keeps.
pub fn list(class: &str) -> El {
    el("ul").attr("role", "list").class(class)
}

/// The hook of a category's button.
pub fn category_hook(prefix: &str, category: &Category) -> String {
    format!("{prefix}{}", category.id)
}

fn fresh_id(prefix: &str) -> String {
    thread_local!(static LAST: Cell<u32> = const { Cell::new(0) });
    LAST.set(LAST.get() + 1);
    format!("{prefix}-{}", LAST.get())
}
