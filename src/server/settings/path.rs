//! Where a setting stands: `sign_in.password`, `organizations.roles.org:editor.name`, `words.en."sign_in.title"`.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The most parts and the longest one, in bytes: more than any setting has.
const MOST_PARTS: usize = 16;
const LONGEST_PART: usize = 200;

/// Where a setting stands below `[vestibule]`, in the parts that its name has there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettingPath(Vec<String>);

/// Why a text names no setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no name of a setting, such as sign_in.password or words.en.\"sign_in.title\"")]
pub struct SettingPathError;

impl SettingPath {
    pub(super) fn of(parts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(parts.into_iter().map(Into::into).collect())
    }

    /// Its parts, outermost first.
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// Whether it is another one, or stands below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether a name without quotes is it, or stands above it; `*` stands for any one part.
    pub(super) fn is_below(&self, name: &str) -> bool {
        let mut parts = self.0.iter();
        name.split('.').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
    }

    /// What stands in a table under a key, whoever has written that.
    pub(in crate::server) fn entry(table: &str, key: &str) -> Result<Self, SettingPathError> {
        format!("{table}.\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).parse()
    }

    /// The same with one part more.
    pub(super) fn with(&self, part: &str) -> Self {
        Self::of(self.0.iter().cloned().chain([part.to_owned()]))
    }
}

fn is_bare(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | ':')
}

/// As in TOML, except that the `:` of a role needs no quotes.
impl fmt::Display for SettingPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            if !part.is_empty() && part.chars().all(is_bare) {
                f.write_str(part)?;
            } else {
                write!(f, "\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\""))?;
            }
        }
        Ok(())
    }
}

impl FromStr for SettingPath {
    type Err = SettingPathError;

    fn from_str(text: &str) -> Result<Self, SettingPathError> {
        let (mut parts, mut letters) = (Vec::new(), text.chars().peekable());
        loop {
            let mut part = String::new();
            if letters.next_if_eq(&'"').is_some() {
                loop {
                    match letters.next().ok_or(SettingPathError)? {
                        '"' => break,
                        '\\' => part.push(letters.next().ok_or(SettingPathError)?),
                        letter => part.push(letter),
                    }
                }
            } else {
                while let Some(letter) = letters.next_if(|letter| is_bare(*letter)) {
                    part.push(letter);
                }
            }
            if part.is_empty() || part.len() > LONGEST_PART || part.chars().any(char::is_control) {
                return Err(SettingPathError);
            }
            parts.push(part);
            match letters.next() {
                None if parts.len() <= MOST_PARTS => return Ok(Self(parts)),
                Some('.') => {}
                _ => return Err(SettingPathError),
            }
        }
    }
}

impl Serialize for SettingPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for (text, parts) in [
            ("app_name", &["app_name"][..]),
            ("organizations.roles.org:editor.name", &["organizations", "roles", "org:editor", "name"]),
            ("words.pt-BR.\"sign_in.title\"", &["words", "pt-BR", "sign_in.title"]),
            ("a.\"b \\\"c\\\" \\\\d\"", &["a", "b \"c\" \\d"]),
        ] {
            let path: SettingPath = text.parse().expect(text);
            assert_eq!(path.parts(), parts, "{text}");
            assert_eq!(path.to_string(), text);
        }
        for wrong in ["", ".", "a.", ".a", "a..b", "a b", "\"a", "\"\"", "a\"b\"", "a\u{0}", &"a.".repeat(40)] {
            assert_eq!(wrong.parse::<SettingPath>(), Err(SettingPathError), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_one_part_whatever_is_in_it() {
        for key in ["org:editor", "a.b", "a\"b", "a\\", "\".x.\""] {
            let path = SettingPath::entry("organizations.roles", key).expect(key);
            assert_eq!(path.parts(), ["organizations", "roles", key]);
        }
        assert_eq!(SettingPath::entry("organizations.roles", ""), Err(SettingPathError));
    }

    #[test]
    fn what_stands_below_what() {
        let path = |text: &str| text.parse::<SettingPath>().expect("is a path");
        assert!(path("oauth.google.client_id").is_within(&path("oauth.google")));
        assert!(!path("oauth.google").is_within(&path("oauth.google.client_id")));
        assert!(!path("oauth.googler").is_within(&path("oauth.google")));
        assert!(path("oauth.google.client_secret").is_below("oauth.*.client_secret"));
        assert!(
            path("password.hash.memory_kib").is_below("password.hash") && !path("password").is_below("password.hash")
        );
    }
}
