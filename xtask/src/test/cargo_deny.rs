//! cargo-deny, installed where it is missing.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{cargo_tool, process, progress};

/// One of another version may read deny.toml differently.
const VERSION: &str = "0.20.2";

pub fn check(workspace: &Workspace) -> Result<()> {
    let cargo_deny = cargo_tool::find_or_install(workspace, "cargo-deny", VERSION)?;
    progress::step("Checking licences, bans and sources", || {
        process::run(
            Command::new(cargo_deny)
                .args(["--workspace", "check", "licenses", "bans", "sources"])
                .current_dir(&workspace.root),
        )
    })
}
