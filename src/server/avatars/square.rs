//! From whatever people have to the square that is shown.
//!
//! What a file is, its first bytes say, never its name. Of an animation the first picture is taken. The part that was chosen
//! is cut out before anything is turned or made smaller, so that no second copy of a large picture is needed. What comes out
//! is a JPEG: photographs are small in it, it is opaque, so it covers the initials that stand behind it, and an encoder that
//! writes pixels only has nothing else to tell.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba};

use super::webp;

/// The side of the square, in pixels.
pub const SIDE: u32 = 512;
/// The longest side of a picture that is read.
const MOST_SIDE: u32 = 16_384;
/// As many pixels as a telephone's camera makes.
pub const MOST_PIXELS: u64 = 50_000_000;
/// What a pixel takes at most: one of sixteen bits a colour, and what is made of it. A progressive JPEG's coefficients take
/// less.
const MOST_BYTES_PER_PIXEL: u64 = 12;
/// What of it the decoded picture takes at most. The decoder may have the rest.
const MOST_DECODED_BYTES_PER_PIXEL: u64 = 8;
/// What the rest of the work takes.
const BESIDES: u64 = 32 << 20;
/// What of that a decoder may take at least for what a file has beside its pixels.
const UNPACKED: u64 = 8 << 20;
/// What the codes of a losslessly compressed WebP take, for each byte of the file: a table of 4 KiB may be said in some ten
/// bytes, however small the picture is.
const CODES_PER_BYTE: u64 = 512;
const QUALITY: u8 = 88;

/// What is needed for the largest picture, in MiB.
pub const fn most_mebibytes() -> u32 {
    mebibytes(MOST_PIXELS * MOST_BYTES_PER_PIXEL + BESIDES)
}

const fn mebibytes(bytes: u64) -> u32 {
    bytes.div_ceil(1 << 20) as u32
}

/// The part of a picture that was chosen: a square, in pixels of the picture as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crop {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// The side.
    pub size: u32,
}

/// Why nothing can be made of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no picture of a kind that is taken.
    OtherKind,
    /// It is not whole, or not what it claims to be.
    Broken,
    /// It would become too large.
    TooManyPixels,
    /// The part that was chosen is not in it.
    OutsideOfIt,
}

impl From<ImageError> for Unfit {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            _ => Self::Broken,
        }
    }
}

/// What a file says of itself, before anything of it is decoded.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    format: ImageFormat,
    width: u32,
    height: u32,
    /// What the decoder takes beside, in bytes.
    codes: u64,
}

impl Measure {
    /// It takes no more memory than the smallest picture does, and refuses what would take more than the largest.
    pub fn take(file: &[u8]) -> Result<Self, Unfit> {
        let format = image::guess_format(file).map_err(|_| Unfit::OtherKind)?;
        if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) {
            return Err(Unfit::OtherKind);
        }
        if format == ImageFormat::Jpeg && !is_whole_jpeg(file) {
            return Err(Unfit::Broken);
        }
        let (width, height) = decoder(file, format, beside_pixels(file))?.dimensions();
        if width == 0 || height == 0 {
            return Err(Unfit::Broken);
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Unfit::TooManyPixels);
        }
        let mut codes = 0;
        if format == ImageFormat::WebP {
            if !webp::is_sound(file, width, height) {
                return Err(Unfit::Broken);
            }
            if !webp::is_lossy_alone(file) {
                codes = file.len() as u64 * CODES_PER_BYTE;
            }
        }
        let measure = Self { format, width, height, codes };
        if measure.mebibytes() > most_mebibytes() {
            return Err(Unfit::TooManyPixels);
        }
        Ok(measure)
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The memory that it takes.
    pub fn mebibytes(&self) -> u32 {
        mebibytes(self.pixels() * MOST_BYTES_PER_PIXEL + self.codes + BESIDES)
    }
}

/// What a decoder may take for what a file has beside its pixels: everything, read by pieces that become larger, and what can
/// be unpacked from it to a degree.
pub fn beside_pixels(file: &[u8]) -> u64 {
    2 * file.len() as u64 + UNPACKED
}

/// What reads a file, with so many bytes for what it needs beside the decoded picture.
pub fn decoder(file: &[u8], format: ImageFormat, most: u64) -> Result<impl ImageDecoder + '_, Unfit> {
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(most);
    reader.limits(limits);
    Ok(reader.into_decoder()?)
}

/// Whether there is an end to a JPEG: the decoder makes up what is missing, and one sees it.
fn is_whole_jpeg(file: &[u8]) -> bool {
    // Segments say how long they are, up to the one after which the pixels come.
    let mut at = 2;
    loop {
        let Some([0xff, marker, rest @ ..]) = file.get(at..) else { return false };
        match marker {
            0xff => at += 1,
            0xda => return rest.windows(2).any(|pair| pair == [0xff, 0xd9]),
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => match rest {
                [high, low, ..] => at += 2 + usize::from(u16::from_be_bytes([*high, *low])).max(2),
                _ => return false,
            },
        }
    }
}

/// The square of a file, as a JPEG.
pub fn make(file: &[u8], measure: &Measure, crop: Option<Crop>) -> Result<Vec<u8>, Unfit> {
    let rest = measure.pixels() * (MOST_BYTES_PER_PIXEL - MOST_DECODED_BYTES_PER_PIXEL) + beside_pixels(file);
    let mut decoder = decoder(file, measure.format, rest)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    flatten(&mut picture);
    let (width, height) = picture.dimensions();
    let part = stored(shown(crop, width, height, orientation)?, width, height, orientation);
    let mut small = shrink(&picture, part);
    drop(picture);
    small.apply_orientation(orientation);
    let mut jpeg = Vec::with_capacity(128 * 1024);
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&small.into_rgb8())?;
    Ok(jpeg)
}

