//! Where an installation lies and how it is reached.

use std::path::{Path, PathBuf};

/// Files of one installation.
#[derive(Debug, Clone)]
pub struct Location {
    /// The data directory.
    pub data: PathBuf,
    /// The SQLite database.
    pub database: PathBuf,
}

/// A database URL that this version cannot use.
#[derive(Debug, thiserror::Error)]
pub enum NoSuchDatabase {
    /// Another kind of database.
    #[error("this version speaks SQLite only: use --database sqlite:PATH, or leave it out (not {scheme}:…)")]
    OtherKind {
        /// What the URL begins with.
        scheme: String,
    },
    /// A URL without a path.
    #[error("--database sqlite: needs a path, such as sqlite:/var/lib/lykta/lykta.sqlite")]
    NoPath,
}

impl Location {
    /// The data directory, and the database named by URL or else in it.
    pub fn new(data: &Path, database: Option<&str>) -> Result<Self, NoSuchDatabase> {
        let database = match database {
            None => data.join("lykta.sqlite"),
            Some(url) => database_path(url)?,
        };
        Ok(Self { data: data.to_owned(), database })
    }

    /// Where photos lie.
    pub fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }

    /// The base map, if there is one.
    pub fn basemap(&self) -> PathBuf {
        self.data.join("basemap.pmtiles")
    }

    /// Where the pieces of it lie that phones take along; they can be cut anew.
    pub fn map_pieces(&self) -> PathBuf {
        self.data.join("map-pieces")
    }

    /// Where photos lie while they arrive.
    pub fn uploads(&self) -> PathBuf {
        self.data.join("uploads")
    }
}

fn database_path(url: &str) -> Result<PathBuf, NoSuchDatabase> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        let scheme = url.split(':').next().unwrap_or_default().to_owned();
        return Err(NoSuchDatabase::OtherKind { scheme });
    };
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() { Err(NoSuchDatabase::NoPath) } else { Ok(PathBuf::from(path)) }
}

/// The address without a slash at its end, so that paths can be put after it.
pub fn base_url(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: Option<&str>, expected: &str) {
        let found = match Location::new(Path::new("data"), url) {
            Ok(location) => location.database.display().to_string(),
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(expected), "{found}");
    }

    #[test]
    fn the_database_is_sqlite_and_anything_else_is_told_plainly() {
        check(None, "data/lykta.sqlite");
        check(Some("sqlite:/srv/x.db"), "/srv/x.db");
        check(Some("sqlite:///srv/x.db"), "/srv/x.db");
        check(Some("sqlite:"), "--database sqlite: needs a path");
        check(Some("postgres://u:secret@h/db"), "this version speaks SQLite only");
        assert!(
            !Location::new(Path::new("d"), Some("postgres://u:secret@h/db"))
                .unwrap_err()
                .to_string()
                .contains("secret")
        );
    }
}
