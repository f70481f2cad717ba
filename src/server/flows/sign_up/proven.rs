use super::{LIFETIME, account, admission, missing};
use crate::model::SignUpStatus;
use crate::server::crypto::{Prefix, new_id};
use crate::server::factors::ticket::Invited;
use crate::server::flows::client::{self, Claimed};
use crate::server::flows::identifier::Identifier;
use crate::server::flows::{Error, Issued, Outcome, Visitor, commit};
use crate::server::settings::BotProtection;
use crate::server::store::sign_ups::{self, SignUpRow};
use crate::server::store::{Transaction, clients};
use crate::server::vestibule::Inner;

/// Begins the sign-up of someone who has proven an address on the sign-in page that nobody here goes by. The account is made
/// at once when the settings ask for nothing else. The browser gets a new secret: whoever planted the one before has no part
/// in it.
pub async fn begin_proven(
    app: &Inner,
    mut tx: Transaction,
    visitor: &Visitor,
    browser: Claimed,
    email: &Identifier,
    verification_id: &str,
    now: i64,
) -> Result<Outcome, Error> {
    let invitation = admission::within(app, &mut tx, visitor, Some(&email.value), now).await?;
    let (invitation_id, organization_invitation_id) = Invited::ids(invitation);
    let row = SignUpRow {
        id: new_id(Prefix::SignUp, now),
        status: SignUpStatus::MissingRequirements,
        email_address: Some(email.value.clone()),
        email_verified_at: Some(now),
        phone_number: None,
        username: None,
        first_name: None,
        last_name: None,
        legal_accepted_at: None,
        password_digest: None,
        sealed_external_account: None,
        // What has proven it, which is kept with the account.
        email_verification_id: Some(verification_id.to_owned()),
        phone_verification_id: None,
        invitation_id,
        organization_invitation_id,
        unsafe_metadata: None,
        abandon_at: now + LIFETIME,
    };
    sign_ups::save(&mut tx, &browser.row.id, &row, now).await?;
    // What shows that it is no program stands in the form of the sign-up.
    let asks_for_more = app.settings.bots.protection != BotProtection::Off;
    if missing(app, &row).is_empty() && !asks_for_more {
        return account::complete(app, tx, visitor, browser.row, &row, now).await;
    }
    let mut browser = browser.row;
    clients::set_sign_in(&mut tx, &browser.id, None, now).await?;
    clients::set_sign_up(&mut tx, &browser.id, Some(&row.id), now).await?;
    browser.sign_in_id = None;
    browser.sign_up_id = Some(row.id);
    let secret = client::renew_secret(&mut tx, &browser, now).await?;
    let issued = Issued { client_token: Some(secret), session_token: None };
    let outcome = client::outcome(app, &mut tx, &browser, issued).await?;
    commit(tx).await?;
    Ok(outcome)
}
