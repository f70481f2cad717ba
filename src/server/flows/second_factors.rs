//! The second factors of whoever is signed in: how they are set up and how they go.
//!
//! Whoever is held up because a second factor has to be set up may set one up, and no more. That ends with the first one:
//! sessions that are still held up elsewhere end then, for whoever began them has given no second proof.

use super::reverification::{self, Action};
use super::session::{self, is_over};
use super::{Error, Issued, Outcome, Visitor, acting, client, commit, commit_with_mail, owner};
use crate::model::{ApiError, BackupCodes, ErrorCode, Field, SessionStatus, SessionTask, Strategy, User};
use crate::server::crypto::{Code, MINUTE, Secret};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::backup_code;
use crate::server::factors::totp::Totp;
use crate::server::store::clients::ClientRow;
use crate::server::store::sessions::{self, SessionRow};
use crate::server::store::{StoreError, Transaction, second_factors, sign_ins, users};
use crate::server::vestibule::Inner;

/// How long an authenticator app may take to be set up, in milliseconds.
pub const SETUP_WITHIN: i64 = 10 * MINUTE;

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

/// Who is changing their second factors, and in which session: all of it held by the transaction.
struct Acting {
    tx: Transaction,
    browser: ClientRow,
    session: SessionRow,
    user: User,
}

/// Holds whoever is acting. Someone whose session is held up counts as long as they have no second factor: they are to set
/// one up.
async fn hold(app: &Inner, visitor: &Visitor, now: i64) -> Result<Acting, Error> {
    let signed_out = || refusal(ErrorCode::AuthenticationInvalid);
    let known = client::find(app, visitor).await?.ok_or_else(signed_out)?;
    let mut tx = app.store.write().await?;
    let browser = acting::hold_browser(&mut tx, visitor, &known, now).await?;
    let find = async |tx: &mut Transaction| -> Result<SessionRow, Error> {
        let live = session::live_of_client(app, tx, &browser.id, now).await?;
        let found = live.into_iter().find(|row| browser.last_active_session_id.as_ref() == Some(&row.id));
        found.filter(|row| !is_over(app, row, now)).ok_or_else(signed_out)
    };
    let user_id = find(&mut tx).await?.user_id;
    users::hold(&mut tx, &user_id, now).await?;
    // Once more, now that nothing changes it.
    let session = find(&mut tx).await?;
    acting::admit(visitor, &session)?;
    acting::acts_in(&session);
    let user = users::by_id(&mut tx, &user_id).await?.ok_or_else(signed_out)?;
    let may_set_up = session.tasks.contains(&SessionTask::SetupMfa) && !user.two_factor_enabled;
    if session.status == SessionStatus::Pending && !may_set_up {
        return Err(signed_out());
    }
    Ok(Acting { tx, browser, session, user })
}

impl Acting {
    /// Refuses whoever has not proven lately enough who they are.
    async fn verified(mut self, app: &Inner, now: i64) -> Result<Self, Error> {
        reverification::require(app, &mut self.tx, &self.session, Action::SecondFactors, now).await?;
        Ok(self)
    }

    /// Refuses whoever is held up.
    fn signed_in(self) -> Result<Self, Error> {
        match self.session.status {
            SessionStatus::Active => Ok(self),
            _ => Err(refusal(ErrorCode::AuthenticationInvalid)),
        }
    }

    /// Ends the transaction of something that leaves the session as it is.
    async fn finish(mut self, app: &Inner, codes: Option<BackupCodes>) -> Result<Outcome, Error> {
        let outcome = client::outcome(app, &mut self.tx, &self.browser, Issued::default()).await?;
        commit_with_mail(app, self.tx).await?;
        Ok(Outcome { backup_codes: codes, ..outcome })
    }
}

/// Whose an authenticator app says that its codes are.
fn account(user: &User) -> String {
    let name = user.primary_email_address().or(user.username.as_deref());
    name.map_or_else(|| user.display_name(), str::to_owned)
}

/// Begins to set up an authenticator app: its secret is shown until a code of it is given.
pub async fn create_totp(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?.verified(app, now).await?;
    if !app.settings.mfa.totp {
        return Err(ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into());
    }
    if acting.user.totp_enabled {
        return Err(refusal(ErrorCode::TotpAlreadyEnabled));
    }
    let totp = Totp::random(&app.settings.app_name, &account(&acting.user))?;
    let sealed = totp.seal(&app.key, &acting.session.id);
    sessions::set_totp_setup(&mut acting.tx, &acting.session.id, Some(&sealed), now).await?;
    let entry = AuditEntry::of(AuditAction::SecondFactorPrepared).with("strategy", Strategy::Totp.as_str());
    entry.write(&mut acting.tx, Some(&acting.user.id), now).await?;
    acting.finish(app, None).await
}

