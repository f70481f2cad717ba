//! What the app's own server changes of an account: names, password, what it is written to at, what is known of it elsewhere.

use serde_json::{Map, Value};

use super::account::Contact;
use super::user_import::{Checked, NewContact, NewUser, backup_code_hashes, check_known};
use super::users::{Account, UserMetadata, Users, end_all, no_such_user, revoke};
use super::{
    Error, commit_with_mail, compromised_password, identifier, limits, metadata, owner, second_factors, username,
};
use crate::model::{ApiError, ApiErrors, ErrorCode, Field, FieldRule, Strategy, User};
use crate::server::crypto::{Prefix, Secret, new_id};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::account_rules::{self, AllMetadata, Details, Rules};
use crate::server::store::identifiers::{IdentifierKind, NewIdentifier};
use crate::server::store::sessions::SessionRow;
use crate::server::store::{Transaction, accounts, second_factors as factors, sign_ins, user_import, users};
use crate::server::typed_name;
use crate::server::vestibule::Inner;

/// What of a user is to change: what is `None` stays as it is, and `Some(None)` takes away what there is. Times are Unix
/// milliseconds.
#[derive(Clone, Debug, Default)]
pub struct UserUpdate {
    /// Given name.
    pub first_name: Option<Option<String>>,
    /// Family name.
    pub last_name: Option<Option<String>>,
    /// The name to sign in with.
    pub username: Option<Option<String>>,
    /// Their password. With a digest beside it, the password counts.
    pub password: Option<Secret>,
    /// What another system kept of their password, as `password_hasher` made it.
    pub password_digest: Option<Secret>,
    /// The name of a [`DigestKind`](crate::server::crypto::password_digest::DigestKind).
    pub password_hasher: Option<String>,
    /// Takes a password that the settings would not let anyone set.
    pub skip_password_checks: bool,
    /// Ends their sessions with the change of the password.
    pub sign_out_of_other_sessions: bool,
    /// `idn_…`: the address that is written to. It has to be theirs, and proven.
    pub primary_email_address_id: Option<String>,
    /// Tells them by mail that it is another one.
    pub notify_primary_email_address_changed: bool,
    /// `idn_…`: the number that is written to, likewise.
    pub primary_phone_number_id: Option<String>,
    /// The secret of their authenticator app, in Base32, in the place of any other.
    pub totp_secret: Option<Secret>,
    /// Codes for when that is lost, in the place of all others.
    pub backup_codes: Option<Vec<Secret>>,
    /// What another system calls them: no two users have the same.
    pub external_id: Option<Option<String>>,
    /// The language that they read, as a BCP 47 tag.
    pub locale: Option<Option<String>>,
    /// When their account was made.
    pub created_at: Option<i64>,
    /// When they agreed to the terms.
    pub legal_accepted_at: Option<Option<i64>>,
    /// Takes that away where the settings ask for it.
    pub skip_legal_checks: bool,
    /// Whether they may delete their account, if not as the settings say.
    pub delete_self_enabled: Option<Option<bool>>,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<Option<bool>>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<Option<i64>>,
    /// Other metadata in the place of what the user reads and the server writes.
    pub public_metadata: Option<Map<String, Value>>,
    /// The same of what the server alone reads.
    pub private_metadata: Option<Map<String, Value>>,
    /// The same of what the user writes.
    pub unsafe_metadata: Option<Map<String, Value>>,
}

impl UserUpdate {
    fn is_empty(&self) -> bool {
        let texts = [&self.first_name, &self.last_name, &self.username, &self.external_id, &self.locale];
        let secrets = [&self.password, &self.password_digest, &self.totp_secret];
        let named = [&self.password_hasher, &self.primary_email_address_id, &self.primary_phone_number_id];
        let objects = [&self.public_metadata, &self.private_metadata, &self.unsafe_metadata];
        let rules = [&self.delete_self_enabled, &self.create_organization_enabled];
        texts.iter().all(|it| it.is_none())
            && secrets.iter().all(|it| it.is_none())
            && named.iter().all(|it| it.is_none())
            && objects.iter().all(|it| it.is_none())
            && rules.iter().all(|it| it.is_none())
            && self.backup_codes.is_none()
            && self.created_at.is_none()
            && self.legal_accepted_at.is_none()
            && self.create_organizations_limit.is_none()
    }

