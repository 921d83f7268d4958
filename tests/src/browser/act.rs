//! What a person does: looks for things, taps, types, goes back.

use std::path::Path;
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Locator, key::Key};

use super::Browser;
use crate::wait::{self, PATIENCE};

/// How a thing is found by the name that the app gives it for tests.
pub(super) fn hooked(hook: &str) -> String {
    if hook.starts_with(['[', '#', '.', ':']) || hook.contains('[') {
        return hook.to_owned();
    }
    format!("[data-test=\"{hook}\"]")
}

impl Browser {
    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Loads the page anew, as its own reload button does. (WebDriver's command goes past the service worker in
    /// Firefox, as Shift and reload do.)
    pub async fn reload(&self) {
        let before = self.eval("return performance.timeOrigin", vec![]).await;
        self.eval("setTimeout(() => location.reload())", vec![]).await;
        let anew = async || {
            let origin = self
                .client
                .execute("return document.body ? performance.timeOrigin : null", vec![])
                .await
                .ok()?;
            (origin != before && !origin.is_null()).then_some(())
        };
        wait::until("the page loads anew", anew).await;
    }

    /// Goes back as the phone's back button does.
    pub async fn back(&self) {
        self.client.back().await.expect("there is a way back");
    }

    /// The first thing with this hook (or selector), once it is there.
    pub async fn find(&self, hook: &str) -> Element {
        self.find_within(PATIENCE, hook).await
    }

    /// The first thing with this hook, if it comes within `limit`.
    pub async fn find_within(&self, limit: Duration, hook: &str) -> Element {
        let selector = hooked(hook);
        let look = async || self.client.find(Locator::Css(&selector)).await.ok();
        match wait::patiently(limit, look).await {
            Some(element) => element,
            None => self.missed(&format!("{selector} is not there")).await,
        }
    }

    /// Whether something with this hook is there now.
    pub async fn has(&self, hook: &str) -> bool {
        self.count(hook).await > 0
    }

    /// How many there are now.
    pub async fn count(&self, hook: &str) -> usize {
        self.client.find_all(Locator::Css(&hooked(hook))).await.map_or(0, |found| found.len())
    }

    /// Taps it, once it can be tapped.
    pub async fn tap(&self, hook: &str) {
        let selector = hooked(hook);
        let mut last = String::from("it is not there");
        let tap = async || {
            let tapped = match self.client.find(Locator::Css(&selector)).await {
                Ok(element) => {
                    // Clear of what stands fixed at the edges, as a person would scroll.
                    let centre = "arguments[0].scrollIntoView({ block: 'center' })";
                    let _ = self.client.execute(centre, vec![serde_json::json!(element)]).await;
                    element.click().await
                }
                Err(error) => Err(error),
            };
            tapped.map_err(|error| last = error.to_string()).ok()
        };
        if wait::patiently(PATIENCE, tap).await.is_none() {
            self.missed::<()>(&format!("{selector} cannot be tapped: {last:.300}")).await;
        }
    }

    /// Types into a field.
    pub async fn write(&self, hook: &str, text: &str) {
        self.find(hook).await.send_keys(text).await.unwrap_or_else(|error| panic!("{hook}: {error}"));
    }

    /// Empties a field and types into it.
    pub async fn rewrite(&self, hook: &str, text: &str) {
        let field = self.find(hook).await;
        field.clear().await.unwrap_or_else(|error| panic!("{hook}: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{hook}: {error}"));
    }

    /// Presses a key wherever the focus is.
    pub async fn press(&self, key: Key) {
        self.press_keys(&char::from(key).to_string()).await;
    }

    /// Types wherever the focus is.
    pub async fn press_keys(&self, text: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(text).await.expect("it hears keys");
    }

    /// Chooses a file in a file field, as the camera would hand it over.
    pub async fn choose_file(&self, hook: &str, file: &Path) {
        let path = file.to_str().expect("a path in UTF-8");
        self.find(hook).await.send_keys(path).await.unwrap_or_else(|error| panic!("{hook}: {error}"));
    }

    /// Waits until a map has drawn something of the ground and, at the desk, is at rest.
    pub async fn draws_the_ground(&self, chart: &str) {
        let mut last = None;
        let drawn = async || {
            last = self.attribute(chart, "data-features").await;
            last.as_ref()?.parse::<u32>().is_ok_and(|count| count > 0).then_some(())
        };
        if wait::patiently(PATIENCE, drawn).await.is_none() {
            self.missed::<()>(&format!("of the ground, {last:?} is drawn")).await;
        }
    }

    /// What it says.
    pub async fn text(&self, hook: &str) -> String {
        self.find(hook).await.text().await.unwrap_or_default()
    }

    /// All that the page says.
    pub async fn page_text(&self) -> String {
        self.eval("return document.body.innerText", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of it, if it is there and has one.
    pub async fn attribute(&self, hook: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        let value = self.eval(script, vec![hooked(hook).into(), name.into()]).await;
        value.as_str().map(ToOwned::to_owned)
    }

    /// Waits until an attribute of it has this value.
    pub async fn shows(&self, hook: &str, name: &str, value: &str) {
        self.shows_within(PATIENCE, hook, name, value).await;
    }

    /// Waits until an attribute of it has this value, so long at most.
    pub async fn shows_within(&self, limit: Duration, hook: &str, name: &str, value: &str) {
        let mut last = None;
        let look = async || {
            last = self.attribute(hook, name).await;
            (last.as_deref() == Some(value)).then_some(())
        };
        if wait::patiently(limit, look).await.is_none() {
            self.missed::<()>(&format!("{hook}: {name} is {last:?} and not {value}")).await;
        }
    }

    /// Waits until the page says this somewhere.
    pub async fn says(&self, words: &str) {
        let look = async || self.page_text().await.contains(words).then_some(());
        if wait::patiently(PATIENCE, look).await.is_none() {
            self.missed::<()>(&format!("the page does not say “{words}”")).await;
        }
    }

    /// Waits until there are so many with this hook.
    pub async fn counts(&self, hook: &str, expected: usize) {
        let counted = async || (self.count(hook).await == expected).then_some(());
        if wait::patiently(PATIENCE, counted).await.is_none() {
            self.missed::<()>(&format!("there are not {expected} of {hook}")).await;
        }
    }

    /// Waits until the element with this id has the focus.
    pub async fn focuses(&self, id: &str) {
        let focused = "return document.activeElement.id || document.activeElement.outerHTML.slice(0, 200)";
        let there = async || (self.eval(focused, vec![]).await == id).then_some(());
        if wait::patiently(PATIENCE, there).await.is_none() {
            let at = self.eval(focused, vec![]).await;
            self.missed::<()>(&format!("the focus is not in {id} but in {at}")).await;
        }
    }

    /// Waits until there is nothing with this hook.
    pub async fn lacks(&self, hook: &str) {
        let look = async || (!self.has(hook).await).then_some(());
        if wait::patiently(PATIENCE, look).await.is_none() {
            self.missed::<()>(&format!("{hook} is still there")).await;
        }
    }

    /// Ends the test with what the page shows instead.
    pub async fn missed<T>(&self, what: &str) -> T {
        let picture = self.screenshot("missed").await;
        let url = self.client.current_url().await.map(|url| url.to_string()).unwrap_or_default();
        panic!(
            "{what}\nin {} at {url} (see {}):\n{}",
            self.kind().name(),
            picture.display(),
            self.page_text().await
        )
    }
}
