//! Sign-up: tell us who you are, prove that the address is yours, here is your account.
//!
//! ```text
//! (none) ── create ──▶ missing_requirements ── attempt_verification ──▶ complete
//!                          ▲  │
//!                          └──┘ create again (other details), prepare_verification (another code)
//! ```
//!
//! A phone number is proven after the address: whoever gives both has no text message sent, which costs, before they have
//! proven anything. No account exists before all codes have been given; who gives neither, but a username and a password,
//! has one at once. Who signs up with an address that has an account sees
//! what everyone sees, in the same time; the mail tells the owner of the address.

mod account;
pub mod admission;
mod details;
mod proven;

use self::account::complete_in;
pub(super) use self::account::{complete, make_account};
pub use details::Details;
pub(super) use details::{Checked, check_identity, check_phone};
pub use proven::begin_proven;

use self::details::{check, kept_digest};
use super::client;
use super::sign_in::refuse_signed_in;
use super::{
    Error, Issued, Outcome, Visitor, commit, commit_with_mail, email_link, identifier, limits, metadata, text_messages,
    username,
};
use crate::model::{ApiError, ErrorCode, Field, FieldRule, Notice, SignUpStatus, Strategy};
use crate::server::crypto::{HOUR, Prefix, Token, new_id};
use crate::server::factors::mailed::{self, Errand, RESEND_AFTER, Recipient};
use crate::server::factors::ticket::Invited;
use crate::server::factors::{code, link, texted};
use crate::server::store::clients::{self, ClientRow};
use crate::server::store::identifiers::{self, IdentifierKind};
use crate::server::store::sign_ups::{self, SignUpRow};
use crate::server::store::verifications::Purpose;
use crate::server::store::{Transaction, verifications};
use crate::server::vestibule::Inner;

/// How long an unfinished sign-up is kept, in milliseconds.
pub const LIFETIME: i64 = 24 * HOUR;

