use serde::Serialize;
use utoipa::ToSchema;

use crate::server::flows::testing_tokens;

/// What a browser that a test drives shows instead of that no program sits at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TestingToken {
    /// Always `testing_token`.
    object: &'static str,
    /// For the cookie `vestibule_testing_token`.
    token: String,
    /// Until when it is good: an hour.
    expires_at: i64,
}

impl TestingToken {
    /// One that was just made.
    pub fn of(made: &testing_tokens::TestingToken) -> Self {
        Self { object: "testing_token", token: made.token.expose().to_owned(), expires_at: made.expires_at }
    }
}
