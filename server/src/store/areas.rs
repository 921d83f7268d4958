//! The neighbourhoods of the municipality.
//!
//! Promises: importing places every observation anew, in the same transaction.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sqlx::AnyConnection;

use shared::geo::Area;
use shared::id::AreaId;
use shared::text::displayable;
use shared::wire::AreaCard;

use super::{Store, StoreError, begin, next_revision};
use crate::project::{self, Ground};

impl Store {
    /// Every area, in order of id.
    pub async fn areas(&self) -> Result<Vec<AreaCard>, StoreError> {
        all(&mut *self.readers.acquire().await?).await
    }

    /// Every area's id and name, in order of id.
    pub async fn area_names(&self) -> Result<Vec<(AreaId, String)>, StoreError> {
        #[derive(serde::Deserialize)]
        struct Named {
            name: String,
        }
        let mut connection = self.readers.acquire().await?;
        let mut rows = sqlx::query_as::<_, (String, String)>("SELECT id, card FROM areas ORDER BY id")
            .fetch(&mut *connection);
        let mut names = Vec::new();
        while let Some((id, card)) = rows.try_next().await? {
            let name = serde_json::from_str::<Named>(&card)?.name;
            names.push((id.parse()?, displayable(&name).into_owned()));
        }
        Ok(names)
    }

    /// One area.
    pub async fn area(&self, id: &AreaId) -> Result<Option<AreaCard>, StoreError> {
        let card: Option<String> = sqlx::query_scalar("SELECT card FROM areas WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        card.as_deref().map(shown).transpose()
    }

    /// Whether there is such an area.
    pub async fn has_area(&self, id: &AreaId) -> Result<bool, StoreError> {
        let such: i64 = sqlx::query_scalar("SELECT count(*) FROM areas WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&self.readers)
            .await?;
        Ok(such > 0)
    }

    /// Takes in areas: new ones are added, those with a known id are replaced, the others stay.
    pub async fn import_areas(&self, imported: &[AreaCard]) -> Result<(), StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        put(&mut transaction, imported).await?;
        self.commit_and_tell(transaction).await
    }
}

/// Adds or replaces areas, and places every observation anew.
pub(super) async fn put(connection: &mut AnyConnection, cards: &[AreaCard]) -> Result<(), StoreError> {
    for card in cards {
        write(connection, card).await?;
    }
    changed(connection).await
}

/// Puts areas back as they were; those that were not there go.
pub(super) async fn put_back(
    connection: &mut AnyConnection,
    cards: BTreeMap<AreaId, Option<AreaCard>>,
) -> Result<(), StoreError> {
    for (id, card) in cards {
        match card {
            Some(card) => write(connection, &card).await?,
            None => {
                sqlx::query("DELETE FROM areas WHERE id = $1")
                    .bind(id.as_str())
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    changed(connection).await
}

async fn write(connection: &mut AnyConnection, card: &AreaCard) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO areas (id, card) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET card = excluded.card",
    )
    .bind(card.id.as_str())
    .bind(serde_json::to_string(card)?)
    .execute(connection)
    .await?;
    Ok(())
}

async fn changed(connection: &mut AnyConnection) -> Result<(), StoreError> {
    sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'areas'")
        .execute(&mut *connection)
        .await?;
    place_anew(connection).await
}

/// Places every observation anew, after the areas or the lamps have changed.
pub(super) async fn place_anew(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let revision = next_revision(connection).await?;
    let areas: Vec<Area> = all(connection).await?.iter().map(Area::from).collect();
    project::place_anew(connection, Ground { areas: &areas, revision }).await
}

pub(super) async fn all(connection: &mut AnyConnection) -> Result<Vec<AreaCard>, StoreError> {
    let cards: Vec<String> =
        sqlx::query_scalar("SELECT card FROM areas ORDER BY id").fetch_all(connection).await?;
    cards.iter().map(|card| shown(card)).collect()
}

fn shown(card: &str) -> Result<AreaCard, StoreError> {
    let card: AreaCard = serde_json::from_str(card)?;
    Ok(AreaCard { name: displayable(&card.name).into_owned(), ..card })
}
