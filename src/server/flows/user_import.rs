//! Users that the app's own server makes: one by one, or many who come from another system with all that they had there.
//!
//! Nobody proves anything here: whoever calls this is believed, also in which addresses somebody has proven elsewhere. An
//! address that nobody has proven leads to nobody, as everywhere. Only who would have nothing else to sign in with goes by
//! theirs, with the password that they had; whoever proves that the address is theirs gets the account without it.

use serde_json::{Map, Value};

use super::identifier::{self, Identifier};
use super::users::{Account, Users};
use super::{Error, commit, metadata, username, waitlist};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule};
use crate::server::crypto::password_digest::{DigestKind, ForeignDigest};
use crate::server::crypto::{Prefix, Secret, new_id};
use crate::server::events::{self, EventType};
use crate::server::factors::totp::Totp;
use crate::server::factors::{backup_code, password};
use crate::server::language::is_locale;
use crate::server::phone_number;
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::unverified_identifiers::{self, UnverifiedRow};
use crate::server::store::user_import::{self as store, NewIdentifierRow, NewUserRow};
use crate::server::store::{Connection, StoreError, Transaction, second_factors};
use crate::server::vestibule::Inner;

/// What an address or number says that has proven it: whoever runs the app.
const PROVEN_BY: &str = "admin";
/// No list of a new user holds more than this.
const MOST: usize = 50;
/// No external id is longer, in characters.
const LONGEST_EXTERNAL_ID: usize = 255;

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
    /// The name of a [`DigestKind`].
    pub password_hasher: Option<String>,
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
    user: NewUser,
    emails: Vec<Contact>,
    phones: Vec<Contact>,
    username: Option<Identifier>,
    digest: Option<Secret>,
    totp: Option<Totp>,
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
        let app = self.0;
        let checked = check(app, user).await?;
        let mut tx = app.store.write().await?;
        let account = insert(app, &mut tx, &checked, app.clock.now()).await?;
        commit(tx).await?;
        Ok(account)
    }
}

/// Checks all that can be checked without asking who else there is, says everything that is wrong at once, and hashes the
/// password.
pub async fn check(app: &Inner, mut user: NewUser) -> Result<Checked, Error> {
    let mut wrong = ApiErrors::default();
    let emails = contacts(&mut wrong, &user.email_addresses, identifier::email_address, Field::EmailAddress);
    let phones = contacts(&mut wrong, &user.phone_numbers, phone_number, Field::PhoneNumber);
    let username = read_username(app, &mut wrong, &user);
    for (name, field) in [(&mut user.first_name, Field::FirstName), (&mut user.last_name, Field::LastName)] {
        *name = note(&mut wrong, identifier::name(name.as_deref().unwrap_or_default(), field)).flatten();
    }
    check_details(app, &mut wrong, &mut user);
    let totp = user.totp_secret.as_ref().and_then(|secret| {
        let read = Totp::foreign(secret.expose());
        note(&mut wrong, read.ok_or_else(|| invalid(Field::TotpSecret)))
    });
    // Whom they belong to is not known yet, and does not matter to whether they can be kept.
    if user.backup_codes.len() > MOST {
        wrong.errors.push(too_many(Field::BackupCodes));
    } else if user.backup_codes.iter().any(|code| backup_code::hash(&app.key, "", code.expose()).is_none()) {
        wrong.errors.push(invalid(Field::BackupCodes));
    }
    let metadata = [
        (&user.public_metadata, Field::PublicMetadata),
        (&user.private_metadata, Field::PrivateMetadata),
        (&user.unsafe_metadata, Field::UnsafeMetadata),
    ];
    let metadata = metadata.map(|(object, field)| metadata_text(&mut wrong, object, field));
    let password = read_password(app, &mut wrong, &user).await;
    if emails.is_empty() && phones.is_empty() && username.is_none() && wrong.is_empty() {
        // Nobody would ever find them.
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::EmailAddress));
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let digest = match password {
        Some(Password::Plain(password)) => Some(Secret::new(app.hasher.hash(password).await?)),
        Some(Password::Digest(digest)) => Some(Secret::new(digest.stored())),
        None => None,
    };
    Ok(Checked { user, emails, phones, username, digest, totp, metadata })
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
        public_metadata,
        private_metadata,
        unsafe_metadata,
        legal_accepted_at: user.legal_accepted_at,
        banned_at: user.banned.then_some(now),
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
    events::record(tx, EventType::UserCreated, &user_id, &account, now).await?;
    Ok(account)
}

