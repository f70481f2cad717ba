use leptos::prelude::*;

use super::{Reply, SecretInput};
use crate::model::{ApiErrors, SessionWithActivities};

/// Gives whoever is signed in another name, and keeps what they write about themselves.
#[server(prefix = "/vestibule/api", endpoint = "user/update")]
pub async fn update_user(
    /// Given name.
    #[server(default)]
    first_name: String,
    /// Family name.
    #[server(default)]
    last_name: String,
    /// What they write about themselves for the app to keep, an object in JSON, in the place of what there is; empty, that
    /// stays. Where it is given, a name that is empty stays too.
    #[server(default)]
    unsafe_metadata: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::update_user(&first_name, &last_name, &unsafe_metadata, &redirect_url).await
}

/// Gives whoever is signed in another username.
#[server(prefix = "/vestibule/api", endpoint = "user/update_username")]
pub async fn update_username(
    /// Empty for none, where the settings let one go without.
    #[server(default)]
    username: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::update_username(&username, &redirect_url).await
}

/// Takes the picture from whoever is signed in that they have uploaded.
#[server(prefix = "/vestibule/api", endpoint = "user/remove_profile_image")]
pub async fn remove_profile_image(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_profile_image(&redirect_url).await
}

/// Gives whoever is signed in another password.
#[server(prefix = "/vestibule/api", endpoint = "user/update_password")]
pub async fn update_password(
    /// The one that there is; empty where there is none.
    #[server(default)]
    current_password: SecretInput,
    /// The one that takes its place.
    #[server(default)]
    new_password: SecretInput,
    /// Whether all other sessions of the same person end.
    #[server(default)]
    sign_out_of_other_sessions: bool,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::update_password(current_password, new_password, sign_out_of_other_sessions, &redirect_url)
        .await
}

/// Takes the password from whoever is signed in. The last way in stays.
#[server(prefix = "/vestibule/api", endpoint = "user/remove_password")]
pub async fn remove_password(
    /// Whether all other sessions of the same person end.
    #[server(default)]
    sign_out_of_other_sessions: bool,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::remove_password(sign_out_of_other_sessions, &redirect_url).await
}

/// Deletes the account of whoever is signed in, where the settings let people do that.
#[server(prefix = "/vestibule/api", endpoint = "user/delete")]
pub async fn delete_user(
    /// `Delete account`
    #[server(default)]
    confirmation: String,
    /// The page with the form; where it leads the settings say.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::delete_user(&confirmation, &redirect_url).await
}

/// Where whoever is signed in is signed in, the browser that is asking in front.
#[server(prefix = "/vestibule/api", endpoint = "user/get_sessions")]
pub async fn get_sessions() -> Result<Vec<SessionWithActivities>, ApiErrors> {
    crate::server::form::get_sessions().await
}

/// Ends a session of whoever is signed in, wherever it is.
#[server(prefix = "/vestibule/api", endpoint = "session/revoke")]
pub async fn revoke_session(
    /// `sess_…`
    #[server(default)]
    session_id: String,
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::revoke_session(&session_id, &redirect_url).await
}

/// Ends all sessions of whoever is signed in but the one that is asking.
#[server(prefix = "/vestibule/api", endpoint = "session/revoke_others")]
pub async fn revoke_other_sessions(
    /// Where to go then; only the own site and listed ones are gone to.
    #[server(default)]
    redirect_url: String,
) -> Result<Reply, ApiErrors> {
    crate::server::form::revoke_other_sessions(&redirect_url).await
}
