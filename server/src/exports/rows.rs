//! Rows of what stands, made one by one of what is in memory.

use std::sync::Arc;

use futures_util::stream;

use shared::export::{FindingRow, ObservationRow};
use shared::situation::{Finding, Observation};

use super::Names;
use crate::answer::Rows;
use crate::disclosure::View;
use crate::disclosure::excerpt::Excerpt;
use crate::filter::Filter;
use crate::picture::Picture;

/// Observations of a picture that fit a filter, as somebody may see them.
pub fn observation_rows(
    picture: Arc<Picture>,
    entries: impl Iterator<Item = Arc<Observation>> + Send + 'static,
    filter: Filter,
    names: Arc<Names>,
    view: View,
) -> Rows<ObservationRow> {
    let rows = entries.map(move |it| {
        Ok(filter.holds(&it).then(|| {
            let finding = picture.finding(it.id).map(|finding| view.shown(finding.id));
            let Excerpt { value: observation, withheld } = view.observation(&it);
            ObservationRow {
                finding,
                area_name: names.area(observation.area.as_ref()),
                category_name: names.category(&observation.category),
                walk_title: names.walk(observation.walk),
                withheld,
                observation,
            }
        }))
    });
    Box::pin(stream::iter(rows))
}

/// Findings of a picture that fit a filter, as somebody may see them.
pub fn finding_rows(
    picture: Arc<Picture>,
    entries: impl Iterator<Item = Arc<Finding>> + Send + 'static,
    filter: Filter,
    names: Arc<Names>,
    view: View,
) -> Rows<FindingRow> {
    let rows = entries.map(move |it| {
        Ok(filter.holds_finding(&it, &picture).then(|| {
            let Excerpt { value: finding, withheld } = view.finding(&it);
            FindingRow {
                area_name: names.area(finding.area.as_ref()),
                category_name: names.category(&finding.category),
                withheld,
                finding,
            }
        }))
    });
    Box::pin(stream::iter(rows))
}
