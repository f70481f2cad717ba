//! Binaryen's optimizer, from npm: the one place that has it for every machine Node runs on.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{npm, process};

pub fn run(workspace: &Workspace, wasm: &Path) -> Result<()> {
    let tools = workspace.cache.join("npm-tools");
    fs::create_dir_all(&tools)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let from = workspace.root.join("xtask/tools").join(name);
        fs::copy(&from, tools.join(name)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    npm::install_locked(&tools)?;
    let smaller = wasm.with_extension("smaller");
    process::run(
        process::command("node")
            .arg(tools.join("node_modules/binaryen/bin/wasm-opt"))
            .args(["-Oz", "--all-features", "-o"])
            .arg(&smaller)
            .arg(wasm),
    )?;
    fs::rename(&smaller, wasm).with_context(|| format!("cannot replace {}", wasm.display()))
}
