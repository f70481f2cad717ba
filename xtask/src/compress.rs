//! Files compressed once, as hard as it goes, instead of at every request.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::interrupt;

/// Compresses what is in the directory and below, where `enter` lets it.
pub fn in_directory(directory: &Path, enter: &dyn Fn(&Path) -> bool) -> Result<()> {
    if !enter(directory) {
        return Ok(());
    }
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            in_directory(&path, enter)?;
        } else if is_worth_it(&path) {
            interrupt::check()?;
            compress(&path).with_context(|| format!("cannot compress {}", path.display()))?;
        }
    }
    Ok(())
}

/// Pictures and fonts are compressed already.
fn is_worth_it(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["css", "html", "js", "json", "svg", "txt", "wasm", "xml"].iter().any(|worthy| extension == *worthy)
}

fn compress(path: &Path) -> io::Result<()> {
    let text = fs::read(path)?;

    let mut brotli = brotli::CompressorWriter::new(File::create(with_suffix(path, ".br"))?, 1 << 16, 11, 24);
    brotli.write_all(&text)?;
    brotli.flush()?;
    drop(brotli);

    let file = File::create(with_suffix(path, ".gz"))?;
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    gzip.write_all(&text)?;
    gzip.finish()?;
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
