//! What the server functions do: read the request, run the flow, set the cookies, and answer either as JSON or by leading
//! to the next page.
//!
//! A form that was sent without JavaScript is never answered with an error: the browser is led to the page where the form
//! stands, and that page says what was wrong ([`flash`]).

mod account;
mod api_key;
mod contact;
mod organization;
mod organization_domain;
mod page;
mod password;
mod profile_image;
mod reverification;
mod second_factor;
mod sessions;
mod sign_in;
mod sign_up;
mod steps;
mod user;

pub use self::account::{
    connect_external_account, create_passkey, disconnect_external_account, prepare_passkey, remove_passkey,
    rename_passkey,
};
pub use self::api_key::{create_api_key, list_api_keys, revoke_api_key};
pub use self::contact::{attempt_contact, create_contact, prepare_contact, remove_contact, set_primary_contact};
pub use self::organization::{
    accept_organization_invitation, create_organization, create_organization_invitations, delete_organization,
    get_organization, leave_organization, list_organization_domains, list_organization_invitations,
    list_organization_membership_requests, list_organization_memberships, list_own_organization_invitations,
    list_own_organization_memberships, list_own_organization_suggestions, remove_organization_logo,
    remove_organization_membership, resend_organization_invitation, revoke_organization_invitation,
    set_active_organization, ticket_accept, update_organization, update_organization_membership,
};
pub use self::organization_domain::{
    accept_request, accept_suggestion, attempt_domain, create_domain, delete_domain, prepare_domain, reject_request,
    set_enrollment_mode,
};
pub use self::page::{StagedAppearance, StagedPage, appearance, country_options, page_state, speak};
pub use self::password::password_strength;
pub use self::profile_image::{
    LOGO_PATH as SET_ORGANIZATION_LOGO, MOST_BYTES as MOST_BYTES_WITH_PICTURE, PATH as SET_PROFILE_IMAGE, is_upload,
    remove_profile_image, set_organization_logo, set_profile_image,
};
pub use self::reverification::{
    PREFIX as VERIFICATION_FORMS, attempt_first_factor_verification, attempt_passkey_verification,
    attempt_second_factor_verification, lead_from_app, prepare_first_factor_verification, prepare_passkey_verification,
    prepare_second_factor_verification, start_session_verification,
};
pub use self::second_factor::{
    attempt_second_factor, create_backup_codes, create_totp, disable_totp, make_default_second_factor,
    passkey_second_factor, prepare_passkey_second_factor, prepare_second_factor, reserve_phone, verify_totp,
};
pub use self::sessions::{client, remove_sessions, set_active_session, sign_out, sign_out_everywhere, token};
pub use self::sign_in::{
    attempt_first_factor, create_sign_in, oauth_sign_in, passkey_sign_in, prepare_first_factor,
    prepare_passkey_sign_in, reset_password, ticket_sign_in,
};
pub use self::sign_up::{
    Details, Missing, attempt_verification, create_sign_up, join_waitlist, oauth_sign_up, prepare_verification,
    update_sign_up,
};
pub(super) use self::steps::{organization_home, page_after_link, task_page};
pub use self::user::{
    delete_user, get_sessions, remove_password, revoke_other_sessions, revoke_session, update_password, update_user,
    update_username,
};
pub use crate::server::flows::account::Contact;

use std::sync::PoisonError;

use axum::Json;
use axum::body::Body;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::prelude::{Owner, provide_context, use_context, with_context};
use leptos::reactive::computed::ScopedFuture;
use leptos_axum::ResponseOptions;
use tower_cookies::Cookies;

use self::steps::Form;
use super::auth::auth;
use super::organization_path::InAddresses;
use super::{cookies, errors, flash, redirect, routes, ticket, visitor};
use crate::api::{DRAWN_HEADER, Reply, SecretInput};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, Flash, SessionTask};
use crate::server::crypto::Secret;
use crate::server::flows::failed_proofs::note_barred;
use crate::server::flows::oauth::{self, Purpose};
use crate::server::flows::{self, Error, Outcome, Visitor, active_organization};
use crate::server::vestibule::Vestibule;