    /// The user that would be made of what is new, with what has to be known of them to see whether it is good.
    fn as_new(&self, user: &User) -> NewUser {
        let of = |new: &Option<Option<String>>, known: &Option<String>| new.clone().unwrap_or_else(|| known.clone());
        NewUser {
            email_addresses: user.email_addresses.iter().map(|it| NewContact::verified(&it.email_address)).collect(),
            phone_numbers: user.phone_numbers.iter().map(|it| NewContact::verified(&it.phone_number)).collect(),
            // Its own rules are asked where it changes.
            username: user.username.clone(),
            first_name: of(&self.first_name, &user.first_name),
            last_name: of(&self.last_name, &user.last_name),
            external_id: self.external_id.clone().flatten(),
            locale: self.locale.clone().flatten(),
            password: self.password.clone(),
            password_digest: self.password_digest.clone(),
            password_hasher: self.password_hasher.clone(),
            totp_secret: self.totp_secret.clone(),
            backup_codes: self.backup_codes.clone().unwrap_or_default(),
            public_metadata: self.public_metadata.clone().unwrap_or_default(),
            private_metadata: self.private_metadata.clone().unwrap_or_default(),
            unsafe_metadata: self.unsafe_metadata.clone().unwrap_or_default(),
            created_at: self.created_at,
            legal_accepted_at: self.legal_accepted_at.flatten(),
            create_organizations_limit: self.create_organizations_limit.flatten(),
            skip_password_checks: self.skip_password_checks,
            // They have an account, and need not have what is asked of those who sign up.
            moves_in: true,
            ..NewUser::default()
        }
    }

    /// Refuses to take away what the settings ask of everyone.
    fn check_required(&self, app: &Inner) -> Result<(), ApiErrors> {
        let rules = &app.settings.sign_up;
        let goes = |new: &Option<Option<String>>| new.as_ref().is_some_and(|name| is_unseen(name.as_deref()));
        let mut wrong = ApiErrors::default();
        for (rule, goes, field) in [
            (rules.first_name, goes(&self.first_name), Field::FirstName),
            (rules.last_name, goes(&self.last_name), Field::LastName),
            (rules.username, goes(&self.username), Field::Username),
        ] {
            if goes && rule == FieldRule::Required {
                wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, field));
            }
        }
        if self.legal_accepted_at == Some(None) && app.settings.legal.consent && !self.skip_legal_checks {
            wrong.errors.push(ApiError::of(ErrorCode::FormParamMissing, Field::LegalAcceptedAt));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

/// Whether nothing of a name can be seen.
fn is_unseen(name: Option<&str>) -> bool {
    name.and_then(typed_name::seen).is_none()
}

fn is_nothing(name: Option<&str>) -> bool {
    name.is_none_or(|name| name.trim().is_empty())
}

impl Users<'_> {
    /// Changes a user: all of it, or nothing. They are told of another password or second factor by mail.
    ///
    /// ```no_run
    /// # use vestibule::server::{UserUpdate, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let update = UserUpdate { last_name: Some(Some("Lovelace".into())), ..UserUpdate::default() };
    /// vestibule.users().update(user_id, update).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, or the address or number that is to be written to is not theirs;
    /// `identification_unverified` when that is not proven; `identification_deletion_failed` when nothing but the username
    /// would let them in; everything else by field, as [`Users::create`].
    pub async fn update(&self, id: &str, update: UserUpdate) -> Result<Account, Error> {
        let app = self.0;
        if update.is_empty() {
            return self.get(id).await?.ok_or_else(no_such_user);
        }
        let user = users::by_id(&mut *app.store.read().await?, id).await?.ok_or_else(no_such_user)?;
        update.check_required(app)?;
        // Hashed before anything is held.
        let checked = check_known(app, update.as_new(&user)).await?;
        if let Some(password) = &update.password {
            compromised_password::refuse_again(app, id, password, Field::Password).await?;
        }
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        if checked.digest.is_some() {
            // Whoever has a new password has not failed with it yet. Limits are held before users, as everywhere.
            let browsers = account_rules::browsers_of(&mut tx, id).await?;
            limits::forget_passwords_at(app, &mut tx, id, &browsers).await?;
        }
        users::lock(&mut tx, id).await?.ok_or_else(no_such_user)?;
        let before = users::by_id(&mut tx, id).await?.ok_or_else(no_such_user)?;
        let mut work = Work { app, tx, before, update, checked, entries: Vec::new(), ended: Vec::new(), now };
        work.set_profile().await?;
        work.set_username().await?;
        work.set_primaries().await?;
        work.set_password().await?;
        work.set_second_factors().await?;
        work.set_metadata().await?;
        work.finish().await
    }
}

