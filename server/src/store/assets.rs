//! The municipality's own things that stand outdoors, such as lamp posts.

use std::collections::BTreeMap;

use sqlx::AnyConnection;

use shared::geo::{BoundingBox, Position};
use shared::situation::Lamp;
use shared::text::displayable;

use super::{Store, StoreError, areas, begin};
use crate::basemap::Marks;

/// Most lamps that a phone takes along.
const MOST: i64 = 5_000;

/// A lamp post of the municipality's register.
pub(crate) const LAMP: &str = "lamp";
/// A lamp that the base map shows.
pub(crate) const MAP_LAMP: &str = "map-lamp";
/// A place along a way that the base map says to be lit.
pub(crate) const LIT_WAY: &str = "lit-way";
/// A place along a way that the base map says not to be.
pub(crate) const UNLIT_WAY: &str = "unlit-way";
/// A school, a stop or the like, of the municipality's own list.
pub(crate) const VULNERABLE: &str = "vulnerable";
/// The same, as the base map has them.
pub(crate) const MAP_VULNERABLE: &str = "map-vulnerable";

/// One thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its number or name in the municipality's own register.
    pub name: String,
    /// Where it stands.
    pub position: Position,
}

impl Store {
    /// Puts all things of one kind in the stead of those that were there. Of several with one name, the last stays.
    pub async fn replace_assets(&self, kind: &str, assets: &[Asset]) -> Result<(), StoreError> {
        let position_by_name: BTreeMap<_, _> =
            assets.iter().map(|it| (displayable(&it.name).into_owned(), it.position)).collect();
        let rows = position_by_name.into_iter().map(|(name, at)| (name, at.lat(), at.lon()));
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        replace(&mut transaction, kind, rows.collect()).await?;
        areas::place_anew(&mut transaction).await?;
        self.commit_and_tell(transaction).await
    }

    /// Puts what a base map marks in the stead of what the one before did.
    pub async fn replace_marks(&self, marks: &Marks) -> Result<(), StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        put_marks(&mut transaction, marks).await?;
        self.commit_and_tell(transaction).await
    }

    /// Schools, stops and the like: the municipality's own if there are any, else those of the base map. `None` where
    /// neither knows of any.
    pub async fn vulnerable(&self) -> Result<Option<Vec<Position>>, StoreError> {
        let found = self.first_known([VULNERABLE, MAP_VULNERABLE]).await?;
        Ok(found.map(|(_, assets)| assets.into_iter().map(|it| it.position).collect()))
    }

    /// All things of the first of these kinds of which there are any.
    async fn first_known(
        &self,
        kinds: [&'static str; 2],
    ) -> Result<Option<(&'static str, Vec<Asset>)>, StoreError> {
        for kind in kinds {
            let rows: Vec<Row> = sqlx::query_as("SELECT name, lat, lon FROM assets WHERE kind = $1")
                .bind(kind)
                .fetch_all(&self.readers)
                .await?;
            if !rows.is_empty() {
                let asset =
                    |(name, lat, lon): Row| Some(Asset { name, position: Position::new(lat, lon).ok()? });
                return Ok(Some((kind, rows.into_iter().filter_map(asset).collect())));
            }
        }
        Ok(None)
    }

    /// How many things of one kind there are.
    pub async fn count_assets(&self, kind: &str) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM assets WHERE kind = $1")
            .bind(kind)
            .fetch_one(&self.readers)
            .await?;
        Ok(super::from_sql(count))
    }

    /// Every lamp that is known: those of the register, and where there is none those that the base map shows, whose names
    /// say nothing.
    pub async fn known_lamps(&self) -> Result<Vec<Lamp>, StoreError> {
        let (kind, assets) = self.first_known([LAMP, MAP_LAMP]).await?.unwrap_or_default();
        let lamp = |it: Asset| Lamp { name: (kind == LAMP).then_some(it.name), position: it.position };
        Ok(assets.into_iter().map(lamp).collect())
    }

    /// The lamp posts in a box, of the register, else of the base map, as `[lon, lat]`, those in its middle first: degrees east
    /// are less than half as long.
    pub async fn lamps(&self, bbox: &BoundingBox) -> Result<Vec<[f64; 2]>, StoreError> {
        let rows: Vec<(f64, f64)> = sqlx::query_as(
            "SELECT lon, lat FROM assets
             WHERE kind = COALESCE((SELECT kind FROM assets WHERE kind = $6 LIMIT 1), $7)
             AND lat BETWEEN $1 AND $2 AND lon BETWEEN $3 AND $4
             ORDER BY (lat - ($1 + $2) / 2) * (lat - ($1 + $2) / 2) * 5 + (lon - ($3 + $4) / 2) * (lon - ($3 + $4) / 2)
             LIMIT $5",
        )
        .bind(bbox.south)
        .bind(bbox.north)
        .bind(bbox.west)
        .bind(bbox.east)
        .bind(MOST)
        .bind(LAMP)
        .bind(MAP_LAMP)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(lon, lat)| [lon, lat]).collect())
    }
}

/// Name, degrees north, degrees east.
type Row = (String, f64, f64);

/// All points of a kind.
pub(super) async fn rows(connection: &mut AnyConnection, kind: &str) -> Result<Vec<Row>, StoreError> {
    let rows = sqlx::query_as("SELECT name, lat, lon FROM assets WHERE kind = $1 ORDER BY name");
    Ok(rows.bind(kind).fetch_all(connection).await?)
}

/// Replaces what a base map marks, and places every observation anew.
pub(super) async fn put_marks(connection: &mut AnyConnection, marks: &Marks) -> Result<(), StoreError> {
    let kinds = [
        (MAP_LAMP, &marks.lamps),
        (LIT_WAY, &marks.lit),
        (UNLIT_WAY, &marks.unlit),
        (MAP_VULNERABLE, &marks.vulnerable),
    ];
    for (kind, places) in kinds {
        let rows = places.iter().enumerate().map(|(at, [lon, lat])| (at.to_string(), *lat, *lon));
        replace(connection, kind, rows.collect()).await?;
    }
    areas::place_anew(connection).await
}

pub(super) async fn replace(
    connection: &mut AnyConnection,
    kind: &str,
    rows: Vec<Row>,
) -> Result<(), StoreError> {
    // Findings snap to lamps: where there are others, every picture is made anew.
    if [LAMP, MAP_LAMP].contains(&kind) {
        sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'rebuilds'")
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'assets'")
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM assets WHERE kind = $1").bind(kind).execute(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO assets (kind, name, lat, lon)
         SELECT $1, value ->> 0, CAST(value ->> 1 AS DOUBLE PRECISION), CAST(value ->> 2 AS DOUBLE PRECISION)
         FROM json_each($2)",
    )
    .bind(kind)
    .bind(serde_json::to_string(&rows)?)
    .execute(connection)
    .await?;
    Ok(())
}
