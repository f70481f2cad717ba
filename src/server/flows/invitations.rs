//! Invitations to the app: whoever gets one may sign up with the address that it was sent to, which needs no other proof.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Error, commit, commit_with_mail, identifier, restrictions, waitlist};
use crate::model::{ApiError, ErrorCode, Field, TicketStatus};
use crate::server::Language;
use crate::server::crypto::{HOUR, Prefix, Secret, Token, new_id};
use crate::server::delivery::{self, To};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::ticket;
use crate::server::store::identifiers::{self, IdentifierKind};
pub use crate::server::store::invitation_list::InvitationOrder;
use crate::server::store::invitation_list::{self, InvitationFilter};
use crate::server::store::invitations::{self, InvitationRow};
use crate::server::store::{Connection, StoreError, Transaction, messages};
use crate::server::vestibule::Inner;

const DAY: i64 = 24 * HOUR;
/// How long an invitation is good for unless it says otherwise, in days.
const DAYS: i64 = 30;
/// The longest, in days.
pub const MOST_DAYS: i64 = 365;
/// No list is longer than this.
pub const MOST_LISTED: i64 = 500;
/// No metadata is larger than this, in bytes of JSON.
const MOST_METADATA: usize = 8 * 1024;
/// No address to be led to is longer than this, in bytes.
const LONGEST_URL: usize = 2048;

/// An invitation to be.
///
/// ```
/// use vestibule::server::NewInvitation;
///
/// let invitation = NewInvitation { notify: false, ..NewInvitation::to("ada@example.com") };
/// assert_eq!(invitation.expires_in_days, 30);
/// ```
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Whom it is for.
    pub email_address: String,
    /// What the account gets from it: everyone may see it.
    pub public_metadata: Map<String, Value>,
    /// Where they go when they have signed up: a path of this site, or a listed site's address.
    pub redirect_url: Option<String>,
    /// Whether it is mailed. Else the caller passes the address of its link on.
    pub notify: bool,
    /// Whether it is made although the address has an account, or takes the place of one that waits for an answer.
    pub ignore_existing: bool,
    /// How long it is good for: 1 to 365 days.
    pub expires_in_days: i64,
    /// The language that the mail is written in. Not set: the app's.
    pub language: Option<Language>,
}

impl NewInvitation {
    /// One that is mailed to an address, and good for 30 days.
    pub fn to(email_address: impl Into<String>) -> Self {
        Self {
            email_address: email_address.into(),
            public_metadata: Map::new(),
            redirect_url: None,
            notify: true,
            ignore_existing: false,
            expires_in_days: DAYS,
            language: None,
        }
    }
}

