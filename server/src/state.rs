//! What every request can reach.

use std::sync::Arc;

use shared::id::CategoryId;
use shared::situation::statistics::Weights;
use shared::wire::Category;

use crate::assets::Assets;
use crate::body::Room;
use crate::bundles::Intake;
use crate::config::{Location, base_url};
use crate::disclosure::Disclosure;
use crate::disclosure::ids::Secret;
use crate::exports::Lists;
use crate::jobs::Jobs;
use crate::join_limit::JoinLimit;
use crate::limits::Limits;
use crate::live::Live;
use crate::maps::Maps;
use crate::photos::Photos;
use crate::picture::Pictures;
use crate::routing::Router;
use crate::situation::Answered;
use crate::store::{JOIN_DAYS, Store, StoreError};
use crate::weights::{self, NoWeights};

/// The catalogue of what can be pointed at, as the faces have it.
const CATALOGUE: &str = include_str!("../../assets/catalogue.json");

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// The database, or the directory of photos.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The weights that the municipality wrote.
    #[error(transparent)]
    Weights(#[from] NoWeights),
}

/// The server, shared by all requests.
pub type App = Arc<Server>;

/// One installation at work.
#[derive(Debug)]
pub struct Server {
    /// Records and what follows from them.
    pub store: Store,
    /// Photos.
    pub photos: Photos,
    /// Findings, kept current.
    pub pictures: Pictures,
    /// Pictures of neighbourhoods that were asked for lately.
    pub situations: Answered,
    /// The same for planners, of what is released to them.
    pub planners_situations: Answered,
    /// What planners and phones may know.
    pub disclosure: Disclosure,
    /// What lists share: names, and who reads.
    pub lists: Lists,
    /// The map, if there is one.
    pub maps: Maps,
    /// Finds ways along its streets and paths.
    pub router: Router,
    /// How often one may try to join.
    pub join_limit: JoinLimit,
    /// Days after a walk's end by which phones may still join it.
    pub join_days: u16,
    /// Files that phones saved, taken in one at a time.
    pub intake: Intake,
    /// GPX files that are read, one at a time.
    pub gpx_files: Jobs,
    /// How much one may ask.
    pub limits: Limits,
    /// Who follows what comes in.
    pub live: Live,
    /// The two faces.
    pub assets: Assets,
    /// The address by which phones reach us, without a slash at its end.
    pub public_url: String,
    /// What can be pointed at.
    pub catalogue: Vec<Category>,
    /// What the order of findings counts.
    pub weights: Weights,
}

impl Server {
    /// Opens an installation whose codes close when they do by default.
    pub async fn open(location: &Location, public_url: &str, assets: Assets) -> Result<App, NotOpened> {
        Self::open_with(location, public_url, assets, JOIN_DAYS).await
    }

    /// Opens an installation whose codes close so many days after their walks.
    pub async fn open_with(
        location: &Location,
        public_url: &str,
        assets: Assets,
        join_days: u16,
    ) -> Result<App, NotOpened> {
        let weights = weights::read(&location.weights())?;
        let store = Store::open(location).await?;
        let secret = Secret::new(store.disclosure_secret().await?);
        let pictures = Pictures::new(store.clone(), secret.clone());
        Ok(Arc::new(Self {
            live: Live::new(store.clone(), pictures.clone(), location.database.clone()),
            pictures,
            situations: Answered::default(),
            planners_situations: Answered::default(),
            disclosure: Disclosure::new(secret),
            lists: Lists::default(),
            photos: Photos::open(location).await?,
            maps: Maps::new(location),
            router: Router::new(location),
            join_limit: JoinLimit::default(),
            join_days,
            limits: Limits::spooling(Room::within(location.uploads())),
            intake: Intake::default(),
            gpx_files: Jobs::at_most(1),
            catalogue: serde_json::from_str(CATALOGUE).map_err(StoreError::from)?,
            public_url: base_url(public_url),
            assets,
            weights,
            store,
        }))
    }

    /// Whether the catalogue has this category.
    pub fn knows(&self, category: &CategoryId) -> bool {
        self.catalogue.iter().any(|known| known.id == *category)
    }

    /// The link that the QR code of a walk holds. The code stands in the fragment, so it reaches no log.
    pub fn walk_link(&self, shown_code: &str) -> String {
        walk_link(&self.public_url, shown_code)
    }
}

/// The link that lets a phone join a walk.
pub fn walk_link(public_url: &str, shown_code: &str) -> String {
    format!("{public_url}/#{shown_code}")
}

/// The link that signs somebody in to the desk, once.
pub fn sign_in_link(public_url: &str, token: &str) -> String {
    format!("{public_url}/desk/#sign-in={token}")
}
