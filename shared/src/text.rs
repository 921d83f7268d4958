//! Texts that others wrote, made fit to be shown.
//!
//! Promises: what is shown of a text cannot turn the order of the letters around it, ring, or hide; a database that takes
//! no NUL takes it. The record itself stays as it was written.

use std::borrow::Cow;

/// Stands for a character that is not shown.
const REPLACEMENT: char = '\u{FFFD}';

/// The text as it may be shown. Control characters other than line breaks and tabs, and the marks that override or embed a
/// direction of writing (Unicode Standard Annex 9, explicit directional formatting), become U+FFFD. Arabic and Hebrew are
/// written without them.
pub fn displayable(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_harmful) {
        let shown = |it| if is_harmful(it) { REPLACEMENT } else { it };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_harmful(character: char) -> bool {
    let is_line = matches!(character, '\n' | '\r' | '\t');
    let is_directional = matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (character.is_control() && !is_line) || is_directional
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_and_what_tricks_a_screen_does_not() {
        for kept in ["Mörkt vid bron", "rad\nrad\ttabb", "مظلم هنا", "חשוך", "👨‍👩‍👧 här", "a\u{200F}b", ""]
        {
            assert_eq!(displayable(kept), kept);
        }
        for (text, shown) in [
            ("a\0b", "a\u{FFFD}b"),
            ("\u{202E}gpj.exe", "\u{FFFD}gpj.exe"),
            ("\u{2066}a\u{2069}", "\u{FFFD}a\u{FFFD}"),
            ("\u{1b}[31m", "\u{FFFD}[31m"),
            ("\u{9b}", "\u{FFFD}"),
            ("\u{7}", "\u{FFFD}"),
        ] {
            assert_eq!(displayable(text), shown);
        }
    }
}
