//! Invitations to organizations: made, sent anew, taken back, listed. By the app's own server, or by a person who may let
//! others in.
//!
//! The link is for the address alone to which it is mailed: whoever has it is believed to have the address. So people are
//! not given the links of invitations that they make; the app's own server is.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::accept::check_room;
use super::access::{self, Access, Actor, check_enabled, check_ids, not_there};
use super::roles::role_of;
use super::{noted, read};
use crate::model::{ApiError, ErrorCode, Field, OrganizationInvitation, TicketStatus};
use crate::server::crypto::{HOUR, Prefix, Secret, Token, new_ids_in_order};
use crate::server::delivery::{self, To};
use crate::server::events::{AuditAction, AuditEntry, EventType};
use crate::server::factors::ticket;
use crate::server::flows::invitations::{MOST_DAYS, page};
use crate::server::flows::{Error, identifier, limits, metadata, restrictions};
use crate::server::redirect;
use crate::server::settings::{MANAGE_MEMBERSHIPS, Role};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::limits::Rule;
use crate::server::store::organization_invitations::{self, OrganizationInvitationRow};
use crate::server::store::organizations::OrganizationRow;
use crate::server::store::{Connection, StoreError, Transaction, messages, organization_memberships, users};
use crate::server::vestibule::Inner;

const DAY: i64 = 24 * HOUR;
/// No more people than these are invited at once.
pub const MOST_AT_ONCE: usize = 50;

/// An invitation to be.
///
/// ```
/// use vestibule::server::NewOrganizationInvitation;
///
/// let invitation =
///     NewOrganizationInvitation { role: Some("org:admin".into()), ..NewOrganizationInvitation::to("ada@example.com") };
/// assert!(invitation.notify);
/// ```
#[derive(Clone, Debug)]
pub struct NewOrganizationInvitation {
    /// Whom it is for.
    pub email_address: String,
    /// The key of the role that they will have. Not set: the settings' `default_role`.
    pub role: Option<String>,
    /// In whose name the app's own server invites them: someone who may, and in that role. Of a person's invitation it is not
    /// set: they invite themselves.
    pub inviter_user_id: Option<String>,
    /// Where they go when they are in: a path of this site, or a listed site's address.
    pub redirect_url: Option<String>,
    /// How long it is good: 1 to 365 days. Not set: the settings' `invitation_days`.
    pub expires_in_days: Option<i64>,
    /// Whether it is mailed. Else the app's server passes the address of its link on. A person's is always mailed.
    pub notify: bool,
    /// What the membership gets from it and members may read. Of a person's invitation it is empty.
    pub public_metadata: Map<String, Value>,
    /// What the membership gets from it and the server alone reads. Of a person's invitation it is empty.
    pub private_metadata: Map<String, Value>,
}

impl NewOrganizationInvitation {
    /// One that is mailed to an address, with what the settings say for the rest.
    pub fn to(email_address: impl Into<String>) -> Self {
        Self {
            email_address: email_address.into(),
            role: None,
            inviter_user_id: None,
            redirect_url: None,
            expires_in_days: None,
            notify: true,
            public_metadata: Map::new(),
            private_metadata: Map::new(),
        }
    }
}

/// An invitation that was made or sent anew.
#[derive(Clone, Debug)]
pub struct SentOrganizationInvitation {
    /// The invitation.
    pub invitation: OrganizationInvitation,
    /// The address of its link, for the app's own server: whoever has it can sign up with the address. It does not print
    /// itself, and is known only now.
    pub url: Option<Secret>,
}

/// A part of the invitations to an organization, newest first.
#[derive(Clone, Debug)]
pub struct OrganizationInvitationPage {
    /// At most 500 of them.
    pub data: Vec<OrganizationInvitation>,
    /// How many there are in all.
    pub total_count: i64,
}

/// An invitation to be, found good.
struct Checked<'a> {
    new: &'a NewOrganizationInvitation,
    email: identifier::Identifier,
    role: Role,
    days: i64,
    public_metadata: String,
    private_metadata: String,
}

fn not_pending() -> Error {
    ApiError::new(ErrorCode::OrganizationInvitationNotPending).into()
}

fn duplicate(address: &str) -> Error {
    ApiError::of(ErrorCode::DuplicateRecord, Field::EmailAddress).about_address(address).into()
}

/// Says which address an error is about, if it is about one.
fn of_address(error: ApiError, address: &str) -> ApiError {
    match error.meta.param_name {
        Some(Field::EmailAddress) => error.about_address(address),
        _ => error,
    }
}

