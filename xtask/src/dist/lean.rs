//! Scripts and styles without what only their readers need.
//!
//! Promises: only whole lines go (comments that stand on lines of their own, empty lines) and indentation; what a line
//! says stays as it was written. So no text in a script may span lines: the glue and ours have none.

use crate::place::extension;

/// The file as it is sent.
pub(crate) fn lean(name: &str, body: Vec<u8>) -> Vec<u8> {
    match (extension(name), String::from_utf8(body)) {
        ("js" | "css", Ok(text)) => without_remarks(&text).into_bytes(),
        (_, Ok(text)) => text.into_bytes(),
        (_, Err(binary)) => binary.into_bytes(),
    }
}

fn without_remarks(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    let mut in_remark = false;
    for line in text.lines().map(str::trim) {
        if in_remark || line.starts_with("/*") {
            in_remark = !line.contains("*/");
            // What stands behind a remark is kept.
            push(&mut lean, line.split_once("*/").map_or("", |(_, rest)| rest.trim()));
        } else if !line.starts_with("//") {
            push(&mut lean, line);
        }
    }
    lean
}

fn push(lean: &mut String, line: &str) {
    if !line.is_empty() {
        lean.push_str(line);
        lean.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_on_lines_of_their_own_and_indentation_go() {
        let script = "// Starts.\n/**\n * @returns {number}\n */\n  const a = 1; // kept\n\n  const b = \"http://x\";\n";
        assert_eq!(without_remarks(script), "const a = 1; // kept\nconst b = \"http://x\";\n");
        let style = "/* Two\n   lines. */\n.a {\n  color: red; /* kept */\n}\n/* One. */ .b {}\n";
        assert_eq!(without_remarks(style), ".a {\ncolor: red; /* kept */\n}\n.b {}\n");
    }

    #[test]
    fn other_files_stay_as_they_are() {
        let markup = b"<pre>\n  // kept\n</pre>".to_vec();
        assert_eq!(lean("index.html", markup.clone()), markup);
        assert_eq!(lean("font.woff2", vec![0xff, 0xfe]), [0xff, 0xfe]);
    }
}
