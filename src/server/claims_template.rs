//! What an operator adds to session tokens: claims with shortcodes in them, such as `{{user.public_metadata.role}}`.
//!
//! A shortcode by itself gives a value as it is, whatever it is; within a text it gives a text. `||` goes on to the next
//! where there is nothing: `{{user.public_metadata.role || user.unsafe_metadata.role || 'guest'}}`. A template is read once,
//! at the start, and names nothing that may not leave the server: private metadata is no word of it.

use serde_json::{Map, Value};

use crate::model::{Metadata, User, VerificationStatus};

/// The claims that tokens have already, and those that other programs take for something of their own.
const RESERVED: &[&str] = &[
    "act",
    "aud",
    "azp",
    "exp",
    "fea",
    "fva",
    "iat",
    "iss",
    "jti",
    "nbf",
    "o",
    "org_id",
    "org_permissions",
    "org_role",
    "org_slug",
    "pla",
    "sid",
    "sts",
    "sub",
    "v",
];

/// Browsers keep no cookie of more than 4096 bytes: this leaves room for the rest of a token. In bytes of JSON.
pub const MOST_BYTES: usize = 1_200;

/// What is known of a user by name, besides metadata.
const OF_USERS: &[&str] = &[
    "created_at",
    "email_verified",
    "first_name",
    "full_name",
    "id",
    "last_name",
    "last_sign_in_at",
    "locale",
    "phone_number_verified",
    "primary_email_address",
    "primary_phone_number",
    "two_factor_enabled",
    "updated_at",
    "username",
];

/// A template, read.
#[derive(Clone, Debug, Default)]
pub struct ClaimsTemplate {
    claims: Vec<(String, Node)>,
    asks_user: bool,
}

/// What shortcodes are about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// `user.…`: may be left out where the template does not ask for any of it.
    pub user: Option<&'a User>,
    /// `session.id`
    pub session_id: &'a str,
}

#[derive(Clone, Debug)]
enum Node {
    Value(Value),
    Lone(Shortcode),
    Text(Vec<Piece>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Code(Shortcode),
}

/// One after the other, until there is something.
#[derive(Clone, Debug)]
struct Shortcode(Vec<Operand>);

#[derive(Clone, Debug)]
enum Operand {
    Literal(Value),
    SessionId,
    User(String),
    PublicMetadata(Vec<String>),
    UnsafeMetadata(Vec<String>),
}

impl ClaimsTemplate {
    /// Reads a template; the error is one line that names the claim.
    pub fn read(claims: &Map<String, Value>) -> Result<Self, String> {
        let mut template = Self::default();
        for (name, value) in claims {
            if RESERVED.contains(&name.as_str()) {
                return Err(format!("`{name}` is a claim of every token already"));
            }
            let node = Node::read(value).map_err(|problem| format!("`{name}`: {problem}"))?;
            template.asks_user |= node.asks_user();
            template.claims.push((name.clone(), node));
        }
        // What cannot but be too long is said at once.
        let fixed: usize =
            claims.values().filter(|value| !value.to_string().contains("{{")).map(|v| v.to_string().len()).sum();
        if fixed > MOST_BYTES {
            return Err(format!("the claims are longer than {MOST_BYTES} bytes"));
        }
        Ok(template)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    /// Whether it asks for anything of the user, so that they have to be read for it.
    pub fn asks_user(&self) -> bool {
        self.asks_user
    }

    /// The claims of someone. Where they are too long for a cookie, what people write themselves counts as not being there, so
    /// that nobody writes away what the app says of them; `None` if they still are.
    pub fn render(&self, subject: Subject<'_>) -> Option<Map<String, Value>> {
        self.rendered(&subject).or_else(|| {
            let without = subject.user.map(|user| User {
                first_name: None,
                last_name: None,
                username: None,
                unsafe_metadata: Metadata::default(),
                ..user.clone()
            });
            self.rendered(&Subject { user: without.as_ref(), ..subject })
        })
    }

    fn rendered(&self, subject: &Subject<'_>) -> Option<Map<String, Value>> {
        let claims: Map<String, Value> =
            self.claims.iter().map(|(name, node)| (name.clone(), node.render(subject))).collect();
        let length = serde_json::to_string(&claims).map_or(usize::MAX, |json| json.len());
        (length <= MOST_BYTES).then_some(claims)
    }
}

impl Node {
    fn read(value: &Value) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::read_text(text)?,
            Value::Array(list) => Self::List(list.iter().map(Self::read).collect::<Result<_, _>>()?),
            Value::Object(object) => {
                let read = |(name, value): (&String, &Value)| Ok((name.clone(), Self::read(value)?));
                Self::Object(object.iter().map(read).collect::<Result<_, String>>()?)
            }
            other => Self::Value(other.clone()),
        })
    }

    fn read_text(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (code, behind) =
                after.split_once("}}").ok_or_else(|| format!("a shortcode does not end in `{text}`"))?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Code(Shortcode::read(code)?));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(match pieces.as_slice() {
            [Piece::Code(code)] => Self::Lone(code.clone()),
            [] | [Piece::Text(_)] => Self::Value(text.into()),
            _ => Self::Text(pieces),
        })
    }

    fn asks_user(&self) -> bool {
        match self {
            Self::Value(_) => false,
            Self::Lone(code) => code.asks_user(),
            Self::Text(pieces) => pieces.iter().any(|piece| matches!(piece, Piece::Code(code) if code.asks_user())),
            Self::List(nodes) => nodes.iter().any(Self::asks_user),
            Self::Object(nodes) => nodes.iter().any(|(_, node)| node.asks_user()),
        }
    }

    fn render(&self, subject: &Subject<'_>) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Lone(code) => code.value(subject),
            Self::Text(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.clone(),
                    Piece::Code(code) => match code.value(subject) {
                        Value::Null => String::new(),
                        Value::String(text) => text,
                        other => other.to_string(),
                    },
                })
                .collect::<String>()
                .into(),
            Self::List(nodes) => nodes.iter().map(|node| node.render(subject)).collect(),
            Self::Object(nodes) => nodes.iter().map(|(name, node)| (name.clone(), node.render(subject))).collect(),
        }
    }
}