/// Checks what needs no look at the database.
fn check<'a>(app: &Inner, actor: Actor<'_>, new: &'a NewOrganizationInvitation) -> Result<Checked<'a>, ApiError> {
    let wrong = |field: Field| ApiError::of(ErrorCode::FormParamFormatInvalid, field);
    let settings = &app.settings.organizations;
    let email = identifier::email_address(&new.email_address)?;
    may_invite(app, actor, &email)?;
    let role =
        settings.role(new.role.as_deref().unwrap_or(&settings.default_role)).ok_or_else(|| wrong(Field::Role))?;
    if target(new).is_some_and(|url| redirect::target(app, url).is_none()) {
        return Err(wrong(Field::RedirectUrl));
    }
    let days = new.expires_in_days.unwrap_or(settings.invitation_days);
    let is_by_person = matches!(actor, Actor::Person(_));
    let has_metadata = !(new.public_metadata.is_empty() && new.private_metadata.is_empty());
    let is_the_servers = has_metadata || !new.notify || new.inviter_user_id.is_some();
    if !(1..=MOST_DAYS).contains(&days) || (is_by_person && is_the_servers) {
        return Err(ApiError::new(ErrorCode::FormParamFormatInvalid));
    }
    let public_metadata = metadata::text(&new.public_metadata)?;
    let private_metadata = metadata::text(&new.private_metadata)?;
    Ok(Checked { new, email, role, days, public_metadata, private_metadata })
}

fn target(new: &NewOrganizationInvitation) -> Option<&str> {
    new.redirect_url.as_deref().filter(|url| !url.is_empty())
}

/// Counts the mails of which people are the cause, or refuses them. Before anything else is held.
async fn take_limits(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    actor: Actor<'_>,
    addresses: &[&str],
    now: i64,
) -> Result<(), Error> {
    let mut all: Vec<(String, Rule)> = vec![];
    for address in addresses {
        // Whoever makes many organizations has no more of it than with one.
        let of_person = limits::key(app, "organization_invitations_by", &[actor.user_id().unwrap_or_default()]);
        all.push((of_person, limits::ORGANIZATION_INVITATIONS));
        let of_all = limits::key(app, "organization_invitations", &[organization_id]);
        all.push((of_all, limits::ORGANIZATION_INVITATIONS));
        let of_address = limits::key(app, "organization_invitations_to", &[address]);
        all.push((of_address, limits::ORGANIZATION_INVITATIONS_TO));
    }
    // In one order, so that nobody waits for each other.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    for (key, rule) in all {
        limits::take_or_refuse(tx, &key, rule, ErrorCode::TooManyRequests, now).await??;
    }
    Ok(())
}

/// Holds an organization for whoever may let others in there.
async fn hold(tx: &mut Transaction, app: &Inner, organization_id: &str, actor: Actor<'_>) -> Result<Access, Error> {
    let access = access::hold(app, tx, organization_id, actor).await?;
    access.require(MANAGE_MEMBERSHIPS)?;
    Ok(access)
}

/// Refuses an address that someone has proven who belongs to the organization.
async fn refuse_member(
    tx: &mut Transaction,
    organization_id: &str,
    (address, normalized): (&str, &str),
) -> Result<(), Error> {
    let owner = identifiers::owner(tx, IdentifierKind::EmailAddress, normalized).await?;
    let Some(owner) = owner.filter(|owner| owner.is_verified) else { return Ok(()) };
    match organization_memberships::find(tx, organization_id, &owner.user_id).await? {
        Some(_) => {
            let error = ApiError::of(ErrorCode::AlreadyAMemberInOrganization, Field::EmailAddress);
            Err(error.about_address(address).into())
        }
        None => Ok(()),
    }
}

/// Invites someone, in a transaction that holds nothing after the limits; the caller commits it with the mail.
///
/// # Errors
/// As [`create_all`].
pub async fn create(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    actor: Actor<'_>,
    new: &NewOrganizationInvitation,
    now: i64,
) -> Result<SentOrganizationInvitation, Error> {
    let mut made = create_all(app, tx, organization_id, actor, std::slice::from_ref(new), now).await?;
    made.pop().ok_or_else(|| StoreError::Row("an invitation").into())
}

/// Whoever runs the app says whom they want; other people let nobody in whom that keeps out.
fn may_invite(app: &Inner, actor: Actor<'_>, email: &identifier::Identifier) -> Result<(), ApiError> {
    match actor {
        Actor::Server => restrictions::check_invited(app, email),
        Actor::Person(_) => restrictions::check(app, email),
    }
}

