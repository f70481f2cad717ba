//! Tokens with which [machines](super::machines) call each other.
//!
//! One is `mt_…`, 256 random bits of which only the hash is stored, or a signed JWT, which whoever has the instance's JWKS
//! verifies without asking anyone, and which nobody can take back: it is good for a day at most. Either says whose it is, for
//! which machines, and what else its machine says.

use serde_json::{Map, Value};

use super::active_organization::may_name;
use super::invitations::page;
use super::machines::{LIFETIMES, MOST_SCOPES};
use crate::model::{ApiError, ErrorCode};
use crate::server::claims_template;
use crate::server::crypto::session_token::TokenError;
use crate::server::crypto::{MachineClaims, Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::m2m_tokens::{self, M2mTokenFilter, M2mTokenRow};
use crate::server::store::{Connection, StoreError, machines};
use crate::server::vestibule::Inner;

/// What every token begins with that is looked up.
pub const PREFIX: &str = "mt_";
/// How long a signed token may be good, in seconds.
pub const LONGEST_SIGNED_LIFETIME: i64 = 24 * 60 * 60;
/// What a machine says in a token, in bytes of JSON.
pub const MOST_CLAIM_BYTES: usize = 4 * 1_024;
/// By how much the clocks of two servers may differ, in milliseconds.
const CLOCKS_DIFFER: i64 = 5 * SECOND;
/// The longest reason for which a token is taken back, in characters.
const LONGEST_REASON: usize = 256;
/// What a machine does not say either, besides what only session tokens say: what the token is good for.
const SCOPES: &str = "scopes";

/// Why something about a token did not happen. Displayed it is a sentence that says nothing of a token.
#[derive(Debug, thiserror::Error)]
pub enum M2mTokenError {
    /// Nothing is good for so long.
    #[error(
        "a token is good for {from} to {to} seconds, and a signed one for {LONGEST_SIGNED_LIFETIME} at most",
        from = LIFETIMES.start(), to = LIFETIMES.end()
    )]
    SecondsUntilExpiration,
    /// A claim is not the machine's to make.
    #[error("the claim {0} says what is not the machine's to say")]
    ClaimReserved(String),
    /// The claims say too much.
    #[error("claims are {MOST_CLAIM_BYTES} bytes of JSON at most")]
    ClaimsTooLong,
    /// The reason is too long.
    #[error("a reason is {LONGEST_REASON} characters at most")]
    RevocationReason,
    /// There is no such machine.
    #[error("there is no such machine")]
    NoMachine,
    /// There is no such token, or it is not good, or not for whoever asks.
    #[error("there is no such token")]
    NotFound,
    /// The signing failed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl M2mTokenError {
    /// What it is about, as the REST API calls it; nothing where it is about the token as a whole.
    pub const fn param(&self) -> Option<&'static str> {
        match self {
            Self::SecondsUntilExpiration => Some("seconds_until_expiration"),
            Self::ClaimReserved(_) | Self::ClaimsTooLong => Some("claims"),
            Self::RevocationReason => Some("revocation_reason"),
            Self::NoMachine => Some("subject"),
            Self::NotFound | Self::Token(_) | Self::Store(_) => None,
        }
    }
}

/// As whoever is called with a token is told of it.
impl From<M2mTokenError> for super::Error {
    fn from(error: M2mTokenError) -> Self {
        match error {
            M2mTokenError::NotFound | M2mTokenError::NoMachine => ApiError::new(ErrorCode::ResourceNotFound).into(),
            M2mTokenError::Token(error) => error.into(),
            M2mTokenError::Store(error) => error.into(),
            M2mTokenError::SecondsUntilExpiration
            | M2mTokenError::ClaimReserved(_)
            | M2mTokenError::ClaimsTooLong
            | M2mTokenError::RevocationReason => ApiError::new(ErrorCode::FormParamFormatInvalid).into(),
        }
    }
}

/// In which form a token comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum M2mTokenFormat {
    /// It means nothing by itself: whoever verifies it asks, and hears that it was taken back.
    #[default]
    Opaque,
    /// A JWT, signed as session tokens are. It cannot be taken back.
    Jwt,
}

