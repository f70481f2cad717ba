//! The forms by which someone proves once more who they are. They stand on a page of our own, in whichever app.

use axum::http::Method;
use axum::http::header::REFERER;
use axum::http::request::Parts;
use leptos::prelude::with_context;

use super::{Asked, reply, say, secret, set_status, told};
use crate::api::{SecretInput, SessionVerificationReply};
use crate::model::{ApiErrors, Flash, Notice, ReverificationLevel, SessionVerificationStatus, Strategy};
use crate::server::flows::reverification::{self, Attempt, Step};
use crate::server::flows::{Error, Visitor};
use crate::server::http::{errors, flash, redirect, reverify};
use crate::server::vestibule::Vestibule;

/// What the names of these forms begin with.
pub const PREFIX: &str = "session_verification/";

/// Where it leads in the end: a page of this site.
fn target(app: &Vestibule, redirect_url: &str) -> Option<String> {
    redirect::target(app, redirect_url).filter(|target| target.starts_with('/'))
}

async fn answer(
    form: &str,
    redirect_url: &str,
    work: impl AsyncFnOnce(&Vestibule, &Visitor) -> Result<Step, Error>,
) -> Result<SessionVerificationReply, ApiErrors> {
    let asked = Asked::read()?;
    let app = &asked.app;
    let target = target(app, redirect_url);
    let page = redirect::page(reverify::PATH, target.as_deref());
    let form = format!("{PREFIX}{form}");
    let outcome = match app.addresses.check(&asked.visitor) {
        Ok(()) => work(app, &asked.visitor).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome {
        Ok(Step { verification, user_id, issued, notice }) => {
            asked.set_cookies(&issued);
            let is_complete = verification.status == SessionVerificationStatus::Complete;
            let next = if is_complete { target.unwrap_or_else(|| super::steps::profile(app)) } else { page };
            if asked.wants_page {
                if is_complete {
                    resume(&asked, &user_id);
                } else if notice.is_some() {
                    say(&asked, Flash { form, notice, ..Flash::default() });
                }
                leptos_axum::redirect(&next);
            }
            Ok(SessionVerificationReply { session_verification: Some(verification), redirect_to: Some(next) })
        }
        Err(error) => {
            let errors = told(&error);
            if asked.wants_page {
                say(&asked, Flash { form, errors, ..Flash::default() });
                leptos_axum::redirect(&page);
                return Ok(SessionVerificationReply::default());
            }
            set_status(&errors);
            Err(errors)
        }
    }
}

/// The form that was refused before finds what was typed into it.
fn resume(asked: &Asked, user_id: &str) {
    let kept = with_context::<Parts, _>(|parts| flash::kept(&asked.app, user_id, &parts.headers));
    if let Some(flash) = kept.flatten() {
        say(asked, flash);
        asked.set_cookie(flash::kept_removal(&asked.app));
    }
}

/// Leads a browser whose form was refused for it to where its person proves once more who they are, and from there back to
/// `page`. What was typed waits there.
pub(super) async fn lead(asked: &Asked, level: ReverificationLevel, typed: Flash, page: &str) {
    let typed = Flash { errors: ApiErrors::default(), notice: Some(Notice::Reverified), ..typed };
    if let Some(user_id) = start(asked, level, page).await
        && let Some(cookie) = flash::keep(&asked.app, &user_id, &typed)
    {
        asked.set_cookie(cookie);
    }
}

/// Begins it and leads there. Gives whose it is.
async fn start(asked: &Asked, level: ReverificationLevel, page: &str) -> Option<String> {
    let page = target(&asked.app, page).unwrap_or_else(|| super::steps::profile(&asked.app));
    leptos_axum::redirect(&redirect::page(reverify::PATH, Some(&page)));
    match reverification::start(&asked.app, &asked.visitor, level).await {
        Ok(Step { user_id, .. }) => Some(user_id),
        // Where it cannot begin now, the page says so.
        Err(error) => {
            drop(told(&error));
            None
        }
    }
}

/// The same for a form of the app's own that was sent without JavaScript, from which its person comes back to the page on
/// which it stands. What answers a script, and what draws a page, leads nowhere.
pub async fn lead_from_app(level: ReverificationLevel) {
    let page = with_context::<Parts, _>(|parts| {
        let is_form = parts.method == Method::POST && errors::wants_page(&parts.headers);
        let page = parts.headers.get(REFERER).and_then(|page| page.to_str().ok()).unwrap_or_default();
        is_form.then(|| page.to_owned())
    });
    if let Some(page) = page.flatten()
        && let Ok(asked) = Asked::read()
    {
        start(&asked, level, &page).await;
    }
}

/// Begins it.
pub async fn start_session_verification(
    level: &str,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    let level = ReverificationLevel::parse(level).unwrap_or(ReverificationLevel::Strict);
    answer("start", redirect_url, async |app, visitor| reverification::start(app, visitor, level).await).await
}

/// Asks for the first proof in another way.
pub async fn prepare_first_factor_verification(
    strategy: &str,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    answer("prepare_first_factor", redirect_url, async |app, visitor| {
        reverification::prepare_first_factor(app, visitor, Strategy::parse(strategy)).await
    })
    .await
}

/// Gives the first proof.
pub async fn attempt_first_factor_verification(
    strategy: &str,
    password: SecretInput,
    code: SecretInput,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    let (password, code) = (secret(password), secret(code));
    let attempt = Attempt { strategy: Strategy::parse(strategy), password: &password, code: &code };
    answer("attempt_first_factor", redirect_url, async |app, visitor| {
        reverification::attempt_first_factor(app, visitor, &attempt).await
    })
    .await
}

/// Asks for the second proof in another way.
pub async fn prepare_second_factor_verification(
    strategy: &str,
    phone_number_id: &str,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    answer("prepare_second_factor", redirect_url, async |app, visitor| {
        reverification::prepare_second_factor(app, visitor, Strategy::parse(strategy), phone_number_id).await
    })
    .await
}

/// Gives the second proof.
pub async fn attempt_second_factor_verification(
    strategy: &str,
    code: SecretInput,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    let code = secret(code);
    answer("attempt_second_factor", redirect_url, async |app, visitor| {
        reverification::attempt_second_factor(app, visitor, Strategy::parse(strategy), &code).await
    })
    .await
}

/// Asks a browser for a passkey.
pub async fn prepare_passkey_verification() -> Result<serde_json::Value, ApiErrors> {
    reply(true, async |app, visitor| reverification::prepare_passkey(app, &visitor.themselves()).await).await
}

/// Gives a passkey.
pub async fn attempt_passkey_verification(
    credential: SecretInput,
    redirect_url: &str,
) -> Result<SessionVerificationReply, ApiErrors> {
    let credential = secret(credential);
    answer("passkey", redirect_url, async |app, visitor| {
        reverification::attempt_passkey(app, visitor, &credential).await
    })
    .await
}
