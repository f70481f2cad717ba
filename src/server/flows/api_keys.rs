//! The keys with which programs call the app itself, in the name of one of its users or organizations: a script of theirs,
//! another service.
//!
//! A key is `ak_…`, 256 random bits of which only the hash is stored. It is shown once. What it may do there the app says: by its
//! scopes, which mean what the app has them mean. It signs nobody in: a route takes it only if it says so (see
//! [`Auth::accept`](crate::server::Auth::accept)), and nothing of the library's own does.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::invitations::page;
use super::metadata;
use crate::model::{ApiError, ErrorCode, Field};
use crate::server::crypto::{MINUTE, Prefix, SECOND, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::api_keys::{self, ApiKeyRow, ApiKeySubject};
use crate::server::store::{Connection, StoreError, Transaction, organization_memberships, organizations, users};
use crate::server::vestibule::Inner;

/// What every key begins with.
pub const PREFIX: &str = "ak_";
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 500;
/// The longest reason for which one is taken back, in characters.
pub const LONGEST_REASON: usize = 250;
/// How many scopes a key may have.
pub const MOST_SCOPES: usize = 50;
/// The longest scope, in characters.
pub const LONGEST_SCOPE: usize = 100;
/// For how long a key may be good, in seconds: ten years at most, unless it is good for ever.
pub const LIFETIMES: RangeInclusive<i64> = 1..=315_360_000;
/// How many keys a user or an organization may have that are good.
pub const MOST_KEYS: i64 = 100;
/// How often it is noted that a key is in use, in milliseconds.
const NOTED_EVERY: i64 = MINUTE;

/// Why something about an API key did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeyError {
    /// It cannot be called so.
    #[error("a name is 1 to {LONGEST_NAME} characters in one line")]
    Name,
    /// It cannot be described so.
    #[error("a description is {LONGEST_DESCRIPTION} characters at most")]
    Description,
    /// One of the scopes is none, or there are too many (RFC 6749 section 3.3).
    #[error(
        "scopes are {MOST_SCOPES} at most, of 1 to {LONGEST_SCOPE} visible ASCII characters each, without quotation marks and \
         backslashes"
    )]
    Scopes,
    /// There is more in the claims than is kept.
    #[error("claims are {most} bytes of JSON at most", most = metadata::MOST_BYTES)]
    Claims,
    /// It cannot be good for so long.
    #[error("a key is good for {from} to {to} seconds, or for ever", from = LIFETIMES.start(), to = LIFETIMES.end())]
    Lifetime,
    /// Nobody writes such a reason.
    #[error("a reason is {LONGEST_REASON} characters at most")]
    RevocationReason,
    /// Who is said to have made it is no user, or does not belong to the organization whose it is.
    #[error("created_by is a user, and of an organization's key one who belongs to it")]
    CreatedBy,
    /// There is no such user or organization.
    #[error("there is no such user or organization")]
    NoSubject,
    /// The user whose it would be is banned, or who makes it.
    #[error("the user is banned")]
    Banned,
    /// It was taken back: it stays as it is.
    #[error("the key was revoked")]
    Revoked,
    /// They have as many as they may.
    #[error("there are {MOST_KEYS} API keys already")]
    TooMany,
    /// There is no such key.
    #[error("there is no such API key")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ApiKeyError {
    /// What it is about, as the REST API calls it; nothing where it is about the key as a whole.
    pub const fn param(&self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::Description => Some("description"),
            Self::Scopes => Some("scopes"),
            Self::Claims => Some("claims"),
            Self::Lifetime => Some("seconds_until_expiration"),
            Self::RevocationReason => Some("revocation_reason"),
            Self::CreatedBy => Some("created_by"),
            Self::NoSubject | Self::Banned | Self::Revoked | Self::TooMany | Self::NotFound | Self::Store(_) => None,
        }
    }
}

