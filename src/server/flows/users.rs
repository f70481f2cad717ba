//! What an app's own server does with the accounts of people: who may come in, and what it keeps about them.
//!
//! A ban ends every session and every sign-in that is half way, and lets nobody in any more by whatever they prove. A lock
//! keeps people from signing in for a while, and leaves the sessions that they have. Both are told only to whoever has proven
//! who they are: to strangers a banned account answers as any other.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::account::profile_image;
use super::{Error, commit, limits, metadata, operators, organizations, session};
use crate::model::{ApiError, ErrorCode, SessionStatus, User};
use crate::server::crypto::{MINUTE, SECOND};
use crate::server::delivery;
use crate::server::events::{self, AuditAction, AuditEntry, EventType};
use crate::server::resources;
use crate::server::store::account_rules::{self, AllMetadata, Rules};
use crate::server::store::sessions::SessionRow;
use crate::server::store::{Connection, StoreError, Transaction, accounts, sessions, sign_ins, users};
use crate::server::vestibule::Inner;

/// A user with what the server alone may know of them: nothing that is sent to a browser holds one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Account {
    /// What a browser may know too.
    #[serde(flatten)]
    pub user: User,
    /// What another system calls them.
    pub external_id: Option<String>,
    /// What the app keeps about them and its server alone reads.
    pub private_metadata: Map<String, Value>,
    /// Whether they may not come in at all.
    pub banned: bool,
    /// Whether an operator keeps them from signing in for a while. A wait after wrong passwords is none of these.
    pub locked: bool,
    /// How long that goes on.
    pub lockout_expires_in_seconds: Option<i64>,
    /// Whether they may make organizations, if not as the settings say.
    pub create_organization_enabled: Option<bool>,
    /// How many, if not as many as the settings say; 0 where there is no limit.
    pub create_organizations_limit: Option<i64>,
    /// When a request last came from them, to the minute.
    pub last_active_at: Option<i64>,
    /// When they or an operator last set their password, as far as that is known.
    pub password_last_updated_at: Option<i64>,
}

impl Account {
    /// The account as it is now; `None` if there is no such user.
    pub(crate) async fn read(connection: &mut Connection, id: &str, now: i64) -> Result<Option<Self>, Error> {
        Ok(Self::read_all(connection, &[id], now).await?.pop())
    }

    /// The accounts of these users as they are now, in their order; whoever is not there is left out.
    pub(crate) async fn read_all(connection: &mut Connection, ids: &[&str], now: i64) -> Result<Vec<Self>, Error> {
        let mut rules = account_rules::of_users(connection, ids).await?;
        let users = users::by_ids(connection, ids).await?;
        users.into_iter().filter_map(|user| rules.remove(&user.id).map(|rules| Self::of(user, rules, now))).collect()
    }

    /// Tells whoever listens and the audit log that somebody has an account now.
    pub(super) async fn note_created(&self, app: &Inner, connection: &mut Connection, now: i64) -> Result<(), Error> {
        let entry = naming(EventType::UserCreated, &self.user);
        let data = resources::User::of(self.clone(), &app.settings);
        events::record_as(connection, EventType::UserCreated, &self.user.id, &data, entry, now).await?;
        Ok(())
    }

    fn of(user: User, rules: Rules, now: i64) -> Result<Self, Error> {
        let lock = rules.locked_until.filter(|until| *until > now);
        Ok(Self {
            user,
            external_id: rules.external_id.clone(),
            private_metadata: metadata::read(&rules.private_metadata)?,
            banned: rules.banned,
            locked: lock.is_some(),
            lockout_expires_in_seconds: lock.map(|until| (until - now + SECOND - 1) / SECOND),
            create_organization_enabled: rules.create_organization_enabled,
            create_organizations_limit: rules.create_organizations_limit,
            last_active_at: rules.last_active_at,
            password_last_updated_at: rules.password_last_updated_at,
        })
    }
}

/// What the audit log is told of an account that comes or goes: what its person goes by.
fn naming(kind: EventType, user: &User) -> AuditEntry {
    let phone = user.phone_numbers.iter().find(|phone| Some(&phone.id) == user.primary_phone_number_id.as_ref());
    let all = [
        ("email_address", user.primary_email_address()),
        ("phone_number", phone.map(|phone| phone.phone_number.as_str())),
        ("username", user.username.as_deref()),
    ];
    let known = all.into_iter().filter_map(|(name, value)| Some((name, value?)));
    known.fold(AuditEntry::of(kind), |entry, (name, value)| entry.with(name, value))
}

/// Tells whoever listens and the audit log that somebody has no account any more. `external_id` is what another system calls
/// them, which may know them by nothing else.
pub(super) async fn note_deleted(
    connection: &mut Connection,
    user: &User,
    external_id: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let mut data = json!({ "id": user.id, "object": "user", "deleted": true });
    if let Some(external_id) = external_id {
        data["external_id"] = external_id.into();
    }
    let kind = EventType::UserDeleted;
    events::record_as(connection, kind, &user.id, &data, naming(kind, user), now).await
}

