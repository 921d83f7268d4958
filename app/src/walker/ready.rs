//! *Redo?*: a short list that turns green by itself, and what everybody should know before leaving.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::around::MapState;
use super::guide::{Guide, guide_for};
use super::joined::JoinedWalk;
use super::leave::{dock, is_early};
use super::notices::calm_main;
use super::parts::{app_bar, badge, button, chip, icon, list, p};
use super::room::megabytes;
use super::state::Walker;
use super::whereabouts::Knowing;
use crate::device::NoFix;
use crate::icon::Icon;
use crate::live::{Live, derived};
use crate::platform::address::step_back;
use crate::platform::dom::{El, el};
use crate::platform::{install, phone};
use crate::t;
use crate::text::date_in_full;

/// The screen.
pub fn ready(walker: Walker, screen: El) -> El {
    walker.watch_position();
    let bar = app_bar(&walker.title(), move || when_and_where(walker), Some(step_back));
    let demonstration = walker.walk.peek(|walk| walk.as_ref().is_some_and(|it| it.card().demonstration));
    let checks =
        list("checks").child(saved(walker)).child(map(walker)).child(position(walker)).child(storage());
    let offline = el("p")
        .attr("aria-live", "polite")
        .child_live(move || walker.offline_ready.get().then(|| el("b").text(&t!("ready-offline"))));
    let prose = el("div").class("prose").child(offline).child(p(&t!("ready-no-account")));
    let prose = prose.child(p(&t!("about-places"))).child(p(&t!("not-a-police-report")));
    let main = calm_main(walker)
        .children(demonstration.then(|| p("").child(badge("notice", &t!("demonstration")))))
        .children(is_early(walker).then(|| p(&t!("ready-early")).class("early").test("ready-early")))
        .child(el("h2").text(&t!("ready-title")))
        .child(checks.child(installed(walker)))
        .child(tracks(walker))
        .child(prose);
    screen.child(bar).child(main).child(dock(walker))
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

/// How one thing on the list stands: the state for tests and style, the words and a line about it.
type Stand = (&'static str, String, String);

const READY: &str = "ready";
const WAITING: &str = "waiting";
const PROBLEM: &str = "problem";

/// One thing on the list.
fn check(test: &str, waiting: Icon, stand: impl Fn() -> Stand + 'static) -> El {
    let stand: Rc<dyn Fn() -> Stand> = Rc::new(stand);
    let (state, drawn, title, line) = (stand.clone(), stand.clone(), stand.clone(), stand);
    let picture = derived(move || match drawn().0 {
        READY => Icon::CheckCircle,
        PROBLEM => Icon::WarningCircle,
        _ => waiting,
    });
    let words = el("div").class("check-words");
    let words = words.child(el("p").text_live(move || title().1)).child(el("p").text_live(move || line().2));
    let item = el("li").class("check").test(test).attr_live("data-state", move || Some(state().0.to_owned()));
    item.child_live(move || Some(icon(picture.get()))).child(words)
}

fn saved(walker: Walker) -> El {
    check("check-app", Icon::CloudArrowDown, move || {
        if walker.offline_ready.get() {
            (READY, t!("check-app-ready"), t!("check-app-ready-line"))
        } else {
            (WAITING, t!("check-app-waiting"), t!("check-app-waiting-line"))
        }
    })
}

/// Whether the track may be recorded: no, unless the walker says so.
fn tracks(walker: Walker) -> El {
    let on = move || walker.tracks.get();
    let chip = chip(&t!("track-wanted"), "track-consent", on, move |wanted| walker.let_track(wanted));
    let words = el("div").class("check-words").child(p(&t!("track-title"))).child(p(&t!("track-line")));
    el("div").class("check asks").child(icon(Icon::Path)).child(words.child(chip))
}

/// The map: without one nothing is missing but the picture.
fn map(walker: Walker) -> El {
    let state = move || walker.map.get();
    let item = check("check-map", Icon::MapTrifold, move || match state() {
        MapState::Here(bytes) => (READY, t!("check-map-ready"), t!("check-map-size", mb = megabytes(bytes))),
        MapState::None => (READY, t!("check-map-none"), t!("check-map-none-line")),
        MapState::CannotDraw => (WAITING, t!("check-map-cannot"), t!("check-map-none-line")),
        MapState::Full => (PROBLEM, t!("check-map-full"), t!("check-map-full-line")),
        MapState::Waiting(here, total) => (WAITING, t!("check-map-waiting"), of_megabytes(here, total)),
        MapState::Fetching(here, total) => (WAITING, t!("check-map-fetching"), of_megabytes(here, total)),
        MapState::Unasked => (WAITING, t!("check-map-fetching"), t!("check-map-asking")),
    });
    let bar = move || {
        let (MapState::Fetching(here, total) | MapState::Waiting(here, total)) = state() else { return None };
        let bar = el("progress").attr("max", &total.to_string()).attr("value", &here.to_string());
        Some(bar.attr("aria-label", &t!("check-map-fetching")))
    };
    let again = move || button("button", &t!("retry"), "map-again", move || walker.take_along());
    let waits = derived(move || matches!(state(), MapState::Waiting(..) | MapState::Full));
    item.child_live(bar).child_live(move || waits.get().then(again))
}

fn of_megabytes(here: f64, total: f64) -> String {
    t!("check-map-part", here = megabytes(here), total = megabytes(total))
}

fn position(walker: Walker) -> El {
    let knowing = move || walker.knowing();
    let item = check("check-position", Icon::Crosshair, move || match knowing() {
        Knowing::Within(metres) => {
            (READY, t!("check-position-ready"), t!("accuracy-now", metres = metres.round()))
        }
        Knowing::Looking => (WAITING, t!("check-position-waiting"), t!("check-position-waiting-line")),
        Knowing::Not(_) => (PROBLEM, t!("check-position-problem"), t!("check-position-problem-line")),
    });
    let again =
        move || button("button", &t!("retry"), "position-again", move || walker.watch_position_again());
    let refused = derived(move || matches!(knowing(), Knowing::Not(NoFix::Refused)));
    item.child_live(move || refused.get().then(again))
}

fn storage() -> El {
    let kept = Rc::new(Live::new(None));
    let asked = kept.clone();
    spawn_local(async move {
        let promised = phone::keep_storage().await.unwrap_or(false);
        asked.set(Some(promised));
    });
    check("check-storage", Icon::Database, move || match kept.get() {
        Some(true) => (READY, t!("check-storage-ready"), t!("check-storage-ready-line")),
        Some(false) => (WAITING, t!("check-storage-loose"), t!("check-storage-loose-line")),
        None => (WAITING, t!("check-storage-ready"), t!("check-storage-asking-line")),
    })
}

fn installed(walker: Walker) -> El {
    let is_there = Rc::new(Live::new(phone::is_installed()));
    // The offer comes at a time of the browser's own: it is looked for whenever the clock is.
    let offered = derived(move || walker.now_ms.with(|_| install::is_offered()));
    let (drawn, asks) = (is_there.clone(), offered.clone());
    let item = check("check-installed", Icon::PlusCircle, move || match (drawn.get(), asks.get()) {
        (true, _) => (READY, t!("check-installed-ready"), t!("check-installed-ready-line")),
        (false, true) => (WAITING, t!("check-install"), t!("check-install-offered")),
        (false, false) => (WAITING, t!("check-install"), how_to_install(walker)),
    });
    let button = move || {
        let there = is_there.clone();
        let agree = move || {
            let there = there.clone();
            spawn_local(async move { there.set(install::install().await) });
        };
        (offered.get() && !is_there.get()).then(|| button("button", &t!("install"), "install", agree))
    };
    item.child_live(button)
}

fn how_to_install(walker: Walker) -> String {
    let code = walker.walk.with(|walk| walk.as_ref().map(|walk| walk.kept.code.clone()).unwrap_or_default());
    match guide_for(&phone::user_agent(), phone::touch_points()) {
        Guide::Safari => t!("check-install-safari", code = code),
        Guide::AppleOther => t!("check-install-apple-other", code = code),
        Guide::Chrome => t!("check-install-chrome"),
        Guide::Firefox => t!("check-install-firefox"),
        Guide::Samsung => t!("check-install-samsung"),
        Guide::Other => t!("check-install-other"),
    }
}