/// As a person is told of it.
impl From<ApiKeyError> for super::Error {
    fn from(error: ApiKeyError) -> Self {
        match error {
            ApiKeyError::Name => ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Name).into(),
            ApiKeyError::NoSubject | ApiKeyError::NotFound => ApiError::new(ErrorCode::ResourceNotFound).into(),
            ApiKeyError::Banned => ApiError::new(ErrorCode::UserBanned).into(),
            ApiKeyError::Revoked => ApiError::new(ErrorCode::ActionNotAllowed).into(),
            ApiKeyError::TooMany => {
                let most = usize::try_from(MOST_KEYS).unwrap_or(usize::MAX);
                ApiError::new(ErrorCode::IdentificationQuotaExceeded).with_limit(most).into()
            }
            ApiKeyError::Store(error) => error.into(),
            ApiKeyError::Description
            | ApiKeyError::Scopes
            | ApiKeyError::Claims
            | ApiKeyError::Lifetime
            | ApiKeyError::RevocationReason
            | ApiKeyError::CreatedBy => ApiError::new(ErrorCode::FormParamFormatInvalid).into(),
        }
    }
}

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
    fn read(row: ApiKeyRow, now: i64) -> Result<Self, StoreError> {
        Ok(Self {
            claims: claims(&row)?,
            scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
            expired: row.expires_at.is_some_and(|at| at <= now),
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

/// The API keys: [`Vestibule::api_keys`](crate::server::Vestibule::api_keys).
#[derive(Clone, Copy, Debug)]
pub struct ApiKeys<'a>(pub(crate) &'a Inner);

impl ApiKeys<'_> {
    /// Makes a key. Its [`secret`](ApiKey::secret) is known this once.
    ///
    /// # Errors
    /// If something of it cannot be, there is no such user or organization, or they have 100 good ones.
    pub async fn create(&self, new: &NewApiKey) -> Result<ApiKey, ApiKeyError> {
        let app = self.0;
        let now = app.clock.now();
        let mut row = ApiKeyRow {
            id: new_id(Prefix::ApiKey, now),
            subject: ApiKeySubject::of(new.subject.as_str()),
            name: String::new(),
            description: None,
            scopes: String::new(),
            claims: None,
            created_by: new.created_by.clone(),
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
            revocation_reason: None,
            created_at: now,
            updated_at: now,
        };
        let all = ApiKeyUpdate {
            subject: None,
            name: Some(new.name.clone()),
            description: Some(new.description.clone()),
            scopes: Some(new.scopes.clone()),
            claims: Some(new.claims.clone()),
            seconds_until_expiration: Some(new.seconds_until_expiration),
        };
        lay_over(&mut row, &all, now)?;
        let token = Token::random();
        let mut tx = app.store.write().await?;
        hold_subject(app, &mut tx, &row).await?;
        if api_keys::count(&mut tx, &row.subject, false, now).await? >= MOST_KEYS {
            return Err(ApiKeyError::TooMany);
        }
        api_keys::insert(&mut tx, &row, &token.hash()).await?;
        entry(AuditAction::ApiKeyCreated, None, &row)?.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        let secret = Secret::new(format!("{PREFIX}{}", token.expose()));
        Ok(ApiKey { secret: Some(secret), ..ApiKey::read(row, now)? })
    }

    /// A part of the keys of a user or an organization, newest first, and how many there are of them in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &ApiKeyQuery) -> Result<(Vec<ApiKey>, i64), ApiKeyError> {
        let now = self.0.clock.now();
        let subject = ApiKeySubject::of(query.subject.as_str());
        let mut connection = self.0.store.read().await?;
        let part = page(query.limit, query.offset);
        let rows = api_keys::list(&mut connection, &subject, query.includes_invalid, part, now).await?;
        let count = api_keys::count(&mut connection, &subject, query.includes_invalid, now).await?;
        Ok((rows.into_iter().map(|row| ApiKey::read(row, now)).collect::<Result<_, _>>()?, count))
    }

    /// One of them, whatever has become of it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn get(&self, id: &str) -> Result<ApiKey, ApiKeyError> {
        let found = api_keys::by_id(&mut *self.0.store.read().await?, id).await?;
        Ok(ApiKey::read(found.ok_or(ApiKeyError::NotFound)?, self.0.clock.now())?)
    }

    /// Changes one, from the next request on. One that has run out is good again if it is given more time.
    ///
    /// # Errors
    /// As [`ApiKeys::create`]; if there is none, or it was taken back.
    pub async fn update(&self, id: &str, change: &ApiKeyUpdate) -> Result<ApiKey, ApiKeyError> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let before = api_keys::hold(&mut tx, id, now).await?.ok_or(ApiKeyError::NotFound)?;
        if change.subject.as_deref().is_some_and(|subject| subject != before.subject.id()) {
            return Err(ApiKeyError::NotFound);
        }
        if before.revoked_at.is_some() {
            return Err(ApiKeyError::Revoked);
        }
        let mut row = before.clone();
        lay_over(&mut row, change, now)?;
        api_keys::update(&mut tx, &row).await?;
        entry(AuditAction::ApiKeyUpdated, Some(&before), &row)?.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(ApiKey::read(row, now)?)
    }

    /// Takes a key back: from the next request on it opens nothing, on any node.
    ///
    /// # Errors
    /// If there is none, or it was taken back before.
    pub async fn revoke(&self, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        self.take_back(None, id, reason).await
    }

    /// The same, if it is of this user or organization: for whoever asks for it in their name.
    ///
    /// # Errors
    /// If they have none such, or it was taken back before.
    pub async fn revoke_of(&self, subject: &str, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        self.take_back(Some(subject), id, reason).await
    }

    async fn take_back(&self, of: Option<&str>, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        let reason = line(reason, LONGEST_REASON).map_err(|_| ApiKeyError::RevocationReason)?;
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let revoked = api_keys::revoke(&mut tx, id, reason.as_deref(), now).await?;
        let row = revoked.filter(|row| of.is_none_or(|of| row.subject.id() == of)).ok_or(ApiKeyError::NotFound)?;
        note_revoked(&mut tx, &row, now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(ApiKey::read(row, now)?)
    }

    /// Deletes a key: it opens nothing any more, and nothing but the audit log knows of it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<(), ApiKeyError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let row = api_keys::delete(&mut tx, id).await?.ok_or(ApiKeyError::NotFound)?;
        about(AuditAction::ApiKeyDeleted, &row)
            .with("name", row.name.as_str())
            .write(&mut tx, Some(&row.id), now)
            .await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// The key that someone presents, and notes that it is in use; `None` if it opens nothing: it is none, was taken back, has run
    /// out, is of someone who is banned, or was made for an organization by someone who does not belong to it any more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn verify(&self, presented: &str) -> Result<Option<ApiKey>, StoreError> {
        let app = self.0;
        let Some(token) = presented.strip_prefix(PREFIX).and_then(Token::presented) else { return Ok(None) };
        let now = app.clock.now();
        let with_organizations = app.settings.organizations.enabled;
        let found = api_keys::good(&mut *app.store.read().await?, &token.hash(), with_organizations, now).await?;
        let Some(row) = found else { return Ok(None) };
        let since = now - NOTED_EVERY;
        if row.last_used_at.is_none_or(|at| at < since) {
            // The key is good whether or not that can be noted now.
            let noted = async { api_keys::used(&mut *app.store.write_one().await?, &row.id, since, now).await };
            if let Err(error) = noted.await {
                tracing::warn!(%error, key = row.id, "that an API key is in use could not be noted");
            }
        }
        Ok(Some(ApiKey::read(row, now)?))
    }
}

