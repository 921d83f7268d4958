//! A disk as a power cut leaves it: what was flushed is there, and of what was not anything may be.
//!
//! Promises: content and names are flushed apart, so that a whole file without a name is nowhere; a write under way is
//! torn at sectors of 512 bytes; chance decides by a seed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rand::RngExt as _;
use rand::rngs::ChaCha8Rng;

use super::trace::Event;

const SECTOR: usize = 512;

/// What becomes of what was not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Nothing of it is there.
    Dropped,
    /// All that came before some moment.
    Prefix,
    /// Some of it, in no order.
    Subset,
    /// Some sectors of some of it.
    Torn,
    /// All of it.
    Kept,
}

impl How {
    pub(super) const ALL: [Self; 5] = [Self::Dropped, Self::Prefix, Self::Subset, Self::Torn, Self::Kept];
}

/// Where simulated disks lie: in memory.
pub(super) fn memory() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Arc<[u8]> },
    Truncate(usize),
}

#[derive(Debug, Clone, Default)]
struct File {
    flushed: Arc<Vec<u8>>,
    pending: Vec<(u64, Change)>,
    length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Directory,
    File(usize),
}

/// The disk of a server at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// As processes see it.
    seen: BTreeMap<PathBuf, Node>,
    /// As it was flushed.
    flushed: BTreeMap<PathBuf, Node>,
    /// A name that something got, or that is gone.
    pending: Vec<(u64, PathBuf, Option<Node>)>,
    flushes: BTreeMap<u32, (PathBuf, u64)>,
    moment: u64,
}

/// A file that a power cut left.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) bytes: Arc<Vec<u8>>,
}

impl Disk {
    /// What lies below a directory, all of it flushed.
    pub(super) fn of(directory: &Path) -> Self {
        let mut disk = Self::default();
        disk.take(directory, directory);
        disk.flushed.clone_from(&disk.seen);
        disk
    }

    fn take(&mut self, root: &Path, directory: &Path) {
        for entry in std::fs::read_dir(directory).expect("the server's files") {
            let path = entry.expect("the server's files").path();
            let name = path.strip_prefix(root).expect("it lies below").to_owned();
            if path.is_dir() {
                self.seen.insert(name, Node::Directory);
                self.take(root, &path);
            } else {
                let bytes = std::fs::read(&path).expect("the server's files");
                let file = File { length: bytes.len(), flushed: Arc::new(bytes), pending: vec![] };
                self.seen.insert(name, Node::File(self.files.len()));
                self.files.push(file);
            }
        }
    }

    /// The server does something.
    pub(super) fn happens(&mut self, event: &Event) {
        self.moment += 1;
        match event {
            Event::Create(path) if !self.seen.contains_key(path) => {
                self.files.push(File::default());
                self.names(path, Some(Node::File(self.files.len() - 1)));
            }
            Event::MakeDirectory(path) => self.names(path, Some(Node::Directory)),
            Event::Remove(path) => self.names(path, None),
            Event::Rename { from, to } => {
                let node = self.seen.get(from).copied();
                self.names(to, node);
                self.names(from, None);
            }
            Event::Write { path, at, bytes } => {
                let at = at.unwrap_or_else(|| self.file(path).length);
                self.changes(path, Change::Write { at, bytes: Arc::clone(bytes) });
            }
            Event::Truncate { path, length } => self.changes(path, Change::Truncate(*length)),
            Event::FlushBegins { by, path } => drop(self.flushes.insert(*by, (path.clone(), self.moment))),
            Event::FlushEnds { by } => {
                let (path, moment) = self.flushes.remove(by).expect("a flush that began");
                self.flush(&path, moment);
            }
            Event::Create(_) | Event::Told(_) => {}
        }
    }

    fn names(&mut self, path: &Path, node: Option<Node>) {
        match node {
            Some(node) => drop(self.seen.insert(path.to_owned(), node)),
            None => drop(self.seen.remove(path)),
        }
        self.pending.push((self.moment, path.to_owned(), node));
    }

    fn file(&mut self, path: &Path) -> &mut File {
        match self.seen.get(path) {
            Some(Node::File(index)) => &mut self.files[*index],
            other => panic!("{} is written to and is {other:?}", path.display()),
        }
    }

    fn changes(&mut self, path: &Path, change: Change) {
        let moment = self.moment;
        let file = self.file(path);
        file.length = match &change {
            Change::Write { at, bytes } => file.length.max(at + bytes.len()),
            Change::Truncate(length) => *length,
        };
        file.pending.push((moment, change));
    }

