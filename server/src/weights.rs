//! What the order of findings counts, in the municipality's own file: `weights.json` in the data directory.
//!
//! Promises: without the file the weights that Lykta comes with; a file that cannot be used keeps the server from starting
//! and is told with its path, since an order that nobody chose would be worse.

use std::path::{Path, PathBuf};

use shared::situation::statistics::{Weights, WrongWeight};

/// Weights that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoWeights {
    /// The file is there and cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no JSON of weights.
    #[error("{} is no list of weights, such as {{\"voices\": 3.0}}: {source}", path.display())]
    NotWeights {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// One of them cannot be.
    #[error("{}: {source}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Which.
        source: WrongWeight,
    },
}

/// The weights of a file, or those that Lykta comes with where there is none.
pub fn read(path: &Path) -> Result<Weights, NoWeights> {
    let path_of = || path.to_owned();
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Weights::default()),
        Err(source) => return Err(NoWeights::Unreadable { path: path_of(), source }),
        Ok(text) => text,
    };
    let read: Weights =
        serde_json::from_str(&text).map_err(|source| NoWeights::NotWeights { path: path_of(), source })?;
    read.checked().map_err(|source| NoWeights::Wrong { path: path_of(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Weights, String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("weights.json");
        std::fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_says_what_counts_and_what_it_leaves_out_counts_as_usual() {
        assert_eq!(of(r#"{"voices": 9}"#), Ok(Weights { voices: 9.0, ..Weights::default() }));
        let none = tempfile::tempdir().unwrap();
        assert_eq!(read(&none.path().join("weights.json")).ok(), Some(Weights::default()));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_told_with_its_path() {
        for (text, said) in [
            ("{\"vioces\": 9}", "unknown field `vioces`"),
            ("{\"voices\": -9}", "the weight “voices” is -9; give 0 or more"),
            ("voices = 9", "is no list of weights"),
        ] {
            let error = of(text).unwrap_err();
            assert!(error.contains("weights.json") && error.contains(said), "{error}");
        }
    }
}