impl Shortcode {
    fn read(code: &str) -> Result<Self, String> {
        let told = |problem: &str| format!("`{{{{{code}}}}}` {problem}");
        let operands = split(code).into_iter().map(|operand| Operand::read(operand.trim()).map_err(|it| told(&it)));
        operands.collect::<Result<Vec<_>, _>>().map(Self)
    }

    fn asks_user(&self) -> bool {
        self.0.iter().any(|operand| !matches!(operand, Operand::Literal(_) | Operand::SessionId))
    }

    fn value(&self, subject: &Subject<'_>) -> Value {
        self.0.iter().map(|operand| operand.value(subject)).find(|value| !value.is_null()).unwrap_or_default()
    }
}

/// What stands between two `||`, unless that is part of a text in quotes.
fn split(code: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (None, mark @ (b'\'' | b'"')) => quote = Some(mark),
            (Some(open), mark) if mark == open => quote = None,
            (None, b'|') if bytes.get(at + 1) == Some(&b'|') => {
                parts.push(&code[start..at]);
                at += 1;
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(&code[start..]);
    parts
}

impl Operand {
    fn read(text: &str) -> Result<Self, String> {
        for mark in ['\'', '"'] {
            if let Some(inner) = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
                return match inner.contains(mark) {
                    true => Err("has a quote within quotes".into()),
                    false => Ok(Self::Literal(inner.into())),
                };
            }
        }
        if let Ok(value @ (Value::Bool(_) | Value::Number(_))) = serde_json::from_str(text) {
            return Ok(Self::Literal(value));
        }
        let path: Vec<&str> = text.split('.').collect();
        let keys = |from: &[&str]| match from.iter().any(|key| key.is_empty()) {
            true => Err("names no key between two dots".to_owned()),
            false => Ok(from.iter().map(|key| (*key).to_owned()).collect()),
        };
        match path.as_slice() {
            ["session", "id"] => Ok(Self::SessionId),
            ["user", "public_metadata", rest @ ..] => Ok(Self::PublicMetadata(keys(rest)?)),
            ["user", "unsafe_metadata", rest @ ..] => Ok(Self::UnsafeMetadata(keys(rest)?)),
            ["user", "private_metadata", ..] => Err("would show private metadata to browsers".into()),
            ["user", name] if OF_USERS.contains(name) => Ok(Self::User((*name).to_owned())),
            _ => Err(format!(
                "is none that there is: session.id, user.public_metadata, user.unsafe_metadata, user.{}",
                OF_USERS.join(", user.")
            )),
        }
    }

    fn value(&self, subject: &Subject<'_>) -> Value {
        match self {
            Self::Literal(value) => value.clone(),
            Self::SessionId => subject.session_id.into(),
            Self::User(name) => subject.user.map_or(Value::Null, |user| of_user(user, name)),
            Self::PublicMetadata(keys) => within(subject.user.map(|user| &user.public_metadata), keys),
            Self::UnsafeMetadata(keys) => within(subject.user.map(|user| &user.unsafe_metadata), keys),
        }
    }
}