/// Invites all of them, at most 50, or nobody. `actor` is who does it: a person, or the app's own server.
///
/// # Errors
/// For the first one that cannot be made: `form_param_format_invalid` if something is not what it has to be;
/// `not_allowed_access` if the block-list keeps the address out; `already_a_member_in_organization`; `duplicate_record` if
/// another invitation of the address waits for an answer. `form_param_missing` for none, `form_param_max_length_exceeded` for
/// more than 50; `organization_membership_quota_exceeded`; `resource_not_found` if the person does not belong to the
/// organization, `authorization_invalid` if they may not let others in, or not in that role, and the same of the person in whose
/// name the app's own server invites; `too_many_requests`.
pub async fn create_all(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    actor: Actor<'_>,
    new: &[NewOrganizationInvitation],
    now: i64,
) -> Result<Vec<SentOrganizationInvitation>, Error> {
    check_enabled(app)?;
    check_ids(&[organization_id])?;
    let field = Field::EmailAddress;
    if new.is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, field).into());
    }
    if new.len() > MOST_AT_ONCE {
        return Err(ApiError::of(ErrorCode::FormParamMaxLengthExceeded, field).with_limit(MOST_AT_ONCE).into());
    }
    let check = |one| check(app, actor, one).map_err(|error| of_address(error, &one.email_address));
    let checked = new.iter().map(check).collect::<Result<Vec<_>, _>>()?;
    let mut addresses: Vec<&str> = checked.iter().map(|one| one.email.normalized.as_str()).collect();
    addresses.sort_unstable();
    if matches!(actor, Actor::Person(_)) {
        // A limit that is reached tells nothing to whoever does not belong there.
        access::find(app, tx, organization_id, actor).await?.require(MANAGE_MEMBERSHIPS)?;
        take_limits(app, tx, organization_id, actor, &addresses, now).await?;
    }
    let access = hold(tx, app, organization_id, actor).await?;
    for address in addresses {
        organization_invitations::make_room(tx, organization_id, address, now).await?;
    }
    for one in &checked {
        access.require_cover(&one.role)?;
        if let Some(inviter) = &one.new.inviter_user_id {
            let inviter = access.of_person(app, tx, inviter).await?;
            inviter.require(MANAGE_MEMBERSHIPS)?;
            inviter.require_cover(&one.role)?;
        }
        refuse_member(tx, organization_id, (&one.email.value, &one.email.normalized)).await?;
        if organization_invitations::is_waiting(tx, organization_id, &one.email.normalized).await? {
            return Err(duplicate(&one.email.value));
        }
    }
    let members = organization_memberships::count(tx, organization_id).await?;
    let waiting = organization_invitations::count_waiting(tx, organization_id, now).await?;
    let more = i64::try_from(checked.len()).unwrap_or(i64::MAX);
    check_room(app, &access.organization, (members + waiting).saturating_add(more))?;
    let mut made = Vec::with_capacity(checked.len());
    // The newest stand in front of a list, and of those that are made at once the one that was named first.
    let ids = new_ids_in_order(Prefix::OrganizationInvitation, now, checked.len());
    for (one, id) in checked.iter().zip(ids.iter().rev()) {
        made.push(make(app, tx, &access.organization, actor, (one, id), now).await?);
    }
    Ok(made)
}

