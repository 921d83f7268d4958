//! What everybody needs of a screen: to see it, hear it, and not have it jump.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Browser;
use crate::place;

/// The looks that the app has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Amber on black, for eyes that are used to the dark.
    Night,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Night];

    /// As the app calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Night => "night",
        }
    }
}

/// Something that some people cannot use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule of axe-core.
    pub rule: String,
    /// What it says.
    pub help: String,
    /// The elements.
    pub elements: Vec<String>,
}

impl Browser {
    /// Shows the page in a theme, as the app's own switch does.
    pub async fn wear(&self, theme: Theme) {
        // What fades ends at once, also what begins to fade when something else has ended.
        let script = "document.documentElement.dataset.theme = arguments[0];
                      for (let round = 0; round < 9; round++) document.getAnimations().forEach(it => it.finish());";
        self.eval(script, vec![theme.name().into()]).await;
    }

    /// Asks axe-core what is wrong with the page as it is now.
    pub async fn violations(&self) -> Vec<Violation> {
        if self.eval("return typeof window.axe === 'object'", vec![]).await != Value::Bool(true) {
            let axe = std::fs::read_to_string(place::axe()).expect("axe-core can be read");
            // Through WebDriver, since the page itself runs no scripts of others.
            self.eval(&format!("{axe}\nwindow.axe = window.axe ?? axe;"), vec![]).await;
        }
        let run = "axe.run(document, { resultTypes: ['violations'] }).then(it => it.violations.map(found => ({
            rule: found.id, help: found.help,
            elements: found.nodes.map(node => `${node.html.slice(0, 160)} — ${node.any.concat(node.all, node.none).map(it => it.message).join('; ').slice(0, 200)}`)
        })))";
        let found = self.eval_async(run, vec![]).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let elements = |value: &Value| value.as_array().into_iter().flatten().map(text).collect();
        let violation = |it: &Value| Violation {
            rule: text(&it["rule"]),
            help: text(&it["help"]),
            elements: elements(&it["elements"]),
        };
        found.as_array().expect("a list").iter().map(violation).collect()
    }

    /// How far the page reaches beyond its own width, in pixels, and the widest culprits.
    pub async fn overflow(&self) -> (i64, Vec<String>) {
        let script = "const width = document.documentElement.clientWidth;
            const beyond = document.scrollingElement.scrollWidth - width;
            const culprits = beyond > 0 ? [...document.querySelectorAll('body *')]
                .filter(it => it.getBoundingClientRect().right > width + 0.5 || it.getBoundingClientRect().left < -0.5)
                .slice(0, 5).map(it => it.outerHTML.slice(0, 160)) : [];
            return [beyond, culprits];";
        let found = self.eval(script, vec![]).await;
        let culprits = found[1].as_array().into_iter().flatten().filter_map(Value::as_str);
        (found[0].as_i64().unwrap_or_default(), culprits.map(ToOwned::to_owned).collect())
    }

    /// How much of the page has moved by itself since it was loaded (Cumulative Layout Shift), and what moved.
    /// Chromium only; others do not tell.
    pub async fn layout_shift(&self) -> (f64, Vec<String>) {
        let observe = "new Promise(done => {
            const found = [];
            const observer = new PerformanceObserver(list => found.push(...list.getEntries()));
            observer.observe({ type: 'layout-shift', buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
                found.push(...observer.takeRecords());
                const own = found.filter(it => !it.hadRecentInput);
                done([own.reduce((sum, it) => sum + it.value, 0),
                    own.flatMap(it => it.sources.map(source => (source.node?.outerHTML ?? String(source.node?.nodeName)).slice(0, 160)))]);
            })));
        })";
        let found = self.eval_async(observe, vec![]).await;
        let moved = found[1].as_array().into_iter().flatten().filter_map(Value::as_str);
        (found[0].as_f64().unwrap_or(f64::NAN), moved.map(ToOwned::to_owned).collect())
    }

    /// Makes all text so many per cent of its size, as a person does in the browser's settings.
    pub async fn text_size(&self, percent: u32) {
        let script = "document.documentElement.style.fontSize = arguments[0]";
        self.eval(script, vec![json!(format!("{percent}%"))]).await;
    }

    /// Lays the page out for people who read this way, `ltr` or `rtl`.
    pub async fn reads(&self, way: &str) {
        self.eval("document.documentElement.dir = arguments[0]", vec![way.into()]).await;
    }

    /// A picture of the page under `target/screenshots`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let path = place::screenshots().join(format!("{}-{name}.png", self.kind().name()));
        if let Ok(picture) = self.client.screenshot().await {
            std::fs::write(&path, picture).expect("target/ can be written");
        }
        path
    }
}
