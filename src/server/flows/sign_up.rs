//! Sign-up: tell us who you are, prove that the address is yours, here is your account.
//!
//! ```text
//! (none) ── create ──▶ missing_requirements ── attempt_verification ──▶ complete
//!                          ▲  │
//!                          └──┘ create again (other details), prepare_verification (another code)
//! ```
//!
//! A phone number is proven after the address: nobody has a text message sent, which costs, before they have proven
//! anything. No account exists before all codes have been given. Who signs up with an address that has an account sees what everyone
//! sees, in the same time; the mail tells the owner of the address.

use super::client::{self, Claimed};
use super::external_sign_up::{External, is_proven};
use super::sign_in::refuse_signed_in;
use super::{
    Error, Issued, Outcome, Visitor, commit, commit_with_mail, identifier, limits, restrictions, session,
    text_messages, username,
};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule, Notice, SignUpStatus, Strategy};
use crate::server::crypto::{HOUR, Prefix, Secret, Token, new_id};
use crate::server::events::{self, EventType};
use crate::server::factors::mailed::{self, Errand, RESEND_AFTER, Recipient};
use crate::server::factors::{code, link, password, texted};
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::sign_ups::{self, SignUpRow};
use crate::server::store::users::{self, IdentifierKind, NewIdentifier, NewUser};
use crate::server::store::verifications::Purpose;
use crate::server::store::{StoreError, Transaction, external_accounts, sessions, verifications};
use crate::server::vestibule::Inner;

/// How long an unfinished sign-up is kept, in milliseconds.
pub const LIFETIME: i64 = 24 * HOUR;

/// What was typed.
#[derive(Debug)]
pub struct Details {
    /// Whom the account is for.
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
}

/// What was typed, found good.
pub(super) struct Checked {
    pub email: identifier::Identifier,
    pub phone: Option<identifier::Identifier>,
    pub username: Option<identifier::Identifier>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
}

/// Begins a sign-up, or puts other details into the one that is under way, and sends a code.
pub async fn create(app: &Inner, visitor: &Visitor, details: &Details) -> Result<Outcome, Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let now = app.clock.now();
    let under_way = match browser.as_ref().and_then(|browser| browser.sign_up_id.as_deref()) {
        Some(id) => sign_ups::open(&mut *app.store.read().await?, id, now).await?,
        None => None,
    };
    let keeps_password = under_way.is_some_and(|row| kept_digest(app, &row, details).is_some());
    let (checked, new_digest) = check(app, details, keeps_password).await?;

    let mut tx = app.store.write().await?;
    let Claimed { row: mut browser, new_secret, .. } =
        client::claim(app, &mut tx, visitor, browser.as_ref(), None, now).await?;
    // Whoever planted the cookie that the browser came with has no part in what is begun here.
    let client_token = match new_secret {
        Some(new) => new,
        None => client::renew_secret(&mut tx, &browser, now).await?,
    };
    if let Some(username) = &checked.username
        && users::username_exists(&mut tx, &username.normalized, &username::skeleton(&username.normalized)).await?
    {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into());
    }
    // Once more, now that nothing else changes it.
    let under_way = match browser.sign_up_id.as_deref() {
        Some(id) => sign_ups::open(&mut tx, id, now).await?,
        None => None,
    };
    let kept = || under_way.as_ref().and_then(|row| kept_digest(app, row, details));
    let password_digest = match (app.settings.password_rule(), new_digest) {
        (FieldRule::Off, _) => None,
        (_, new) => Some(new.or_else(kept).ok_or_else(|| is_missing(Field::Password))?),
    };
    let same_address = under_way.as_ref().filter(|row| same_address(row, &checked.email));
    // Whoever gives no number any more has nothing left to prove but the address, and does so once more.
    let proven_address = same_address.filter(|_| checked.phone.is_some());
    let mut row = SignUpRow {
        id: under_way.as_ref().map_or_else(|| new_id(Prefix::SignUp, now), |row| row.id.clone()),
        status: SignUpStatus::MissingRequirements,
        email_address: Some(checked.email.value.clone()),
        email_verified_at: proven_address.and_then(|row| row.email_verified_at),
        phone_number: checked.phone.map(|phone| phone.normalized),
        username: checked.username.as_ref().map(|username| username.value.clone()),
        first_name: checked.first_name,
        last_name: checked.last_name,
        password_digest,
        // Whoever fills in the whole form does not come from a provider.
        sealed_external_account: None,
        email_verification_id: None,
        phone_verification_id: None,
        abandon_at: now + LIFETIME,
    };
    // Who only corrects a name goes on with the code that they have.
    row.email_verification_id = match same_address.and_then(|row| row.email_verification_id.clone()) {
        Some(id) if row.email_verified_at.is_some() || is_good(&mut tx, &id, now).await? => Some(id),
        _ => Some(send_proof(app, &mut tx, visitor, &row.id, &checked.email, now).await?),
    };
    if row.email_verified_at.is_some()
        && let Some(number) = row.phone_number.clone()
    {
        let same_number = under_way.as_ref().filter(|row| row.phone_number.as_ref() == Some(&number));
        row.phone_verification_id = match same_number.and_then(|row| row.phone_verification_id.clone()) {
            Some(id) if is_good(&mut tx, &id, now).await? => Some(id),
            _ => Some(send_code_to_phone(app, &mut tx, visitor, &row.id, &number, now).await?),
        };
    }
    sign_ups::save(&mut tx, &browser.id, &row, now).await?;
    clients::set_sign_up(&mut tx, &browser.id, Some(&row.id), now).await?;
    browser.sign_up_id = Some(row.id);
    let issued = Issued { client_token: Some(client_token), session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
    commit_with_mail(app, tx).await?;
    Ok(outcome)
}

