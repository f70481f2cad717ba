use super::{Change, devices, refusal};
use crate::model::{ApiError, ErrorCode, Field, Strategy, User};
use crate::server::crypto::Secret;
use crate::server::crypto::password_hash::Verdict;
use crate::server::delivery::{self, Letter};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::password;
use crate::server::flows::failed_proofs::Failure;
use crate::server::flows::reverification::{self, Action};
use crate::server::flows::sign_in::{known_of, offered};
use crate::server::flows::{Error, Issued, Outcome, Visitor, acting, client, compromised_password, limits};
use crate::server::store::clients::ClientRow;
use crate::server::store::limits::clear;
use crate::server::store::{accounts, sign_ins, users};
use crate::server::vestibule::Inner;

/// Sets a password, or another one in the place of the current one, which has to be given. `sign_out_of_other_sessions` ends
/// all others of the same person. The browser gets a new secret: whoever has copied its cookie has nothing of it any more.
pub async fn update_password(
    app: &Inner,
    visitor: &Visitor,
    current: &Secret,
    new: &Secret,
    sign_out_of_other_sessions: bool,
) -> Result<Outcome, Error> {
    let (known, session) = acting::find(app, visitor).await?;
    offered(app, Some(Strategy::Password))?;
    let user_id = session.user_id.clone();
    let (user, before) = {
        let mut connection = app.store.read().await?;
        let user = users::by_id(&mut connection, &user_id).await?;
        let user = user.ok_or_else(|| refusal(ErrorCode::AuthenticationInvalid))?;
        // Before anything is guessed at, or hashed.
        reverification::require(app, &mut connection, &session, Action::Password, app.clock.now()).await?;
        (user, accounts::password_digest(&mut connection, &user_id).await?)
    };
    let normalized = password::normalize(new, Field::NewPassword)?;
    if !before.is_empty() {
        prove(app, &known, &user_id, current, &before).await?;
    }
    password::check_new(app, &normalized, &known_of(&user), Field::NewPassword).await?;
    compromised_password::refuse_again(app, &user_id, new, Field::NewPassword).await?;
    let digest = app.hasher.hash(normalized).await?;

    let mut change = Change::begin(app, visitor, Action::Password).await?;
    // Another person may act in this browser by now.
    if change.user_id() != user_id {
        return Err(refusal(ErrorCode::AuthenticationInvalid));
    }
    let user = change.person(app).await?;
    if !accounts::set_password(&mut change.tx, &user_id, &before, &digest, change.now).await? {
        return Err(ApiError::of(ErrorCode::FormPasswordIncorrect, Field::CurrentPassword).into());
    }
    let (action, letter) = match before.is_empty() {
        true => (AuditAction::PasswordAdded, delivery::password_added_mail as fn(&str) -> Letter),
        false => (AuditAction::PasswordChanged, delivery::password_changed_mail as fn(&str) -> Letter),
    };
    finish(app, change, &user, sign_out_of_other_sessions, (action, letter)).await
}

/// Takes the password from whoever is signed in, unless nothing else would let them in again. `sign_out_of_other_sessions`
/// ends all others of the same person. The browser gets a new secret, as for another password.
pub async fn remove_password(
    app: &Inner,
    visitor: &Visitor,
    sign_out_of_other_sessions: bool,
) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Password).await?;
    let user = change.person(app).await?;
    if !user.password_enabled {
        return Err(refusal(ErrorCode::ResourceNotFound));
    }
    if !accounts::remove_password(&mut change.tx, &user.id, app.settings.ways_in()).await? {
        return Err(refusal(ErrorCode::IdentificationDeletionFailed));
    }
    let told = (AuditAction::PasswordRemoved, delivery::password_removed_mail as fn(&str) -> Letter);
    finish(app, change, &user, sign_out_of_other_sessions, told).await
}

/// What follows on a change of the password: what was begun with the old one ends, and the owner is told.
async fn finish(
    app: &Inner,
    mut change: Change,
    user: &User,
    sign_out_of_other_sessions: bool,
    (action, letter): (AuditAction, fn(&str) -> Letter),
) -> Result<Outcome, Error> {
    let ended = match sign_out_of_other_sessions {
        true => devices::end_others(app, &mut change).await?,
        false => Vec::new(),
    };
    // Who has given a code for another one before has been overtaken.
    sign_ins::give_up_half_way(&mut change.tx, &user.id, change.now).await?;
    clear(&mut change.tx, &limits::key_of_person(app, "password", &user.id, None)).await?;
    clear(&mut change.tx, &limits::key_of_person(app, "password", &user.id, Some(&change.browser))).await?;
    change.tell(app, user, letter).await?;
    let secret = client::renew_secret(&mut change.tx, &change.browser, change.now).await?;
    let now = change.now;
    let entry = AuditEntry::of(action).with("sign_out_of_other_sessions", sign_out_of_other_sessions);
    let outcome = change.finish(app, Issued { client_token: Some(secret), session_token: None }, entry).await?;
    for id in &ended {
        app.tokens.revoke(id, now);
    }
    Ok(outcome)
}

/// Compares the current password. Every try counts, as at the sign-in: who finds a browser open does not get to guess.
async fn prove(app: &Inner, browser: &ClientRow, user_id: &str, typed: &Secret, digest: &str) -> Result<(), Error> {
    if typed.expose().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::CurrentPassword).into());
    }
    password::normalize(typed, Field::CurrentPassword)?;
    let place = app.hasher.reserve()?;
    let limit = limits::key_of_person(app, "password", user_id, Some(browser));
    let now = app.clock.now();
    let taken = {
        let mut connection = app.store.write_one().await?;
        limits::take_or_refuse(&mut connection, &limit, limits::PASSWORD, ErrorCode::UserLocked, now).await?
    };
    if let Err(refusal) = taken {
        Failure::locked_out(Some(user_id), Strategy::Password, limit, &refusal).note(app).await?;
        return Err(refusal.into());
    }
    match app.hasher.verify_at(place, typed.clone(), Some(digest)).await? {
        Verdict::Match { .. } => Ok(()),
        _ => {
            Failure::of(AuditAction::PasswordRefused, Some(user_id), Strategy::Password).note(app).await?;
            Err(ApiError::of(ErrorCode::FormPasswordIncorrect, Field::CurrentPassword).into())
        }
    }
}
