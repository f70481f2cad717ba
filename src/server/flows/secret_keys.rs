//! The keys with which other backends call the REST API.
//!
//! A key is `sk_test_…` in development and `sk_live_…` in production, 256 random bits of which only the hash is stored. It is
//! shown once. One may have several, so that a new one is in use before the old one is taken back.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Error, commit};
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::crypto::{MINUTE, Prefix, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::settings::Settings;
use crate::server::store::secret_keys::{self, SecretKeyRow};
use crate::server::store::{Connection, StoreError};
use crate::server::typed_name;
use crate::server::vestibule::Inner;

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// How often it is noted that a key is in use, in milliseconds.
const NOTED_EVERY: i64 = MINUTE;

/// What there are scopes of: the resources of the REST API.
pub const RESOURCES: &[&str] = &[
    "actor_tokens",
    "allowlist_identifiers",
    "api_keys",
    "audit_log",
    "blocklist_identifiers",
    "clients",
    "email_addresses",
    "instance",
    "invitations",
    "jwks",
    "jwt_templates",
    "m2m_tokens",
    "machines",
    "organization_memberships",
    "organization_permissions",
    "organization_roles",
    "organizations",
    "phone_numbers",
    "redirect_urls",
    "sessions",
    "sign_in_tokens",
    "sign_ups",
    "testing_tokens",
    "users",
    "waitlist_entries",
    "webhook_endpoints",
];

/// With a key that writes one of these one becomes anybody: it signs in as people, changes what lets them in, or makes keys in
/// their name.
const OF_ANYBODY: &[&str] =
    &["actor_tokens", "api_keys", "email_addresses", "phone_numbers", "sessions", "sign_in_tokens", "users"];

/// What a key opens: a resource of the REST API, to be read or to be written too. `users:read`, `sessions:write`; `*` stands
/// for every resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    resource: String,
    write: bool,
}

/// Why something is no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scope is a resource of the REST API or *, and read or write, such as users:read")]
pub struct ScopeError;

impl Scope {
    /// Everything.
    pub fn all() -> Self {
        Self { resource: "*".into(), write: true }
    }

    /// Whether it opens a resource, to be written if that is asked.
    pub fn opens(&self, resource: &str, write: bool) -> bool {
        (self.resource == "*" || self.resource == resource) && (self.write || !write)
    }

    /// Whether one becomes anybody with it, whoever runs the instance among them.
    pub fn becomes_anybody(&self) -> bool {
        OF_ANYBODY.iter().any(|resource| self.opens(resource, true))
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let (resource, access) = text.trim().split_once(':').ok_or(ScopeError)?;
        let write = match access {
            "read" => false,
            "write" => true,
            _ => return Err(ScopeError),
        };
        (resource == "*" || RESOURCES.contains(&resource))
            .then(|| Self { resource: resource.to_owned(), write })
            .ok_or(ScopeError)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.resource, if self.write { "write" } else { "read" })
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A secret key. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct SecretKey {
    /// `skey_…`
    pub id: String,
    /// What the operator calls it.
    pub name: String,
    /// The key itself. It does not print itself, and is known only when it is made.
    #[serde(skip)]
    pub secret: Option<Secret>,
    /// Its last letters, by which an operator knows it again.
    pub hint: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
}

impl SecretKey {
    fn read(row: SecretKeyRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            secret: None,
            hint: row.hint,
            // What is not understood opens nothing.
            scopes: row.scopes.split(',').filter_map(|scope| scope.parse().ok()).collect(),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }

    /// Whether it opens a resource, to be written if that is asked.
    pub fn opens(&self, resource: &str, write: bool) -> bool {
        self.scopes.iter().any(|scope| scope.opens(resource, write))
    }
}

/// What every secret key of an instance begins with.
fn prefix(settings: &Settings) -> &'static str {
    if settings.is_development() { "sk_test_" } else { "sk_live_" }
}

/// The secret keys: [`Vestibule::secret_keys`](crate::server::Vestibule::secret_keys).
#[derive(Clone, Copy, Debug)]
pub struct SecretKeys<'a>(pub(crate) &'a Inner);

