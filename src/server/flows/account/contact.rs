//! E-mail addresses and phone numbers of an account.
//!
//! ```text
//! create ──▶ on the account, unverified: it leads to nobody ──▶ attempt_verification ─┬─ an identifier of the account
//!    ▲                                                                                └─ somebody was quicker: told
//!    └── prepare_verification: another code
//! ```
//!
//! Whoever puts an address on their account that is somebody's is answered like everyone else, and its owner gets a
//! message. Only who gives the code, and so has the address, is told.

use super::{Change, refusal};
use crate::model::{ApiError, ErrorCode, Field, FieldRule, Notice, PhoneNumber, Strategy, User, VerificationStatus};
use crate::server::crypto::{HOUR, Prefix, new_id};
use crate::server::delivery::{self, Letter, To};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::mailed::{Errand, RESEND_AFTER, Recipient};
use crate::server::factors::{code, mailed, texted};
use crate::server::flows::identifier::{self, Identifier};
use crate::server::flows::reverification::Action;
use crate::server::flows::{
    Error, Issued, Outcome, Visitor, commit, limits, owner, restrictions, second_factors, text_messages,
};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::limits::Rule;
use crate::server::store::unverified_identifiers::{self, UnverifiedRow};
use crate::server::store::users;
use crate::server::store::verifications::{self, Purpose};
use crate::server::store::{Transaction, accounts, sign_ins};
use crate::server::vestibule::Inner;

/// How many of a kind an account may have, proven or not.
const MOST: usize = 10;
/// Codes that one account has sent to whichever addresses: an account is no licence to write to everyone.
const SENT_BY_ACCOUNT: Rule = Rule::per(10, HOUR);

/// What people are reached by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// By mail.
    EmailAddress,
    /// By text message.
    PhoneNumber,
}

impl Contact {
    pub(in crate::server::flows) const fn kind(self) -> IdentifierKind {
        match self {
            Self::EmailAddress => IdentifierKind::EmailAddress,
            Self::PhoneNumber => IdentifierKind::PhoneNumber,
        }
    }

    pub(in crate::server::flows) const fn field(self) -> Field {
        match self {
            Self::EmailAddress => Field::EmailAddress,
            Self::PhoneNumber => Field::PhoneNumber,
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Self::EmailAddress => Purpose::AddEmailAddress,
            Self::PhoneNumber => Purpose::AddPhoneNumber,
        }
    }

    const fn strategy(self) -> Strategy {
        match self {
            Self::EmailAddress => Strategy::EmailCode,
            Self::PhoneNumber => Strategy::PhoneCode,
        }
    }

    /// Whether there is no account without one.
    fn is_required(self, app: &Inner) -> bool {
        match self {
            Self::EmailAddress => app.settings.sign_up.email_address == FieldRule::Required,
            Self::PhoneNumber => app.settings.sign_up.phone_number == FieldRule::Required,
        }
    }

    fn read(self, app: &Inner, typed: &str, country: &str) -> Result<Identifier, ApiError> {
        match self {
            Self::EmailAddress => {
                let email = identifier::email_address(typed)?;
                restrictions::check(app, &email)?;
                Ok(email)
            }
            Self::PhoneNumber if app.settings.sign_up.phone_number == FieldRule::Off => {
                Err(ApiError::new(ErrorCode::FormParamUnknown))
            }
            Self::PhoneNumber => {
                let number = identifier::phone_number(typed, country, &app.settings.sms)?;
                restrictions::check_phone(app, &number)?;
                Ok(number)
            }
        }
    }

    /// Those of a user: the ids, and whether each is proven.
    pub(in crate::server::flows) fn of(self, user: &User) -> Vec<(&str, bool)> {
        let is_proven = |status: VerificationStatus| status == VerificationStatus::Verified;
        match self {
            Self::EmailAddress => {
                user.email_addresses.iter().map(|it| (it.id.as_str(), is_proven(it.verification.status))).collect()
            }
            Self::PhoneNumber => {
                user.phone_numbers.iter().map(|it| (it.id.as_str(), is_proven(it.verification.status))).collect()
            }
        }
    }

    /// How people write it.
    pub(in crate::server::flows) fn shown(self, user: &User, id: &str) -> String {
        match self {
            Self::EmailAddress => user.email_addresses.iter().find(|it| it.id == id).map(|it| it.email_address.clone()),
            Self::PhoneNumber => user.phone_numbers.iter().find(|it| it.id == id).map(|it| it.formatted.clone()),
        }
        .unwrap_or_default()
    }

