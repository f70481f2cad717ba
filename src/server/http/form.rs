//! What the server functions do: read the request, run the flow, set the cookies, and answer either as JSON or by leading
//! to the next page.
//!
//! A form that was sent without JavaScript is never answered with an error: the browser is led to the page where the form
//! stands, and that page says what was wrong ([`flash`]).

use axum::http::header::{CONTENT_SECURITY_POLICY, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use leptos::nonce::use_nonce;
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;
use tower_cookies::Cookies;

use super::auth::auth;
use super::{assets, cookies, errors, flash, headers, redirect, ticket, visitor};
use crate::api::{Reply, SecretInput};
use crate::model::{
    ApiError, ApiErrors, Client, ErrorCode, Field, Flash, Notice, PageState, PasswordStrength, SignInStatus, Strategy,
};
use crate::server::bots;
use crate::server::crypto::{Secret, Token};
use crate::server::factors::password;
use crate::server::flows::oauth::{self, Purpose};
use crate::server::flows::{
    self, Began, Error, Outcome, Visitor, browser, external_sign_up, passkeys, session, sign_in, sign_up, waitlist,
};
use crate::server::html::escape;
use crate::server::phone_number;
use crate::server::vestibule::Vestibule;

pub use crate::server::flows::external_sign_up::Missing;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

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
}

