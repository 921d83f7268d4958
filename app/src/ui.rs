//! What both faces are built of: buttons, icons, choices, fields, sheets, notices.
//!
//! Promises: everything works by keyboard and screen reader; colour is never alone; looks live in the style sheets,
//! which know these components by class. Events come as [`leptos::prelude::Callback`]s, so `on_press=move || …`.

// The modules are `pub` because components in private ones count as unreachable, although they are exported below.

pub mod bar;
pub mod button;
pub mod choice;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod live;
pub mod notice;
pub mod progress;
pub mod sheet;
pub mod start;
pub mod switch;

pub use bar::AppBar;
pub use button::{Button, Kind};
pub use choice::{Chip, Choice, Segmented};
pub use dialog::Dialog;
pub use field::{Field, TextArea};
pub use icon::{Icon, category_icon};
pub use live::{LiveRegion, announce};
pub use notice::{Badge, Banner, Empty, Toast, Tone};
pub use progress::Progress;
pub use sheet::Sheet;
pub use start::start;
pub use switch::{LanguageSwitch, ThemeSwitch};
