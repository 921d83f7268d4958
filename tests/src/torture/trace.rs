//! What `strace` wrote down of a server, as events in order: what it wrote and flushed, and what it told phones.
//!
//! Promises: a flush covers what was written before it began, and counts from when it had ended; what was told counts
//! from when the server began to send it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use shared::id::{BlobHash, SeriesId};
use shared::record::Receipt;
use shared::wire::{Heads, JoinAnswer, PushAnswer};

/// The calls that are to be written down.
pub(super) const CALLS: &str = "trace=openat,pwrite64,write,writev,sendto,recvfrom,fsync,fdatasync,ftruncate,\
    rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat";

/// Something that a server did.
#[derive(Debug, Clone)]
pub(super) enum Event {
    Create(PathBuf),
    Write { path: PathBuf, at: Option<usize>, bytes: Arc<[u8]> },
    Truncate { path: PathBuf, length: usize },
    FlushBegins { by: u32, path: PathBuf },
    FlushEnds { by: u32 },
    Rename { from: PathBuf, to: PathBuf },
    Remove(PathBuf),
    MakeDirectory(PathBuf),
    Told(Told),
}

/// What a phone could rely on from then on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    Records(Receipt),
    Photo(BlobHash),
    Series(SeriesId),
}

/// Reads a trace; paths are told as they lie below `data`, and others are left out.
pub(super) fn read(trace: &str, data: &Path) -> Vec<Event> {
    let mut reader = Reader { data, events: vec![], begun: BTreeMap::new(), asked: BTreeMap::new() };
    trace.lines().for_each(|line| reader.take(line));
    reader.events
}

struct Reader<'a> {
    data: &'a Path,
    events: Vec<Event>,
    /// Calls under way, by thread.
    begun: BTreeMap<u32, String>,
    /// The request under way, by connection.
    asked: BTreeMap<Vec<u8>, String>,
}

