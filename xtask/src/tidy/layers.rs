//! Rules for who may know whom.

use super::source::Source;
use crate::texts::{SAYS_LATER, SECOND_HALF};

/// The only places that speak with the browser itself.
const BROWSER: [&str; 2] = ["app/src/platform", "app/src/map"];
const BROWSER_CRATE: &str = "web_sys";

/// `web_sys` is named behind the app's own words only.
pub(crate) fn browser_stays_behind_platform(sources: &[Source]) -> Vec<String> {
    let outside = |source: &&Source| {
        source.path.starts_with("app/") && !BROWSER.iter().any(|place| source.is_in(place))
    };
    let told = |source: &Source| {
        let places = source.word(BROWSER_CRATE).into_iter();
        places
            .map(|at| format!("{}: names `{BROWSER_CRATE}`; ask `platform`.", source.at(at)))
            .collect::<Vec<_>>()
    };
    sources.iter().filter(outside).flat_map(told).collect()
}

/// A module of `shared` imports only modules declared above it.
pub(crate) fn shared_reads_downwards(sources: &[Source]) -> Vec<String> {
    let Some(library) = sources.iter().find(|source| source.path == "shared/src/lib.rs") else {
        return Vec::new();
    };
    let order = declared(&library.code);
    let rank = |name: &str| order.iter().position(|module| module == name);
    let upwards = |source: &Source| {
        let Some((own, own_rank)) = top_module(&source.path).and_then(|own| Some((own, rank(own)?))) else {
            return Vec::new();
        };
        let above =
            imports(&source.code).into_iter().filter(|(_, name)| rank(name).is_some_and(|r| r > own_rank));
        let told =
            above.map(|(at, name)| format!("{}: `{own}` reads `{name}`, declared below it.", source.at(at)));
        told.collect()
    };
    sources.iter().filter(|source| source.path.starts_with("shared/src/")).flat_map(upwards).collect()
}

/// The modules a library declares, in order.
fn declared(code: &str) -> Vec<String> {
    let module = |line: &str| {
        let line = line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        Some(line.strip_prefix("mod ")?.trim_end_matches(';').to_owned())
    };
    code.lines().filter_map(module).collect()
}

/// `shared/src/sync/plan.rs` → `sync`.
fn top_module(path: &str) -> Option<&str> {
    let below = path.strip_prefix("shared/src/")?;
    Some(below.split('/').next()?.trim_end_matches(".rs"))
}

/// The first names after `crate::`, also of each branch of `crate::{…}`.
fn imports(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let branches = rest.strip_prefix('{').map_or_else(|| vec![rest], branches);
        found.extend(branches.into_iter().map(|branch| (at, first_name(branch))));
    }
    found
}

