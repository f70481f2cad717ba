//! E-mail addresses and phone numbers of people, as the app's own server puts them on accounts and takes them away.
//!
//! Whoever calls this is believed in what is proven. All else is as in the forms of [`account`](super::account): what somebody
//! else has proven is refused, what lets someone in is not taken if nothing else would, and the owner is told.

use super::account::{Contact, release, withdraw};
use super::identifier::{self, Identifier};
use super::users::{Users, no_such_user, revoke};
use super::{Error, commit_with_mail, owner, restrictions, second_factors};
use crate::model::{ApiError, EmailAddress, ErrorCode, Field, PhoneNumber, Strategy, User};
use crate::server::crypto::{Prefix, new_id};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::phone_number;
use crate::server::store::identifiers;
use crate::server::store::sessions::SessionRow;
use crate::server::store::unverified_identifiers::{self, UnverifiedRow};
use crate::server::store::{Transaction, accounts, second_factors as factors, users};
use crate::server::vestibule::Inner;

/// What an address or number says that has proven it: whoever runs the app.
const PROVEN_BY: &str = "admin";
/// How many of a kind an account may have, proven or not, by whomever they are put there.
const MOST: usize = 50;

/// An address or number of a user, with the user as they are.
#[derive(Clone, Debug)]
pub struct UserContact {
    /// Whose it is.
    pub user: User,
    /// `idn_…`
    pub id: String,
}

impl UserContact {
    /// The address, if it is one.
    pub fn email_address(self) -> Option<EmailAddress> {
        self.user.email_addresses.into_iter().find(|address| address.id == self.id)
    }

    /// The number, if it is one.
    pub fn phone_number(self) -> Option<PhoneNumber> {
        self.user.phone_numbers.into_iter().find(|number| number.id == self.id)
    }
}

/// What an address or number is to be: what is not set stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ContactChange {
    /// Whether it is known to be theirs.
    pub verified: Option<bool>,
    /// Whether it becomes the one that is written to. It has to be proven.
    pub primary: bool,
    /// Whether codes go to it as a second factor, so that it signs in nobody by itself. Of phone numbers alone, and proven ones.
    pub reserved_for_second_factor: Option<bool>,
}

impl Users<'_> {
    /// An address or number, whosever it is; `None` if there is none such.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn contact(&self, contact: Contact, id: &str) -> Result<Option<UserContact>, Error> {
        let mut connection = self.0.store.read().await?;
        let Some(user_id) = identifiers::holder(&mut connection, id, contact.kind()).await? else { return Ok(None) };
        let user = users::by_id(&mut connection, &user_id).await?;
        Ok(user.map(|user| UserContact { user, id: id.to_owned() }))
    }

    /// Puts an address or number on an account. The first proven one of its kind is the one that is written to.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; of its field `form_param_format_invalid`, `duplicate_record` if it is on
    /// the account, `form_identifier_exists` for a proven one that is somebody else's, `identification_quota_exceeded` for more
    /// than 50; else as [`Users::update_contact`].
    pub async fn create_contact(
        &self,
        contact: Contact,
        user_id: &str,
        typed: &str,
        change: ContactChange,
    ) -> Result<UserContact, Error> {
        let read = read(contact, typed)?;
        let mut work = Work::begin(self.0, user_id).await?;
        let id = work.add(contact, read).await?;
        work.change(contact, &id, change).await?;
        work.finish(id).await
    }

    /// Changes what an address or number of a user is.
    ///
    /// # Errors
    /// `resource_not_found` when there is none such; `form_identifier_exists` if somebody else has proven it;
    /// `identification_unverified` if something is asked of it that has to be proven; `identification_deletion_failed` if
    /// nothing else would let them in; `strategy_for_user_invalid` where codes by text message are no second factor.
    pub async fn update_contact(
        &self,
        contact: Contact,
        id: &str,
        change: ContactChange,
    ) -> Result<UserContact, Error> {
        let mut work = Work::of(self.0, contact, id).await?;
        work.change(contact, id, change).await?;
        work.finish(id.to_owned()).await
    }

    /// Takes an address or number from its user.
    ///
    /// # Errors
    /// `resource_not_found` when there is none such; `identification_deletion_failed` if nothing else would let them in.
    pub async fn delete_contact(&self, contact: Contact, id: &str) -> Result<(), Error> {
        let mut work = Work::of(self.0, contact, id).await?;
        work.withdraw(contact, id).await?;
        work.finish(id.to_owned()).await?;
        Ok(())
    }

    /// Puts a proven address or number in the place of all of its kind that a user has.
    ///
    /// # Errors
    /// As [`Users::create_contact`].
    pub async fn replace_contacts(&self, contact: Contact, user_id: &str, typed: &str) -> Result<UserContact, Error> {
        let read = read(contact, typed)?;
        let mut work = Work::begin(self.0, user_id).await?;
        let others = contact.of(&work.before).into_iter().map(|(id, _)| id.to_owned());
        let (same, others): (Vec<_>, Vec<_>) =
            others.partition(|id| contact.value(&work.before, id).is_some_and(|value| is_same(contact, &value, &read)));
        let id = match same.into_iter().next() {
            Some(id) => id,
            None => work.add(contact, read).await?,
        };
        let change = ContactChange { verified: Some(true), primary: true, reserved_for_second_factor: None };
        work.change(contact, &id, change).await?;
        for other in others {
            work.withdraw(contact, &other).await?;
        }
        work.finish(id).await
    }
}

