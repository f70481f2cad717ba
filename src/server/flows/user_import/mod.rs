//! Users that the app's own server makes: one by one, or many who come from another system with all that they had there.
//!
//! Nobody proves anything here: whoever calls this is believed, also in which addresses somebody has proven elsewhere. An
//! address that nobody has proven leads to nobody, as everywhere. Only who would have nothing else to sign in with goes by
//! theirs, with the password that they had; whoever proves that the address is theirs gets the account without it.

mod check;

use serde_json::{Map, Value};

pub use self::check::{LONGEST_EXTERNAL_ID, check, check_known, refuse_digest, refuse_username};
use super::identifier::Identifier;
use super::users::{Account, Users};
use super::{Error, commit, username, waitlist};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field};
use crate::server::crypto::{MINUTE, Prefix, Secret, new_id};
use crate::server::factors::backup_code;
use crate::server::factors::totp::Totp;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::unverified_identifiers::{self, UnverifiedRow};
use crate::server::store::user_import::{self as store, NewIdentifierRow, NewUserRow};
use crate::server::store::{Connection, StoreError, Transaction, second_factors};
use crate::server::vestibule::Inner;

/// What an address or number says that has proven it: whoever runs the app.
const PROVEN_BY: &str = "admin";
/// A user to be, as another system or the app's server knows them. Times are Unix milliseconds.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// What another system calls them: no two users have the same.
    pub external_id: Option<String>,
    /// The first proven one gets their mail.
    pub email_addresses: Vec<NewContact>,
    /// In international writing. The first proven one gets their text messages.
    pub phone_numbers: Vec<NewContact>,
    /// The name to sign in with.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The language that they read, as a BCP 47 tag.
    pub locale: Option<String>,
    /// Their password, if it is known. With a digest beside it, the password counts.
    pub password: Option<Secret>,
    /// What another system kept of their password, as `password_hasher` made it.
    pub password_digest: Option<Secret>,
    /// The name of a [`DigestKind`](crate::server::crypto::password_digest::DigestKind).
    pub password_hasher: Option<String>,
    /// When they last set it, if that is known.
    pub password_last_updated_at: Option<i64>,
    /// The secret of their authenticator app, in Base32: six digits by SHA-1 every 30 seconds.
    pub totp_secret: Option<Secret>,
    /// Codes for when that is lost: 8 to 32 letters and digits each, as they were shown. Another system's hashes of them cannot
    /// be kept.
    pub backup_codes: Vec<Secret>,
    /// Read by the user, written by the server.
    pub public_metadata: Map<String, Value>,
    /// Read and written by the server alone.
    pub private_metadata: Map<String, Value>,
    /// Read and written by the user.
    pub unsafe_metadata: Map<String, Value>,
    /// When their account was made elsewhere; now where nothing is said.
    pub created_at: Option<i64>,
    /// When they agreed to the terms.
    pub legal_accepted_at: Option<i64>,
    /// Whether they may not come in.
    pub banned: bool,
    /// Whether they may not come in for a while, as [`Users::lock`] has it.
    pub locked: bool,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<bool>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<i64>,
    /// Takes a password that the settings would not let anyone set.
    pub skip_password_checks: bool,
    /// Takes someone without a password where the settings ask for one.
    pub skip_password_requirement: bool,
    /// Takes someone who has not agreed to the terms where the settings ask for that.
    pub skip_legal_checks: bool,
    /// They had an account elsewhere and do not choose anything now: takes whoever lacks what the settings ask of those who sign
    /// up, and a username that is reserved or looks like somebody's.
    pub moves_in: bool,
}

/// An e-mail address or phone number of a user to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// As it is written.
    pub value: String,
    /// Whether they have proven that it is theirs.
    pub verified: bool,
    /// Whether codes go to it as a second factor, so that it signs in nobody by itself. Of phone numbers alone, and proven ones.
    pub reserved_for_second_factor: bool,
}

