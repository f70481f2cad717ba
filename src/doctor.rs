//! Says what the server would run with, and what of it is unsafe, without changing anything.

use std::path::Path;
use std::process::ExitCode;

use leptos::config::LeptosOptions;
use vestibule::server::store::Schema;
use vestibule::server::{Found, SettingSource, Settings, Severity, Vestibule};

use crate::browser_files::{keep_apart, leptos_options};
use crate::{Failure, is_there};

pub async fn doctor(config: &Path) -> Result<ExitCode, Failure> {
    is_there(config)?;
    let settings = Settings::load_unchecked(config)?;
    print!("{}", settings.describe());
    let options = leptos_options(config);
    if let Ok(options) = &options {
        println!("{:<16}{}", "listens on", options.site_addr);
    }
    let warnings = settings.warnings();
    let (refused, told): (Vec<_>, Vec<_>) =
        warnings.into_iter().partition(|warning| warning.severity == Severity::Refused);
    let mut refused: Vec<String> = refused.into_iter().map(|warning| warning.text).collect();
    let mut told: Vec<String> = told.into_iter().map(|warning| warning.text).collect();
    // What is wrong with its address has been said.
    if !refused.iter().any(|text| text.starts_with("database_url")) {
        match Vestibule::look(&settings).await {
            Ok(found) => {
                println!("{:<16}{}", "schema", describe(&found));
                told.extend(found.warnings.into_iter().map(|warning| warning.text));
            }
            Err(error) => refused.extend(error.to_string().lines().map(str::to_owned)),
        }
    }
    match options {
        Ok(options) => {
            refused.extend(keep_apart(&options, config, &settings).err().map(|error| error.to_string()));
            told.extend(missing_files(&options));
        }
        Err(error) => refused.push(error.to_string()),
    }
    tell_sources(&settings);
    for text in &refused {
        println!("✗ refused  {text}");
    }
    for text in &told {
        println!("! unsafe   {text}");
    }
    if !refused.is_empty() {
        println!("\nIt would not start.");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nIt would start.");
    Ok(ExitCode::SUCCESS)
}

/// Which settings are fixed by the file and the environment.
fn tell_sources(settings: &Settings) {
    let said: Vec<_> = settings.sources.iter().filter(|(_, source)| **source != SettingSource::Default).collect();
    if said.is_empty() {
        return;
    }
    println!(
        "\nSaid by Leptos.toml or the environment, all else by default or in the database (vestibule settings list):"
    );
    for (path, source) in said {
        println!("{:<12} {path}", source.as_str());
    }
    println!();
}

fn describe(found: &Found) -> String {
    match (found.schema, found.signing_keys) {
        (None, _) => "there is no file yet; a start makes it, and all tables".into(),
        (Some(Schema { version: None, missing }), _) => format!("empty; a start adds {missing} migrations"),
        (Some(Schema { version: Some(version), missing: 0 }), keys) => {
            format!("{version:04}, up to date; the secret key opens {keys} signing keys")
        }
        (Some(Schema { version: Some(version), missing }), keys) => {
            format!("{version:04}; a start adds {missing} migrations; the secret key opens {keys} signing keys")
        }
    }
}

/// What is said where the browser's files are not: pages come, and stay without life.
pub fn missing_files(options: &LeptosOptions) -> Option<String> {
    let package = Path::new(&*options.site_root).join(&*options.site_pkg_dir);
    (!package.is_dir()).then(|| {
        format!(
            "LEPTOS_SITE_ROOT: {} is not there; the pages work, and get neither scripts nor styles",
            package.display()
        )
    })
}