fn is_same(contact: Contact, value: &str, other: &Identifier) -> bool {
    read(contact, value).is_ok_and(|read| read.normalized == other.normalized)
}

/// Any address and any number that there is: whether codes may be sent to it is asked when one is.
fn read(contact: Contact, typed: &str) -> Result<Identifier, ApiError> {
    match contact {
        Contact::EmailAddress => identifier::email_address(typed),
        Contact::PhoneNumber => {
            let number = phone_number::read(typed, "");
            let number = number.ok_or_else(|| ApiError::of(ErrorCode::FormParamFormatInvalid, Field::PhoneNumber))?;
            Ok(Identifier { value: number.e164.clone(), normalized: number.e164 })
        }
    }
}

/// A user whose addresses and numbers change, held by the transaction.
struct Work<'a> {
    app: &'a Inner,
    tx: Transaction,
    /// As they were.
    before: User,
    /// What the audit log is to be told.
    entries: Vec<AuditEntry>,
    /// Sessions that have ended by it.
    ended: Vec<SessionRow>,
    now: i64,
}

impl<'a> Work<'a> {
    async fn begin(app: &'a Inner, user_id: &str) -> Result<Self, Error> {
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        users::lock(&mut tx, user_id).await?.ok_or_else(no_such_user)?;
        let before = users::by_id(&mut tx, user_id).await?.ok_or_else(no_such_user)?;
        Ok(Self { app, tx, before, entries: Vec::new(), ended: Vec::new(), now })
    }

    /// Of whoever has an address or number.
    async fn of(app: &'a Inner, contact: Contact, id: &str) -> Result<Self, Error> {
        let user_id = identifiers::holder(&mut *app.store.read().await?, id, contact.kind()).await?;
        Self::begin(app, &user_id.ok_or_else(no_such_user)?).await
    }

    /// The user as they are by now.
    async fn user(&mut self) -> Result<User, Error> {
        users::by_id(&mut self.tx, &self.before.id).await?.ok_or_else(no_such_user)
    }

    /// Puts one on the account that is not proven.
    async fn add(&mut self, contact: Contact, read: Identifier) -> Result<String, Error> {
        let (kind, field, user_id) = (contact.kind(), contact.field(), self.before.id.as_str());
        // Whoever has the key wants it there; only the block-list is stronger.
        match contact {
            Contact::EmailAddress => restrictions::check_invited(self.app, &read)?,
            Contact::PhoneNumber => restrictions::check_phone(self.app, &read)?,
        }
        if contact.of(&self.before).len() >= MOST {
            return Err(ApiError::of(ErrorCode::IdentificationQuotaExceeded, field).with_limit(MOST).into());
        }
        let waiting = unverified_identifiers::by_value(&mut self.tx, &read.normalized, user_id, kind).await?;
        let owner = identifiers::owner(&mut self.tx, kind, &read.normalized).await?;
        if waiting.is_some() || owner.is_some_and(|owner| owner.user_id == user_id) {
            return Err(ApiError::of(ErrorCode::DuplicateRecord, field).into());
        }
        let Identifier { value, normalized } = read;
        let row = UnverifiedRow { id: new_id(Prefix::Identifier, self.now), value, normalized, verification_id: None };
        unverified_identifiers::insert(&mut self.tx, &row, user_id, kind, self.now).await?;
        self.entries.push(contact.entry(AuditAction::IdentifierAdded, None, Some(&row.value)));
        Ok(row.id)
    }

    async fn change(&mut self, contact: Contact, id: &str, change: ContactChange) -> Result<(), Error> {
        let is_proven =
            contact.of(&self.user().await?).into_iter().find(|(own, _)| *own == id).map(|(_, proven)| proven);
        let is_proven = is_proven.ok_or_else(no_such_user)?;
        match change.verified {
            Some(true) if !is_proven => self.verify(contact, id).await?,
            Some(false) if is_proven => self.unverify(contact, id).await?,
            _ => {}
        }
        if let Some(reserved) = change.reserved_for_second_factor {
            self.reserve(id, reserved).await?;
        }
        if change.primary {
            self.make_primary(contact, id).await?;
        }
        Ok(())
    }

