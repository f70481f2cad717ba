use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::server::flows::api_keys;

/// A key with which a program calls the app, in the name of a user or an organization.
#[derive(Clone, Serialize, ToSchema)]
pub struct ApiKey {
    /// Always `api_key`.
    object: &'static str,
    /// `ak_…`, which is another text than the key itself.
    id: String,
    /// Always `api_key`.
    r#type: &'static str,
    /// Whose it is: `user_…` or `org_…`.
    subject: String,
    name: String,
    description: Option<String>,
    /// What it is good for, in words of the app's own.
    scopes: Vec<String>,
    /// What else the app wants to know of it.
    #[schema(value_type = Option<Object>)]
    claims: Option<Map<String, Value>>,
    revoked: bool,
    revocation_reason: Option<String>,
    expired: bool,
    /// When it is good no longer; null for a key that is good for ever.
    expiration: Option<i64>,
    /// The user who made it, if it was a person.
    created_by: Option<String>,
    /// To the minute.
    last_used_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    /// The key itself; left out but when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl ApiKey {
    /// What is shown of one.
    pub fn of(key: api_keys::ApiKey) -> Self {
        Self {
            object: "api_key",
            id: key.id,
            r#type: "api_key",
            subject: key.subject.id().to_owned(),
            name: key.name,
            description: key.description,
            scopes: key.scopes,
            claims: key.claims,
            revoked: key.revoked_at.is_some(),
            revocation_reason: key.revocation_reason,
            expired: key.expired,
            expiration: key.expires_at,
            created_by: key.created_by,
            last_used_at: key.last_used_at,
            created_at: key.created_at,
            updated_at: key.updated_at,
            secret: key.secret.map(|secret| secret.expose().to_owned()),
        }
    }
}
