use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::providers::{Claims, Verified};

/// No subject, name or address of an address is longer than this, in bytes.
const LONGEST: usize = 2_048;

/// Who someone is, as a provider says.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Who it is there, once and for all: with the issuer it is the one thing that people are known by.
    pub subject: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether the provider has proven that it is theirs.
    pub email_verified: bool,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// What they call themselves there.
    pub username: Option<String>,
    /// The address of a picture.
    pub picture: Option<String>,
}

/// What a provider gave us to act in someone's name. It is secret, so it does not print itself.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Tokens {
    /// For the provider's API.
    pub access_token: String,
    /// For the next access token.
    pub refresh_token: Option<String>,
    /// When the access token is good no longer, Unix milliseconds.
    pub expire_at: Option<i64>,
    /// What they are good for.
    pub scopes: Vec<String>,
}

impl Tokens {
    /// What they are good for, as OAuth writes it.
    pub fn scope(&self) -> String {
        self.scopes.join(" ")
    }
}

impl Identity {
    /// Reads what a provider says. `None` if it does not say who it is.
    pub fn read(claims: &Claims, said: &Value) -> Option<Self> {
        let (first_name, last_name) = match (text(said, claims.first_name), text(said, claims.last_name)) {
            (None, None) => split(text(said, claims.name)),
            names => names,
        };
        let email = text(said, claims.email);
        Some(Self {
            issuer: String::new(),
            subject: text(said, claims.subject)?,
            email_verified: email.is_some() && is_verified(claims.verified, said),
            email,
            first_name,
            last_name,
            username: text(said, claims.username),
            picture: text(said, claims.picture).filter(|url| url.starts_with("https://")),
        })
    }
}

/// Whether the provider says anything about whether the address was proven.
pub fn speaks_of_proof(claims: &Claims, said: &Value) -> bool {
    match claims.verified {
        Verified::Never | Verified::Always => true,
        Verified::Flag(pointer) | Verified::FlagOrText(pointer) => said.pointer(pointer).is_some(),
    }
}

/// Whether the provider says that the address was proven. What does not say so in the very words of its documentation does
/// not say so.
fn is_verified(verified: Verified, said: &Value) -> bool {
    match verified {
        Verified::Never => false,
        Verified::Always => true,
        Verified::Flag(pointer) => said.pointer(pointer) == Some(&Value::Bool(true)),
        Verified::FlagOrText(pointer) => match said.pointer(pointer) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text == "true",
            _ => false,
        },
    }
}

/// A text, or a whole number as a text.
pub fn text(said: &Value, pointer: &str) -> Option<String> {
    if pointer.is_empty() {
        return None;
    }
    let text = match said.pointer(pointer)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_u64() || number.is_i64() => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

/// A name as most are written: what stands before the last space is the given one.
fn split(name: Option<String>) -> (Option<String>, Option<String>) {
    match name.as_deref().map(|name| name.rsplit_once(' ')) {
        Some(Some((first, last))) => (Some(first.trim_end().to_owned()), Some(last.to_owned())),
        _ => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::providers::{CUSTOM, Provider};
    use super::*;

    #[test]
    fn only_a_true_flag_is_a_proof() {
        for (flag, proven) in [
            (json!(true), true),
            (json!(false), false),
            (json!("true"), false),
            (json!("false"), false),
            (json!(1), false),
            (json!(null), false),
            (json!([true]), false),
        ] {
            let said = json!({ "sub": "1", "email": "ada@example.com", "email_verified": flag });
            let identity = Identity::read(&CUSTOM.claims, &said).expect("is someone");
            assert_eq!(identity.email_verified, proven, "{said}");
        }
        let absent = json!({ "sub": "1", "email": "ada@example.com" });
        assert!(!Identity::read(&CUSTOM.claims, &absent).expect("is someone").email_verified);
        let nobody_s = json!({ "sub": "1", "email_verified": true });
        assert!(!Identity::read(&CUSTOM.claims, &nobody_s).expect("is someone").email_verified);
        assert!(Identity::read(&CUSTOM.claims, &json!({ "sub": "", "email": "ada@example.com" })).is_none());
    }

    #[test]
    fn peculiar_answers_are_understood() {
        let read = |key: &str, said: &Value| {
            Identity::read(&Provider::named(key).expect("is a row").claims, said).expect("is someone")
        };
        let apple = json!({ "sub": "001.a", "email": "ada@example.com", "email_verified": "true" });
        assert!(read("apple", &apple).email_verified);
        let github = json!({ "id": 42, "login": "ada", "name": "Ada King Lovelace", "avatar_url": "javascript:x" });
        let github = read("github", &github);
        assert_eq!((github.subject.as_str(), github.username.as_deref()), ("42", Some("ada")));
        assert_eq!((github.first_name.as_deref(), github.last_name.as_deref()), (Some("Ada King"), Some("Lovelace")));
        assert_eq!(github.picture, None);
        let microsoft = json!({ "sub": "a", "email": "ada@example.com", "email_verified": true });
        assert!(!read("microsoft", &microsoft).email_verified, "any administrator can write it");
        let notion = json!({ "owner": { "user": { "id": "n", "person": { "email": "ada@example.com" } } } });
        let notion = read("notion", &notion);
        assert_eq!((notion.email.as_deref(), notion.email_verified), (Some("ada@example.com"), false));
        let x = json!({ "data": { "id": "7", "confirmed_email": "ada@example.com" } });
        assert!(read("x", &x).email_verified);
    }
}
