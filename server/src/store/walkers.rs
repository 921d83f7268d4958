//! Series that were given out: to a phone that joined a walk, or to a desk.
//!
//! Promises: a series is random and tells nothing of the phone; of the time only the day is kept. A series that is here
//! is never given to somebody who cannot show that it is theirs.

use sqlx::AnyConnection;

use shared::id::{Digest, SeriesId, WalkId};
use shared::review::Writer;
use shared::sync::{Proof, Sealed, claim, claim_without_proof};
use shared::wire::FileProof;

use super::{Store, StoreError, begin, series_of};
use crate::secret::Hash;
use crate::{date, secret};

/// What came of a phone's wish to go on with the series and the token that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejoined {
    /// It may.
    Known,
    /// The series is another's, or nothing shows that it is this phone's.
    NotItsOwn,
    /// Nothing is known of it, and strangers do not get in at this time.
    Stranger,
}

/// Whether what a phone brings by file may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// All of it may.
    Welcome(FileProof),
    /// Only what is here already: nothing shows that the rest comes from this phone.
    NothingNew,
    /// The series is something else than a phone of this walk.
    Elsewhere,
}

/// A series, the hash of the token that writes to it, and the claim of the file that brought it.
type OwnerRow = (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>);

type KnownSeries = (String, Option<String>, Option<Vec<u8>>, Option<Vec<u8>>, i64);

const OWNERS: &str = "SELECT id, token_hash, claim FROM series LEFT JOIN claims ON claims.series = series.id
    WHERE id = $1 OR token_hash = $2";

const KNOWN: &str = "SELECT writer, walk, token_hash, claim,
        (SELECT count(*) FROM papers WHERE papers.series = series.id)
    FROM series LEFT JOIN claims ON claims.series = series.id WHERE id = $1";

impl Store {
    /// A fresh series for a phone in a walk, and the token that may write to it. The token shows that it was issued here
    /// for this series, also to a server that was restored from an older copy.
    pub async fn join(&self, walk: WalkId) -> Result<(SeriesId, String), StoreError> {
        let series = secret::series()?;
        let token = self.issuing_key().await?.token(series)?;
        self.give_out(series, &token, walk).await?;
        Ok((series, token))
    }

    /// Gives this series and this token out to a phone in a walk. Both must be new; the caller brings the randomness.
    pub async fn give_out(&self, series: SeriesId, token: &str, walk: WalkId) -> Result<(), StoreError> {
        let mut connection = self.write().await?;
        let hash = secret::hash(token);
        insert_series(&mut connection, series, Writer::Walker, Some(walk), Some(&hash)).await
    }

    /// Gives out again what a phone says that it was given. A series that another token writes to is not its own; one that
    /// came by file is its own when its token was issued for it or matches the claim of the file; one that is not here at
    /// all is its own when its token was issued for it, or when strangers may join.
    pub async fn rejoin(
        &self,
        series: SeriesId,
        token: &str,
        walk: WalkId,
        strangers_join: bool,
    ) -> Result<Rejoined, StoreError> {
        let is_issued = self.issuing_key().await?.has_issued(token, series);
        let hash = secret::hash(token);
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let known: Vec<OwnerRow> = sqlx::query_as(OWNERS)
            .bind(series.as_bytes().as_slice())
            .bind(hash.as_slice())
            .fetch_all(&mut *transaction)
            .await?;
        let rejoined = match known.as_slice() {
            [] if !is_issued && !strangers_join => Rejoined::Stranger,
            [] => {
                insert_series(&mut transaction, series, Writer::Walker, Some(walk), Some(&hash)).await?;
                Rejoined::Known
            }
            [(id, Some(owner), _)] if id == series.as_bytes() && *owner == hash => Rejoined::Known,
            [(id, None, claimed)] if id == series.as_bytes() => {
                let matches = claimed.as_deref().is_some_and(|it| it == claim(&hash).as_bytes());
                let adopted = (is_issued || matches) && own(&mut transaction, series, walk, &hash).await?;
                if adopted { Rejoined::Known } else { Rejoined::NotItsOwn }
            }
            _ => Rejoined::NotItsOwn,
        };
        transaction.commit().await?;
        Ok(rejoined)
    }