impl NewContact {
    /// One that is known to be theirs.
    pub fn verified(value: impl Into<String>) -> Self {
        Self { value: value.into(), verified: true, reserved_for_second_factor: false }
    }

    /// One that they have given and not proven.
    pub fn unverified(value: impl Into<String>) -> Self {
        Self { verified: false, ..Self::verified(value) }
    }
}

/// A user to be, found good but for what others may have already.
pub struct Checked {
    pub(super) user: NewUser,
    emails: Vec<Contact>,
    phones: Vec<Contact>,
    username: Option<Identifier>,
    pub(super) digest: Option<Secret>,
    pub(super) totp: Option<Totp>,
    /// Public, private and unsafe.
    metadata: [String; 3],
}

struct Contact {
    identifier: Identifier,
    is_proven: bool,
    is_reserved: bool,
}

impl Users<'_> {
    /// Makes a user. Nobody is told by mail, and nobody is signed in.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewContact, NewUser, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let ada = NewUser {
    ///     email_addresses: vec![NewContact::verified("ada@example.com")],
    ///     password_hasher: Some("bcrypt".into()),
    ///     password_digest: Some(Secret::new("$2b$12$…")),
    ///     ..NewUser::default()
    /// };
    /// # use vestibule::server::crypto::Secret;
    /// let account = vestibule.users().create(ada).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong, by field: `form_identifier_exists` for what somebody has, `form_password_digest_invalid_code`
    /// for a digest that cannot be kept, the errors of the sign-up form for everything else.
    pub async fn create(&self, user: NewUser) -> Result<Account, Error> {
        self.create_checked(&check(self.0, user).await?).await
    }

    /// The same of one who was checked before.
    pub(crate) async fn create_checked(&self, checked: &Checked) -> Result<Account, Error> {
        let app = self.0;
        let mut tx = app.store.write().await?;
        match insert(app, &mut tx, checked, app.clock.now()).await {
            Ok(account) => {
                commit(tx).await?;
                Ok(account)
            }
            Err(Error::Store(StoreError::Exists(_))) => {
                tx.rollback().await.map_err(StoreError::from)?;
                // Somebody was quicker, and is there by now.
                refuse_taken(&mut *app.store.read().await?, checked).await?;
                Err(ApiError::new(ErrorCode::FormIdentifierExists).into())
            }
            Err(error) => Err(error),
        }
    }
}

