//! What an operator has tokens say: claims with shortcodes in them, such as `{{user.public_metadata.role}}`. They are added to
//! session tokens, or make up the tokens of a template for another service.
//!
//! A shortcode by itself gives a value as it is, whatever it is; within a text it gives a text. `||` goes on to the next
//! where there is nothing: `{{user.public_metadata.role || 'guest'}}`. A template is read
//! before it is used, and names nothing that may not leave the server: private metadata is no word of it.

use serde_json::{Map, Value};

use crate::model::{ActiveOrganization, Actor, Metadata, User, VerificationStatus};

/// The claims that session tokens have already, and those that other programs take for something of their own. Clerk's clients
/// read `org_…` where there is no `v`, as its first session tokens had it.
pub(super) const RESERVED: &[&str] = &[
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

/// The claims that every token for another service has already, and those by which a session token is known: nothing that such
/// a template says makes one of it.
const RESERVED_IN_TEMPLATES: &[&str] =
    &["act", "azp", "exp", "fea", "fva", "iat", "iss", "jti", "nbf", "o", "pla", "sid", "sts", "sub", "v"];

/// Browsers keep no cookie of more than 4096 bytes: this leaves room for the rest of a token. In bytes of JSON.
pub const MOST_BYTES: usize = 1_200;

/// No cookie holds a token for another service; the header that does is not without end either. In bytes of JSON.
pub const MOST_BYTES_OF_TEMPLATES: usize = 16 * 1_024;

/// What is known of a user by name, besides metadata.
const OF_USERS: &[&str] = &[
    "created_at",
    "email_verified",
    "first_name",
    "full_name",
    "has_image",
    "id",
    "image_url",
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

/// What is known of an organization by name.
const OF_ORGANIZATIONS: &[&str] = &["id", "image_url", "name", "role", "slug"];

/// Which tokens a template is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// Session tokens, to which it adds something.
    #[default]
    Session,
    /// Tokens for another service, which have no claims besides but those that say whose they are and how long they are good.
    Service,
}

impl Purpose {
    const fn reserved(self) -> &'static [&'static str] {
        match self {
            Self::Session => RESERVED,
            Self::Service => RESERVED_IN_TEMPLATES,
        }
    }

    const fn most_bytes(self) -> usize {
        match self {
            Self::Session => MOST_BYTES,
            Self::Service => MOST_BYTES_OF_TEMPLATES,
        }
    }
}

/// A template, read.
#[derive(Clone, Debug, Default)]
pub struct ClaimsTemplate {
    purpose: Purpose,
    claims: Vec<(String, Node)>,
    asks_user: bool,
    asks_organization: bool,
}

/// What shortcodes are about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// `user.…`: may be left out where the template does not ask for any of it.
    pub user: Option<&'a User>,
    /// `org.…`: where they act, if anywhere.
    pub organization: Option<&'a ActiveOrganization>,
    /// `org.public_metadata`: what the app keeps about it.
    pub organization_metadata: Option<&'a Metadata>,
    /// `user.external_id`: what another system calls them.
    pub external_id: Option<&'a str>,
    /// `session.id`
    pub session_id: &'a str,
    /// `session.actor`: who acts in their place, if somebody does.
    pub actor: Option<&'a Actor>,
    /// Where pictures are, which have a path here.
    pub base_url: &'a str,
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
    Actor,
    Organization(String),
    OrganizationMetadata(Vec<String>),
    User(String),
    ExternalId,
    PublicMetadata(Vec<String>),
    UnsafeMetadata(Vec<String>),
}

impl ClaimsTemplate {
    /// Reads a template for session tokens; the error is one line that names the claim.
    pub fn read(claims: &Map<String, Value>) -> Result<Self, String> {
        Self::read_for(Purpose::Session, claims)
    }

    /// The same for other tokens.
    pub fn read_for(purpose: Purpose, claims: &Map<String, Value>) -> Result<Self, String> {
        let mut template = Self { purpose, ..Self::default() };
        for (name, value) in claims {
            // Some programs read names of fields in any case, and some take this one for what an object is made of.
            if purpose.reserved().iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) || name == "__proto__" {
                return Err(match purpose {
                    Purpose::Session => format!("`{name}` is a claim of every token already"),
                    Purpose::Service => format!("`{name}` is a claim that no template sets"),
                });
            }
            let node = Node::read(value, purpose).map_err(|problem| format!("`{name}`: {problem}"))?;
            template.asks_user |= node.has(Operand::asks_user);
            template.asks_organization |=
                node.has(|operand| matches!(operand, Operand::Organization(_) | Operand::OrganizationMetadata(_)));
            template.claims.push((name.clone(), node));
        }
        // What cannot but be too long is said at once.
        let fixed: usize =
            claims.values().filter(|value| !value.to_string().contains("{{")).map(|v| v.to_string().len()).sum();
        let most = purpose.most_bytes();
        if fixed > most {
            return Err(format!("the claims are longer than {most} bytes"));
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

    /// Whether it asks for anything of the organization in which they act, likewise.
    pub fn asks_organization(&self) -> bool {
        self.asks_organization
    }

    /// Whether it asks for what the app keeps about that organization.
    pub fn asks_organization_metadata(&self) -> bool {
        self.has(|operand| matches!(operand, Operand::OrganizationMetadata(_)))
    }

    /// Whether it asks for what another system calls the user.
    pub fn asks_external_id(&self) -> bool {
        self.has(|operand| matches!(operand, Operand::ExternalId))
    }

    fn has(&self, is: fn(&Operand) -> bool) -> bool {
        self.claims.iter().any(|(_, node)| node.has(is))
    }

    /// The claims of someone. Where they are too long, what people write themselves counts as not being there, so
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
        (length <= self.purpose.most_bytes()).then_some(claims)
    }
}

