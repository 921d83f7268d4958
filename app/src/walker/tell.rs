//! The sheet after a tap: more to tell, each thing saved by itself; also the way to edit later.

use leptos::prelude::*;
use shared::id::ObservationId;
use shared::merge::ObservationState;
use shared::statement::{Change, Feeling, Severity, When};

use super::notices::Notices;
use super::own::Standing;
use super::photos::{Photos, TakePhoto};
use super::screen::Screen;
use super::state::{Walker, walker};
use super::status::Strip;
use super::thing;
use super::words::{Words, WordsField};
use super::writer::Deed;
use crate::platform::page;
use crate::t;
use crate::text::{category_text, severity_text, when_text};
use crate::ui::{Badge, Button, Chip, Choice, Icon, Kind, Segmented, Tone, announce};

const WHENS: [When; 7] =
    [When::Always, When::Dark, When::Evening, When::Night, When::Day, When::Weekend, When::Winter];

/// The screen.
#[component]
pub fn Tell(
    /// The observation's number in the walk's series.
    number: u64,
) -> impl IntoView {
    let walker = walker();
    let of = walker.observation(number);
    let feeling = of.and_then(|of| walker.own.with_untracked(|own| own.state.observation(of)?.feeling()));
    match (of, feeling) {
        (Some(of), Some(feeling)) => view! { <Sheet of feeling/> }.into_any(),
        // An address of another walk, or of one that is not here.
        _ => {
            walker.go_instead(Screen::Walk);
            ().into_any()
        }
    }
}

#[component]
fn Sheet(of: ObservationId, feeling: Feeling) -> impl IntoView {
    let walker = walker();
    view! {
        <Strip/>
        <main>
            <Notices/>
            <section class="sheet" aria-labelledby="screen-title">
                <Head of/>
                <div class="pair">
                    <TakePhoto of/>
                    <Button icon=Icon::Microphone on_press=|| page::focus(Words::TEXT_ID)>{t!("tell")}</Button>
                </div>
                <Photos of/>
                {place_first(walker, of)}
                <WordsField of words=Words::Text label=t!("tell-text") hint=t!("about-places")/>
                <Whens of/>
                {(feeling == Feeling::Unsafe).then(|| view! {
                    <Severities of/>
                    <WordsField of words=Words::Proposal label=t!("tell-proposal")/>
                })}
                <PlaceLine of/>
                <Category of feeling/>
            </section>
        </main>
        <div class="dock">
            <Button kind=Kind::Primary on_press=move || walker.back() test="sheet-done">{t!("tell-done")}</Button>
        </div>
    }
}

fn change(walker: Walker, of: ObservationId, change: Change) {
    walker.write(Deed::Change { of, change });
}

fn shown<T>(walker: Walker, of: ObservationId, read: impl FnOnce(&ObservationState) -> T) -> Option<T> {
    thing::read(walker, of, |_, it| read(it))
}

/// What it is, that it is saved, and *Ångra*.
#[component]
fn Head(of: ObservationId) -> impl IntoView {
    let walker = walker();
    let withdrawn = Memo::new(move |_| shown(walker, of, ObservationState::is_withdrawn).unwrap_or(false));
    let line = move || {
        let standing = thing::read(walker, of, |own, _| own.standing(of));
        match standing {
            _ if withdrawn.get() => t!("tell-withdrawn"),
            Some(Standing::OnPhone) | None => t!("tell-on-phone"),
            Some(other) => thing::standing(other).2,
        }
    };
    let title = move || t!("tell-saved", what = shown(walker, of, thing::name).unwrap_or_default());
    let set = move |withdrawn: bool| {
        change(walker, of, Change::Withdrawn(withdrawn));
        announce(if withdrawn { t!("said-withdrawn") } else { t!("said-restored") });
    };
    view! {
        <header class="sheet-head">
            <span class="tick"><Icon icon=Icon::Check/></span>
            <div>
                <h1 id="screen-title" tabindex="-1" data-test="sheet-saved">{title}</h1>
                <p>{line}</p>
            </div>
            {move || match withdrawn.get() {
                false => view! { <Button kind=Kind::Quiet on_press=move || set(true) test="sheet-undo">{t!("undo")}</Button> },
                true => view! { <Button kind=Kind::Quiet on_press=move || set(false) test="sheet-restore">{t!("restore")}</Button> },
            }}
        </header>
    }
}