    async fn verify(&mut self, contact: Contact, id: &str) -> Result<(), Error> {
        let (kind, user, now) = (contact.kind(), self.user().await?, self.now);
        let taken = || ApiError::of(ErrorCode::FormIdentifierExists, contact.field());
        match unverified_identifiers::by_id(&mut self.tx, id, &user.id, kind).await? {
            Some(row) => {
                // Whoever went by it without a proof does so no longer.
                owner::release_unproven(self.app, &mut self.tx, kind, &row.normalized, now).await?;
                if !unverified_identifiers::prove(&mut self.tx, id, &user.id, PROVEN_BY, now).await? {
                    return Err(taken().into());
                }
            }
            None if identifiers::prove(&mut self.tx, id, &user.id, PROVEN_BY, now).await? => {}
            None => return Err(no_such_user()),
        }
        if contact.primary(&user).is_none() {
            accounts::set_primary(&mut self.tx, id, &user.id, kind).await?;
        }
        let entry = AuditEntry::of(AuditAction::IdentifierVerified).with("strategy", PROVEN_BY);
        self.entries.push(entry.with(contact.field().name(), contact.value(&user, id)));
        let shown = contact.shown(&user, id);
        self.tell(|url| delivery::identifier_added_mail(&shown, url)).await
    }

    /// Keeps it on the account, where it leads to nobody.
    async fn unverify(&mut self, contact: Contact, id: &str) -> Result<(), Error> {
        let user = self.user().await?;
        unverified_identifiers::keep(&mut self.tx, id, &user.id).await?;
        release(self.app, &mut self.tx, &user, contact, id, self.now).await?;
        let entry = AuditEntry::of(AuditAction::IdentifierUnverified);
        self.entries.push(entry.with(contact.field().name(), contact.value(&user, id)));
        let shown = contact.shown(&user, id);
        self.tell(|url| delivery::identifier_removed_mail(&shown, url)).await
    }

    async fn make_primary(&mut self, contact: Contact, id: &str) -> Result<(), Error> {
        let user = self.user().await?;
        if contact.primary(&user) == Some(id) {
            return Ok(());
        }
        if !accounts::set_primary(&mut self.tx, id, &user.id, contact.kind()).await? {
            return Err(ApiError::new(ErrorCode::IdentificationUnverified).into());
        }
        let was = contact.primary(&user).and_then(|id| contact.value(&user, id));
        let is = contact.value(&user, id);
        self.entries.push(contact.entry(AuditAction::PrimaryIdentifierChanged, was.as_deref(), is.as_deref()));
        let shown = contact.shown(&user, id);
        self.tell(|url| delivery::primary_changed_mail(&shown, url)).await
    }

    async fn reserve(&mut self, id: &str, reserved: bool) -> Result<(), Error> {
        let (app, user, now) = (self.app, self.user().await?, self.now);
        let number = user.phone_numbers.iter().find(|number| number.id == id);
        let strategy = Strategy::PhoneCode.as_str();
        match number {
            None => return Err(no_such_user()),
            Some(number) if number.reserved_for_second_factor == reserved => return Ok(()),
            Some(_) if !reserved => {
                factors::release_phone(&mut self.tx, id, &user.id).await?;
                second_factors::removed(app, &mut self.tx, &user.id, now).await?;
                self.entries.push(AuditEntry::of(AuditAction::SecondFactorRemoved).with("strategy", strategy));
                return self.tell(delivery::second_factor_removed_mail).await;
            }
            Some(_) => {}
        }
        if !app.settings.mfa.phone_code {
            return Err(ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into());
        }
        if !Contact::PhoneNumber.of(&user).contains(&(id, true)) {
            return Err(ApiError::new(ErrorCode::IdentificationUnverified).into());
        }
        if !factors::reserve_phone(&mut self.tx, id, &user.id, app.settings.ways_in(), now).await? {
            return Err(ApiError::new(ErrorCode::IdentificationDeletionFailed).into());
        }
        factors::settle(&mut self.tx, &user.id, now).await?;
        if !user.two_factor_enabled {
            self.ended = second_factors::end_held_up(app, &mut self.tx, &user.id, None, now).await?;
        }
        self.entries.push(AuditEntry::of(AuditAction::SecondFactorAdded).with("strategy", strategy));
        self.tell(delivery::second_factor_added_mail).await
    }

    async fn withdraw(&mut self, contact: Contact, id: &str) -> Result<(), Error> {
        // As they were, so that it is told where they were reached before.
        let entry = withdraw(self.app, &mut self.tx, &self.before, contact, id, self.now).await?;
        self.entries.push(entry);
        Ok(())
    }

    /// Tells the owner by mail, where they were reached before.
    async fn tell(&mut self, letter: impl FnOnce(&str) -> delivery::Letter) -> Result<(), Error> {
        owner::notify(self.app, &mut self.tx, &self.before, letter, self.now).await
    }

    async fn finish(mut self, id: String) -> Result<UserContact, Error> {
        if !self.entries.is_empty() {
            users::hold(&mut self.tx, &self.before.id, self.now).await?;
            let entries = std::mem::take(&mut self.entries);
            owner::changed_by(self.app, &mut self.tx, &self.before.id, entries, self.now).await?;
        }
        let user = self.user().await?;
        commit_with_mail(self.app, self.tx).await?;
        revoke(self.app, &self.ended, self.now);
        Ok(UserContact { user, id })
    }
}
