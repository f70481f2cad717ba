//! Files that are small and would take much, T31 of the security bar: each is refused, or made within what was charged.

use std::task::{Context, Poll, Waker};

use image::codecs::gif::GifEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, Frame, ImageDecoder, ImageEncoder, ImageFormat, Rgb, RgbImage, RgbaImage};

use super::square::{Measure, Unfit, beside_pixels, decoder, make};
use super::{Admitted, Avatars, LEAST, MOST_BYTES};
use crate::server::settings::Settings;

/// Measures and makes it.
fn square(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    make(file, &Measure::take(file)?, None)
}

/// One pixel, with a colour profile of so many zeros.
fn profiled(length: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = PngEncoder::new(&mut file);
    encoder.set_icc_profile(vec![0; length]).expect("PNG has profiles");
    encoder.write_image(&[9, 9, 9], 1, 1, ExtendedColorType::Rgb8).expect("is encoded");
    file
}

#[test]
fn a_profile_is_not_unpacked_beyond_what_was_charged() {
    let file = profiled(100_000_000);
    assert!(file.len() < 1_000_000, "{}", file.len());
    let profile = |most| {
        let mut decoder = decoder(&file, ImageFormat::Png, most).expect("is read");
        decoder.icc_profile().expect("is read").map(|profile| profile.len())
    };
    assert_eq!(profile(200_000_000), Some(100_000_000), "it is in there");
    assert_eq!(profile(beside_pixels(&file)), None);
    let measure = Measure::take(&file).expect("is measured");
    assert!(measure.mebibytes() < LEAST);
    // Without it the picture is whole.
    let made = square(&file).expect("is made");
    assert_eq!(image::guess_format(&made).expect("is a picture"), ImageFormat::Jpeg);
}

#[test]
fn measuring_takes_no_more_than_the_smallest_picture() {
    let file = vec![0; MOST_BYTES];
    // What becomes larger is there twice for a moment, beside the file and its copy.
    assert!(beside_pixels(&file) * 3 / 2 + 2 * MOST_BYTES as u64 <= u64::from(LEAST) << 20);
}

/// A screen of so many pixels, and a frame on it.
fn framed(screen: u16, frame: u16) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = GifEncoder::new(&mut file);
    encoder.encode_frame(Frame::new(RgbaImage::from_pixel(30, 30, image::Rgba([9, 9, 9, 255])))).expect("is encoded");
    drop(encoder);
    let side = screen.to_le_bytes();
    file[6..10].copy_from_slice(&[side[0], side[1], side[0], side[1]]);
    let head = [0x2c, 0, 0, 0, 0, 30, 0, 30, 0];
    let start = file.windows(head.len()).position(|nine| nine == head).expect("has a frame") + 5;
    let side = frame.to_le_bytes();
    file[start..start + 4].copy_from_slice(&[side[0], side[1], side[0], side[1]]);
    file
}

#[test]
fn a_gif_with_a_frame_larger_than_its_screen_is_refused() {
    for frame in [12_247, 16_383, u16::MAX] {
        assert_eq!(square(&framed(1, frame)), Err(Unfit::TooManyPixels), "{frame}");
    }
    // One that is somewhat larger costs nothing that was not charged.
    assert!(square(&framed(20, 30)).is_ok());
    assert!(square(&framed(30, 30)).is_ok());
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("is short").to_le_bytes();
    [kind.as_slice(), &length, data, &[0][..data.len() % 2]].concat()
}

/// An extended WebP with a canvas of so many pixels.
fn extended(flags: u8, canvas: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let side = (canvas - 1).to_le_bytes();
    let header = [&[flags, 0, 0, 0], &side[..3], &side[..3]].concat();
    let body = [b"WEBP".to_vec(), chunk(b"VP8X", &header), chunks.concat()].concat();
    chunk(b"RIFF", &body)
}

/// A lossy frame that claims to be so large.
fn lossy(kind: &[u8; 4], side: u16) -> Vec<u8> {
    let [low, high] = side.to_le_bytes();
    chunk(kind, &[&[0x10, 0, 0, 0x9d, 0x01, 0x2a, low, high, low, high][..], &[0; 40]].concat())
}

fn animated(canvas: u32, frame: &[u8]) -> Vec<u8> {
    let placed = [&[0; 16][..], frame].concat();
    extended(0x02, canvas, &[chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &placed)])
}

fn lossless(width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([9, 9, 9])).write_to(&mut file, ImageFormat::WebP).expect("is encoded");
    file.into_inner()
}

#[test]
fn a_webp_with_a_frame_larger_than_its_canvas_is_refused_before_it_is_decoded() {
    let alpha = chunk(b"ALPH", &[0; 3]);
    for (what, file) in [
        ("one picture", extended(0, 1, &[lossy(b"VP8 ", 16_383)])),
        ("one picture after another chunk", extended(0, 1, &[chunk(b"ODD ", &[1]), lossy(b"VP8 ", 16_383)])),
        ("an animation", animated(1, &lossy(b"VP8 ", 16_383))),
        ("an animation with alpha", animated(1, &[alpha.clone(), lossy(b"VP8 ", 16_383)].concat())),
        ("an animation with another name", animated(1, &[alpha, lossy(b"ODD ", 16_383)].concat())),
    ] {
        assert_eq!(Measure::take(&file).map(|_| ()), Err(Unfit::Broken), "{what}");
    }
    assert!(Measure::take(&extended(0, 1, &[lossy(b"VP8 ", 1)])).is_ok());
    assert!(Measure::take(&animated(64, &lossy(b"VP8 ", 32))).is_ok());
}

#[test]
fn a_webp_that_claims_more_metadata_than_it_has_is_refused() {
    let pixels = lossless(16, 16)[12..].to_vec();
    let notes = chunk(b"EXIF", b"II*\0\x08\0\0\0\0\0");
    assert!(square(&extended(0x08, 16, &[pixels.clone(), notes.clone()])).is_ok());
    let mut endless = notes;
    endless[4..8].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    let file = extended(0x08, 16, &[pixels, endless]);
    assert_eq!(Measure::take(&file).map(|_| ()), Err(Unfit::Broken));
}

#[test]
fn the_codes_of_a_lossless_webp_are_charged_and_too_many_are_refused() {
    let mut file = lossless(16, 16);
    let small = Measure::take(&file).expect("is measured").mebibytes();
    file.resize(1 << 20, 0);
    assert!(Measure::take(&file).expect("is measured").mebibytes() >= small + 511);
    file.resize(2 << 20, 0);
    assert_eq!(Measure::take(&file).map(|_| ()), Err(Unfit::TooManyPixels));
}

#[tokio::test]
async fn one_account_does_not_take_all_places() {
    let avatars = Avatars::new(&Settings::default()).expect("a folder is made when it is needed");
    let admit = |user_id: &'static str| {
        let asked = std::pin::pin!(avatars.admit(user_id));
        match asked.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(admitted) => Some(admitted.expect("there is a place")),
            Poll::Pending => None,
        }
    };
    let held: Vec<Option<Admitted>> = (0..3).map(|_| admit("user_a")).collect();
    assert_eq!(held.iter().flatten().count(), 2);
    assert!(admit("user_b").is_some());
    drop(held);
    let again: Vec<Option<Admitted>> = (0..3).map(|_| admit("user_a")).collect();
    assert_eq!(again.iter().flatten().count(), 2);
    drop(again);
    assert!(admit("user_b").is_some());
    let known = avatars.room.accounts.lock().expect("is whole").len();
    assert_eq!(known, 1, "who uploads nothing is forgotten");
}