/// Makes a user in a transaction. What somebody else has is refused without anything being written, so that the transaction
/// can go on with the next one; a [`StoreError::Exists`] says that somebody was quicker, and that it cannot.
pub async fn insert(app: &Inner, tx: &mut Transaction, checked: &Checked, now: i64) -> Result<Account, Error> {
    refuse_taken(tx, checked).await?;
    let user_id = new_id(Prefix::User, now);
    let user = &checked.user;
    let created_at = user.created_at.unwrap_or(now);
    let goes_by_unproven = checked.goes_by_unproven();
    let email_ids: Vec<String> = checked.emails.iter().map(|_| new_id(Prefix::Identifier, now)).collect();
    let phone_ids: Vec<String> = checked.phones.iter().map(|_| new_id(Prefix::Identifier, now)).collect();
    let first_proven = |contacts: &[Contact], ids: &[String]| {
        contacts
            .iter()
            .zip(ids)
            .find(|(contact, _)| contact.is_proven && !contact.is_reserved)
            .map(|(_, id)| id.clone())
    };
    let primary_email =
        first_proven(&checked.emails, &email_ids).or_else(|| email_ids.first().filter(|_| goes_by_unproven).cloned());
    let primary_phone = first_proven(&checked.phones, &phone_ids);
    let [public_metadata, private_metadata, unsafe_metadata] = &checked.metadata;
    let row = NewUserRow {
        id: &user_id,
        external_id: user.external_id.as_deref(),
        first_name: user.first_name.as_deref(),
        last_name: user.last_name.as_deref(),
        locale: user.locale.as_deref(),
        primary_email_address_id: primary_email.as_deref(),
        primary_phone_number_id: primary_phone.as_deref(),
        password_digest: checked.digest.as_ref(),
        password_last_updated_at: checked.password_set_at(now),
        public_metadata,
        private_metadata,
        unsafe_metadata,
        legal_accepted_at: user.legal_accepted_at,
        banned_at: user.banned.then_some(now),
        locked_until: user.locked.then(|| now + app.settings.security.lock_minutes * MINUTE),
        create_organization_enabled: user.create_organization_enabled,
        create_organizations_limit: user.create_organizations_limit,
        created_at,
    };
    store::insert(tx, &row, now).await?;
    let (email, phone) = (IdentifierKind::EmailAddress, IdentifierKind::PhoneNumber);
    for (kind, contacts, ids) in [(email, &checked.emails, &email_ids), (phone, &checked.phones, &phone_ids)] {
        for (contact, id) in contacts.iter().zip(ids) {
            let goes_by = goes_by_unproven && primary_email.as_ref() == Some(id);
            insert_contact(tx, &user_id, kind, contact, id, goes_by, now).await?;
        }
    }
    if let Some(username) = &checked.username {
        let skeleton = username::skeleton(&username.normalized);
        // Whoever moves in with a name that looks like somebody's keeps it; nobody else gets one that looks like theirs.
        let is_like_another = store::skeleton_exists(tx, &skeleton).await?;
        let row = NewIdentifierRow {
            id: &new_id(Prefix::Identifier, now),
            user_id: &user_id,
            kind: IdentifierKind::Username,
            value: &username.value,
            normalized: &username.normalized,
            skeleton: (!is_like_another).then_some(skeleton.as_str()),
            verified_by: None,
            reserved_for_second_factor_at: None,
            created_at: now,
        };
        store::insert_identifier(tx, &row, now).await?;
    }
    insert_second_factors(app, tx, &user_id, checked, now).await?;
    for contact in checked.emails.iter().filter(|contact| contact.is_proven) {
        waitlist::signed_up(tx, &contact.identifier, now).await?;
    }
    let account = Account::read(tx, &user_id, now).await?.ok_or(StoreError::Row("a user who was just made"))?;
    account.note_created(app, tx, now).await?;
    Ok(account)
}

impl Checked {
    /// What nobody else may be called, by field.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let external = self.user.external_id.as_deref().map(|id| (Field::ExternalId.name(), id));
        let goes_by_unproven = self.goes_by_unproven();
        let counts =
            move |(number, contact): &(usize, &Contact)| contact.is_proven || (goes_by_unproven && *number == 0);
        let emails = self.emails.iter().enumerate().filter(counts);
        let phones = self.phones.iter().filter(|contact| contact.is_proven);
        external
            .into_iter()
            .chain(emails.map(|(_, it)| (Field::EmailAddress.name(), it.identifier.normalized.as_str())))
            .chain(phones.map(|it| (Field::PhoneNumber.name(), it.identifier.normalized.as_str())))
            .chain(self.username.iter().map(|it| (Field::Username.name(), it.normalized.as_str())))
    }

    /// When their password was last set: now, where one is set for somebody who was nowhere else before.
    fn password_set_at(&self, now: i64) -> Option<i64> {
        let user = &self.user;
        let is_set_now = !user.moves_in && user.password.as_ref().is_some_and(|password| !password.expose().is_empty());
        self.digest.as_ref().and(user.password_last_updated_at.or_else(|| is_set_now.then_some(now)))
    }

    /// Whether they would have nothing to sign in with but an address that they have not proven.
    fn goes_by_unproven(&self) -> bool {
        let leads = |contacts: &[Contact]| contacts.iter().any(|contact| contact.is_proven && !contact.is_reserved);
        self.digest.is_some() && self.username.is_none() && !leads(&self.emails) && !leads(&self.phones)
    }
}

