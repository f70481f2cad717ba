//! Pictures as people upload them, and as nobody should.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, Frame, ImageEncoder, ImageFormat, Rgb, RgbImage, RgbaImage};

use super::browser::{Answer, Ask, Browser, api};

pub const RED: [u8; 3] = [220, 20, 30];
pub const BLUE: [u8; 3] = [20, 40, 210];
pub const GREEN: [u8; 3] = [20, 160, 60];
pub const WHITE: [u8; 3] = [255, 255, 255];

const BOUNDARY: &str = "----vestibule-test-boundary";

/// A form with a file in it, as browsers send it.
pub fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.bytes());
    }
    if let Some((name, bytes)) = file {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

impl Ask {
    pub fn multipart(self, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Self {
        let (kind, body) = multipart(fields, file);
        self.body(&kind, body)
    }
}

impl Browser {
    /// Uploads a picture, as our script does.
    pub async fn upload(&self, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let ask = self.ask("POST", &api("user/set_profile_image")).by_script();
        ask.multipart(fields, Some(("me.png", file))).send().await
    }

    /// The address of the picture of whoever is signed in.
    pub async fn image_url(&self) -> Option<String> {
        let user = self.get("/api/me").await.json();
        assert_eq!(user["has_image"], user["image_url"].is_string());
        user["image_url"].as_str().map(str::to_owned)
    }
}

pub fn encode(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).expect("is encoded");
    file.into_inner()
}

pub fn plain(width: u32, height: u32, color: [u8; 3]) -> RgbImage {
    RgbImage::from_pixel(width, height, Rgb(color))
}

/// Two colours side by side.
pub fn halves(width: u32, height: u32, left: [u8; 3], right: [u8; 3]) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { left } else { right }))
}

pub fn png(color: [u8; 3]) -> Vec<u8> {
    encode(plain(40, 20, color), ImageFormat::Png)
}

/// Of two pictures, one after the other.
pub fn animation(first: [u8; 3], second: [u8; 3]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = GifEncoder::new(&mut file);
    for color in [first, second] {
        let picture = RgbaImage::from_pixel(30, 30, image::Rgba([color[0], color[1], color[2], 255]));
        encoder.encode_frame(Frame::new(picture)).expect("is encoded");
    }
    drop(encoder);
    file
}

/// A JPEG that says of itself how the camera was held, and something that nobody is to know.
pub fn photograph(picture: RgbImage, orientation: u8, secret: &str) -> Vec<u8> {
    let jpeg = encode(picture, ImageFormat::Jpeg);
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    // ImageDescription, which stands at the end, and Orientation.
    let length = u32::try_from(secret.len() + 1).expect("is short");
    tiff.extend([0x0e, 0x01, 2, 0]);
    tiff.extend(length.to_le_bytes());
    tiff.extend(38u32.to_le_bytes());
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(secret.bytes());
    tiff.push(0);
    let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
    let mut file = jpeg[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(exif.len() + 2).expect("is short").to_be_bytes());
    file.extend(exif);
    file.extend(&jpeg[2..]);
    file
}

/// A PNG that claims to be so large, with no pixels in it.
pub fn claimed_png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let named = [kind.as_slice(), data].concat();
        file.extend(u32::try_from(data.len()).expect("is short").to_be_bytes());
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", b"\x78\x9c\x03\x00\x00\x00\x00\x01");
    chunk(b"IEND", b"");
    file
}

/// The sum that PNG has (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

/// A PNG of one pixel, with a colour profile of so many zeros.
pub fn profiled_png(length: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = PngEncoder::new(&mut file);
    encoder.set_icc_profile(vec![0; length]).expect("PNG has profiles");
    encoder.write_image(&RED, 1, 1, ExtendedColorType::Rgb8).expect("is encoded");
    file
}

/// A JPEG, a GIF and a WebP that claim to be as large as they can be.
pub fn claimed_others() -> [Vec<u8>; 3] {
    let mut jpeg = encode(plain(16, 16, RED), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("has a frame");
    jpeg[frame + 5..frame + 9].fill(0xff);
    let mut gif = animation(RED, BLUE);
    gif[6..10].fill(0xff);
    let mut webp = encode(plain(16, 16, RED), ImageFormat::WebP);
    let start = webp.windows(4).position(|four| four == b"VP8L").expect("is lossless") + 9;
    webp[start..start + 3].fill(0xff);
    webp[start + 3] |= 0x0f;
    [jpeg, gif, webp]
}

/// The colour at a place of a picture, which is one of ours: square, a JPEG, with nothing beside its pixels.
#[track_caller]
pub fn decode(picture: &[u8]) -> RgbImage {
    assert_eq!(image::guess_format(picture).expect("is a picture"), ImageFormat::Jpeg);
    let decoded = image::load_from_memory(picture).expect("is whole").into_rgb8();
    assert_eq!(decoded.dimensions(), (512, 512));
    decoded
}

#[track_caller]
pub fn assert_color(picture: &RgbImage, x: u32, y: u32, color: [u8; 3]) {
    let found = picture.get_pixel(x, y).0;
    let is_near = found.iter().zip(color).all(|(found, wanted)| found.abs_diff(wanted) < 24);
    assert!(is_near, "{found:?} at {x}, {y} in the place of {color:?}");
}
