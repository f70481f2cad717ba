//! The directory the server serves files from: `pkg` with the bundle, and everything of `public` at its root.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::app::App;
use crate::compress;

/// Brings everything but `pkg` up to date.
pub fn copy_public(app: &App) -> Result<()> {
    fs::create_dir_all(&app.site_dir)?;
    for entry in fs::read_dir(&app.site_dir)? {
        let entry = entry?;
        if entry.file_name() == "pkg" {
            continue;
        }
        // A file that is gone from `public`, or a compressed form that no longer matches, must not be served.
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    let public = app.manifest_dir.join("public");
    if public.exists() {
        copy_all(&public, &app.site_dir)?;
    }
    Ok(())
}

/// Adds `.br` and `.gz` beside what is worth it; `pkg` only if it was built anew.
pub fn precompress(app: &App, pkg_changed: bool) -> Result<()> {
    compress::in_directory(&app.site_dir, &|directory| pkg_changed || directory != app.site_dir.join("pkg"))
}

/// The files of the bundle as they are sent, the smallest form of each, with their lengths.
pub fn sent(app: &App) -> Result<Vec<(String, u64)>> {
    let mut sent = Vec::new();
    for entry in fs::read_dir(app.site_dir.join("pkg"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".br") && !name.ends_with(".gz") {
            let compressed = fs::metadata(entry.path().with_file_name(format!("{name}.br")));
            sent.push((name, compressed.or_else(|_| entry.metadata())?.len()));
        }
    }
    sent.sort();
    Ok(sent)
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}