/// A form of ours: its name, and where it stands and leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    CreateSignIn,
    PrepareFirstFactor,
    AttemptFirstFactor,
    ResetPassword,
    TicketSignIn,
    CreateSignUp,
    AttemptVerification,
    PrepareVerification,
    OauthSignIn,
    OauthSignUp,
    UpdateSignUp,
    Connect,
    Disconnect,
    SetActive,
    PasskeySignIn,
    CreatePasskey,
    RenamePasskey,
    RemovePasskey,
    SignOut,
    RemoveSessions,
    SignOutEverywhere,
    JoinWaitlist,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Self::CreateSignIn => "sign_in/create",
            Self::PrepareFirstFactor => "sign_in/prepare_first_factor",
            Self::AttemptFirstFactor => "sign_in/attempt_first_factor",
            Self::ResetPassword => "sign_in/reset_password",
            Self::TicketSignIn => "sign_in/ticket",
            Self::CreateSignUp => "sign_up/create",
            Self::AttemptVerification => "sign_up/attempt_verification",
            Self::PrepareVerification => "sign_up/prepare_verification",
            Self::OauthSignIn => "sign_in/oauth",
            Self::OauthSignUp => "sign_up/oauth",
            Self::UpdateSignUp => "sign_up/update",
            Self::Connect => "external_account/connect",
            Self::Disconnect => "external_account/disconnect",
            Self::SetActive => "session/set_active",
            Self::PasskeySignIn => "sign_in/passkey",
            Self::CreatePasskey => "passkey/create",
            Self::RenamePasskey => "passkey/rename",
            Self::RemovePasskey => "passkey/remove",
            Self::SignOut => "session/sign_out",
            Self::RemoveSessions => "client/remove_sessions",
            Self::SignOutEverywhere => "session/sign_out_everywhere",
            Self::JoinWaitlist => "waitlist/join",
        }
    }

    /// The page on which it stands.
    fn own_page(self, app: &Vestibule) -> String {
        let paths = &app.settings.paths;
        match self {
            Self::CreateSignIn | Self::OauthSignIn | Self::PasskeySignIn | Self::TicketSignIn | Self::SetActive => {
                paths.sign_in.clone()
            }
            Self::PrepareFirstFactor | Self::AttemptFirstFactor => format!("{}/factor-one", paths.sign_in),
            Self::ResetPassword => format!("{}/reset-password", paths.sign_in),
            Self::CreateSignUp | Self::OauthSignUp => paths.sign_up.clone(),
            Self::UpdateSignUp => format!("{}/continue", paths.sign_up),
            Self::Connect | Self::Disconnect | Self::CreatePasskey | Self::RenamePasskey | Self::RemovePasskey => {
                profile(app)
            }
            Self::AttemptVerification | Self::PrepareVerification => {
                format!("{}/verify-email-address", paths.sign_up)
            }
            Self::SignOut | Self::RemoveSessions | Self::SignOutEverywhere => paths.after_sign_out.clone(),
            Self::JoinWaitlist => paths.waitlist_page().to_owned(),
        }
    }

    /// The page that comes next when it went well.
    fn next_page(self, app: &Vestibule, outcome: &Outcome, target: Option<&str>) -> String {
        let (paths, client) = (&app.settings.paths, &outcome.client);
        if let Some(began) = outcome.began {
            let otherwise = if began == Began::SignUp { &paths.after_sign_up } else { &paths.after_sign_in };
            return target.unwrap_or(otherwise).to_owned();
        }
        // Whoever adds an account is signed in with another one all along.
        let is_under_way = |exists: bool| client.session().is_none() || exists;
        let step = match self {
            Self::JoinWaitlist => self.own_page(app),
            // Whom nobody knows goes on with what an account needs.
            Self::AttemptFirstFactor if client.sign_in.is_none() && client.sign_up.is_some() => paths.sign_up.clone(),
            Self::CreateSignIn | Self::PrepareFirstFactor | Self::AttemptFirstFactor | Self::ResetPassword
                if is_under_way(client.sign_in.is_some()) =>
            {
                let status = client.sign_in.as_ref().map(|sign_in| sign_in.status);
                let step = if status == Some(SignInStatus::NeedsNewPassword) { "reset-password" } else { "factor-one" };
                format!("{}/{step}", paths.sign_in)
            }
            Self::CreateSignUp | Self::UpdateSignUp | Self::AttemptVerification | Self::PrepareVerification
                if is_under_way(client.sign_up.is_some()) =>
            {
                let sign_up = client.sign_up.as_ref();
                let waits_for_phone = sign_up.is_some_and(|it| !it.unverified_fields.contains(&Field::EmailAddress));
                let step = if waits_for_phone { "verify-phone-number" } else { "verify-email-address" };
                format!("{}/{step}", paths.sign_up)
            }
            _ => return target.map_or_else(|| self.default_target(app), str::to_owned),
        };
        redirect::page(&step, target)
    }

    /// Whether it stands on whichever page shows what it changes: the page that it names as where it leads.
    const fn stays(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Disconnect | Self::CreatePasskey | Self::RenamePasskey | Self::RemovePasskey
        )
    }

    fn default_target(self, app: &Vestibule) -> String {
        let paths = &app.settings.paths;
        match self {
            Self::CreateSignIn
            | Self::PrepareFirstFactor
            | Self::AttemptFirstFactor
            | Self::ResetPassword
            | Self::OauthSignIn
            | Self::PasskeySignIn
            | Self::TicketSignIn
            | Self::SetActive => paths.after_sign_in.clone(),
            Self::CreateSignUp
            | Self::UpdateSignUp
            | Self::OauthSignUp
            | Self::AttemptVerification
            | Self::PrepareVerification => paths.after_sign_up.clone(),
            Self::Connect | Self::Disconnect | Self::CreatePasskey | Self::RenamePasskey | Self::RemovePasskey => {
                profile(app)
            }
            Self::SignOut | Self::RemoveSessions | Self::SignOutEverywhere => paths.after_sign_out.clone(),
            Self::JoinWaitlist => paths.waitlist_page().to_owned(),
        }
    }
}

/// Where connected accounts and passkeys are shown.
fn profile(app: &Vestibule) -> String {
    let paths = &app.settings.paths;
    if paths.user_profile.is_empty() { paths.after_sign_in.clone() } else { paths.user_profile.clone() }
}

/// The page that comes next after a link was opened in the browser that asked for it.
pub(super) fn page_after_link(app: &Vestibule, outcome: &Outcome, is_sign_up: bool, target: Option<&str>) -> String {
    let form = if is_sign_up { Form::AttemptVerification } else { Form::AttemptFirstFactor };
    form.next_page(app, outcome, target)
}