/// What an app keeps about a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UserMetadata {
    /// Read by the user, written by the server.
    #[serde(rename = "public_metadata")]
    pub public: Map<String, Value>,
    /// Read and written by the server alone.
    #[serde(rename = "private_metadata")]
    pub private: Map<String, Value>,
    /// Read and written by the user: nothing in it can be trusted.
    pub unsafe_metadata: Map<String, Value>,
}

impl UserMetadata {
    /// What the audit log is told of a change.
    pub(super) fn changed_from(&self, before: &Self) -> AuditEntry {
        AuditEntry::of(AuditAction::MetadataChanged)
            .keys_changed("public_metadata", &before.public, &self.public)
            .keys_changed("private_metadata", &before.private, &self.private)
            .keys_changed("unsafe_metadata", &before.unsafe_metadata, &self.unsafe_metadata)
    }

    pub(super) fn read(rules: &Rules) -> Result<Self, Error> {
        Ok(Self {
            public: metadata::read(&rules.public_metadata)?,
            private: metadata::read(&rules.private_metadata)?,
            unsafe_metadata: metadata::read(&rules.unsafe_metadata)?,
        })
    }
}

pub(super) fn no_such_user() -> Error {
    ApiError::new(ErrorCode::ResourceNotFound).into()
}

/// The accounts of people: [`Vestibule::users`](crate::server::Vestibule::users).
#[derive(Clone, Copy, Debug)]
pub struct Users<'a>(pub(crate) &'a Inner);

