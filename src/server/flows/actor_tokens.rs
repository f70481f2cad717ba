//! Impersonation: tickets with which somebody signs in in a user's place, for whoever helps people and has to see what they
//! see.
//!
//! The session that begins says who acts in it, in the claim `act` of its tokens (RFC 8693 section 4.1), on every page, and to the
//! user among their devices. It ends after half an hour, or when the app says; it proves nothing, and nothing can be proven in
//! it; and nothing of what lets the user in can be changed from it (see [`Visitor::for_actors`](super::Visitor::for_actors)).

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Error, commit};
use crate::model::{Actor, ApiError, ErrorCode, TicketStatus};
use crate::server::crypto::{HOUR, MINUTE, Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::ticket;
use crate::server::store::actor_tokens::{self, ActorTokenRow};
use crate::server::store::{StoreError, Transaction, users};
use crate::server::vestibule::Inner;

/// How long one is good for unless it says otherwise, in milliseconds.
const LIFETIME: i64 = HOUR;
/// How long the session lasts that begins with it, likewise.
const SESSION_DURATION: i64 = 30 * MINUTE;
/// Neither is good or lasts longer, in seconds: whoever helps does so today.
pub const MOST_SECONDS: i64 = 24 * 60 * 60;
/// No session token is larger than a cookie may be: so much of it is room for the actor, in bytes of JSON.
pub const MOST_ACTOR_BYTES: usize = 400;

/// An actor token to be.
#[derive(Clone, Debug, PartialEq)]
pub struct NewActorToken {
    /// In whose place.
    pub user_id: String,
    /// Who acts: an object with a `sub` at least, which is the id of whoever it is. The claim `act` has all of it.
    pub actor: Map<String, Value>,
    /// How long the link is good for; an hour with `None`.
    pub expires_in_seconds: Option<i64>,
    /// How long the session lasts at most; half an hour with `None`, and never longer than those of people.
    pub session_max_duration_in_seconds: Option<i64>,
}

impl NewActorToken {
    /// One for somebody to act in a user's place.
    pub fn of(actor_id: impl Into<String>, user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            actor: Map::from_iter([("sub".to_owned(), Value::String(actor_id.into()))]),
            expires_in_seconds: None,
            session_max_duration_in_seconds: None,
        }
    }
}

