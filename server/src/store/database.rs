//! What the two databases do differently: how they are reached, and how a transaction begins. All else is one body of
//! SQL that both understand.
//!
//! Promises: what is committed is on the disk; whoever writes is alone with it, in every process that works on the
//! database; what goes wrong is told without a password.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::num::NonZero;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Transaction};

use tokio_rustls::rustls::Error as TlsError;

use super::StoreError;
use crate::config::Database;
use crate::private;

/// So many may read from a server at once.
const READERS: u32 = 4;

/// In one process, writers of a file wait for each other for as long as it takes.
const PATIENCE: Duration = Duration::from_hours(24);

/// So long one waits for a line to a server.
const REACH: Duration = Duration::from_secs(10);

/// A file: whatever is acknowledged survives a power cut; other processes are waited for.
const SQLITE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON";
const SQLITE_READER: &str = "PRAGMA busy_timeout = 10000";

/// A server: it may keep what is acknowledged more safely than we ask, never less; a writer that is silent in the
/// middle of its work has died, and the others go on without it.
const POSTGRES: &str = "SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off';
    SET idle_in_transaction_session_timeout = '60s'";
const POSTGRES_READER: &str = "SET default_transaction_read_only = on";

/// Which of the two a connection leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Kind {
    pub(super) fn of(connection: &AnyConnection) -> Self {
        if connection.backend_name() == "PostgreSQL" { Self::Postgres } else { Self::Sqlite }
    }
}

/// The one connection that writes, made anew where it breaks.
pub(super) async fn writer(database: &Database) -> Result<AnyPool, StoreError> {
    let pool = AnyPoolOptions::new().max_connections(1).min_connections(1);
    match database {
        Database::Sqlite(path) => {
            let pool = pool.idle_timeout(None).max_lifetime(None).test_before_acquire(false);
            let pool = pool.before_acquire(|connection, _| Box::pin(is_free(connection)));
            // What SQLite puts beside a file is as open to others as the file.
            private::file(path)?;
            open(pool.acquire_timeout(PATIENCE), database, &sqlite_url(path, "rwc"), sqlite()).await
        }
        Database::Postgres(url) => open(pool.acquire_timeout(REACH), database, url.secret(), POSTGRES).await,
    }
}

/// How a file is written to. A build for tests can be told to be careless with it, so that the test of power cuts proves
/// that it can fail; a release cannot.
fn sqlite() -> &'static str {
    #[cfg(debug_assertions)]
    if std::env::var_os("LYKTA_TEST_CARELESS").is_some_and(|told| !told.is_empty()) {
        return "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            PRAGMA foreign_keys = ON";
    }
    SQLITE
}

/// Whether the transaction before has ended for the library too. When a disk is full, SQLite ends a transaction by
/// itself; the library's own end of it then fails, and it would count the transaction as open for ever. Such a
/// connection is thrown away, and another one made.
async fn is_free(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    // The end may still be on its way to the thread that works on the file.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Connections that read. One to a file does not break, and what it begins with cannot fail.
pub(super) async fn readers(database: &Database) -> Result<AnyPool, StoreError> {
    let pool = AnyPoolOptions::new().min_connections(1);
    match database {
        Database::Sqlite(path) => {
            let pool = pool.max_connections(readers_of_a_file()).test_before_acquire(false);
            fill(pool, database, &sqlite_url(path, "ro"), SQLITE_READER).await
        }
        Database::Postgres(url) => {
            let pool = pool.max_connections(READERS).acquire_timeout(REACH);
            open(pool, database, url.secret(), POSTGRES_READER).await
        }
    }
}

/// One for each core, since reading a file is work for a core; and one more, since somebody may take long over it.
fn readers_of_a_file() -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    u32::try_from(cores).unwrap_or(u32::MAX).saturating_add(1)
}

/// Whether somebody has made an installation here.
pub(super) async fn is_there(database: &Database) -> Result<bool, StoreError> {
    match database {
        Database::Sqlite(path) => Ok(path.exists()),
        Database::Postgres(url) => {
            let mut connection = reach(database, url.secret()).await?;
            let table: Option<String> =
                sqlx::query_scalar("SELECT CAST(to_regclass('schema_version') AS TEXT)")
                    .fetch_one(&mut connection)
                    .await?;
            connection.close().await?;
            Ok(table.is_some())
        }
    }
}

/// Whether there is such a table.
pub(super) async fn has_table(connection: &mut AnyConnection, table: &str) -> Result<bool, StoreError> {
    let such = match Kind::of(connection) {
        Kind::Sqlite => "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
        Kind::Postgres => {
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema AND tablename = $1"
        }
    };
    let such: i64 = sqlx::query_scalar(such).bind(table).fetch_one(connection).await?;
    Ok(such > 0)
}

/// Asks once, so that what hinders is told: a pool would try again for as long as it may take.
async fn open(
    pool: AnyPoolOptions,
    database: &Database,
    url: &str,
    first: &'static str,
) -> Result<AnyPool, StoreError> {
    let mut once = reach(database, url).await?;
    sqlx::raw_sql(first).execute(&mut once).await?;
    once.close().await?;
    fill(pool, database, url, first).await
}

/// A pool with its first connection.
async fn fill(
    pool: AnyPoolOptions,
    database: &Database,
    url: &str,
    first: &'static str,
) -> Result<AnyPool, StoreError> {
    let prepared = pool.acquire_slow_threshold(PATIENCE).after_connect(move |connection, _| {
        Box::pin(async move { sqlx::raw_sql(first).execute(connection).await.map(|_| ()) })
    });
    let filled = prepared.connect_with(options(url)?).await;
    filled.map_err(|error| unreachable(database, hindrance(&error, url)))
}

