//! What lets a browser past that a test drives.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::failure::{Failure, Failures};
use crate::server::flows::testing_tokens::{self, TestingTokenError};
use crate::server::resources::TestingToken;
use crate::server::vestibule::Vestibule;

/// The routes.
pub fn routes() -> OpenApiRouter<Vestibule> {
    OpenApiRouter::new().routes(routes!(create))
}

impl From<TestingTokenError> for Failures {
    fn from(error: TestingTokenError) -> Self {
        match error {
            TestingTokenError::Production => {
                let code = "operation_not_allowed_in_production";
                Failure::new(StatusCode::FORBIDDEN, code, error.to_string()).into()
            }
            TestingTokenError::Flow(error) => error.into(),
        }
    }
}

/// Create a testing token
///
/// A browser that has it in the cookie `vestibule_testing_token` is not asked to show that no program sits at it. It is good
/// for an hour, in development alone.
#[utoipa::path(
    post, path = "/testing_tokens", tag = "Testing Tokens", operation_id = "CreateTestingToken",
    responses((status = 200, body = TestingToken), (status = "default", body = Failures))
)]
async fn create(State(app): State<Vestibule>) -> Result<Json<TestingToken>, Failures> {
    Ok(Json(TestingToken::of(&testing_tokens::create(&app).await?)))
}
