use super::admission::turn_away_barred;
use super::{find, hold, no_attempt};
use crate::model::{Field, SessionStatus, SignInStatus, Strategy, User};
use crate::server::crypto::Secret;
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry, Origin};
use crate::server::factors::password;
use crate::server::flows::session::{self, Proofs};
use crate::server::flows::{Error, Outcome, Visitor, compromised_password, limits, owner};
use crate::server::store::limits::clear;
use crate::server::store::{sessions, sign_ins, users};
use crate::server::vestibule::Inner;

const STEP: SignInStatus = SignInStatus::NeedsNewPassword;

/// Sets a new password in the place of a forgotten one, and signs in. `sign_out_of_other_sessions` ends all others of the
/// same person.
pub async fn reset_password(
    app: &Inner,
    visitor: &Visitor,
    new_password: &Secret,
    sign_out_of_other_sessions: bool,
) -> Result<Outcome, Error> {
    let (known, sign_in) = find(app, visitor, STEP).await?;
    let user_id = sign_in.user_id.ok_or_else(no_attempt)?;
    let user = users::by_id(&mut *app.store.read().await?, &user_id).await?.ok_or_else(no_attempt)?;
    let normalized = password::normalize(new_password, Field::NewPassword)?;
    password::check_new(app, &normalized, &known_of(&user), Field::NewPassword).await?;
    compromised_password::refuse_again(app, &user_id, new_password, Field::NewPassword).await?;
    let digest = app.hasher.hash(normalized).await?;

    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let (mut browser, sign_in) = hold(app, &mut tx, visitor, &known, Some(&user_id), STEP, now).await?;
    if sign_in.user_id.as_ref() != Some(&user_id) {
        return Err(no_attempt());
    }
    // Someone who has set up a second factor since has not given it here.
    let proven = users::lock(&mut tx, &user_id).await?.ok_or_else(no_attempt)?;
    let by = sign_in.proven_by.as_deref().or(sign_in.strategy.map(Strategy::as_str)).unwrap_or_default();
    turn_away_barred(&user_id, by, proven, now)?;
    if proven.two_factor_enabled && sign_in.second_factor_at.is_none() {
        return Err(no_attempt());
    }
    // Held before their sessions are read, as everywhere: a sign-in with the old password that is under way comes before
    // this, and its session ends, or after it, and fails.
    if !users::hold(&mut tx, &user_id, now).await? {
        return Err(no_attempt());
    }
    Origin::acts_as(&user_id, None, None);
    // Others who are signed in on the same browser stay.
    let (here, others_here) =
        std::mem::take(&mut browser.live).into_iter().partition::<Vec<_>, _>(|row| row.user_id == user_id);
    browser.live = others_here;
    let mut ending = here.clone();
    if sign_out_of_other_sessions {
        let others = sessions::live_of_user(&mut tx, &user_id, now).await?;
        ending.extend(others.into_iter().filter(|other| here.iter().all(|row| row.id != other.id)));
    }
    // In the order in which others write them, so that nobody waits for each other.
    ending.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &ending {
        let status = if row.client_id == browser.row.id { SessionStatus::Replaced } else { SessionStatus::Revoked };
        session::end(app, &mut tx, row, status, now).await?;
    }
    if !users::reset_password(&mut tx, &user_id, &digest, now).await? {
        return Err(no_attempt());
    }
    let second_factor_at = sign_in.second_factor_at;
    let second_factor = sign_in.second_factor.filter(|_| second_factor_at.is_some());
    let proofs = Proofs { second_factor_at, second_factor, ..Proofs::one(Strategy::Password.as_str(), now) };
    let begun = session::begin(app, &mut tx, &browser, &user_id, proofs, visitor, now).await?;
    if !sign_ins::complete(&mut tx, &sign_in.id, STEP, &user_id, &begun.session.id, now).await? {
        return Err(no_attempt());
    }
    // Who else has given a code for it before, or the old password, has been overtaken.
    sign_ins::give_up_half_way(&mut tx, &user_id, now).await?;
    // Whoever has a new password has not failed with it yet.
    clear(&mut tx, &limits::key_of_person(app, "password", &user_id, None)).await?;
    clear(&mut tx, &limits::key_of_person(app, "password", &user_id, Some(&browser.row))).await?;
    let entry =
        AuditEntry::of(AuditAction::PasswordReset).with("sign_out_of_other_sessions", sign_out_of_other_sessions);
    owner::tell(app, &mut tx, &user_id, entry, delivery::password_changed_mail, now).await?;
    let outcome = begun.finish(app, tx).await?;
    delivery::wake(app);
    for row in &ending {
        app.tokens.revoke(&row.id, now);
    }
    Ok(outcome)
}

/// What must not stand in the password.
pub fn known_of(user: &User) -> Vec<&str> {
    let addresses = user.email_addresses.iter().map(|email| email.email_address.as_str());
    let names = [&user.username, &user.first_name, &user.last_name];
    addresses.chain(names.into_iter().filter_map(|name| name.as_deref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_known_of_a_person_is_compared() {
        let json = r#"{"id":"user_1","first_name":"Ada","last_name":null,"username":"countess",
            "primary_email_address_id":null,"email_addresses":[{"id":"idn_1","email_address":"ada@example.com",
            "verification":{"status":"verified","strategy":"email_code","attempts":0,"expire_at":null,
            "resend_at":null}}],"password_enabled":true,"last_sign_in_at":null,"created_at":0,"updated_at":0}"#;
        let user: User = serde_json::from_str(json).expect("a user");
        assert_eq!(known_of(&user), ["ada@example.com", "countess", "Ada"]);
    }
}