impl SecretKeys<'_> {
    /// Makes a key that opens what `scopes` say: [`Scope::all`] for everything.
    ///
    /// # Errors
    /// `form_param_missing` without a name or any scope, `form_param_max_length_exceeded` when the name is too long.
    pub async fn create(&self, name: &str, scopes: &[Scope]) -> Result<SecretKey, Error> {
        let app = self.0;
        let Some(name) = typed_name::seen(name) else {
            return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Name).into());
        };
        if name.chars().count() > LONGEST_NAME {
            let error = ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::Name);
            return Err(error.with_limit(LONGEST_NAME).into());
        }
        if scopes.is_empty() {
            return Err(ApiError::new(ErrorCode::FormParamMissing).into());
        }
        let (token, now) = (Token::random(), app.clock.now());
        let row = SecretKeyRow {
            id: new_id(Prefix::SecretKey, now),
            name,
            hint: token.expose()[token.expose().len() - 4..].to_owned(),
            scopes: scopes.iter().map(Scope::to_string).collect::<Vec<_>>().join(","),
            created_at: now,
            last_used_at: None,
            revoked_at: None,
        };
        let mut tx = app.store.write().await?;
        secret_keys::insert(&mut tx, &row, &token.hash()).await?;
        note(&mut tx, AuditAction::SecretKeyCreated, &row, now).await?;
        commit(tx).await?;
        let secret = Secret::new(format!("{}{}", prefix(&app.settings), token.expose()));
        Ok(SecretKey { secret: Some(secret), ..SecretKey::read(row) })
    }

    /// Every key that there is or was, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self) -> Result<Vec<SecretKey>, Error> {
        let rows = secret_keys::all(&mut *self.0.store.read().await?).await?;
        Ok(rows.into_iter().map(SecretKey::read).collect())
    }

    /// Takes a key back: from the next request on it opens nothing, on any node.
    ///
    /// # Errors
    /// `resource_not_found` if there is none, or it was taken back before.
    pub async fn revoke(&self, id: &str) -> Result<SecretKey, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let revoked = secret_keys::revoke(&mut tx, id, now).await?;
        let row = revoked.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?;
        note(&mut tx, AuditAction::SecretKeyRevoked, &row, now).await?;
        commit(tx).await?;
        Ok(SecretKey::read(row))
    }

    /// The key that someone presents, and notes that it is in use; `None` if it is none of this instance, or was taken back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify(&self, presented: &str) -> Result<Option<SecretKey>, Error> {
        let app = self.0;
        let token = presented.strip_prefix(prefix(&app.settings)).and_then(Token::presented);
        let Some(token) = token else { return Ok(None) };
        let found = secret_keys::good(&mut *app.store.read().await?, &token.hash()).await?;
        let Some(row) = found else { return Ok(None) };
        let now = app.clock.now();
        let since = now - NOTED_EVERY;
        if row.last_used_at.is_none_or(|at| at < since) {
            // The key is good whether or not that can be noted now.
            let noted = async { secret_keys::used(&mut *app.store.write_one().await?, &row.id, since, now).await };
            if let Err(error) = noted.await {
                tracing::warn!(%error, key = row.id, "that a secret key is in use could not be noted");
            }
        }
        Ok(Some(SecretKey::read(row)))
    }
}

/// Notes in the audit log what has become of a key.
async fn note(
    connection: &mut Connection,
    action: AuditAction,
    key: &SecretKeyRow,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(action).with("name", key.name.as_str()).with("scopes", key.scopes.as_str());
    entry.write(connection, Some(&key.id), now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_open_what_they_name() {
        let scope = |text: &str| text.parse::<Scope>();
        let reads = scope("users:read").expect("a scope");
        assert!(reads.opens("users", false) && !reads.opens("users", true) && !reads.opens("sessions", false));
        let writes = scope(" users:write").expect("a scope");
        assert!(writes.opens("users", false) && writes.opens("users", true) && !writes.opens("sessions", true));
        let all = scope("*:read").expect("a scope");
        assert!(all.opens("users", false) && all.opens("sessions", false) && !all.opens("sessions", true));
        assert_eq!([&reads, &all].map(Scope::to_string), ["users:read", "*:read"]);
        for (text, becomes) in
            [("*:write", true), ("users:write", true), ("*:read", false), ("invitations:write", false)]
        {
            assert_eq!(scope(text).expect("a scope").becomes_anybody(), becomes, "{text}");
        }
        assert!(OF_ANYBODY.iter().all(|resource| RESOURCES.contains(resource)));
        for none in ["", "users", "users:", ":read", "users:admin", "user:read", "Users:read", "users:read:write", "*"]
        {
            assert_eq!(scope(none), Err(ScopeError), "{none}");
        }
    }
}
