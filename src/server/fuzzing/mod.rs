//! What reads what strangers write, a function for each of them: it takes any bytes, and panics where something does not hold
//! that has to. `fuzz/` calls them with what a fuzzer makes up, the tests here with what it began with and what it has found.

mod api;
mod files;
mod identifiers;
mod passkeys;
mod requests;
mod settings;
mod tokens;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

pub use self::api::{bodies, claims_templates, queries};
pub use self::files::{archives, import_files, password_digests};
pub use self::identifiers::{domain_names, email_addresses, phone_numbers, usernames};
pub use self::passkeys::passkeys;
pub use self::requests::{cookies, headers, redirects};
pub use self::tokens::{session_tokens, webhooks};

/// A reader, by the name of its fuzz target.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("archives", archives),
    ("bodies", bodies),
    ("claims_templates", claims_templates),
    ("cookies", cookies),
    ("domain_names", domain_names),
    ("email_addresses", email_addresses),
    ("headers", headers),
    ("import_files", import_files),
    ("passkeys", passkeys),
    ("password_digests", password_digests),
    ("phone_numbers", phone_numbers),
    ("queries", queries),
    ("redirects", redirects),
    ("session_tokens", session_tokens),
    ("usernames", usernames),
    ("webhooks", webhooks),
];

/// No reader takes longer for as much as a fuzzer gives it.
const LONGEST: Duration = Duration::from_millis(100);

/// Reads, and panics where that takes too long. What something else on the machine has held up is read again.
pub fn in_time(read: fn(&[u8]), bytes: &[u8]) {
    let took = || {
        let start = Instant::now();
        read(bytes);
        start.elapsed()
    };
    let first = took();
    if first > LONGEST {
        let fastest = first.min(took()).min(took());
        assert!(fastest <= LONGEST, "takes {} ms", fastest.as_millis());
    }
}

/// The text that bytes are, if they are one.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// The first line, and what is behind it.
fn first_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (bytes, &[]),
    }
}
