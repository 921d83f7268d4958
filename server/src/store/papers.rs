//! Series of paper sheets: given out for a sheet that is typed in, and known as such for ever.

use std::collections::BTreeSet;

use shared::id::{RecordId, SeriesId, WalkId};
use shared::situation::Revisit;
use shared::wire::TypedSheet;

use super::{Store, StoreError, begin, series_of};
use crate::date;

impl Store {
    /// Gives a series to a sheet of the walk; `false` when the series is somebody else's.
    pub async fn begin_paper(
        &self,
        sheet: SeriesId,
        walk: WalkId,
        officer: SeriesId,
    ) -> Result<bool, StoreError> {
        let mut connection = self.write().await?;
        let mut transaction = begin(&mut connection).await?;
        let series = "INSERT INTO series (id, writer, walk, created_day) VALUES ($1, 'walker', $2, $3)
            ON CONFLICT (id) DO NOTHING";
        let series = sqlx::query(series).bind(sheet.as_bytes().as_slice()).bind(walk.to_string());
        let given = series.bind(date::today()).execute(&mut *transaction).await?.rows_affected() > 0;
        if given {
            sqlx::query("INSERT INTO papers (series, officer) VALUES ($1, $2)")
                .bind(sheet.as_bytes().as_slice())
                .bind(officer.as_bytes().as_slice())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        drop(connection);
        Ok(given || self.is_paper(sheet, walk).await?)
    }

    /// Whether the series is a sheet of this walk.
    pub async fn is_paper(&self, sheet: SeriesId, walk: WalkId) -> Result<bool, StoreError> {
        let any = "SELECT count(*) FROM papers JOIN series ON series.id = papers.series
            WHERE papers.series = $1 AND walk = $2";
        let any = sqlx::query_scalar(any).bind(sheet.as_bytes().as_slice()).bind(walk.to_string());
        let found: i64 = any.fetch_one(&self.readers).await?;
        Ok(found > 0)
    }

    /// The series of all sheets that were typed in.
    pub async fn sheets(&self) -> Result<BTreeSet<SeriesId>, StoreError> {
        let all: Vec<Vec<u8>> =
            sqlx::query_scalar("SELECT series FROM papers").fetch_all(&self.readers).await?;
        all.iter().map(|id| series_of(id)).collect()
    }

    /// The sheets of a walk that were typed in, oldest first.
    pub async fn papers(&self, walk: WalkId) -> Result<Vec<TypedSheet>, StoreError> {
        let all = "SELECT papers.series, created_day FROM papers JOIN series ON series.id = papers.series
            WHERE walk = $1 ORDER BY created_day, papers.series";
        let sheets: Vec<(Vec<u8>, String)> =
            sqlx::query_as(all).bind(walk.to_string()).fetch_all(&self.readers).await?;
        let standing = self.standing(walk).await?;
        let sheet = |(id, day): (Vec<u8>, String)| {
            let id = series_of(&id)?;
            let lines = standing.iter().filter(|it| it.series == id).count() as u64;
            Ok(TypedSheet { id, day, lines })
        };
        sheets.into_iter().map(sheet).collect()
    }

    /// What stands of a walk: observations and second looks.
    async fn standing(&self, walk: WalkId) -> Result<Vec<RecordId>, StoreError> {
        let said = "SELECT id FROM observations WHERE walk = $1 AND body IS NOT NULL";
        let said: Vec<String> =
            sqlx::query_scalar(said).bind(walk.to_string()).fetch_all(&self.readers).await?;
        let looks = "SELECT body FROM revisits WHERE body IS NOT NULL";
        let looks: Vec<String> = sqlx::query_scalar(looks).fetch_all(&self.readers).await?;
        let looks =
            looks.iter().map(|body| serde_json::from_str(body)).collect::<Result<Vec<Revisit>, _>>()?;
        let looks = looks.into_iter().filter(|look| look.walk == Some(walk)).map(|look| look.id);
        let said = said.iter().map(|id| id.parse()).collect::<Result<Vec<RecordId>, _>>()?;
        Ok(said.into_iter().chain(looks).collect())
    }
}
