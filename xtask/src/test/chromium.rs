//! The browser of the browser tests.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{apt, process};

pub const VARIABLE: &str = "VESTIBULE_CHROMIUM";

/// Chromium without windows: the tests take a third less of their time in it.
const SHELL: &str = "chromium-headless-shell";

pub fn find_or_install() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(VARIABLE) {
        let given = PathBuf::from(given);
        if !given.exists() {
            bail!("{VARIABLE} names {}, which does not exist", given.display());
        }
        return Ok(given);
    }
    if let Some(found) = process::find(SHELL) {
        return Ok(found);
    }
    if apt::is_available() {
        // Without a font every letter is an empty box, of another size than any letter.
        apt::install(&[SHELL, "fonts-liberation"])?;
        return match process::find(SHELL) {
            Some(found) => Ok(found),
            None => bail!("{SHELL} was installed but is not on PATH"),
        };
    }
    match ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(process::find) {
        Some(found) => Ok(found),
        None => bail!("Chromium is missing: install it, or let {VARIABLE} name it"),
    }
}