/// What is known of the request that a server function answers.
struct Asked {
    app: Vestibule,
    visitor: Visitor,
    cookies: Option<Cookies>,
    wants_page: bool,
}

impl Asked {
    fn read() -> Result<Self, ApiErrors> {
        let missing = || {
            tracing::error!("a server function was called outside of vestibule.layer()");
            ApiErrors::from(ApiError::new(ErrorCode::InternalError))
        };
        let app = auth().app().cloned().ok_or_else(missing)?;
        with_context::<Parts, _>(|parts| Self {
            visitor: visitor::visitor(&app.settings, &parts.headers, &parts.extensions),
            cookies: parts.extensions.get::<Cookies>().cloned(),
            wants_page: errors::wants_page(&parts.headers),
            app: app.clone(),
        })
        .ok_or_else(missing)
    }

    fn set_cookies(&self, changes: &flows::Issued) {
        for cookie in cookies::changes(&self.app.settings, changes) {
            self.set_cookie(cookie);
        }
    }

    fn set_cookie(&self, cookie: tower_cookies::Cookie<'static>) {
        match &self.cookies {
            Some(cookies) => cookies.add(cookie),
            None => tracing::error!(name = cookie.name(), "a cookie could not be set: no vestibule.layer()"),
        }
    }
}

/// Runs a flow for a form and answers.
async fn answer(
    form: Form,
    redirect_url: &str,
    typed: &[(Field, &str)],
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<Outcome, Error>,
) -> Result<Reply, ApiErrors> {
    answer_and_lead(form, redirect_url, typed, async |app, visitor| Ok((work(app, visitor).await?, None))).await
}

/// The same for a flow that knows where to lead.
async fn answer_and_lead(
    form: Form,
    redirect_url: &str,
    typed: &[(Field, &str)],
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<(Outcome, Option<String>), Error>,
) -> Result<Reply, ApiErrors> {
    let asked = Asked::read()?;
    let app = &asked.app;
    let target = target(app, redirect_url);
    let outcome = match app.addresses.check(&asked.visitor) {
        Ok(()) => work(app, &Visitor { bound_for: target.clone(), ..asked.visitor.clone() }).await,
        Err(refusal) => Err(refusal.into()),
    };
    let mut page = form.own_page(app);
    let failed = match outcome {
        Ok((mut outcome, next)) => {
            asked.set_cookies(&outcome.issued);
            match ticket::removal(app, &asked.visitor, &outcome) {
                Some(removal) => asked.set_cookie(removal),
                None => {
                    // What was asked for is done: that its ticket cannot be shown takes nothing from it.
                    if let Err(error) = ticket::show(app, &asked.visitor, &mut outcome.client).await {
                        tracing::error!(%error, "a ticket could not be looked at");
                    }
                }
            }
            match outcome.refused {
                Some(errors) => {
                    // The attempt is kept, and goes on at the step where what was wrong has its field.
                    if form == Form::CreateSignIn && !app.settings.public().asks_for_password_at_once() {
                        page = Form::AttemptFirstFactor.own_page(app);
                    }
                    errors
                }
                None => {
                    let next = next.unwrap_or_else(|| form.next_page(app, &outcome, target.as_deref()));
                    let signs_out = matches!(form, Form::SignOut | Form::RemoveSessions | Form::SignOutEverywhere);
                    if signs_out && outcome.client.sessions.is_empty() {
                        forget_the_person();
                    }
                    if asked.wants_page {
                        if outcome.notice.is_some() {
                            say(&asked, form, ApiErrors::default(), &[], outcome.notice);
                        }
                        leptos_axum::redirect(&next);
                    }
                    return Ok(Reply { client: outcome.client, redirect_to: Some(next) });
                }
            }
        }
        Err(error) => told(&error),
    };
    if asked.wants_page {
        say(&asked, form, failed, typed, None);
        let page = match target {
            Some(target) if form.stays() => target,
            target => redirect::page(&page, target.as_deref()),
        };
        leptos_axum::redirect(&page);
        return Ok(Reply::default());
    }
    set_status(&failed);
    Err(failed)
}