/// The authenticator app that is being set up in a session, if it may still be.
pub fn setup(app: &Inner, session: &SessionRow, user: &User, now: i64) -> Result<Option<Totp>, Error> {
    let fresh = session.totp_setup.as_ref().filter(|setup| now - setup.created_at < SETUP_WITHIN && !user.totp_enabled);
    let open = |sealed: &str| Totp::open(app, &session.id, sealed, &account(user));
    Ok(fresh.map(|setup| open(&setup.sealed_secret)).transpose()?)
}

/// Ends the setting up of an authenticator app with a code of it.
pub async fn verify_totp(app: &Inner, visitor: &Visitor, given: &Secret) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?.verified(app, now).await?;
    if given.expose().trim().is_empty() {
        return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
    }
    let totp = setup(app, &acting.session, &acting.user, now)?;
    let totp = totp.ok_or_else(|| ApiError::of(ErrorCode::VerificationMissing, Field::Code))?;
    let step = Code::typed(given.expose()).and_then(|code| totp.step_of(&code, now));
    let step = step.ok_or_else(|| ApiError::of(ErrorCode::FormCodeIncorrect, Field::Code))?;
    let user_id = acting.user.id.clone();
    if !second_factors::insert_totp(&mut acting.tx, &user_id, &totp.seal(&app.key, &user_id), step, now).await? {
        return Err(refusal(ErrorCode::TotpAlreadyEnabled));
    }
    enabled(app, acting, Strategy::Totp, Some(now), now).await
}

/// Keeps a phone number for codes as a second factor, or lets it go again.
pub async fn reserve_phone(app: &Inner, visitor: &Visitor, id: &str, reserved: bool) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?.verified(app, now).await?;
    let user_id = acting.user.id.clone();
    let number = acting.user.phone_numbers.iter().find(|number| number.id == id);
    let was_reserved = number.ok_or_else(|| refusal(ErrorCode::ResourceNotFound))?.reserved_for_second_factor;
    if was_reserved == reserved {
        return acting.finish(app, None).await;
    }
    if !reserved {
        let mut acting = acting.signed_in()?;
        second_factors::release_phone(&mut acting.tx, id, &user_id).await?;
        return disabled(app, acting, Strategy::PhoneCode, now).await;
    }
    if !app.settings.mfa.phone_code {
        return Err(ApiError::of(ErrorCode::StrategyForUserInvalid, Field::Strategy).into());
    }
    if !second_factors::reserve_phone(&mut acting.tx, id, &user_id, app.settings.ways_in(), now).await? {
        return Err(refusal(ErrorCode::IdentificationDeletionFailed));
    }
    // That the number is theirs was proven when it was added, not now.
    enabled(app, acting, Strategy::PhoneCode, None, now).await
}

/// Makes a phone number that is kept for codes the one that they go to first.
pub async fn make_default(app: &Inner, visitor: &Visitor, id: &str) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?.signed_in()?.verified(app, now).await?;
    let user_id = acting.user.id.clone();
    if !second_factors::make_default(&mut acting.tx, id, &user_id, now).await? {
        return Err(refusal(ErrorCode::ResourceNotFound));
    }
    let entry = AuditEntry::of(AuditAction::DefaultSecondFactorChanged).with("phone_number_id", id);
    owner::changed(app, &mut acting.tx, &user_id, entry, now).await?;
    acting.finish(app, None).await
}

/// What follows when a second factor has been set up.
async fn enabled(
    app: &Inner,
    mut acting: Acting,
    strategy: Strategy,
    proven_at: Option<i64>,
    now: i64,
) -> Result<Outcome, Error> {
    let user_id = acting.user.id.clone();
    let tx = &mut acting.tx;
    second_factors::settle(tx, &user_id, now).await?;
    let is_first = !acting.user.two_factor_enabled;
    let codes = match app.settings.mfa.backup_codes && !acting.user.backup_code_enabled {
        true => Some(new_backup_codes(app, tx, &user_id, now).await?),
        false => None,
    };
    let revoked = match is_first {
        true => end_held_up(app, tx, &user_id, Some(&acting.session.id), now).await?,
        false => Vec::new(),
    };
    let session = sessions::has_second_factor(tx, &acting.session.id, proven_at, now).await?;
    let session = session.ok_or_else(|| refusal(ErrorCode::AuthenticationInvalid))?;
    let session = session::by_settings(app, session);
    // More is known of whoever sits there than before: what was planted or copied before is worth nothing from now on.
    let secret = client::renew_secret(tx, &acting.browser, now).await?;
    let (token, _) = session::issue(app, tx, &session, now).await?;
    let entry = AuditEntry::of(AuditAction::SecondFactorAdded).with("strategy", strategy.as_str());
    owner::tell(app, tx, &user_id, entry, delivery::second_factor_added_mail, now).await?;
    let issued = Issued { client_token: Some(secret), session_token: Some(Some(token)) };
    let outcome = client::outcome(app, tx, &acting.browser, issued).await?;
    commit_with_mail(app, acting.tx).await?;
    for row in &revoked {
        app.tokens.revoke(&row.id, now);
    }
    Ok(Outcome { backup_codes: codes, ..outcome })
}

