//! One moment of an installation, read while others write.
//!
//! Promises: nothing is written, not even an update of the tables; all answers are of the same moment.

use sqlx::{Any, AnyPool, Transaction};

use shared::id::BlobHash;

use super::moving::{TABLES, rows, verified};
use super::{Contents, Fault, Page, StoreError, database, from_sql, migrate, verify};
use crate::config::Database;

/// A photo that was acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub hash: BlobHash,
    /// How many bytes it has.
    pub bytes: u64,
}

/// One moment.
#[derive(Debug)]
pub struct Snapshot {
    transaction: Transaction<'static, Any>,
    readers: AnyPool,
}

impl Snapshot {
    /// Takes the moment.
    pub async fn take(database: &Database) -> Result<Self, StoreError> {
        let readers = database::readers(database).await?;
        let mut transaction = database::long_snapshot(&readers).await?;
        migrate::is_current(&mut transaction).await?;
        Ok(Self { transaction, readers })
    }

    /// The version of the database.
    pub fn version() -> usize {
        migrate::NEWEST
    }

    /// What it holds, in numbers and digests.
    pub async fn contents(&mut self) -> Result<Contents, StoreError> {
        Contents::of(&mut self.transaction).await
    }

    /// Every photo that was acknowledged.
    pub async fn photos(&mut self) -> Result<Vec<Kept>, StoreError> {
        let all = "SELECT hash, bytes FROM blobs ORDER BY hash";
        let found: Vec<(Vec<u8>, i64)> = sqlx::query_as(all).fetch_all(&mut *self.transaction).await?;
        let kept = |(hash, bytes): (Vec<u8>, i64)| {
            Ok(Kept { hash: hex::encode(hash).parse()?, bytes: from_sql(bytes) })
        };
        found.into_iter().map(kept).collect()
    }

    /// Hands over every row that does not follow from others, page by page, with the name of its table.
    pub async fn each_page<E: From<StoreError>>(
        &mut self,
        mut take: impl AsyncFnMut(&'static str, Page) -> Result<(), E>,
    ) -> Result<(), E> {
        for table in TABLES {
            rows::each_page(&mut self.transaction, table, async |page| take(table, page).await).await?;
        }
        Ok(())
    }

    /// Whatever in the database is not as it was acknowledged, or does not follow from the records.
    pub async fn faults(&mut self, at: &mut impl FnMut(&str)) -> Result<Vec<Fault>, StoreError> {
        at("computing every digest anew");
        let broken = verified::broken_chains(&mut self.transaction).await?;
        let mut faults: Vec<Fault> = broken.into_iter().map(Fault::AnotherDigest).collect();
        faults.extend(verify::projection(&mut self.transaction, at).await?);
        Ok(faults)
    }

    /// Lets the moment go.
    pub async fn end(self) -> Result<(), StoreError> {
        self.transaction.rollback().await?;
        self.readers.close().await;
        Ok(())
    }
}