/// Where a form leads in the end, if it says so and it may. Not back to the entrance: whoever is in wants to be further.
fn target(app: &Vestibule, redirect_url: &str) -> Option<String> {
    let paths = &app.settings.paths;
    redirect::target(&app.settings, redirect_url).filter(|target| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let below = |base: &str| path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        !below(&paths.sign_in) && !below(&paths.sign_up)
    })
}

/// What the asker is told about an error; what broke inside is told to the log.
fn told(error: &Error) -> ApiErrors {
    if !matches!(error, Error::Refused(_)) {
        tracing::error!(%error, "a request could not be answered");
    }
    error.to_api()
}

fn say(asked: &Asked, form: Form, errors: ApiErrors, typed: &[(Field, &str)], notice: Option<Notice>) {
    let values = typed.iter().filter(|(_, value)| !value.is_empty());
    let values = values.map(|(field, value)| (*field, value.chars().take(254).collect())).collect();
    let flash = Flash { form: form.name().to_owned(), errors, values, notice };
    if let Some(cookie) = flash::cookie(&asked.app, &flash) {
        asked.set_cookie(cookie);
    }
}

/// Whoever comes to this browser next finds nothing of who was here.
fn forget_the_person() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""));
    }
}

fn set_status(errors: &ApiErrors) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    response.set_status(errors::status(errors));
    if let Some(seconds) = errors::retry_after(errors) {
        response.insert_header(RETRY_AFTER, seconds);
    }
}

/// Answers a question of a script, which is never a form's.
async fn reply<T>(
    counted: bool,
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<T, Error>,
) -> Result<T, ApiErrors> {
    let asked = Asked::read()?;
    let allowed = if counted { asked.app.typing.check(&asked.visitor) } else { Ok(()) };
    let outcome = match allowed {
        Ok(()) => work(&asked.app, &asked.visitor).await,
        Err(refusal) => Err(refusal.into()),
    };
    outcome.map_err(|error| {
        let errors = told(&error);
        set_status(&errors);
        errors
    })
}

fn secret(input: SecretInput) -> Secret {
    Secret::new(input.into_inner())
}

/// Begins a sign-in.
pub async fn create_sign_in(identifier: &str, password: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let password = secret(password);
    answer(Form::CreateSignIn, redirect_url, &[(Field::Identifier, identifier)], async |app, visitor| {
        sign_in::create(app, visitor, identifier, &password).await
    })
    .await
}

/// Asks to give the first proof in another way.
pub async fn prepare_first_factor(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::PrepareFirstFactor, redirect_url, &[], async |app, visitor| {
        sign_in::prepare_first_factor(app, visitor, Strategy::parse(strategy)).await
    })
    .await
}

/// Signs in with the ticket that the browser keeps.
pub async fn ticket_sign_in(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::TicketSignIn, redirect_url, &[], async |app, visitor| sign_in::with_ticket(app, visitor).await).await
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

/// Gives the first proof.
pub async fn attempt_first_factor(
    strategy: &str,
    password: SecretInput,
    code: SecretInput,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let (password, code) = (secret(password), secret(code));
    let strategy = if strategy.is_empty() { Some(Strategy::Password) } else { Strategy::parse(strategy) };
    let attempt = sign_in::Attempt { strategy, password: &password, code: &code };
    answer(Form::AttemptFirstFactor, redirect_url, &[], async |app, visitor| {
        sign_in::attempt_first_factor(app, visitor, &attempt).await
    })
    .await
}

