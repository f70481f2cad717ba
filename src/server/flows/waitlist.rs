//! The waitlist: who may not sign up yet leaves an address, and is invited when it is their turn.

use serde::Serialize;

use super::invitations::{Invitation, NewInvitation};
use super::{Error, Outcome, Visitor, client, commit_with_mail, identifier, invitations, limits, restrictions};
use crate::model::{ApiError, Client, ErrorCode, Field, Notice, SignUpMode, WaitlistStatus};
use crate::server::crypto::{Prefix, new_id};
use crate::server::delivery::{self, To};
use crate::server::events::{self, AuditAction, AuditEntry, EventType};
use crate::server::flows::Issued;
use crate::server::resources;
use crate::server::store::identifiers::{self, IdentifierKind};
pub use crate::server::store::waitlist_entries::WaitlistOrder;
use crate::server::store::waitlist_entries::{self, WaitlistEntryRow, WaitlistFilter};
use crate::server::store::{Connection, StoreError, Transaction};
use crate::server::vestibule::Inner;

/// Someone who waits, or waited. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct WaitlistEntry {
    /// `wle_…`
    pub id: String,
    /// Where they are reached.
    pub email_address: String,
    /// Where they stand.
    pub status: WaitlistStatus,
    /// The invitation that they were sent.
    pub invitation_id: Option<String>,
    /// When they came.
    pub created_at: i64,
    /// When something last changed.
    pub updated_at: i64,
}

impl From<WaitlistEntryRow> for WaitlistEntry {
    fn from(row: WaitlistEntryRow) -> Self {
        let WaitlistEntryRow { id, email_address, status, invitation_id, language: _, created_at, updated_at } = row;
        Self { id, email_address, status, invitation_id, created_at, updated_at }
    }
}

