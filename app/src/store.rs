//! The phone's log: what was recorded, kept durably.