/// Takes back every key of a user who is held, and those that they made for organizations.
pub(super) async fn revoke_all_of(
    tx: &mut Transaction,
    user_id: &str,
    reason: &str,
    now: i64,
) -> Result<(), StoreError> {
    for row in api_keys::revoke_all_of(tx, user_id, reason, now).await? {
        note_revoked(tx, &row, now).await?;
    }
    Ok(())
}

/// Holds whose a key is to be for the rest of the transaction, and sees that whoever makes it may.
async fn hold_subject(app: &Inner, tx: &mut Transaction, row: &ApiKeyRow) -> Result<(), ApiKeyError> {
    match &row.subject {
        ApiKeySubject::Organization(id) => {
            if !app.settings.organizations.enabled || organizations::hold(tx, id).await?.is_none() {
                return Err(ApiKeyError::NoSubject);
            }
            if let Some(maker) = &row.created_by
                && organization_memberships::find(tx, id, maker).await?.is_none()
            {
                return Err(ApiKeyError::CreatedBy);
            }
        }
        ApiKeySubject::User(id) => {
            if users::lock(tx, id).await?.ok_or(ApiKeyError::NoSubject)?.banned {
                return Err(ApiKeyError::Banned);
            }
        }
    }
    match row.created_by.as_deref().filter(|maker| *maker != row.subject.id()) {
        None => Ok(()),
        Some(maker) if row.subject.organization_id().is_some() => {
            // They are in the organization, which is held.
            match users::lock(tx, maker).await?.ok_or(ApiKeyError::CreatedBy)?.banned {
                true => Err(ApiKeyError::Banned),
                false => Ok(()),
            }
        }
        // Nobody waits for two users: that one was there will do.
        Some(maker) => users::by_id(tx, maker).await?.map(|_| ()).ok_or(ApiKeyError::CreatedBy),
    }
}

