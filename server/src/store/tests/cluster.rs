//! A PostgreSQL of the tests' own, on a socket in a temporary directory.
//!
//! Promises: one for a process, started when the first test asks; a fresh database for whoever asks; it ends with the
//! process and leaves nothing behind, however the process ends.

use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _};
use tokio::sync::OnceCell;

use crate::config::Location;
use crate::store::Store;

/// Waits for the end of its input, which comes with the end of the process that holds the other side, even of one that
/// was killed, in the middle of the start as well. A key that ends the tests in a terminal must not end this first.
const KEEPER: &str = r#"
trap '' INT TERM HUP PIPE
"$1/initdb" --pgdata data --username lykta --auth trust --encoding UTF8 --locale C --no-sync >log 2>&1 &&
"$1/pg_ctl" start --wait --silent --pgdata data --log log \
    --options "-k '$PWD' -c listen_addresses= -c fsync=off -c max_connections=500 $3" &&
echo ready || cat log >&2
cat >/dev/null
"$1/pg_ctl" stop --silent --pgdata data --mode immediate
cd / && rm -r "$2"
"#;

pub(super) struct Cluster {
    pub(super) directory: PathBuf,
    /// Its input is open for as long as this process lives.
    _keeper: Child,
}

static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| start(&[], ""));

/// A database that this program has brought up, to make others from.
static TEMPLATE: OnceCell<()> = OnceCell::const_new();

/// The URL of a fresh database that this program has brought up.
pub(crate) async fn database() -> String {
    TEMPLATE.get_or_init(template).await;
    create("TEMPLATE template_of_tests").await
}

/// The URL of a fresh database with nothing in it, created as SQL says.
pub(crate) async fn empty_database(how: &str) -> String {
    create(how).await
}

async fn create(how: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    execute("postgres", &format!("CREATE DATABASE {name} {how}")).await;
    url(&name)
}

async fn template() {
    execute("postgres", "CREATE DATABASE template_of_tests").await;
    let data = tempfile::tempdir().unwrap();
    let location = Location::new(data.path(), Some(&url("template_of_tests"))).unwrap();
    Store::open(&location).await.unwrap().close().await.unwrap();
}

/// Does something to a database from outside of the store.
pub(crate) async fn execute(name: &str, statement: &str) {
    let mut connection = PgConnection::connect(&url(name)).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

fn url(name: &str) -> String {
    format!("postgres:///{name}?host={}&user=lykta", CLUSTER.directory.display())
}

/// One more, which finds these files in its directory and is started with these settings as well.
pub(super) fn start(files: &[(&str, &str)], settings: &str) -> Cluster {
    let directory = tempfile::Builder::new().prefix("lykta-postgres-").tempdir().unwrap().keep();
    for (name, text) in files {
        let file = directory.join(name);
        std::fs::write(&file, text).unwrap();
        // It refuses a key that others may read.
        std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        as_somebody(&mut Command::new("true"), &file);
    }
    let mut keeper = Command::new("sh");
    keeper.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(&directory).arg(settings);
    keeper.current_dir(&directory).env("LC_ALL", "C").stdin(Stdio::piped()).stdout(Stdio::piped());
    as_somebody(&mut keeper, &directory);
    let mut keeper = keeper.spawn().unwrap();
    let mut said = String::new();
    BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "ready\n", "PostgreSQL did not start; it says why above");
    Cluster { directory, _keeper: keeper }
}

/// Makes a directory that belongs to PostgreSQL.
pub(crate) fn own_directory(path: &Path) -> PathBuf {
    std::fs::create_dir(path).unwrap();
    as_somebody(&mut Command::new("true"), path);
    path.to_owned()
}

/// PostgreSQL refuses to work as root.
fn as_somebody(command: &mut Command, directory: &Path) {
    let id = |arguments: &[&str]| -> Option<u32> {
        let said = Command::new("id").args(arguments).output().ok()?.stdout;
        String::from_utf8(said).ok()?.trim().parse().ok()
    };
    if id(&["-u"]) == Some(0) {
        let of = |user: &str| id(&["-u", user]).zip(id(&["-g", user]));
        let (user, group) = of("postgres").or_else(|| of("nobody")).unwrap();
        chown(directory, Some(user), Some(group)).unwrap();
        command.uid(user).gid(group);
    }
}

/// Where PostgreSQL's programs lie; Debian does not put them on the path.
fn programs() -> PathBuf {
    let told = std::env::var_os("LYKTA_POSTGRES").map(PathBuf::from);
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    found.sort();
    let there = told.into_iter().chain(found.into_iter().rev()).find(|bin| bin.join("initdb").is_file());
    there.expect("PostgreSQL: install Debian's package postgresql, or name its programs in LYKTA_POSTGRES")
}
