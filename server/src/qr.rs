//! QR codes of links: as a picture for the poster, and drawn in a terminal.

use qrcode::render::{svg, unicode};
use qrcode::{EcLevel, QrCode};

/// Side of the picture in its own units; it scales.
const SIDE: u32 = 320;

/// A link too long for a QR code.
#[derive(Debug, thiserror::Error)]
#[error("the link does not fit in a QR code: {0}")]
pub struct TooLong(#[from] qrcode::types::QrError);

/// The link as SVG. A quarter of it may be torn or dirty: posters hang outdoors.
pub fn picture(link: &str) -> Result<String, TooLong> {
    let code = QrCode::with_error_correction_level(link, EcLevel::Q)?;
    Ok(code.render::<svg::Color>().min_dimensions(SIDE, SIDE).build())
}

/// The link in half-block characters, light on dark as terminals are.
pub fn drawn(link: &str) -> Result<String, TooLong> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L)?;
    let colours = (unicode::Dense1x2::Dark, unicode::Dense1x2::Light);
    Ok(code.render().dark_color(colours.1).light_color(colours.0).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_drawn_both_ways() {
        let link = "https://lykta.example.se/#ABCD-2345";
        assert!(picture(link).unwrap().contains("<svg"));
        assert!(drawn(link).unwrap().lines().count() > 10);
        assert!(picture(&"x".repeat(5_000)).is_err());
    }
}