fn claims(row: &ApiKeyRow) -> Result<Option<Map<String, Value>>, StoreError> {
    let read = |json: &String| serde_json::from_str(json).map_err(|_| StoreError::Row("the claims of an API key"));
    row.claims.as_ref().map(read).transpose()
}

/// An entry about a key, and whose it is.
fn about(action: AuditAction, row: &ApiKeyRow) -> AuditEntry {
    match &row.subject {
        ApiKeySubject::User(id) => AuditEntry::of(action).with("user_id", id.as_str()),
        ApiKeySubject::Organization(id) => AuditEntry::of(action).within(id),
    }
}

/// What the audit log is told of a key: of its claims the names alone.
fn entry(action: AuditAction, before: Option<&ApiKeyRow>, after: &ApiKeyRow) -> Result<AuditEntry, StoreError> {
    let claims_before = before.map(claims).transpose()?.flatten().unwrap_or_default();
    let description_before = before.and_then(|row| row.description.as_deref());
    Ok(about(action, after)
        .changed("name", before.map(|row| row.name.as_str()), after.name.as_str())
        .changed("description", description_before, after.description.as_deref())
        .changed("scopes", before.map(|row| row.scopes.as_str()), after.scopes.as_str())
        .changed("expires_at", before.and_then(|row| row.expires_at), after.expires_at)
        .keys_changed("claims", &claims_before, &claims(after)?.unwrap_or_default()))
}

/// Notes in the audit log that a key was taken back, and why.
async fn note_revoked(connection: &mut Connection, row: &ApiKeyRow, now: i64) -> Result<(), StoreError> {
    let entry = about(AuditAction::ApiKeyRevoked, row).with("name", row.name.as_str());
    let entry = match &row.revocation_reason {
        Some(reason) => entry.with("reason", reason.as_str()),
        None => entry,
    };
    entry.write(connection, Some(&row.id), now).await
}