/// Begins a sign-up, or puts other details into the one that is under way, and sends a code.
pub async fn create(app: &Inner, visitor: &Visitor, details: &Details) -> Result<Outcome, Error> {
    let browser = client::find(app, visitor).await?;
    refuse_signed_in(app, browser.as_ref()).await?;
    let now = app.clock.now();
    let invitation = admission::of(app, visitor, &details.email_address, now).await?;
    let invited;
    let details = match &invitation {
        Some(invitation) => {
            invited = Details { email_address: invitation.email_address.clone(), ..details.clone() };
            &invited
        }
        None => details,
    };
    let under_way = match browser.as_ref().and_then(|browser| browser.sign_up_id.as_deref()) {
        Some(id) => sign_ups::open(&mut *app.store.read().await?, id, now).await?,
        None => None,
    };
    let keeps_password = under_way.is_some_and(|row| kept_digest(app, &row, details).is_some());
    let unsafe_metadata = match details.unsafe_metadata.is_empty() {
        true => None,
        false => Some(metadata::typed(&details.unsafe_metadata)?),
    };
    let (checked, new_digest) = check(app, details, invitation.is_some(), keeps_password).await?;

    let mut tx = app.store.write().await?;
    let claimed = client::claim(app, &mut tx, visitor, browser.as_ref(), None, now).await?;
    let mut browser = claimed.row.clone();
    if let Some(username) = &checked.username
        && identifiers::username_exists(&mut tx, &username.normalized, &username::skeleton(&username.normalized))
            .await?
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
        (FieldRule::Optional, new) => new.or_else(kept),
        (FieldRule::Required, new) => Some(new.or_else(kept).ok_or_else(|| is_missing(Field::Password))?),
    };
    let email = checked.email.as_ref();
    let same_address = under_way.as_ref().filter(|row| same_address(row, email));
    // What a ticket has proven counts as long as the ticket does.
    let proven_address = same_address.filter(|row| !row.is_invited());
    let is_invited = invitation.is_some();
    let (invitation_id, organization_invitation_id) = Invited::ids(invitation);
    let mut row = SignUpRow {
        id: under_way.as_ref().map_or_else(|| new_id(Prefix::SignUp, now), |row| row.id.clone()),
        status: SignUpStatus::MissingRequirements,
        email_address: email.map(|email| email.value.clone()),
        email_verified_at: match is_invited {
            true => Some(now),
            false => proven_address.and_then(|row| row.email_verified_at),
        },
        phone_number: checked.phone.map(|phone| phone.normalized),
        username: checked.username.as_ref().map(|username| username.value.clone()),
        first_name: checked.first_name,
        last_name: checked.last_name,
        password_digest,
        legal_accepted_at: accepted_at(app, under_way.as_ref(), now),
        // Whoever fills in the whole form does not come from a provider.
        sealed_external_account: None,
        email_verification_id: None,
        phone_verification_id: None,
        invitation_id,
        organization_invitation_id,
        unsafe_metadata: unsafe_metadata.or_else(|| under_way.as_ref().and_then(|row| row.unsafe_metadata.clone())),
        abandon_at: now + LIFETIME,
    };
    // Whoever has the invitation has the address, and may know.
    if row.is_invited()
        && let Some(email) = email
        && identifiers::is_proven(&mut tx, IdentifierKind::EmailAddress, &email.normalized).await?
    {
        return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::EmailAddress).into());
    }
    let to_prove = email.filter(|_| row.email_verified_at.is_none());
    if to_prove.is_none() && row.phone_number.is_none() {
        sign_ups::save(&mut tx, &browser.id, &row, now).await?;
        return complete_in(app, tx, visitor, claimed, &row, now).await;
    }
    // Whoever planted the cookie that the browser came with has no part in what is begun here.
    let client_token = match claimed.new_secret {
        Some(new) => new,
        None => client::renew_secret(&mut tx, &browser, now).await?,
    };
    // Who only corrects a name goes on with the code that they have.
    row.email_verification_id = match (same_address.and_then(|row| row.email_verification_id.clone()), to_prove) {
        (Some(id), _) if is_good(&mut tx, &id, now).await? => Some(id),
        (id, None) => id,
        (_, Some(email)) => Some(send_proof(app, &mut tx, visitor, &row.id, email, now).await?),
    };
    if to_prove.is_none()
        && let Some(number) = row.phone_number.clone()
    {
        let same_number = under_way.as_ref().filter(|row| row.phone_number.as_ref() == Some(&number));
        let sent = same_number.and_then(|row| row.phone_verification_id.as_deref());
        row.phone_verification_id = Some(phone_code(app, &mut tx, visitor, &row, (&number, sent), now).await?);
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
pub(super) fn same_address(row: &SignUpRow, email: Option<&identifier::Identifier>) -> bool {
    let before = row.email_address.as_deref().and_then(|address| identifier::email_address(address).ok());
    before.zip(email).is_some_and(|(before, email)| before.normalized == email.normalized)
}

/// Since when the terms are agreed to, by a form that was found good: without the tick it would not have been.
pub(super) fn accepted_at(app: &Inner, under_way: Option<&SignUpRow>, now: i64) -> Option<i64> {
    app.settings.legal.consent.then(|| under_way.and_then(|row| row.legal_accepted_at).unwrap_or(now))
}

/// What has to be filled in before the account can be made. Whom a provider has sent needs no password.
pub fn missing(app: &Inner, row: &SignUpRow) -> Vec<Field> {
    let rules = &app.settings.sign_up;
    let has_proof = row.password_digest.is_some() || row.sealed_external_account.is_some();
    [
        (Field::EmailAddress, rules.email_address == FieldRule::Required, row.email_address.is_some()),
        (Field::Password, app.settings.password_rule() == FieldRule::Required, has_proof),
        (Field::PhoneNumber, rules.phone_number == FieldRule::Required, row.phone_number.is_some()),
        (Field::Username, rules.username == FieldRule::Required, row.username.is_some()),
        (Field::FirstName, rules.first_name == FieldRule::Required, row.first_name.is_some()),
        (Field::LastName, rules.last_name == FieldRule::Required, row.last_name.is_some()),
        (Field::LegalAccepted, app.settings.legal.consent, row.legal_accepted_at.is_some()),
    ]
    .into_iter()
    .filter_map(|(field, required, filled)| (required && !filled).then_some(field))
    .collect()
}

/// What there is no account without, for whom a provider has sent or for anyone else.
pub fn required(app: &Inner, is_external: bool) -> Vec<Field> {
    let rules = &app.settings.sign_up;
    [
        (Field::EmailAddress, rules.email_address == FieldRule::Required),
        (Field::Password, app.settings.password_rule() == FieldRule::Required && !is_external),
        (Field::PhoneNumber, rules.phone_number == FieldRule::Required),
        (Field::Username, rules.username == FieldRule::Required),
        (Field::FirstName, rules.first_name == FieldRule::Required),
        (Field::LastName, rules.last_name == FieldRule::Required),
        (Field::LegalAccepted, app.settings.legal.consent),
    ]
    .into_iter()
    .filter_map(|(field, required)| required.then_some(field))
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
    match proving.is_email() {
        true => {
            let id = send_proof(app, &mut tx, visitor, &row.id, &proving.identifier, now).await?;
            sign_ups::set_email_verification(&mut tx, &row.id, &id, now).await?;
        }
        false => {
            let number = &proving.identifier.normalized;
            let id = send_code_to_phone(app, &mut tx, visitor, &row, number, now).await?;
            sign_ups::set_phone_verification(&mut tx, &row.id, &id, row.email_verified_at, now).await?;
        }
    }
    let outcome = client::outcome(app, &mut tx, &browser, Issued::default()).await?;
    commit_with_mail(app, tx).await?;
    let is_link = proving.is_email() && app.settings.sign_up.email_verification.is_link();
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
        (false, _) => match prove(app, visitor, Proof::Code(typed)).await {
            // Another tab has given it: the account is there, and this browser is signed in to it. Where nobody else can be, that is
            // what it is told.
            Err(Error::Refused(errors))
                if app.settings.session.multi_session && errors.has(ErrorCode::ClientStateInvalid) =>
            {
                let came = email_link::what_came_of_it(app, visitor).await?;
                let is_done = |it: &Outcome| it.client.sign_up.is_none() && it.client.session().is_some();
                came.filter(is_done).ok_or(Error::Refused(errors))
            }
            proven => proven,
        },
        (true, true) => match prove(app, visitor, Proof::Link(None)).await {
            Err(Error::Refused(errors))
                if errors.has(ErrorCode::ClientStateInvalid) || errors.has(ErrorCode::SessionExists) =>
            {
                email_link::what_came_of_it(app, visitor).await?.ok_or(Error::Refused(errors))
            }
            proven => proven,
        },
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
    let proving = Proving::next(&row)?;
    let is_email = proving.is_email();
    let Proving { identifier, purpose, verification_id } = proving;
    let Some(verification_id) = &verification_id else {
        return Err(ApiError::of(ErrorCode::VerificationMissing, Field::Code).into());
    };
    // Where a link was mailed no code is right, whatever was typed.
    let by_link = is_email && app.settings.sign_up.email_verification.is_link();
    let proof = if by_link && matches!(proof, Proof::Code(_)) { Proof::Link(None) } else { proof };
    let tried = match proof {
        Proof::Link(token) if is_email => link::attempt(&mut tx, verification_id, purpose, &row.id, token, now).await?,
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
    if is_email && let Some(number) = &row.phone_number {
        let id = send_code_to_phone(app, &mut tx, visitor, &row, number, now).await?;
        sign_ups::set_phone_verification(&mut tx, &row.id, &id, Some(now), now).await?;
        let outcome = client::outcome(app, &mut tx, &browser, Issued::default()).await?;
        commit_with_mail(app, tx).await?;
        return Ok(outcome);
    }
    complete(app, tx, visitor, browser, &row, now).await
}

/// What has to be proven next, and with which code.
struct Proving {
    identifier: identifier::Identifier,
    purpose: Purpose,
    verification_id: Option<String>,
}

impl Proving {
    fn next(row: &SignUpRow) -> Result<Self, Error> {
        if let (None, Some(address)) = (row.email_verified_at, &row.email_address) {
            let identifier = identifier::email_address(address)?;
            let verification_id = row.email_verification_id.clone();
            return Ok(Self { identifier, purpose: Purpose::SignUpEmailAddress, verification_id });
        }
        // Where there is nothing left to prove the form of the sign-up makes the account, with all that it asks for.
        let number = row.phone_number.clone().ok_or_else(|| ApiError::new(ErrorCode::ClientStateInvalid))?;
        let identifier = identifier::Identifier { value: number.clone(), normalized: number };
        let verification_id = row.phone_verification_id.clone();
        Ok(Self { identifier, purpose: Purpose::SignUpPhoneNumber, verification_id })
    }

    fn is_email(&self) -> bool {
        self.purpose == Purpose::SignUpEmailAddress
    }
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
    let browser = client::hold(&mut tx, visitor, &browser, now).await?.ok_or_else(no_attempt)?;
    let id = browser.sign_up_id.as_deref().ok_or_else(no_attempt)?;
    let row = sign_ups::open(&mut tx, id, now).await?.ok_or_else(no_attempt)?;
    Ok((tx, browser, row))
}

fn is_missing(field: Field) -> Error {
    ApiError::of(ErrorCode::FormParamMissing, field).into()
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
    let (kind, asked_for) = (IdentifierKind::EmailAddress, visitor.language);
    let (recipient, language) = match identifiers::language_of_owner(tx, kind, &email.normalized).await? {
        Some(theirs) => (Recipient::HasAccount(&email.value), theirs.or(asked_for)),
        None => (Recipient::Proving(&email.value), asked_for),
    };
    let errand = Errand {
        purpose: Purpose::SignUpEmailAddress,
        subject_id: sign_up_id,
        strategy: app.settings.sign_up.email_verification,
        recipient,
        language,
        user_id: None,
        ip: visitor.ip,
        bound_for: visitor.bound_for.as_deref(),
    };
    Ok(mailed::send(app, tx, &errand, now).await?)
}

/// The code by text message that a number is proven with: the one that was sent before as long as it is good, else another.
pub(super) async fn phone_code(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    row: &SignUpRow,
    (number, sent): (&str, Option<&str>),
    now: i64,
) -> Result<String, Error> {
    match sent {
        Some(id) if is_good(tx, id, now).await? => Ok(id.to_owned()),
        _ => send_code_to_phone(app, tx, visitor, row, number, now).await,
    }
}

/// Sends a code by text message to a number that is to be proven.
async fn send_code_to_phone(
    app: &Inner,
    tx: &mut Transaction,
    visitor: &Visitor,
    row: &SignUpRow,
    number: &str,
    now: i64,
) -> Result<String, Error> {
    match &row.email_address {
        Some(address) => {
            let address = identifier::email_address(address)?;
            text_messages::take_for_address(app, tx, &address.normalized, now).await?;
        }
        None => text_messages::take_unproven(app, tx, now).await?,
    }
    text_messages::take(app, tx, visitor, (number, None), true, now).await?;
    let (kind, asked_for) = (IdentifierKind::PhoneNumber, visitor.language);
    let (recipient, language) = match identifiers::language_of_owner(tx, kind, number).await? {
        Some(theirs) => (Recipient::HasAccount(number), theirs.or(asked_for)),
        None => (Recipient::Proving(number), asked_for),
    };
    let (purpose, strategy) = (Purpose::SignUpPhoneNumber, Strategy::PhoneCode);
    let (subject_id, ip) = (row.id.as_str(), visitor.ip);
    let errand = Errand { purpose, subject_id, strategy, recipient, language, user_id: None, ip, bound_for: None };
    Ok(texted::send(app, tx, &errand, now).await?)
}