/// A user who changes, held by the transaction.
struct Work<'a> {
    app: &'a Inner,
    tx: Transaction,
    /// As they were.
    before: User,
    update: UserUpdate,
    checked: Checked,
    /// What the audit log is to be told.
    entries: Vec<AuditEntry>,
    /// Sessions that have ended by it.
    ended: Vec<SessionRow>,
    now: i64,
}

impl Work<'_> {
    async fn rules(&mut self) -> Result<Rules, Error> {
        account_rules::of_user(&mut self.tx, &self.before.id).await?.ok_or_else(no_such_user)
    }

    /// What they are called, and what is known of them elsewhere.
    async fn set_profile(&mut self) -> Result<(), Error> {
        let (id, rules) = (self.before.id.clone(), self.rules().await?);
        let (before, update, new) = (&self.before, &self.update, &self.checked.user);
        let first = if update.first_name.is_some() { &new.first_name } else { &before.first_name };
        let last = if update.last_name.is_some() { &new.last_name } else { &before.last_name };
        let external_id = if update.external_id.is_some() { &new.external_id } else { &rules.external_id };
        if let Some(new) = external_id
            && user_import::by_external_id(&mut self.tx, new).await?.is_some_and(|owner| owner != id)
        {
            return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::ExternalId).into());
        }
        let details = Details {
            external_id: external_id.as_deref(),
            locale: if update.locale.is_some() { &new.locale } else { &before.locale }.as_deref(),
            created_at: update.created_at.unwrap_or(before.created_at),
            legal_accepted_at: update.legal_accepted_at.unwrap_or(before.legal_accepted_at),
            delete_self_enabled: update.delete_self_enabled.unwrap_or(before.delete_self_enabled),
            create_organization_enabled: update
                .create_organization_enabled
                .unwrap_or(rules.create_organization_enabled),
            create_organizations_limit: update.create_organizations_limit.unwrap_or(rules.create_organizations_limit),
        };
        let changes = [
            ("first_name", Value::from(before.first_name.as_deref()), Value::from(first.as_deref())),
            ("last_name", before.last_name.as_deref().into(), last.as_deref().into()),
            ("external_id", rules.external_id.as_deref().into(), details.external_id.into()),
            ("locale", before.locale.as_deref().into(), details.locale.into()),
            ("created_at", before.created_at.into(), details.created_at.into()),
            ("legal_accepted_at", before.legal_accepted_at.into(), details.legal_accepted_at.into()),
            ("delete_self_enabled", before.delete_self_enabled.into(), details.delete_self_enabled.into()),
            (
                "create_organization_enabled",
                rules.create_organization_enabled.into(),
                details.create_organization_enabled.into(),
            ),
            (
                "create_organizations_limit",
                rules.create_organizations_limit.into(),
                details.create_organizations_limit.into(),
            ),
        ];
        if changes.iter().all(|(_, before, after)| before == after) {
            return Ok(());
        }
        accounts::set_name(&mut self.tx, &id, first.as_deref(), last.as_deref()).await?;
        account_rules::set_details(&mut self.tx, &id, &details).await?;
        let entry = AuditEntry::of(AuditAction::ProfileChanged);
        let entry = changes.into_iter().fold(entry, |entry, (name, before, after)| entry.changed(name, before, after));
        self.entries.push(entry);
        Ok(())
    }

    async fn set_username(&mut self) -> Result<(), Error> {
        let (app, id) = (self.app, self.before.id.as_str());
        let Some(typed) = &self.update.username else { return Ok(()) };
        let entry = AuditEntry::of(AuditAction::UsernameChanged);
        if is_nothing(typed.as_deref()) {
            let Some(own) = accounts::username_id(&mut self.tx, id).await? else { return Ok(()) };
            if !accounts::remove_username(&mut self.tx, &own, id, app.settings.ways_in()).await? {
                return Err(ApiError::new(ErrorCode::IdentificationDeletionFailed).into());
            }
            self.entries.push(entry.changed("username", self.before.username.as_deref(), None::<String>));
            return Ok(());
        }
        let name = identifier::username(typed.as_deref().unwrap_or_default())?;
        if self.before.username.as_ref() == Some(&name.value) {
            return Ok(());
        }
        username::refuse_reserved(&app.settings, &name)?;
        let new = NewIdentifier {
            id: &new_id(Prefix::Identifier, self.now),
            user_id: id,
            kind: IdentifierKind::Username,
            value: &name.value,
            normalized: &name.normalized,
            verified_by: None,
        };
        let skeleton = username::skeleton(&name.normalized);
        if !accounts::set_username(&mut self.tx, &new, &skeleton, self.now).await? {
            return Err(ApiError::of(ErrorCode::FormIdentifierExists, Field::Username).into());
        }
        self.entries.push(entry.changed("username", self.before.username.as_deref(), name.value));
        Ok(())
    }

    async fn set_primaries(&mut self) -> Result<(), Error> {
        let notify = self.update.notify_primary_email_address_changed;
        for (contact, chosen, notify) in [
            (Contact::EmailAddress, self.update.primary_email_address_id.take(), notify),
            (Contact::PhoneNumber, self.update.primary_phone_number_id.take(), false),
        ] {
            let (Some(chosen), before) = (chosen, &self.before) else { continue };
            match contact.of(before).into_iter().find(|(id, _)| *id == chosen) {
                None => return Err(no_such_user()),
                Some((_, true)) if contact.primary(before) == Some(chosen.as_str()) => continue,
                Some(_) => {}
            }
            if !accounts::set_primary(&mut self.tx, &chosen, &before.id, contact.kind()).await? {
                return Err(ApiError::new(ErrorCode::IdentificationUnverified).into());
            }
            let was = contact.primary(before).and_then(|id| contact.value(before, id));
            let is = contact.value(before, &chosen);
            self.entries.push(contact.entry(AuditAction::PrimaryIdentifierChanged, was.as_deref(), is.as_deref()));
            if notify {
                let shown = contact.shown(before, &chosen);
                let write = |url: &str| delivery::primary_changed_mail(&shown, url);
                owner::notify(self.app, &mut self.tx, before, write, self.now).await?;
            }
        }
        Ok(())
    }

    async fn set_password(&mut self) -> Result<(), Error> {
        let Some(digest) = &self.checked.digest else { return Ok(()) };
        let (app, id, now) = (self.app, self.before.id.as_str(), self.now);
        let old = accounts::password_digest(&mut self.tx, id).await?;
        if !accounts::set_password(&mut self.tx, id, &old, digest.expose(), now).await? {
            return Err(no_such_user());
        }
        // Who has given a code for another one before has been overtaken.
        sign_ins::give_up_half_way(&mut self.tx, id, now).await?;
        let everywhere = self.update.sign_out_of_other_sessions;
        if everywhere {
            self.ended = end_all(app, &mut self.tx, id, now).await?;
        }
        let (action, letter) = match old.is_empty() {
            true => (AuditAction::PasswordAdded, delivery::password_added_mail as fn(&str) -> delivery::Letter),
            false => (AuditAction::PasswordChanged, delivery::password_changed_mail as fn(&str) -> delivery::Letter),
        };
        self.entries.push(AuditEntry::of(action).with("sign_out_of_other_sessions", everywhere));
        owner::notify(app, &mut self.tx, &self.before, letter, now).await
    }

    async fn set_second_factors(&mut self) -> Result<(), Error> {
        let (app, id, now) = (self.app, self.before.id.clone(), self.now);
        if let Some(totp) = &self.checked.totp {
            factors::remove_totp(&mut self.tx, &id).await?;
            // No code of it has been given here.
            factors::insert_totp(&mut self.tx, &id, &totp.seal(&app.key, &id), 0, now).await?;
            factors::settle(&mut self.tx, &id, now).await?;
            if !self.before.two_factor_enabled {
                self.ended.extend(second_factors::end_held_up(app, &mut self.tx, &id, None, now).await?);
            }
            let entry = AuditEntry::of(AuditAction::SecondFactorAdded).with("strategy", Strategy::Totp.as_str());
            self.entries.push(entry);
            owner::notify(app, &mut self.tx, &self.before, delivery::second_factor_added_mail, now).await?;
        }
        if self.update.backup_codes.is_some() {
            let hashes = backup_code_hashes(app, &id, &self.checked.user.backup_codes)?;
            factors::replace_backup_codes(&mut self.tx, &id, &hashes, now).await?;
            self.entries.push(AuditEntry::of(AuditAction::BackupCodesCreated));
            owner::notify(app, &mut self.tx, &self.before, delivery::backup_codes_replaced_mail, now).await?;
        }
        Ok(())
    }

    async fn set_metadata(&mut self) -> Result<(), Error> {
        let update = &mut self.update;
        let new = [update.public_metadata.take(), update.private_metadata.take(), update.unsafe_metadata.take()];
        if new.iter().all(Option::is_none) {
            return Ok(());
        }
        let [public, private, unsafe_metadata] = new;
        let rules = self.rules().await?;
        let before = UserMetadata::read(&rules)?;
        let all = UserMetadata {
            public: public.unwrap_or_else(|| before.public.clone()),
            private: private.unwrap_or_else(|| before.private.clone()),
            unsafe_metadata: unsafe_metadata.unwrap_or_else(|| before.unsafe_metadata.clone()),
        };
        if all == before {
            return Ok(());
        }
        let texts = [&all.public, &all.private, &all.unsafe_metadata].map(metadata::text);
        let [public, private, unsafe_] = texts;
        let (public, private, unsafe_) = (public?, private?, unsafe_?);
        let kept = AllMetadata { public: &public, private: &private, unsafe_: &unsafe_ };
        account_rules::set_metadata(&mut self.tx, &self.before.id, kept).await?;
        self.entries.push(all.changed_from(&before));
        Ok(())
    }

    async fn finish(mut self) -> Result<Account, Error> {
        let (app, id, now) = (self.app, self.before.id.as_str(), self.now);
        if !self.entries.is_empty() {
            users::hold(&mut self.tx, id, now).await?;
            owner::changed_by(app, &mut self.tx, id, std::mem::take(&mut self.entries), now).await?;
        }
        let account = Account::read(&mut self.tx, id, now).await?.ok_or_else(no_such_user)?;
        commit_with_mail(app, self.tx).await?;
        revoke(app, &self.ended, now);
        app.tokens.forget_newest();
        Ok(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_nothing_is_nothing() {
        assert!(UserUpdate::default().is_empty());
        assert!(UserUpdate { skip_legal_checks: true, ..UserUpdate::default() }.is_empty());
        assert!(!UserUpdate { locale: Some(None), ..UserUpdate::default() }.is_empty());
        assert!(!UserUpdate { delete_self_enabled: Some(None), ..UserUpdate::default() }.is_empty());
        assert!(!UserUpdate { backup_codes: Some(Vec::new()), ..UserUpdate::default() }.is_empty());
    }
}
