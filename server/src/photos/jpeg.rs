//! Whether bytes are a JPEG that may be kept: whole, small enough, decodable, and without anything beside the picture.
//!
//! Promises: a bomb is refused from its header, before memory is taken for it. Of the application segments only JFIF
//! (APP0), ICC profiles (APP2) and Adobe's colour transform (APP14) pass: EXIF, XMP, IPTC, thumbnails, maker notes and
//! comments may say who, where and with what, and no phone of ours sends them.
//!
//! Segments as in ITU-T T.81 (1992), annex B.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder as _, ImageError, Limits};

use shared::wire::{MAX_BLOB_BYTES, MAX_PHOTO_SIDE_PX};

/// Memory for one decoded photo: four bytes for each of the most pixels, and a little for the decoder.
const MAX_DECODED_BYTES: u64 = 4 * MAX_PHOTO_SIDE_PX as u64 * MAX_PHOTO_SIDE_PX as u64 + 4 * 1024 * 1024;

/// Why bytes are not a photo that can be kept. Fits after "the photo was not taken in:".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhoto {
    /// More bytes than allowed, or than announced.
    #[error(
        "it has more than the {MAX_BLOB_BYTES} bytes that a photo may have, or more than it was said to have"
    )]
    TooManyBytes,
    /// Not what the record names.
    #[error("what arrived is not what the record names")]
    AnotherHash,
    /// No JPEG at all, or one that breaks off.
    #[error("it is not a whole JPEG picture")]
    NotJpeg,
    /// Something beside the picture.
    #[error("it holds metadata ({segment}), which may tell who took it and where")]
    Metadata {
        /// What was found.
        segment: &'static str,
    },
    /// Too many pixels.
    #[error("it is larger than {MAX_PHOTO_SIDE_PX} × {MAX_PHOTO_SIDE_PX} pixels")]
    TooManyPixels,
    /// It does not decode.
    #[error("it cannot be decoded")]
    Undecodable,
}

/// Checks everything that can be checked without the record; the size in pixels.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), NotAPhoto> {
    if bytes.len() as u64 > MAX_BLOB_BYTES {
        return Err(NotAPhoto::TooManyBytes);
    }
    check_segments(bytes)?;
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_PHOTO_SIDE_PX {
        return Err(NotAPhoto::TooManyPixels);
    }
    decoder.set_limits(limits()).map_err(|error| refused(&error))?;
    DynamicImage::from_decoder(decoder).map_err(|error| refused(&error))?;
    Ok((width, height))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PHOTO_SIDE_PX);
    limits.max_image_height = Some(MAX_PHOTO_SIDE_PX);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    limits
}

fn refused(error: &ImageError) -> NotAPhoto {
    match error {
        ImageError::Limits(_) => NotAPhoto::TooManyPixels,
        _ => NotAPhoto::Undecodable,
    }
}

const START_OF_IMAGE: [u8; 2] = [0xff, 0xd8];
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

/// Walks every segment from the first marker to the last, scans too, and past none.
fn check_segments(bytes: &[u8]) -> Result<(), NotAPhoto> {
    let mut rest = bytes.strip_prefix(&START_OF_IMAGE).ok_or(NotAPhoto::NotJpeg)?;
    loop {
        let (marker, after) = marker(rest)?;
        if marker == END_OF_IMAGE {
            let tail = NotAPhoto::Metadata { segment: "bytes after the picture" };
            return if after.is_empty() { Ok(()) } else { Err(tail) };
        }
        let (payload, after) = segment(after)?;
        check_segment(marker, payload)?;
        rest = if marker == START_OF_SCAN { after_scan(after)? } else { after };
    }
}

/// A marker, which any number of fill bytes may precede.
fn marker(bytes: &[u8]) -> Result<(u8, &[u8]), NotAPhoto> {
    let fill = bytes.iter().take_while(|byte| **byte == 0xff).count();
    match bytes.get(fill..) {
        Some([marker, after @ ..]) if fill > 0 && *marker != 0 => Ok((*marker, after)),
        _ => Err(NotAPhoto::NotJpeg),
    }
}

