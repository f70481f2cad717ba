//! The keys with which programs call the app itself, in the name of one of its users or organizations: a script of theirs,
//! another service.
//!
//! A key is `ak_…`, 256 random bits of which only the hash is stored. It is shown once. What it may do there the app says: by its
//! scopes, which mean what the app has them mean. It signs nobody in: a route takes it only if it says so (see
//! [`Auth::accept`](crate::server::Auth::accept)), and nothing of the library's own does.

mod check;
mod error;
mod key;

use super::active_organization::may_name;
use super::invitations::page;
use super::pages::{cut, most};
use crate::server::crypto::{MINUTE, Prefix, Secret, Token, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::api_keys::{self, ApiKeyRow, ApiKeySubject};
use crate::server::store::user_pages::Place;
use crate::server::store::{Connection, StoreError, Transaction, organization_memberships, organizations, users};
use crate::server::vestibule::Inner;

pub use self::check::{
    LIFETIMES, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_REASON, LONGEST_SCOPE, MOST_SCOPES, is_scope,
};
use self::check::{lay_over, line};
pub use self::error::ApiKeyError;
use self::key::claims;
pub use self::key::{ApiKey, ApiKeyQuery, ApiKeyUpdate, NewApiKey};

/// What every key begins with.
pub const PREFIX: &str = "ak_";
/// How many keys a user or an organization may have that are good.
pub const MOST_KEYS: i64 = 100;
/// How often it is noted that a key is in use, in milliseconds.
const NOTED_EVERY: i64 = MINUTE;

/// The API keys: [`Vestibule::api_keys`](crate::server::Vestibule::api_keys).
#[derive(Clone, Copy, Debug)]
pub struct ApiKeys<'a>(pub(crate) &'a Inner);

/// A part of all keys.
#[derive(Clone, Debug)]
pub struct ApiKeyPart {
    /// The keys.
    pub keys: Vec<ApiKey>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
}