fn within(metadata: Option<&Metadata>, keys: &[String]) -> Value {
    let mut value: Value = metadata.and_then(Metadata::read).unwrap_or_default();
    for key in keys {
        let inner = match &mut value {
            Value::Object(object) => object.remove(key),
            Value::Array(list) => key.parse().ok().and_then(|at: usize| list.get(at).cloned()),
            _ => None,
        };
        value = inner.unwrap_or_default();
    }
    value
}

fn of_user(user: &User, name: &str) -> Value {
    let primary_email = user.email_addresses.iter().find(|it| Some(&it.id) == user.primary_email_address_id.as_ref());
    let primary_phone = user.phone_numbers.iter().find(|it| Some(&it.id) == user.primary_phone_number_id.as_ref());
    let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    match name {
        "id" => user.id.as_str().into(),
        "first_name" => text(user.first_name.as_deref()),
        "last_name" => text(user.last_name.as_deref()),
        "full_name" => text(user.full_name().as_deref()),
        "username" => text(user.username.as_deref()),
        "locale" => text(user.locale.as_deref()),
        "primary_email_address" => text(user.primary_email_address()),
        "primary_phone_number" => text(primary_phone.map(|phone| phone.phone_number.as_str())),
        "email_verified" => {
            primary_email.is_some_and(|email| email.verification.status == VerificationStatus::Verified).into()
        }
        "phone_number_verified" => {
            primary_phone.is_some_and(|phone| phone.verification.status == VerificationStatus::Verified).into()
        }
        "two_factor_enabled" => user.two_factor_enabled.into(),
        "last_sign_in_at" => user.last_sign_in_at.map_or(Value::Null, Value::from),
        "created_at" => user.created_at.into(),
        "updated_at" => user.updated_at.into(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada() -> User {
        let json = json!({
            "id": "user_1", "first_name": "Ada", "last_name": null, "username": "countess",
            "primary_email_address_id": "idn_1", "email_addresses": [{
                "id": "idn_1", "email_address": "ada@example.com",
                "verification": {
                    "status": "verified", "strategy": "email_code", "attempts": 0, "expire_at": null, "resend_at": null
                }
            }],
            "password_enabled": true, "last_sign_in_at": null, "created_at": 7, "updated_at": 9,
            "public_metadata": {"role": "admin", "plan": {"seats": 3, "tags": ["a", "b"]}, "none": null},
            "unsafe_metadata": {"likes": "tea"},
        });
        serde_json::from_value(json).expect("a user")
    }

    fn rendered(template: Value) -> Value {
        let template = ClaimsTemplate::read(template.as_object().expect("an object")).expect("is good");
        let user = ada();
        Value::Object(template.render(Subject { user: Some(&user), session_id: "sess_1" }).expect("is short"))
    }

    fn refused(template: Value) -> String {
        ClaimsTemplate::read(template.as_object().expect("an object")).expect_err("is refused")
    }

    #[test]
    fn a_lone_shortcode_gives_its_value_and_one_in_a_text_a_text() {
        for (template, claim) in [
            (json!("{{user.id}}"), json!("user_1")),
            (json!("{{ user.created_at }}"), json!(7)),
            (json!("{{user.email_verified}}"), json!(true)),
            (json!("{{user.phone_number_verified}}"), json!(false)),
            (json!("{{user.primary_email_address}}"), json!("ada@example.com")),
            (json!("{{user.public_metadata.plan}}"), json!({"seats": 3, "tags": ["a", "b"]})),
            (json!("{{user.public_metadata.plan.tags.1}}"), json!("b")),
            (json!("{{user.public_metadata.role.deeper}}"), Value::Null),
            (json!("{{user.last_name}}"), Value::Null),
            (json!("{{session.id}}"), json!("sess_1")),
            (json!("{{user.first_name}} {{user.last_name}}!"), json!("Ada !")),
            (
                json!("{{user.public_metadata.plan.seats}} seats: {{user.public_metadata.plan.tags}}"),
                json!("3 seats: [\"a\",\"b\"]"),
            ),
            (json!("plain }} text"), json!("plain }} text")),
            (json!(["{{user.id}}", 1, {"a": "{{user.username}}"}]), json!(["user_1", 1, {"a": "countess"}])),
            (json!(7), json!(7)),
        ] {
            assert_eq!(rendered(json!({ "claim": template })), json!({ "claim": claim }), "{template}");
        }
        assert_eq!(rendered(json!({})), json!({}));
    }

    #[test]
    fn what_is_not_there_is_something_else() {
        for (template, claim) in [
            ("{{user.last_name || user.username}}", json!("countess")),
            ("{{user.last_name || user.public_metadata.none || 'nobody'}}", json!("nobody")),
            ("{{user.unsafe_metadata.likes || 'coffee'}}", json!("tea")),
            ("{{user.unsafe_metadata.x || \"a || b\"}}", json!("a || b")),
            ("{{user.unsafe_metadata.x || 7}}", json!(7)),
            ("{{user.unsafe_metadata.x || false}}", json!(false)),
            ("{{user.unsafe_metadata.x || user.last_name}}", Value::Null),
            ("likes {{user.unsafe_metadata.x || 'all'}}", json!("likes all")),
        ] {
            assert_eq!(rendered(json!({ "claim": template })), json!({ "claim": claim }), "{template}");
        }
    }

    #[test]
    fn what_it_cannot_say_is_refused_in_one_line() {
        for name in RESERVED {
            assert_eq!(refused(json!({ *name: "x" })), format!("`{name}` is a claim of every token already"));
        }
        for (template, problem) in [
            ("{{user.private_metadata}}", "would show private metadata to browsers"),
            ("{{user.private_metadata.role}}", "would show private metadata to browsers"),
            ("{{user.public_metadata.a || user.private_metadata.a}}", "would show private metadata to browsers"),
            ("{{user.password_digest}}", "is none that there is"),
            ("{{user}}", "is none that there is"),
            ("{{user.first_name.x}}", "is none that there is"),
            ("{{}}", "is none that there is"),
            ("{{user.id ||}}", "is none that there is"),
            ("{{user.public_metadata..a}}", "names no key between two dots"),
            ("{{'a'b'}}", "has a quote within quotes"),
            ("{{user.id", "a shortcode does not end"),
        ] {
            for template in [json!({ "claim": template }), json!({ "claim": [{ "deep": template }] })] {
                let told = refused(template);
                assert!(told.starts_with("`claim`: ") && told.contains(problem) && !told.contains('\n'), "{told}");
            }
        }
        assert!(refused(json!({ "claim": "x".repeat(MOST_BYTES) })).contains("longer than 1200 bytes"));
    }

    #[test]
    fn what_is_too_long_is_none() {
        let read = |template: Value| ClaimsTemplate::read(template.as_object().expect("an object")).expect("is good");
        let template = read(json!({ "all": "{{user.public_metadata}}" }));
        let mut user = ada();
        assert!(template.render(Subject { user: Some(&user), session_id: "sess_1" }).is_some());
        user.public_metadata = serde_json::from_value(json!({ "a": "x".repeat(MOST_BYTES) })).expect("metadata");
        assert_eq!(template.render(Subject { user: Some(&user), session_id: "sess_1" }), None);
        // What they write themselves takes nothing away of what the app says of them.
        let template =
            read(json!({ "role": "{{user.public_metadata.role}}", "theme": "{{user.unsafe_metadata.theme}}" }));
        let mut user = ada();
        user.public_metadata = serde_json::from_value(json!({ "role": "editor" })).expect("metadata");
        user.unsafe_metadata = serde_json::from_value(json!({ "theme": "x".repeat(MOST_BYTES) })).expect("metadata");
        let rendered = template.render(Subject { user: Some(&user), session_id: "sess_1" }).expect("is short enough");
        assert_eq!(Value::Object(rendered), json!({ "role": "editor", "theme": null }));
        assert!(template.asks_user() && !read(json!({ "a": "{{session.id || 'x'}}", "b": 1 })).asks_user());
    }
}