impl Checked {
    /// Whether they would have nothing to sign in with but an address that they have not proven.
    fn goes_by_unproven(&self) -> bool {
        let leads = |contacts: &[Contact]| contacts.iter().any(|contact| contact.is_proven && !contact.is_reserved);
        self.digest.is_some() && self.username.is_none() && !leads(&self.emails) && !leads(&self.phones)
    }
}

/// Refuses what somebody has, all of it at once.
async fn refuse_taken(connection: &mut Connection, checked: &Checked) -> Result<(), Error> {
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
        second_factors::insert_totp(connection, user_id, &totp.seal(app, user_id), 0, now).await?;
    }
    let mut hashes: Vec<Secret> = Vec::new();
    for code in &checked.user.backup_codes {
        let hash = backup_code::hash(&app.key, user_id, code.expose()).ok_or(StoreError::Row("a backup code"))?;
        // The same code twice is one.
        if !hashes.iter().any(|other| other.matches(&hash)) {
            hashes.push(hash);
        }
    }
    if !hashes.is_empty() {
        second_factors::replace_backup_codes(connection, user_id, &hashes, now).await?;
    }
    if checked.totp.is_some() || checked.phones.iter().any(|contact| contact.is_reserved) {
        second_factors::settle(connection, user_id, now).await?;
    }
    Ok(())
}

fn note<T>(wrong: &mut ApiErrors, read: Result<T, ApiError>) -> Option<T> {
    read.map_err(|error| wrong.errors.push(error)).ok()
}

fn invalid(field: Field) -> ApiError {
    ApiError::of(ErrorCode::FormParamFormatInvalid, field)
}

fn too_many(field: Field) -> ApiError {
    ApiError::of(ErrorCode::FormParamMaxLengthExceeded, field).with_limit(MOST)
}

/// Reads addresses or numbers; one that is given twice counts once, and as proven if it is once.
fn contacts(
    wrong: &mut ApiErrors,
    given: &[NewContact],
    read: impl Fn(&str) -> Result<Identifier, ApiError>,
    field: Field,
) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::new();
    if given.len() > MOST {
        wrong.errors.push(too_many(field));
        return contacts;
    }
    for contact in given {
        let is_reserved = contact.reserved_for_second_factor;
        if is_reserved && (field != Field::PhoneNumber || !contact.verified) {
            wrong.errors.push(invalid(field));
            continue;
        }
        let Some(identifier) = note(wrong, read(&contact.value)) else { continue };
        match contacts.iter_mut().find(|known| known.identifier.normalized == identifier.normalized) {
            Some(known) => known.is_proven |= contact.verified,
            None => contacts.push(Contact { identifier, is_proven: contact.verified, is_reserved }),
        }
    }
    contacts
}

/// Any number that there is: whether codes may be sent to it is asked when one is.
fn phone_number(text: &str) -> Result<Identifier, ApiError> {
    let number = phone_number::read(text, "").ok_or_else(|| invalid(Field::PhoneNumber))?;
    Ok(Identifier { value: number.e164.clone(), normalized: number.e164 })
}

fn read_username(app: &Inner, wrong: &mut ApiErrors, user: &NewUser) -> Option<Identifier> {
    let read = note(wrong, identifier::username(user.username.as_deref()?))?;
    if user.moves_in {
        // It would be taken for a phone number at the next sign-in.
        if !read.normalized.contains(|c: char| c.is_ascii_alphabetic()) {
            wrong.errors.push(ApiError::of(ErrorCode::FormUsernameNeedsNonNumberCode, Field::Username));
        }
    } else if let Err(error) = username::refuse_reserved(&app.settings, &read) {
        wrong.errors.push(error);
    }
    Some(read)
}