impl Reader<'_> {
    /// `PID call(arguments) = result`, in one line or, when another thread came between, in two.
    fn take(&mut self, line: &str) {
        let Some((thread, rest)) = line.split_once(' ') else { return };
        let (Ok(thread), rest) = (thread.parse(), rest.trim_start()) else { return };
        if let Some(beginning) = rest.strip_suffix("<unfinished ...>") {
            self.begins(thread, beginning);
            self.begun.insert(thread, beginning.to_owned());
        } else if rest.starts_with("<...") {
            let Some((_, end)) = rest.split_once("resumed>") else { return };
            let beginning = self.begun.remove(&thread).unwrap_or_default();
            self.ends(thread, &(beginning + end));
        } else {
            self.begins(thread, rest);
            self.ends(thread, rest);
        }
    }

    fn begins(&mut self, thread: u32, call: &str) {
        let Some((name, arguments)) = call.split_once('(') else { return };
        match name {
            "fsync" | "fdatasync" => {
                let path = self.path_in(arguments);
                self.events.extend(path.map(|path| Event::FlushBegins { by: thread, path }));
            }
            "sendto" | "writev" | "write" if self.path_in(arguments).is_none() => {
                let connection = descriptor(arguments);
                let told = self.asked.get(&connection).map(|asked| told(asked, &strings(arguments).concat()));
                self.events.extend(told.into_iter().flatten().map(Event::Told));
            }
            _ => {}
        }
    }

    fn ends(&mut self, thread: u32, call: &str) {
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { return };
        let result = result.split([' ', '<']).next().and_then(|it| it.parse::<usize>().ok());
        let Some(result) = result else { return };
        if name == "recvfrom" {
            return self.hears(arguments);
        }
        let event = self.event(name, thread, arguments, result);
        self.events.extend(event);
    }

    fn event(&self, name: &str, thread: u32, arguments: &str, result: usize) -> Option<Event> {
        // Nothing is left out because it could not be understood.
        let last_number = || {
            let last = arguments.rsplit(", ").next().unwrap_or_default();
            let number = last.trim_matches([' ', ')']).parse();
            number.unwrap_or_else(|error| panic!("{error} in a call of {name}: {last}"))
        };
        let named = |place: usize| self.below(strings(arguments).into_iter().nth(place)?);
        Some(match name {
            // Descriptors are shown with their paths, so the name is the last but the flags.
            "openat" if arguments.contains("O_CREAT") => Event::Create(named(0)?),
            "write" | "pwrite64" => {
                let path = self.path_in(arguments)?;
                let mut bytes = strings(arguments).into_iter().next()?;
                bytes.truncate(result);
                let at = if name == "write" { None } else { Some(last_number()) };
                Event::Write { path, at, bytes: bytes.into() }
            }
            "ftruncate" => Event::Truncate { path: self.path_in(arguments)?, length: last_number() },
            "fsync" | "fdatasync" => self.path_in(arguments).map(|_| Event::FlushEnds { by: thread })?,
            "rename" | "renameat" | "renameat2" => Event::Rename { from: named(0)?, to: named(1)? },
            "unlink" | "unlinkat" => Event::Remove(named(0)?),
            "mkdir" | "mkdirat" => Event::MakeDirectory(named(0)?),
            _ => return None,
        })
    }

    fn hears(&mut self, arguments: &str) {
        const METHODS: [&str; 5] = ["GET ", "POST ", "PATCH ", "PUT ", "HEAD "];
        let bytes = strings(arguments).concat();
        if METHODS.iter().any(|method| bytes.starts_with(method.as_bytes())) {
            let line = bytes.split(|byte| *byte == b'\r').next().unwrap_or_default();
            self.asked.insert(descriptor(arguments), String::from_utf8_lossy(line).into_owned());
        }
    }

    /// The file of the descriptor that a call is about.
    fn path_in(&self, arguments: &str) -> Option<PathBuf> {
        self.below(descriptor(arguments))
    }

    fn below(&self, path: Vec<u8>) -> Option<PathBuf> {
        let path = PathBuf::from(String::from_utf8(path).ok()?);
        let below = path.strip_prefix(self.data).ok()?;
        // What processes share in memory is no file to a power cut, nor is a file without a name (shown as its number);
        // what is logged is nobody's promise.
        let is_unnamed = below.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"#"));
        let is_shared = below.to_string_lossy().ends_with("-shm");
        let counts = !is_shared && !is_unnamed && !below.ends_with("outputs.log");
        counts.then(|| below.to_owned())
    }
}

/// What stands between the first `<` and `>`: the path or the connection of a descriptor.
fn descriptor(arguments: &str) -> Vec<u8> {
    let shown = arguments.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(path, _)| path);
    shown.map(unhex).unwrap_or_default()
}

/// Every string in a call.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    arguments.split('"').skip(1).step_by(2).map(unhex).collect()
}

/// `\x61\x62` → `ab`.
fn unhex(shown: &str) -> Vec<u8> {
    let digit = |byte: u8| if byte >= b'a' { byte - b'a' + 10 } else { byte.wrapping_sub(b'0') };
    shown.as_bytes().chunks_exact(4).map(|four| digit(four[2]) << 4 | digit(four[3])).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(asked: &str, body: &str) -> T {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("an answer to {asked}: {error}: {body}"))
}

/// What an answer tells that one can rely on.
fn told(asked: &str, answer: &[u8]) -> Vec<Told> {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return vec![] };
    let mut words = asked.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !head.starts_with("HTTP/1.1 20") {
        return vec![];
    }
    match (method, path) {
        ("POST", "/api/v1/records") => {
            let answer: PushAnswer = parsed(asked, body);
            vec![Told::Records(answer.receipt)]
        }
        ("GET", "/api/v1/records/heads") => {
            let heads: Heads = parsed(asked, body);
            heads.heads.into_iter().map(Told::Records).collect()
        }
        ("POST", "/api/v1/join") => {
            let answer: JoinAnswer = parsed(asked, body);
            vec![Told::Series(answer.series)]
        }
        ("HEAD" | "PATCH" | "PUT", path) if head.to_lowercase().contains("\r\nupload-length: ") => {
            let blob = path.rsplit('/').next().and_then(|name| name.parse().ok());
            blob.map(Told::Photo).into_iter().collect()
        }
        _ => vec![],
    }
}
