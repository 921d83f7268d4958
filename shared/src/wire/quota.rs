//! How much one phone, one place and one walk may hold: every such limit stands here.
//!
//! Promises: a walk of three hours with 300 observations and 200 photos stays far below all of them. What passes a limit
//! of what is *used* is kept in the log, has no effect, and is named in `stuck` with the reason; what passes a limit of
//! what is *kept* is not taken in, and stays on the phone. No phone uses up what another one is promised.

/// The code of the problem that says: this phone has sent as much of this walk as may be kept.
pub const SERIES_FULL: &str = "series-full";

/// Most records of one phone in one walk that are kept.
pub const MAX_SERIES_RECORDS: u64 = 10_000;

/// Most bytes of their texts.
pub const MAX_SERIES_BYTES: u64 = 8 * 1024 * 1024;

/// Of these, so many bytes are kept whatever others on the walk have sent.
pub const SHARE_OF_SERIES_BYTES: u64 = 2 * 1024 * 1024;

/// Most bytes of the texts of a whole walk, apart from what each phone is promised.
pub const MAX_WALK_BYTES: u64 = 256 * 1024 * 1024;

/// Most phones that may join one walk.
pub const MAX_WALK_PHONES: u64 = 2_000;

/// Most photos of one phone in one walk.
pub const MAX_SERIES_PHOTOS: u64 = 1_000;

/// Most bytes of these photos.
pub const MAX_SERIES_PHOTO_BYTES: u64 = 512 * 1024 * 1024;

/// Of these, so many bytes are kept whatever others on the walk have sent: 200 photos as phones make them.
pub const SHARE_OF_SERIES_PHOTO_BYTES: u64 = 64 * 1024 * 1024;

/// Most bytes of the photos of a whole walk, apart from what each phone is promised.
pub const MAX_WALK_PHOTO_BYTES: u64 = 16 * 1024 * 1024 * 1024;

/// Most observations and revisits of one phone that are used.
pub const MAX_SERIES_TAPS: u64 = 5_000;

/// Most of them within one hour of the phone's clock.
pub const MAX_HOUR_TAPS: u64 = 1_000;

/// How often one phone may put something at one place, some hundred metres wide: an observation, a revisit, a better
/// fix, a pin.
pub const MAX_PLACE_TAPS: u64 = 1_000;

/// Most stretches of one phone's track that are used: some twenty hours of walking.
pub const MAX_SERIES_STRETCHES: u64 = 5_000;

/// Most of them within one hour of the phone's clock.
pub const MAX_HOUR_STRETCHES: u64 = 600;

/// Most records that stand of one observation: itself, its photos, and edits that no later edit supersedes.
pub const MAX_THREAD_RECORDS: u64 = 200;

/// Most bytes of these records' texts.
pub const MAX_THREAD_BYTES: u64 = 96 * 1024;

/// A record that is used may be three times as long as what it states, which is what escaped letters take, and so many
/// bytes more.
pub const MAX_PADDING_BYTES: u64 = 1024;
