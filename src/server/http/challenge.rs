//! What a browser is asked to show so that it is not taken for a program. Our script asks for it when a person begins to
//! type.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::{errors, visitor};
use crate::model::{ApiError, ErrorCode};
use crate::server::bots::Purpose;
use crate::server::flows::bots::{self, Asked};
use crate::server::vestibule::Vestibule;

/// Where it is.
pub const PATH: &str = "/vestibule/challenge";

/// What it is asked with.
#[derive(Deserialize)]
pub struct Question {
    /// What for; left out for a sign-up.
    #[serde(default)]
    purpose: String,
}

/// Answers with `{"protection": "none"}`, with `proof_of_work` and the challenge, or with `turnstile` and what its script
/// needs.
pub async fn ask(State(app): State<Vestibule>, Query(question): Query<Question>, parts: Parts) -> Response {
    let purpose = match question.purpose.as_str() {
        "" => Some(Purpose::SignUp),
        purpose => Purpose::parse(purpose),
    };
    let Some(purpose) = purpose else {
        return errors::respond(&parts.headers, ApiError::new(ErrorCode::ResourceNotFound));
    };
    let visitor = visitor::visitor(&app.settings, &parts.headers, &parts.extensions);
    if let Err(refusal) = app.typing.check(&visitor) {
        return errors::respond(&parts.headers, refusal);
    }
    match bots::ask(&app, &visitor, purpose).await {
        Ok(Asked::Nothing) => Json(json!({ "protection": "none" })).into_response(),
        Ok(Asked::ProofOfWork(challenge)) => {
            Json(json!({ "protection": "proof_of_work", "challenge": challenge })).into_response()
        }
        Ok(Asked::Turnstile) => {
            let settings = &app.settings.bots;
            Json(json!({
                "protection": "turnstile",
                "site_key": settings.turnstile_site_key,
                "action": purpose.as_str(),
                "script": format!("{}/turnstile/v0/api.js?render=explicit", settings.turnstile_base_url.trim_end_matches('/')),
            }))
            .into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a challenge could not be made");
            errors::respond_all(&parts.headers, &error.to_api())
        }
    }
}
