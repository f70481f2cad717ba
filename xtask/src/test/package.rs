//! What would be published.

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{process, progress};

/// Without these the package does not build, or may not be used.
const NEEDED: &[&str] = &["Cargo.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs", "src/main.rs"];
/// Whole directories that the source includes.
const NEEDED_BELOW: &[&str] = &["migrations/", "style/"];
/// The repository's own affairs.
const UNWANTED_BELOW: &[&str] = &[".cargo/", ".ci/", "data/", "end2end/", "examples/", "fuzz/", "xtask/"];

pub fn check(workspace: &Workspace) -> Result<()> {
    progress::step("Looking at what the package holds", || {
        let list = process::output(
            process::cargo()
                .args(["package", "--allow-dirty", "--list", "-p", "vestibule"])
                .current_dir(&workspace.root),
        )?;
        let faults = faults(&list);
        if !faults.is_empty() {
            bail!("{}", faults.join("; "));
        }
        Ok(())
    })?;
    // With the server's half: without any feature next to nothing is compiled. `site` is not asked for, so that what
    // an app uses is seen to build without it.
    progress::step("Building the package by itself", || {
        process::run(
            process::cargo()
                .args(["package", "--allow-dirty", "-p", "vestibule", "--features", "ssr", "--target-dir"])
                // See `App::target`: its library would take the place of the one with the site.
                .arg(workspace.target.join("package-check"))
                .current_dir(&workspace.root),
        )
    })
}

fn faults(list: &str) -> Vec<String> {
    // Windows lists with the other slash.
    let files: Vec<String> = list.lines().map(|line| line.replace('\\', "/")).collect();
    let below = |directory: &str| files.iter().any(|file| file.starts_with(directory));
    let missing = NEEDED.iter().filter(|file| !files.iter().any(|there| there == *file));
    let missing = missing.chain(NEEDED_BELOW.iter().filter(|directory| !below(directory)));
    let unwanted = UNWANTED_BELOW.iter().filter(|directory| below(directory));
    missing
        .map(|file| format!("{file} is not in the package"))
        .chain(unwanted.map(|directory| format!("{directory} does not belong in the package")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn missing_and_unwanted_files_are_named() {
        let whole = "Cargo.toml\nREADME.md\nLICENSE-MIT\nLICENSE-APACHE\nsrc/lib.rs\nsrc/main.rs\n\
                     migrations/0001.sql\nstyle/a.css\n";
        assert_eq!(faults(whole), Vec::<String>::new());
        let other = whole.replace("README.md", "xtask/Cargo.toml");
        assert_eq!(faults(&other), ["README.md is not in the package", "xtask/ does not belong in the package"]);
    }
}