impl Node {
    fn read(value: &Value, purpose: Purpose) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::read_text(text, purpose)?,
            Value::Array(list) => {
                Self::List(list.iter().map(|value| Self::read(value, purpose)).collect::<Result<_, _>>()?)
            }
            Value::Object(object) => {
                let read = |(name, value): (&String, &Value)| Ok((name.clone(), Self::read(value, purpose)?));
                Self::Object(object.iter().map(read).collect::<Result<_, String>>()?)
            }
            other => Self::Value(other.clone()),
        })
    }

    fn read_text(text: &str, purpose: Purpose) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (code, behind) =
                after.split_once("}}").ok_or_else(|| format!("a shortcode does not end in `{text}`"))?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Code(Shortcode::read(code, purpose)?));
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

    /// Whether there is something of a kind in it.
    fn has(&self, is: fn(&Operand) -> bool) -> bool {
        match self {
            Self::Value(_) => false,
            Self::Lone(code) => code.has(is),
            Self::Text(pieces) => pieces.iter().any(|piece| matches!(piece, Piece::Code(code) if code.has(is))),
            Self::List(nodes) => nodes.iter().any(|node| node.has(is)),
            Self::Object(nodes) => nodes.iter().any(|(_, node)| node.has(is)),
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
    fn read(code: &str, purpose: Purpose) -> Result<Self, String> {
        let told = |problem: &str| format!("`{{{{{code}}}}}` {problem}");
        let read = |operand: &str| Operand::read(operand.trim(), purpose).map_err(|problem| told(&problem));
        split(code).into_iter().map(read).collect::<Result<Vec<_>, _>>().map(Self)
    }

    fn has(&self, is: fn(&Operand) -> bool) -> bool {
        self.0.iter().any(is)
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
    fn read(text: &str, purpose: Purpose) -> Result<Self, String> {
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
            ["session", "actor"] => Ok(Self::Actor),
            ["user", "public_metadata", rest @ ..] => Ok(Self::PublicMetadata(keys(rest)?)),
            ["user", "unsafe_metadata", rest @ ..] => Ok(Self::UnsafeMetadata(keys(rest)?)),
            ["user", "private_metadata", ..] => Err("would show private metadata to browsers".into()),
            ["user", name] if OF_USERS.contains(name) => Ok(Self::User((*name).to_owned())),
            // A session token is made anew each minute, and nothing more is asked of the database for it than who the user is.
            ["user", "external_id"] if purpose == Purpose::Service => Ok(Self::ExternalId),
            ["org", "public_metadata", rest @ ..] if purpose == Purpose::Service => {
                Ok(Self::OrganizationMetadata(keys(rest)?))
            }
            // Session tokens have a claim of their own for it.
            ["org", name] if purpose == Purpose::Service && OF_ORGANIZATIONS.contains(name) => {
                Ok(Self::Organization((*name).to_owned()))
            }
            _ => {
                let of_users = OF_USERS.join(", user.");
                let of_organizations = match purpose {
                    Purpose::Session => String::new(),
                    Purpose::Service => {
                        format!(", user.external_id, org.public_metadata, org.{}", OF_ORGANIZATIONS.join(", org."))
                    }
                };
                Err(format!(
                    "is none that there is: session.id, session.actor, user.public_metadata, user.unsafe_metadata, user.{of_users}\
                     {of_organizations}"
                ))
            }
        }
    }

    fn asks_user(&self) -> bool {
        matches!(self, Self::User(_) | Self::PublicMetadata(_) | Self::UnsafeMetadata(_))
    }

    fn value(&self, subject: &Subject<'_>) -> Value {
        match self {
            Self::Literal(value) => value.clone(),
            Self::SessionId => subject.session_id.into(),
            Self::Actor => subject.actor.map_or(Value::Null, |actor| Value::Object(actor.claims().to_map())),
            Self::Organization(name) => {
                subject.organization.map_or(Value::Null, |it| of_organization(it, name, subject.base_url))
            }
            Self::OrganizationMetadata(keys) => within(subject.organization_metadata, keys),
            Self::User(name) => subject.user.map_or(Value::Null, |user| of_user(user, name, subject.base_url)),
            Self::ExternalId => subject.external_id.map_or(Value::Null, Value::from),
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

/// The whole address of a picture here.
fn picture(base_url: &str, path: Option<&str>) -> Value {
    path.map_or(Value::Null, |path| format!("{base_url}{path}").into())
}

fn of_organization(organization: &ActiveOrganization, name: &str, base_url: &str) -> Value {
    match name {
        "image_url" => picture(base_url, organization.image_url.as_deref()),
        "id" => organization.id.as_str().into(),
        "name" => organization.name.as_str().into(),
        "role" => organization.role.as_str().into(),
        "slug" => organization.slug.as_deref().map_or(Value::Null, Value::from),
        _ => Value::Null,
    }
}

fn of_user(user: &User, name: &str, base_url: &str) -> Value {
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
        "image_url" => picture(base_url, user.image_url.as_deref()),
        "has_image" => user.has_image.into(),
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
mod tests;