/// Why someone is not taken from the list.
#[derive(Debug, thiserror::Error)]
pub enum WaitlistDeletionError {
    /// There is no such entry.
    #[error("there is no such entry")]
    NotFound,
    /// They were invited or turned down, or have an account.
    #[error("they do not wait any more")]
    NotPending,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Someone who is to be on the list.
#[derive(Clone, Debug)]
pub struct NewWaitlistEntry {
    /// Where they are reached.
    pub email_address: String,
    /// Whether they are mailed that they are on it.
    pub notify: bool,
}

impl NewWaitlistEntry {
    /// Someone who is told.
    pub fn of(email_address: impl Into<String>) -> Self {
        Self { email_address: email_address.into(), notify: true }
    }
}

/// Who is looked for on the list.
#[derive(Clone, Debug)]
pub struct WaitlistQuery {
    /// Who stands somewhere.
    pub status: Option<WaitlistStatus>,
    /// A part of an address, or a whole id; empty: everyone.
    pub query: String,
    /// What they are sorted by.
    pub order: WaitlistOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for WaitlistQuery {
    /// The ten who came last.
    fn default() -> Self {
        let order = WaitlistOrder::CreatedAt;
        Self { status: None, query: String::new(), order, descending: true, limit: 10, offset: 0 }
    }
}

/// Puts someone on the list. Whoever is on it, or has an account, is told what everyone is told; the mail tells the owner
/// of the address.
pub async fn join(app: &Inner, visitor: &Visitor, typed: &str) -> Result<Outcome, Error> {
    if app.settings.sign_up.mode != SignUpMode::Waitlist {
        return Err(ApiError::new(ErrorCode::WaitlistNotEnabled).into());
    }
    let email = identifier::email_address(typed)?;
    restrictions::check_invited(app, &email)?;
    let known = client::find(app, visitor).await?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let network = limits::network_of(visitor).to_string();
    for (key, rule) in [
        (limits::key(app, "waitlist_network", &[&network]), limits::WAITLIST_OF_NETWORK),
        (limits::key(app, "waitlist", &[&email.normalized]), limits::WAITLIST),
    ] {
        limits::take_or_refuse(&mut tx, &key, rule, ErrorCode::TooManyRequests, now).await??;
    }
    let language = visitor.language;
    let owner = identifiers::language_of_owner(&mut tx, IdentifierKind::EmailAddress, &email.normalized).await?;
    if let Some(theirs) = owner {
        let sign_in = format!("{}{}", app.settings.base_url, app.settings.paths.sign_in);
        let (to, mail) = (
            To { address: &email.value, language: theirs.or(language), user_id: None },
            delivery::account_exists_mail(&sign_in),
        );
        delivery::send(app, &mut tx, to, &mail, now + delivery::KEPT, now).await?;
    } else {
        let id = new_id(Prefix::WaitlistEntry, now);
        let new = waitlist_entries::insert(&mut tx, &id, (&email.value, &email.normalized), language, now).await?;
        if let Some(row) = new {
            created(&mut tx, row, now).await?;
            let (to, mail) = (
                To { address: &email.value, language, user_id: None },
                delivery::waitlist_mail(&app.settings.base_url),
            );
            delivery::send(app, &mut tx, to, &mail, now + delivery::KEPT, now).await?;
        }
    }
    let client = match &known {
        Some(browser) => client::state(app, &mut tx, browser).await?,
        None => Client::default(),
    };
    commit_with_mail(app, tx).await?;
    Ok(Outcome {
        client,
        issued: Issued::default(),
        began: None,
        refused: None,
        notice: Some(Notice::WaitlistJoined),
        organization_id: None,
        backup_codes: None,
        api_key: None,
    })
}

/// Notes that someone who was on the list has an account now.
pub async fn signed_up(tx: &mut Transaction, email: &identifier::Identifier, now: i64) -> Result<(), Error> {
    if let Some(row) = waitlist_entries::complete(tx, &email.normalized, now).await? {
        let entry = AuditEntry::of(EventType::WaitlistEntryUpdated).with("status", row.status.as_str());
        record(tx, (EventType::WaitlistEntryUpdated, entry), row, None, now).await?;
    }
    Ok(())
}

/// Puts someone back among those who wait, whose invitation is forgotten. The transaction holds no invitation yet.
pub async fn uninvited(
    tx: &mut Transaction,
    normalized: &str,
    invitation_id: &str,
    now: i64,
) -> Result<(), StoreError> {
    if let Some(row) = waitlist_entries::uninvite(tx, normalized, invitation_id, now).await? {
        let kind = EventType::WaitlistEntryUpdated;
        let entry = AuditEntry::of(kind).changed("status", WaitlistStatus::Invited.as_str(), row.status.as_str());
        record(tx, (kind, entry), row, None, now).await?;
    }
    Ok(())
}

async fn created(connection: &mut Connection, row: WaitlistEntryRow, now: i64) -> Result<WaitlistEntry, StoreError> {
    let kind = EventType::WaitlistEntryCreated;
    record(connection, (kind, AuditEntry::of(kind)), row, None, now).await
}

/// Tells of someone on the list, and of the invitation that they were sent just now: without its link, which lets in whoever has
/// it.
async fn record(
    connection: &mut Connection,
    (kind, audit): (EventType, AuditEntry),
    row: WaitlistEntryRow,
    invitation: Option<&Invitation>,
    now: i64,
) -> Result<WaitlistEntry, StoreError> {
    let entry = WaitlistEntry::from(row);
    let audit = audit.with("email_address", entry.email_address.as_str());
    let invitation = invitation.map(|sent| Invitation { url: None, ..sent.clone() });
    let data = resources::WaitlistEntry::of(entry.clone(), invitation);
    events::record_as(connection, kind, &entry.id, &data, audit, now).await?;
    Ok(entry)
}

/// Those who wait to be let in: [`Vestibule::waitlist`](crate::server::Vestibule::waitlist).
#[derive(Clone, Copy, Debug)]
pub struct Waitlist<'a>(pub(crate) &'a Inner);

impl Waitlist<'_> {
    /// Those who stand somewhere, or all of them: who came first in front, at most 500.
    pub async fn list(
        &self,
        status: Option<WaitlistStatus>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<WaitlistEntry>, Error> {
        let rows =
            waitlist_entries::list(&mut *self.0.store.read().await?, status, invitations::page(limit, offset)).await?;
        Ok(rows.into_iter().map(WaitlistEntry::from).collect())
    }

    /// How many stand somewhere, or are on the list at all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, status: Option<WaitlistStatus>) -> Result<i64, Error> {
        Ok(waitlist_entries::count(&mut *self.0.store.read().await?, status).await?)
    }