/// Whether a sign-up is for this address.
pub(super) fn same_address(row: &SignUpRow, email: &identifier::Identifier) -> bool {
    let before = row.email_address.as_deref().and_then(|address| identifier::email_address(address).ok());
    before.is_some_and(|before| before.normalized == email.normalized)
}

/// What has to be filled in before the account can be made. Whom a provider has sent needs no password.
pub fn missing(app: &Inner, row: &SignUpRow) -> Vec<Field> {
    let rules = &app.settings.sign_up;
    let has_proof = row.password_digest.is_some() || row.sealed_external_account.is_some();
    [
        (Field::EmailAddress, true, row.email_address.is_some()),
        (Field::Password, app.settings.password_rule() == FieldRule::Required, has_proof),
        (Field::Username, rules.username == FieldRule::Required, row.username.is_some()),
        (Field::FirstName, rules.first_name == FieldRule::Required, row.first_name.is_some()),
        (Field::LastName, rules.last_name == FieldRule::Required, row.last_name.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, required, filled)| (required && !filled).then_some(field))
    .collect()
}

/// Sends another code, unless the last one was sent a moment ago.
pub async fn prepare_verification(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let (mut tx, browser, row) = open(app, visitor, now).await?;
    if !missing(app, &row).is_empty() {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    }
    let proving = Proving::next(&row)?;
    if let Some(id) = &proving.verification_id
        && let Some(last) = verifications::by_id(&mut tx, id).await?
    {
        let wait = last.created_at + RESEND_AFTER - now;
        if wait > 0 {
            return Err(ApiError::new(ErrorCode::TooManyRequests).with_retry_after_ms(wait).into());
        }
    }
    match &proving.since {
        None => {
            let id = send_proof(app, &mut tx, visitor, &row.id, &proving.identifier, now).await?;
            sign_ups::set_email_verification(&mut tx, &row.id, &id, now).await?;
        }
        Some(since) => {
            let number = &proving.identifier.normalized;
            let id = send_code_to_phone(app, &mut tx, visitor, &row.id, number, now).await?;
            sign_ups::set_phone_verification(&mut tx, &row.id, &id, *since, now).await?;
        }
    }
    let outcome = client::outcome(app, &mut tx, &browser, Issued::default()).await?;
    commit_with_mail(app, tx).await?;
    let is_link = proving.since.is_none() && app.settings.sign_up.email_verification.is_link();
    let notice = if is_link { Notice::LinkSent } else { Notice::CodeSent };
    Ok(Outcome { notice: Some(notice), ..outcome })
}

