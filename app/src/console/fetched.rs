//! What was asked of the server and how far it has come.
//!
//! Promises: an answer that comes late for a question that has changed is dropped; what is shown stays shown while it
//! is asked for anew, and neither sent nor touched when nothing changed; however often one is told to ask, one question is under
//! way at a time; whoever stood with the keyboard in what is drawn anew stands there again; a failure is told with a
//! way to try again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::api::{self, Tagged, Trouble};
use super::desk::Desk;
use crate::platform::page;
use crate::t;
use crate::ui::{Banner, Button, Tone};

/// How far a question has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// It was asked.
    Waiting,
    /// It was answered.
    Here(T),
    /// It was not.
    Failed(Trouble),
}

/// A question to the server that is asked again when its path changes, when told to, and now and then.
pub struct Fetched<T: Send + Sync + 'static> {
    load: RwSignal<Load<T>>,
    again: RwSignal<u32>,
    course: StoredValue<Course>,
}

/// What is under way, and what is known of the answer that is shown.
#[derive(Debug, Default)]
struct Course {
    asking: Option<Asking>,
    /// The path that was asked for and the tag of the answer.
    shown: Option<(String, String)>,
    /// How many rows there are, where the answer was cut off.
    total: Option<usize>,
}

/// A question that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asking {
    path: String,
    /// Whether it is to be asked once more: what it will answer may be of before.
    once_more: bool,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Fetched<T> {
    /// Asks for what `path` says; `None` asks nothing.
    pub fn new(path: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        let desk = Desk::here();
        let fetched = Self {
            load: RwSignal::new(Load::Waiting),
            again: RwSignal::new(0),
            course: StoredValue::new(Course::default()),
        };
        let path = Memo::new(move |_| path());
        Effect::new(move |last: Option<Option<String>>| {
            let asked = path.get();
            fetched.again.track();
            desk.epoch.track();
            if last.is_some_and(|last| last != asked) {
                fetched.load.set(Load::Waiting);
            }
            if let Some(asked) = asked.clone()
                && fetched.begins(&asked)
            {
                spawn_local(fetched.ask(desk, path, asked));
            }
            asked
        });
        fetched
    }

    /// Whether the question is not under way yet; if it is, it will be asked once more.
    fn begins(self, path: &str) -> bool {
        let begins = self.course.try_update_value(|Course { asking, .. }| match asking {
            Some(asking) if asking.path == path => {
                asking.once_more = true;
                false
            }
            _ => {
                *asking = Some(Asking { path: path.to_owned(), once_more: false });
                true
            }
        });
        begins == Some(true)
    }

    /// Whether the question that was answered is to be asked once more.
    fn goes_on(self, path: &str) -> bool {
        let goes_on = self.course.try_update_value(|Course { asking, .. }| match asking {
            Some(it) if it.path == path && it.once_more => {
                it.once_more = false;
                true
            }
            Some(it) if it.path == path => {
                *asking = None;
                false
            }
            _ => false,
        });
        goes_on == Some(true)
    }

    async fn ask(self, desk: Desk, path: Memo<Option<String>>, asked: String) {
        loop {
            let answer = api::get_if_changed(&asked, self.tag_of(&asked)).await;
            // Another question has come in its stead, and will have its own answer.
            let is_asked = path.try_get_untracked().flatten().as_ref() == Some(&asked);
            if is_asked {
                self.take(desk, &asked, answer);
            }
            if !self.goes_on(&asked) || !is_asked {
                return;
            }
        }
    }

    /// The tag of what is shown, if it is the answer to this path.
    fn tag_of(self, path: &str) -> Option<String> {
        let is_here = self.load.try_with_untracked(|load| matches!(load, Load::Here(_))) == Some(true);
        let shown = self.course.try_with_value(|course| course.shown.clone()).flatten().filter(|_| is_here);
        shown.filter(|(shown, _)| shown == path).map(|(_, tag)| tag)
    }

    fn take(self, desk: Desk, path: &str, answer: Result<Option<Tagged<T>>, Trouble>) {
        match answer {
            Ok(None) => {}
            Ok(Some(Tagged { here, tag, total })) => {
                let counted = self.course.try_update_value(|course| {
                    course.shown = tag.map(|tag| (path.to_owned(), tag));
                    std::mem::replace(&mut course.total, total) != total
                });
                self.put(Load::Here(here));
                if counted == Some(true) {
                    self.load.notify();
                }
            }
            Err(trouble) => {
                desk.notice(&trouble);
                // What is shown is still true of when it was asked; a dialog asks to sign in again.
                let shown = self.load.try_with_untracked(|load| matches!(load, Load::Here(_))) == Some(true);
                if !shown {
                    self.put(Load::Failed(trouble));
                }
            }
        }
    }

    fn put(self, load: Load<T>) {
        if self.load.try_with_untracked(|old| *old != load) == Some(true) {
            let focused = page::focused();
            self.load.set(load);
            if let Some(id) = focused {
                // Twice: what is drawn in two steps loses it again in the second.
                request_animation_frame(move || {
                    page::focus_again(&id);
                    request_animation_frame(move || page::focus_again(&id));
                });
            }
        }
    }

    /// Asks again.
    pub fn again(self) {
        if self.load.with_untracked(|load| matches!(load, Load::Failed(_))) {
            self.load.set(Load::Waiting);
        }
        self.again.update(|times| *times += 1);
    }

    /// The answer, once it is here.
    pub fn get(self) -> Option<T> {
        self.with(Clone::clone)
    }

    /// How many rows there are, where the answer was cut off at a limit.
    pub fn total(self) -> Option<usize> {
        self.load.track();
        self.course.try_with_value(|course| course.total).flatten()
    }

    /// Whether it was answered or failed. A page whose parts wait for each other does not jump while they arrive.
    pub fn is_settled(self) -> bool {
        self.load.with(|load| !matches!(load, Load::Waiting))
    }

    /// What `read` makes of the answer, once it is here.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.load.with(|load| if let Load::Here(here) = load { Some(read(here)) } else { None })
    }

    /// Puts an answer that came by another way, such as that of a decision.
    pub fn set(self, here: T) {
        self.course.try_update_value(|course| course.shown = None);
        self.put(Load::Here(here));
    }

    /// Draws the answer; while it is awaited or did not come, says so. `view` is called again only when the answer
    /// changes.
    pub fn view<V: IntoView + 'static>(self, view: impl Fn(T) -> V + Send + 'static) -> impl IntoView {
        move || match self.load.get() {
            Load::Waiting => waiting().into_any(),
            Load::Failed(trouble) => failed(trouble, move || self.again()).into_any(),
            Load::Here(here) => view(here).into_any(),
        }
    }

    /// Draws once the answer is here, and not again when it changes: what is inside follows by itself.
    pub fn view_once<V: IntoView + 'static>(self, view: impl Fn() -> V + Send + 'static) -> impl IntoView {
        let stage = Memo::new(move |_| {
            self.load.with(|load| match load {
                Load::Waiting => Load::Waiting,
                Load::Failed(trouble) => Load::Failed(trouble.clone()),
                Load::Here(_) => Load::Here(()),
            })
        });
        move || match stage.get() {
            Load::Waiting => waiting().into_any(),
            Load::Failed(trouble) => failed(trouble, move || self.again()).into_any(),
            Load::Here(()) => view().into_any(),
        }
    }
}

/// Says that an answer is awaited.
pub fn waiting() -> impl IntoView {
    view! { <p class="waiting" role="status">{t!("desk-waiting")}</p> }
}

fn failed(trouble: Trouble, again: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    let retry = trouble.may_pass().then(|| {
        view! { <Button on_press=move || again()>{t!("retry")}</Button> }
    });
    view! { <Banner tone=Tone::Bad><p>{trouble.sentence()}</p>{retry}</Banner> }
}
