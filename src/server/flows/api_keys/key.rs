use serde_json::{Map, Value};

use super::is_over;
use crate::server::crypto::Secret;
use crate::server::store::StoreError;
use crate::server::store::api_keys::{ApiKeyRow, ApiKeySubject};

/// A key to be.
#[derive(Clone, Debug, PartialEq)]
pub struct NewApiKey {
    /// Whose it is: `user_…` or `org_…`.
    pub subject: String,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it is good for, in words of the app's own, such as `notes:read`.
    pub scopes: Vec<String>,
    /// What else the app wants to know of it whenever it is used.
    pub claims: Option<Map<String, Value>>,
    /// The user who makes it, if it is a person. A key that somebody makes for an organization opens nothing any more once they
    /// belong to it no longer; one that nobody made stays good.
    pub created_by: Option<String>,
    /// How long it is good; for ever with `None`.
    pub seconds_until_expiration: Option<i64>,
}

impl NewApiKey {
    /// One that is good for ever, and for nothing in particular.
    pub fn of(subject: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            name: name.into(),
            description: None,
            scopes: Vec::new(),
            claims: None,
            created_by: None,
            seconds_until_expiration: None,
        }
    }
}

/// What changes about a key; what is not set stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApiKeyUpdate {
    /// Whose it is: of anybody else there is none. A key does not change hands.
    pub subject: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// What it is for; `Some(None)` for nothing that is said.
    pub description: Option<Option<String>>,
    /// What it is good for: all of it.
    pub scopes: Option<Vec<String>>,
    /// What else the app wants to know of it: all of it.
    pub claims: Option<Option<Map<String, Value>>>,
    /// How long it is good from now on; `Some(None)` for ever.
    pub seconds_until_expiration: Option<Option<i64>>,
}

/// Which keys.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKeyQuery {
    /// Whose: `user_…` or `org_…`.
    pub subject: String,
    /// Whether those are in it that were taken back, or have run out.
    pub includes_invalid: bool,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl ApiKeyQuery {
    /// The ten newest good ones of a user or an organization.
    pub fn of(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), includes_invalid: false, limit: 10, offset: 0 }
    }
}

/// A key. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// `ak_…`, which is another text than the key itself.
    pub id: String,
    /// Whose it is.
    pub subject: ApiKeySubject,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The key itself. It does not print itself, and is known only when it is made.
    pub secret: Option<Secret>,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// What else the app wants to know of it.
    pub claims: Option<Map<String, Value>>,
    /// The user who made it.
    pub created_by: Option<String>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it is good no longer.
    pub expires_at: Option<i64>,
    /// Whether that is over.
    pub expired: bool,
    /// When it was taken back.
    pub revoked_at: Option<i64>,
    /// Why, if somebody said so.
    pub revocation_reason: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl ApiKey {
    pub(super) fn read(row: ApiKeyRow, now: i64) -> Result<Self, StoreError> {
        Ok(Self {
            claims: claims(&row)?,
            scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
            expired: is_over(&row, now),
            id: row.id,
            subject: row.subject,
            name: row.name,
            description: row.description,
            secret: None,
            created_by: row.created_by,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            revocation_reason: row.revocation_reason,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// The user whose it is; `None` if it is an organization's.
    pub fn user_id(&self) -> Option<&str> {
        self.subject.user_id()
    }

    /// The organization whose it is; `None` if it is a user's.
    pub fn org_id(&self) -> Option<&str> {
        self.subject.organization_id()
    }

    /// Whether it has a scope, by its whole name.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }
}

/// What the app keeps about a key.
pub(super) fn claims(row: &ApiKeyRow) -> Result<Option<Map<String, Value>>, StoreError> {
    let read = |json: &String| serde_json::from_str(json).map_err(|_| StoreError::Row("the claims of an API key"));
    row.claims.as_ref().map(read).transpose()
}