/// What somebody wrote, without the space around it; nothing where that is all.
fn line(text: Option<&str>, longest: usize) -> Result<Option<String>, TooLong> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        // A text of several lines may be; a database takes no NUL.
        Some(text)
            if text.chars().count() > longest
                || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) =>
        {
            Err(TooLong)
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// A text is longer than it may be, or no text.
struct TooLong;

/// Whether a text is a scope (RFC 6749 section 3.3).
pub fn is_scope(text: &str) -> bool {
    (1..=LONGEST_SCOPE).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

/// Scopes as they are stored, each once, if they can be.
fn scopes(scopes: &[String]) -> Result<String, ApiKeyError> {
    let mut kept: Vec<&str> = Vec::new();
    for scope in scopes {
        if !is_scope(scope) {
            return Err(ApiKeyError::Scopes);
        }
        if !kept.contains(&scope.as_str()) {
            kept.push(scope);
        }
        if kept.len() > MOST_SCOPES {
            return Err(ApiKeyError::Scopes);
        }
    }
    Ok(kept.join(" "))
}

/// Lays what is set over a key, if all of it can be.
fn lay_over(row: &mut ApiKeyRow, change: &ApiKeyUpdate, now: i64) -> Result<(), ApiKeyError> {
    if let Some(name) = &change.name {
        let name = line(Some(name), LONGEST_NAME).ok().flatten().filter(|name| !name.contains(char::is_control));
        row.name = name.ok_or(ApiKeyError::Name)?;
    }
    if let Some(description) = &change.description {
        let kept = line(description.as_deref(), LONGEST_DESCRIPTION);
        row.description = kept.map_err(|TooLong| ApiKeyError::Description)?;
    }
    if let Some(all) = &change.scopes {
        row.scopes = scopes(all)?;
    }
    if let Some(claims) = &change.claims {
        row.claims = claims.as_ref().map(metadata::text).transpose().map_err(|_| ApiKeyError::Claims)?;
    }
    match change.seconds_until_expiration {
        None => {}
        Some(None) => row.expires_at = None,
        Some(Some(seconds)) if LIFETIMES.contains(&seconds) => row.expires_at = Some(now + seconds * SECOND),
        Some(Some(_)) => return Err(ApiKeyError::Lifetime),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row() -> ApiKeyRow {
        ApiKeyRow {
            id: "ak_1".into(),
            subject: ApiKeySubject::of("user_1"),
            name: "Script".into(),
            description: None,
            scopes: "notes:read".into(),
            claims: None,
            created_by: None,
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
            revocation_reason: None,
            created_at: 1,
            updated_at: 1,
        }
    }

    #[test]
    fn scopes_are_what_oauth_has_them_be() {
        for scope in ["notes:read", "https://api.example/notes", "a,b", &"x".repeat(LONGEST_SCOPE)] {
            assert!(is_scope(scope), "{scope}");
        }
        for none in ["", "a b", "a\"", "a\\b", "ä", "a\n", "a\0", &"x".repeat(LONGEST_SCOPE + 1)] {
            assert!(!is_scope(none), "{none}");
        }
        let named = |many: usize| (0..many).map(|at| format!("s{at}")).collect::<Vec<_>>();
        assert!(scopes(&named(MOST_SCOPES)).is_ok() && scopes(&named(MOST_SCOPES + 1)).is_err());
        assert_eq!(scopes(&["a".into(), "b".into(), "a".into()]).expect("are some"), "a b");
    }

    #[test]
    fn what_cannot_be_kept_is_refused_by_its_name() {
        let object = |value: Value| value.as_object().cloned();
        for (change, param) in [
            (ApiKeyUpdate { name: Some("  ".into()), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { name: Some("a\nb".into()), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { name: Some("x".repeat(LONGEST_NAME + 1)), ..ApiKeyUpdate::default() }, "name"),
            (ApiKeyUpdate { description: Some(Some("a\0".into())), ..ApiKeyUpdate::default() }, "description"),
            (ApiKeyUpdate { scopes: Some(vec!["a b".into()]), ..ApiKeyUpdate::default() }, "scopes"),
            (
                ApiKeyUpdate {
                    claims: Some(object(json!({ "a": "x".repeat(metadata::MOST_BYTES) }))),
                    ..ApiKeyUpdate::default()
                },
                "claims",
            ),
            (
                ApiKeyUpdate { seconds_until_expiration: Some(Some(0)), ..ApiKeyUpdate::default() },
                "seconds_until_expiration",
            ),
            (
                ApiKeyUpdate { seconds_until_expiration: Some(Some(i64::MAX)), ..ApiKeyUpdate::default() },
                "seconds_until_expiration",
            ),
        ] {
            let error = lay_over(&mut row(), &change, 1_000).expect_err("is refused");
            assert_eq!(error.param(), Some(param), "{change:?}");
        }
    }

    #[test]
    fn what_is_not_said_stays_and_what_is_empty_goes() {
        let mut row = ApiKeyRow { description: Some("Old".into()), expires_at: Some(5_000), ..row() };
        lay_over(&mut row, &ApiKeyUpdate::default(), 1_000).expect("is nothing");
        assert_eq!(
            (row.name.as_str(), row.description.as_deref(), row.expires_at),
            ("Script", Some("Old"), Some(5_000))
        );
        let change = ApiKeyUpdate {
            name: Some(" Backup ".into()),
            description: Some(None),
            scopes: Some(Vec::new()),
            claims: Some(json!({ "plan": "gold" }).as_object().cloned()),
            seconds_until_expiration: Some(Some(60)),
            ..ApiKeyUpdate::default()
        };
        lay_over(&mut row, &change, 1_000).expect("can be");
        assert_eq!((row.name.as_str(), row.description.as_deref(), row.expires_at), ("Backup", None, Some(61_000)));
        let key = ApiKey::read(row, 61_000).expect("is one");
        assert!(key.expired && key.scopes.is_empty() && !key.has_scope("notes:read"));
        assert_eq!(key.claims.and_then(|claims| claims.get("plan").cloned()), Some(json!("gold")));
    }

    #[test]
    fn a_subject_is_known_by_its_id() {
        let (user, organization) = (ApiKeySubject::of("user_1"), ApiKeySubject::of("org_1"));
        assert_eq!((user.user_id(), user.organization_id()), (Some("user_1"), None));
        assert_eq!((organization.user_id(), organization.organization_id()), (None, Some("org_1")));
    }
}
