//! What lets people in, as the app's own server tries it and takes it away. The owner is told by mail of what is gone or lets
//! them in no more.

use super::failed_proofs::Failure;
use super::oauth::name_of;
use super::second_factors::take_codes_with_the_last;
use super::sign_in::second_factor::{Sent, prove};
use super::users::{Account, Users, end_all, no_such_user, revoke};
use super::{Error, commit, commit_with_mail, compromised_password, limits, owner};
use crate::model::{ApiError, ErrorCode, Field, Strategy, User};
use crate::server::crypto::password_hash::Verdict;
use crate::server::crypto::{Code, Secret};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::factors::password;
use crate::server::store::limits::clear;
use crate::server::store::verifications::Purpose;
use crate::server::store::{Transaction, accounts, external_accounts, passkeys, second_factors, sign_ins, users};

fn refusal(code: ErrorCode) -> Error {
    ApiError::new(code).into()
}

impl Users<'_> {
    /// Whether a password is a user's. Each try counts with those at the sign-in, and a right one clears them.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; of the field `password` `form_param_missing`, and
    /// `form_password_incorrect` if it is not theirs or they have none, `form_password_pwned` if others know it; `user_locked` after too many wrong ones.
    pub async fn verify_password(&self, id: &str, typed: &Secret) -> Result<(), Error> {
        let app = self.0;
        if typed.expose().is_empty() {
            return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Password).into());
        }
        password::normalize(typed, Field::Password)?;
        let digest = {
            let mut connection = app.store.read().await?;
            users::by_id(&mut connection, id).await?.ok_or_else(no_such_user)?;
            accounts::password_digest(&mut connection, id).await?
        };
        let place = app.hasher.reserve()?;
        let limit = limits::key_of_person(app, "password", id, None);
        let taken = {
            let (mut connection, now) = (app.store.write_one().await?, app.clock.now());
            limits::take_or_refuse(&mut connection, &limit, limits::PASSWORD, ErrorCode::UserLocked, now).await?
        };
        if let Err(refusal) = taken {
            Failure::locked_out(Some(id), Strategy::Password, limit, &refusal).note(app).await?;
            return Err(refusal.into());
        }
        let known = Some(digest.as_str()).filter(|digest| !digest.is_empty());
        let is_right = matches!(app.hasher.verify_at(place, typed.clone(), known).await?, Verdict::Match { .. });
        let mut connection = app.store.write_one().await?;
        // It may have been changed since it was compared.
        if !is_right || accounts::password_digest(&mut connection, id).await? != digest {
            drop(connection);
            Failure::of(AuditAction::PasswordRefused, Some(id), Strategy::Password).note(app).await?;
            return Err(ApiError::of(ErrorCode::FormPasswordIncorrect, Field::Password).into());
        }
        if accounts::compromised_digest(&mut connection, id).await?.is_some() {
            return Err(compromised_password::refusal(Field::Password));
        }
        Ok(clear(&mut connection, &limit).await?)
    }

    /// Whether a code is one of a user's authenticator app, or a backup code: which of them it was. Each is good once, and each
    /// try counts with those at the sign-in.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; of the field `code` `form_param_missing` and `form_code_incorrect`;
    /// `too_many_requests`.
    pub async fn verify_totp(&self, id: &str, typed: &Secret) -> Result<Strategy, Error> {
        let app = self.0;
        if typed.expose().trim().is_empty() {
            return Err(ApiError::of(ErrorCode::FormParamMissing, Field::Code).into());
        }
        users::by_id(&mut *app.store.read().await?, id).await?.ok_or_else(no_such_user)?;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let person = (id, None);
        let counted = limits::take_code_try(app, &mut tx, person, now).await?;
        // Of six digits no backup code is made.
        let strategy = match Code::typed(typed.expose()) {
            Some(_) => Strategy::Totp,
            None => Strategy::BackupCode,
        };
        let failure = match &counted {
            Ok(()) => Failure::of(AuditAction::SignInFailed, Some(id), strategy),
            Err(refusal) => Failure::locked_out(Some(id), strategy, limits::key_of_code_tries(app, person), refusal),
        };
        users::lock(&mut tx, id).await?.ok_or_else(no_such_user)?;
        let nothing = Sent { purpose: Purpose::SecondFactor, subject_id: id, verification_id: None };
        let tried = match counted {
            Ok(()) => prove(app, &mut tx, nothing, id, (strategy, typed), now).await?,
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = tried {
            // The try counts.
            failure.within(app, &mut tx, now).await?;
            commit(tx).await?;
            return Err(refusal.into());
        }
        limits::clear_code_tries(app, &mut tx, person).await?;
        if strategy == Strategy::BackupCode {
            AuditEntry::of(AuditAction::BackupCodeUsed).write(&mut tx, Some(id), now).await?;
            let user = users::by_id(&mut tx, id).await?.ok_or_else(no_such_user)?;
            owner::notify(app, &mut tx, &user, delivery::backup_code_used_mail, now).await?;
        }
        commit_with_mail(app, tx).await?;
        Ok(strategy)
    }

    /// Takes the password from a user, also if nothing else lets them in. `sign_out_of_other_sessions` ends their sessions.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have none.
    pub async fn remove_password(&self, id: &str, sign_out_of_other_sessions: bool) -> Result<Account, Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        if !accounts::take_password(&mut tx, id).await? {
            return Err(no_such_user());
        }
        sign_ins::give_up_half_way(&mut tx, id, now).await?;
        let ended = match sign_out_of_other_sessions {
            true => end_all(app, &mut tx, id, now).await?,
            false => Vec::new(),
        };
        let entry =
            AuditEntry::of(AuditAction::PasswordRemoved).with("sign_out_of_other_sessions", sign_out_of_other_sessions);
        owner::notify(app, &mut tx, &before, delivery::password_removed_mail, now).await?;
        let account = self.changed(tx, id, entry, now).await?;
        revoke(app, &ended, now);
        Ok(account)
    }

    /// Notes that others know a user's password: it lets nobody in any more until there is another one. `revoke_all_sessions`
    /// ends all their sessions.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have no password.
    pub async fn set_password_compromised(&self, id: &str, revoke_all_sessions: bool) -> Result<Account, Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        if !before.password_enabled {
            return Err(no_such_user());
        }
        accounts::set_password_compromised(&mut tx, id, Some(now)).await?;
        let ended = match revoke_all_sessions {
            true => end_all(app, &mut tx, id, now).await?,
            false => {
                // Who is half way came there with it.
                sign_ins::give_up_half_way(&mut tx, id, now).await?;
                Vec::new()
            }
        };
        let entry = AuditEntry::of(AuditAction::PasswordCompromised).with("revoke_all_sessions", revoke_all_sessions);
        owner::notify(app, &mut tx, &before, delivery::password_compromised_mail, now).await?;
        let account = self.changed(tx, id, entry, now).await?;
        revoke(app, &ended, now);
        Ok(account)
    }

    /// Notes that nobody else knows a user's password.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have no password.
    pub async fn unset_password_compromised(&self, id: &str) -> Result<Account, Error> {
        let (mut tx, before, now) = self.find_and_hold(id).await?;
        if !before.password_enabled {
            return Err(no_such_user());
        }
        accounts::set_password_compromised(&mut tx, id, None).await?;
        self.changed(tx, id, AuditEntry::of(AuditAction::PasswordUncompromised), now).await
    }

    /// Takes the authenticator app from a user. If it was their last second factor, their backup codes go with it.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have none.
    pub async fn delete_totp(&self, id: &str) -> Result<(), Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        if !second_factors::remove_totp(&mut tx, id).await? {
            return Err(no_such_user());
        }
        // Where everyone has to have one, they set up another one when they next come in.
        take_codes_with_the_last(&mut tx, id, now).await?;
        let entry = AuditEntry::of(AuditAction::SecondFactorRemoved).with("strategy", Strategy::Totp.as_str());
        owner::notify(app, &mut tx, &before, delivery::second_factor_removed_mail, now).await?;
        self.changed(tx, id, entry, now).await?;
        Ok(())
    }

    /// Notes in the audit log that a token for a provider's API is handed out.
    pub(crate) async fn note_oauth_token(&self, id: &str, provider: &str, account_id: &str) -> Result<(), Error> {
        let entry = AuditEntry::of(AuditAction::OauthTokenRead).with("provider", provider);
        let mut connection = self.0.store.write_one().await?;
        entry.with("external_account_id", account_id).write(&mut connection, Some(id), self.0.clock.now()).await?;
        Ok(())
    }

    /// Takes the backup codes from a user.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have none left.
    pub async fn delete_backup_codes(&self, id: &str) -> Result<(), Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        if !before.backup_code_enabled {
            return Err(no_such_user());
        }
        second_factors::remove_backup_codes(&mut tx, id).await?;
        owner::notify(app, &mut tx, &before, delivery::backup_codes_removed_mail, now).await?;
        self.changed(tx, id, AuditEntry::of(AuditAction::BackupCodesRemoved), now).await?;
        Ok(())
    }

    /// Takes a passkey from a user.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or they have none such; `identification_deletion_failed` if nothing
    /// else would let them in.
    pub async fn delete_passkey(&self, id: &str, passkey_id: &str) -> Result<(), Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        let passkey = before.passkeys.iter().find(|passkey| passkey.id == passkey_id).ok_or_else(no_such_user)?;
        if !passkeys::remove(&mut tx, passkey_id, id, app.settings.ways_in()).await? {
            return Err(refusal(ErrorCode::IdentificationDeletionFailed));
        }
        let entry = AuditEntry::of(AuditAction::PasskeyRemoved).with("passkey_id", passkey_id);
        let write = |url: &str| delivery::passkey_removed_mail(&passkey.name, url);
        owner::notify(app, &mut tx, &before, write, now).await?;
        self.changed(tx, id, entry.with("name", passkey.name.as_str()), now).await?;
        Ok(())
    }

    /// Disconnects an account at a provider from a user.
    ///
    /// # Errors
    /// `external_account_not_found` if they have none such; `resource_not_found` when there is no such user;
    /// `identification_deletion_failed` if nothing else would let them in.
    pub async fn delete_external_account(&self, id: &str, external_account_id: &str) -> Result<(), Error> {
        let (app, (mut tx, before, now)) = (self.0, self.find_and_hold(id).await?);
        let account = before.external_accounts.iter().find(|account| account.id == external_account_id);
        let account = account.ok_or_else(|| refusal(ErrorCode::ExternalAccountNotFound))?;
        if !external_accounts::remove(&mut tx, external_account_id, id, app.settings.ways_in()).await? {
            return Err(refusal(ErrorCode::IdentificationDeletionFailed));
        }
        // Whoever has come half way with it does not come in any more.
        sign_ins::give_up_half_way(&mut tx, id, now).await?;
        let entry = AuditEntry::of(AuditAction::ExternalAccountDisconnected)
            .with("external_account_id", external_account_id)
            .with("provider", account.provider.as_str());
        let write = |url: &str| delivery::account_disconnected_mail(name_of(app, &account.provider), url);
        owner::notify(app, &mut tx, &before, write, now).await?;
        self.changed(tx, id, entry, now).await?;
        Ok(())
    }

    /// Holds a user, who is to change, and gives them as they are.
    pub(super) async fn find_and_hold(&self, id: &str) -> Result<(Transaction, User, i64), Error> {
        let (mut tx, now) = self.hold(id).await?;
        let user = users::by_id(&mut tx, id).await?.ok_or_else(no_such_user)?;
        Ok((tx, user, now))
    }

    /// Tells whoever listens and the audit log, and ends the transaction well.
    pub(super) async fn changed(
        &self,
        mut tx: Transaction,
        id: &str,
        entry: AuditEntry,
        now: i64,
    ) -> Result<Account, Error> {
        owner::changed(self.0, &mut tx, id, entry, now).await?;
        let account = Account::read(&mut tx, id, now).await?.ok_or_else(no_such_user)?;
        commit_with_mail(self.0, tx).await?;
        Ok(account)
    }
}