/// A segment's payload by its length, which counts its own two bytes.
fn segment(bytes: &[u8]) -> Result<(&[u8], &[u8]), NotAPhoto> {
    let [high, low, ..] = *bytes else { return Err(NotAPhoto::NotJpeg) };
    let (segment, after) =
        bytes.split_at_checked(usize::from(u16::from_be_bytes([high, low]))).ok_or(NotAPhoto::NotJpeg)?;
    Ok((segment.get(2..).ok_or(NotAPhoto::NotJpeg)?, after))
}

/// What follows the entropy-coded bytes of a scan: stuffed zeros and restart markers belong to it.
fn after_scan(bytes: &[u8]) -> Result<&[u8], NotAPhoto> {
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    let end = bytes.windows(2).position(ends).ok_or(NotAPhoto::NotJpeg)?;
    Ok(&bytes[end..])
}

fn check_segment(marker: u8, payload: &[u8]) -> Result<(), NotAPhoto> {
    let segment = match marker {
        0xe0 if payload.starts_with(b"JFIF\0") => return Ok(()),
        0xe2 if payload.starts_with(b"ICC_PROFILE\0") => return Ok(()),
        0xee if payload.starts_with(b"Adobe") => return Ok(()),
        0xe1 => "EXIF or XMP",
        0xed => "IPTC",
        0xe0..=0xef => "an application segment",
        0xfe => "a comment",
        _ => return Ok(()),
    };
    Err(NotAPhoto::Metadata { segment })
}

#[cfg(test)]
pub(crate) mod tests {
    use image::codecs::jpeg::JpegEncoder;

    use super::*;

    pub(crate) fn picture(width: u32, height: u32) -> Vec<u8> {
        let pixels = image::RgbImage::from_fn(width, height, |x, y| {
            let shade = |it: u32| u8::try_from(it % 256).unwrap();
            image::Rgb([shade(x), shade(y), shade(x * y)])
        });
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 70).encode_image(&pixels).unwrap();
        bytes
    }

    fn with_segment(marker: u8, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
        let picture = picture(8, 8);
        [&picture[..2], &[0xff, marker], &length, payload, &picture[2..]].concat()
    }

    /// A picture whose header claims another size.
    fn claiming(side: u16) -> Vec<u8> {
        let mut bytes = picture(8, 8);
        let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
        bytes[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_passes_and_has_its_size() {
        assert_eq!(check(&picture(640, 480)), Ok((640, 480)));
        assert_eq!(check(&with_segment(0xe2, b"ICC_PROFILE\0\x01\x01")), Ok((8, 8)));
    }

    #[test]
    fn a_bomb_is_refused_from_its_header() {
        assert_eq!(check(&claiming(60_000)), Err(NotAPhoto::TooManyPixels));
        assert_eq!(check(&claiming(4_097)), Err(NotAPhoto::TooManyPixels));
    }

    #[test]
    fn whatever_may_tell_who_or_where_is_refused() {
        for (marker, payload) in [
            (0xe1, b"Exif\0\0MM".as_slice()),
            (0xe1, b"http://ns.adobe.com/xap/1.0/\0"),
            (0xed, b"Photoshop 3.0\0"),
            (0xe2, b"MPF\0"),
            (0xfe, b"Kalles telefon"),
        ] {
            let found = check(&with_segment(marker, payload));
            assert!(matches!(found, Err(NotAPhoto::Metadata { .. })), "{marker:x}: {found:?}");
        }
        let tail = [picture(8, 8), b"more".to_vec()].concat();
        assert!(matches!(check(&tail), Err(NotAPhoto::Metadata { .. })));
    }

    #[test]
    fn a_lie_or_a_part_is_not_a_photo() {
        let whole = picture(64, 64);
        for bytes in [b"".as_slice(), b"not a photo", b"\x89PNG\r\n\x1a\n", &whole[..whole.len() / 2]] {
            assert_eq!(check(bytes), Err(NotAPhoto::NotJpeg));
        }
        assert_eq!(
            check(&[START_OF_IMAGE.as_slice(), &[0xff, END_OF_IMAGE]].concat()),
            Err(NotAPhoto::Undecodable)
        );
    }

    #[test]
    fn no_cut_or_flipped_byte_makes_the_check_fail_in_a_worse_way() {
        let whole = picture(24, 24);
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0xff;
            let _ = (check(&flipped), check(&whole[..at]));
        }
    }
}