/// One line to a database.
async fn reach(database: &Database, url: &str) -> Result<AnyConnection, StoreError> {
    let why = match tokio::time::timeout(REACH, options(url)?.connect()).await {
        Ok(Ok(connection)) => return Ok(connection),
        Ok(Err(error)) => hindrance(&error, url),
        Err(_) => format!("it did not answer within {} s", REACH.as_secs()),
    };
    Err(unreachable(database, why))
}

fn unreachable(database: &Database, why: String) -> StoreError {
    StoreError::Unreachable { database: database.to_string(), why }
}

/// What hinders, and what to do where the operator can do something.
fn hindrance(error: &sqlx::Error, url: &str) -> String {
    match error {
        sqlx::Error::Io(error) if is_of_encryption(error) => {
            format!("{error}; name its authority's certificate by sslrootcert=FILE in the URL")
        }
        sqlx::Error::Io(error) if error.kind() == ErrorKind::NotFound => {
            format!("{error}; is its socket there, and every certificate that the URL names?")
        }
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Database(error) if is_refused(&**error) && is_open_to_read(url) => {
            let advice = "if it takes encrypted lines only, say sslmode=verify-full in the URL";
            format!("{}; {advice}", error.message())
        }
        sqlx::Error::Database(error) => error.message().to_owned(),
        error => error.to_string(),
    }
}

fn is_of_encryption(error: &std::io::Error) -> bool {
    error.get_ref().and_then(|why| why.downcast_ref::<TlsError>()).is_some()
}

/// Whether no line of this kind is let in: PostgreSQL says in words of its own language which one would be.
fn is_refused(error: &dyn DatabaseError) -> bool {
    error.code().is_some_and(|code| code == "28000")
}

/// Whether the URL asks for a line that is never encrypted.
fn is_open_to_read(url: &str) -> bool {
    let options = url.parse::<PgConnectOptions>();
    options.is_ok_and(|it| matches!(it.get_ssl_mode(), PgSslMode::Disable | PgSslMode::Allow))
}

fn options(url: &str) -> Result<AnyConnectOptions, sqlx::Error> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(install_default_drivers);
    Ok(url.parse::<AnyConnectOptions>()?.disable_statement_logging())
}

/// The URL of a file, each byte by its number, so that no letter of a path means anything else.
fn sqlite_url(path: &Path, mode: &str) -> String {
    let mut url = "sqlite:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        let _ = write!(url, "%{byte:02X}");
    }
    url + "?mode=" + mode
}

/// Begins a transaction that writes. From its first moment others who would write wait for its end, in this process
/// and in every other: in SQLite by its lock, in PostgreSQL by the lock on the row of the revision, whose holder has
/// seen all that was committed before it. So a revision is never seen before a smaller one, a series never forks by
/// two servers that write at once, and what is asked within the transaction stays true until it ends.
pub(super) async fn begin(connection: &mut AnyConnection) -> Result<Transaction<'_, Any>, StoreError> {
    match Kind::of(connection) {
        Kind::Sqlite => Ok(connection.begin_with("BEGIN IMMEDIATE").await?),
        Kind::Postgres => {
            let mut transaction = connection.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
            hold(&mut transaction).await?;
            Ok(transaction)
        }
    }
}

/// Keeps every other writer waiting until the transaction ends; in a file that is so from its beginning.
pub(super) async fn hold(connection: &mut AnyConnection) -> Result<(), StoreError> {
    if Kind::of(connection) == Kind::Postgres {
        let row = "SELECT value FROM counters WHERE name = 'revision' FOR UPDATE";
        sqlx::query(row).execute(connection).await?;
    }
    Ok(())
}

/// Begins a transaction that reads everything as of one moment.
pub(super) async fn snapshot(connection: &mut AnyConnection) -> Result<Transaction<'_, Any>, StoreError> {
    let begin = one_moment(Kind::of(connection));
    Ok(connection.begin_with(begin).await?)
}

/// The same for whoever takes long over it: it keeps its connection, and may be silent in between.
pub(super) async fn long_snapshot(readers: &AnyPool) -> Result<Transaction<'static, Any>, StoreError> {
    let kind = Kind::of(&*readers.acquire().await?);
    let mut transaction = readers.begin_with(one_moment(kind)).await?;
    be_patient(&mut transaction).await?;
    Ok(transaction)
}

fn one_moment(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "BEGIN",
        Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// For a transaction that waits for another database in between: it may be silent for as long as that takes.
pub(super) async fn be_patient(connection: &mut AnyConnection) -> Result<(), StoreError> {
    if Kind::of(connection) == Kind::Postgres {
        let patient = "SET LOCAL idle_in_transaction_session_timeout = 0";
        sqlx::raw_sql(patient).execute(connection).await?;
    }
    Ok(())
}

/// Leaves a file that is whole by itself behind; a server sees to its own.
pub(super) async fn settle(connection: &mut AnyConnection) -> Result<(), StoreError> {
    if Kind::of(connection) == Kind::Sqlite {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(connection).await?;
    }
    Ok(())
}

/// One server's turn; it ends when this is dropped, or its server dies.
#[derive(Debug)]
pub struct Turn {
    /// None for a file, which has one server only.
    _lock: Option<Transaction<'static, Any>>,
}

/// Waits for the turn among the servers of a database.
pub(super) async fn turn(readers: &AnyPool) -> Result<Turn, StoreError> {
    let mut transaction = readers.begin().await?;
    if Kind::of(&transaction) == Kind::Sqlite {
        return Ok(Turn { _lock: None });
    }
    // "turn" in ASCII.
    sqlx::raw_sql("SELECT pg_advisory_xact_lock(x'7475726e'::bigint)").execute(&mut *transaction).await?;
    Ok(Turn { _lock: Some(transaction) })
}
