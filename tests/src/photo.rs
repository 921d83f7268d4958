//! Photos as phones take them: JPEG with EXIF that says where, with what and which way up.
//!
//! Promises: the four corners of the upright picture are red, green, blue and white, so that a decoded picture tells
//! which way up it is; every orientation shows the same upright picture.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage, imageops};

/// Corners of the upright picture: top left, top right, bottom left, bottom right.
const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [250, 250, 250]];

/// What the camera writes about itself, to be searched for afterwards.
pub const CAMERA: &str = "LyktaTestCamera";

/// A photo as a camera held in some way stores it.
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    /// Width when upright.
    pub width: u32,
    /// Height when upright.
    pub height: u32,
    /// EXIF orientation, 1–8.
    pub orientation: u16,
}

impl Shot {
    /// The file: pixels turned as the sensor saw them, and EXIF that says how to turn them back.
    pub fn jpeg(&self) -> Vec<u8> {
        with_exif(&encode(&turned(&upright(self.width, self.height), self.orientation)), self.orientation)
    }
}

/// A JPEG without EXIF, as a phone of ours stores it.
pub fn clean_jpeg(width: u32, height: u32) -> Vec<u8> {
    encode(&upright(width, height))
}

/// A clean JPEG that no other test has: its shade is `salt`.
pub fn clean_jpeg_of_shade(width: u32, height: u32, salt: u8) -> Vec<u8> {
    encode(&RgbImage::from_fn(width, height, |x, y| Rgb([salt, noise(x, y), noise(y, x)])))
}

fn noise(x: u32, y: u32) -> u8 {
    let mixed = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca6b);
    mixed.wrapping_mul(mixed | 1).to_be_bytes()[0]
}

fn upright(width: u32, height: u32) -> RgbImage {
    let (corner_width, corner_height) = (width / 4, height / 4);
    RgbImage::from_fn(width, height, |x, y| {
        let at = |near: u32, far: u32, place: u32, size: u32| {
            if place < near { Some(0) } else { (place >= size - far).then_some(1) }
        };
        let across = at(corner_width, corner_width, x, width);
        let down = at(corner_height, corner_height, y, height);
        match (across, down) {
            (Some(across), Some(down)) => Rgb(CORNERS[down * 2 + across]),
            _ => Rgb([128, 128, 128]),
        }
    })
}

/// The stored pixels: what the display turns upright by `orientation` (EXIF 2.32, tag 0x0112).
fn turned(upright: &RgbImage, orientation: u16) -> RgbImage {
    match orientation {
        1 => upright.clone(),
        2 => imageops::flip_horizontal(upright),
        3 => imageops::rotate180(upright),
        4 => imageops::flip_vertical(upright),
        5 => imageops::flip_horizontal(&imageops::rotate90(upright)),
        6 => imageops::rotate270(upright),
        7 => imageops::flip_vertical(&imageops::rotate90(upright)),
        8 => imageops::rotate90(upright),
        other => panic!("{other} is no EXIF orientation"),
    }
}

fn encode(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture).expect("a picture encodes");
    bytes
}

/// Puts an APP1 segment right after the start of the image.
fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let tiff = tiff(orientation);
    let length = u16::try_from(2 + 6 + tiff.len()).expect("a small segment").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// A big-endian TIFF: IFD0 with camera, orientation and a pointer to the GPS IFD (65.617 N, 22.137 E).
