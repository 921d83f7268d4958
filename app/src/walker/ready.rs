//! *Redo?*: a short list that turns green by itself, and what everybody should know before leaving.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::guide::{Guide, guide_for};
use super::joined::JoinedWalk;
use super::notices::{Newer, Notices};
use super::screen::Screen;
use super::state::{Walker, walker};
use super::whereabouts::Knowing;
use crate::device::NoFix;
use crate::platform::phone;
use crate::t;
use crate::text::date_in_full;
use crate::ui::{AppBar, Badge, Button, Icon, Kind, Tone};

/// The screen.
#[component]
pub fn Ready() -> impl IntoView {
    let walker = walker();
    walker.watch_position();
    let go = move || walker.go_instead(Screen::Walk);
    view! {
        <AppBar
            title=Signal::derive(move || walk_title(walker))
            subtitle=Signal::derive(move || when_and_where(walker))
            on_back=move || walker.back()
        />
        <main>
            <Newer/>
            <Notices/>
            {move || is_demonstration(walker).then(|| view! { <p><Badge tone=Tone::Notice>{t!("demonstration")}</Badge></p> })}
            <h2>{t!("ready-title")}</h2>
            <ul role="list" class="checks">
                {saved(walker)}
                {position(walker)}
                {storage()}
                {installed(walker)}
            </ul>
            <div class="prose">
                <p aria-live="polite">{move || walker.offline_ready.get().then(|| view! { <b>{t!("ready-offline")}</b> })}</p>
                <p>{t!("ready-no-account")}</p>
                <p>{t!("about-places")}</p>
                <p>{t!("not-a-police-report")}</p>
            </div>
        </main>
        <div class="dock">
            <Button kind=Kind::Primary on_press=go test="ready-go">{t!("ready-go")}</Button>
        </div>
    }
}

pub(super) fn walk_title(walker: Walker) -> String {
    walker.walk.with(|walk| walk.as_ref().map(|walk| walk.card().title.clone()).unwrap_or_default())
}

fn is_demonstration(walker: Walker) -> bool {
    walker.walk.with(|walk| walk.as_ref().is_some_and(|walk| walk.card().demonstration))
}

fn when_and_where(walker: Walker) -> String {
    let said = |walk: &JoinedWalk| {
        let at = date_in_full(walk.card().starts_at_ms);
        match &walk.card().meeting_place {
            Some(place) => t!("ready-meet", at = at, place = place),
            None => at,
        }
    };
    walker.walk.with(|walk| walk.as_ref().map(said).unwrap_or_default())
}

/// How one thing on the list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    Waiting,
    Problem,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Problem => "problem",
        }
    }

    const fn icon(self, waiting: Icon) -> Icon {
        match self {
            Self::Ready => Icon::CheckCircle,
            Self::Waiting => waiting,
            Self::Problem => Icon::WarningCircle,
        }
    }
}

/// One thing on the list: how it stands, what it is, and a line about it.
fn check(
    test: &'static str,
    waiting: Icon,
    state: impl Fn() -> State + Copy + Send + 'static,
    words: impl Fn() -> (String, String) + Copy + Send + 'static,
) -> impl IntoView {
    view! {
        <li class="check" data-test=test data-state=move || state().name()>
            {move || view! { <Icon icon=state().icon(waiting)/> }}
            <div class="check-words">
                <p>{move || words().0}</p>
                <p>{move || words().1}</p>
            </div>
        </li>
    }
    .into_any()
}

fn saved(walker: Walker) -> impl IntoView {
    let ready = move || walker.offline_ready.get();
    check(
        "check-app",
        Icon::CloudArrowDown,
        move || if ready() { State::Ready } else { State::Waiting },
        move || match ready() {
            true => (t!("check-app-ready"), t!("check-app-ready-line")),
            false => (t!("check-app-waiting"), t!("check-app-waiting-line")),
        },
    )
}

fn position(walker: Walker) -> impl IntoView {
    let knowing = move || walker.whereabouts.get().knowing(walker.now_ms.get());
    let again = move || matches!(knowing(), Knowing::Not(NoFix::Refused));
    let row = check(
        "check-position",
        Icon::Crosshair,
        move || match knowing() {
            Knowing::Within(_) => State::Ready,
            Knowing::Looking => State::Waiting,
            Knowing::Not(_) => State::Problem,
        },
        move || match knowing() {
            Knowing::Within(metres) => {
                (t!("check-position-ready"), t!("accuracy-now", metres = metres.round()))
            }
            Knowing::Looking => (t!("check-position-waiting"), t!("check-position-waiting-line")),
            Knowing::Not(_) => (t!("check-position-problem"), t!("check-position-problem-line")),
        },
    );
    view! {
        {row}
        {move || again().then(|| view! {
            <li class="check"><Button on_press=move || walker.watch_position_again()>{t!("retry")}</Button></li>
        })}
    }
}

fn storage() -> impl IntoView {
    let kept = RwSignal::new(None);
    spawn_local(async move {
        let promised = phone::keep_storage().await.unwrap_or(false);
        let _ = kept.try_set(Some(promised));
    });
    check(
        "check-storage",
        Icon::Database,
        move || if kept.get() == Some(true) { State::Ready } else { State::Waiting },
        move || match kept.get() {
            Some(true) => (t!("check-storage-ready"), t!("check-storage-ready-line")),
            Some(false) => (t!("check-storage-loose"), t!("check-storage-loose-line")),
            None => (t!("check-storage-ready"), t!("check-storage-asking-line")),
        },
    )
}

fn installed(walker: Walker) -> impl IntoView {
    let installed = phone::is_installed();
    let guide = guide_for(&phone::user_agent(), phone::touch_points());
    let code =
        move || walker.walk.with(|walk| walk.as_ref().map(|walk| walk.code.clone()).unwrap_or_default());
    check(
        "check-installed",
        Icon::PlusCircle,
        move || if installed { State::Ready } else { State::Waiting },
        move || match (installed, guide) {
            (true, _) => (t!("check-installed-ready"), t!("check-installed-ready-line")),
            (false, Guide::Apple) => (t!("check-install"), t!("check-install-apple", code = code())),
            (false, Guide::Android) => (t!("check-install"), t!("check-install-android")),
            (false, Guide::Other) => (t!("check-install"), t!("check-install-other")),
        },
    )
}
