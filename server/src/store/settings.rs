//! What an installation remembers about itself.

use super::{Store, StoreError};

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
}