    /// As it is kept.
    pub(in crate::server::flows) fn value(self, user: &User, id: &str) -> Option<String> {
        match self {
            Self::EmailAddress => user.email_addresses.iter().find(|it| it.id == id).map(|it| it.email_address.clone()),
            Self::PhoneNumber => user.phone_numbers.iter().find(|it| it.id == id).map(|it| it.phone_number.clone()),
        }
    }

    /// What the audit log is told.
    pub(in crate::server::flows) fn entry(
        self,
        action: AuditAction,
        before: Option<&str>,
        after: Option<&str>,
    ) -> AuditEntry {
        AuditEntry::of(action).changed(self.field().name(), before, after)
    }

    pub(in crate::server::flows) fn primary(self, user: &User) -> Option<&str> {
        match self {
            Self::EmailAddress => user.primary_email_address_id.as_deref(),
            Self::PhoneNumber => user.primary_phone_number_id.as_deref(),
        }
    }
}

/// Puts an address or number on an account, where it waits for the code that is sent to it. One that waits already gets
/// another code.
pub async fn create(
    app: &Inner,
    visitor: &Visitor,
    contact: Contact,
    typed: &str,
    country: &str,
) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let read = contact.read(app, typed, country)?;
    let user_id = change.user_id().to_owned();
    let waiting = unverified_identifiers::by_value(&mut change.tx, &read.normalized, &user_id, contact.kind()).await?;
    if let Some(row) = waiting {
        return send_again(app, visitor, change, contact, row).await;
    }
    let owner = identifiers::owner(&mut change.tx, contact.kind(), &read.normalized).await?;
    if owner.is_some_and(|owner| owner.user_id == user_id) {
        return Err(ApiError::of(ErrorCode::DuplicateRecord, contact.field()).into());
    }
    take_limits(app, visitor, &mut change, contact, &read.normalized).await?;
    let user = change.person(app).await?;
    if contact.of(&user).len() >= MOST {
        return Err(ApiError::of(ErrorCode::IdentificationQuotaExceeded, contact.field()).with_limit(MOST).into());
    }
    // Another tab may have added the same one: now that the person is held, it is seen.
    let twin = unverified_identifiers::by_value(&mut change.tx, &read.normalized, &user_id, contact.kind()).await?;
    if twin.is_some() {
        return Err(ApiError::of(ErrorCode::DuplicateRecord, contact.field()).into());
    }
    let mut row = UnverifiedRow {
        id: new_id(Prefix::Identifier, change.now),
        value: read.value,
        normalized: read.normalized,
        verification_id: None,
    };
    row.verification_id = Some(send(app, visitor, &mut change, contact, &row).await?);
    unverified_identifiers::insert(&mut change.tx, &row, &user_id, contact.kind(), change.now).await?;
    let entry = contact.entry(AuditAction::IdentifierAdded, None, Some(&row.value));
    let outcome = change.finish(app, Issued::default(), entry).await?;
    Ok(Outcome { notice: Some(Notice::CodeSent), ..outcome })
}

/// Sends another code, unless the last one was sent a moment ago.
pub async fn prepare_verification(
    app: &Inner,
    visitor: &Visitor,
    contact: Contact,
    id: &str,
) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let row = waiting(&mut change, contact, id).await?;
    send_again(app, visitor, change, contact, row).await
}

/// One that waits for its code. What is somebody else's is not there, and what is proven needs none.
async fn waiting(change: &mut Change, contact: Contact, id: &str) -> Result<UnverifiedRow, Error> {
    let user_id = change.session.user_id.as_str();
    let row = unverified_identifiers::by_id(&mut change.tx, id, user_id, contact.kind()).await?;
    row.ok_or_else(|| refusal(ErrorCode::ResourceNotFound))
}