/// Sets a new password.
pub async fn reset_password(
    new_password: SecretInput,
    sign_out_of_other_sessions: bool,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let new_password = secret(new_password);
    answer(Form::ResetPassword, redirect_url, &[], async |app, visitor| {
        sign_in::reset_password(app, visitor, &new_password, sign_out_of_other_sessions).await
    })
    .await
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

/// Sends a person to a provider.
async fn lead_to_provider(
    form: Form,
    purpose: Purpose,
    strategy: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    answer_and_lead(form, redirect_url, &[], async |app, visitor| {
        let (outcome, url) = oauth::start(app, visitor, strategy, purpose).await?;
        Ok((outcome, Some(url)))
    })
    .await
}

/// Sends a person to a provider to sign in.
pub async fn oauth_sign_in(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::OauthSignIn, Purpose::SignIn, strategy, redirect_url).await
}

/// Sends a person to a provider to sign up.
pub async fn oauth_sign_up(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::OauthSignUp, Purpose::SignUp, strategy, redirect_url).await
}

/// Sends a person to a provider to connect their account there.
pub async fn connect_external_account(strategy: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    lead_to_provider(Form::Connect, Purpose::Connect, strategy, redirect_url).await
}

/// Disconnects an account elsewhere.
pub async fn disconnect_external_account(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::Disconnect, redirect_url, &[], async |app, visitor| oauth::disconnect(app, visitor, id).await).await
}

/// Asks a browser for a passkey.
pub async fn prepare_passkey_sign_in() -> Result<serde_json::Value, ApiErrors> {
    let mut new = None;
    let options = reply(true, async |app, visitor| {
        let asked = sign_in::passkey::prepare(app, visitor, passkey_secret(app)).await?;
        new = asked.secret;
        Ok(asked.options)
    })
    .await?;
    if let Some(secret) = new {
        let asked = Asked::read()?;
        asked.set_cookie(cookies::passkey(&asked.app.settings, &secret));
    }
    Ok(options)
}

/// Signs in with a passkey.
pub async fn passkey_sign_in(credential: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let credential = secret(credential);
    answer(Form::PasskeySignIn, redirect_url, &[], async |app, visitor| {
        sign_in::passkey::attempt(app, visitor, passkey_secret(app).as_ref(), &credential).await
    })
    .await
}

/// What the browser has kept since it was first asked for a passkey.
fn passkey_secret(app: &Vestibule) -> Option<Token> {
    with_context::<Parts, _>(|parts| cookies::passkey_secret(&app.settings, &parts.headers)).flatten()
}

/// Asks a browser to make a passkey.
pub async fn prepare_passkey() -> Result<serde_json::Value, ApiErrors> {
    reply(true, async |app, visitor| passkeys::prepare(app, visitor).await).await
}

/// Keeps a passkey.
pub async fn create_passkey(credential: SecretInput, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let credential = secret(credential);
    answer(Form::CreatePasskey, redirect_url, &[], async |app, visitor| {
        passkeys::create(app, visitor, &credential).await
    })
    .await
}

/// Gives a passkey another name.
pub async fn rename_passkey(id: &str, name: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::PasskeyId, id), (Field::Name, name)];
    answer(Form::RenamePasskey, redirect_url, &typed, async |app, visitor| {
        passkeys::rename(app, visitor, id, name).await
    })
    .await
}

/// Removes a passkey.
pub async fn remove_passkey(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let typed = [(Field::PasskeyId, id)];
    answer(Form::RemovePasskey, redirect_url, &typed, async |app, visitor| passkeys::remove(app, visitor, id).await)
        .await
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

/// Ends the session of this browser.
pub async fn sign_out(session_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    let session_id = Some(session_id).filter(|id| !id.is_empty());
    answer(Form::SignOut, redirect_url, &[], async |app, visitor| browser::sign_out(app, visitor, session_id).await)
        .await
}

/// Ends all sessions of this browser.
pub async fn remove_sessions(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RemoveSessions, redirect_url, &[], async |app, visitor| browser::remove_sessions(app, visitor).await)
        .await
}

/// Lets this browser act in another one of its sessions.
pub async fn set_active_session(session_id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::SetActive, redirect_url, &[(Field::SessionId, session_id)], async |app, visitor| {
        browser::set_active(app, visitor, session_id).await
    })
    .await
}

