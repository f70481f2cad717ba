//! A Well-Known URL for Changing Passwords (W3C): from there password managers lead people to where they change theirs.

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::auth::Auth;
use super::errors;
use crate::model::{ApiError, ErrorCode};
use crate::server::settings::Settings;
use crate::server::vestibule::Vestibule;

/// Its address.
pub const PATH: &str = "/.well-known/change-password";

/// Leads there, over the sign-in where nobody is signed in yet.
pub async fn lead(State(app): State<Vestibule>, auth: Auth, headers: HeaderMap) -> Response {
    let Some(page) = page(&app.settings) else {
        return errors::respond(&headers, ApiError::new(ErrorCode::ResourceNotFound));
    };
    // Another site knows by itself who is signed in there.
    let location = if auth.is_signed_in() || !page.starts_with('/') { page } else { auth.sign_in_url(&page) };
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// The page where a password is changed, if there is one.
fn page(settings: &Settings) -> Option<String> {
    let (url, profile) = (&settings.password.change_url, &settings.paths.user_profile);
    match (settings.sign_in.password, url.is_empty(), profile.is_empty()) {
        (false, _, _) | (true, true, true) => None,
        (true, false, _) => Some(url.clone()),
        (true, true, false) => Some(format!("{profile}/security")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_say_where() {
        let at = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            page(&settings)
        };
        assert_eq!(at(|_| ()), None);
        assert_eq!(at(|it| it.paths.user_profile = "/user".into()).as_deref(), Some("/user/security"));
        let elsewhere = at(|it| {
            it.paths.user_profile = "/user".into();
            it.password.change_url = "/account#password".into();
        });
        assert_eq!(elsewhere.as_deref(), Some("/account#password"));
        let without = at(|it| {
            it.sign_in.password = false;
            it.password.change_url = "/account".into();
        });
        assert_eq!(without, None);
    }
}
