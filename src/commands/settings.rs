//! Settings that change while a server runs, from the command line.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::Value;
use vestibule::server::crypto::Clock;
use vestibule::server::{
    ChangedSetting, Origin, Setting, SettingPath, SettingSource, SettingsChange, StartError, Vestibule,
    take_back_settings,
};

use super::{Page, with};
use crate::{Failure, load};

#[derive(Subcommand)]
pub enum Settings {
    /// List what holds, and what says it: the default, the database, Leptos.toml, the environment or the app.
    List {
        /// Only what is not as it is by default.
        #[arg(long)]
        changed: bool,
    },
    /// Change settings, all or none. Servers that run have them at once, on SQLite within ten seconds.
    Set {
        /// Such as sign_in.email_link=true or app_name=Notes: the value is JSON, or a text. With `-` it is read from the standard
        /// input, a line for each: so are secrets kept out of what other programs see.
        #[arg(required = true, value_name = "NAME=VALUE")]
        values: Vec<String>,
    },
    /// Take back what was changed of settings, and of all that stands below them: they are as they are by default then.
    Unset {
        /// Such as sign_in.email_link, or sign_in.
        #[arg(required = true, value_name = "NAME")]
        names: Vec<SettingPath>,
    },
    /// List what was changed, newest first.
    History {
        #[command(flatten)]
        page: Page,
    },
    /// Take a change back: what it changed is as it was before it.
    Revert {
        /// The number of the change.
        id: i64,
    },
}

pub async fn settings(config: &Path, command: Settings) -> Result<ExitCode, Failure> {
    match command {
        Settings::List { changed } => with(config, async |vestibule| list(vestibule, changed).await).await,
        Settings::Set { values } => {
            let values = read(&values)?;
            with(config, async |vestibule| change(vestibule, &values).await).await
        }
        Settings::Unset { names } => unset(config, &names).await,
        Settings::History { page } => with(config, async |vestibule| history(vestibule, &page).await).await,
        Settings::Revert { id } => {
            with(config, async |vestibule| {
                tell(vestibule.runtime_settings().revert(id).await?);
                Ok(())
            })
            .await
        }
    }
}

fn read(typed: &[String]) -> Result<BTreeMap<SettingPath, Value>, Failure> {
    let mut lines = std::io::stdin().lock().lines();
    let mut values = BTreeMap::new();
    for typed in typed {
        let (name, value) = typed.split_once('=').ok_or_else(|| format!("{typed}: is no NAME=VALUE"))?;
        let path: SettingPath = name.trim().parse().map_err(|error| format!("{name}: {error}"))?;
        let value = match value {
            "-" => lines.next().ok_or_else(|| format!("{name}: nothing was to be read"))??,
            value => value.to_owned(),
        };
        // A secret is a text, whatever it looks like.
        let read = match path.is_secret() {
            true => Value::String(value),
            false => serde_json::from_str(&value).unwrap_or(Value::String(value)),
        };
        values.insert(path, read);
    }
    Ok(values)
}

async fn change(vestibule: &Vestibule, values: &BTreeMap<SettingPath, Value>) -> Result<(), Failure> {
    tell(vestibule.runtime_settings().change(values).await?);
    Ok(())
}

fn tell(changed: Option<i64>) {
    match changed {
        Some(id) => println!("This is change {id}; `vestibule settings revert {id}` takes it back."),
        None => println!("It is so already."),
    }
}

async fn unset(config: &Path, names: &[SettingPath]) -> Result<ExitCode, Failure> {
    let settings = load(config)?;
    // What is wrong by itself is mended where it stands, and nothing that was changed is to be blamed for it.
    settings.check()?;
    match Vestibule::start(settings.clone()).await {
        Ok(vestibule) => {
            let values = names.iter().map(|name| (name.clone(), Value::Null)).collect();
            let outcome = Origin::operator().during(change(&vestibule, &values)).await;
            vestibule.stop().await;
            outcome?;
        }
        // What was changed does not go with what the file says by now, or with the machine: this is the way out.
        Err(StartError::Settings(_) | StartError::ForeignSetting(_)) => {
            let taking = take_back_settings(&settings, names, Clock::default().now());
            println!("{} are as they are by default.", Origin::operator().during(taking).await?);
        }
        // With another key, another database or another disk it would start: whether somebody is locked out is to be seen then.
        Err(other) => return Err(other.into()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(vestibule: &Vestibule, changed: bool) -> Result<(), Failure> {
    for setting in vestibule.runtime_settings().describe().await? {
        if changed && setting.source == SettingSource::Default {
            continue;
        }
        let when = if setting.needs_restart { ", holds from a start on" } else { "" };
        println!("{} = {}  # {}{when}", setting.path, shown(&setting), setting.source.as_str());
    }
    Ok(())
}

fn shown(setting: &Setting) -> String {
    match (&setting.value, setting.is_set) {
        (Some(value), _) => value.to_string(),
        (None, true) => "(set)".into(),
        (None, false) => "(not set)".into(),
    }
}

async fn history(vestibule: &Vestibule, page: &Page) -> Result<(), Failure> {
    let (changes, _) = vestibule.runtime_settings().history(page.limit, page.offset).await?;
    for SettingsChange { id, changed_at, changed_by_type, changed_by, reverts, settings } in changes {
        let by = changed_by.map_or(changed_by_type.clone(), |who| format!("{changed_by_type} {who}"));
        let reverts = reverts.map(|other| format!(", takes back {other}")).unwrap_or_default();
        println!("{id}  {changed_at}  {by}{reverts}");
        for ChangedSetting { path, before, after, is_secret } in settings {
            let shown = |value: Option<Value>| match value {
                Some(_) if is_secret => "(set)".to_owned(),
                Some(value) => value.to_string(),
                None => "(default)".to_owned(),
            };
            println!("    {path}: {} -> {}", shown(before), shown(after));
        }
    }
    Ok(())
}
