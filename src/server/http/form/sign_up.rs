use super::steps::Form;
use super::{answer, lead_to_provider, secret};
use crate::api::{Reply, SecretInput};
use crate::model::{ApiErrors, Field};
use crate::server::bots;
use crate::server::flows::oauth::Purpose;
use crate::server::flows::{self, external_sign_up, sign_up, waitlist};

pub use crate::server::flows::external_sign_up::Missing;

/// What a sign-up form says.
#[derive(Debug)]
pub struct Details {
    /// Whom the account is for.
    pub email_address: String,
    /// The new password.
    pub password: SecretInput,
    /// A number to sign in with.
    pub phone_number: String,
    /// Whose number that is.
    pub phone_country: String,
    /// A name to sign in with.
    pub username: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Whether the terms are agreed to.
    pub legal_accepted: bool,
    /// What they write about themselves: JSON.
    pub unsafe_metadata: String,
}

/// What a box sends.
const fn ticked(yes: bool) -> &'static str {
    if yes { "true" } else { "" }
}

/// Begins a sign-up.
pub async fn create_sign_up(details: Details, captcha_token: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let details = sign_up::Details {
        email_address: details.email_address,
        password: secret(details.password),
        phone_number: details.phone_number,
        phone_country: details.phone_country,
        username: details.username,
        first_name: details.first_name,
        last_name: details.last_name,
        legal_accepted: details.legal_accepted,
        unsafe_metadata: details.unsafe_metadata,
    };
    let accepted = ticked(details.legal_accepted);
    let typed: [(Field, &str); 7] = [
        (Field::LegalAccepted, accepted),
        (Field::PhoneNumber, &details.phone_number),
        (Field::PhoneCountry, &details.phone_country),
        (Field::EmailAddress, &details.email_address),
        (Field::Username, &details.username),
        (Field::FirstName, &details.first_name),
        (Field::LastName, &details.last_name),
    ];
    answer(Form::CreateSignUp, redirect_url, &typed, async |app, visitor| {
        flows::bots::check(app, visitor, bots::Purpose::SignUp, captcha_token).await?;
        sign_up::create(app, visitor, &details).await
    })
    .await
}

/// Gives the code.
pub async fn attempt_verification(code: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let code = secret(code);
    answer(Form::AttemptVerification, redirect_url, &[], async |app, visitor| {
        sign_up::attempt_verification(app, visitor, code.expose()).await
    })
    .await
}

/// Sends another code.
pub async fn prepare_verification(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::PrepareVerification, redirect_url, &[], async |app, visitor| {
        sign_up::prepare_verification(app, visitor).await
    })
    .await
}

/// Sends a person to a provider to sign up.
pub async fn oauth_sign_up(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::OauthSignUp, Purpose::SignUp, strategy, redirect_url).await
}

/// Fills in what is missing of a sign-up that a provider began.
pub async fn update_sign_up(missing: &Missing, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed: [(Field, &str); 7] = [
        (Field::PhoneNumber, &missing.phone_number),
        (Field::PhoneCountry, &missing.phone_country),
        (Field::LegalAccepted, ticked(missing.legal_accepted)),
        (Field::EmailAddress, &missing.email_address),
        (Field::Username, &missing.username),
        (Field::FirstName, &missing.first_name),
        (Field::LastName, &missing.last_name),
    ];
    answer(Form::UpdateSignUp, redirect_url, &typed, async |app, visitor| {
        external_sign_up::update(app, visitor, missing).await
    })
    .await
}

/// Puts someone on the waitlist. A script stays where it is.
pub async fn join_waitlist(email_address: &str, captcha_token: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed: [(Field, &str); 1] = [(Field::EmailAddress, email_address)];
    let reply = answer(Form::JoinWaitlist, redirect_url, &typed, async |app, visitor| {
        flows::bots::check(app, visitor, bots::Purpose::Waitlist, captcha_token).await?;
        waitlist::join(app, visitor, email_address).await
    })
    .await?;
    Ok(Reply { redirect_to: None, ..reply })
}
