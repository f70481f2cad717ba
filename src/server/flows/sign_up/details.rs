use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule};
use crate::server::crypto::Secret;
use crate::server::factors::password;
use crate::server::flows::{Error, identifier, restrictions, username};
use crate::server::store::sign_ups::SignUpRow;
use crate::server::vestibule::Inner;

/// What was typed.
#[derive(Clone, Debug)]
pub struct Details {
    /// Empty unless it is asked for.
    pub email_address: String,
    /// May be empty when the sign-up under way has one.
    pub password: Secret,
    /// Empty unless it is asked for.
    pub phone_number: String,
    /// Whose number it is if it begins without a `+`; empty for the settings' own country.
    pub phone_country: String,
    /// Empty unless it is asked for.
    pub username: String,
    /// Empty unless it is asked for.
    pub first_name: String,
    /// Empty unless it is asked for.
    pub last_name: String,
    /// Whether the box is ticked that says that the terms are agreed to.
    pub legal_accepted: bool,
    /// An object in JSON; may be empty.
    pub unsafe_metadata: String,
}

/// What was typed, found good.
pub struct Checked {
    pub email: Option<identifier::Identifier>,
    pub phone: Option<identifier::Identifier>,
    pub username: Option<identifier::Identifier>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// The password of the sign-up that is under way, if nothing has changed that must not stand in it: whoever changes that
/// gives the password again, because its hash does not say what is in it.
pub fn kept_digest(app: &Inner, row: &SignUpRow, details: &Details) -> Option<String> {
    let number = phone(app, details).and_then(Result::ok).map(|number| number.normalized);
    let same = |kept: &Option<String>, typed: &str| kept.as_deref().unwrap_or_default() == typed.trim();
    let unchanged = same(&row.email_address, &details.email_address)
        && same(&row.username, &details.username)
        && same(&row.first_name, &details.first_name)
        && same(&row.last_name, &details.last_name)
        && row.phone_number == number;
    row.password_digest.clone().filter(|_| unchanged)
}

/// The phone number that was typed, if it is asked for.
fn phone(app: &Inner, details: &Details) -> Option<Result<identifier::Identifier, ApiError>> {
    asked(app.settings.sign_up.phone_number, &details.phone_number).then(|| {
        let number = identifier::phone_number(&details.phone_number, &details.phone_country, &app.settings.sms)?;
        restrictions::check_phone(app, &number)?;
        Ok(number)
    })
}

/// Checks the phone number, if it is asked for, and notes what is wrong with it.
pub fn check_phone(app: &Inner, details: &Details, wrong: &mut ApiErrors) -> Option<identifier::Identifier> {
    phone(app, details).and_then(|read| note(wrong, read))
}

/// Checks all fields and says everything that is wrong with them at once; then hashes the password.
pub async fn check(
    app: &Inner,
    details: &Details,
    is_invited: bool,
    keeps_password: bool,
) -> Result<(Checked, Option<String>), Error> {
    let mut wrong = ApiErrors::default();
    let checked = check_identity(app, details, is_invited, &mut wrong);
    let phone = check_phone(app, details, &mut wrong);
    let checked = checked.map(|checked| Checked { phone, ..checked });
    if let Some(checked) = checked.as_ref().filter(|_| wrong.is_empty()) {
        let number = checked.phone.as_ref().map(|phone| phone.normalized.as_str());
        note(&mut wrong, restrictions::admit(app, checked.email.as_ref(), number, is_invited));
    }
    let digits: String = details.phone_number.chars().filter(char::is_ascii_digit).collect();
    let about: Vec<&str> =
        [&details.email_address, &digits, &details.username, &details.first_name, &details.last_name]
            .into_iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
    let may_be_empty = keeps_password || app.settings.password_rule() == FieldRule::Optional;
    let is_off = app.settings.password_rule() == FieldRule::Off;
    let new_password = match is_off || (details.password.expose().is_empty() && may_be_empty) {
        true => None,
        false => {
            let normalized = note(&mut wrong, password::normalize(&details.password, Field::Password));
            if let Some(password) = &normalized
                && let Err(errors) = password::check_new(app, password, &about, Field::Password).await
            {
                wrong.errors.extend(errors.errors);
            }
            normalized
        }
    };
    let has_password = keeps_password || new_password.is_some();
    if wrong.is_empty()
        && let Some(field) = checked.as_ref().and_then(|checked| lacks_way_in(app, checked, has_password))
    {
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
    }
    let Some(checked) = checked.filter(|_| wrong.is_empty()) else { return Err(wrong.into()) };
    let digest = match new_password {
        Some(password) => Some(app.hasher.hash(password).await?),
        None => None,
    };
    Ok((checked, digest))
}

/// Checks all fields but the password and the phone number, and notes
/// everything that is wrong with them.
pub fn check_identity(app: &Inner, details: &Details, is_invited: bool, wrong: &mut ApiErrors) -> Option<Checked> {
    let rules = &app.settings.sign_up;
    let restricted = |email: &identifier::Identifier| match is_invited {
        true => restrictions::check_invited(app, email),
        false => restrictions::check_beside(app, email, phone(app, details).and_then(Result::ok).as_ref()),
    };
    // Who is invited is known by the address.
    let email = match is_invited || asked(rules.email_address, &details.email_address) {
        true => {
            let read = identifier::email_address(&details.email_address);
            Some(note(wrong, read.and_then(|email| restricted(&email).map(|()| email))))
        }
        false => None,
    };
    let username = match asked(rules.username, &details.username) {
        true => {
            let read = identifier::username(&details.username);
            note(wrong, read.and_then(|name| username::refuse_reserved(&app.settings, &name).map(|()| name)))
        }
        false => None,
    };
    let first_name = name(wrong, rules.first_name, &details.first_name, Field::FirstName);
    let last_name = name(wrong, rules.last_name, &details.last_name, Field::LastName);
    if app.settings.legal.consent && !details.legal_accepted {
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::LegalAccepted));
    }
    // `None` where it is not good.
    let email = email.map_or(Some(None), |read| read.map(Some))?;
    Some(Checked { email, phone: None, username, first_name, last_name })
}

