//! Another program's authenticator app, which ours is compared with.

use anyhow::{Result, bail};

use crate::{apt, process};

pub fn find_or_install() -> Result<()> {
    let is_there = || process::find("oathtool").is_some();
    if is_there() {
        return Ok(());
    }
    if !apt::is_available() {
        bail!("oathtool is missing: install OATH Toolkit");
    }
    apt::install(&["oathtool"])?;
    match is_there() {
        true => Ok(()),
        false => bail!("oathtool was installed but is not on PATH"),
    }
}
