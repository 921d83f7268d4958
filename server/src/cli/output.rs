//! What a command says on standard output.
//!
//! Promises: a reader that has had enough, such as `head`, ends a command quietly.

use std::io::{self, Write as _};

/// Writes a text.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes a line on standard error, if somebody reads it.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether an error says that nobody reads any more.
pub(super) fn is_closed(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut error = Some(error);
    while let Some(one) = error {
        if one.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe) {
            return true;
        }
        error = one.source();
    }
    false
}

/// `println!` that says whether somebody reads.
macro_rules! say {
    ($($what:tt)*) => { $crate::cli::output::print(&(format!($($what)*) + "\n")) };
}
pub(crate) use say;
