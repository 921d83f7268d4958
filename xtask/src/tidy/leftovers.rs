//! Rules for each file by itself: its head, its length, and marks of unfinished work.

use super::source::Source;

/// A file may be this long.
const LINES: usize = 400;
/// Files that may be longer, each with its reason.
const LONGER: [(&str, &str); 0] = [];
/// Macros and attributes that say "later". Written in two halves so that this file does not name them itself.
const MARKS: [&str; 4] = ["todo!", "unimplemented!", "dbg!", "#[ignore"];
const NOTE: &str = concat!("FIX", "ME");

/// Every file opens by saying what it is for.
pub(crate) fn heads(sources: &[Source]) -> Vec<String> {
    let headless = sources.iter().filter(|source| !source.text.starts_with("//! "));
    headless
        .map(|source| format!("{}: opens without `//!` and a sentence of purpose.", source.path))
        .collect()
}

/// No file is longer than can be read at a sitting.
pub(crate) fn lengths(sources: &[Source]) -> Vec<String> {
    let long = sources.iter().filter_map(|source| {
        let lines = source.text.lines().count();
        let excused = LONGER.iter().any(|(path, _)| *path == source.path);
        (lines > LINES && !excused).then(|| format!("{}: {lines} lines; divide it.", source.path))
    });
    long.collect()
}

/// Nothing says that work is left.
pub(crate) fn marks(sources: &[Source]) -> Vec<String> {
    let marked = |source: &Source| {
        let code = MARKS.iter().flat_map(|mark| source.word(mark).into_iter().map(move |at| (at, *mark)));
        let notes = source.text.match_indices(NOTE).map(|(at, _)| (at, NOTE));
        let told = code.chain(notes).map(|(at, mark)| format!("{}: `{mark}` is left over.", source.at(at)));
        told.collect::<Vec<_>>()
    };
    sources.iter().flat_map(marked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&[Source]) -> Vec<String>, text: &str, complaints: usize) {
        let found = rule(&[Source::new("shared/src/a.rs", text)]);
        assert_eq!(found.len(), complaints, "{text}: {found:?}");
    }

    #[test]
    fn a_file_opens_with_its_purpose() {
        check(heads, "//! What it is.\nuse a;", 0);
        check(heads, "use a;\n//! Too late.", 1);
        check(heads, "// Not a doc.", 1);
        check(heads, "", 1);
    }

    #[test]
    fn a_long_file_is_questioned() {
        check(lengths, &"a\n".repeat(LINES), 0);
        check(lengths, &"a\n".repeat(LINES + 1), 1);
    }

    #[test]
    fn marks_of_unfinished_work_are_found_in_code_and_notes_anywhere() {
        check(marks, "// a todo! in prose\nlet a = \"dbg!\";", 0);
        check(marks, "fn a() { todo!() }\n#[ignore]\nfn b() {}", 2);
        check(marks, "#[ignore = \"slow\"]", 1);
        check(marks, &format!("// {NOTE}: later"), 1);
    }
}
