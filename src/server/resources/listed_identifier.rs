use serde::Serialize;
use utoipa::ToSchema;

use crate::server::flows::{listed_identifiers, redirect_urls};

/// Who may sign up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AllowlistIdentifier {
    /// Always `allowlist_identifier`.
    object: &'static str,
    /// `alid_…`
    id: String,
    /// An email address in small letters, `*@` and a domain, or a phone number (E.164).
    identifier: String,
    /// `email_address` or `phone_number`.
    identifier_type: &'static str,
    /// The invitation that was sent with it; left out where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_id: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl AllowlistIdentifier {
    /// What is shown of one.
    pub fn of(listed: listed_identifiers::ListedIdentifier) -> Self {
        Self {
            object: "allowlist_identifier",
            id: listed.id,
            identifier: listed.identifier,
            identifier_type: listed.identifier_type.as_str(),
            invitation_id: listed.invitation_id,
            created_at: listed.created_at,
            // Nothing about it changes.
            updated_at: listed.created_at,
        }
    }
}

/// Who may not sign up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct BlocklistIdentifier {
    /// Always `blocklist_identifier`.
    object: &'static str,
    /// `blid_…`
    id: String,
    /// An email address in small letters, `*@` and a domain, or a phone number (E.164).
    identifier: String,
    /// `email_address` or `phone_number`.
    identifier_type: &'static str,
    created_at: i64,
    updated_at: i64,
}

impl BlocklistIdentifier {
    /// What is shown of one.
    pub fn of(listed: listed_identifiers::ListedIdentifier) -> Self {
        Self {
            object: "blocklist_identifier",
            id: listed.id,
            identifier: listed.identifier,
            identifier_type: listed.identifier_type.as_str(),
            created_at: listed.created_at,
            // Nothing about it changes.
            updated_at: listed.created_at,
        }
    }
}

/// An address that one may be led to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RedirectUrl {
    /// Always `redirect_url`.
    object: &'static str,
    /// `ru_…`
    id: String,
    /// As browsers write it.
    url: String,
    created_at: i64,
    updated_at: i64,
}

impl RedirectUrl {
    /// What is shown of one.
    pub fn of(listed: redirect_urls::RedirectUrl) -> Self {
        Self {
            object: "redirect_url",
            id: listed.id,
            url: listed.url,
            created_at: listed.created_at,
            // Nothing about it changes.
            updated_at: listed.created_at,
        }
    }
}
