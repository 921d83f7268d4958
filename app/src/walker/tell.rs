//! The sheet after a tap: more to tell, each thing saved by itself; also the way to edit later.

use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::position::UNCERTAIN_M;
use shared::statement::{Change, Feeling, Severity, When};

use super::later::{self, Part};
use super::notices::main;
use super::own::Standing;
use super::parts::{badge, bare, button, category_hook, chip, icon, pictured, segmented};
use super::photos::{Removal, photos, take_photo};
use super::screen::Screen;
use super::state::Walker;
use super::status::strip;
use super::thing;
use super::words::{Words, words_field};
use super::writer::Deed;
use crate::icon::Icon;
use crate::live::derived;
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::platform::page::{announce, focus};
use crate::platform::time::now_ms;
use crate::t;
use crate::text::{category_text, severity_text, when_text};

const WHENS: [When; 7] =
    [When::Always, When::Dark, When::Evening, When::Night, When::Day, When::Weekend, When::Winter];

/// The screen for the observation with this number in the walk's series.
pub fn tell(walker: Walker, screen: El, number: u64) -> El {
    let of = walker.observation(number);
    let feeling = of.and_then(|of| walker.own.peek(|own| own.state.observation(of)?.feeling()));
    let (Some(of), Some(feeling)) = (of, feeling) else {
        // A step of another walk, or of one that is not here.
        walker.go_instead(Screen::Walk);
        return screen;
    };
    let focus_words = || focus(Words::Text.hook());
    let dictate = pictured("button", Icon::Microphone, &t!("tell"), "sheet-tell", focus_words);
    let sheet = el("section").class("sheet").attr("aria-labelledby", "screen-title");
    let sheet = sheet
        .child(head(walker, of))
        .child(el("div").class("pair").child(take_photo(walker, of)).child(dictate))
        .child(photos(walker, of, Removal::Offered))
        .child(nowhere(walker, of))
        .child(later::part(walker, Part::Alike(number)))
        .child(words_field(walker, of, Words::Text, &t!("tell-text"), &t!("about-places")))
        .child(whens(walker, of));
    let sheet = match feeling {
        Feeling::Safe => sheet,
        Feeling::Unsafe => {
            let proposal = words_field(walker, of, Words::Proposal, &t!("tell-proposal"), "");
            sheet.child(severities(walker, of)).child(proposal)
        }
    };
    let sheet = sheet.child(place(walker, of)).child(category(walker, of, feeling));
    let done = button("button primary", &t!("tell-done"), "sheet-done", step_back);
    screen.child(strip(walker)).child(main(walker).child(sheet)).child(el("div").class("dock").child(done))
}

fn change(walker: Walker, of: ObservationId, change: Change) {
    walker.write(Deed::Change { of, change });
}

fn shown<T>(walker: Walker, of: ObservationId, read: impl FnOnce(&ObservationState) -> T) -> Option<T> {
    thing::read(walker, of, |_, it| read(it))
}

/// What it is, that it is saved, and *Ångra*.
fn head(walker: Walker, of: ObservationId) -> El {
    let withdrawn = move || is_withdrawn(walker, of);
    let line = move || match thing::read(walker, of, |own, _| own.standing(of)) {
        _ if withdrawn() => t!("tell-withdrawn"),
        Some(Standing::OnPhone) | None => t!("tell-on-phone"),
        Some(other) => thing::standing(other).2,
    };
    let title = move || t!("tell-saved", what = shown(walker, of, thing::name).unwrap_or_default());
    let heading = el("h1").attr("id", "screen-title").attr("tabindex", "-1").test("sheet-saved");
    let words = el("div").child(heading.text_live(title)).child(el("p").text_live(line));
    let undo = turn(walker, of, ("sheet-restore", t!("restore")), ("sheet-undo", t!("undo")));
    let tick = el("span").class("tick").child(icon(Icon::Check));
    el("header").class("sheet-head").child(tick).child(words).child(undo)
}