impl Users<'_> {
    /// The account of a user; `None` if there is no such user.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn get(&self, id: &str) -> Result<Option<Account>, Error> {
        Account::read(&mut *self.0.store.read().await?, id, self.0.clock.now()).await
    }

    /// Lets a user in no more, by whatever they prove. All their sessions end at once.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn ban(&self, id: &str) -> Result<Account, Error> {
        let (mut tx, now) = self.hold(id).await?;
        account_rules::set_banned(&mut tx, id, Some(now)).await?;
        let ended = end_all(self.0, &mut tx, id, now).await?;
        let account = self.note(&mut tx, id, EventType::UserBanned, now).await?;
        commit(tx).await?;
        revoke(self.0, &ended, now);
        Ok(account)
    }

    /// Lets a user in again who was banned.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn unban(&self, id: &str) -> Result<Account, Error> {
        let (mut tx, now) = self.hold(id).await?;
        account_rules::set_banned(&mut tx, id, None).await?;
        let account = self.note(&mut tx, id, EventType::UserUnbanned, now).await?;
        commit(tx).await?;
        Ok(account)
    }

    /// Keeps a user from signing in for as long as `security.lock_minutes` says. Their sessions go on.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn lock(&self, id: &str) -> Result<Account, Error> {
        let (mut tx, now) = self.hold(id).await?;
        let until = now + self.0.settings.security.lock_minutes * MINUTE;
        account_rules::set_locked_until(&mut tx, id, Some(until)).await?;
        let account = self.note(&mut tx, id, EventType::UserLocked, now).await?;
        commit(tx).await?;
        Ok(account)
    }

    /// Lets a user sign in again before a lock is over, and forgets the wrong passwords and second factors that were tried
    /// at their account.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn unlock(&self, id: &str) -> Result<Account, Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        // Limits are held before users, as everywhere.
        let browsers = account_rules::browsers_of(&mut tx, id).await?;
        limits::forget_tries_at(app, &mut tx, id, &browsers).await?;
        if !users::hold(&mut tx, id, now).await? {
            return Err(no_such_user());
        }
        account_rules::set_locked_until(&mut tx, id, None).await?;
        let account = self.note(&mut tx, id, EventType::UserUnlocked, now).await?;
        commit(tx).await?;
        Ok(account)
    }

    /// What the app keeps about a user; `None` if there is no such user.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn metadata(&self, id: &str) -> Result<Option<UserMetadata>, Error> {
        let rules = account_rules::of_user(&mut *self.0.store.read().await?, id).await?;
        rules.as_ref().map(UserMetadata::read).transpose()
    }

    /// Lays a change over what the app keeps about a user: `null` takes a key away, an object is laid over the one that is
    /// there, anything else takes its place. Each of the three holds 8 KB at most.
    ///
    /// ```no_run
    /// # use serde_json::json;
    /// # use vestibule::server::{UserMetadata, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let public = json!({ "plan": "gold", "trial_ends": null }).as_object().cloned().unwrap_or_default();
    /// vestibule.users().update_metadata(user_id, &UserMetadata { public, ..UserMetadata::default() }).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, `form_param_max_length_exceeded` when it would be too long.
    pub async fn update_metadata(&self, id: &str, change: &UserMetadata) -> Result<UserMetadata, Error> {
        self.change_metadata(id, |all| {
            metadata::merge(&mut all.public, &change.public);
            metadata::merge(&mut all.private, &change.private);
            metadata::merge(&mut all.unsafe_metadata, &change.unsafe_metadata);
        })
        .await
    }

    /// Puts other metadata in the place of what an app keeps about a user; what is `None` stays as it is.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user, `form_param_max_length_exceeded` when one is too long.
    pub async fn replace_metadata(
        &self,
        id: &str,
        public: Option<Map<String, Value>>,
        private: Option<Map<String, Value>>,
        unsafe_metadata: Option<Map<String, Value>>,
    ) -> Result<UserMetadata, Error> {
        self.change_metadata(id, |all| {
            all.public = public.unwrap_or(std::mem::take(&mut all.public));
            all.private = private.unwrap_or(std::mem::take(&mut all.private));
            all.unsafe_metadata = unsafe_metadata.unwrap_or(std::mem::take(&mut all.unsafe_metadata));
        })
        .await
    }

    async fn change_metadata(&self, id: &str, change: impl FnOnce(&mut UserMetadata)) -> Result<UserMetadata, Error> {
        let (mut tx, now) = self.hold(id).await?;
        let rules = account_rules::of_user(&mut tx, id).await?.ok_or_else(no_such_user)?;
        let mut all = UserMetadata::read(&rules)?;
        let before = all.clone();
        change(&mut all);
        let texts = [&all.public, &all.private, &all.unsafe_metadata].map(metadata::text);
        let [public, private, unsafe_] = texts;
        let (public, private, unsafe_) = (public?, private?, unsafe_?);
        let kept = AllMetadata { public: &public, private: &private, unsafe_: &unsafe_ };
        account_rules::set_metadata(&mut tx, id, kept).await?;
        super::owner::changed(self.0, &mut tx, id, all.changed_from(&before), now).await?;
        commit(tx).await?;
        self.0.tokens.forget_newest();
        Ok(all)
    }

    /// Deletes a user with everything that is theirs. What they went by is free again. Organizations to which nobody else
    /// belongs go with them.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user; `organization_minimum_permissions_needed` when they are the last one
    /// who manages the members of an organization, or who may delete it besides; `action_not_allowed` when they are the last
    /// owner of the instance.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        let app = self.0;
        let now = app.clock.now();
        let mut tx = app.store.write().await?;
        let held = organizations::hold_all_of(&mut tx, id).await?;
        if !users::hold(&mut tx, id, now).await? {
            return Err(no_such_user());
        }
        let user = users::by_id(&mut tx, id).await?.ok_or_else(no_such_user)?;
        let external_id = account_rules::of_user(&mut tx, id).await?.and_then(|rules| rules.external_id);
        operators::depart(&mut tx, id, now).await?;
        let ended = end_all(app, &mut tx, id, now).await?;
        let had_logo = organizations::depart(app, &mut tx, &held, id, now).await?;
        if !accounts::delete(&mut tx, id, now).await? {
            return Err(no_such_user());
        }
        note_deleted(&mut tx, &user, external_id.as_deref(), now).await?;
        commit(tx).await?;
        revoke(app, &ended, now);
        if user.has_image || had_logo {
            profile_image::clear_away(app).await;
        }
        Ok(())
    }

    pub(super) async fn hold(&self, id: &str) -> Result<(Transaction, i64), Error> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        if !users::hold(&mut tx, id, now).await? {
            return Err(no_such_user());
        }
        Ok((tx, now))
    }

    /// Tells whoever listens.
    async fn note(&self, tx: &mut Transaction, id: &str, kind: EventType, now: i64) -> Result<Account, Error> {
        let account = Account::read(tx, id, now).await?.ok_or_else(no_such_user)?;
        let data = resources::User::of(account.clone(), &self.0.settings);
        events::record(tx, kind, id, &data, now).await?;
        events::tell(tx, EventType::UserUpdated, id, &data, now).await?;
        Ok(account)
    }
}

/// Ends every session of someone whom the transaction holds, and every sign-in of theirs that is half way. The caller refuses
/// the tokens with [`revoke`] once that has been committed.
pub(super) async fn end_all(app: &Inner, tx: &mut Transaction, id: &str, now: i64) -> Result<Vec<SessionRow>, Error> {
    sign_ins::give_up_half_way(tx, id, now).await?;
    let mut live = sessions::live_of_user(tx, id, now).await?;
    // In the order in which others write them, so that nobody waits for each other.
    live.sort_by(|a, b| a.id.cmp(&b.id));
    for row in &live {
        session::end(app, tx, row, SessionStatus::Revoked, now).await?;
    }
    Ok(live)
}

/// Refuses the tokens of sessions that have ended.
pub(super) fn revoke(app: &Inner, ended: &[SessionRow], now: i64) {
    for row in ended {
        app.tokens.revoke(&row.id, now);
    }
    delivery::wake(app);
}
