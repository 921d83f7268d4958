//! What stands beside ids in every list: names of neighbourhoods, categories and walks.
//!
//! Promises: read once for each version of the merged data, however many lists are asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

use shared::id::{AreaId, CategoryId, WalkId};
use shared::wire::Version;

use crate::answer::{EntityTag, Readers};
use crate::store::{Store, StoreError};

/// The texts that people read, of which the names of categories are used here.
const TEXTS: &str = include_str!("../../../assets/texts/sv.ftl");

/// Names by id.
#[derive(Debug)]
pub struct Names {
    area_by_id: BTreeMap<AreaId, Arc<str>>,
    walk_by_id: BTreeMap<WalkId, Arc<str>>,
    category_by_id: BTreeMap<CategoryId, Arc<str>>,
    digest: EntityTag,
}

impl Names {
    /// Of a store as it is now.
    async fn read(store: &Store) -> Result<Self, StoreError> {
        let area_by_id = store.area_names().await?.into_iter().map(|(id, name)| (id, name.into())).collect();
        let walks = store.walk_outlines().await?;
        let walk_by_id = walks.into_iter().map(|walk| (walk.id, walk.title.into())).collect();
        let category_by_id = categories();
        let digest = EntityTag::of_facts(&(&area_by_id, &walk_by_id, &category_by_id));
        Ok(Self { area_by_id, walk_by_id, category_by_id, digest })
    }

    /// What a neighbourhood is called.
    pub fn area(&self, id: Option<&AreaId>) -> Option<Arc<str>> {
        self.area_by_id.get(id?).cloned()
    }

    /// What a walk is called.
    pub fn walk(&self, id: Option<WalkId>) -> Option<Arc<str>> {
        self.walk_by_id.get(&id?).cloned()
    }

    /// What a category is called.
    pub fn category(&self, id: &CategoryId) -> Option<Arc<str>> {
        self.category_by_id.get(id).cloned()
    }

    /// What tells these names from others.
    pub fn digest(&self) -> &EntityTag {
        &self.digest
    }
}

/// The names of categories in Swedish: `category-lighting = Belysning`.
fn categories() -> BTreeMap<CategoryId, Arc<str>> {
    let named = TEXTS.lines().filter_map(|line| line.strip_prefix("category-")?.split_once(" = "));
    named.filter_map(|(id, name)| Some((id.parse().ok()?, name.trim().into()))).collect()
}

/// What all lists share.
#[derive(Debug, Default)]
pub struct Lists {
    /// Who reads a long list.
    pub readers: Readers,
    names: Mutex<Option<(Version, Arc<Names>)>>,
    lineage: OnceCell<i64>,
}

impl Lists {
    /// The names as of a version at least.
    pub async fn names(&self, store: &Store, version: Version) -> Result<Arc<Names>, StoreError> {
        if let Some((_, names)) = self.known().as_ref().filter(|(known, _)| *known == version) {
            return Ok(names.clone());
        }
        let names = Arc::new(Names::read(store).await?);
        *self.known() = Some((version, names.clone()));
        Ok(names)
    }

    fn known(&self) -> MutexGuard<'_, Option<(Version, Arc<Names>)>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What tells this database from another with the same versions, such as one restored from a backup.
    pub async fn lineage(&self, store: &Store) -> Result<i64, StoreError> {
        self.lineage.get_or_try_init(|| store.lineage()).await.copied()
    }
}

#[cfg(test)]
mod tests {
    use shared::wire::Category;

    use super::*;

    #[test]
    fn every_category_has_a_name() {
        let catalogue: Vec<Category> =
            serde_json::from_str(include_str!("../../../assets/catalogue.json")).unwrap();
        let names = categories();
        let unnamed: Vec<_> = catalogue.iter().filter(|it| !names.contains_key(&it.id)).collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
        assert_eq!(&*names[&"lighting".parse().unwrap()], "Belysning");
    }
}
