//! Those who may come in: people with accounts and sessions, programs with tokens.
//!
//! Promises: secrets are stored as hashes; a sign-in link works once; a session that is used goes on for 30 days.

use sqlx::AnyConnection;

use shared::id::SeriesId;
use shared::review::Writer;
use shared::text::displayable;
use shared::time::DAY_MS;
use shared::wire::Role;

use super::{Store, StoreError, begin, series_of, walkers};
use crate::secret::{self, Hash};
use crate::{clock, date};

/// How long a sign-in link can be used.
const SIGN_IN_MS: i64 = DAY_MS;

/// How long a session lasts after its last use.
pub const SESSION_MS: i64 = 30 * DAY_MS;

/// Somebody, or some program, that was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name that an administrator gave.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Where their records go.
    pub series: SeriesId,
}

/// A way in that was just made; the only time that its secret is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// The secret.
    pub token: String,
    /// When it stops working.
    pub expires_at_ms: i64,
}

type AccountRow = (String, String, Vec<u8>, i64);

impl Store {
    /// Whether anybody has signed in yet.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        let accounts: i64 =
            sqlx::query_scalar("SELECT count(*) FROM accounts").fetch_one(&self.readers).await?;
        Ok(accounts > 0)
    }

    /// A one-time way in for a person. The first administrator's replaces the one that an earlier start printed.
    pub async fn create_sign_in(&self, name: &str, role: Role, first: bool) -> Result<Entrance, StoreError> {
        let entrance = Entrance { token: secret::token()?, expires_at_ms: clock::now_ms() + SIGN_IN_MS };
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        sqlx::query("DELETE FROM sign_in_tokens WHERE expires_at_ms < $1 OR (first > 0 AND $2)")
            .bind(clock::now_ms())
            .bind(first)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sign_in_tokens (hash, name, role, first, expires_at_ms) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(secret::hash(&entrance.token).as_slice())
        .bind(&*displayable(name))
        .bind(role_name(role))
        .bind(i64::from(first))
        .bind(entrance.expires_at_ms)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(entrance)
    }

    /// Uses a one-time token up: the session that it opens, or `None` when it is no good (any more).
    pub async fn sign_in(&self, token: &str) -> Result<Option<(Account, Entrance)>, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let used: Option<(String, String)> = sqlx::query_as(
            "DELETE FROM sign_in_tokens WHERE hash = $1 AND expires_at_ms >= $2 RETURNING name, role",
        )
        .bind(secret::hash(token).as_slice())
        .bind(clock::now_ms())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((name, role)) = used else { return Ok(None) };
        let opened = open_session(&mut transaction, name, &role).await?;
        transaction.commit().await?;
        Ok(Some(opened))
    }

    /// Whose session this is; using it makes it last longer. `None` when there is no such session.
    pub async fn session(&self, token: &str) -> Result<Option<Account>, StoreError> {
        let (hash, now_ms) = (secret::hash(token), clock::now_ms());
        let found: Option<AccountRow> = sqlx::query_as(
            "SELECT name, role, series, expires_at_ms FROM sessions JOIN accounts ON accounts.id = account
             WHERE hash = $1 AND expires_at_ms >= $2",
        )
        .bind(hash.as_slice())
        .bind(now_ms)
        .fetch_optional(&self.readers)
        .await?;
        let Some((name, role, series, expires_at_ms)) = found else { return Ok(None) };
        if expires_at_ms < now_ms + SESSION_MS - DAY_MS {
            self.prolong(hash, now_ms + SESSION_MS).await?;
        }
        Ok(Some(account(name, &role, &series)?))
    }

    async fn prolong(&self, hash: Hash, until_ms: i64) -> Result<(), StoreError> {
        let prolong = sqlx::query("UPDATE sessions SET expires_at_ms = $2 WHERE hash = $1");
        prolong.bind(hash.as_slice()).bind(until_ms).execute(&mut *self.write().await?).await?;
        Ok(())
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), StoreError> {
        let end = sqlx::query("DELETE FROM sessions WHERE hash = $1 OR expires_at_ms < $2");
        let end = end.bind(secret::hash(token).to_vec()).bind(clock::now_ms());
        end.execute(&mut *self.write().await?).await?;
        Ok(())
    }

    /// A lasting token for a program.
    pub async fn create_token(&self, name: &str, role: Role) -> Result<String, StoreError> {
        let token = secret::token()?;
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let series = walkers::create_series(&mut transaction, Writer::Officer, None, None).await?;
        sqlx::query("INSERT INTO tokens (hash, name, role, series, created_day) VALUES ($1, $2, $3, $4, $5)")
            .bind(secret::hash(&token).as_slice())
            .bind(&*displayable(name))
            .bind(role_name(role))
            .bind(series.as_bytes().as_slice())
            .bind(date::today())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// Whose lasting token this is.
    pub async fn token(&self, token: &str) -> Result<Option<Account>, StoreError> {
        let found: Option<(String, String, Vec<u8>)> =
            sqlx::query_as("SELECT name, role, series FROM tokens WHERE hash = $1")
                .bind(secret::hash(token).as_slice())
                .fetch_optional(&self.readers)
                .await?;
        found.map(|(name, role, series)| account(name, &role, &series)).transpose()
    }

    /// The series of the operator at the command line.
    pub async fn operator(&self) -> Result<SeriesId, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let known: Option<String> =
            sqlx::query_scalar("SELECT value FROM settings WHERE name = 'operator-series'")
                .fetch_optional(&mut *transaction)
                .await?;
        if let Some(series) = known {
            return Ok(series.parse()?);
        }
        let series = walkers::create_series(&mut transaction, Writer::Officer, None, None).await?;
        sqlx::query("INSERT INTO settings (name, value) VALUES ('operator-series', $1)")
            .bind(series.to_string())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(series)
    }
}

async fn open_session(
    connection: &mut AnyConnection,
    name: String,
    role: &str,
) -> Result<(Account, Entrance), StoreError> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO accounts (name, role, created_day) VALUES ($1, $2, $3)
         ON CONFLICT (name, role) DO UPDATE SET name = excluded.name RETURNING id",
    )
    .bind(&name)
    .bind(role)
    .bind(date::today())
    .fetch_one(&mut *connection)
    .await?;
    let series = walkers::create_series(connection, Writer::Officer, None, None).await?;
    let entrance = Entrance { token: secret::token()?, expires_at_ms: clock::now_ms() + SESSION_MS };
    sqlx::query("INSERT INTO sessions (hash, account, series, expires_at_ms) VALUES ($1, $2, $3, $4)")
        .bind(secret::hash(&entrance.token).as_slice())
        .bind(id)
        .bind(series.as_bytes().as_slice())
        .bind(entrance.expires_at_ms)
        .execute(connection)
        .await?;
    Ok((account(name, role, series.as_bytes())?, entrance))
}

fn account(name: String, role: &str, series: &[u8]) -> Result<Account, StoreError> {
    Ok(Account { name, role: role_of(role)?, series: series_of(series)? })
}

fn role_of(name: &str) -> Result<Role, StoreError> {
    Ok(serde_json::from_value(name.into())?)
}

/// A role's name in the database, on the wire and at the command line.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Planner => "planner",
        Role::Officer => "officer",
        Role::Administrator => "administrator",
    }
}