/// Ends all sessions of the person.
pub async fn sign_out_everywhere(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::SignOutEverywhere, redirect_url, &[], async |app, visitor| {
        browser::sign_out_everywhere(app, visitor).await
    })
    .await
}

/// What a browser holds.
pub async fn client() -> Result<Client, ApiErrors> {
    reply(false, async |app, visitor| {
        let mut held = match flows::client::find(app, visitor).await? {
            Some(browser) => flows::client::state(app, &mut *app.store.read().await?, &browser).await?,
            None => Client::default(),
        };
        ticket::show(app, visitor, &mut held).await?;
        Ok(held)
    })
    .await
}

/// A session token for calls to another origin.
pub async fn token() -> Result<Option<String>, ApiErrors> {
    reply(false, async |app, visitor| {
        let Some(secret) = &visitor.client_token else { return Ok(None) };
        Ok(match session::renew(app, secret).await? {
            session::Renewed::Goes(token, _) => Some(token.expose().to_owned()),
            session::Renewed::Over | session::Renewed::Unknown => None,
        })
    })
    .await
}

/// How hard a password is to guess.
pub async fn password_strength(typed: SecretInput, about: &[String]) -> Result<PasswordStrength, ApiErrors> {
    let typed = secret(typed);
    reply(true, async |app, _| {
        let normalized = password::normalize(&typed, Field::Password)?;
        let about: Vec<&str> =
            about.iter().map(|text| head(text.trim())).filter(|text| !text.is_empty()).take(8).collect();
        Ok(password::strength(&app.settings.password, &app.settings.app_name, &normalized, &about))
    })
    .await
}

/// As much of what is known of a person as they can be called.
fn head(text: &str) -> &str {
    text.char_indices().nth(254).map_or(text, |(end, _)| &text[..end])
}

/// The countries whose numbers are taken, as the options of a list. `selected` is the one that was picked; where that is
/// none of them, the settings' own stands in front.
pub fn country_options(selected: &str) -> String {
    let auth = auth();
    let Some(app) = auth.app() else { return String::new() };
    let settings = &app.settings.sms;
    let allowed =
        |code: &str| settings.countries.is_empty() || settings.countries.iter().any(|country| country == code);
    let mut countries = phone_number::countries();
    countries.retain(|country| allowed(country.code));
    let picked = match countries.iter().any(|country| country.code == selected) {
        true => selected,
        false => settings.default_country.as_str(),
    };
    let option = |country: &phone_number::Country| {
        let mark = if country.code == picked { " selected" } else { "" };
        let (code, name, calling_code) = (country.code, escape(country.name), country.calling_code);
        format!("<option value=\"{code}\"{mark}>{name} +{calling_code}</option>")
    };
    countries.iter().map(option).collect()
}

/// What a page needs to know, which the layer has put into its request; and the policy that its answer needs.
pub fn page_state() -> PageState {
    let auth = auth();
    let Some(app) = auth.app() else { return PageState::default() };
    if app.settings.security.headers
        && let Some(response) = use_context::<ResponseOptions>()
    {
        let policy = headers::page_policy(&app.settings, &app.oauth.origins(), use_nonce().as_deref());
        match HeaderValue::from_str(&policy) {
            Ok(policy) => response.insert_header(CONTENT_SECURITY_POLICY, policy),
            Err(_) => tracing::error!("the content security policy cannot be sent"),
        }
    }
    match auth.page() {
        Some(page) => page.clone(),
        // A request that did not ask for a page gets one all the same: it shows nobody signed in.
        None => PageState { settings: assets::public_settings(app), now: app.clock.now(), ..PageState::default() },
    }
}

/// The answer's status for an error that arose outside of a flow, where a script is answered: without JavaScript the
/// status would take the place of the redirect.
pub fn note_refused(errors: &ApiErrors) {
    let is_script = with_context::<Parts, _>(|parts: &Parts| !errors::wants_page(&parts.headers));
    if is_script == Some(true) {
        set_status(errors);
    }
}
