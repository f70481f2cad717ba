//! Where an SQLite file is made: for its owner alone, as whoever reads it reads everything.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Makes a folder, and those above it, for its owner alone. One that is there stays as it is.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The file that an address of SQLite names.
pub fn sqlite_file(url: &str) -> Option<&Path> {
    let file = url.strip_prefix("sqlite://")?.split('?').next().unwrap_or_default();
    (!file.is_empty() && file != ":memory:").then(|| Path::new(file))
}

/// Makes the file, unless it is there, and the folder that it is in. What SQLite puts beside it has the rights of the file.
pub fn create_sqlite_file(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        create_private_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Why the file could not be made, as far as that shows before anyone tries.
pub fn why_not_made(file: &Path) -> Option<String> {
    let folder = file.ancestors().skip(1).find(|above| above.as_os_str().is_empty() || above.exists())?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match folder.metadata() {
        Err(error) => Some(format!("{}: {error}", folder.display())),
        Ok(about) if !about.is_dir() => Some(format!("{}: is not a folder", folder.display())),
        Ok(about) if about.permissions().readonly() => Some(format!("{}: cannot be written to", folder.display())),
        Ok(_) => None,
    }
}
