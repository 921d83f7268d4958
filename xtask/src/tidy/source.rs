//! A Rust file taken apart as far as the rules need it: code without comments and strings, and the strings.
//!
//! Promises: line numbers hold in every view; raw strings, nested comments, characters and lifetimes are told apart.

/// One file in the views that the rules read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Below the workspace's root, with slashes.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
    /// Comments and the insides of strings blanked.
    pub(crate) code: String,
    /// String literals: where their opening quote stands in `code`, and what they say as written.
    pub(crate) literals: Vec<(usize, String)>,
}

impl Source {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let (code, literals) = take_apart(&text);
        Self { path: path.into(), text, code, literals }
    }

    /// `path:line` of a place in `code`.
    pub(crate) fn at(&self, offset: usize) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("{}:{line}", self.path)
    }

    /// Whether the file lies in `place` or is `place.rs`.
    pub(crate) fn is_in(&self, place: &str) -> bool {
        self.path.strip_prefix(place).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    /// Where `word` stands in code as a word of its own.
    pub(crate) fn word(&self, word: &str) -> Vec<usize> {
        let bytes = self.code.as_bytes();
        let joins =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let alone = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let last_joins = word.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
            let after = bytes.get(at + word.len()).filter(|_| last_joins);
            !joins(before) && !joins(after)
        };
        self.code.match_indices(word).map(|(at, _)| at).filter(alone).collect()
    }
}

/// Code with comments and strings blanked byte by byte, and the strings.
fn take_apart(text: &str) -> (String, Vec<(usize, String)>) {
    let mut code = Vec::with_capacity(text.len());
    let mut literals = Vec::new();
    while code.len() < text.len() {
        let rest = &text[code.len()..];
        let piece = piece(rest, code.last().copied());
        let length = piece.length();
        if let Piece::Text { open, close, .. } = piece {
            literals.push((code.len(), rest[open..length - close].to_owned()));
        }
        let (open, close) = piece.kept();
        for (index, byte) in rest.bytes().take(length).enumerate() {
            let keep = index < open || index >= length - close || byte == b'\n';
            code.push(if keep { byte } else { b' ' });
        }
    }
    // Blanks replace whole letters, so what is left is as valid as it was.
    (String::from_utf8_lossy(&code).into_owned(), literals)
}

/// What stands at the start of a text, with its length in bytes.
enum Piece {
    Code(usize),
    Comment(usize),
    /// `open` and `close` are the lengths of what stands around the text itself.
    Text {
        length: usize,
        open: usize,
        close: usize,
    },
}

impl Piece {
    fn length(&self) -> usize {
        match *self {
            Self::Code(length) | Self::Comment(length) | Self::Text { length, .. } => length,
        }
    }

    /// How many bytes are kept at start and end.
    fn kept(&self) -> (usize, usize) {
        match *self {
            Self::Code(length) => (length, 0),
            Self::Comment(_) => (0, 0),
            Self::Text { open, close, .. } => (open, close),
        }
    }
}

fn piece(rest: &str, before: Option<u8>) -> Piece {
    let in_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if rest.starts_with("//") {
        return Piece::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Piece::Comment(block_comment(rest));
    }
    if let Some(raw) = raw_string(rest).filter(|_| !in_word) {
        return raw;
    }
    if rest.starts_with('"') {
        let length = quoted(rest);
        return Piece::Text { length, open: 1, close: 1 };
    }
    Piece::Code(character(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8)))
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = rest.as_bytes();
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#` and their byte forms.
fn raw_string(rest: &str) -> Option<Piece> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let open = rest.len() - body.len();
    let length = body.find(&end).map_or(rest.len(), |at| open + at + end.len());
    Some(Piece::Text { length, open, close: end.len().min(length - open) })
}

/// The length of `"…"` with its quotes.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; `None` for a lifetime and anything else.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        return inside.get(2..)?.find('\'').map(|end| end + 4);
    }
    let letter = inside.chars().next()?.len_utf8();
    inside[letter..].starts_with('\'').then_some(letter + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, code: &str, literals: &[&str]) {
        let source = Source::new("a.rs", text);
        assert_eq!(source.code, code);
        assert_eq!(source.literals.iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>(), literals);
    }

    #[test]
    fn comments_are_blanked_and_lines_stay() {
        check("a // b\nc /* d /* e */\n */ f", "a     \nc             \n    f", &[]);
    }

    #[test]
    fn strings_are_blanked_and_listed() {
        check(r#"t!("a\"b") r"c""#, r#"t!("    ") r" ""#, &[r#"a\"b"#, "c"]);
        check("r#\"x \"y\"#;", "r#\"    \"#;", &["x \"y"]);
    }

    #[test]
    fn characters_and_lifetimes_do_not_open_strings() {
        check(r#"'"' "x" &'a str '\'' "y""#, r#"'"' " " &'a str '\'' " ""#, &["x", "y"]);
    }

    #[test]
    fn letters_of_several_bytes_do_not_shift_what_follows() {
        let source = Source::new("a.rs", "// åäö\nlet ö = \"å\";\nbad");
        assert_eq!(source.at(source.code.find("bad").unwrap()), "a.rs:3");
    }

    #[test]
    fn a_word_is_found_alone_only() {
        let source = Source::new("a.rs", "web_sys::x; my_web_sys; web_system; // web_sys");
        assert_eq!(source.word("web_sys"), [0]);
    }

    #[test]
    fn a_place_is_its_file_and_its_directory() {
        assert!(Source::new("app/src/platform.rs", "").is_in("app/src/platform"));
        assert!(Source::new("app/src/platform/a.rs", "").is_in("app/src/platform"));
        assert!(!Source::new("app/src/platforms.rs", "").is_in("app/src/platform"));
    }
}