/// What shows that an address is someone's.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// The code that was mailed, as typed.
    Code(&'a str),
    /// The link that was mailed: opened before, wherever that was, or now, with the token in it.
    Link(Option<&'a Token>),
}

/// Gives what was sent: the code, or nothing where a link was to be opened. After the proof of the e-mail address comes the
/// code for the phone number, if there is one; after the last the account exists, and the browser is signed in to it.
pub async fn attempt_verification(app: &Inner, visitor: &Visitor, typed: &str) -> Result<Outcome, Error> {
    match (typed.trim().is_empty(), app.settings.sign_up.email_verification.is_link()) {
        (false, _) => prove(app, visitor, Proof::Code(typed)).await,
        (true, true) => prove(app, visitor, Proof::Link(None)).await,
        (true, false) => Err(is_missing(Field::Code)),
    }
}

/// Opens a link in the browser that asked for it.
pub async fn follow(app: &Inner, visitor: &Visitor, token: &Token) -> Result<Outcome, Error> {
    prove(app, visitor, Proof::Link(Some(token))).await
}

async fn prove(app: &Inner, visitor: &Visitor, proof: Proof<'_>) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let (mut tx, browser, row) = open(app, visitor, now).await?;
    if !missing(app, &row).is_empty() {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    }
    let email = identifier::email_address(row.email_address.as_deref().unwrap_or_default())?;
    let Proving { identifier, purpose, verification_id, since } = Proving::next(&row)?;
    let Some(verification_id) = &verification_id else {
        return Err(ApiError::of(ErrorCode::VerificationMissing, Field::Code).into());
    };
    // Where a link was mailed no code is right, whatever was typed.
    let by_link = since.is_none() && app.settings.sign_up.email_verification.is_link();
    let proof = if by_link && matches!(proof, Proof::Code(_)) { Proof::Link(None) } else { proof };
    let tried = match proof {
        Proof::Link(token) if since.is_none() => {
            link::attempt(&mut tx, verification_id, purpose, &row.id, token, now).await?
        }
        // What waits for a code does not go on with a link.
        Proof::Link(_) => Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code)),
        Proof::Code(typed) => match limits::take_code_try(app, &mut tx, (&identifier.normalized, None), now).await? {
            Ok(()) => code::attempt(app, &mut tx, verification_id, purpose, &row.id, typed, now).await?,
            Err(refusal) => Err(refusal),
        },
    };
    if let Err(refusal) = tried {
        // The try counts.
        commit(tx).await?;
        return Err(refusal.into());
    }
    limits::clear_code_tries(app, &mut tx, (&identifier.normalized, None)).await?;
    if since.is_none()
        && let Some(number) = &row.phone_number
    {
        let id = send_code_to_phone(app, &mut tx, visitor, &row.id, number, now).await?;
        sign_ups::set_phone_verification(&mut tx, &row.id, &id, now, now).await?;
        let outcome = client::outcome(app, &mut tx, &browser, Issued::default()).await?;
        commit_with_mail(app, tx).await?;
        return Ok(outcome);
    }
    complete(app, tx, visitor, browser, &row, &email, now).await
}

/// Makes the account whose address has been proven, and signs in to it.
pub(super) async fn complete(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: ClientRow,
    row: &SignUpRow,
    email: &identifier::Identifier,
    now: i64,
) -> Result<Outcome, Error> {
    let live = sessions::live_of_client(&mut tx, &browser.id, now).await?;
    let browser = Claimed { row: browser, new_secret: None, live };
    match make_account(app, &mut tx, visitor, browser, row, email, now).await {
        Ok(begun) => begun.finish(app, tx).await,
        Err(Error::Store(StoreError::Exists(_))) => {
            // Before anything else is asked: who waits for a second connection while they hold one may wait for long.
            tx.rollback().await.map_err(StoreError::from)?;
            Err(taken_meanwhile(app, row, email).await?)
        }
        Err(error) => Err(error),
    }
}

/// What has to be proven next, and with which code.
struct Proving {
    identifier: identifier::Identifier,
    purpose: Purpose,
    verification_id: Option<String>,
    /// Since when the address is proven, where the number comes next.
    since: Option<i64>,
}

impl Proving {
    fn next(row: &SignUpRow) -> Result<Self, Error> {
        if let (Some(since), Some(number)) = (row.email_verified_at, &row.phone_number) {
            let identifier = identifier::Identifier { value: number.clone(), normalized: number.clone() };
            let verification_id = row.phone_verification_id.clone();
            return Ok(Self { identifier, purpose: Purpose::SignUpPhoneNumber, verification_id, since: Some(since) });
        }
        let identifier = identifier::email_address(row.email_address.as_deref().unwrap_or_default())?;
        let verification_id = row.email_verification_id.clone();
        Ok(Self { identifier, purpose: Purpose::SignUpEmailAddress, verification_id, since: None })
    }
}

