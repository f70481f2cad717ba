//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

pub struct Workspace {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target directory.
    pub target: PathBuf,
    /// What outlives `cargo clean`: installed tools, the fallback's standard library.
    pub cache: PathBuf,
}

impl Workspace {
    pub fn locate() -> Result<Self> {
        // Cargo sets it for `cargo run`; clones that share a target directory may share this very binary.
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir).parent().context("xtask must lie in the repository's root")?.to_path_buf();
        let metadata = process::output(
            process::cargo().args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(&root),
        )?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).context("`cargo metadata` did not answer in JSON")?;
        let target = metadata["target_directory"].as_str().context("`cargo metadata` names no target directory")?;
        let cache = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .context("neither XDG_CACHE_HOME nor a home directory is known")?
            .join("vestibule");
        Ok(Self { root, target: target.into(), cache })
    }
}
