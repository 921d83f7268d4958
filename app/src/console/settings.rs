//! Settings: language, theme, keys, and colleagues.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::{Role, SignInLink, SignInLinkRequest};

use super::api::{self, Trouble};
use super::desk::Desk;
use super::form::{Copyable, TopBar};
use super::imports::Imports;
use crate::t;
use crate::text::day_and_time;
use crate::ui::{Banner, Button, Chip, Choice, Field, Kind, LanguageSwitch, Segmented, ThemeSwitch, Tone};

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <TopBar title=Signal::derive(|| t!("desk-settings"))/>
        <div class="pages narrow">
            <section class="card stack">
                <h2>{t!("desk-this-computer")}</h2>
                <LanguageSwitch/>
                <ThemeSwitch/>
                <div>
                    <p class="group-label">{t!("desk-keys")}</p>
                    <Chip on=desk.keys on_toggle=move |on| desk.set_keys(on)>{t!("desk-keys-on")}</Chip>
                    <Button kind=Kind::Quiet on_press=move || desk.help.set(true)>{t!("desk-keys-which")}</Button>
                </div>
            </section>
            {move || desk.is_administrator().then(|| view! { <Colleagues/><Imports/> })}
        </div>
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Invited {
    NotYet,
    Asking,
    Failed(Trouble),
    Made { name: String, link: SignInLink },
}

/// Letting a colleague in: a link that works once.
#[component]
fn Colleagues() -> impl IntoView {
    let desk = Desk::here();
    let (name, role) = (RwSignal::new(String::new()), RwSignal::new(Some(Role::Officer)));
    let (tried, invited) = (RwSignal::new(false), RwSignal::new(Invited::NotYet));
    let problem =
        move || (tried.get() && name.with(|it| it.trim().is_empty())).then(|| t!("desk-name-missing"));
    let invite = move || {
        tried.set(true);
        let request = SignInLinkRequest {
            name: name.get_untracked().trim().to_owned(),
            role: role.get_untracked().unwrap_or(Role::Officer),
        };
        if request.name.is_empty() {
            crate::platform::page::focus("colleague-name");
            return;
        }
        invited.set(Invited::Asking);
        spawn_local(async move {
            let answer = api::post("/sign-in-links", &request).await;
            let _ = invited.try_set(match answer {
                Ok(link) => Invited::Made { name: request.name, link },
                Err(trouble) => {
                    desk.notice(&trouble);
                    Invited::Failed(trouble)
                }
            });
        });
    };
    let roles = vec![
        Choice::new(Role::Officer, || t!("desk-role-officer")),
        Choice::new(Role::Planner, || t!("desk-role-planner")),
        Choice::new(Role::Administrator, || t!("desk-role-administrator")),
    ];
    view! {
        <section class="card stack">
            <h2>{t!("desk-colleagues")}</h2>
            <p class="quiet">{t!("desk-colleagues-how")}</p>
            <Field id="colleague-name" test="colleague-name" label=Signal::derive(|| t!("desk-name")) value=name
                problem=Signal::derive(problem) autocapitalize="words" on_enter=invite/>
            <Segmented legend=Signal::derive(|| t!("desk-may")) options=roles chosen=role
                on_choose=move |it| role.set(Some(it))/>
            <p class="small quiet">{move || role.get().map(what_may)}</p>
            <div class="save-line">
                <Button kind=Kind::Primary disabled=Signal::derive(move || invited.get() == Invited::Asking) test="colleague-save"
                    on_press=invite>{t!("desk-make-link")}</Button>
            </div>
            <div role="status">{move || outcome(invited.get())}</div>
        </section>
    }
}

fn what_may(role: Role) -> String {
    match role {
        Role::Planner => t!("desk-may-planner"),
        Role::Officer => t!("desk-may-officer"),
        Role::Administrator => t!("desk-may-administrator"),
    }
}

fn outcome(invited: Invited) -> AnyView {
    match invited {
        Invited::NotYet | Invited::Asking => ().into_any(),
        Invited::Failed(trouble) => {
            view! { <Banner tone=Tone::Bad><p>{trouble.sentence()}</p></Banner> }.into_any()
        }
        Invited::Made { name, link } => {
            let until = day_and_time(link.expires_at_ms);
            view! {
                <Copyable label=t!("desk-link-for", name = name, until = until) words=link.link test="colleague-link"/>
            }
            .into_any()
        }
    }
}
