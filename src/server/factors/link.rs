//! Links that are sent to an address that is to be proven.
//!
//! Programs that read mail before people do open every link in it. So a link opens a page that asks for one click, and only
//! that click, which is a POST, spends it. In the browser that asked for it that goes on at once; anywhere else it lets the
//! first browser go on, and gives nothing away.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::{ApiError, ErrorCode};
use crate::server::crypto::Token;
use crate::server::settings::Settings;
use crate::server::store::verifications::{self, Purpose, VerificationRow};
use crate::server::store::{Connection, StoreError};

/// The page that a link opens.
pub const PATH: &str = "/vestibule/verify";

/// The address of a link. It is made of what the settings say, never of what a request says.
pub fn address(settings: &Settings, token: &Token, bound_for: Option<&str>) -> String {
    let on = bound_for.map(|target| format!("&redirect_url={}", utf8_percent_encode(target, NON_ALPHANUMERIC)));
    format!("{}{PATH}?token={}{}", settings.base_url, token.expose(), on.unwrap_or_default())
}

/// Whether the link of a sign-in or sign-up has been opened; `token` opens it now.
pub async fn attempt(
    connection: &mut Connection,
    verification_id: &str,
    purpose: Purpose,
    subject_id: &str,
    token: Option<&Token>,
    now: i64,
) -> Result<Result<VerificationRow, ApiError>, StoreError> {
    if let Some(token) = token {
        let of_this = verifications::link(connection, &token.hash()).await?.map(|row| row.verification.id);
        if of_this.as_deref() != Some(verification_id)
            || !verifications::spend_link(connection, verification_id, now).await?
        {
            return Ok(Err(ApiError::new(ErrorCode::VerificationExpired)));
        }
    }
    let opened = verifications::opened(connection, verification_id, purpose, subject_id, now).await?;
    Ok(opened.ok_or_else(|| ApiError::new(ErrorCode::EmailLinkUnverified)))
}
