//! Debian's packages, where they can be installed: on Debian (or its kin), as root.

use std::path::Path;
use std::sync::Once;

use anyhow::{Context, Result, bail};

use crate::{os, process, progress};

pub fn is_available() -> bool {
    os::is_root() && Path::new("/usr/bin/apt-get").exists()
}

pub fn install(packages: &[&str]) -> Result<()> {
    if !is_available() {
        bail!("please install {} (only on Debian and as root is it done for you)", packages.join(", "));
    }
    // The lists of a new machine are empty or old; once a run is enough.
    static UPDATE: Once = Once::new();
    let mut updated = Ok(());
    UPDATE.call_once(|| {
        updated = progress::step("Reading Debian's package lists", || process::run(apt_get().args(["-qq", "update"])));
    });
    updated?;
    progress::step(&format!("Installing {}", packages.join(", ")), || {
        process::run(apt_get().args(["-qq", "-y", "--no-install-recommends", "install"]).args(packages))
            .with_context(|| format!("Debian's {} could not be installed", packages.join(", ")))
    })
}

fn apt_get() -> std::process::Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "Dpkg::Use-Pty=0"]);
    // Its own lines go where the progress goes: standard output belongs to the tests.
    command.stdout(std::io::stderr());
    command
}
