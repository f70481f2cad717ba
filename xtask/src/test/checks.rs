//! What the compiler's own tools have to say.

use std::process::Command;

use anyhow::Result;

use crate::app::App;
use crate::workspace::Workspace;
use crate::{process, progress};

pub fn fmt(workspace: &Workspace) -> Result<()> {
    progress::step("Checking the formatting", || {
        process::run(cargo(workspace).args(["fmt", "--all", "--check"]))?;
        let notes = App::notes(workspace);
        for manifest in [notes.manifest(), workspace.root.join("fuzz/Cargo.toml")] {
            if manifest.exists() {
                process::run(cargo(workspace).args(["fmt", "--check", "--manifest-path"]).arg(manifest))?;
            }
        }
        Ok(())
    })
}

pub fn clippy(workspace: &Workspace) -> Result<()> {
    let clippy = |title: &str, arguments: &[&str]| {
        progress::step(title, || {
            process::run(cargo(workspace).arg("clippy").args(arguments).args(["--", "-D", "warnings"]))
        })
    };
    clippy("Clippy: server", &["-p", "vestibule", "--all-targets", "--features", "standalone"])?;
    // For this machine and not for wasm: where Debian's compiler builds the wasm, clippy has no such target.
    clippy("Clippy: browser", &["-p", "vestibule", "--lib", "--no-default-features", "--features", "hydrate"])?;
    clippy("Clippy: xtask", &["-p", "xtask", "--all-targets"])
}

pub fn doc(workspace: &Workspace) -> Result<()> {
    progress::step("Building the documentation", || {
        process::run(
            cargo(workspace)
                .args(["doc", "--no-deps", "--lib", "-p", "vestibule", "--features", "ssr"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })
}

fn cargo(workspace: &Workspace) -> Command {
    let mut command = process::cargo();
    command.current_dir(&workspace.root);
    command
}
