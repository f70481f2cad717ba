use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::server::flows::jwt_templates;

/// What tokens for another service say. A key of its own is never shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct JwtTemplate {
    /// Always `jwt_template`.
    object: &'static str,
    /// `jtmp_…`
    id: String,
    name: String,
    #[schema(value_type = Object)]
    claims: Map<String, Value>,
    /// In seconds.
    lifetime: i64,
    /// In seconds.
    allowed_clock_skew: i64,
    /// Whether a key of its own signs its tokens.
    custom_signing_key: bool,
    signing_algorithm: &'static str,
    created_at: i64,
    updated_at: i64,
}

impl JwtTemplate {
    /// What is shown of one.
    pub fn of(template: jwt_templates::JwtTemplate) -> Self {
        Self {
            object: "jwt_template",
            id: template.id,
            name: template.name,
            claims: template.claims,
            lifetime: template.lifetime,
            allowed_clock_skew: template.allowed_clock_skew,
            custom_signing_key: template.custom_signing_key,
            signing_algorithm: template.signing_algorithm.as_str(),
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}