/// Refuses what somebody has, all of it at once.
pub async fn refuse_taken(connection: &mut Connection, checked: &Checked) -> Result<(), Error> {
    let mut wrong = ApiErrors::default();
    let mut taken = |field: Field, is_taken: bool| {
        if is_taken {
            wrong.errors.push(ApiError::of(ErrorCode::FormIdentifierExists, field));
        }
    };
    if let Some(external_id) = &checked.user.external_id {
        taken(Field::ExternalId, store::by_external_id(connection, external_id).await?.is_some());
    }
    let goes_by_unproven = checked.goes_by_unproven();
    let all = [
        (IdentifierKind::EmailAddress, &checked.emails, Field::EmailAddress),
        (IdentifierKind::PhoneNumber, &checked.phones, Field::PhoneNumber),
    ];
    for (kind, contacts, field) in all {
        for (number, contact) in contacts.iter().enumerate() {
            let goes_by = goes_by_unproven && number == 0 && kind == IdentifierKind::EmailAddress;
            // Two may have put the same one on their accounts, until one of them proves it.
            if contact.is_proven || goes_by {
                taken(field, identifiers::exists(connection, kind, &contact.identifier.normalized).await?);
            }
        }
    }
    if let Some(username) = &checked.username {
        let is_taken = match checked.user.moves_in {
            true => identifiers::exists(connection, IdentifierKind::Username, &username.normalized).await?,
            false => {
                let skeleton = username::skeleton(&username.normalized);
                identifiers::username_exists(connection, &username.normalized, &skeleton).await?
            }
        };
        taken(Field::Username, is_taken);
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

async fn insert_contact(
    connection: &mut Connection,
    user_id: &str,
    kind: IdentifierKind,
    contact: &Contact,
    id: &str,
    goes_by: bool,
    now: i64,
) -> Result<(), StoreError> {
    let Identifier { value, normalized } = &contact.identifier;
    if contact.is_proven || goes_by {
        let row = NewIdentifierRow {
            id,
            user_id,
            kind,
            value,
            normalized,
            skeleton: None,
            verified_by: contact.is_proven.then_some(PROVEN_BY),
            reserved_for_second_factor_at: contact.is_reserved.then_some(now),
            created_at: now,
        };
        return store::insert_identifier(connection, &row, now).await;
    }
    let (id, value, normalized) = (id.to_owned(), value.clone(), normalized.clone());
    let row = UnverifiedRow { id, value, normalized, verification_id: None };
    unverified_identifiers::insert(connection, &row, user_id, kind, now).await
}

async fn insert_second_factors(
    app: &Inner,
    connection: &mut Connection,
    user_id: &str,
    checked: &Checked,
    now: i64,
) -> Result<(), StoreError> {
    if let Some(totp) = &checked.totp {
        // No code of it has been given here.
        second_factors::insert_totp(connection, user_id, &totp.seal(&app.key, user_id), 0, now).await?;
    }
    let hashes = backup_code_hashes(app, user_id, &checked.user.backup_codes)?;
    if !hashes.is_empty() {
        second_factors::replace_backup_codes(connection, user_id, &hashes, now).await?;
    }
    if checked.totp.is_some() || checked.phones.iter().any(|contact| contact.is_reserved) {
        second_factors::settle(connection, user_id, now).await?;
    }
    Ok(())
}

/// Backup codes that were checked, as they are kept.
pub(super) fn backup_code_hashes(app: &Inner, user_id: &str, codes: &[Secret]) -> Result<Vec<Secret>, StoreError> {
    let mut hashes: Vec<Secret> = Vec::new();
    for code in codes {
        let hash = backup_code::hash(&app.key, user_id, code.expose()).ok_or(StoreError::Row("a backup code"))?;
        // The same code twice is one.
        if !hashes.iter().any(|other| other.matches(&hash)) {
            hashes.push(hash);
        }
    }
    Ok(hashes)
}