impl M2mTokenFormat {
    /// As the REST API calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opaque => "opaque",
            Self::Jwt => "jwt",
        }
    }
}

/// A token to be.
///
/// ```
/// use vestibule::server::{M2mTokenFormat, NewM2mToken};
///
/// let token = NewM2mToken { format: M2mTokenFormat::Jwt, ..NewM2mToken::of("mch_2x") };
/// ```
#[derive(Clone, Debug)]
pub struct NewM2mToken {
    /// Whose.
    pub machine_id: String,
    /// What else it says.
    pub claims: Map<String, Value>,
    /// How long it is good; as long as the machine says with `None`.
    pub seconds_until_expiration: Option<i64>,
    /// In which form it comes.
    pub format: M2mTokenFormat,
}

impl NewM2mToken {
    /// One of a machine, as long as the machine says.
    pub fn of(machine_id: impl Into<String>) -> Self {
        Self {
            machine_id: machine_id.into(),
            claims: Map::new(),
            seconds_until_expiration: None,
            format: M2mTokenFormat::Opaque,
        }
    }
}

/// A token with which a machine calls others. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct M2mToken {
    /// `mt_…`
    pub id: String,
    /// Whose it is: `mch_…`
    pub machine_id: String,
    /// The ids of the machines that it was made for.
    pub scopes: Vec<String>,
    /// What else it says.
    pub claims: Map<String, Value>,
    /// The token itself. It does not print itself, and is known only when it is made.
    pub token: Option<Secret>,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Why.
    pub revocation_reason: Option<String>,
    /// Whether it has run out.
    pub expired: bool,
    /// When it runs out.
    pub expires_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl M2mToken {
    fn read(row: M2mTokenRow, now: i64) -> Result<Self, StoreError> {
        let claims = row.claims.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
            claims: claims.map_err(|_| StoreError::Row("the claims of a machine's token"))?.unwrap_or_default(),
            token: None,
            revoked: row.revoked_at.is_some(),
            expired: row.expire_at <= now,
            id: row.id,
            machine_id: row.machine_id,
            revocation_reason: row.revocation_reason,
            expires_at: row.expire_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// Of one that is signed, and good.
    fn signed(claims: MachineClaims) -> Self {
        let made = claims.iat.saturating_mul(SECOND);
        Self {
            id: claims.jti,
            machine_id: claims.sub,
            scopes: claims.aud,
            claims: claims.custom,
            token: None,
            revoked: false,
            revocation_reason: None,
            expired: false,
            expires_at: claims.exp.saturating_mul(SECOND),
            created_at: made,
            updated_at: made,
        }
    }
}

/// Which tokens of a machine are asked for. Those that are signed stand nowhere, and are not among them.
#[derive(Clone, Debug)]
pub struct M2mTokenQuery {
    /// Whose.
    pub machine_id: String,
    /// Whether those are among them that were taken back.
    pub revoked: bool,
    /// Whether those are among them that have run out, in the last day.
    pub expired: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl M2mTokenQuery {
    /// The ten that a machine made last, and that are good.
    pub fn of(machine_id: impl Into<String>) -> Self {
        Self { machine_id: machine_id.into(), revoked: false, expired: false, limit: 10, offset: 0 }
    }
}

/// The tokens of machines: [`Vestibule::m2m_tokens`](crate::server::Vestibule::m2m_tokens).
#[derive(Clone, Copy, Debug)]
pub struct M2mTokens<'a>(pub(crate) &'a Inner);

impl M2mTokens<'_> {
    /// Makes a token, for the machines that its machine has in its scopes. It is known this once.
    ///
    /// # Errors
    /// If there is no such machine, or the token cannot say that or be good for so long.
    pub async fn create(&self, new: &NewM2mToken) -> Result<M2mToken, M2mTokenError> {
        let app = self.0;
        let now = app.clock.now();
        let claims = read_claims(&new.claims)?;
        let is_signed = new.format == M2mTokenFormat::Jwt;
        let longest = if is_signed { LONGEST_SIGNED_LIFETIME } else { *LIFETIMES.end() };
        let asked = new.seconds_until_expiration;
        if asked.is_some_and(|seconds| seconds < *LIFETIMES.start() || seconds > longest) {
            return Err(M2mTokenError::SecondsUntilExpiration);
        }
        let mut tx = app.store.write().await?;
        let machine = machines::by_id(&mut tx, &new.machine_id).await?.ok_or(M2mTokenError::NoMachine)?;
        let lifetime = asked.unwrap_or(machine.default_token_ttl.min(longest));
        let scoped = machines::scoped(&mut tx, std::slice::from_ref(&machine.id)).await?;
        let scopes: Vec<String> = scoped.into_iter().map(|(_, row)| row.id).take(MOST_SCOPES).collect();
        let id = new_id(Prefix::M2mToken, now);
        let (token, secret) = if is_signed {
            let made = now.div_euclid(SECOND);
            let claims = MachineClaims {
                iss: app.settings.base_url.clone(),
                sub: machine.id.clone(),
                aud: scopes,
                jti: id,
                iat: made,
                nbf: made,
                exp: made + lifetime,
                custom: new.claims.clone(),
            };
            let secret = app.keys.sign_of_machine(&claims, now)?;
            (M2mToken::signed(claims), secret)
        } else {
            let row = M2mTokenRow {
                id,
                machine_id: machine.id.clone(),
                scopes: scopes.join(" "),
                claims,
                expire_at: now + lifetime * SECOND,
                revoked_at: None,
                revocation_reason: None,
                created_at: now,
                updated_at: now,
            };
            let token = Token::random();
            m2m_tokens::insert(&mut tx, &row, &token.hash()).await?;
            (M2mToken::read(row, now)?, format!("{PREFIX}{}", token.expose()))
        };
        let entry = AuditEntry::of(AuditAction::M2mTokenCreated)
            .with("machine_id", machine.id)
            .with("token_format", new.format.as_str())
            .with("scopes", token.scopes.clone())
            .with("expires_at", token.expires_at)
            .keys_changed("claims", &Map::new(), &new.claims);
        entry.write(&mut tx, Some(&token.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(M2mToken { token: Some(Secret::new(secret)), ..token })
    }

    /// Those that are asked for, newest first, and how many there are in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &M2mTokenQuery) -> Result<(Vec<M2mToken>, i64), M2mTokenError> {
        // PostgreSQL takes no NUL in a text, and no machine has one.
        if !may_name(&query.machine_id) {
            return Ok((Vec::new(), 0));
        }
        let now = self.0.clock.now();
        let M2mTokenQuery { machine_id, revoked, expired, limit, offset } = query.clone();
        let filter = M2mTokenFilter { machine_id, revoked, expired };
        let mut connection = self.0.store.read().await?;
        let rows = m2m_tokens::find(&mut connection, &filter, page(limit, offset), now).await?;
        let count = m2m_tokens::count_found(&mut connection, &filter, now).await?;
        let found = rows.into_iter().map(|row| M2mToken::read(row, now)).collect::<Result<_, _>>()?;
        Ok((found, count))
    }

    /// Takes a token back: from the next time on that somebody verifies it, it is not good, on any node. With `machine_id` only if
    /// it is that machine's. One that was taken back before stays as it is, so that whoever did not hear the answer may ask again.
    ///
    /// # Errors
    /// If there is none. A signed one stands nowhere.
    pub async fn revoke(
        &self,
        id: &str,
        machine_id: Option<&str>,
        reason: Option<&str>,
    ) -> Result<M2mToken, M2mTokenError> {
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            return Err(M2mTokenError::RevocationReason);
        }
        // What is empty is no machine's, and not any machine's.
        if !may_name(id) || machine_id.is_some_and(|machine_id| !may_name(machine_id)) {
            return Err(M2mTokenError::NotFound);
        }
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let Some(row) = m2m_tokens::revoke(&mut tx, id, machine_id, reason, now).await? else {
            let before = m2m_tokens::by_id(&mut tx, id, machine_id).await?.filter(|row| row.revoked_at.is_some());
            return Ok(M2mToken::read(before.ok_or(M2mTokenError::NotFound)?, now)?);
        };
        let entry = AuditEntry::of(AuditAction::M2mTokenRevoked)
            .with("machine_id", row.machine_id.as_str())
            .with("reason", row.revocation_reason.as_deref());
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(M2mToken::read(row, now)?)
    }

    /// What a token says that somebody presents, in either form. `audience` is the machine that was called: the token has to have
    /// been made for it, and its machine's tokens have to be for it still. Without one every token is taken that is good, for
    /// whichever machine it is: that is for whoever looks into tokens, and not for whoever is called with one.
    ///
    /// # Errors
    /// If it is none, is not good any more, or is for others.
    pub async fn verify(&self, presented: &str, audience: Option<&str>) -> Result<M2mToken, M2mTokenError> {
        let app = self.0;
        let now = app.clock.now();
        let mut connection;
        let token = match presented.strip_prefix(PREFIX) {
            Some(rest) => {
                let token = Token::presented(rest).ok_or(M2mTokenError::NotFound)?;
                connection = app.store.read().await?;
                let row = m2m_tokens::good(&mut connection, &token.hash(), now).await?;
                M2mToken::read(row.ok_or(M2mTokenError::NotFound)?, now)?
            }
            None => {
                let claims = app.keys.verify_of_machine(presented, &app.settings.base_url, now);
                let token = M2mToken::signed(claims.map_err(|_| M2mTokenError::NotFound)?);
                connection = app.store.read().await?;
                token
            }
        };
        let is_for_it = stands(&mut connection, &token, audience).await?;
        is_for_it.then_some(token).ok_or(M2mTokenError::NotFound)
    }
}

