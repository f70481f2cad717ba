use std::sync::Arc;

use super::{Change, profile_image, refusal};
use crate::locale;
use crate::locale::words::Words;
use crate::model::{ApiError, ErrorCode, Field, SessionStatus};
use crate::server::delivery;
use crate::server::flows::reverification::Action;
use crate::server::flows::session::{self, is_over, issue};
use crate::server::flows::users::note_deleted;
use crate::server::flows::{Error, Issued, Outcome, Visitor, client, commit_with_mail, operators, organizations};
use crate::server::store::{account_rules, accounts, clients, sessions, users};
use crate::server::vestibule::Inner;

/// Deletes the account of a person with everything that is theirs, where the settings let people do that, or the app lets them. What it went by is
/// free again. Organizations to which nobody else belongs go with it. `confirmation` is what they were asked to type, so that
/// nobody does it by accident.
pub async fn delete(app: &Inner, visitor: &Visitor, confirmation: &str) -> Result<Outcome, Error> {
    let mut change = Change::begin(app, visitor, Action::Deletion).await?;
    let own = users::by_id(&mut change.tx, &change.session.user_id).await?.and_then(|user| user.delete_self_enabled);
    if !own.unwrap_or(app.settings.account.delete) {
        return Err(refusal(ErrorCode::ActionNotAllowed));
    }
    if confirmation.trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Confirmation).into());
    }
    // It is asked for in the language of the page, which may have been another a moment ago.
    let typed = confirmation.trim().to_lowercase();
    let asked = |words: &Arc<Words>| words.say(locale::user_profile::delete_confirmation).to_lowercase();
    if !app.words.all().any(|words| asked(words) == typed) {
        return Err(ApiError::of(ErrorCode::FormParamFormatInvalid, Field::Confirmation).into());
    }
    let user_id = change.user_id().to_owned();
    let held = organizations::hold_all_of(&mut change.tx, &user_id).await?;
    let user = change.person(app).await?;
    let now = change.now;
    operators::depart(&mut change.tx, &user.id, now).await?;
    let mut live = sessions::live_of_user(&mut change.tx, &user.id, now).await?;
    live.sort_by(|a, b| a.id.cmp(&b.id));
    // One by one, so that every node hears of each.
    for row in &live {
        session::end(app, &mut change.tx, row, SessionStatus::Removed, now).await?;
    }
    let had_logo = organizations::depart(app, &mut change.tx, &held, &user.id, now).await?;
    change.tell(app, &user, delivery::account_deleted_mail).await?;
    let external_id = account_rules::of_user(&mut change.tx, &user.id).await?.and_then(|rules| rules.external_id);
    if !accounts::delete(&mut change.tx, &user.id, now).await? {
        return Err(refusal(ErrorCode::AuthenticationInvalid));
    }
    note_deleted(&mut change.tx, &user, external_id.as_deref(), now).await?;
    // Whoever else is signed in on the same browser goes on.
    let here = session::live_of_client(app, &mut change.tx, &change.browser.id, now).await?;
    let several = app.settings.session.multi_session;
    let next = here.iter().filter(|_| several).find(|row| !is_over(app, row, now));
    clients::set_active_session(&mut change.tx, &change.browser.id, next.map(|row| row.id.as_str()), now).await?;
    let secret = client::renew_secret(&mut change.tx, &change.browser, now).await?;
    let token = match next {
        Some(row) => Some(issue(app, &mut change.tx, row, now).await?.0),
        None => None,
    };
    let issued = Issued { client_token: Some(secret), session_token: Some(token) };
    let outcome = client::outcome(app, &mut change.tx, &change.browser.acting_in(next), issued).await?;
    commit_with_mail(app, change.tx).await?;
    for row in &live {
        app.tokens.revoke(&row.id, now);
    }
    if user.has_image || had_logo {
        profile_image::clear_away(app).await;
    }
    Ok(outcome)
}
