//! Where an installation lies and how it is reached.
//!
//! Promises: the password of a database is shown by nobody who shows a location.

use std::fmt;
use std::path::{Path, PathBuf};

use sqlx::postgres::PgConnectOptions;

/// Files and database of one installation.
#[derive(Debug, Clone)]
pub struct Location {
    /// The data directory.
    pub data: PathBuf,
    /// The database.
    pub database: Database,
    /// The bucket that photos are kept in; without one, they are files under the data directory.
    pub bucket: Option<Bucket>,
}

/// A bucket of an object storage that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What the names of all photos begin with.
    pub prefix: String,
    /// How it is reached: what the environment says by names that begin with `AWS_`.
    pub settings: Vec<(String, String)>,
}

/// A place for photos that this version cannot use.
#[derive(Debug, thiserror::Error)]
#[error(
    "--blobs {0} names no bucket: use s3://BUCKET or s3://BUCKET/PREFIX, or leave it out for files under --data"
)]
pub struct NoSuchBucket(String);

impl Bucket {
    /// The bucket that a URL names, reached by these settings.
    pub fn from_url(
        url: &str,
        settings: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, NoSuchBucket> {
        let (name, prefix) = url
            .strip_prefix("s3://")
            .map(|path| path.split_once('/').unwrap_or((path, "")))
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| NoSuchBucket(url.to_owned()))?;
        let settings = settings.into_iter().filter(|(name, _)| name.starts_with("AWS_")).collect();
        Ok(Self { name: name.to_owned(), prefix: prefix.trim_matches('/').to_owned(), settings })
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.name, self.prefix)
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A database that an installation can lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, which one server at a time works on.
    Sqlite(PathBuf),
    /// A PostgreSQL database, which any number of servers work on.
    Postgres(PostgresUrl),
}

/// How a PostgreSQL database is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl {
    url: String,
    shown: String,
}

/// A database URL that this version cannot use.
#[derive(Debug, thiserror::Error)]
pub enum NoSuchDatabase {
    /// Another kind of database.
    #[error(
        "this version speaks SQLite and PostgreSQL: use --database sqlite:PATH or \
         postgres://USER:PASSWORD@HOST/NAME, or leave it out (not {scheme}:…)"
    )]
    OtherKind {
        /// What the URL begins with.
        scheme: String,
    },
    /// A URL without a path.
    #[error("--database sqlite: needs a path, such as sqlite:/var/lib/lykta/lykta.sqlite")]
    NoPath,
    /// An address that cannot be understood.
    #[error("--database postgres://… cannot be understood: {0}")]
    NoAddress(#[source] sqlx::Error),
    /// An address without a database.
    #[error("--database postgres://… needs the name of a database, such as postgres://USER@HOST/lykta")]
    NoName,
}

impl Database {
    /// The database that a URL names.
    pub fn from_url(url: &str) -> Result<Self, NoSuchDatabase> {
        match url.split_once(':') {
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() { Err(NoSuchDatabase::NoPath) } else { Ok(Self::Sqlite(path.into())) }
            }
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(PostgresUrl::new(url)?)),
            other => {
                let scheme = other.map_or("", |(scheme, _)| scheme).to_owned();
                Err(NoSuchDatabase::OtherKind { scheme })
            }
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => write!(f, "{}", url.shown),
        }
    }
}

impl PostgresUrl {
    fn new(url: &str) -> Result<Self, NoSuchDatabase> {
        let options: PgConnectOptions = url.parse().map_err(NoSuchDatabase::NoAddress)?;
        let name = options.get_database().ok_or(NoSuchDatabase::NoName)?;
        let (user, port) = (options.get_username(), options.get_port());
        let host = options.get_socket().map_or(options.get_host().into(), |socket| socket.to_string_lossy());
        Ok(Self { url: url.to_owned(), shown: format!("postgres://{user}@{host}:{port}/{name}") })
    }

