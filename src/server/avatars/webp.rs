//! What a WebP file says inside. Its decoder makes a whole frame before it compares the frame's size with the picture's, and
//! takes as much memory for what a camera noted as the file claims that there is: both are looked at before.

use std::iter;
use std::ops::Range;

/// A VP8 frame starts with three bytes of its own, these three, its width and its height (RFC 6386 section 9.1).
const START_CODE: [u8; 3] = [0x9d, 0x01, 0x2a];

/// Where the first chunk is: after `RIFF`, the length, and `WEBP`.
const FIRST: usize = 12;
/// What an animation's frame says of itself before its chunks.
const FRAME_HEADER: usize = 16;

struct Chunk {
    kind: [u8; 4],
    /// As the chunk claims it, whatever there is in the file.
    data: Range<usize>,
}

/// Whether a file is one picture of the lossy kind and nothing else. Every other one may hold what is compressed without
/// loss.
pub fn is_lossy_alone(file: &[u8]) -> bool {
    file.get(FIRST..FIRST + 4) == Some(b"VP8 ")
}

/// Whether nothing in a file, whose picture is so large, is larger than the picture or than the file.
pub fn is_sound(file: &[u8], width: u32, height: u32) -> bool {
    let is_within = |chunk: &Chunk| {
        let is_there = &chunk.kind != b"EXIF" || chunk.data.end <= file.len();
        is_there && frame_size(file, chunk).is_none_or(|(wide, high)| wide <= width && high <= height)
    };
    chunks(file, FIRST..file.len()).all(|chunk| {
        let inner = chunk.data.start.saturating_add(FRAME_HEADER)..chunk.data.end;
        is_within(&chunk) && (&chunk.kind != b"ANMF" || chunks(file, inner).all(|chunk| is_within(&chunk)))
    })
}

fn chunks(file: &[u8], range: Range<usize>) -> impl Iterator<Item = Chunk> + '_ {
    let mut at = range.start;
    iter::from_fn(move || {
        if at >= range.end {
            return None;
        }
        let (kind, rest) = file.get(at..)?.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*rest.first_chunk()?)).ok()?;
        let start = at + 8;
        let end = start.saturating_add(length);
        // Of an odd length, one byte follows.
        at = end.saturating_add(length & 1);
        Some(Chunk { kind: *kind, data: start..end })
    })
}

/// The size of the lossy frame that a chunk holds. The decoder does not always look at the chunk's name.
fn frame_size(file: &[u8], chunk: &Chunk) -> Option<(u32, u32)> {
    let [_, _, _, code @ .., w0, w1, h0, h1] = file.get(chunk.data.start..)?.first_chunk::<10>()?;
    let side = |low: &u8, high: &u8| u32::from(u16::from_le_bytes([*low, *high]) & 0x3fff);
    (*code == START_CODE).then(|| (side(w0, w1), side(h0, h1)))
}