/// Between the first step and this one someone made an account with the same address or the same account elsewhere, or
/// took the username. Whoever gave the right code owns the address, and may know.
async fn taken_meanwhile(app: &Inner, row: &SignUpRow, email: &identifier::Identifier) -> Result<Error, Error> {
    let mut connection = app.store.read().await?;
    if let Some(External { provider, identity, .. }) = External::of(app, row) {
        let known = external_accounts::owner(&mut connection, &provider, &identity.issuer, &identity.subject).await?;
        if known.is_some() {
            return Ok(ApiError::new(ErrorCode::ExternalAccountExists).into());
        }
    }
    let owned = [
        (IdentifierKind::EmailAddress, Field::EmailAddress, Some(email.normalized.as_str())),
        (IdentifierKind::PhoneNumber, Field::PhoneNumber, row.phone_number.as_deref()),
    ];
    for (kind, field, normalized) in owned {
        if let Some(normalized) = normalized
            && users::identifier_exists(&mut connection, kind, normalized).await?
        {
            return Ok(ApiError::of(ErrorCode::FormIdentifierExists, field).into());
        }
    }
    Ok(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into())
}

/// The sign-up that is under way in a browser, which the transaction holds.
pub(super) async fn open(
    app: &Inner,
    visitor: &Visitor,
    now: i64,
) -> Result<(Transaction, ClientRow, SignUpRow), Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let no_attempt = || Error::from(ApiError::new(ErrorCode::ClientStateInvalid));
    let browser = browser.ok_or_else(no_attempt)?;
    let mut tx = app.store.write().await?;
    let browser = clients::lock(&mut tx, &browser.id, now).await?.ok_or_else(no_attempt)?;
    let id = browser.sign_up_id.as_deref().ok_or_else(no_attempt)?;
    let row = sign_ups::open(&mut tx, id, now).await?.ok_or_else(no_attempt)?;
    Ok((tx, browser, row))
}

/// The password of the sign-up that is under way, if nothing has changed that must not stand in it: whoever changes that
/// gives the password again, because its hash does not say what is in it.
fn kept_digest(app: &Inner, row: &SignUpRow, details: &Details) -> Option<String> {
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
    asked(app.settings.sign_up.phone_number, &details.phone_number)
        .then(|| identifier::phone_number(&details.phone_number, &details.phone_country, &app.settings.sms))
}

fn is_missing(field: Field) -> Error {
    ApiError::of(ErrorCode::FormParamMissing, field).into()
}

