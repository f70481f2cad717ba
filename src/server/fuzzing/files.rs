//! Files that people have brought along, and what stands in them.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::LazyLock;

use super::{first_line, text};
use crate::server::archive;
use crate::server::crypto::InstanceKey;
use crate::server::crypto::password_digest::{DigestKind, ForeignDigest};
use crate::server::import::{FirebaseHash, Format, Options, read_records};

/// A file of users of another system: of which one says the first byte, the digit of its place among the formats.
pub fn import_files(bytes: &[u8]) {
    let Some((place, file)) = bytes.split_first() else { return };
    let format = Format::ALL[usize::from(place.wrapping_sub(b'0')) % Format::ALL.len()];
    let hash = FirebaseHash {
        signer_key: crate::server::crypto::Secret::new("AAAA"),
        salt_separator: "Bw==".into(),
        rounds: 8,
        memory_cost: 14,
    };
    let options = Options { firebase: Some(hash), ..Options::default() };
    let (mut number, mut line) = (0, 0);
    let lines = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let _ = read_records(format, Cursor::new(file), |record| {
        number += 1;
        assert_eq!(record.number, number);
        if let Some(begins) = record.line {
            assert!((line..=lines).contains(&begins), "line {begins} behind line {line} of {lines}");
            line = begins;
        }
        if let Ok(found) = record.fields.and_then(|fields| format.read(&fields, &options)) {
            assert!(found.user.moves_in);
        }
        ControlFlow::Continue(())
    });
}

static KEY: LazyLock<InstanceKey> = LazyLock::new(|| InstanceKey::from_bytes([7; 32]));

/// A file that `vestibule export` has written.
pub fn archives(bytes: &[u8]) {
    let key = &*KEY;
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert!(archive::read_through(key, Cursor::new(bytes)) <= lines);
}

/// What made a digest, on a line of its own, and the digest.
pub fn password_digests(bytes: &[u8]) {
    let (kind, digest) = first_line(bytes);
    let (Some(kind), Some(digest)) = (text(kind), text(digest)) else { return };
    let Ok(kind) = kind.parse::<DigestKind>() else { return };
    let Ok(read) = ForeignDigest::read(kind, digest) else { return };
    assert!(read.demand().memory_kib <= 1024 * 1024 && read.demand().milliseconds <= 30_000);
    let stored = read.stored();
    let again = ForeignDigest::of_stored(&stored).and_then(Result::ok).expect("is read as it was written");
    assert_eq!((again.kind(), again.text()), (kind, digest));
}
