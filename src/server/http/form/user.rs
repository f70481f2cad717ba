use super::steps::Form;
use super::{answer, answer_and_lead, reply, secret};
use crate::api::{Reply, SecretInput};
use crate::locale::words;
use crate::model::{ApiErrors, Field, SessionWithActivities};
use crate::server::flows::account;

/// Gives a person another name.
pub async fn update_user(
    first_name: &str,
    last_name: &str,
    unsafe_metadata: &str,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let typed = [(Field::FirstName, first_name), (Field::LastName, last_name)];
    answer(Form::UpdateUser, redirect_url, &typed, async |app, visitor| {
        account::update(app, visitor, (first_name, last_name), unsafe_metadata).await
    })
    .await
}

/// Gives a person another username.
pub async fn update_username(username: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::UpdateUsername, redirect_url, &[(Field::Username, username)], async |app, visitor| {
        account::update_username(app, visitor, username).await
    })
    .await
}

/// Gives a person another password.
pub async fn update_password(
    current: SecretInput,
    new: SecretInput,
    sign_out_of_other_sessions: bool,
    redirect_url: &str,
) -> Result<Reply, ApiErrors> {
    let (current, new) = (secret(current), secret(new));
    answer(Form::UpdatePassword, redirect_url, &[], async |app, visitor| {
        account::update_password(app, visitor, &current, &new, sign_out_of_other_sessions).await
    })
    .await
}

/// Takes the password from a person.
pub async fn remove_password(sign_out_of_other_sessions: bool, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RemovePassword, redirect_url, &[], async |app, visitor| {
        account::remove_password(app, visitor, sign_out_of_other_sessions).await
    })
    .await
}

/// Deletes an account.
pub async fn delete_user(confirmation: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer_and_lead(Form::DeleteUser, redirect_url, &[(Field::Confirmation, confirmation)], async |app, visitor| {
        let outcome = account::delete(app, visitor, confirmation).await?;
        Ok((outcome, Some(app.settings.paths.after_sign_out.clone())))
    })
    .await
}

/// Where a person is signed in.
pub async fn get_sessions() -> Result<Vec<SessionWithActivities>, ApiErrors> {
    reply(false, async |app, visitor| account::get_sessions(app, visitor, words::language()).await).await
}

/// Ends a session.
pub async fn revoke_session(id: &str, redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RevokeSession, redirect_url, &[(Field::SessionId, id)], async |app, visitor| {
        account::revoke(app, visitor, id).await
    })
    .await
}

/// Ends all sessions but one.
pub async fn revoke_other_sessions(redirect_url: &str) -> Result<Reply, ApiErrors> {
    answer(Form::RevokeOtherSessions, redirect_url, &[], async |app, visitor| {
        account::revoke_others(app, visitor).await
    })
    .await
}