    /// A file's content, or the names in a directory, up to a moment.
    fn flush(&mut self, path: &Path, moment: u64) {
        match self.seen.get(path).copied() {
            Some(Node::File(index)) => self.files[index].flush(moment),
            // The directory of data itself has no name below itself.
            Some(Node::Directory) | None => {
                let is_in = |it: &(u64, PathBuf, Option<Node>)| it.0 < moment && it.1.parent() == Some(path);
                for (_, name, node) in self.pending.iter().filter(|it| is_in(it)) {
                    apply(&mut self.flushed, name, *node);
                }
                self.pending.retain(|it| !is_in(it));
            }
        }
    }

    /// What is found when there is power again.
    pub(super) fn cut(&self, how: How, chance: &mut ChaCha8Rng) -> BTreeMap<PathBuf, Left> {
        let until = chance.random_range(0..=self.moment);
        let first = self.first_pending().unwrap_or(0);
        let until = first + until % (self.moment + 1 - first.min(self.moment));
        let likely = f64::from(chance.random_range(0..=100_u32)) / 100.0;
        let mut stays = |moment: u64| match how {
            How::Dropped => false,
            How::Prefix => moment <= until,
            How::Subset => chance.random_bool(likely),
            How::Torn | How::Kept => true,
        };
        let mut names = self.flushed.clone();
        for (moment, name, node) in &self.pending {
            if stays(*moment) {
                apply(&mut names, name, *node);
            }
        }
        let kept: Vec<Vec<Change>> = self
            .files
            .iter()
            .map(|file| file.pending.iter().filter(|it| stays(it.0)).map(|it| it.1.clone()).collect())
            .collect();
        let is_reached = |path: &Path| {
            path.ancestors().skip(1).all(|it| it.as_os_str().is_empty() || names.contains_key(it))
        };
        let mut left = BTreeMap::new();
        for (name, node) in &names {
            if let (Node::File(index), true) = (node, is_reached(name)) {
                let tear = (how == How::Torn).then_some((&mut *chance, likely));
                let bytes = self.files[*index].with(&kept[*index], tear);
                left.insert(name.clone(), Left { bytes });
            }
        }
        left
    }

    /// Whether this is a directory, as processes see it; the directory of data itself is one.
    pub(super) fn is_directory(&self, path: &Path) -> bool {
        !matches!(self.seen.get(path), Some(Node::File(_)))
    }

    fn first_pending(&self) -> Option<u64> {
        let of_files = self.files.iter().filter_map(|file| file.pending.first().map(|it| it.0)).min();
        of_files.into_iter().chain(self.pending.first().map(|it| it.0)).min()
    }
}

fn apply(names: &mut BTreeMap<PathBuf, Node>, name: &Path, node: Option<Node>) {
    match node {
        Some(node) => drop(names.insert(name.to_owned(), node)),
        None => drop(names.remove(name)),
    }
}

impl File {
    fn flush(&mut self, moment: u64) {
        let covered = self.pending.partition_point(|it| it.0 < moment);
        let bytes = Arc::make_mut(&mut self.flushed);
        for (_, change) in self.pending.drain(..covered) {
            change.apply(bytes);
        }
    }

    fn with(&self, kept: &[Change], mut tear: Option<(&mut ChaCha8Rng, f64)>) -> Arc<Vec<u8>> {
        if kept.is_empty() {
            return Arc::clone(&self.flushed);
        }
        let mut bytes = Vec::clone(&self.flushed);
        for change in kept {
            match &mut tear {
                None => change.apply(&mut bytes),
                Some((chance, likely)) => change.tear(&mut bytes, chance, *likely),
            }
        }
        Arc::new(bytes)
    }
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => file.resize(*length, 0),
            Self::Write { at, bytes } => put(file, *at, bytes),
        }
    }

    /// Each sector that is written to is old or new.
    fn tear(&self, file: &mut Vec<u8>, chance: &mut ChaCha8Rng, likely: f64) {
        let Self::Write { at, bytes } = self else {
            if chance.random_bool(likely) {
                self.apply(file);
            }
            return;
        };
        let mut from = 0;
        while from < bytes.len() {
            let to = bytes.len().min(from + SECTOR - (at + from) % SECTOR);
            if chance.random_bool(likely) {
                put(file, at + from, &bytes[from..to]);
            }
            from = to;
        }
    }
}

fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[at..end].copy_from_slice(bytes);
}