async fn send_again(
    app: &Inner,
    visitor: &Visitor,
    mut change: Change,
    contact: Contact,
    row: UnverifiedRow,
) -> Result<Outcome, Error> {
    if let Some(id) = &row.verification_id
        && let Some(last) = verifications::by_id(&mut change.tx, id).await?
    {
        let wait = last.created_at + RESEND_AFTER - change.now;
        if wait > 0 {
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
    }
    take_limits(app, visitor, &mut change, contact, &row.normalized).await?;
    let verification_id = send(app, visitor, &mut change, contact, &row).await?;
    unverified_identifiers::set_verification(&mut change.tx, &row.id, &verification_id).await?;
    let entry = AuditEntry::of(AuditAction::VerificationSent).with(contact.field().name(), row.value.as_str());
    let outcome = change.finish(app, Issued::default(), entry).await?;
    Ok(Outcome { notice: Some(Notice::CodeSent), ..outcome })
}

/// Counts a code that is to be sent, or refuses it.
async fn take_limits(
    app: &Inner,
    visitor: &Visitor,
    change: &mut Change,
    contact: Contact,
    normalized: &str,
) -> Result<(), Error> {
    let (tx, now, refused) = (&mut change.tx, change.now, ErrorCode::TooManyRequests);
    let by_account = limits::key(app, "codes_sent_by_account", &[&change.session.user_id]);
    limits::take_or_refuse(tx, &by_account, SENT_BY_ACCOUNT, refused, now).await??;
    match contact {
        Contact::EmailAddress => {
            let limit = limits::key(app, "codes_sent", &[normalized]);
            Ok(limits::take_or_refuse(tx, &limit, limits::CODES_SENT, refused, now).await??)
        }
        Contact::PhoneNumber => {
            text_messages::take_for_address(app, tx, &change.session.user_id, now).await?;
            text_messages::take(app, tx, visitor, (normalized, None), true, now).await
        }
    }
}

async fn send(
    app: &Inner,
    visitor: &Visitor,
    change: &mut Change,
    contact: Contact,
    row: &UnverifiedRow,
) -> Result<String, Error> {
    let own = users::language_of(&mut change.tx, &change.session.user_id).await?.or(visitor.language);
    let owner = identifiers::language_of_owner(&mut change.tx, contact.kind(), &row.normalized).await?;
    let (recipient, language) = match owner {
        Some(theirs) => (Recipient::HasAccount(&row.value), theirs.or(own)),
        None => (Recipient::Proving(&row.value), own),
    };
    let errand = Errand {
        purpose: contact.purpose(),
        subject_id: &row.id,
        strategy: contact.strategy(),
        recipient,
        language,
        user_id: Some(&change.session.user_id),
        ip: visitor.ip,
        bound_for: None,
    };
    Ok(match contact {
        Contact::EmailAddress => mailed::send(app, &mut change.tx, &errand, change.now).await?,
        Contact::PhoneNumber => texted::send(app, &mut change.tx, &errand, change.now).await?,
    })
}

/// Gives the code that was sent: from then on the address or number is one of the account.
pub async fn attempt_verification(
    app: &Inner,
    visitor: &Visitor,
    contact: Contact,
    id: &str,
    typed: &str,
) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let row = waiting(&mut change, contact, id).await?;
    if typed.trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let Some(verification_id) = &row.verification_id else {
        return Err(ApiError::of(ErrorCode::VerificationMissing, Field::Code).into());
    };
    let (now, whom) = (change.now, (row.normalized.as_str(), None));
    let tried = match limits::take_code_try(app, &mut change.tx, whom, now).await? {
        Ok(()) => code::attempt(app, &mut change.tx, verification_id, contact.purpose(), &row.id, typed, now).await?,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = tried {
        // The try counts.
        commit(change.tx).await?;
        return Err(refusal.into());
    }
    limits::clear_code_tries(app, &mut change.tx, whom).await?;
    let before = change.person(app).await?;
    let verified_by = contact.strategy().as_str();
    // Whoever went by it without a proof does so no longer.
    owner::release_unproven(app, &mut change.tx, contact.kind(), &row.normalized, now).await?;
    if !unverified_identifiers::prove(&mut change.tx, &row.id, &before.id, verified_by, now).await? {
        // Whoever gave the code has the address, and may know.
        let entry = contact.entry(AuditAction::IdentifierRemoved, Some(&row.value), None);
        change.finish(app, Issued::default(), entry).await?;
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, contact.field()).into());
    }
    if contact.primary(&before).is_none() {
        accounts::set_primary(&mut change.tx, &row.id, &before.id, contact.kind()).await?;
    }
    let shown = contact.shown(&before, &row.id);
    tell(app, &mut change, &before, delivery::identifier_added_mail, &shown).await?;
    let entry = AuditEntry::of(AuditAction::IdentifierVerified).with(contact.field().name(), row.value.as_str());
    change.finish(app, Issued::default(), entry.with("strategy", verified_by)).await
}

