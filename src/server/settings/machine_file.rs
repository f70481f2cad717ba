//! Files of the machine that settings name. They are named while the server runs as well, by whoever may change settings, so that
//! what is no file, or never ends, is not read.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

/// What is in a file, which is no larger than so many bytes.
pub fn read(path: impl AsRef<Path>, most: u64) -> Result<Vec<u8>> {
    let path = path.as_ref();
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(Error::other("is no file"));
    }
    if found.len() > most {
        return Err(Error::other(format!("is larger than {most} bytes")));
    }
    fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_read_and_none_that_is_too_large() {
        assert!(read("Cargo.toml", 1 << 20).expect("is read").starts_with(b"["));
        for (path, most, why) in [
            ("src", 1 << 20, "is no file"),
            ("Cargo.toml", 10, "is larger than 10 bytes"),
            ("nowhere/at/all", 1 << 20, "No such file"),
        ] {
            let error = read(path, most).expect_err(path).to_string();
            assert!(error.starts_with(why), "{path}: {error}");
        }
    }
}
