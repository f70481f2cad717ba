//! What stands in `Leptos.toml`, and everything in it that is wrong.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use super::{SettingPath, Settings, SettingsError, Source};

/// The tables of the file that are ours or Leptos's.
const TABLES: [&str; 3] = ["package", "vestibule", "workspace"];

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    vestibule: Settings,
    #[serde(default)]
    package: Package,
}

/// What Leptos reads from the same file.
#[derive(Default, Deserialize)]
struct Package {
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    leptos: Leptos,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Leptos {
    site_addr: Option<String>,
}

/// The settings of a file, and a line for each thing in it that is not understood: a setting that there is not, or one of the wrong
/// kind. Such a setting is as if it were not there. What is not TOML is nothing at all.
pub(super) fn read(name: &str, text: &str) -> Result<(Settings, Vec<String>), SettingsError> {
    // Only the message: what stands around it in the file may be a secret.
    let told = |error: &toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        (line, format!("{name}: line {line}: {}", error.message().replace('\n', " ")))
    };
    let mut document = DeTable::parse(text).map_err(|error| SettingsError::Syntax(told(&error).1))?;
    let mut found = Vec::new();
    for (key, _) in document.get_ref().iter().filter(|(key, _)| !TABLES.contains(&&**key.get_ref())) {
        let line = text.get(..key.span().start).unwrap_or_default().matches('\n').count() + 1;
        found.push((line, format!("{name}: {}", no_such_table(key.get_ref()))));
    }
    // The first mistake is all that is told of a file: whatever is wrong is taken out, and the rest is read again.
    let file = loop {
        let error = match File::deserialize(Deserializer::from(document.clone())) {
            Ok(file) => break file,
            Err(error) => error,
        };
        let new = told(&error);
        let is_out = error.span().is_some_and(|span| take_out(document.get_mut(), &span));
        if !found.contains(&new) {
            found.push(new);
        }
        if !is_out {
            found.sort();
            let lines: Vec<String> = found.into_iter().map(|(_, line)| line).collect();
            return Err(SettingsError::Syntax(lines.join("\n")));
        }
    };
    found.sort();
    let mut sources = BTreeMap::new();
    if let Some(DeValue::Table(said)) = document.get_ref().get("vestibule").map(Spanned::get_ref) {
        note(said, &[], &mut sources);
    }
    let settings = Settings { site_addr: file.package.metadata.leptos.site_addr, sources, ..file.vestibule };
    Ok((settings, found.into_iter().map(|(_, line)| line).collect()))
}

/// What is said of a table that is neither ours nor Leptos's: where it would be ours, one level further down.
fn no_such_table(table: &str) -> String {
    let right = match Settings::default().tree().get(table) {
        Some(serde_json::Value::Object(_)) => format!("it is [vestibule.{table}]"),
        Some(_) => format!("{table} stands below [vestibule]"),
        None => "ours is [vestibule]".to_owned(),
    };
    format!("[{table}]: there is no such table; {right}")
}

/// Notes what a table of the file says. An empty table says nothing.
fn note(said: &DeTable<'_>, above: &[&str], sources: &mut BTreeMap<SettingPath, Source>) {
    for (name, value) in said {
        let parts = [above, &[&**name.get_ref()]].concat();
        match value.get_ref() {
            DeValue::Table(table) => note(table, &parts, sources),
            _ => drop(sources.insert(SettingPath::of(parts), Source::File)),
        }
    }
}

/// Takes out what stands at a place of the file: the innermost setting or item of a list that it is the name or the value of.
fn take_out(table: &mut DeTable<'_>, place: &Range<usize>) -> bool {
    if table.iter_mut().any(|(_, value)| take_out_of(value, place)) {
        return true;
    }
    let wrong = table
        .iter()
        .find(|(key, value)| key.span() == *place || value.span() == *place || is_around(value, place))
        .map(|(key, _)| key.clone());
    wrong.is_some_and(|key| table.remove(&key).is_some())
}

fn take_out_of(value: &mut Spanned<DeValue<'_>>, place: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, place),
        DeValue::Array(items) => {
            if items.iter_mut().any(|item| take_out_of(item, place)) {
                return true;
            }
            let Some(wrong) = items.iter().position(|item| item.span() == *place) else { return false };
            let all = std::mem::replace(items, DeArray::new());
            *items = all.into_iter().enumerate().filter(|(at, _)| *at != wrong).map(|(_, item)| item).collect();
            true
        }
        _ => false,
    }
}

/// Whether a place is within a single value, such as a character of a text.
fn is_around(value: &Spanned<DeValue<'_>>, place: &Range<usize>) -> bool {
    let span = value.span();
    !value.get_ref().is_table() && span.start <= place.start && place.end <= span.end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines in which there is a mistake, and what is said of it.
    fn told(text: &str) -> Vec<String> {
        read("Leptos.toml", text).expect("is TOML").1
    }

    #[test]
    fn every_mistake_has_a_line() {
        let told = told(
            "[vestibule]\n\
             app_nme = \"x\"\n\
             locales = [\"xx\", \"de\", \"yy\"]\n\
             [vestibule.password]\n\
             min_length = \"eight\"\n\
             [vestibule.sign_up]\n\
             mode = \"closed\"\n\
             frist_name = \"off\"\n\
             [vestibule.sign_ups]\n\
             mode = \"public\"\n\
             [vestibul]\n\
             x = 1\n",
        );
        let begins: Vec<(&str, &str)> = vec![
            ("line 2: ", "`app_nme`"),
            ("line 3: ", "`xx`"),
            ("line 3: ", "`yy`"),
            ("line 5: ", "invalid type"),
            ("line 7: ", "`closed`"),
            ("line 8: ", "`frist_name`"),
            ("line 9: ", "`sign_ups`"),
            ("", "[vestibul]"),
        ];
        assert_eq!(told.len(), begins.len(), "{told:#?}");
        for (line, (at, what)) in told.iter().zip(begins) {
            assert!(line.starts_with(&format!("Leptos.toml: {at}")) && line.contains(what), "{at}{what}: {line}");
        }
    }

    #[test]
    fn a_table_that_is_ours_below_another_name_is_said_by_the_whole_of_it() {
        for (text, right) in [
            ("[webhooks]\nallow_loopback = true\n", "it is [vestibule.webhooks]"),
            ("[oauth.google]\nclient_id = \"us\"\n", "it is [vestibule.oauth]"),
            ("app_name = \"Notes\"\n", "app_name stands below [vestibule]"),
            ("[vestibul]\nx = 1\n", "ours is [vestibule]"),
        ] {
            let told = told(text);
            assert!(told.len() == 1 && told[0].ends_with(&format!("there is no such table; {right}")), "{told:?}");
        }
    }

    #[test]
    fn what_is_right_holds_beside_what_is_wrong() {
        let (settings, told) = read(
            "x",
            "[vestibule]\napp_name = \"Notes\"\napp = 1\npassword.min_length = \"a\"\npassword.min_strength = 2\n",
        )
        .expect("is TOML");
        assert_eq!((settings.app_name.as_str(), settings.password.min_strength, told.len()), ("Notes", 2, 2));
        assert_eq!(settings.password.min_length, 8);
    }

    #[test]
    fn a_good_file_has_no_mistakes() {
        assert_eq!(told(include_str!("../../../Leptos.toml")), Vec::<String>::new());
        assert_eq!(told(""), Vec::<String>::new());
    }
}