/// Checks all fields and says everything that is wrong with them at once; then hashes the password.
async fn check(app: &Inner, details: &Details, keeps_password: bool) -> Result<(Checked, Option<String>), Error> {
    let mut wrong = ApiErrors::default();
    let checked = check_identity(app, details, &mut wrong);
    let phone = phone(app, details).and_then(|read| note(&mut wrong, read));
    let checked = checked.map(|checked| Checked { phone, ..checked });
    let digits: String = details.phone_number.chars().filter(char::is_ascii_digit).collect();
    let about: Vec<&str> =
        [&details.email_address, &digits, &details.username, &details.first_name, &details.last_name]
            .into_iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
    let is_off = app.settings.password_rule() == FieldRule::Off;
    let new_password = match is_off || (details.password.expose().is_empty() && keeps_password) {
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
    let Some(checked) = checked.filter(|_| wrong.is_empty()) else { return Err(wrong.into()) };
    let digest = match new_password {
        Some(password) => Some(app.hasher.hash(password).await?),
        None => None,
    };
    Ok((checked, digest))
}

/// Checks all fields but the password and the phone number, for which whoever comes from a provider is not asked, and notes everything that is wrong with them.
pub(super) fn check_identity(app: &Inner, details: &Details, wrong: &mut ApiErrors) -> Option<Checked> {
    let rules = &app.settings.sign_up;
    let email = identifier::email_address(&details.email_address);
    let email = note(wrong, email.and_then(|email| restrictions::check(rules, &email).map(|()| email)));
    let username = match asked(rules.username, &details.username) {
        true => {
            let read = identifier::username(&details.username);
            note(wrong, read.and_then(|name| username::refuse_reserved(&app.settings, &name).map(|()| name)))
        }
        false => None,
    };
    let first_name = name(wrong, rules.first_name, &details.first_name, Field::FirstName);
    let last_name = name(wrong, rules.last_name, &details.last_name, Field::LastName);
    Some(Checked { email: email?, phone: None, username, first_name, last_name })
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
    if name.is_none() {
        wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
    }
    name
}

fn note<T>(wrong: &mut ApiErrors, read: Result<T, ApiError>) -> Option<T> {
    read.map_err(|error| wrong.errors.push(error)).ok()
}

pub(super) async fn is_good(tx: &mut Transaction, verification_id: &str, now: i64) -> Result<bool, Error> {
    Ok(verifications::by_id(tx, verification_id).await?.is_some_and(|row| code::is_good(&row, now)))
}

pub(super) async fn send_proof(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    sign_up_id: &str,
    email: &identifier::Identifier,
    now: i64,
) -> Result<String, Error> {
    let limit = limits::key(app, "codes_sent", &[&email.normalized]);
    limits::take_or_refuse(tx, &limit, limits::CODES_SENT, ErrorCode::TooManyRequests, now).await??;
    let recipient = match users::identifier_exists(tx, IdentifierKind::EmailAddress, &email.normalized).await? {
        true => Recipient::HasAccount(&email.value),
        false => Recipient::Proving(&email.value),
    };
    let errand = Errand {
        purpose: Purpose::SignUpEmailAddress,
        subject_id: sign_up_id,
        strategy: app.settings.sign_up.email_verification,
        recipient,
        visitor,
    };
    Ok(mailed::send(app, tx, &errand, now).await?)
}

/// Sends a code by text message to a number that is to be proven.
async fn send_code_to_phone(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    sign_up_id: &str,
    number: &str,
    now: i64,
) -> Result<String, Error> {
    text_messages::take(app, tx, visitor, (number, None), true, now).await?;
    let recipient = match users::identifier_exists(tx, IdentifierKind::PhoneNumber, number).await? {
        true => Recipient::HasAccount(number),
        false => Recipient::Proving(number),
    };
    let (purpose, strategy) = (Purpose::SignUpPhoneNumber, Strategy::PhoneCode);
    let errand = Errand { purpose, subject_id: sign_up_id, strategy, recipient, visitor };
    Ok(texted::send(app, tx, &errand, now).await?)
}

/// Makes the account in a transaction that holds the browser, and begins a session in it.
pub(super) async fn make_account(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    browser: Claimed,
    row: &SignUpRow,
    email: &identifier::Identifier,
    now: i64,
) -> Result<session::Begun, Error> {
    let external = External::of(app, row);
    let verified_by = match &external {
        Some(external) if is_proven(Some(external), Some(&email.value)) => external.strategy(),
        _ => app.settings.sign_up.email_verification.as_str().to_owned(),
    };
    let user_id = new_id(Prefix::User, now);
    let email_id = new_id(Prefix::Identifier, now);
    let phone_id = row.phone_number.as_ref().map(|_| new_id(Prefix::Identifier, now));
    let user = NewUser {
        id: &user_id,
        first_name: row.first_name.as_deref(),
        last_name: row.last_name.as_deref(),
        primary_email_address_id: Some(&email_id),
        primary_phone_number_id: phone_id.as_deref(),
        password_digest: row.password_digest.as_deref(),
    };
    users::insert(tx, &user, now).await?;
    let identifier = NewIdentifier {
        id: &email_id,
        user_id: &user_id,
        kind: IdentifierKind::EmailAddress,
        value: &email.value,
        normalized: &email.normalized,
        verified_by: Some(&verified_by),
    };
    users::insert_identifier(tx, &identifier, now).await?;
    if let (Some(id), Some(number)) = (&phone_id, &row.phone_number) {
        let identifier = NewIdentifier {
            id,
            user_id: &user_id,
            kind: IdentifierKind::PhoneNumber,
            value: number,
            normalized: number,
            verified_by: Some(Strategy::PhoneCode.as_str()),
        };
        users::insert_identifier(tx, &identifier, now).await?;
    }
    if let Some(username) = &row.username {
        let username = identifier::username(username)?;
        let identifier = NewIdentifier {
            id: &new_id(Prefix::Identifier, now),
            user_id: &user_id,
            kind: IdentifierKind::Username,
            value: &username.value,
            normalized: &username.normalized,
            verified_by: None,
        };
        users::insert_username(tx, &identifier, &username::skeleton(&username.normalized), now).await?;
    }
    if let Some(external) = &external {
        external.connect(app, tx, &user_id, now).await?;
    }
    if let Some(user) = users::by_id(tx, &user_id).await? {
        events::record(tx, EventType::UserCreated, &user_id, &user, now).await?;
    }
    let begun = session::begin(app, tx, &browser, &user_id, visitor, now).await?;
    if !sign_ups::complete(tx, &row.id, &user_id, &begun.session.id, now).await? {
        return Err(ApiError::new(ErrorCode::ClientStateInvalid).into());
    }
    Ok(begun)
}
