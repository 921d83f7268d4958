//! Photos that nobody took: small real JPEGs of a path in the dark, each one different.
//!
//! Promises: what a phone would send: upright, without EXIF; the same seed gives the same bytes.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageError, Rgb, RgbImage};

use super::chance::Chance;

/// Drawn at this size …
const DRAWN: (u32, u32) = (240, 180);
/// … and enlarged to this one: as soft and grainy as phones see in the dark.
const WIDTH: u32 = 800;
const HEIGHT: u32 = 600;
const QUALITY: u8 = 85;

/// Height over width.
const SHAPE: f64 = 0.75;

/// Deviation of a pixel from what it should be.
const GRAIN: f64 = 7.0;

/// A photo as it lies on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A colour before it is rounded: red, green, blue.
type Colour = [f64; 3];

/// A lamp post beside the path; `near` is 1 at the viewer and 0 at the horizon.
struct Lamp {
    x: f64,
    top: f64,
    near: f64,
    light: f64,
}

/// A spruce at the edge of the path.
struct Spruce {
    x: f64,
    foot: f64,
    height: f64,
}

struct Scene {
    horizon: f64,
    vanishing: f64,
    lamps: Vec<Lamp>,
    spruces: Vec<Spruce>,
    exposure: f64,
}

/// A photo of a place: `look` is how the place looks, `shot` how this one was taken.
pub(super) fn photo(look: u64, shot: u64, lit: bool) -> Result<Snapshot, ImageError> {
    let scene = Scene::new(Chance::new(look, "scene", 0), Chance::new(shot, "shot", 0), lit);
    let grain = grain(Chance::new(shot, "grain", 0));
    let (width, height) = (f64::from(DRAWN.0), f64::from(DRAWN.1));
    let drawn = RgbImage::from_fn(DRAWN.0, DRAWN.1, |x, y| {
        scene.colour(f64::from(x) / width, f64::from(y) / height, grain(x, y))
    });
    let picture = DynamicImage::ImageRgb8(drawn).resize_exact(WIDTH, HEIGHT, FilterType::CatmullRom);
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
        let tilt = shot.between(-0.05, 0.05);
        let (horizon, vanishing) = (0.5 + tilt / 2.0, 0.52 + tilt);
        let side = if look.happens(0.5) { 1.0 } else { -1.0 };
        let mut lamp = |near: f64| Lamp {
            x: vanishing + side * 0.38 * near,
            top: horizon - 0.44 * near,
            near,
            light: if lit || look.happens(0.25) { look.between(0.8, 1.0) } else { 0.0 },
        };
        let lamps = [0.95, 0.55, 0.33, 0.2].map(&mut lamp).into();
        let mut spruce = |_| {
            let near = look.between(0.15, 0.8);
            let x = vanishing - side * near * look.between(0.45, 0.9);
            Spruce { x, foot: horizon + 0.3 * near, height: near * look.between(0.5, 0.9) }
        };
        let spruces = (0..if lit { 3 } else { 7 }).map(&mut spruce).collect();
        Self { horizon, vanishing, lamps, spruces, exposure: shot.between(0.8, 1.2) }
    }

    fn colour(&self, x: f64, y: f64, grain: f64) -> Rgb<u8> {
        let base = if self.spruces.iter().any(|spruce| spruce.covers(x, y)) {
            [8.0, 14.0, 12.0]
        } else if self.lamps.iter().any(|lamp| lamp.post_covers(x, y, self.horizon)) {
            [12.0, 12.0, 14.0]
        } else {
            self.ground(x, y)
        };
        let glow: f64 = self.lamps.iter().map(|lamp| lamp.glow(x, y)).sum();
        let mix = |part: f64, warmth: f64| channel((part + glow * warmth) * self.exposure + grain);
        Rgb([mix(base[0], 1.0), mix(base[1], 0.84), mix(base[2], 0.52)])
    }

    /// Sky, snow, and the path that narrows towards the horizon, brighter where a lamp stands by it.
    fn ground(&self, x: f64, y: f64) -> Colour {
        if y < self.horizon {
            let height = 1.0 - y / self.horizon;
            return [20.0 - 9.0 * height, 24.0 - 9.0 * height, 42.0 - 14.0 * height];
        }
        let near = (y - self.horizon) / (1.0 - self.horizon);
        let on_path = (x - self.vanishing).abs() < 0.015 + 0.3 * near;
        let pool: f64 = self.lamps.iter().map(|lamp| lamp.pool(near)).sum();
        if on_path {
            [40.0 + 120.0 * pool, 40.0 + 104.0 * pool, 46.0 + 70.0 * pool]
        } else {
            [28.0 + 60.0 * pool, 33.0 + 54.0 * pool, 44.0 + 40.0 * pool]
        }
    }
}

impl Lamp {
    fn glow(&self, x: f64, y: f64) -> f64 {
        if self.light <= 0.0 {
            return 0.0;
        }
        let distance = (x - self.x).hypot((y - self.top) * SHAPE) / (0.03 + 0.13 * self.near);
        self.light * (330.0 * (1.0 - distance * 4.0).max(0.0) + 110.0 * (1.0 - distance).max(0.0).powi(2))
    }

    fn post_covers(&self, x: f64, y: f64, horizon: f64) -> bool {
        (x - self.x).abs() < 0.002 + 0.005 * self.near && y > self.top && y < horizon + 0.35 * self.near
    }

    /// Light on the ground at this depth.
    fn pool(&self, near: f64) -> f64 {
        self.light * (1.0 - (near - 0.7 * self.near).abs() / (0.06 + 0.25 * self.near)).max(0.0)
    }
}

impl Spruce {
    fn covers(&self, x: f64, y: f64) -> bool {
        let up = (self.foot - y) / self.height;
        if !(0.0..1.0).contains(&up) {
            return false;
        }
        let branches = 1.0 - 0.3 * (up * 9.0).fract();
        (x - self.x).abs() < self.height * 0.2 * (1.0 - up) * branches
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
