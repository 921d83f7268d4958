//! Everything that this phone holds of a walk, as one file that a person can keep or hand over.

use shared::sync;

use super::joined::JoinedWalk;
use crate::store::{PhoneStore, StoreError};

/// The file's text: JSON. With it comes every row that nothing can be made of, of whichever walk: it may not say of which.
pub async fn bundle(store: &PhoneStore, walk: &JoinedWalk) -> Result<String, StoreError> {
    let odd = store.odd(|walk| JoinedWalk::read(walk).is_some()).await?;
    sync::bundle(store, walk.card().id, walk.series(), &walk.pack.token, &odd.rows()).await
}