/// `a::b, c::{d, e}}…` → `a::b`, ` c::{d, e}`.
fn branches(inside: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&inside[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

fn first_name(path: &str) -> String {
    path.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// `shared` is told the time.
pub(crate) fn shared_asks_no_clock(sources: &[Source]) -> Vec<String> {
    let asks = |source: &Source| {
        let clocks = ["SystemTime::now", "Instant::now"];
        let places =
            clocks.iter().flat_map(|clock| source.word(clock).into_iter().map(move |at| (at, *clock)));
        places.map(|(at, clock)| format!("{}: asks `{clock}`; be told.", source.at(at))).collect::<Vec<_>>()
    };
    sources.iter().filter(|source| source.path.starts_with("shared/")).flat_map(asks).collect()
}

/// What comes later with its own words is called through `walker/later.rs` alone.
pub(crate) fn first_half_calls_no_second(sources: &[Source]) -> Vec<String> {
    let is_second = |path: &str| SECOND_HALF.iter().any(|module| path.starts_with(module));
    let first = sources.iter().filter(|source| {
        source.path.strip_prefix("app/src/walker/").is_some_and(|path| path != "later.rs" && !is_second(path))
    });
    let told = |source: &Source| {
        let modules = SECOND_HALF.iter().map(|module| (format!("super::{module}"), *module));
        let words = SAYS_LATER.iter().map(|(call, _)| ((*call).to_owned(), *call));
        let called =
            modules.chain(words).filter_map(|(word, name)| Some((*source.word(&word).first()?, name)));
        called
            .map(|(at, module)| {
                format!("{}: names `{module}`, which comes later: ask `later`.", source.at(at))
            })
            .collect::<Vec<_>>()
    };
    first.flat_map(told).collect()
}

/// The tests see everything; nothing sees them.
pub(crate) fn nobody_imports_tests(manifests: &[(String, String)]) -> Vec<String> {
    let imports = |line: &str| {
        let line = line.trim();
        ["tests =", "tests.", "tests=", "[dependencies.tests"].iter().any(|start| line.starts_with(start))
    };
    let guilty = manifests.iter().filter(|(name, text)| name != "tests" && text.lines().any(imports));
    guilty.map(|(name, _)| format!("{name}/Cargo.toml: imports `tests`.")).collect()
}

/// The service worker never touches what is being sent.
pub(crate) fn service_worker_answers_get_only(worker: &str) -> Vec<String> {
    let plain: String = worker.chars().filter(|letter| !letter.is_whitespace()).collect();
    let guarded = ["\"GET\"", "'GET'"].iter().any(|get| plain.contains(&format!(".method!=={get}")));
    if guarded {
        return Vec::new();
    }
    vec!["assets/sw.js: lacks the guard `if (event.request.method !== \"GET\") return;`.".to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&[Source]) -> Vec<String>, path: &str, text: &str, complaints: usize) {
        let library = Source::new("shared/src/lib.rs", "//! L.\npub mod id;\nmod time;\npub mod log;\n");
        let found = rule(&[library, Source::new(path, text)]);
        assert_eq!(found.len(), complaints, "{path}: {text}: {found:?}");
    }

    #[test]
    fn the_browser_is_named_behind_the_platform_only() {
        let rule = browser_stays_behind_platform;
        check(rule, "app/src/platform/gps.rs", "use web_sys::Position;", 0);
        check(rule, "app/src/platform.rs", "use web_sys::Window;", 0);
        check(rule, "app/src/map.rs", "use web_sys::Window;", 0);
        check(rule, "app/src/ui/button.rs", "// not web_sys\nuse crate::platform;", 0);
        check(rule, "app/src/ui/button.rs", "use web_sys::Window;\nlet a = web_sys::window();", 2);
        check(rule, "app/src/walker/platform.rs", "use web_sys::Window;", 1);
    }

    #[test]
    fn shared_reads_only_what_is_declared_above() {
        let rule = shared_reads_downwards;
        check(rule, "shared/src/log.rs", "use crate::{id::SeriesId, time::{Time, Span}};", 0);
        check(rule, "shared/src/log/chain.rs", "use crate::log::Head;", 0);
        check(rule, "shared/src/id.rs", "use crate::time::Time;", 1);
        check(rule, "shared/src/time.rs", "use crate::{id::A, log::{Log, id}};", 1);
        check(rule, "shared/src/time/zone.rs", "fn a(_: crate::log::Log) {} // crate::log", 1);
    }

    #[test]
    fn shared_never_asks_a_clock() {
        check(shared_asks_no_clock, "shared/src/time.rs", "// SystemTime::now\nfn at(now: Time) {}", 0);
        check(shared_asks_no_clock, "shared/src/time.rs", "std::time::SystemTime::now()", 1);
        check(shared_asks_no_clock, "server/src/clock.rs", "std::time::SystemTime::now()", 0);
    }

    #[test]
    fn what_comes_later_is_called_through_one_place() {
        let rule = first_half_calls_no_second;
        check(rule, "app/src/walker/later.rs", "use super::mine;", 0);
        check(rule, "app/src/walker/end.rs", "use super::mine::item;", 0);
        check(rule, "app/src/walker/start.rs", "use super::own::Own; // super::mine", 0);
        check(rule, "app/src/walker/start.rs", "use super::mine::item;", 1);
        check(rule, "app/src/walker/start.rs", "use crate::text::when_text;", 1);
    }

    #[test]
    fn nobody_imports_the_tests() {
        let manifest = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let good = [manifest("tests", "name = \"tests\""), manifest("app", "shared.workspace = true")];
        assert!(nobody_imports_tests(&good).is_empty());
        let bad = [manifest("app", "[dev-dependencies]\ntests.workspace = true")];
        assert_eq!(nobody_imports_tests(&bad), ["app/Cargo.toml: imports `tests`."]);
    }

    #[test]
    fn the_service_worker_has_its_guard() {
        assert!(service_worker_answers_get_only("if (event.request.method !== \"GET\") return;").is_empty());
        assert!(service_worker_answers_get_only("if(request.method!=='GET'){return}").is_empty());
        assert_eq!(service_worker_answers_get_only("event.respondWith(answer(event.request))").len(), 1);
    }
}