/// An invitation. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    /// `inv_…`
    pub id: String,
    /// Whom it is for.
    pub email_address: String,
    /// What the account gets from it.
    pub public_metadata: Map<String, Value>,
    /// Where they go when they have signed up.
    pub redirect_url: Option<String>,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Where it stands.
    pub status: TicketStatus,
    /// The address of its link. Whoever has it can sign up, so it does not print itself; it is known only when the
    /// invitation is made.
    #[serde(skip)]
    pub url: Option<Secret>,
    /// When it is good no longer.
    pub expires_at: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl Invitation {
    pub(super) fn read(row: InvitationRow, url: Option<String>, now: i64) -> Result<Self, StoreError> {
        let public_metadata =
            serde_json::from_str(&row.public_metadata).map_err(|_| StoreError::Row("an invitation's metadata"))?;
        Ok(Self {
            revoked: row.revoked_at.is_some(),
            status: row.status(now),
            id: row.id,
            email_address: row.email_address,
            public_metadata,
            redirect_url: row.redirect_url,
            url: url.map(Secret::new),
            expires_at: row.expire_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// Which invitations are asked for: all of the conditions hold of whatever is given.
#[derive(Clone, Debug)]
pub struct InvitationQuery {
    /// Those that stand there.
    pub status: Option<TicketStatus>,
    /// Those to an address, or with an id, in which this stands.
    pub query: String,
    /// What they are sorted by.
    pub order: InvitationOrder,
    /// Whether the last come first.
    pub descending: bool,
    /// At most so many, up to 500.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Default for InvitationQuery {
    /// The ten newest.
    fn default() -> Self {
        let (status, query, order) = (None, String::new(), InvitationOrder::CreatedAt);
        Self { status, query, order, descending: true, limit: 10, offset: 0 }
    }
}

/// What is looked for is no longer than this, in characters.
const LONGEST_QUERY: usize = 100;

/// The invitations to the app: [`Vestibule::invitations`](crate::server::Vestibule::invitations).
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(pub(crate) &'a Inner);

impl Invitations<'_> {
    /// Invites someone, and mails it to them unless the caller passes the link on.
    ///
    /// # Errors
    /// `form_identifier_exists` if the address has an account and `duplicate_record` if an invitation of it waits for an
    /// answer, unless those are to be ignored; `not_allowed_access` if the block-list keeps it out;
    /// `form_param_format_invalid` if something is not what it has to be.
    pub async fn create(&self, new: &NewInvitation) -> Result<Invitation, Error> {
        let mut made = self.create_all(std::slice::from_ref(new)).await?;
        made.pop().ok_or_else(|| StoreError::Row("an invitation").into())
    }

    /// Invites all of them, or nobody.
    ///
    /// # Errors
    /// As [`Invitations::create`], for the first one that cannot be made.
    pub async fn create_all(&self, new: &[NewInvitation]) -> Result<Vec<Invitation>, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        // By address, so that of two who invite the same people neither waits for the other.
        let mut order: Vec<(usize, &NewInvitation)> = new.iter().enumerate().collect();
        order.sort_by_cached_key(|(_, one)| one.email_address.to_lowercase());
        let mut made = Vec::with_capacity(new.len());
        for (place, one) in order {
            made.push((place, create(self.0, &mut tx, one, now).await?));
        }
        commit_with_mail(self.0, tx).await?;
        made.sort_by_key(|(place, _)| *place);
        Ok(made.into_iter().map(|(_, one)| one).collect())
    }

    /// Invitations that stand somewhere, or all of them: newest first, at most 500.
    pub async fn list(&self, status: Option<TicketStatus>, limit: i64, offset: i64) -> Result<Vec<Invitation>, Error> {
        let now = self.0.clock.now();
        let rows = invitations::list(&mut *self.0.store.read().await?, status, page(limit, offset), now).await?;
        Ok(rows.into_iter().map(|row| Invitation::read(row, None, now)).collect::<Result<_, _>>()?)
    }

    /// How many invitations stand somewhere, or are there at all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, status: Option<TicketStatus>) -> Result<i64, Error> {
        let now = self.0.clock.now();
        Ok(invitations::count(&mut *self.0.store.read().await?, status, now).await?)
    }

    /// A part of the invitations that are meant, and how many there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, query: &InvitationQuery) -> Result<(Vec<Invitation>, i64), Error> {
        let (mut connection, now) = (self.0.store.read().await?, self.0.clock.now());
        let text = match query.query.contains('\0') {
            false => query.query.trim().chars().take(LONGEST_QUERY).collect(),
            // As a word that stands nowhere.
            true => "\u{1}".into(),
        };
        let filter = InvitationFilter { status: query.status, query: text };
        let (order, page) = ((query.order, query.descending), page(query.limit, query.offset));
        let rows = invitation_list::list(&mut connection, &filter, order, page, now).await?;
        let total = invitation_list::count(&mut connection, &filter, now).await?;
        Ok((rows.into_iter().map(|row| Invitation::read(row, None, now)).collect::<Result<_, _>>()?, total))
    }

    /// Takes an invitation back: its link is good for nothing any more. One that was taken back before stays as it is, so that
    /// whoever did not hear the answer may ask again.
    ///
    /// # Errors
    /// `resource_not_found` if there is none, or it was accepted.
    pub async fn revoke(&self, id: &str) -> Result<Invitation, Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let Some(row) = take_back(&mut tx, id, now).await? else {
            let before = invitations::by_id(&mut tx, id).await?.filter(|row| row.status(now) == TicketStatus::Revoked);
            let row = before.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?;
            return Ok(Invitation::read(row, None, now)?);
        };
        commit(tx).await?;
        Ok(Invitation::read(row, None, now)?)
    }

    /// Forgets an invitation, wherever it stands, and the mail that invited: its link is good for nothing any more. An account
    /// that was made with it stays, and what organizations have sent to the same address. Whoever was invited with it from the
    /// waitlist waits again.
    ///
    /// # Errors
    /// `resource_not_found` if there is none.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let not_there = || Error::from(ApiError::new(ErrorCode::ResourceNotFound));
        let known = invitations::by_id(&mut tx, id).await?.ok_or_else(not_there)?;
        // Their place on the list first, as whoever invites from it.
        waitlist::uninvited(&mut tx, &known.normalized, id, now).await?;
        let row = invitations::delete(&mut tx, id).await?.ok_or_else(not_there)?;
        messages::remove_all_of(&mut tx, &row.id).await?;
        note(&mut tx, AuditAction::InvitationDeleted, &row.id, &row.email_address, now).await?;
        commit(tx).await
    }
}