/// Ends the sessions of someone that are held up until there is a second factor, but one: for now there is one.
pub(super) async fn end_held_up(
    app: &Inner,
    tx: &mut Transaction,
    user_id: &str,
    except: Option<&str>,
    now: i64,
) -> Result<Vec<SessionRow>, Error> {
    let mut held_up = sessions::live_of_user(tx, user_id, now).await?;
    held_up.retain(|row| row.tasks.contains(&SessionTask::SetupMfa) && Some(row.id.as_str()) != except);
    // In the order in which others write them, so that nobody waits for each other.
    held_up.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &held_up {
        session::end(app, tx, row, SessionStatus::Revoked, now).await?;
    }
    Ok(held_up)
}

/// Removes the authenticator app, or gives up setting one up.
pub async fn disable_totp(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?;
    sessions::set_totp_setup(&mut acting.tx, &acting.session.id, None, now).await?;
    if !acting.user.totp_enabled {
        return acting.finish(app, None).await;
    }
    let mut acting = acting.signed_in()?.verified(app, now).await?;
    let user_id = acting.user.id.clone();
    second_factors::remove_totp(&mut acting.tx, &user_id).await?;
    disabled(app, acting, Strategy::Totp, now).await
}

/// What follows when a second factor has gone. The last one takes the backup codes along, and stays where one is required.
async fn disabled(app: &Inner, mut acting: Acting, strategy: Strategy, now: i64) -> Result<Outcome, Error> {
    let user_id = acting.user.id.clone();
    removed(app, &mut acting.tx, &user_id, now).await?;
    let entry = AuditEntry::of(AuditAction::SecondFactorRemoved).with("strategy", strategy.as_str());
    owner::tell(app, &mut acting.tx, &user_id, entry, delivery::second_factor_removed_mail, now).await?;
    acting.finish(app, None).await
}

/// The same in the transaction of something else that took it along.
pub(super) async fn removed(app: &Inner, tx: &mut Transaction, user_id: &str, now: i64) -> Result<(), Error> {
    match take_codes_with_the_last(tx, user_id, now).await? {
        true if app.settings.mfa.required => Err(refusal(ErrorCode::MfaRequired)),
        _ => Ok(()),
    }
}

/// Takes the backup codes of someone who has no second factor any more, and says whether that is so.
pub(super) async fn take_codes_with_the_last(
    tx: &mut Transaction,
    user_id: &str,
    now: i64,
) -> Result<bool, StoreError> {
    if second_factors::settle(tx, user_id, now).await? {
        return Ok(false);
    }
    second_factors::remove_backup_codes(tx, user_id).await?;
    Ok(true)
}

/// Makes backup codes, in the place of those that there were.
pub async fn create_backup_codes(app: &Inner, visitor: &Visitor) -> Result<Outcome, Error> {
    let now = app.clock.now();
    let mut acting = hold(app, visitor, now).await?.signed_in()?.verified(app, now).await?;
    if !app.settings.mfa.backup_codes || !acting.user.two_factor_enabled {
        return Err(refusal(ErrorCode::BackupCodesNotAvailable));
    }
    let user_id = acting.user.id.clone();
    let codes = new_backup_codes(app, &mut acting.tx, &user_id, now).await?;
    let entry = AuditEntry::of(AuditAction::BackupCodesCreated);
    owner::tell(app, &mut acting.tx, &user_id, entry, delivery::backup_codes_replaced_mail, now).await?;
    acting.finish(app, Some(codes)).await
}

async fn new_backup_codes(app: &Inner, tx: &mut Transaction, user_id: &str, now: i64) -> Result<BackupCodes, Error> {
    let (codes, hashes) = backup_code::generate(&app.key, user_id);
    second_factors::replace_backup_codes(tx, user_id, &hashes, now).await?;
    Ok(codes)
}

/// Takes all second factors from someone who has lost them, in the name of an operator who knows that it is them. Their
/// sessions end, and so do their sign-ins that are half way; the owner is told. Gives who it was.
pub async fn reset(app: &Inner, user_id: &str) -> Result<User, Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    if !users::hold(&mut tx, user_id, now).await? {
        return Err(refusal(ErrorCode::ResourceNotFound));
    }
    second_factors::remove_all(&mut tx, user_id).await?;
    second_factors::settle(&mut tx, user_id, now).await?;
    sign_ins::give_up_half_way(&mut tx, user_id, now).await?;
    let mut live = sessions::live_of_user(&mut tx, user_id, now).await?;
    live.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &live {
        session::end(app, &mut tx, row, SessionStatus::Revoked, now).await?;
    }
    let entry = AuditEntry::of(AuditAction::SecondFactorsReset);
    owner::tell(app, &mut tx, user_id, entry, delivery::second_factor_removed_mail, now).await?;
    let user = users::by_id(&mut tx, user_id).await?.ok_or_else(|| refusal(ErrorCode::ResourceNotFound))?;
    commit(tx).await?;
    delivery::wake(app);
    for row in &live {
        app.tokens.revoke(&row.id, now);
    }
    Ok(user)
}
