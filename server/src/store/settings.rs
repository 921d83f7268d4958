//! What an installation remembers about itself.

use super::{Store, StoreError};
use crate::secret::{self, IssuingKey};

impl Store {
    /// The address by which phones reached the server when it last ran.
    pub async fn public_url(&self) -> Result<Option<String>, StoreError> {
        let known = "SELECT value FROM settings WHERE name = 'public-url'";
        Ok(sqlx::query_scalar(known).fetch_optional(&self.readers).await?)
    }

    /// What tells this database from every other, also from the one that its backup was made of.
    pub async fn lineage(&self) -> Result<i64, StoreError> {
        let lineage = "SELECT value FROM counters WHERE name = 'lineage'";
        Ok(sqlx::query_scalar(lineage).fetch_one(&self.readers).await?)
    }

    /// What ids are hidden with from those who may not see records. Made once: phones' records name findings by such ids.
    pub async fn disclosure_secret(&self) -> Result<[u8; 32], StoreError> {
        let known = "SELECT value FROM settings WHERE name = 'disclosure-secret'";
        let mut found: Option<String> = sqlx::query_scalar(known).fetch_optional(&self.readers).await?;
        if found.is_none() {
            let mut connection = self.write().await?;
            sqlx::query(
                "INSERT INTO settings (name, value) VALUES ('disclosure-secret', $1) ON CONFLICT (name) DO NOTHING",
            )
            .bind(secret::token()?)
            .execute(&mut *connection)
            .await?;
            found = sqlx::query_scalar(known).fetch_optional(&mut *connection).await?;
        }
        let mut bytes = [0; 32];
        let read = hex::decode_to_slice(found.unwrap_or_default(), &mut bytes);
        read.map_err(|error| StoreError::Files(std::io::Error::other(error)))?;
        Ok(bytes)
    }

    /// Remembers the address, for links that are made at the command line.
    pub async fn keep_public_url(&self, url: &str) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES ('public-url', $1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(url)
        .execute(&mut *self.write().await?)
        .await?;
        Ok(())
    }

    /// The key that marks the tokens of phones as issued here; made once for an installation, and part of its backups.
    pub async fn issuing_key(&self) -> Result<IssuingKey, StoreError> {
        if let Some(key) = self.issuing_key.get() {
            return Ok(key.clone());
        }
        let known = "SELECT value FROM settings WHERE name = 'issuing-key'";
        let mut text: Option<String> = sqlx::query_scalar(known).fetch_optional(&self.readers).await?;
        if text.is_none() {
            let mut connection = self.write().await?;
            let make = "INSERT INTO settings (name, value) VALUES ('issuing-key', $1) ON CONFLICT DO NOTHING";
            sqlx::query(make).bind(secret::token()?).execute(&mut *connection).await?;
            // Another server on this database may have been first.
            text = sqlx::query_scalar(known).fetch_optional(&mut *connection).await?;
        }
        let key = text.as_deref().and_then(IssuingKey::read);
        let key = key.ok_or(StoreError::Database(sqlx::Error::RowNotFound))?;
        Ok(self.issuing_key.get_or_init(|| key).clone())
    }
}