async fn tell(
    app: &Inner,
    change: &mut Change,
    before: &User,
    letter: fn(&str, &str) -> Letter,
    shown: &str,
) -> Result<(), Error> {
    change.tell(app, before, |url| letter(shown, url)).await
}

/// Makes a proven address or number the one that is written to.
pub async fn set_primary(app: &Inner, visitor: &Visitor, contact: Contact, id: &str) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let before = change.person(app).await?;
    match contact.of(&before).into_iter().find(|(own, _)| *own == id) {
        None => return Err(refusal(ErrorCode::ResourceNotFound)),
        Some((_, false)) => return Err(refusal(ErrorCode::IdentificationUnverified)),
        Some((_, true)) => {}
    }
    if contact.primary(&before) != Some(id) {
        if !accounts::set_primary(&mut change.tx, id, &before.id, contact.kind()).await? {
            return Err(refusal(ErrorCode::IdentificationUnverified));
        }
        let shown = contact.shown(&before, id);
        tell(app, &mut change, &before, delivery::primary_changed_mail, &shown).await?;
    }
    let was = contact.primary(&before).and_then(|id| contact.value(&before, id));
    let entry =
        contact.entry(AuditAction::PrimaryIdentifierChanged, was.as_deref(), contact.value(&before, id).as_deref());
    change.finish(app, Issued::default(), entry).await
}

/// Takes an address or number from an account, unless nothing else would let its owner in.
pub async fn remove(app: &Inner, visitor: &Visitor, contact: Contact, id: &str) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Identifiers).await?;
    let before = change.person(app).await?;
    let entry = withdraw(app, &mut change.tx, &before, contact, id, change.now).await?;
    change.finish(app, Issued::default(), entry).await
}

/// The same of someone whom the transaction holds, and tells them. Gives what the audit log is to be told.
pub(in crate::server::flows) async fn withdraw(
    app: &Inner,
    tx: &mut Transaction,
    before: &User,
    contact: Contact,
    id: &str,
    now: i64,
) -> Result<AuditEntry, Error> {
    let gone = contact.entry(AuditAction::IdentifierRemoved, contact.value(before, id).as_deref(), None);
    match contact.of(before).into_iter().find(|(own, _)| *own == id) {
        None => return Err(refusal(ErrorCode::ResourceNotFound)),
        Some((_, false)) if unverified_identifiers::remove(tx, id, &before.id).await? => return Ok(gone),
        Some(_) => {}
    }
    release(app, tx, before, contact, id, now).await?;
    let shown = contact.shown(before, id);
    owner::notify(app, tx, before, |url| delivery::identifier_removed_mail(&shown, url), now).await?;
    // Whoever has taken the account over makes an address of their own the one that is told things.
    if let Some(to) = To::owner(before).filter(|to| contact == Contact::EmailAddress && to.address != shown) {
        let to = To { address: &shown, ..to };
        let letter = |url: &str| delivery::identifier_removed_mail(&shown, url);
        owner::notify_at(app, tx, before, to, letter, now).await?;
    }
    Ok(gone)
}

/// Lets an address or number by which someone goes lead to nobody any more, unless nothing else would let them in.
pub(in crate::server::flows) async fn release(
    app: &Inner,
    tx: &mut Transaction,
    before: &User,
    contact: Contact,
    id: &str,
    now: i64,
) -> Result<(), Error> {
    let (kind, required, ways) = (contact.kind(), contact.is_required(app), app.settings.ways_in());
    if !accounts::remove_identifier(tx, id, &before.id, kind, required, ways).await? {
        return Err(refusal(ErrorCode::IdentificationDeletionFailed));
    }
    accounts::settle_primary(tx, &before.id, kind).await?;
    let is_second_factor = |number: &PhoneNumber| number.id == id && number.reserved_for_second_factor;
    if before.phone_numbers.iter().any(is_second_factor) {
        second_factors::removed(app, tx, &before.id, now).await?;
        owner::notify(app, tx, before, delivery::second_factor_removed_mail, now).await?;
    }
    // A new password that was asked for there is not set any more.
    Ok(sign_ins::give_up_half_way(tx, &before.id, now).await?)
}