    /// Those who are looked for, and how many of them there are. At most 500 at once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, query: &WaitlistQuery) -> Result<(Vec<WaitlistEntry>, i64), Error> {
        let WaitlistQuery { status, query, order, descending, limit, offset } = query.clone();
        // PostgreSQL takes no NUL in a text, and nobody has one.
        if query.contains('\0') {
            return Ok((Vec::new(), 0));
        }
        let filter = WaitlistFilter { status, query: query.trim().to_owned() };
        let mut connection = self.0.store.read().await?;
        let part = invitations::page(limit, offset);
        let rows = waitlist_entries::find(&mut connection, &filter, (order, descending), part).await?;
        let count = waitlist_entries::count_found(&mut connection, &filter).await?;
        Ok((rows.into_iter().map(WaitlistEntry::from).collect(), count))
    }

    /// Puts someone on the list, and mails them that they are unless the caller tells them. Whoever is on it stays where they
    /// stand, and is told nothing.
    ///
    /// # Errors
    /// `waitlist_not_enabled` if there is none, `form_identifier_exists` if the address has an account,
    /// `not_allowed_access` if the block-list keeps it out, `form_param_format_invalid` if it is none.
    pub async fn create(&self, new: &NewWaitlistEntry) -> Result<WaitlistEntry, Error> {
        let mut made = self.create_all(std::slice::from_ref(new)).await?;
        made.pop().ok_or_else(|| StoreError::Row("a waitlist entry").into())
    }

    /// Puts all of them on the list, or nobody.
    ///
    /// # Errors
    /// As [`Waitlist::create`], for the first one who cannot be.
    pub async fn create_all(&self, new: &[NewWaitlistEntry]) -> Result<Vec<WaitlistEntry>, Error> {
        let app = self.0;
        if app.settings.sign_up.mode != SignUpMode::Waitlist {
            return Err(ApiError::new(ErrorCode::WaitlistNotEnabled).into());
        }
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        // By address, so that of two who add the same people neither waits for the other.
        let mut order: Vec<(usize, &NewWaitlistEntry)> = new.iter().enumerate().collect();
        order.sort_by_cached_key(|(_, one)| one.email_address.to_lowercase());
        let mut made = Vec::with_capacity(new.len());
        for (place, one) in order {
            made.push((place, put(app, &mut tx, one, now).await?));
        }
        commit_with_mail(app, tx).await?;
        made.sort_by_key(|(place, _)| *place);
        Ok(made.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Takes someone from the list who waits. They are not told, and may come again.
    ///
    /// # Errors
    /// If there is no such entry, or they were invited or turned down or have an account by now.
    pub async fn delete(&self, id: &str) -> Result<WaitlistEntry, WaitlistDeletionError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let Some(row) = waitlist_entries::delete(&mut tx, id).await? else {
            return Err(match waitlist_entries::exists(&mut tx, id).await? {
                true => WaitlistDeletionError::NotPending,
                false => WaitlistDeletionError::NotFound,
            });
        };
        let entry = AuditEntry::of(AuditAction::WaitlistEntryDeleted);
        entry.with("email_address", row.email_address.as_str()).write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(row.into())
    }

    /// Mails an invitation to someone on the list. One that they were sent before is good for nothing any more.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such entry or they have an account by now; else as
    /// [`Invitations::create`](super::invitations::Invitations::create).
    pub async fn invite(&self, id: &str) -> Result<(WaitlistEntry, Invitation), Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let row = hold(&mut tx, id, now).await?;
        refuse_account(&mut tx, &row).await?;
        let new = NewInvitation {
            ignore_existing: true,
            language: row.language,
            ..NewInvitation::to(row.email_address.as_str())
        };
        let invitation = invitations::create(app, &mut tx, &new, now).await?;
        let entry = set(&mut tx, row, WaitlistStatus::Invited, Some(&invitation), now).await?;
        commit_with_mail(app, tx).await?;
        Ok((entry, invitation))
    }

    /// Turns someone down. They are not told, and an invitation that they were sent is taken back.
    ///
    /// # Errors
    /// `resource_not_found` if there is no such entry or they have an account by now.
    pub async fn reject(&self, id: &str) -> Result<WaitlistEntry, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let row = hold(&mut tx, id, now).await?;
        if let Some(invitation) = &row.invitation_id {
            super::invitations::take_back(&mut tx, invitation, now).await?;
        }
        let entry = set(&mut tx, row, WaitlistStatus::Rejected, None, now).await?;
        super::commit(tx).await?;
        Ok(entry)
    }
}

