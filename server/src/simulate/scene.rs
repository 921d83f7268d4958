//! Photos that nobody took: small real JPEGs of a path in the dark, each one different.
//!
//! Promises: what a phone would send: upright, without EXIF; the same seed gives the same bytes.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{ImageError, Rgb, RgbImage};

use super::chance::Chance;

/// Drawn at this size …
const DRAWN: (u32, u32) = (320, 240);
/// … and enlarged to this one: as soft and grainy as phones see in the dark.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;
const QUALITY: u8 = 88;

/// Deviation of a pixel from what it should be.
const GRAIN: f64 = 7.0;

/// A photo as it lies on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

struct Lamp {
    x: f64,
    y: f64,
    reach: f64,
    light: f64,
}

struct Bush {
    x: f64,
    y: f64,
    size: f64,
}

struct Scene {
    horizon: f64,
    path: f64,
    lamps: Vec<Lamp>,
    bushes: Vec<Bush>,
    night: f64,
}

/// A photo of a place: `look` is how the place looks, `shot` how this one was taken.
pub(super) fn photo(look: u64, shot: u64, lit: bool) -> Result<Snapshot, ImageError> {
    let scene = Scene::new(Chance::new(look, "scene", 0), Chance::new(shot, "shot", 0), lit);
    let grain = grain(Chance::new(shot, "grain", 0));
    let (width, height) = (f64::from(DRAWN.0), f64::from(DRAWN.1));
    let drawn = RgbImage::from_fn(DRAWN.0, DRAWN.1, |x, y| {
        scene.colour(f64::from(x) / width, f64::from(y) / height, grain(x, y))
    });
    let picture = resize(&drawn, WIDTH, HEIGHT, FilterType::CatmullRom);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture)?;
    Ok(Snapshot { bytes, width: WIDTH, height: HEIGHT })
}

/// Grain from a short table, stepped through so that no pattern shows.
fn grain(mut chance: Chance) -> impl Fn(u32, u32) -> f64 {
    let table: Vec<f64> = (0..1_021).map(|_| chance.normal(GRAIN)).collect();
    move |x, y| table[(x.wrapping_mul(31) ^ y.wrapping_mul(7_919).wrapping_add(x * y)) as usize % table.len()]
}

impl Scene {
    fn new(mut look: Chance, mut shot: Chance, lit: bool) -> Self {
        let (tilt, lamps) = (shot.between(-0.06, 0.06), if lit { 4 } else { 1 + look.below(2) });
        let lamp = |index: usize| Lamp {
            x: 0.16 + 0.22 * index as f64 + tilt + look.between(-0.03, 0.03),
            y: 0.16 + 0.05 * index as f64 + look.between(-0.02, 0.02),
            reach: if lit { 0.26 } else { 0.12 },
            light: look.between(0.75, 1.0),
        };
        let lamps = (0..lamps).map(lamp).collect();
        let bush = |_| Bush {
            x: look.between(0.0, 1.0) + tilt,
            y: look.between(0.45, 0.7),
            size: look.between(0.06, 0.2),
        };
        let bushes = (0..if lit { 2 } else { 6 }).map(bush).collect();
        Self { horizon: 0.46 + tilt / 3.0, path: 0.5 + tilt, lamps, bushes, night: shot.between(0.8, 1.15) }
    }

    fn colour(&self, x: f64, y: f64, grain: f64) -> Rgb<u8> {
        let glow: f64 = self
            .lamps
            .iter()
            .map(|lamp| lamp.light * (1.0 - lamp.distance(x, y) / lamp.reach).max(0.0))
            .sum();
        let pool: f64 =
            self.lamps.iter().map(|lamp| lamp.light * 0.35 * (1.0 - (x - lamp.x).abs() * 4.0).max(0.0)).sum();
        let (mut red, mut green, mut blue) = self.ground(x, y);
        if y > self.horizon {
            (red, green, blue) = (red * (1.0 + pool * 2.0), green * (1.0 + pool * 1.8), blue * (1.0 + pool));
        }
        if self.bushes.iter().any(|bush| bush.covers(x, y)) {
            (red, green, blue) = (9.0, 15.0, 11.0);
        }
        let lit = glow * glow * 230.0;
        let part = |value: f64, warmth: f64| channel(value * self.night + lit * warmth + grain);
        Rgb([part(red, 1.0), part(green, 0.86), part(blue, 0.55)])
    }

    /// Sky, snow or grass, and the path that narrows towards the horizon.
    fn ground(&self, x: f64, y: f64) -> (f64, f64, f64) {
        if y < self.horizon {
            let height = 1.0 - y / self.horizon;
            return (18.0 - 8.0 * height, 22.0 - 8.0 * height, 38.0 - 12.0 * height);
        }
        let near = (y - self.horizon) / (1.0 - self.horizon);
        let on_path = (x - self.path).abs() < 0.03 + 0.3 * near;
        if on_path {
            (46.0 + 20.0 * near, 46.0 + 20.0 * near, 52.0 + 20.0 * near)
        } else {
            (24.0, 30.0, 30.0)
        }
    }
}

impl Lamp {
    fn distance(&self, x: f64, y: f64) -> f64 {
        (x - self.x).hypot((y - self.y) * f64::from(HEIGHT) / f64::from(WIDTH))
    }
}

impl Bush {
    fn covers(&self, x: f64, y: f64) -> bool {
        let distance = (x - self.x).hypot((y - self.y) * 1.4);
        if distance > self.size * 1.25 {
            return false;
        }
        let ripple = 0.15 * (x * 60.0).sin() + 0.1 * (y * 90.0).cos();
        distance < self.size * (1.0 + ripple)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn channel(value: f64) -> u8 {
    value.clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_a_small_real_jpeg_and_each_shot_differs() {
        let photos = [photo(1, 1, false).unwrap(), photo(1, 2, false).unwrap(), photo(2, 1, true).unwrap()];
        for photo in &photos {
            let decoded = image::load_from_memory(&photo.bytes).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (photo.width, photo.height));
            assert!((10_000..150_000).contains(&photo.bytes.len()), "{} bytes", photo.bytes.len());
        }
        assert_ne!(photos[0], photos[1]);
        assert_eq!(photos[0], photo(1, 1, false).unwrap());
    }
}