/// Without any position the words of the place come first.
fn place_first(walker: Walker, of: ObservationId) -> impl IntoView {
    let nowhere =
        Memo::new(move |_| shown(walker, of, |it| it.place().position().is_none()).unwrap_or(false));
    move || {
        nowhere.get().then(|| view! { <p class="card"><Badge tone=Tone::Notice>{t!("place-none")}</Badge>" "{t!("place-none-line")}</p> })
    }
}

/// Where it is: what the phone measured, *Här är jag nu*, and words.
#[component]
fn PlaceLine(of: ObservationId) -> impl IntoView {
    let walker = walker();
    let line = move || {
        shown(walker, of, |it| {
            let place = it.place();
            match (place.pin, place.accuracy_m()) {
                (Some(_), _) => t!("place-pinned"),
                (None, Some(metres)) => t!("place-fixed", metres = metres.round()),
                (None, None) => t!("place-none"),
            }
        })
    };
    let here = move || walker.fix_now(crate::platform::time::now_ms()).and_then(|fix| fix.position());
    let pin = move || match here() {
        Some(position) => {
            change(walker, of, Change::Pin(position));
            announce(t!("said-pinned"));
        }
        None => announce(t!("place-none")),
    };
    let cannot = Signal::derive(move || {
        walker.now_ms.track();
        walker.whereabouts.get().latest.is_none()
    });
    view! {
        <div class="field">
            <h2>{t!("place")}</h2>
            <p class="quiet">{line}</p>
            <Button icon=Icon::MapPin on_press=pin disabled=cannot test="sheet-here">{t!("place-here")}</Button>
            <WordsField of words=Words::Described label=t!("place-described") hint=t!("place-described-hint")/>
        </div>
    }
}

/// When it is so: as many as fit, but *always* stands alone.
#[component]
fn Whens(of: ObservationId) -> impl IntoView {
    let walker = walker();
    let now =
        Memo::new(move |_| shown(walker, of, |it| it.when.shown().cloned()).flatten().unwrap_or_default());
    let chip = move |when: When| {
        let toggle =
            move |on: bool| change(walker, of, Change::When(toggled(&now.get_untracked(), when, on)));
        let on = Signal::derive(move || now.with(|now| now.contains(&when)));
        view! { <Chip on on_toggle=toggle test=format!("sheet-when-{}", slug(when))>{move || when_text(when)}</Chip> }
    };
    view! {
        <fieldset class="chips">
            <legend>{t!("tell-when")}</legend>
            {WHENS.map(chip).into_iter().collect_view()}
        </fieldset>
    }
}

fn toggled(now: &[When], when: When, on: bool) -> Vec<When> {
    let alone = when == When::Always;
    let goes = |it: &When| *it == when || on && (alone || *it == When::Always);
    let mut whens: Vec<When> = now.iter().copied().filter(|it| !goes(it)).collect();
    whens.extend(on.then_some(when));
    whens.sort();
    whens
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

#[component]
fn Severities(of: ObservationId) -> impl IntoView {
    let walker = walker();
    let chosen = Signal::derive(move || shown(walker, of, |it| it.severity.shown().copied()).flatten());
    let option = |severity: Severity| {
        let hook = format!("sheet-severity-{}", severity.level());
        Choice::new(severity, move || severity_text(severity)).hooked(hook)
    };
    let choose = move |severity: Severity| change(walker, of, Change::Severity(severity));
    view! {
        <Segmented
            legend=t!("tell-severity")
            options=Severity::ALL.map(option).into_iter().collect()
            chosen
            on_choose=choose
        />
    }
}

/// Another category, where the finger slipped.
#[component]
fn Category(of: ObservationId, feeling: Feeling) -> impl IntoView {
    let walker = walker();
    let now = Memo::new(move |_| shown(walker, of, |it| it.category().cloned()).flatten());
    let categories = walker.walk.with_untracked(|walk| walk.as_ref().map(|walk| walk.categories(feeling)));
    let chip = move |id: shared::id::CategoryId| {
        let (name, this, test) = (id.to_string(), id.clone(), format!("sheet-category-{id}"));
        let on = Signal::derive(move || now.with(|now| now.as_ref() == Some(&this)));
        let choose = move |on: bool| {
            if on {
                change(walker, of, Change::Category(id.clone()))
            }
        };
        view! { <Chip on on_toggle=choose test>{move || category_text(&name)}</Chip> }
    };
    let chips = categories.unwrap_or_default().into_iter().map(|category| chip(category.id)).collect_view();
    view! {
        <details>
            <summary>{t!("tell-category")}</summary>
            <div class="chips" role="group" aria-label=t!("tell-category")>{chips}</div>
        </details>
    }
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
