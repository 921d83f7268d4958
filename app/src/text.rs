//! What is said to people: looked up by id, in the language they chose, outside the code.
//!
//! Promises: a page speaks one language from start to end, so a plain `{t!("id")}` in a view is enough. An unknown id
//! shows itself rather than nothing. Swedish is the fallback. The texts of a language are one small file, loaded from the
//! page's `<meta name="lykta-texts">`, so that a new language is a new file; what only the second half of the walker says
//! comes with that half.

mod language;
mod texts;
mod words;

pub use language::{Language, choose, language, languages, load, load_later, text};
pub use texts::{Arg, Locale, Texts};
pub use words::{
    category_text, date_in_full, day, day_and_time, day_and_year, number, severity_text, state_text, time,
    when_text,
};

/// The text with this id: `t!("saved")`, `t!("voices", n = 3)`, `t!("meets-at", place = name)`.
///
/// Numbers choose the plural and are written as the language writes them.
#[macro_export]
macro_rules! t {
    ($id:expr) => { $crate::text::text($id, &[]) };
    ($id:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::text($id, &[$((stringify!($name), $crate::text::Arg::from($value))),+])
    };
}