/// The part of a list that is asked for.
pub(super) fn page(limit: i64, offset: i64) -> (i64, i64) {
    (limit.clamp(0, MOST_LISTED), offset.max(0))
}

/// Takes an invitation back in a transaction, if it is there and was not answered, and its mail if that was not sent yet.
pub async fn take_back(tx: &mut Transaction, id: &str, now: i64) -> Result<Option<InvitationRow>, StoreError> {
    let revoked = invitations::revoke(tx, id, now).await?;
    if let Some(row) = &revoked {
        messages::withdraw(tx, &row.id, now).await?;
        note(tx, AuditAction::InvitationRevoked, &row.id, &row.email_address, now).await?;
    }
    Ok(revoked)
}

/// Notes in the audit log what has become of an invitation.
pub async fn note(
    connection: &mut Connection,
    action: AuditAction,
    id: &str,
    email_address: &str,
    now: i64,
) -> Result<(), StoreError> {
    AuditEntry::of(action).with("email_address", email_address).write(connection, Some(id), now).await
}

/// Makes an invitation in a transaction, and the mail with it.
pub async fn create(app: &Inner, tx: &mut Transaction, new: &NewInvitation, now: i64) -> Result<Invitation, Error> {
    let email = identifier::email_address(&new.email_address)?;
    restrictions::check_invited(app, &email)?;
    let metadata = Value::Object(new.public_metadata.clone()).to_string();
    let redirect_url = new.redirect_url.as_deref().filter(|url| !url.is_empty());
    let is_odd = |url: &str| url.len() > LONGEST_URL || url.chars().any(char::is_control);
    if redirect_url.is_some_and(is_odd) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::RedirectUrl).into());
    }
    if metadata.len() > MOST_METADATA {
        return Err(ApiError::new(ErrorCode::FormParamMaxLengthExceeded).with_limit(MOST_METADATA).into());
    }
    if !(1..=MOST_DAYS).contains(&new.expires_in_days) {
        return Err(ApiError::new(ErrorCode::FormParamFormatInvalid).into());
    }
    if !new.ignore_existing && identifiers::exists(tx, IdentifierKind::EmailAddress, &email.normalized).await? {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::EmailAddress).into());
    }
    invitations::make_room(tx, &email.normalized, now).await?;
    if new.ignore_existing
        && let Some(row) = invitations::revoke_waiting(tx, &email.normalized, now).await?
    {
        messages::withdraw(tx, &row.id, now).await?;
        note(tx, AuditAction::InvitationRevoked, &row.id, &row.email_address, now).await?;
    }
    let duplicate = || Error::from(ApiError::of(ErrorCode::DuplicateRecord, Field::EmailAddress));
    if invitations::is_waiting(tx, &email.normalized).await? {
        return Err(duplicate());
    }
    let (id, ticket) = (new_id(Prefix::Invitation, now), Token::random());
    let row = invitations::NewInvitation {
        id: &id,
        email_address: &email.value,
        normalized: &email.normalized,
        ticket_hash: &ticket.hash(),
        public_metadata: &metadata,
        redirect_url,
        expire_at: now + new.expires_in_days * DAY,
    };
    match invitations::insert(tx, &row, now).await {
        // Somebody else was quicker.
        Err(StoreError::Exists(_)) => return Err(duplicate()),
        other => other?,
    }
    let mut url = ticket::address(&app.settings, &app.settings.paths.sign_up, &ticket);
    if let Some(target) = redirect_url {
        url = format!("{url}&redirect_url={}", utf8_percent_encode(target, NON_ALPHANUMERIC));
    }
    note(tx, AuditAction::InvitationCreated, &id, &email.value, now).await?;
    if new.notify {
        let mail = delivery::invitation_mail(&url, new.expires_in_days).instead_of_older_ones_of(&id);
        let to = To { address: &email.value, language: new.language, user_id: None };
        delivery::send(app, tx, to, &mail, row.expire_at, now).await?;
    }
    let made = invitations::by_id(tx, &id).await?.ok_or(StoreError::Row("an invitation"))?;
    Ok(Invitation::read(made, Some(url), now)?)
}