/// An actor token. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct ActorToken {
    /// `act_…`
    pub id: String,
    /// In whose place.
    pub user_id: String,
    /// Who acts.
    pub actor: Actor,
    /// Where it stands.
    pub status: TicketStatus,
    /// The ticket itself. It does not print itself, and is known only when it is made.
    #[serde(skip)]
    pub token: Option<Secret>,
    /// The address of a page that signs in with it, after one click. Likewise.
    #[serde(skip)]
    pub url: Option<Secret>,
    /// When it is good no longer.
    pub expires_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl ActorToken {
    fn read(row: ActorTokenRow, now: i64) -> Self {
        Self {
            status: row.status(now),
            id: row.id,
            user_id: row.user_id,
            actor: row.actor,
            token: None,
            url: None,
            expires_at: row.expire_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Why somebody cannot act in a user's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActorError {
    /// Nobody is said.
    #[error("actor must have a sub, a text that is not empty.")]
    Nobody,
    /// The user acts for themselves anyway.
    #[error("actor must be somebody else than the user.")]
    Themselves,
    /// Who acts would do so in the name of somebody who acts.
    #[error("actor must not have an act: nobody acts in the place of whoever acts in somebody's place.")]
    Chained,
    /// It does not fit into a cookie.
    #[error("actor must be 400 bytes of JSON at most.")]
    TooLong,
}

/// Who acts in a user's place, if they may.
pub fn actor_of(claims: &Map<String, Value>, user_id: &str) -> Result<Actor, ActorError> {
    let json = Value::Object(claims.clone()).to_string();
    if json.len() > MOST_ACTOR_BYTES {
        return Err(ActorError::TooLong);
    }
    let actor: Actor = serde_json::from_str(&json).map_err(|_| ActorError::Nobody)?;
    if actor.sub().trim().is_empty() {
        return Err(ActorError::Nobody);
    }
    if actor.sub() == user_id {
        return Err(ActorError::Themselves);
    }
    if claims.contains_key("act") {
        return Err(ActorError::Chained);
    }
    Ok(actor)
}

/// So many seconds in milliseconds, or what is usual.
fn duration(seconds: Option<i64>, usual: i64) -> Result<i64, ApiError> {
    match seconds {
        None => Ok(usual),
        Some(seconds) if (1..=MOST_SECONDS).contains(&seconds) => Ok(seconds * SECOND),
        Some(_) => Err(ApiError::new(ErrorCode::FormParamFormatInvalid)),
    }
}

/// Notes in the audit log what happened to a ticket: who acts, and in whose place.
pub async fn note(
    tx: &mut Transaction,
    action: AuditAction,
    id: &str,
    user_id: &str,
    actor: &Actor,
    now: i64,
) -> Result<(), StoreError> {
    let entry = AuditEntry::of(action).with("user_id", user_id).with("actor", Value::Object(actor.claims().to_map()));
    entry.write(tx, Some(id), now).await
}

/// The actor tokens: [`Vestibule::actor_tokens`](crate::server::Vestibule::actor_tokens).
#[derive(Clone, Copy, Debug)]
pub struct ActorTokens<'a>(pub(crate) &'a Inner);

impl ActorTokens<'_> {
    /// Makes a ticket with which whoever has it signs in in a user's place, once, without any proof of the user's. Nothing is
    /// mailed to anybody.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such user; `user_banned`; `form_param_format_invalid` if the actor is none (see
    /// [`ActorError`]), or something would last no time or more than a day.
    pub async fn create(&self, new: &NewActorToken) -> Result<ActorToken, Error> {
        let app = self.0;
        let actor = actor_of(&new.actor, &new.user_id).map_err(|_| ApiError::new(ErrorCode::FormParamFormatInvalid))?;
        let lifetime = duration(new.expires_in_seconds, LIFETIME)?;
        let session_max_duration = duration(new.session_max_duration_in_seconds, SESSION_DURATION)?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let user = users::lock(&mut tx, &new.user_id).await?;
        if user.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?.banned {
            return Err(ApiError::new(ErrorCode::UserBanned).into());
        }
        let (id, ticket) = (new_id(Prefix::ActorToken, now), Token::random());
        let row = actor_tokens::NewActorToken {
            id: &id,
            user_id: &new.user_id,
            actor: &actor,
            ticket_hash: &ticket.hash(),
            session_max_duration,
            expire_at: now + lifetime,
        };
        actor_tokens::insert(&mut tx, &row, now).await?;
        note(&mut tx, AuditAction::ActorTokenCreated, &id, &new.user_id, &actor, now).await?;
        commit(tx).await?;
        let url = ticket::address(&app.settings, &app.settings.paths.sign_in, &ticket);
        Ok(ActorToken {
            id,
            user_id: new.user_id.clone(),
            actor,
            status: TicketStatus::Pending,
            token: Some(Secret::new(ticket.expose())),
            url: Some(Secret::new(url)),
            expires_at: now + lifetime,
            created_at: now,
            updated_at: now,
        })
    }

    /// Takes a ticket back that has not been used. One that was taken back before stays as it is, so that whoever did not hear
    /// the answer may ask again. A session that has begun with one is ended by
    /// [`Sessions::revoke`](super::sessions::Sessions::revoke).
    ///
    /// # Errors
    /// `resource_not_found` if there is none, or it was used.
    pub async fn revoke(&self, id: &str) -> Result<ActorToken, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let Some(row) = actor_tokens::revoke(&mut tx, id, now).await? else {
            let before = actor_tokens::by_id(&mut tx, id).await?.map(|row| ActorToken::read(row, now));
            let revoked = before.filter(|token| token.status == TicketStatus::Revoked);
            return revoked.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound).into());
        };
        note(&mut tx, AuditAction::ActorTokenRevoked, &row.id, &row.user_id, &row.actor, now).await?;
        commit(tx).await?;
        Ok(ActorToken::read(row, now))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(claims: Value) -> Result<Actor, ActorError> {
        let Value::Object(claims) = claims else { panic!("an object") };
        actor_of(&claims, "user_1")
    }

    #[test]
    fn somebody_else_acts_by_themselves() {
        let actor = read(json!({ "sub": "user_2", "reason": "ticket 7" })).expect("may act");
        assert_eq!(actor.sub(), "user_2");
        for (claims, why) in [
            (json!({}), ActorError::Nobody),
            (json!({ "sub": " " }), ActorError::Nobody),
            (json!({ "sub": 7 }), ActorError::Nobody),
            (json!({ "sub": "user_1" }), ActorError::Themselves),
            (json!({ "sub": "user_2", "act": { "sub": "user_3" } }), ActorError::Chained),
            (json!({ "sub": "a".repeat(MOST_ACTOR_BYTES) }), ActorError::TooLong),
        ] {
            assert_eq!(read(claims.clone()), Err(why), "{claims}");
        }
        assert!(ActorError::TooLong.to_string().contains(&MOST_ACTOR_BYTES.to_string()));
        assert_eq!(NewActorToken::of("user_2", "user_1").actor, *json!({ "sub": "user_2" }).as_object().expect("one"));
    }
}
