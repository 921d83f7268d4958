//! Pictures, from the files in `assets/icons`.
//!
//! Promises: a picture that no face names costs no byte in its wasm; the catalogue's can also be found by name.

/// A picture; its constants are the files in `assets/icons`, such as [`Icon::Heart`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    path: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

impl Icon {
    /// What its picture is drawn by, on 256 × 256.
    pub const fn path(self) -> &'static str {
        self.path
    }
}

/// The icon that the catalogue names; one that this build does not have is a pin.
pub fn category_icon(name: &str) -> Icon {
    of_catalogue(name).unwrap_or(Icon::MapPin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_icons_are_found_by_name_and_others_are_a_pin() {
        assert_eq!(category_icon("lightbulb"), Icon::Lightbulb);
        assert_eq!(category_icon("of-a-newer-catalogue"), Icon::MapPin);
    }
}