    /// The URL with its password, for connecting only.
    pub fn secret(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Location {
    /// The data directory, and the database named by URL or else in it.
    pub fn new(data: &Path, database: Option<&str>) -> Result<Self, NoSuchDatabase> {
        let database = match database {
            None => Database::Sqlite(data.join("lykta.sqlite")),
            Some(url) => Database::from_url(url)?,
        };
        Ok(Self { data: data.to_owned(), database, bucket: None })
    }

    /// Where photos lie that are kept in files.
    pub fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }

    /// The base map, if there is one.
    pub fn basemap(&self) -> PathBuf {
        self.data.join("basemap.pmtiles")
    }

    /// The graph of its ways; it can be made again.
    pub fn ways(&self) -> PathBuf {
        self.data.join("basemap.ways")
    }

    /// Where the pieces of it lie that phones take along; they can be cut anew.
    pub fn map_pieces(&self) -> PathBuf {
        self.data.join("map-pieces")
    }

    /// What the order of findings counts, where the municipality has its own say.
    pub fn weights(&self) -> PathBuf {
        self.data.join("weights.json")
    }

    /// Where account and certificate lie that an authority gave.
    pub fn acme(&self) -> PathBuf {
        self.data.join("acme")
    }

    /// Where photos lie while they arrive.
    pub fn uploads(&self) -> PathBuf {
        self.data.join("uploads")
    }
}

/// An address that phones cannot reach a server by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” cannot be the address of this server: {why}. Give one such as https://lykta.example.se")]
pub struct NoSuchAddress {
    given: String,
    why: &'static str,
}

/// Checks an address for links: HTTP or HTTPS, a host, perhaps a port, and no more.
pub fn public_url(given: &str) -> Result<String, NoSuchAddress> {
    let wrong = |why| NoSuchAddress { given: given.to_owned(), why };
    let url = given.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let rest = rest.ok_or_else(|| wrong("it begins with neither https:// nor http://"))?;
    let authority = rest.trim_end_matches('/');
    if authority.contains(['/', '?', '#']) {
        return Err(wrong(
            "the app stands at the root of its host, so that no path, ? or # can follow the host",
        ));
    }
    if authority.contains('@') {
        return Err(wrong("a name or password before the host would be on every poster"));
    }
    let parsed: axum::http::uri::Authority =
        authority.parse().map_err(|_| wrong("its host or port cannot be understood"))?;
    let (host, after) = (parsed.host(), authority.strip_prefix(parsed.host()).unwrap_or_default());
    if host.is_empty() || host == "0.0.0.0" || host == "[::]" {
        return Err(wrong("it has no host that a phone could ask"));
    }
    let usual =
        |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_' | ':' | '[' | ']');
    if !host.chars().all(usual) || host.starts_with('.') || host.contains("..") {
        return Err(wrong("its host cannot be understood (write letters like å and ö in their xn-- form)"));
    }
    if !after.is_empty()
        && after.strip_prefix(':').and_then(|it| it.parse::<u16>().ok()).is_none_or(|it| it == 0)
    {
        return Err(wrong("its port cannot be understood"));
    }
    Ok(base_url(url))
}

/// The address without a slash at its end, so that paths can be put after it.
pub fn base_url(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_checked_before_it_stands_on_a_poster() {
        for (given, expected) in [
            ("https://lykta.example.se/", "https://lykta.example.se"),
            (" http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ] {
            assert_eq!(public_url(given).unwrap(), expected);
        }
        for (given, expected) in [
            ("lykta.example.se", "neither https"),
            ("ftp://lykta.example.se", "neither https"),
            ("https://", "cannot be understood"),
            ("https://lykta.example.se/app", "no path"),
            ("https://lykta.example.se/#x", "no path"),
            ("https://admin:secret@lykta.example.se", "poster"),
            ("https://lykta.example.se:99999", "port"),
            ("https://lykta.example.se:", "port"),
            ("https://lykta example.se", "cannot be understood"),
            ("https://0.0.0.0:8080", "no host"),
        ] {
            let refused = public_url(given).unwrap_err().to_string();
            assert!(refused.contains(expected), "{given}: {refused}");
        }
    }

    fn check(url: Option<&str>, expected: &str) {
        let found = match Location::new(Path::new("data"), url) {
            Ok(location) => format!("{} {:?}", location.database, location.database),
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(expected) && !found.contains("secret"), "{found}");
    }

    #[test]
    fn a_url_names_the_bucket_and_its_secrets_are_not_shown() {
        let settings = || [("AWS_SECRET_ACCESS_KEY", "secret"), ("HOME", "/")];
        let bucket = |url: &str| {
            let settings = settings().map(|(name, value)| (name.to_owned(), value.to_owned()));
            Bucket::from_url(url, settings)
        };
        let one = bucket("s3://photos/lykta/").unwrap();
        assert_eq!((one.name.as_str(), one.prefix.as_str(), one.settings.len()), ("photos", "lykta", 1));
        assert_eq!(format!("{one} {one:?}"), "s3://photos/lykta s3://photos/lykta");
        assert_eq!(bucket("s3://photos").unwrap().prefix, "");
        for none in ["s3://", "s3:///x", "https://photos", "photos"] {
            assert!(bucket(none).unwrap_err().to_string().contains("names no bucket"), "{none}");
        }
    }

    #[test]
    fn a_url_names_the_database_and_anything_else_is_told_plainly() {
        check(None, "data/lykta.sqlite");
        check(Some("sqlite:/srv/x.db"), "/srv/x.db");
        check(Some("sqlite:///srv/x.db"), "/srv/x.db");
        check(Some("sqlite:"), "--database sqlite: needs a path");
        check(Some("postgres://u:secret@h/db"), "postgres://u@h:5432/db");
        check(Some("postgresql://u@h:1/db?password=secret"), "postgres://u@h:1/db");
        check(Some("postgres:///db?host=/run/pg&user=u"), "postgres://u@/run/pg:5432/db");
        check(Some("postgres://u:secret@h"), "--database postgres://… needs the name of a database");
        check(Some("postgres://u:secret@h:x/db"), "--database postgres://… cannot be understood");
        check(Some("mysql://u:secret@h/db"), "this version speaks SQLite and PostgreSQL");
        check(Some("secret"), "this version speaks SQLite and PostgreSQL");
    }
}
