//! What we ask of a phone, in our own words.
