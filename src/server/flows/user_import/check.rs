use serde_json::{Map, Value};

use super::{Checked, Contact, NewContact, NewUser};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule};
use crate::server::crypto::Secret;
use crate::server::crypto::password_digest::{DigestKind, ForeignDigest};
use crate::server::factors::totp::Totp;
use crate::server::factors::{backup_code, password};
use crate::server::flows::identifier::{self, Identifier};
use crate::server::flows::{Error, metadata, username};
use crate::server::language::is_locale;
use crate::server::phone_number;
use crate::server::vestibule::Inner;

/// No list of a new user holds more than this.
const MOST: usize = 50;
/// No external id is longer, in characters.
pub const LONGEST_EXTERNAL_ID: usize = 255;

/// Checks all that can be checked without asking who else there is, says everything that is wrong at once, and hashes the
/// password.
pub async fn check(app: &Inner, user: NewUser) -> Result<Checked, Error> {
    check_all(app, user, false).await
}

/// The same of a user who is there, with what is to be new of them.
pub async fn check_known(app: &Inner, user: NewUser) -> Result<Checked, Error> {
    check_all(app, user, true).await
}

async fn check_all(app: &Inner, mut user: NewUser, is_known: bool) -> Result<Checked, Error> {
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
    if emails.is_empty() && phones.is_empty() && username.is_none() && wrong.is_empty() && !is_known {
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
    let text = user.username.as_deref()?;
    if user.moves_in {
        return note(wrong, username_of_old(text));
    }
    let read = note(wrong, identifier::username(text))?;
    if let Err(error) = username::refuse_reserved(&app.settings, &read) {
        wrong.errors.push(error);
    }
    Some(read)
}

/// The username that somebody has brought along.
fn username_of_old(text: &str) -> Result<Identifier, ApiError> {
    let read = identifier::username(text)?;
    // It would be taken for a phone number at the next sign-in.
    if !read.normalized.contains(|c: char| c.is_ascii_alphabetic()) {
        return Err(ApiError::of(ErrorCode::FormUsernameNeedsNonNumberCode, Field::Username));
    }
    Ok(read)
}

/// Why the username that somebody has brought along cannot be one here, if there is such a thing.
pub fn refuse_username(user: &NewUser) -> Option<ApiError> {
    username_of_old(user.username.as_deref()?).err()
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

fn given(secret: Option<&Secret>) -> Option<&Secret> {
    secret.filter(|secret| !secret.expose().is_empty())
}

fn read_digest(kind: DigestKind, digest: &Secret) -> Result<ForeignDigest, ApiError> {
    ForeignDigest::read(kind, digest.expose())
        .map_err(|_| ApiError::of(ErrorCode::FormPasswordDigestInvalidCode, Field::PasswordDigest))
}

/// Why what another system kept of a password cannot be kept here, if there is such a thing and no password.
pub fn refuse_digest(user: &NewUser) -> Option<ApiError> {
    if given(user.password.as_ref()).is_some() {
        return None;
    }
    let kind = user.password_hasher.as_deref()?.parse::<DigestKind>().ok()?;
    read_digest(kind, given(user.password_digest.as_ref())?).err()
}

/// Reads the password or what another system kept of it, whichever there is.
async fn read_password(app: &Inner, wrong: &mut ApiErrors, user: &NewUser) -> Option<Password> {
    if let Some(password) = given(user.password.as_ref()) {
        let password = note(wrong, password::normalize(password, Field::Password))?;
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
    match (given(user.password_digest.as_ref()), hasher) {
        (Some(digest), Some(hasher)) => {
            let kind = hasher.parse::<DigestKind>().map_err(|_| invalid(Field::PasswordHasher));
            let kind = note(wrong, kind)?;
            note(wrong, read_digest(kind, digest)).map(Password::Digest)
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