impl ApiKeys<'_> {
    /// Makes a key. Its [`secret`](ApiKey::secret) is known this once.
    ///
    /// # Errors
    /// If something of it cannot be, there is no such user or organization, or they have 100 good ones.
    pub async fn create(&self, new: &NewApiKey) -> Result<ApiKey, ApiKeyError> {
        let mut tx = self.0.store.write().await?;
        let made = make(self.0, &mut tx, new).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(made)
    }

    /// A part of the keys of a user or an organization, newest first, and how many there are of them in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &ApiKeyQuery) -> Result<(Vec<ApiKey>, i64), ApiKeyError> {
        // PostgreSQL takes no NUL in a text, and nobody has one.
        if !may_name(&query.subject) {
            return Ok((Vec::new(), 0));
        }
        let now = self.0.clock.now();
        let subject = ApiKeySubject::of(query.subject.as_str());
        let mut connection = self.0.store.read().await?;
        let part = page(query.limit, query.offset);
        let rows = api_keys::list(&mut connection, &subject, query.includes_invalid, part, now).await?;
        let count = api_keys::count(&mut connection, &subject, query.includes_invalid, now).await?;
        Ok((rows.into_iter().map(|row| ApiKey::read(row, now)).collect::<Result<_, _>>()?, count))
    }

    /// A part of all of them, whosever they are and whatever has become of them, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn newest(&self, after: Option<&Place>, limit: i64) -> Result<ApiKeyPart, ApiKeyError> {
        let (now, limit) = (self.0.clock.now(), most(limit));
        let mut rows = api_keys::after(&self.0.store, after, limit + 1).await?;
        let is_more = cut(&mut rows, limit);
        let next = rows.last().filter(|_| is_more).map(|row| Place { at: row.created_at, id: row.id.clone() });
        let keys = rows.into_iter().map(|row| ApiKey::read(row, now)).collect::<Result<_, _>>()?;
        Ok(ApiKeyPart { keys, next })
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
    /// As [`ApiKeys::create`]; if there is none, or it was taken back; if it would be good again, and there are 100 good ones.
    pub async fn update(&self, id: &str, change: &ApiKeyUpdate) -> Result<ApiKey, ApiKeyError> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        // Whose it is is held before it, so that they are counted with what others make; it does not change hands meanwhile.
        let known = api_keys::by_id(&mut tx, id).await?.ok_or(ApiKeyError::NotFound)?;
        let is_there = match &known.subject {
            ApiKeySubject::Organization(id) => organizations::hold(&mut tx, id).await?.is_some(),
            ApiKeySubject::User(id) => users::keep(&mut tx, id).await?,
        };
        let before = api_keys::hold(&mut tx, id, now).await?.filter(|_| is_there).ok_or(ApiKeyError::NotFound)?;
        if change.subject.as_deref().is_some_and(|subject| subject != before.subject.id()) {
            return Err(ApiKeyError::NotFound);
        }
        if before.revoked_at.is_some() {
            return Err(ApiKeyError::Revoked);
        }
        let mut row = before.clone();
        lay_over(&mut row, change, now)?;
        let is_back = is_over(&before, now) && !is_over(&row, now);
        if is_back && api_keys::count(&mut tx, &row.subject, false, now).await? >= MOST_KEYS {
            return Err(ApiKeyError::TooMany);
        }
        api_keys::update(&mut tx, &row).await?;
        entry(AuditAction::ApiKeyUpdated, Some(&before), &row)?.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(ApiKey::read(row, now)?)
    }

    /// Takes a key back: from the next request on it opens nothing, on any node. One that was taken back before stays as it is,
    /// so that whoever did not hear the answer may ask again.
    ///
    /// # Errors
    /// If there is none.
    pub async fn revoke(&self, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        self.take_back(None, id, reason).await
    }

    /// The same, if it is of this user or organization: for whoever asks for it in their name.
    ///
    /// # Errors
    /// If they have none such.
    pub async fn revoke_of(&self, subject: &str, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        self.take_back(Some(subject), id, reason).await
    }

    async fn take_back(&self, of: Option<&str>, id: &str, reason: Option<&str>) -> Result<ApiKey, ApiKeyError> {
        let mut tx = self.0.store.write().await?;
        let revoked = match take_back(self.0, &mut tx, of, id, reason).await {
            Err(ApiKeyError::NotFound) => return self.taken_back(&mut tx, of, id).await,
            other => other?,
        };
        tx.commit().await.map_err(StoreError::from)?;
        Ok(revoked)
    }

    /// A key that was taken back before, if it is `of` them.
    async fn taken_back(&self, tx: &mut Transaction, of: Option<&str>, id: &str) -> Result<ApiKey, ApiKeyError> {
        if !may_name(id) {
            return Err(ApiKeyError::NotFound);
        }
        let is_meant = |row: &ApiKeyRow| row.revoked_at.is_some() && of.is_none_or(|of| of == row.subject.id());
        let row = api_keys::by_id(tx, id).await?.filter(is_meant).ok_or(ApiKeyError::NotFound)?;
        Ok(ApiKey::read(row, self.0.clock.now())?)
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

/// Whether a key has run out.
fn is_over(row: &ApiKeyRow, now: i64) -> bool {
    row.expires_at.is_some_and(|at| at <= now)
}

/// Makes a key in a transaction.
pub(super) async fn make(app: &Inner, tx: &mut Transaction, new: &NewApiKey) -> Result<ApiKey, ApiKeyError> {
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
    hold_subject(app, tx, &row).await?;
    if api_keys::count(tx, &row.subject, false, now).await? >= MOST_KEYS {
        return Err(ApiKeyError::TooMany);
    }
    api_keys::insert(tx, &row, &token.hash()).await?;
    entry(AuditAction::ApiKeyCreated, None, &row)?.write(tx, Some(&row.id), now).await?;
    let secret = Secret::new(format!("{PREFIX}{}", token.expose()));
    Ok(ApiKey { secret: Some(secret), ..ApiKey::read(row, now)? })
}

/// Takes a key back in a transaction, if there is one, it is `of` them, and it was not taken back before.
pub(super) async fn take_back(
    app: &Inner,
    tx: &mut Transaction,
    of: Option<&str>,
    id: &str,
    reason: Option<&str>,
) -> Result<ApiKey, ApiKeyError> {
    let reason = line(reason, LONGEST_REASON).map_err(|_| ApiKeyError::RevocationReason)?;
    let now = app.clock.now();
    // What is empty is nobody's, and not anybody's.
    if !may_name(id) || of.is_some_and(|of| !may_name(of)) {
        return Err(ApiKeyError::NotFound);
    }
    let row = api_keys::revoke(tx, id, of, reason.as_deref(), now).await?.ok_or(ApiKeyError::NotFound)?;
    note_revoked(tx, &row, now).await?;
    Ok(ApiKey::read(row, now)?)
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

/// Takes back every key that a user made for an organization, which is held: what they know of it opens nothing any more, even if
/// they come back one day.
pub(super) async fn revoke_all_made_for(
    tx: &mut Transaction,
    organization_id: &str,
    user_id: &str,
    reason: &str,
    now: i64,
) -> Result<(), StoreError> {
    for row in api_keys::revoke_all_made_for(tx, organization_id, user_id, reason, now).await? {
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
