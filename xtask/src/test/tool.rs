//! Programs that the tests use besides ours.

use anyhow::{Result, bail};

use crate::{apt, process};

/// Another program's authenticator app, which ours is compared with.
pub fn oathtool() -> Result<()> {
    find_or_install("oathtool", "OATH Toolkit")
}

/// What looks into a database file beside the server.
pub fn sqlite3() -> Result<()> {
    find_or_install("sqlite3", "the SQLite command line")
}

/// `program` is what Debian's package is called, too.
fn find_or_install(program: &str, title: &str) -> Result<()> {
    let is_there = || process::find(program).is_some();
    if is_there() {
        return Ok(());
    }
    if !apt::is_available() {
        bail!("{program} is missing: install {title}");
    }
    apt::install(&[program])?;
    match is_there() {
        true => Ok(()),
        false => bail!("{program} was installed but is not on PATH"),
    }
}