/// What is still to be filled in before whoever signs up gets in again: a password where that is the only way for them, or
/// something that they are known by.
fn lacks_way_in(app: &Inner, checked: &Checked, has_password: bool) -> Option<Field> {
    let (ways, rules) = (app.settings.ways_in(), &app.settings.sign_up);
    let by_message = (ways.mail && checked.email.is_some()) || (ways.phone && checked.phone.is_some());
    let is_known = checked.email.is_some() || checked.phone.is_some() || checked.username.is_some();
    if by_message || (is_known && has_password) {
        return None;
    }
    if is_known && app.settings.password_rule() != FieldRule::Off {
        return Some(Field::Password);
    }
    let known_by = [
        (Field::EmailAddress, rules.email_address, checked.email.is_some()),
        (Field::PhoneNumber, rules.phone_number, checked.phone.is_some()),
        (Field::Username, rules.username, checked.username.is_some()),
    ];
    let open = known_by.into_iter().find(|(_, rule, given)| *rule != FieldRule::Off && !given);
    Some(open.map_or(Field::EmailAddress, |(field, _, _)| field))
}

/// Whether a field is to be looked at: what is switched off is not, whatever is sent.
fn asked(rule: FieldRule, typed: &str) -> bool {
    match rule {
        FieldRule::Off => false,
        FieldRule::Optional => !typed.trim().is_empty(),
        FieldRule::Required => true,
    }
}

fn name(wrong: &mut ApiErrors, rule: FieldRule, typed: &str, field: Field) -> Option<String> {
    if !asked(rule, typed) {
        return None;
    }
    let name = note(wrong, identifier::name(typed, field))?;
    if name.is_none() && rule == FieldRule::Required {
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
    }
    name
}

fn note<T>(wrong: &mut ApiErrors, read: Result<T, ApiError>) -> Option<T> {
    read.map_err(|error| wrong.errors.push(error)).ok()
}
