use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::model;
use crate::server::flows::{actor_tokens, invitations, sign_in_tokens, waitlist};

/// That someone is invited to sign up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Invitation {
    /// Always `invitation`.
    object: &'static str,
    /// `inv_…`
    id: String,
    email_address: String,
    public_metadata: Map<String, Value>,
    revoked: bool,
    /// `pending`, `accepted`, `revoked` or `expired`.
    #[schema(value_type = String)]
    status: model::TicketStatus,
    /// The address of its link; left out but when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    expires_at: i64,
    created_at: i64,
    updated_at: i64,
}

impl Invitation {
    /// What is shown of one.
    pub fn of(invitation: invitations::Invitation) -> Self {
        Self {
            object: "invitation",
            id: invitation.id,
            email_address: invitation.email_address,
            public_metadata: invitation.public_metadata,
            revoked: invitation.revoked,
            status: invitation.status,
            url: invitation.url.map(|url| url.expose().to_owned()),
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
            updated_at: invitation.updated_at,
        }
    }
}

/// A ticket that signs someone in once.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SignInToken {
    /// Always `sign_in_token`.
    object: &'static str,
    /// `sit_…`
    id: String,
    user_id: String,
    /// `pending`, `accepted`, `revoked` or `expired`.
    #[schema(value_type = String)]
    status: model::TicketStatus,
    /// The ticket; left out but when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The address of a page that signs in with it; likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    expires_at: i64,
    created_at: i64,
    updated_at: i64,
}

impl SignInToken {
    /// What is shown of one.
    pub fn of(token: sign_in_tokens::SignInToken) -> Self {
        Self {
            object: "sign_in_token",
            id: token.id,
            user_id: token.user_id,
            status: token.status,
            token: token.token.map(|token| token.expose().to_owned()),
            url: token.url.map(|url| url.expose().to_owned()),
            expires_at: token.expires_at,
            created_at: token.created_at,
            updated_at: token.updated_at,
        }
    }
}

/// A ticket with which somebody signs in once in a user's place.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ActorToken {
    /// Always `actor_token`.
    object: &'static str,
    /// `act_…`
    id: String,
    /// In whose place.
    user_id: String,
    /// Who acts.
    actor: Map<String, Value>,
    /// `pending`, `accepted`, `revoked` or `expired`.
    #[schema(value_type = String)]
    status: model::TicketStatus,
    /// The ticket; left out but when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The address of a page that signs in with it; likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl ActorToken {
    /// What is shown of one.
    pub fn of(token: actor_tokens::ActorToken) -> Self {
        Self {
            object: "actor_token",
            id: token.id,
            user_id: token.user_id,
            actor: token.actor.claims().to_map(),
            status: token.status,
            token: token.token.map(|token| token.expose().to_owned()),
            url: token.url.map(|url| url.expose().to_owned()),
            created_at: token.created_at,
            updated_at: token.updated_at,
        }
    }
}

/// Someone who waits to be let in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WaitlistEntry {
    /// Always `waitlist_entry`.
    object: &'static str,
    /// `wle_…`
    id: String,
    email_address: String,
    /// `pending`, `invited`, `completed` or `rejected`.
    #[schema(value_type = String)]
    status: model::WaitlistStatus,
    /// Always false: an entry is never held while others change it.
    is_locked: bool,
    /// The invitation that was just sent to them.
    invitation: Option<Invitation>,
    created_at: i64,
    updated_at: i64,
}

impl WaitlistEntry {
    /// What is shown of one, and of the invitation that was just sent.
    pub fn of(entry: waitlist::WaitlistEntry, invitation: Option<invitations::Invitation>) -> Self {
        Self {
            object: "waitlist_entry",
            id: entry.id,
            email_address: entry.email_address,
            status: entry.status,
            is_locked: false,
            invitation: invitation.map(Invitation::of),
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}
