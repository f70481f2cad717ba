//! The pictures of people, under names that nobody guesses. Another picture has another name.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::segment::Segment;
use super::{errors, headers};
use crate::model::{ApiError, ErrorCode};
use crate::server::vestibule::Vestibule;

/// The address of a picture.
pub const PATH: &str = "/vestibule/avatars/{picture}";

/// A picture.
pub async fn avatar(State(app): State<Vestibule>, Segment(file): Segment, headers: HeaderMap) -> Response {
    let nothing = || errors::respond(&headers, ApiError::new(ErrorCode::ResourceNotFound));
    let Some(id) = file.strip_suffix(".jpg").filter(|id| is_one_of_ours(id)) else { return nothing() };
    match app.avatars.get(id).await {
        Ok(Some(picture)) => {
            let headers = [
                (CONTENT_TYPE, "image/jpeg"),
                (CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (CONTENT_SECURITY_POLICY, headers::DATA_POLICY),
                (CONTENT_DISPOSITION, "inline"),
            ];
            (headers, picture).into_response()
        }
        Ok(None) => nothing(),
        Err(error) => {
            tracing::error!(%error, "a picture could not be read");
            errors::respond(&headers, ApiError::new(ErrorCode::ServiceUnavailable))
        }
    }
}

/// Whether it is a name that we give: it becomes part of a path.
fn is_one_of_ours(id: &str) -> bool {
    id.strip_prefix("img_")
        .is_some_and(|rest| rest.len() == 27 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::crypto::{Prefix, new_id};

    #[test]
    fn only_names_of_ours_are_looked_for() {
        assert!(is_one_of_ours(&new_id(Prefix::Image, 1_764_000_000_000)));
        for bad in ["", "img_", "img_../../../../etc/passwd..........", "user_2abcdefghijklmnopqrstuvwxyz", "img_é"] {
            assert!(!is_one_of_ours(bad), "{bad}");
        }
    }
}
