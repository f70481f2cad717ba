//! Python packages by their hashes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{apt, process, progress};

/// Installs what `requirements.txt` in that directory says, unless it is what was installed last, and gives the virtual
/// environment that has it.
pub fn install_locked(workspace: &Workspace, directory: &Path) -> Result<PathBuf> {
    let requirements = directory.join("requirements.txt");
    let lock = fs::read(&requirements).with_context(|| format!("{} cannot be read", requirements.display()))?;
    let environment = workspace.cache.join("python-tools");
    let installed = environment.join(".installed-requirements");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(environment);
    }
    find_or_install()?;
    progress::step("Installing Python packages", || {
        process::run(process::command("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        process::run(
            process::command(environment.join("bin/python"))
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"])
                .arg(&requirements)
                .stdout(std::io::stderr()),
        )
    })?;
    fs::write(&installed, lock).with_context(|| format!("cannot write {}", installed.display()))?;
    Ok(environment)
}

/// Python with what makes virtual environments, which Debian keeps in a package of its own.
fn find_or_install() -> Result<()> {
    let question = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    let is_there = || process::output(process::command("python3").args(["-c", question])).is_ok();
    if is_there() {
        return Ok(());
    }
    if apt::is_available() {
        apt::install(&["python3-venv"])?;
    }
    match is_there() {
        true => Ok(()),
        false => bail!("Python is missing: install Python 3.11 or newer, with venv and pip"),
    }
}
