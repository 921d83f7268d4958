//! The one error of the chores: a sentence for the person at the terminal.
//!
//! Promises: every failure says what was being done, and keeps what the system said about it.

use std::path::Path;

/// Why a chore stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The file system refused.
    #[error("could not {doing}: {source}")]
    Io {
        /// What was being done, fitting after "could not".
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A command ran and did not succeed.
    #[error("“{command}” ended with {status}.")]
    Command {
        /// The command as one would type it.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// Something in the project is not as it has to be.
    #[error("{0}")]
    Wrong(String),
}

impl Failure {
    pub(crate) fn wrong(sentence: impl Into<String>) -> Self {
        Self::Wrong(sentence.into())
    }

    /// For `map_err`: keeps the system's words and says what was done to which path.
    pub(crate) fn io(verb: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let doing = format!("{verb} {}", path.display());
        move |source| Self::Io { doing, source }
    }
}