async fn make(
    app: &Inner,
    tx: &mut Transaction,
    organization: &OrganizationRow,
    actor: Actor<'_>,
    (one, id): (&Checked<'_>, &str),
    now: i64,
) -> Result<SentOrganizationInvitation, Error> {
    let ticket = Token::random();
    let inviter = actor.user_id().or(one.new.inviter_user_id.as_deref());
    let new = organization_invitations::NewOrganizationInvitation {
        id,
        organization_id: &organization.id,
        email_address: &one.email.value,
        normalized: &one.email.normalized,
        ticket_hash: &ticket.hash(),
        role: &one.role.key,
        inviter_user_id: inviter,
        public_metadata: &one.public_metadata,
        private_metadata: &one.private_metadata,
        redirect_url: target(one.new),
        expire_at: now + one.days * DAY,
    };
    let row = match organization_invitations::insert(tx, &new, now).await {
        // The same address stands twice among those who are invited.
        Err(StoreError::Exists(_)) => return Err(duplicate(&one.email.value)),
        other => other?,
    };
    let url = link(app, tx, &row, &ticket).await?;
    if one.new.notify {
        mail(app, tx, organization, &row, inviter, (&url, one.days), now).await?;
    }
    let kind = EventType::OrganizationInvitationCreated;
    let entry = AuditEntry::of(kind);
    // Of a person's own it is said anyway who acted.
    let entry = match &one.new.inviter_user_id {
        Some(inviter) => entry.with("inviter_user_id", inviter.as_str()),
        None => entry,
    };
    let invitation = noted::invitation(app, tx, (kind, entry), &row, now).await?;
    Ok(SentOrganizationInvitation { invitation, url: matches!(actor, Actor::Server).then(|| Secret::new(url)) })
}

/// The address of an invitation's link: where someone signs in, if the address belongs to someone, else where they sign up.
async fn link(
    app: &Inner,
    tx: &mut Transaction,
    row: &OrganizationInvitationRow,
    ticket: &Token,
) -> Result<String, StoreError> {
    let has_account = identifiers::exists(tx, IdentifierKind::EmailAddress, &row.normalized).await?;
    let paths = &app.settings.paths;
    let page = if has_account { &paths.sign_in } else { &paths.sign_up };
    let url = ticket::address(&app.settings, page, ticket);
    Ok(match &row.redirect_url {
        Some(target) => format!("{url}&redirect_url={}", utf8_percent_encode(target, NON_ALPHANUMERIC)),
        None => url,
    })
}

/// Mails an invitation: in the language of whoever has the address, else of whoever invites, else of the app.
async fn mail(
    app: &Inner,
    tx: &mut Transaction,
    organization: &OrganizationRow,
    row: &OrganizationInvitationRow,
    inviter: Option<&str>,
    (url, days): (&str, i64),
    now: i64,
) -> Result<(), Error> {
    let owner = identifiers::language_of_owner(tx, IdentifierKind::EmailAddress, &row.normalized).await?;
    let mut language = owner.flatten();
    let mut name = None;
    if let Some(user_id) = inviter {
        if language.is_none() {
            language = users::language_of(tx, user_id).await?;
        }
        name = organization_memberships::user_data(tx, user_id).await?.map(|it| {
            let names: Vec<String> = [it.first_name, it.last_name].into_iter().flatten().collect();
            if names.is_empty() { it.identifier } else { names.join(" ") }
        });
    }
    // Where the app invites, it does so in the organization's name.
    let inviter = name.filter(|name| !name.is_empty()).unwrap_or_else(|| organization.name.clone());
    let letter = delivery::organization_invitation_mail(&inviter, &organization.name, url, days);
    let letter = letter.instead_of_older_ones_of(&row.id);
    let to = To { address: &row.email_address, language, user_id: None };
    delivery::send(app, tx, to, &letter, row.expire_at, now).await?;
    Ok(())
}

/// Mails an invitation once more, with another link that is good for as many days as the settings say: the old link is good
/// for nothing any more. One that has run out waits for an answer again. A person who sends it anew is who invites from then on.
///
/// # Errors
/// `resource_not_found` if there is none such to this organization; `organization_invitation_not_pending` if it was accepted or
/// taken back; else as [`create_all`].
pub async fn resend(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    actor: Actor<'_>,
    invitation_id: &str,
    now: i64,
) -> Result<SentOrganizationInvitation, Error> {
    check_enabled(app)?;
    check_ids(&[organization_id, invitation_id])?;
    let settings = &app.settings.organizations;
    let known = organization_invitations::by_id(tx, invitation_id).await?;
    let known = known.filter(|row| row.organization_id == organization_id);
    if let (Some(row), Actor::Person(_)) = (&known, actor) {
        access::find(app, tx, organization_id, actor).await?.require(MANAGE_MEMBERSHIPS)?;
        take_limits(app, tx, organization_id, actor, &[&row.normalized], now).await?;
    }
    let access = hold(tx, app, organization_id, actor).await?;
    if let Some(row) = &known {
        organization_invitations::make_room(tx, organization_id, &row.normalized, now).await?;
    }
    let held = organization_invitations::hold(tx, organization_id, invitation_id).await?.ok_or_else(not_there)?;
    let status = held.status(now);
    if !matches!(status, TicketStatus::Pending | TicketStatus::Expired) {
        return Err(not_pending());
    }
    may_invite(app, actor, &identifier::email_address(&held.email_address)?)?;
    let role = settings.role(&held.role);
    let role = role.ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Role))?;
    access.require_cover(&role)?;
    refuse_member(tx, organization_id, (&held.email_address, &held.normalized)).await?;
    if status == TicketStatus::Expired {
        if organization_invitations::is_waiting(tx, organization_id, &held.normalized).await? {
            return Err(duplicate(&held.email_address));
        }
        let members = organization_memberships::count(tx, organization_id).await?;
        let waiting = organization_invitations::count_waiting(tx, organization_id, now).await?;
        check_room(app, &access.organization, members + waiting + 1)?;
    }
    let (ticket, days) = (Token::random(), settings.invitation_days);
    // What is offered is offered by whoever may do so now: whoever did before may have lost that while it had run out.
    let by = actor.user_id();
    let renewed = organization_invitations::renew(tx, &held, by, &ticket.hash(), now + days * DAY, now).await;
    let row = match renewed {
        Err(StoreError::Exists(_)) => return Err(duplicate(&held.email_address)),
        other => other?.ok_or_else(not_pending)?,
    };
    let url = link(app, tx, &row, &ticket).await?;
    mail(app, tx, &access.organization, &row, by, (&url, days), now).await?;
    let entry = AuditEntry::of(AuditAction::OrganizationInvitationResent).within(organization_id);
    entry.with("email_address", row.email_address.as_str()).write(tx, Some(&row.id), now).await?;
    let invitation = read::invitation(app, &row, now);
    Ok(SentOrganizationInvitation { invitation, url: matches!(actor, Actor::Server).then(|| Secret::new(url)) })
}

