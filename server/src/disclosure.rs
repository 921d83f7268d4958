//! What others may learn: the one gate between what was recorded and those who may not see all of it.
//!
//! Promises: officers see everything; planners see [`release`]d observations and exposure and nothing else, under ids of their
//! own; phones see findings and no people. Every route that answers a planner or a phone asks here. What is withheld is
//! named and never told as zero. Decision record 0027 says why, field by field.

pub mod excerpt;
pub mod exposure;
pub mod grid;
pub mod ids;
pub mod nearby;
mod place;
pub mod planner;
pub mod release;
pub mod situation;
pub mod slice;

#[cfg(test)]
mod attacks;

use std::sync::Arc;

use tokio::sync::Mutex;

use shared::id::{RecordId, SeriesId, WalkId};
use shared::situation::{Finding, Observation};
use shared::wire::{Role, Version};

use self::excerpt::Excerpt;
use self::ids::{IdKey, Secret};
use self::nearby::Onlooker;
pub use self::release::FEWEST;
use crate::clock;
use crate::picture::Picture;
use crate::store::{Account, Store, StoreError, WalkOutline};

/// The gate of one installation.
#[derive(Debug)]
pub struct Disclosure {
    secret: Secret,
    latest: Mutex<Option<Planners>>,
    walks: Mutex<Option<(Version, Arc<Vec<WalkOutline>>)>>,
    /// Added to the clock, in milliseconds: tests live through days.
    #[cfg(test)]
    pub ahead_ms: std::sync::atomic::AtomicI64,
}

/// What planners see of one version on one day.
#[derive(Debug, Clone)]
struct Planners {
    version: Version,
    today_ms: i64,
    /// Under records' own ids, with exposure: for counting.
    counted: Arc<Picture>,
    /// Under ids that say nothing, and in their order: for lists.
    listed: Arc<Picture>,
}

impl Disclosure {
    /// The gate with the installation's own secret.
    pub fn new(secret: Secret) -> Self {
        Self {
            secret,
            latest: Mutex::default(),
            walks: Mutex::default(),
            #[cfg(test)]
            ahead_ms: std::sync::atomic::AtomicI64::new(0),
        }
    }

    /// What somebody may list: officers everything that stands, planners what is released to them.
    pub async fn listed(&self, whole: Arc<Picture>, account: &Account) -> Result<Arc<Picture>, StoreError> {
        if account.role > Role::Planner { Ok(whole) } else { Ok(self.planners(whole).await?.listed) }
    }

    /// What somebody's figures are counted from.
    pub async fn counted(&self, whole: Arc<Picture>, account: &Account) -> Result<Arc<Picture>, StoreError> {
        if account.role > Role::Planner { Ok(whole) } else { Ok(self.planners(whole).await?.counted) }
    }

    /// How ids are written and read for an account. An edition is one account's calendar year: within it a record keeps
    /// its id.
    pub fn view(&self, account: &Account) -> View {
        let edition = format!("{} {}", release::year(self.now_ms()), account.name);
        let keys = || Keys { edition: self.secret.key("edition", &edition), order: self.order() };
        View((account.role == Role::Planner).then(keys))
    }

    /// A phone of a walk, and what it may know.
    pub async fn onlooker(
        &self,
        store: &Store,
        version: Version,
        own: SeriesId,
        walk: WalkId,
    ) -> Result<Onlooker, StoreError> {
        let began_ms = self.now_ms().saturating_sub(nearby::UNDER_WAY_MS);
        let walks = self.walks(store, version).await?;
        let hidden = walks.iter().filter(|it| !it.shares_live && it.starts_at_ms > began_ms);
        Ok(Onlooker { own, key: self.key_of_walk(walk), hidden: hidden.map(|it| it.id).collect() })
    }

    /// Read once for each version, however many phones ask.
    async fn walks(&self, store: &Store, version: Version) -> Result<Arc<Vec<WalkOutline>>, StoreError> {
        let mut latest = self.walks.lock().await;
        if let Some((_, walks)) = latest.as_ref().filter(|(known, _)| *known == version) {
            return Ok(Arc::clone(walks));
        }
        let walks = Arc::new(store.walk_outlines().await?);
        *latest = Some((version, Arc::clone(&walks)));
        Ok(walks)
    }

    /// The day whose releases an account sees, as the moment it began; none for officers, who need no release.
    pub fn day(&self, account: &Account) -> Option<i64> {
        (account.role == Role::Planner).then(|| release::day_ms(self.now_ms()))
    }

    /// The ids under which phones of a walk know the findings of others.
    pub fn key_of_walk(&self, walk: WalkId) -> IdKey {
        self.secret.key_of_walk(walk)
    }

    /// Computed once for each version and day, however many ask.
    async fn planners(&self, whole: Arc<Picture>) -> Result<Planners, StoreError> {
        let mut latest = self.latest.lock().await;
        let (version, today_ms) = (whole.version(), release::day_ms(self.now_ms()));
        if let Some(known) = latest.as_ref().filter(|it| (it.version, it.today_ms) == (version, today_ms)) {
            return Ok(known.clone());
        }
        let order = self.order();
        let compute = move || {
            let counted = Arc::new(planner::release(&whole, today_ms));
            let listed = Arc::new(planner::shuffle(&counted, &order));
            Planners { version, today_ms, counted, listed }
        };
        let computed = tokio::task::spawn_blocking(compute).await.map_err(|_| StoreError::Stopping)?;
        Ok(latest.insert(computed).clone())
    }

    fn order(&self) -> IdKey {
        self.secret.key("order", "")
    }

    /// The moment that releases go by.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests alone look ahead"))]
    fn now_ms(&self) -> i64 {
        #[cfg(test)]
        let ahead_ms = self.ahead_ms.load(std::sync::atomic::Ordering::Relaxed);
        #[cfg(not(test))]
        let ahead_ms = 0;
        clock::now_ms() + ahead_ms
    }
}

#[derive(Debug, Clone)]
struct Keys {
    edition: IdKey,
    order: IdKey,
}

/// How rows are shown to one account, and what it means by the ids that it names.
#[derive(Debug, Clone)]
pub struct View(Option<Keys>);

impl View {
    /// Whether something is withheld from this account.
    pub fn is_planner(&self) -> bool {
        self.0.is_some()
    }

    /// An id as the account knows it.
    pub fn shown(&self, id: RecordId) -> RecordId {
        self.0.as_ref().map_or(id, |keys| keys.edition.conceal(keys.order.meant(id)))
    }

    /// What an account's list has under the id that it names; a planner's own ids alone lead anywhere.
    pub fn meant(&self, id: RecordId) -> Option<RecordId> {
        let Some(keys) = &self.0 else { return Some(id) };
        keys.edition.reveal(id).map(|id| keys.order.conceal(id))
    }

    /// An observation of the account's list, as it is shown.
    pub fn observation(&self, it: &Observation) -> Excerpt<Observation> {
        if !self.is_planner() {
            return Excerpt::whole(it.clone());
        }
        let withheld = planner::withheld_of_observation(it);
        Excerpt { value: Observation { id: self.shown(it.id), ..it.clone() }, withheld }
    }

    /// A finding of the account's list, as it is shown.
    pub fn finding(&self, it: &Finding) -> Excerpt<Finding> {
        if !self.is_planner() {
            return Excerpt::whole(it.clone());
        }
        let withheld = planner::withheld_of_finding(it);
        Excerpt { value: planner::rename_ids(it.clone(), |id| self.shown(id)), withheld }
    }
}