    /// Makes room for what a phone brings of a walk by a saved file, and says how much of it may come in.
    pub async fn bring(&self, content: &Sealed, proof: Option<&Proof>) -> Result<Brought, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let known: Option<KnownSeries> = sqlx::query_as(KNOWN)
            .bind(content.series.as_bytes().as_slice())
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(known) = known else {
            let claimed = claim_of(content, proof);
            insert_brought(&mut transaction, content, claimed).await?;
            transaction.commit().await?;
            return Ok(Brought::Welcome(unknown_proof(proof)));
        };
        Ok(brought(content, proof, known))
    }

    /// The walk that a phone's series belongs to.
    pub async fn walk_of(&self, series: SeriesId) -> Result<Option<WalkId>, StoreError> {
        let found: Option<Option<String>> = sqlx::query_scalar("SELECT walk FROM series WHERE id = $1")
            .bind(series.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(found.flatten().map(|walk| walk.parse()).transpose()?)
    }

    /// The series that a phone's token may write to.
    pub async fn walker(&self, token: &str) -> Result<Option<SeriesId>, StoreError> {
        let found: Option<Vec<u8>> = sqlx::query_scalar("SELECT id FROM series WHERE token_hash = $1")
            .bind(secret::hash(token).as_slice())
            .fetch_optional(&self.readers)
            .await?;
        found.map(|id| series_of(&id)).transpose()
    }
}

/// What is said of a file of a series that is here.
fn brought(content: &Sealed, proof: Option<&Proof>, known: KnownSeries) -> Brought {
    let (writer, walk, token_hash, claimed, papers) = known;
    if writer != "walker" || walk != Some(content.walk.to_string()) || papers > 0 {
        return Brought::Elsewhere;
    }
    let key: Option<Hash> = token_hash.and_then(|hash| hash.try_into().ok());
    match key {
        Some(key) if proof.is_some_and(|proof| content.is_proved(proof, &key)) => {
            Brought::Welcome(FileProof::Proved)
        }
        None if claimed.is_some_and(|it| it == claim_of(content, proof).as_bytes()) => {
            Brought::Welcome(unknown_proof(proof))
        }
        _ => Brought::NothingNew,
    }
}

fn claim_of(content: &Sealed, proof: Option<&Proof>) -> Digest {
    proof.map_or_else(|| claim_without_proof(content.head), |proof| proof.claim)
}

/// What a file shows of a phone that the server does not know.
fn unknown_proof(proof: Option<&Proof>) -> FileProof {
    if proof.is_some() { FileProof::Claimed } else { FileProof::None }
}

async fn insert_brought(
    connection: &mut AnyConnection,
    content: &Sealed,
    claimed: Digest,
) -> Result<(), StoreError> {
    insert_series(&mut *connection, content.series, Writer::Walker, Some(content.walk), None).await?;
    sqlx::query("INSERT INTO claims (series, claim) VALUES ($1, $2)")
        .bind(content.series.as_bytes().as_slice())
        .bind(claimed.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// From now on the token may write to a series that a file brought. Paper sheets and desks have no token either, and get
/// none.
async fn own(
    connection: &mut AnyConnection,
    series: SeriesId,
    walk: WalkId,
    hash: &Hash,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE series SET token_hash = $1 WHERE id = $2 AND writer = 'walker' AND walk = $3
            AND id NOT IN (SELECT series FROM papers)",
    )
    .bind(hash.as_slice())
    .bind(series.as_bytes().as_slice())
    .bind(walk.to_string())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn create_series(
    connection: &mut AnyConnection,
    writer: Writer,
    walk: Option<WalkId>,
    token_hash: Option<&secret::Hash>,
) -> Result<SeriesId, StoreError> {
    let series = secret::series()?;
    insert_series(connection, series, writer, walk, token_hash).await?;
    Ok(series)
}

async fn insert_series(
    connection: &mut AnyConnection,
    series: SeriesId,
    writer: Writer,
    walk: Option<WalkId>,
    token_hash: Option<&secret::Hash>,
) -> Result<(), StoreError> {
    let writer = match writer {
        Writer::Walker => "walker",
        Writer::Officer => "officer",
    };
    sqlx::query("INSERT INTO series (id, writer, walk, token_hash, created_day) VALUES ($1, $2, $3, $4, $5)")
        .bind(series.as_bytes().as_slice())
        .bind(writer)
        .bind(walk.map(|walk| walk.to_string()))
        .bind(token_hash.map(<[u8; 32]>::as_slice))
        .bind(date::today())
        .execute(connection)
        .await?;
    Ok(())
}