/// Takes an invitation back: its link is good for nothing any more. One that was taken back before is given as it stands.
///
/// # Errors
/// `resource_not_found` if there is none such to this organization, or the person does not belong to it;
/// `authorization_invalid` if they may not let others in; `organization_invitation_not_pending` if it was accepted.
pub async fn revoke(
    app: &Inner,
    tx: &mut Transaction,
    organization_id: &str,
    actor: Actor<'_>,
    invitation_id: &str,
    now: i64,
) -> Result<OrganizationInvitation, Error> {
    check_enabled(app)?;
    check_ids(&[organization_id, invitation_id])?;
    hold(tx, app, organization_id, actor).await?;
    let held = organization_invitations::hold(tx, organization_id, invitation_id).await?.ok_or_else(not_there)?;
    if held.status(now) == TicketStatus::Revoked {
        return Ok(read::invitation(app, &held, now));
    }
    let row = organization_invitations::revoke(tx, &held.id, now).await?.ok_or_else(not_pending)?;
    note_revoked(app, tx, &row, AuditEntry::of(REVOKED), now).await
}

const REVOKED: EventType = EventType::OrganizationInvitationRevoked;

/// Keeps the mail of an invitation that was taken back, if it has not gone out yet, and tells of it.
async fn note_revoked(
    app: &Inner,
    tx: &mut Transaction,
    row: &OrganizationInvitationRow,
    entry: AuditEntry,
    now: i64,
) -> Result<OrganizationInvitation, Error> {
    messages::withdraw(tx, &row.id, now).await?;
    Ok(noted::invitation(app, tx, (REVOKED, entry), row, now).await?)
}

/// Takes back what a member has offered and may offer no more: whoever has another role by now, or none, and had themselves
/// invited at another address before, would come back with what was taken from them. In the transaction that takes it, which
/// holds the organization: nobody invites or accepts meanwhile. `reason` is noted in the audit log.
pub async fn revoke_beyond(
    app: &Inner,
    tx: &mut Transaction,
    (organization_id, user_id): (&str, &str),
    (role, reason): (Option<&Role>, &str),
    now: i64,
) -> Result<(), Error> {
    let may_offer = |offered: &Role| role.is_some_and(|own| own.may(MANAGE_MEMBERSHIPS) && own.covers(offered));
    for waiting in organization_invitations::waiting_by(tx, organization_id, user_id, now).await? {
        if may_offer(&role_of(app, &waiting.role)) {
            continue;
        }
        if let Some(row) = organization_invitations::revoke(tx, &waiting.id, now).await? {
            note_revoked(app, tx, &row, AuditEntry::of(REVOKED).with("reason", reason), now).await?;
        }
    }
    Ok(())
}

/// The invitations to an organization that stand in one of these places, or all of them, newest first: `page` is how many, at most 500, and
/// how many are passed over.
///
/// # Errors
/// `resource_not_found` if there is no such organization or the person does not belong to it, `authorization_invalid` if they
/// may not let others in.
pub async fn list(
    app: &Inner,
    connection: &mut Connection,
    organization_id: &str,
    actor: Actor<'_>,
    (statuses, (limit, offset)): (&[TicketStatus], (i64, i64)),
    now: i64,
) -> Result<OrganizationInvitationPage, Error> {
    check_enabled(app)?;
    access::find(app, connection, organization_id, actor).await?.require(MANAGE_MEMBERSHIPS)?;
    let rows = organization_invitations::list(connection, organization_id, statuses, page(limit, offset), now).await?;
    let total_count = organization_invitations::count(connection, organization_id, statuses, now).await?;
    Ok(OrganizationInvitationPage {
        data: rows.iter().map(|row| read::invitation(app, row, now)).collect(),
        total_count,
    })
}
