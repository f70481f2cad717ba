//! What was typed into a form of settings, and what of it is to change.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::users;
use super::entry::{Entry, Kind};
use super::sheet::Sheet;
use super::state::States;
use crate::server::settings::SettingPath;

/// The fields of a form, as they came.
#[derive(Clone, Debug, Default)]
pub struct Typed(Vec<(String, String)>);

impl From<Vec<(String, String)>> for Typed {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
}

impl Typed {
    /// What stands last under a name: a switch that is on comes after what says that it is there.
    pub fn last(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// What stands under some names, as it came.
    pub fn of(&self, names: &[&'static str]) -> Vec<(&'static str, &str)> {
        names.iter().filter_map(|name| Some((*name, self.last(name)?))).collect()
    }

    /// Whether what had to be typed first was typed.
    pub fn confirms(&self, wanted: &str) -> bool {
        self.last("confirmation").map(str::trim) == Some(wanted)
    }

    /// As if nothing had been typed under a name.
    pub fn forget(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Whatever stands under a name, but for what says that it is there.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let of_name = self.0.iter().filter(|(known, _)| known == name);
        of_name.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty()).collect()
    }
}

/// Settings as they are to be, or what is wrong: the setting's name, and why.
pub type Wanted = (BTreeMap<SettingPath, Value>, Vec<(String, String)>);

/// What of a form is to change. What it does not name stays as it is.
pub fn wanted(sheet: &Sheet, states: &States, typed: &Typed) -> Wanted {
    let (mut values, mut wrong) = (BTreeMap::new(), Vec::new());
    for entry in sheet.entries() {
        let (name, Some(path)) = (sheet.name_of(entry), sheet.path_of(entry)) else { continue };
        match value(entry, &name, typed) {
            None => {}
            Some(Err(why)) => wrong.push((name, why)),
            // What holds anyway is not said: so it stays as it is by default where that is what it is.
            Some(Ok(value)) if !path.is_secret() && is_same(entry.kind, &value, &states.of(&path).value) => {}
            Some(Ok(value)) => drop(values.insert(path, value)),
        }
    }
    (values, wrong)
}

fn value(entry: &Entry, name: &str, typed: &Typed) -> Option<Result<Value, String>> {
    let last = typed.last(name)?;
    Some(Ok(match entry.kind {
        Kind::Switch => Value::Bool(last == "true"),
        Kind::Auto => match last {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::Null,
        },
        Kind::Number(_) => match last.trim().parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => return Some(Err("is a whole number".to_owned())),
        },
        Kind::Choice(_) | Kind::Text => last.trim().into(),
        Kind::Several(_) => {
            let mut all = typed.all(name);
            all.dedup();
            all.into()
        }
        Kind::List => last.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().into(),
        Kind::Secret | Kind::SecretText => match last.trim() {
            // It is shown to nobody, so an empty field is one that nobody has touched.
            "" => return None,
            text => text.replace("\r\n", "\n").into(),
        },
        Kind::Object => match users::object(last) {
            Ok(object) => Value::Object(object),
            Err(why) => return Some(Err(why)),
        },
    }))
}

/// Whether two values say the same. Of several words it does not matter which comes first.
fn is_same(kind: Kind, one: &Value, other: &Value) -> bool {
    let sorted = |value: &Value| {
        let mut all: Vec<String> = value.as_array().into_iter().flatten().map(Value::to_string).collect();
        all.sort_unstable();
        all
    };
    one == other || (matches!(kind, Kind::Several(_)) && sorted(one) == sorted(other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::entry::{Options, list, number, object, secret, several, switch};
    use super::*;

    fn read(entry: Entry, fields: &[&str]) -> Option<Result<Value, String>> {
        let fields = fields.iter().map(|value| ("x".to_owned(), (*value).to_owned())).collect::<Vec<_>>();
        value(&entry, "x", &fields.into())
    }

    #[test]
    fn the_order_of_words_changes_nothing() {
        let (one, other) = (json!(["en", "de"]), json!(["de", "en"]));
        assert!(is_same(Kind::Several(Options::Languages), &one, &other));
        assert!(
            !is_same(Kind::List, &one, &other) && !is_same(Kind::Several(Options::Languages), &one, &json!(["en"]))
        );
    }

    #[test]
    fn fields_are_read_by_their_kind() {
        let languages = several("x", "", "", Options::Languages);
        for (entry, fields, expected) in [
            (switch("x", "", ""), &["false"][..], json!(false)),
            (switch("x", "", ""), &["false", "true"], json!(true)),
            (number("x", "", "", ""), &[" 12 "], json!(12)),
            (languages, &["", "en", "de"], json!(["en", "de"])),
            (languages, &[""], json!([])),
            (list("x", "", ""), &["a\r\n\r\n b \r\n"], json!(["a", "b"])),
            (secret("x", "", ""), &[" hunter2 "], json!("hunter2")),
            (object("x", "", ""), &[""], json!({})),
        ] {
            assert_eq!(read(entry, fields), Some(Ok(expected)));
        }
        assert_eq!(read(secret("x", "", ""), &[""]), None);
        assert_eq!(read(switch("x", "", ""), &[]), None, "what is not there stays");
        assert!(read(number("x", "", "", ""), &["many"]).is_some_and(|it| it.is_err()));
        assert!(read(object("x", "", ""), &["[1]"]).is_some_and(|it| it.is_err()));
    }
}
