//! The file that is there before anything runs: the instance's key.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::StartError;
use crate::server::crypto::InstanceKey;
use crate::server::settings::Settings;
use crate::server::store::create_private_folder;

/// The instance's key: of the settings, else of its file, which is made if there is none.
pub(super) fn instance_key(settings: &Settings) -> Result<InstanceKey, StartError> {
    if let Some(key) = &settings.secret_key {
        return Ok(key.clone());
    }
    let path = &settings.secret_key_file;
    let failed = |problem: String| StartError::SecretKeyFile { path: path.display().to_string(), problem };
    if let Err(error) = fs::metadata(path)
        && error.kind() == io::ErrorKind::NotFound
    {
        create_private(path, &InstanceKey::generate()).map_err(|error| failed(error.to_string()))?;
    }
    let text = fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    InstanceKey::parse(&text).ok_or_else(|| failed("is not the base64 of 32 bytes".into()))
}

/// Makes a file that only its owner reads, unless it is there by now. It appears under its name when it is whole: whoever
/// is killed halfway leaves nothing, and of two that start together one is read by both.
fn create_private(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_private_folder(folder)?;
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
