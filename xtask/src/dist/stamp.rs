//! Names by content, and `{{placeholders}}` replaced by those names.
//!
//! Promises: a file's name changes exactly when its content or anything it names changes; a name that no file
//! has, and files that name each other in a circle, are refused with a sentence.

use super::pack::digest;
use crate::failure::Failure;
use crate::place::extension;
use std::collections::{BTreeMap, BTreeSet};

/// The template from which the walker's reach is followed.
const WALKER_SHELL: &str = "index.html";
const CONSOLE_SHELL: &str = "desk/index.html";
/// The placeholders for the URLs of all languages' texts, of the walker's two halves and of the desk:
/// `{"sv": "/a/texts-sv.….json", …}`.
const TEXTS: [&str; 3] = ["texts", "later-texts", "desk-texts"];

/// Where a file is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Home {
    /// Under `/a/`, its content's hash in its name.
    Hashed,
    /// At this path below the root.
    Root(String),
}

/// One file before its name is known.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// The name by which placeholders call it.
    pub(crate) name: String,
    pub(crate) home: Home,
    pub(crate) body: Vec<u8>,
    /// Whether placeholders in it are replaced.
    pub(crate) template: bool,
    /// Whether it goes out even when nothing names it.
    pub(crate) always: bool,
}

impl Piece {
    /// A file that the build made: hashed, and never looked into.
    pub(crate) fn built(name: String, body: Vec<u8>) -> Self {
        Self { name, home: Home::Hashed, body, template: false, always: true }
    }
}

/// One file as it is written: path below `dist/` and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// All files, and the build's name.
#[derive(Debug)]
pub(crate) struct Stamped {
    pub(crate) build: String,
    pub(crate) outputs: Vec<Output>,
}

/// Gives every piece its final name and content.
pub(crate) fn stamp(pieces: Vec<Piece>) -> Result<Stamped, Failure> {
    let mut press = Press { pieces: by_name(pieces)?, done: BTreeMap::new() };
    for name in press.shipped() {
        press.url(&name, &mut Vec::new())?;
    }
    let build = press.build();
    let precache = press.precache();
    let mut outputs = press.roots(&build, &precache)?;
    outputs.push(Output { path: "build.json".into(), body: press.listing(&build).into_bytes() });
    outputs.extend(press.done.into_values().map(|(url, body)| Output { path: url[1..].to_owned(), body }));
    Ok(Stamped { build, outputs })
}

fn by_name(pieces: Vec<Piece>) -> Result<BTreeMap<String, Piece>, Failure> {
    let mut by_name = BTreeMap::new();
    for piece in pieces {
        if let Some(twin) = by_name.insert(piece.name.clone(), piece) {
            return Err(Failure::wrong(format!(
                "two files are called {}; placeholders need one.",
                twin.name
            )));
        }
    }
    Ok(by_name)
}

struct Press {
    pieces: BTreeMap<String, Piece>,
    /// URL and final content of each hashed piece.
    done: BTreeMap<String, (String, Vec<u8>)>,
}

impl Press {
    /// The URL of a piece, its content stamped on the way. `path` is the chain of names that led here.
    fn url(&mut self, name: &str, path: &mut Vec<String>) -> Result<String, Failure> {
        if let Some((url, _)) = self.done.get(name) {
            return Ok(url.clone());
        }
        if TEXTS.contains(&name) {
            return self.texts(name, path);
        }
        let piece = self.pieces.get(name).cloned().ok_or_else(|| nobody(name, path))?;
        if let Home::Root(at) = &piece.home {
            return Ok(root_url(at));
        }
        if path.iter().any(|above| above == name) {
            return Err(Failure::wrong(format!(
                "{} → {name} name each other in a circle.",
                path.join(" → ")
            )));
        }
        path.push(name.to_owned());
        let body = self.filled(&piece, &mut |press, word| press.url(word, path))?;
        path.pop();
        let url = hashed_url(name, &body);
        self.done.insert(name.to_owned(), (url.clone(), body));
        Ok(url)
    }

    fn texts(&mut self, kind: &str, path: &mut Vec<String>) -> Result<String, Failure> {
        let mut url_by_language = BTreeMap::new();
        for (language, name) in self.languages(kind) {
            url_by_language.insert(language, self.url(&name, path)?);
        }
        Ok(serde_json::json!(url_by_language).to_string())
    }

    /// Every language with the name of its texts.
    fn languages(&self, kind: &str) -> Vec<(String, String)> {
        let language =
            |name: &str| Some(name.strip_prefix(kind)?.strip_prefix('-')?.strip_suffix(".json")?.to_owned());
        self.pieces.keys().filter_map(|name| Some((language(name)?, name.clone()))).collect()
    }

    /// What goes out: what the build made, licences, and all that a root file reaches.
    fn shipped(&self) -> BTreeSet<String> {
        let goes = |piece: &&Piece| piece.always || piece.home != Home::Hashed;
        self.pieces.values().filter(goes).flat_map(|piece| self.reach(&piece.name)).collect()
    }

    fn filled(
        &mut self,
        piece: &Piece,
        look: &mut dyn FnMut(&mut Self, &str) -> Result<String, Failure>,
    ) -> Result<Vec<u8>, Failure> {
        if !piece.template {
            return Ok(piece.body.clone());
        }
        let template = std::str::from_utf8(&piece.body)
            .map_err(|why| Failure::wrong(format!("{} is not UTF-8: {why}.", piece.name)))?;
        Ok(fill(template, &mut |word| look(self, word))?.into_bytes())
    }