/// Puts what can be seen through on white.
fn flatten(picture: &mut DynamicImage) {
    if !picture.color().has_alpha() {
        return;
    }
    let mut colors = std::mem::take(picture).into_rgba8();
    for Rgba([red, green, blue, alpha]) in colors.pixels_mut() {
        for color in [red, green, blue] {
            let (shown, opacity) = (u32::from(*color), u32::from(*alpha));
            *color = ((shown * opacity + 255 * (255 - opacity) + 127) / 255) as u8;
        }
        *alpha = 255;
    }
    *picture = colors.into();
}

/// The part to be taken of a picture as it is shown: the one that was chosen, or the middle.
fn shown(crop: Option<Crop>, width: u32, height: u32, orientation: Orientation) -> Result<Crop, Unfit> {
    let (width, height) = if is_on_its_side(orientation) { (height, width) } else { (width, height) };
    let side = width.min(height);
    let Some(crop) = crop else {
        return Ok(Crop { x: (width - side) / 2, y: (height - side) / 2, size: side });
    };
    let is_within = |start: u32, most: u32| start.checked_add(crop.size).is_some_and(|end| end <= most);
    match crop.size > 0 && is_within(crop.x, width) && is_within(crop.y, height) {
        true => Ok(crop),
        false => Err(Unfit::OutsideOfIt),
    }
}

fn is_on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

/// Where a part of the picture as it is shown is in the picture as it is stored, of which `width` and `height` are.
fn stored(Crop { x, y, size }: Crop, width: u32, height: u32, orientation: Orientation) -> Crop {
    let from_right = |start: u32| width - start - size;
    let from_below = |start: u32| height - start - size;
    let (x, y) = match orientation {
        Orientation::NoTransforms => (x, y),
        Orientation::FlipHorizontal => (from_right(x), y),
        Orientation::FlipVertical => (x, from_below(y)),
        Orientation::Rotate180 => (from_right(x), from_below(y)),
        Orientation::Rotate90 => (y, from_below(x)),
        Orientation::Rotate270 => (from_right(y), x),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (from_right(y), from_below(x)),
    };
    Crop { x, y, size }
}

/// A large picture is first made smaller by counting each of its pixels once, and only then well.
fn shrink(picture: &DynamicImage, Crop { x, y, size }: Crop) -> DynamicImage {
    let part = imageops::crop_imm(picture, x, y, size, size);
    let square = if size > 2 * SIDE {
        imageops::resize(&imageops::thumbnail(&*part, 2 * SIDE, 2 * SIDE), SIDE, SIDE, FilterType::Lanczos3)
    } else {
        imageops::resize(&*part, SIDE, SIDE, FilterType::Lanczos3)
    };
    square.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIENTATIONS: [Orientation; 8] = [
        Orientation::NoTransforms,
        Orientation::FlipHorizontal,
        Orientation::FlipVertical,
        Orientation::Rotate180,
        Orientation::Rotate90,
        Orientation::Rotate270,
        Orientation::Rotate90FlipH,
        Orientation::Rotate270FlipH,
    ];

    #[test]
    fn what_is_cut_out_is_what_was_seen_however_it_was_held() {
        let picture: DynamicImage =
            image::RgbImage::from_fn(9, 6, |x, y| image::Rgb([x as u8 * 20, y as u8 * 30, (x * y) as u8])).into();
        for orientation in ORIENTATIONS {
            let mut turned = picture.clone();
            turned.apply_orientation(orientation);
            let chosen = Crop { x: 1, y: 2, size: 3 };
            let part = shown(Some(chosen), 9, 6, orientation).expect("is in it");
            let Crop { x, y, size } = stored(part, 9, 6, orientation);
            let mut cut = picture.crop_imm(x, y, size, size);
            cut.apply_orientation(orientation);
            assert_eq!(cut, turned.crop_imm(1, 2, 3, 3), "{orientation:?}");
        }
    }

    #[test]
    fn the_middle_is_taken_where_nothing_was_chosen() {
        assert_eq!(shown(None, 9, 6, Orientation::NoTransforms), Ok(Crop { x: 1, y: 0, size: 6 }));
        assert_eq!(shown(None, 9, 6, Orientation::Rotate90), Ok(Crop { x: 0, y: 1, size: 6 }));
    }

    #[test]
    fn nothing_is_cut_out_beyond_the_edge() {
        for (x, y, size) in [(0, 0, 0), (0, 0, 7), (4, 0, 6), (0, 1, 6), (u32::MAX, 0, 2), (1, 1, u32::MAX)] {
            let crop = Some(Crop { x, y, size });
            assert_eq!(shown(crop, 9, 6, Orientation::NoTransforms), Err(Unfit::OutsideOfIt), "{crop:?}");
        }
        assert!(shown(Some(Crop { x: 3, y: 0, size: 6 }), 9, 6, Orientation::NoTransforms).is_ok());
        assert!(shown(Some(Crop { x: 3, y: 0, size: 6 }), 9, 6, Orientation::Rotate90).is_err());
    }

    #[test]
    fn what_can_be_seen_through_is_white_behind() {
        let mut picture: DynamicImage = image::RgbaImage::from_pixel(1, 1, Rgba([0, 100, 255, 51])).into();
        flatten(&mut picture);
        assert_eq!(picture.into_rgba8().get_pixel(0, 0), &Rgba([204, 224, 255, 255]));
    }

    #[test]
    fn the_memory_is_enough_for_one_of_each() {
        let largest = Measure { format: ImageFormat::Jpeg, width: 10_000, height: 5_000, codes: 0 };
        assert_eq!(largest.mebibytes(), most_mebibytes());
    }
}