/// Whether a token's machine is still there, and its tokens are for whoever was called, as they were when it was made: all the
/// time, for a scope that comes back brings nothing back that went with it.
async fn stands(connection: &mut Connection, token: &M2mToken, audience: Option<&str>) -> Result<bool, StoreError> {
    match audience {
        Some(id) if token.scopes.iter().all(|scope| scope != id) => Ok(false),
        Some(id) => {
            let since = machines::scoped_since(connection, &token.machine_id, id).await?;
            Ok(since.is_some_and(|since| since <= token.created_at + CLOCKS_DIFFER))
        }
        None => Ok(machines::by_id(connection, &token.machine_id).await?.is_some()),
    }
}

/// The claims that no machine makes.
fn reserved() -> impl Iterator<Item = &'static str> {
    claims_template::RESERVED.iter().copied().chain([SCOPES])
}

/// The claims as they are kept, if a machine may make them.
fn read_claims(claims: &Map<String, Value>) -> Result<Option<String>, M2mTokenError> {
    if claims.is_empty() {
        return Ok(None);
    }
    if let Some(reserved) = reserved().find(|name| claims.contains_key(*name)) {
        return Err(M2mTokenError::ClaimReserved(reserved.to_owned()));
    }
    let text = Value::Object(claims.clone()).to_string();
    if text.len() > MOST_CLAIM_BYTES {
        return Err(M2mTokenError::ClaimsTooLong);
    }
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(claims: Value) -> Result<Option<String>, M2mTokenError> {
        read_claims(claims.as_object().expect("an object"))
    }

    #[test]
    fn a_machine_says_nothing_of_whose_the_token_is() {
        assert_eq!(read(json!({})).expect("is nothing"), None);
        assert_eq!(read(json!({ "role": "cron" })).expect("is said").as_deref(), Some(r#"{"role":"cron"}"#));
        assert!(
            ["aud", "exp", "iss", "org_id", "scopes", "sid", "sub", "v"]
                .iter()
                .all(|name| reserved().any(|it| it == *name))
        );
        for reserved in reserved() {
            let refused = read(json!({ "role": "cron", reserved: "mch_2" }));
            assert!(matches!(refused, Err(M2mTokenError::ClaimReserved(name)) if name == reserved), "{reserved}");
        }
        assert!(matches!(read(json!({ "a": "x".repeat(5_000) })), Err(M2mTokenError::ClaimsTooLong)));
    }
}