/// One button that takes back and puts forward again, so that it keeps the focus. Its hook and words are those given for
/// what is taken back and for what stands.
pub fn turn(
    walker: Walker,
    of: ObservationId,
    taken: (&'static str, String),
    stands: (&'static str, String),
) -> El {
    let (words, hooks) = ([stands.1, taken.1], [stands.0, taken.0]);
    let now = move || usize::from(is_withdrawn(walker, of));
    let press = move || withdraw(walker, of, !is_withdrawn(walker, of));
    bare("button quiet", "", press)
        .attr_live("data-test", move || Some(hooks[now()].to_owned()))
        .text_live(move || words[now()].clone())
}

/// Whether the observation was taken back.
pub fn is_withdrawn(walker: Walker, of: ObservationId) -> bool {
    shown(walker, of, ObservationState::is_withdrawn).unwrap_or(false)
}

/// Takes an observation back, or puts it forward again.
pub fn withdraw(walker: Walker, of: ObservationId, withdrawn: bool) {
    change(walker, of, Change::Withdrawn(withdrawn));
    announce(&if withdrawn { t!("said-withdrawn") } else { t!("said-restored") });
}

/// Without any position the words of the place are asked for, and nothing is blocked.
fn nowhere(walker: Walker, of: ObservationId) -> El {
    let nowhere = derived(move || {
        let is_nowhere = |it: &ObservationState| {
            let place = it.place();
            place.position().is_none() && place.described.is_none_or(|words| words.is_empty())
        };
        shown(walker, of, is_nowhere).unwrap_or(false)
    });
    let ask = || {
        let line = el("span").text(" ").text(&t!("place-none-line"));
        el("p").class("card").test("sheet-nowhere").child(badge("notice", &t!("place-none"))).child(line)
    };
    el("div").class("nowhere").child_live(move || nowhere.get().then(ask))
}

/// Where it is: what the phone measured, *Här är jag nu*, and words.
fn place(walker: Walker, of: ObservationId) -> El {
    let line = move || {
        let said = shown(walker, of, |it| {
            let place = it.place();
            match (place.pin, place.accuracy_m()) {
                (Some(_), _) => t!("place-pinned"),
                (None, Some(metres)) if metres > UNCERTAIN_M => {
                    t!("place-uncertain", metres = metres.round())
                }
                (None, Some(metres)) => t!("place-fixed", metres = metres.round()),
                (None, None) => t!("place-none"),
            }
        });
        said.unwrap_or_default()
    };
    let pin = move || match walker.fix_now(now_ms()).and_then(|fix| fix.position()) {
        Some(position) => {
            change(walker, of, Change::Pin(position));
            announce(&t!("said-pinned"));
        }
        None => announce(&t!("place-none")),
    };
    let here = pictured("button", Icon::MapPin, &t!("place-here"), "sheet-here", pin);
    let here = here.property_live("disabled", move || walker.whereabouts.get().latest.is_none().into());
    let words =
        words_field(walker, of, Words::Described, &t!("place-described"), &t!("place-described-hint"));
    let title = el("h2").text(&t!("place"));
    el("div")
        .class("field")
        .child(title)
        .child(el("p").class("quiet").text_live(line))
        .child(here)
        .child(words)
}

/// When it is so: as many as fit, but *always* stands alone.
fn whens(walker: Walker, of: ObservationId) -> El {
    let now = move || shown(walker, of, |it| it.when.shown().cloned()).flatten().unwrap_or_default();
    let chip = |when: When| {
        let toggle = move |on: bool| change(walker, of, Change::When(toggled(&now(), when, on)));
        chip(&when_text(when), &format!("sheet-when-{}", slug(when)), move || now().contains(&when), toggle)
    };
    let legend = el("legend").text(&t!("tell-when"));
    el("fieldset").class("chips").child(legend).children(WHENS.map(chip))
}

fn toggled(now: &[When], when: When, on: bool) -> Vec<When> {
    let alone = when == When::Always;
    let goes = |it: &When| *it == when || on && (alone || *it == When::Always);
    WHENS.into_iter().filter(|it| now.contains(it) && !goes(it) || on && *it == when).collect()
}

const fn slug(when: When) -> &'static str {
    match when {
        When::Always => "always",
        When::Day => "day",
        When::Evening => "evening",
        When::Night => "night",
        When::Dark => "dark",
        When::Weekend => "weekend",
        When::Winter => "winter",
    }
}

fn severities(walker: Walker, of: ObservationId) -> El {
    let chosen = move || shown(walker, of, |it| it.severity.shown().copied()).flatten();
    let at = move || chosen().map(|severity| usize::from(severity.level()));
    let option =
        |severity: Severity| (severity_text(severity), format!("sheet-severity-{}", severity.level()));
    let options = Severity::ALL.map(option).into();
    segmented(&t!("tell-severity"), options, at, move |at| {
        change(walker, of, Change::Severity(Severity::ALL[at]));
    })
}

/// Another category, where the finger slipped.
fn category(walker: Walker, of: ObservationId, feeling: Feeling) -> El {
    let chips = walker.categories(feeling).into_iter().map(|category| {
        let (words, test) =
            (category_text(category.id.as_str()), category_hook("sheet-category-", &category));
        let (id, this) = (category.id.clone(), category.id);
        let on = move || shown(walker, of, |it| it.category() == Some(&this)).unwrap_or(false);
        let choose = move |on: bool| {
            if on {
                change(walker, of, Change::Category(id.clone()));
            }
        };
        chip(&words, &test, on, choose)
    });
    let chips = el("div")
        .class("chips")
        .attr("role", "group")
        .attr("aria-label", &t!("tell-category"))
        .children(chips);
    el("details").child(el("summary").text(&t!("tell-category"))).child(chips)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn always_stands_alone() {
        let (dark, winter, always) = (When::Dark, When::Winter, When::Always);
        assert_eq!(toggled(&[dark], winter, true), [dark, winter]);
        assert_eq!(toggled(&[dark, winter], always, true), [always]);
        assert_eq!(toggled(&[always], dark, true), [dark]);
        assert_eq!(toggled(&[dark, winter], dark, false), [winter]);
    }
}
