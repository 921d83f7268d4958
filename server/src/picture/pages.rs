//! A list in order of id that can be changed in one place without copying the rest: readers keep the list that they were
//! given.
//!
//! Promises: a copy costs a pointer for some hundred entries, a change one page.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::id::RecordId;

/// Entries of a page that was just made; one twice as long is divided.
const PAGE: usize = 256;

/// What has an id that it is found by.
pub trait Named {
    /// Its id.
    fn id(&self) -> RecordId;
}

type Page<T> = Vec<Arc<T>>;

/// Entries in order of id.
#[derive(Debug)]
pub struct Pages<T> {
    /// None is empty.
    pages: Vec<Arc<Page<T>>>,
    count: usize,
}

impl<T> Clone for Pages<T> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), count: self.count }
    }
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), count: 0 }
    }
}

/// By what they hold, however it is divided into pages.
impl<T: Named + PartialEq> PartialEq for Pages<T> {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().eq(other.iter())
    }
}

impl<T: Named> Pages<T> {
    /// Every entry, in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flat_map(|page| page.iter()).map(AsRef::as_ref)
    }

    /// Every entry, in order of id, for readers that take their time: a page is let go when it was read.
    pub fn entries(&self) -> impl Iterator<Item = Arc<T>> + Send + use<T>
    where
        T: Send + Sync + 'static,
    {
        let pages = self.pages.clone();
        pages.into_iter().flat_map(|page| (0..page.len()).map_while(move |at| page.get(at).cloned()))
    }

    /// The entries from an id on, in order of id.
    pub fn starting_at(&self, id: RecordId) -> impl Iterator<Item = &T> {
        let first = self.pages.partition_point(|page| page.last().is_some_and(|it| it.id() < id));
        let after = self.pages.iter().skip(first).flat_map(|page| page.iter());
        after.map(AsRef::as_ref).skip_while(move |it| it.id() < id)
    }

    /// The entry with an id.
    pub fn get(&self, id: RecordId) -> Option<&T> {
        let page = self.pages.get(self.page_of(id))?;
        let at = page.binary_search_by_key(&id, |it| it.id()).ok()?;
        page.get(at).map(AsRef::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The first page that ends with this id or after it, else the last.
    fn page_of(&self, id: RecordId) -> usize {
        let at = self.pages.partition_point(|page| page.last().is_some_and(|it| it.id() < id));
        at.min(self.pages.len().saturating_sub(1))
    }

    /// Puts entries in, in the stead of those with their ids; `None` takes one out.
    pub fn change(&mut self, changes: BTreeMap<RecordId, Option<Arc<T>>>) {
        if self.pages.is_empty() {
            let all: Page<T> = changes.into_values().flatten().collect();
            self.count = all.len();
            self.pages = all.chunks(PAGE).map(|page| Arc::new(page.to_vec())).collect();
            return;
        }
        for (id, entry) in changes {
            self.change_one(id, entry);
        }
    }

    fn change_one(&mut self, id: RecordId, entry: Option<Arc<T>>) {
        let at = self.page_of(id);
        let Some(page) = self.pages.get_mut(at) else {
            self.count += usize::from(entry.is_some());
            self.pages.extend(entry.map(|entry| Arc::new(vec![entry])));
            return;
        };
        let place = page.binary_search_by_key(&id, |it| it.id());
        match (place, entry) {
            (Ok(place), Some(entry)) => Arc::make_mut(page)[place] = entry,
            (Ok(place), None) => {
                Arc::make_mut(page).remove(place);
                self.count -= 1;
            }
            (Err(place), Some(entry)) => {
                Arc::make_mut(page).insert(place, entry);
                self.count += 1;
            }
            (Err(_), None) => {}
        }
        if page.len() > 2 * PAGE {
            let rest = Arc::make_mut(page).split_off(PAGE);
            self.pages.insert(at + 1, Arc::new(rest));
        } else if page.is_empty() {
            self.pages.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use shared::id::SeriesId;

    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Entry(RecordId, u8);

    impl Named for Entry {
        fn id(&self) -> RecordId {
            self.0
        }
    }

    fn id(number: u16) -> RecordId {
        RecordId { series: SeriesId::from_bytes([1; 16]), number: number.into() }
    }

    proptest! {
        #[test]
        fn pages_hold_what_a_map_holds_and_those_handed_out_stay_as_they_were(
            runs in prop::collection::vec(prop::collection::vec((0_u16..900, prop::option::weighted(0.7, any::<u8>())), 0..900), 0..6)
        ) {
            let (mut pages, mut map) = (Pages::default(), BTreeMap::new());
            for run in runs {
                let (before, handed_out): (Vec<Entry>, _) = (pages.iter().cloned().collect(), pages.clone());
                let changes: BTreeMap<_, _> =
                    run.into_iter().map(|(number, it)| (id(number), it.map(|it| Arc::new(Entry(id(number), it))))).collect();
                for (id, it) in &changes {
                    match it {
                        Some(it) => drop(map.insert(*id, Entry::clone(it))),
                        None => drop(map.remove(id)),
                    }
                }
                pages.change(changes);
                prop_assert_eq!(handed_out.iter().cloned().collect::<Vec<_>>(), before);
                prop_assert_eq!(pages.iter().collect::<Vec<_>>(), map.values().collect::<Vec<_>>());
                prop_assert_eq!(pages.entries().map(|it| Entry::clone(&it)).collect::<Vec<_>>(), map.values().cloned().collect::<Vec<_>>());
                prop_assert_eq!(pages.len(), map.len());
                for number in [0, 7, 450, 899, 2_000] {
                    prop_assert_eq!(pages.get(id(number)), map.get(&id(number)));
                    let after: Vec<_> = map.range(id(number)..).map(|(_, it)| it).collect();
                    prop_assert_eq!(pages.starting_at(id(number)).collect::<Vec<_>>(), after);
                }
            }
        }
    }
}
