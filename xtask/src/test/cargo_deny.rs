//! cargo-deny, installed where it is missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, progress};

const VERSION: &str = "0.20.2";

pub fn check(workspace: &Workspace) -> Result<()> {
    let cargo_deny = find_or_install(workspace)?;
    progress::step("Checking licences, bans and sources", || {
        process::run(
            Command::new(cargo_deny)
                .args(["--workspace", "check", "licenses", "bans", "sources"])
                .current_dir(&workspace.root),
        )
    })
}

fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    // One of another version may read deny.toml differently.
    let wanted = format!("cargo-deny {VERSION}");
    let tools = workspace.cache.join("tools");
    let own = tools.join("bin/cargo-deny").with_extension(std::env::consts::EXE_EXTENSION);
    for there in process::find("cargo-deny").into_iter().chain([own.clone()]) {
        if process::output(process::command(&there).arg("--version")).is_ok_and(|version| version.trim() == wanted) {
            return Ok(there);
        }
    }
    progress::step(&format!("Installing {wanted}"), || {
        process::run(
            process::cargo()
                // Unoptimized: it runs for a second, and its optimized build takes minutes.
                .args(["install", "cargo-deny", "--quiet", "--debug", "--locked", "--force", "--version", VERSION])
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
