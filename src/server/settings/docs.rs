//! What settings are for, in the words of `Leptos.toml`, where each of them stands with its default.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::SettingPath;

static DOCUMENTED: LazyLock<HashMap<SettingPath, String>> =
    LazyLock::new(|| read(include_str!("../../../Leptos.toml")));

/// What a setting is for, if the file says it. Of providers it names one for all.
pub fn documented(path: &SettingPath) -> Option<&'static str> {
    let found = match path.parts() {
        [oauth, _, rest @ ..] if oauth == "oauth" => {
            let named = ["oauth", "google"].into_iter().chain(rest.iter().map(String::as_str));
            DOCUMENTED.get(&SettingPath::of(named))
        }
        _ => DOCUMENTED.get(path),
    };
    found.map(String::as_str)
}

/// The lines of a comment are about all settings below it, up to an empty line or another comment.
fn read(text: &str) -> HashMap<SettingPath, String> {
    let mut found = HashMap::new();
    let (mut table, mut words) = (None, Vec::new());
    let mut is_about_something = false;
    for line in text.lines() {
        let line = line.trim();
        let plain = line.strip_prefix("# ").unwrap_or(line);
        if line.is_empty() {
            words.clear();
        } else if let Some(name) = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            table = table_of(name);
            words.clear();
        } else if let Some(key) = key_of(plain) {
            is_about_something = true;
            let path: Option<SettingPath> =
                table.as_ref().and_then(|table: &String| format!("{table}{key}").parse().ok());
            if let Some(path) = path
                && !words.is_empty()
            {
                found.entry(path).or_insert_with(|| words.join(" "));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            if is_about_something {
                words.clear();
            }
            is_about_something = false;
            words.push(comment.trim());
        }
    }
    found
}

/// What stands in front of the names in a table of ours, as paths have it.
fn table_of(name: &str) -> Option<String> {
    match name {
        "vestibule" => Some(String::new()),
        _ => name.strip_prefix("vestibule.").map(|table| format!("{table}.")),
    }
}

/// The name in a line that sets something.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" = ")?;
    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then_some(key)
}

#[cfg(test)]
mod tests {
    use super::super::{Settings, leaves};
    use super::*;

    #[test]
    fn a_comment_is_about_what_stands_below_it() {
        let found = read(
            "[vestibule]\n# What it\n# is called.\n# app_name = \"a = b\"\n\n[vestibule.x]\n# Both.\n# a = 1\nb = 2\n# One.\nc = 3\nc = 4\n",
        );
        let doc = |name: &str| found.get(&name.parse::<SettingPath>().expect("is a path")).map(String::as_str);
        assert_eq!(doc("app_name"), Some("What it is called."));
        assert_eq!((doc("x.a"), doc("x.b"), doc("x.c")), (Some("Both."), Some("Both."), Some("One.")));
    }

    #[test]
    fn most_settings_are_documented() {
        let tree = Settings::default().tree();
        let all = leaves(&tree);
        let without: Vec<String> =
            all.iter().filter(|(path, _)| documented(path).is_none()).map(|(path, _)| path.to_string()).collect();
        // What is named by itself stands in a table with others.
        assert!(without.len() * 4 < all.len(), "{without:#?}");
    }
}