fn tiff(orientation: u16) -> Vec<u8> {
    const GPS_IFD: u32 = 8 + 2 + 3 * 12 + 4;
    const STRINGS: u32 = GPS_IFD + 2 + 4 * 12 + 4;
    let camera = [CAMERA.as_bytes(), &[0]].concat();
    let camera_length = u32::try_from(camera.len()).expect("a short name");
    let latitude_at = STRINGS + camera_length;
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let [high, low] = orientation.to_be_bytes();
    let ifd0 = [
        entry(0x010f, ASCII, camera_length, STRINGS.to_be_bytes()),
        entry(0x0112, SHORT, 1, [high, low, 0, 0]),
        entry(0x8825, LONG, 1, GPS_IFD.to_be_bytes()),
    ];
    let gps = [
        entry(1, ASCII, 2, *b"N\0\0\0"),
        entry(2, RATIONAL, 3, latitude_at.to_be_bytes()),
        entry(3, ASCII, 2, *b"E\0\0\0"),
        entry(4, RATIONAL, 3, (latitude_at + 24).to_be_bytes()),
    ];
    let degrees = |whole: u32, minutes: u32| {
        [whole, 1, minutes, 1, 12, 10].iter().flat_map(|part: &u32| part.to_be_bytes()).collect::<Vec<u8>>()
    };
    let no_next = 0_u32.to_be_bytes();
    [
        &b"MM\0\x2a\0\0\0\x08"[..],
        &3_u16.to_be_bytes(),
        &ifd0.concat(),
        &no_next,
        &4_u16.to_be_bytes(),
        &gps.concat(),
        &no_next,
        &camera,
        &degrees(65, 37),
        &degrees(22, 8),
    ]
    .concat()
}

/// Width and height of a JPEG, as stored.
pub fn size(jpeg: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(jpeg).expect("a JPEG that decodes");
    (picture.width(), picture.height())
}

/// Asserts that the stored pixels are upright without any help from EXIF.
pub fn assert_upright(jpeg: &[u8], what: &str) {
    let picture = image::load_from_memory(jpeg).expect("a JPEG that decodes").to_rgb8();
    let (width, height) = picture.dimensions();
    let (left, top) = (width / 8, height / 8);
    let places = [
        (left, top),
        (width - 1 - left, top),
        (left, height - 1 - top),
        (width - 1 - left, height - 1 - top),
    ];
    let found = places.map(|(x, y)| nearest_corner(*picture.get_pixel(x, y)));
    assert_eq!(
        found,
        [Some(0), Some(1), Some(2), Some(3)],
        "{what}: corners of a {width} × {height} picture"
    );
}

fn nearest_corner(pixel: Rgb<u8>) -> Option<usize> {
    let far = |corner: &[u8; 3]| corner.iter().zip(pixel.0).map(|(a, b)| u32::from(a.abs_diff(b))).max();
    CORNERS.iter().position(|corner| far(corner) < Some(60))
}

/// Asserts that nothing of what the camera wrote about itself is left.
pub fn assert_without_exif(jpeg: &[u8], what: &str) {
    let has = |needle: &[u8]| jpeg.windows(needle.len()).any(|window| window == needle);
    assert!(!has(b"Exif\0\0"), "{what}: there is EXIF in it");
    assert!(!has(CAMERA.as_bytes()), "{what}: the camera's name is in it");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_orientation_has_the_sensors_size_and_says_so_in_exif() {
        for orientation in 1..=8 {
            let jpeg = Shot { width: 60, height: 80, orientation }.jpeg();
            let expected = if orientation < 5 { (60, 80) } else { (80, 60) };
            assert_eq!(size(&jpeg), expected, "orientation {orientation}");
            assert!(jpeg.windows(6).any(|window| window == b"Exif\0\0"));
        }
    }

    #[test]
    fn image_reads_the_orientation_that_was_written_and_turns_it_upright() {
        use image::ImageDecoder as _;
        for orientation in 1..=8 {
            let jpeg = Shot { width: 60, height: 80, orientation }.jpeg();
            let mut decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&jpeg)).unwrap();
            let written = decoder.orientation().unwrap();
            let mut picture = image::DynamicImage::from_decoder(decoder).unwrap();
            picture.apply_orientation(written);
            assert_upright(&encode(&picture.to_rgb8()), &format!("orientation {orientation}"));
        }
    }
}