/// A list of addresses that is longer, in characters, does not fit into the cookie by which a page shows it again.
const MOST_ADDRESSES: usize = 1_500;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What is known of the request that a server function answers.
struct Asked {
    app: Vestibule,
    visitor: Visitor,
    cookies: Option<Cookies>,
    wants_page: bool,
    /// Whether another page may be about another organization: then it is loaded, for what a script asks on its way there is asked
    /// by the page before.
    loads: bool,
    /// Whether the browser has what the server drew for it drawn anew: what there is to tell is told there.
    is_drawn: bool,
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
            loads: parts.extensions.get::<InAddresses>().is_some(),
            is_drawn: parts.headers.contains_key(DRAWN_HEADER),
            app: app.clone(),
        })
        .ok_or_else(missing)
    }

    /// Of a form, which is for whoever acts in a person's place, too, or is not.
    fn by(mut self, form: Form) -> Self {
        self.visitor.for_actors = form.is_for_actors();
        self
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

/// Answers a request that is none of a server function's as if it were.
async fn outside(parts: Parts, work: impl Future<Output = Result<Reply, ApiErrors>> + Send + 'static) -> Response {
    let (owner, options, headers) = (Owner::new(), ResponseOptions::default(), parts.headers.clone());
    let context = || {
        provide_context(parts);
        provide_context(options.clone());
        ScopedFuture::new(work)
    };
    let mut response = match owner.with(context).await {
        Ok(reply) => Json(reply).into_response(),
        Err(errors) => errors::respond_all(&headers, &errors),
    };
    let said = std::mem::take(&mut *options.0.write().unwrap_or_else(PoisonError::into_inner));
    if let Some(status) = said.status {
        *response.status_mut() = status;
    }
    response.headers_mut().extend(said.headers);
    // Where a form leads is a page, whichever way the form was sent (RFC 9110 section 15.4.4).
    if response.headers().contains_key(LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
        *response.body_mut() = Body::empty();
    }
    response
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
    let asked = Asked::read()?.by(form);
    let counted = asked.app.addresses.check(&asked.visitor);
    let work = async move |app: &Vestibule, visitor: &Visitor| {
        counted?;
        work(app, visitor).await
    };
    answer_counted(asked, form, redirect_url, typed, work).await
}

/// The same for a form that was counted before it was read.
async fn answer_counted(
    asked: Asked,
    form: Form,
    redirect_url: &str,
    typed: &[(Field, &str)],
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<(Outcome, Option<String>), Error>,
) -> Result<Reply, ApiErrors> {
    let app = &asked.app;
    let target = target(app, redirect_url);
    let outcome = work(app, &Visitor { bound_for: target.clone(), ..asked.visitor.clone() }).await;
    let mut page = form.own_page(app);
    let failed = match outcome {
        Ok((mut outcome, next)) => {
            asked.set_cookies(&outcome.issued);
            match ticket::removal(app, &asked.visitor, &outcome, form.uses_ticket()).await {
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
                    let signs_out = matches!(
                        form,
                        Form::SignOut | Form::RemoveSessions | Form::SignOutEverywhere | Form::DeleteUser
                    );
                    if signs_out && outcome.client.sessions.is_empty() {
                        forget_the_person();
                    }
                    let has_news =
                        outcome.notice.is_some() || outcome.backup_codes.is_some() || outcome.api_key.is_some();
                    // A section that is drawn anew tells nothing of what was sent before.
                    if asked.is_drawn || (asked.wants_page && has_news) {
                        let (notice, backup_codes) = (outcome.notice, outcome.backup_codes.clone());
                        let api_key = outcome.api_key.clone();
                        let form = form.name().to_owned();
                        // Of many alike, which one it was.
                        let about = typed.iter().filter(|(field, _)| *field == Field::OrganizationInvitationId);
                        let mut values: Vec<_> =
                            about.map(|(field, value)| (*field, shown_again(*field, value))).collect();
                        values.extend(outcome.organization_id.take().map(|id| (Field::OrganizationId, id)));
                        say(&asked, Flash { form, notice, values, backup_codes, api_key, ..Flash::default() });
                    }
                    if asked.wants_page {
                        leptos_axum::redirect(&next);
                    }
                    let made = outcome.client.session().filter(|_| form == Form::CreateOrganization);
                    let organization = made.and_then(|session| session.organization.clone());
                    // Where one goes first the session says; what stands on the page the page.
                    if let Err(error) = active_organization::show_named(app, &asked.visitor, &mut outcome.client).await
                    {
                        tracing::error!(%error, "an organization could not be looked at");
                    }
                    return Ok(Reply {
                        client: outcome.client,
                        // A router in the browser knows the app's own pages, and none of the server's.
                        loads: asked.loads || routes::is_below_ours(&next),
                        // It leads to where it stands, unless that is named by the slug that it has changed.
                        replaces: form == Form::UpdateOrganization,
                        redirect_to: Some(next),
                        organization,
                        // Otherwise what follows shows them.
                        backup_codes: outcome.backup_codes.filter(|_| !asked.wants_page && !asked.is_drawn),
                        api_key: outcome.api_key.filter(|_| !asked.wants_page && !asked.is_drawn),
                    });
                }
            }
        }
        Err(error) => {
            note_barred(&asked.app, &error).await;
            told(&error)
        }
    };
    if asked.wants_page || asked.is_drawn {
        let values = typed.iter().filter(|(_, value)| !value.is_empty());
        let values = values.map(|(field, value)| (*field, shown_again(*field, value))).collect();
        let flash = Flash { form: form.name().to_owned(), errors: failed.clone(), values, ..Flash::default() };
        let level = flash.errors.required_reverification();
        if asked.wants_page {
            let page = match target {
                Some(target) if form.stays() => target,
                target => redirect::page(&page, target.as_deref()),
            };
            match level {
                Some(level) => reverification::lead(&asked, level, flash, &page).await,
                None => {
                    say(&asked, flash);
                    leptos_axum::redirect(&page);
                }
            }
            return Ok(Reply::default());
        }
        // Whoever is asked for a proof sends the same again, and sees what they typed meanwhile.
        if level.is_none() {
            say(&asked, flash);
        }
    }
    set_status(&failed);
    Err(failed)
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

/// Where a form leads in the end, if it says so and it may. Not back to the entrance: whoever is in wants to be further.
fn target(app: &Vestibule, redirect_url: &str) -> Option<String> {
    let paths = &app.settings.paths;
    redirect::target(app, redirect_url).filter(|target| {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if SessionTask::ALL.into_iter().any(|task| path == task_page(app, task)) {
            return true;
        }
        let below = |base: &str| path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        !below(&paths.sign_in) && !below(&paths.sign_up)
    })
}

/// What the asker is told about an error; what broke inside is told to the log.
fn told(error: &Error) -> ApiErrors {
    if error.is_fault() {
        tracing::error!(%error, "a request could not be answered");
    }
    error.to_api()
}

/// As much of what was typed as a page shows again: a list of addresses whole, or not at all.
fn shown_again(field: Field, value: &str) -> String {
    match field {
        Field::EmailAddresses if value.chars().count() > MOST_ADDRESSES => String::new(),
        Field::EmailAddresses => value.to_owned(),
        _ => value.chars().take(254).collect(),
    }
}

fn say(asked: &Asked, flash: Flash) {
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

/// Answers a question of a script, which is never a form's: whoever acts in a person's place sees what they see.
async fn reply<T>(
    counted: bool,
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<T, Error>,
) -> Result<T, ApiErrors> {
    let mut asked = Asked::read()?;
    asked.visitor.for_actors = true;
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

/// The answer's status for an error that arose outside of a flow, where a script is answered: without JavaScript the
/// status would take the place of the redirect.
pub fn note_refused(errors: &ApiErrors) {
    let is_script = with_context::<Parts, _>(|parts: &Parts| !errors::wants_page(&parts.headers));
    if is_script == Some(true) {
        set_status(errors);
    }
}