fn check_details(app: &Inner, wrong: &mut ApiErrors, user: &mut NewUser) {
    user.external_id = user.external_id.take().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    if let Some(id) = &user.external_id {
        if id.chars().count() > LONGEST_EXTERNAL_ID {
            let error = ApiError::of(ErrorCode::FormParamMaxLengthExceeded, Field::ExternalId);
            wrong.errors.push(error.with_limit(LONGEST_EXTERNAL_ID));
        } else if id.chars().any(char::is_control) {
            wrong.errors.push(invalid(Field::ExternalId));
        }
    }
    user.locale = user.locale.take().filter(|locale| !locale.is_empty());
    if user.locale.as_deref().is_some_and(|locale| !is_locale(locale)) {
        wrong.errors.push(invalid(Field::Locale));
    }
    if user.create_organizations_limit.is_some_and(|limit| limit < 0) {
        wrong.errors.push(invalid(Field::CreateOrganizationsLimit));
    }
    let now = app.clock.now();
    for (time, field) in [(user.created_at, Field::CreatedAt), (user.legal_accepted_at, Field::LegalAcceptedAt)] {
        if time.is_some_and(|time| !(0..=now).contains(&time)) {
            wrong.errors.push(invalid(field));
        }
    }
    if app.settings.legal.consent && user.legal_accepted_at.is_none() && !user.skip_legal_checks && !user.moves_in {
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::LegalAcceptedAt));
    }
    let rules = &app.settings.sign_up;
    for (rule, is_there, field) in [
        (rules.email_address, !user.email_addresses.is_empty(), Field::EmailAddress),
        (rules.phone_number, !user.phone_numbers.is_empty(), Field::PhoneNumber),
        (rules.username, user.username.is_some(), Field::Username),
        (rules.first_name, user.first_name.is_some(), Field::FirstName),
        (rules.last_name, user.last_name.is_some(), Field::LastName),
    ] {
        if rule == FieldRule::Required && !is_there && !user.moves_in {
            wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
        }
    }
}

fn metadata_text(wrong: &mut ApiErrors, object: &Map<String, Value>, field: Field) -> String {
    let text = metadata::text(object).map_err(|mut error| {
        error.meta.param_name = Some(field);
        error
    });
    note(wrong, text).unwrap_or_default()
}

enum Password {
    Plain(Secret),
    Digest(ForeignDigest),
}

/// Reads the password or what another system kept of it, whichever there is.
async fn read_password(app: &Inner, wrong: &mut ApiErrors, user: &NewUser) -> Option<Password> {
    let given = |secret: &Option<Secret>| secret.clone().filter(|secret| !secret.expose().is_empty());
    if let Some(password) = given(&user.password) {
        let password = note(wrong, password::normalize(&password, Field::Password))?;
        if !user.skip_password_checks {
            let emails = user.email_addresses.iter().map(|contact| contact.value.as_str());
            let names = [&user.username, &user.first_name, &user.last_name].into_iter().flatten().map(String::as_str);
            let about: Vec<&str> = emails.chain(names).collect();
            if let Err(errors) = password::check_new(app, &password, &about, Field::Password).await {
                wrong.errors.extend(errors.errors);
            }
        }
        return Some(Password::Plain(password));
    }
    let hasher = user.password_hasher.as_deref().filter(|hasher| !hasher.is_empty());
    match (given(&user.password_digest), hasher) {
        (Some(digest), Some(hasher)) => {
            let kind = hasher.parse::<DigestKind>().map_err(|_| invalid(Field::PasswordHasher));
            let kind = note(wrong, kind)?;
            let digest = ForeignDigest::read(kind, digest.expose())
                .map_err(|_| ApiError::of(ErrorCode::FormPasswordDigestInvalidCode, Field::PasswordDigest));
            note(wrong, digest).map(Password::Digest)
        }
        (Some(_), None) => {
            wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::PasswordHasher));
            None
        }
        (None, Some(_)) => {
            wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::PasswordDigest));
            None
        }
        (None, None) => {
            let is_required = app.settings.password_rule() == FieldRule::Required;
            if is_required && !user.skip_password_requirement && !user.moves_in {
                wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::Password));
            }
            None
        }
    }
}
