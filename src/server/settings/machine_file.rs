//! Files of the machine that settings name. They are named while the server runs as well, by whoever may change settings, so that
//! what is no file, or never ends, is not read.

use std::fs::{self, File};
use std::io::{Error, Read, Result};
use std::path::Path;

/// What is in a file, which is no larger than so many bytes.
pub fn read(path: impl AsRef<Path>, most: u64) -> Result<Vec<u8>> {
    let path = path.as_ref();
    let too_large = || Error::other(format!("is larger than {most} bytes"));
    // Before it is opened: whoever opens a pipe waits for somebody who writes into it.
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(Error::other("is no file"));
    }
    if found.len() > most {
        return Err(too_large());
    }
    let mut read = Vec::new();
    // What the kernel makes up while it is read says that it is empty, and some of that is longer than any memory.
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut read)?;
    match u64::try_from(read.len()).is_ok_and(|length| length <= most) {
        true => Ok(read),
        false => Err(too_large()),
    }
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

    #[test]
    #[cfg(target_os = "linux")]
    fn what_says_that_it_is_empty_is_measured_while_it_is_read() {
        for (path, most) in [("/proc/self/pagemap", (1 << 20) - 1), ("/proc/cpuinfo", 10)] {
            assert_eq!(fs::metadata(path).expect(path).len(), 0, "{path}");
            let error = read(path, most).expect_err(path).to_string();
            assert_eq!(error, format!("is larger than {most} bytes"), "{path}");
        }
        assert!(
            read("/proc/self/stat", 1 << 16).is_ok_and(|read| !read.is_empty()),
            "what is small is read all the same"
        );
    }
}
