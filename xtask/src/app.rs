//! What is built: the standalone server and the example app have the same shape.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

pub struct App {
    pub manifest_dir: PathBuf,
    pub package: &'static str,
    /// The bundle's name in the browser: `NAME.js` and `NAME_bg.wasm`.
    pub output_name: &'static str,
    pub front_features: &'static str,
    pub server_features: &'static str,
    pub bin: &'static str,
    /// What the server serves as files.
    pub site_dir: PathBuf,
    /// Cargo's target directory. Each app has its own: a library that is a `cdylib` too is written under one name whatever
    /// its features, and the other app's would be linked in its place.
    pub target: PathBuf,
}

impl App {
    pub fn vestibule(workspace: &Workspace) -> Self {
        Self {
            manifest_dir: workspace.root.clone(),
            package: "vestibule",
            output_name: "vestibule",
            front_features: "hydrate,site",
            server_features: "standalone",
            bin: "vestibule",
            site_dir: workspace.target.join("site"),
            target: workspace.target.clone(),
        }
    }

    pub fn notes(workspace: &Workspace) -> Self {
        Self {
            manifest_dir: workspace.root.join("examples/notes"),
            package: "notes",
            output_name: "notes",
            front_features: "hydrate",
            server_features: "ssr",
            bin: "notes",
            site_dir: workspace.target.join("notes-site"),
            target: workspace.target.join("notes"),
        }
    }

    pub fn manifest(&self) -> PathBuf {
        self.manifest_dir.join("Cargo.toml")
    }

    pub fn server(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.target.join(profile).join(self.bin).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// The bundle is read by the wasm-bindgen that xtask was built with: an app with a lock file of its own may have
    /// another one, and what came out would fail in the browser.
    pub fn check_wasm_bindgen(&self, workspace: &Workspace) -> Result<()> {
        let ours = locked_version(&workspace.root, "wasm-bindgen-cli-support")?;
        let theirs = locked_version(&self.manifest_dir, "wasm-bindgen")?;
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours != theirs => bail!(
                "{} locks wasm-bindgen {theirs}, the workspace {ours}: run `cargo update -p wasm-bindgen --precise \
                 {ours}` there",
                self.manifest_dir.display(),
            ),
            _ => Ok(()),
        }
    }
}

fn locked_version(directory: &Path, package: &str) -> Result<Option<String>> {
    let path = directory.join("Cargo.lock");
    if !path.exists() {
        return Ok(None);
    }
    let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(version_in_lock(&lock, package).map(str::to_owned))
}

fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn the_version_is_the_named_package_s_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
