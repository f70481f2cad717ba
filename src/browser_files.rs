//! Where the files for browsers are, and what else Leptos is told: by `Leptos.toml` and the environment, or by neither, where the
//! binary and those files were put beside each other.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use leptos::config::{LeptosOptions, get_config_from_str};
use toml::{Table, Value};
use vestibule::server::Settings;

use crate::Failure;

/// The lines of the file with which Leptos's part of it begins.
const BEGINS: [&str; 2] = ["[package.metadata.leptos]", "[[workspace.metadata.leptos]]"];
/// What the browser's files are called where nothing else is said: it is as `cargo xtask build` names them.
const OUTPUT_NAME: &str = "output-name = \"vestibule\"";
/// The folder in which they are looked for where no folder is named.
const SITE: &str = "site";

/// What Leptos is told. Without a word about where the browser's files are they are looked for: never where Leptos would take them
/// from, which is the folder in which the server was started, for everything in there would be for everyone.
pub fn leptos_options(config: &Path) -> Result<LeptosOptions, Failure> {
    let text = match std::fs::read_to_string(config) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", config.display()).into()),
    };
    let said = said(&text);
    let options = get_config_from_str(&with_a_name(&text, said.as_ref()));
    let mut options = options.map_err(|error| format!("{}: {error}", config.display()))?;
    let is_named = |said: &Table| said.contains_key("site-root");
    if std::env::var_os("LEPTOS_SITE_ROOT").is_some() || said.as_ref().is_some_and(is_named) {
        return Ok(options);
    }
    let places = places();
    match places.iter().find(|place| place.join(&*options.site_pkg_dir).is_dir()) {
        Some(place) => options.site_root = place.to_string_lossy().into_owned().into(),
        // Whoever says something of Leptos, and nothing of this, is told it as a warning, and has pages.
        None if said.is_some() => options.site_root = SITE.into(),
        None => return Err(nowhere(&places).into()),
    }
    Ok(options)
}

/// Leptos's part of the file, if it has one.
fn said(text: &str) -> Option<Table> {
    let document: Table = toml::from_str(text).ok()?;
    let of = |owner: &str| document.get(owner)?.get("metadata")?.get("leptos");
    let said = of("package").or_else(|| of("workspace").and_then(|all| all.get(0)))?;
    said.as_table().cloned()
}

/// The file as Leptos reads it, which asks for a name: its own, or that of our own build.
fn with_a_name(text: &str, said: Option<&Table>) -> String {
    match said {
        None => format!("{}\n{OUTPUT_NAME}\n", BEGINS[0]),
        Some(said) if said.get("output-name").is_some_and(Value::is_str) => text.to_owned(),
        Some(_) => {
            let named = |line: &str| match BEGINS.iter().any(|begin| line.starts_with(begin)) {
                true => format!("{line}\n{OUTPUT_NAME}\n"),
                false => format!("{line}\n"),
            };
            text.lines().map(named).collect()
        }
    }
}

/// Refuses to give everyone what is for nobody: the file of the settings, the database and the key, where they are among the
/// browser's files.
pub fn keep_apart(options: &LeptosOptions, config: &Path, settings: &Settings) -> Result<(), Failure> {
    let named = Path::new(&*options.site_root);
    let named = if named.as_os_str().is_empty() { Path::new(".") } else { named };
    // Out of what is not there nothing is given.
    let Ok(root) = named.canonicalize() else { return Ok(()) };
    let key = settings.secret_key.is_none().then_some(settings.secret_key_file.as_path());
    let config = Some(config).filter(|config| config.exists());
    for kept in [config, settings.database_file(), key].into_iter().flatten() {
        // What is not there yet is made in the nearest folder that is.
        let place = std::path::absolute(kept)?;
        let nearest = place.ancestors().find_map(|above| above.canonicalize().ok());
        if nearest.is_some_and(|nearest| nearest.starts_with(&root)) {
            return Err(format!(
                "LEPTOS_SITE_ROOT: everyone gets what is in {}, and {} would be in there; name the directory that cargo xtask build \
                 has made",
                named.display(),
                kept.display()
            )
            .into());
        }
    }
    Ok(())
}

/// Beside the binary, and in the folder in which it was started.
fn places() -> Vec<PathBuf> {
    let binary = std::env::current_exe().ok();
    let beside = binary.as_deref().and_then(Path::parent).map(|folder| folder.join(SITE));
    beside.into_iter().chain([PathBuf::from(SITE)]).collect()
}

fn nowhere(places: &[PathBuf]) -> String {
    let places: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    format!(
        "the browser's files are nowhere: not in {}. LEPTOS_SITE_ROOT names the directory that cargo xtask build has made, or in \
         Leptos.toml site-root below [package.metadata.leptos]",
        places.join(", and not in ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    // As text: what the environment says would go over what is read of it.
    #[test]
    fn a_file_without_a_name_has_that_of_our_build() {
        let of = |text: &str| with_a_name(text, said(text).as_ref());
        let ours = "[package.metadata.leptos]\noutput-name = \"vestibule\"\n";
        assert_eq!(of(""), ours);
        assert_eq!(of("[vestibule]\napp_name = \"Notes\"\n"), ours);
        let text = "# [package.metadata.leptos] is below\n[package.metadata.leptos]\nsite-root = \"x\"\n";
        assert_eq!(of(text), format!("# [package.metadata.leptos] is below\n{ours}site-root = \"x\"\n"));
        let workspace = "[[workspace.metadata.leptos]]\nname = \"a\"\n";
        let named = "[[workspace.metadata.leptos]]\noutput-name = \"vestibule\"\nname = \"a\"\n";
        assert_eq!(of(workspace), named);
        let theirs = "[package.metadata.leptos]\noutput-name = \"notes\"\n";
        assert_eq!(of(theirs), theirs);
    }
}
