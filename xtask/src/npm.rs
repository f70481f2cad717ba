//! npm packages by lock file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{process, progress};

/// Installs what `package-lock.json` in that directory says, unless it is what was installed last.
pub fn install_locked(directory: &Path) -> Result<()> {
    let lock = fs::read(directory.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", directory.display()))?;
    let installed = directory.join("node_modules/.installed-lock");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    if process::find("npm").is_none() {
        bail!("npm is missing: install Node.js 20 or newer");
    }
    progress::step(&format!("Installing npm packages in {}", name(directory)), || {
        process::run(
            process::command("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .current_dir(directory)
                .stdout(std::io::stderr()),
        )
    })?;
    fs::write(&installed, lock).with_context(|| format!("cannot write {}", installed.display()))
}

fn name(directory: &Path) -> String {
    directory.file_name().unwrap_or(directory.as_os_str()).to_string_lossy().into_owned()
}
