//! Subcommands of cargo, installed where they are missing.

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, progress};

/// The program `name`, in exactly this version: on PATH, or installed into the cache.
pub fn find_or_install(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let wanted = format!("{name} {version}");
    let tools = workspace.cache.join("tools");
    let own = tools.join("bin").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    for there in process::find(name).into_iter().chain([own.clone()]) {
        if process::output(process::command(&there).arg("--version")).is_ok_and(|version| version.trim() == wanted) {
            return Ok(there);
        }
    }
    progress::step(&format!("Installing {wanted}"), || {
        process::run(
            process::cargo()
                // Unoptimized: it runs for a second, and its optimized build takes minutes.
                .args(["install", name, "--quiet", "--debug", "--locked", "--force", "--version", version])
                .arg("--root")
                .arg(&tools)
                .env("CARGO_TARGET_DIR", workspace.cache.join("tools-target"))
                // Anywhere but in the workspace, whose configuration is not for it.
                .current_dir(std::env::temp_dir())
                .env_remove("RUSTC_BOOTSTRAP"),
        )
    })?;
    Ok(own)
}