/// Puts someone on the list in a transaction, with the mail that tells them.
async fn put(app: &Inner, tx: &mut Transaction, new: &NewWaitlistEntry, now: i64) -> Result<WaitlistEntry, Error> {
    let email = identifier::email_address(&new.email_address)?;
    restrictions::check_invited(app, &email)?;
    if identifiers::exists(tx, IdentifierKind::EmailAddress, &email.normalized).await? {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::EmailAddress).into());
    }
    let id = new_id(Prefix::WaitlistEntry, now);
    let Some(row) = waitlist_entries::insert(tx, &id, (&email.value, &email.normalized), None, now).await? else {
        let there = waitlist_entries::by_address(tx, &email.normalized).await?;
        return Ok(there.ok_or(StoreError::Row("a waitlist entry"))?.into());
    };
    let entry = created(tx, row, now).await?;
    if new.notify {
        let (to, mail) = (
            To { address: &email.value, language: None, user_id: None },
            delivery::waitlist_mail(&app.settings.base_url),
        );
        delivery::send(app, tx, to, &mail, now + delivery::KEPT, now).await?;
    }
    Ok(entry)
}

fn not_found() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

async fn hold(tx: &mut Transaction, id: &str, now: i64) -> Result<WaitlistEntryRow, Error> {
    waitlist_entries::hold(tx, id, now).await?.ok_or_else(not_found)
}

/// Whoever has an account needs no invitation, however they came by it.
async fn refuse_account(tx: &mut Transaction, row: &WaitlistEntryRow) -> Result<(), Error> {
    let email = identifier::email_address(&row.email_address)?;
    match identifiers::exists(tx, IdentifierKind::EmailAddress, &email.normalized).await? {
        true => Err(not_found()),
        false => Ok(()),
    }
}

async fn set(
    tx: &mut Transaction,
    row: WaitlistEntryRow,
    status: WaitlistStatus,
    invitation: Option<&Invitation>,
    now: i64,
) -> Result<WaitlistEntry, Error> {
    let invitation_id = invitation.map(|invitation| invitation.id.as_str());
    waitlist_entries::set_status(tx, &row.id, status, invitation_id, now).await?;
    let kind = EventType::WaitlistEntryUpdated;
    let mut entry = AuditEntry::of(kind).changed("status", row.status.as_str(), status.as_str());
    if let Some(id) = invitation_id {
        entry = entry.with("invitation_id", id);
    }
    let row = WaitlistEntryRow { status, invitation_id: invitation_id.map(str::to_owned), ..row };
    Ok(record(tx, (kind, entry), row, invitation, now).await?)
}
