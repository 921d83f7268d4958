//! Signing in by a one-time link, and again when the session has ended.
//!
//! Promises: the token leaves the address before anything else happens; a link that was used or is too old is told
//! from a server that does not answer; signing in again loses nothing that was written.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::{SessionRequest, Welcome};

use super::api::{self, Trouble};
use super::desk::Desk;
use super::route::Route;
use crate::platform::desk::{self as browser, Entry};
use crate::platform::event::{self, PageEvent};
use crate::platform::{address, page};
use crate::t;
use crate::ui::{Banner, Button, Dialog, Field, Icon, Kind, LanguageSwitch, Tone};

const MARK: &str = "sign-in=";

/// How far signing in has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It is being found out who is here.
    Asking,
    /// Nobody is signed in.
    Nobody,
    /// The link did not work.
    BadLink,
    /// It could not be found out.
    Troubled(Trouble),
}

/// Finds out who is here: by the link that led here, else by the session there is.
pub fn begin(desk: Desk) -> RwSignal<Stage> {
    let stage = RwSignal::new(Stage::Asking);
    enter(desk, stage);
    // A link opened in a tab where the desk already stands changes only what follows the #.
    let listener = event::on(PageEvent::Fragment, move || {
        if token(&address::fragment()).is_some() {
            enter(desk, stage);
        }
    });
    StoredValue::new_local(listener);
    stage
}

/// Takes the token out of the address and signs in with it; without one, asks who is signed in.
fn enter(desk: Desk, stage: RwSignal<Stage>) {
    let found = token(&address::fragment());
    if found.is_some() {
        browser::stand_at(&desk.route.with_untracked(Route::address), Entry::InPlace);
    }
    stage.set(Stage::Asking);
    spawn_local(async move {
        let entered = match found {
            Some(token) => sign_in(&token).await,
            None => who().await,
        };
        match entered {
            Ok(welcome) => desk.welcome(welcome),
            Err(next) => stage.set(next),
        }
    });
}

/// The token in a link, or alone.
fn token(text: &str) -> Option<String> {
    let token = text.split_once(MARK).map(|(_, token)| token.trim())?;
    Some(token.to_owned()).filter(|token| !token.is_empty())
}

async fn sign_in(token: &str) -> Result<Welcome, Stage> {
    match api::tell("/session", &SessionRequest { token: token.to_owned() }).await {
        Ok(()) => who().await,
        Err(trouble @ (Trouble::Unreachable | Trouble::Failed(_))) => Err(Stage::Troubled(trouble)),
        Err(_) => Err(Stage::BadLink),
    }
}

async fn who() -> Result<Welcome, Stage> {
    api::get("/session").await.map_err(|trouble| match trouble {
        Trouble::SignedOut | Trouble::Forbidden => Stage::Nobody,
        other => Stage::Troubled(other),
    })
}

/// The page of those who are not signed in: how to get a link.
#[component]
pub fn SignInPage(
    /// How far it has come.
    stage: RwSignal<Stage>,
) -> impl IntoView {
    let desk = Desk::here();
    Effect::new(move |_| page::set_title(&format!("{} · {}", t!("desk-sign-in"), t!("app-name"))));
    let told = move || match stage.get() {
        Stage::Asking | Stage::Nobody => None,
        Stage::BadLink => Some(t!("desk-link-used")),
        Stage::Troubled(trouble) => Some(trouble.sentence()),
    };
    let retry = move || {
        matches!(stage.get(), Stage::Troubled(_)).then(|| {
            view! { <Button on_press=move || enter(desk, stage)>{t!("retry")}</Button> }
        })
    };
    let body = move || {
        let how = view! {
            <p>{t!("desk-sign-in-how")}</p>
            <p>{t!("desk-sign-in-first")}</p>
            <LinkField desk on_bad=move |next| stage.set(next)/>
            <LanguageSwitch/>
        };
        if stage.get() == Stage::Asking {
            view! { <p class="waiting" role="status">{t!("desk-waiting")}</p> }.into_any()
        } else {
            how.into_any()
        }
    };
    view! {
        <main class="sign-in">
            <p class="brand"><Icon icon=Icon::Lantern/>{t!("app-name")}</p>
            <h1 id="screen-title" tabindex="-1">{t!("desk-sign-in")}</h1>
            {move || told().map(|words| view! { <Banner tone=Tone::Bad><p data-test="sign-in-problem">{words}</p>{retry}</Banner> })}
            {body}
        </main>
    }
}

/// A field to paste a link in, for those who cannot open it in this browser.
#[component]
fn LinkField(desk: Desk, on_bad: impl Fn(Stage) + Copy + Send + Sync + 'static) -> impl IntoView {
    let link = RwSignal::new(String::new());
    let go = move || {
        let written = link.get_untracked();
        let found = token(&written).unwrap_or_else(|| written.trim().to_owned());
        if found.is_empty() {
            return;
        }
        spawn_local(async move {
            match sign_in(&found).await {
                Ok(welcome) => desk.welcome(welcome),
                Err(stage) => on_bad(stage),
            }
        });
    };
    view! {
        <div class="link-field">
            <Field label=Signal::derive(|| t!("desk-paste-link")) value=link on_enter=go test="sign-in-link"/>
            <Button kind=Kind::Primary on_press=go test="sign-in-save">{t!("desk-sign-in")}</Button>
        </div>
    }
}

/// Over the page when the session has ended: sign in again and go on where one was.
#[component]
pub fn ExpiredDialog() -> impl IntoView {
    let desk = Desk::here();
    let stage = RwSignal::new(Stage::Nobody);
    let again = move || {
        spawn_local(async move {
            match who().await {
                Ok(welcome) => desk.welcome(welcome),
                Err(next) => stage.set(next),
            }
        });
    };
    let told = move || match stage.get() {
        Stage::BadLink => Some(t!("desk-link-used")),
        Stage::Troubled(trouble) => Some(trouble.sentence()),
        Stage::Asking | Stage::Nobody => None,
    };
    view! {
        <Dialog open=desk.expired title=Signal::derive(|| t!("desk-expired"))>
            <div class="stack">
                <p>{t!("desk-expired-how")}</p>
                <div role="status">{move || told().map(|words| view! { <p class="problem">{words}</p> })}</div>
                <LinkField desk on_bad=move |next| stage.set(next)/>
                <div class="actions">
                    <Button on_press=again>{t!("desk-signed-in-elsewhere")}</Button>
                </div>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_in_a_link_and_in_what_follows_the_hash() {
        assert_eq!(token("https://lykta.example.se/desk/#sign-in=abc").as_deref(), Some("abc"));
        assert_eq!(token("sign-in=abc ").as_deref(), Some("abc"));
        assert_eq!(token("content"), None);
        assert_eq!(token("sign-in="), None);
    }
}