    /// Named by every hashed file and every root file, so that any change is a new build.
    fn build(&self) -> String {
        let hashed = self.done.values().map(|(url, _)| url.clone());
        let roots = self.pieces.values().filter(|piece| piece.home != Home::Hashed);
        let all: Vec<String> =
            hashed.chain(roots.map(|piece| format!("{} {}", piece.name, digest(&piece.body)))).collect();
        digest(all.join("\n").as_bytes())[..12].to_owned()
    }

    /// The root files with everything known.
    fn roots(&mut self, build: &str, precache: &str) -> Result<Vec<Output>, Failure> {
        let roots: Vec<Piece> =
            self.pieces.values().filter(|piece| piece.home != Home::Hashed).cloned().collect();
        let mut outputs = Vec::new();
        for piece in roots {
            let body = self.filled(&piece, &mut |press, word| match word {
                "build" => Ok(build.to_owned()),
                "precache" => Ok(precache.to_owned()),
                "map-files" => Ok(press.map_files()),
                name => press.url(name, &mut vec![piece.name.clone()]),
            })?;
            if let Home::Root(path) = piece.home {
                outputs.push(Output { path, body });
            }
        }
        Ok(outputs)
    }

    /// What the walker needs off line: its shell, the root's small files, and all that the shell reaches.
    fn precache(&self) -> String {
        let mut urls = vec!["/".to_owned()];
        let roots = self.pieces.values().filter_map(|piece| match &piece.home {
            Home::Root(at) if extension(at) != "html" && at != "sw.js" && at != "robots.txt" => {
                Some(root_url(at))
            }
            _ => None,
        });
        urls.extend(roots);
        let reach = self.reach(WALKER_SHELL);
        let needed = reach.iter().filter(|name| !is_of_map(name));
        urls.extend(needed.filter_map(|name| self.done.get(name)).map(|(url, _)| url.clone()));
        serde_json::Value::from(urls).to_string()
    }

    /// What a walk with a map needs off line beside the shell.
    fn map_files(&self) -> String {
        let files = self.done.iter().filter(|(name, _)| is_of_map(name)).map(|(_, (url, _))| url);
        files.cloned().collect::<serde_json::Value>().to_string()
    }

    /// All names that a template names, directly or through others.
    fn reach(&self, from: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![from.to_owned()];
        while let Some(name) = waiting.pop() {
            let Some(piece) = self.pieces.get(&name).filter(|_| reached.insert(name.clone())) else {
                continue;
            };
            if piece.template {
                waiting.extend(self.named(&String::from_utf8_lossy(&piece.body)));
            }
        }
        reached
    }

    /// The names that a template names itself.
    fn named(&self, template: &str) -> Vec<String> {
        let words = template.match_indices("{{").filter_map(|(at, _)| placeholder(&template[at..]));
        let mut names: Vec<String> = words.clone().map(str::to_owned).collect();
        for kind in words.filter(|word| TEXTS.contains(word)) {
            names.extend(self.languages(kind).into_iter().map(|(_, name)| name));
        }
        names
    }

    /// `build.json`: the build, every URL by name, and which names each face reaches.
    fn listing(&self, build: &str) -> String {
        let files: BTreeMap<&String, &String> =
            self.done.iter().map(|(name, (url, _))| (name, url)).collect();
        let hashed = |shell: &str| -> Vec<String> {
            self.reach(shell).into_iter().filter(|name| self.done.contains_key(name)).collect()
        };
        let listing = serde_json::json!({
            "build": build, "files": files, "walker": hashed(WALKER_SHELL), "console": hashed(CONSOLE_SHELL),
        });
        format!("{listing:#}\n")
    }
}

/// The map's own files, which are not kept before they are wanted.
fn is_of_map(name: &str) -> bool {
    name.starts_with("map") && name.contains(".later.")
}

fn nobody(name: &str, path: &[String]) -> Failure {
    let by = path.last().map_or("a template", String::as_str);
    Failure::wrong(format!("{by} names {{{{{name}}}}}, and no file provides it."))
}

fn root_url(at: &str) -> String {
    format!("/{}", at.strip_suffix("index.html").unwrap_or(at))
}

/// `walker.css` with this content → `/a/walker.0123456789abcdef.css`.
fn hashed_url(name: &str, body: &[u8]) -> String {
    let hash = &digest(body)[..16];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/a/{stem}.{hash}.{extension}"),
        None => format!("/a/{name}.{hash}"),
    }
}

/// Replaces each `{{name}}`; any other `{{` stays as it is.
fn fill(template: &str, look: &mut dyn FnMut(&str) -> Result<String, Failure>) -> Result<String, Failure> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let (before, after) = rest.split_at(start);
        filled.push_str(before);
        if let Some(name) = placeholder(after) {
            filled.push_str(&look(name)?);
            rest = &after[name.len() + 4..];
        } else {
            filled.push_str("{{");
            rest = &after[2..];
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The name at the start of `{{name}}…`, if that is what stands there.
fn placeholder(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix("{{")?.split_once("}}")?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests;
