mod costs;
mod files;
mod in_force;
mod lacking;
mod look;
mod tasks;

use std::sync::Arc;

pub use look::Found;
use tokio::sync::watch;

use super::avatars::PlaceError;
use super::crypto::Clock;
use super::crypto::password_hash::{HashError, PasswordHasher};
use super::crypto::session_token::{KeyRing, SigningKey, TokenError};
use super::delivery::webhooks::Dispatcher;
use super::delivery::{SmsError, SmtpError, TemplateError, Worker};
use super::events::{AuditAction, AuditEntry};
use super::flows;
use super::flows::activity::Activity;
use super::flows::oauth_tokens::{self, OauthAccessToken, OauthTokenError};
use super::flows::session::VerifiedTokens;
use super::flows::webhooks::Webhooks;
use super::jobs::Jobs;
use super::lists::Lists;
use super::settings::{SettingPath, Settings, SettingsError};
use super::store::signing_keys::SigningKeyRow;
use super::store::{Notice, Store, StoreError, signing_keys};
use crate::model::User;

use in_force::InForce;
pub use in_force::{Foundation, Inner};
pub(super) use in_force::{seal_of, stored};

/// Why it does not start.
#[derive(thiserror::Error)]
pub enum StartError {
    /// The settings are wrong or unsafe.
    #[error("{0}")]
    Settings(#[from] SettingsError),
    /// The database cannot be used.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// The password workers cannot be started.
    #[error("{0}")]
    Hash(#[from] HashError),
    /// The signing key cannot be made or read.
    #[error("{0}")]
    Token(#[from] TokenError),
    /// A signing key in the database was sealed with another instance key.
    #[error("the signing key {0} in the database was made with another VESTIBULE_SECRET_KEY")]
    ForeignKey(String),
    /// The file with the instance's key cannot be read or made.
    #[error("{path}: {problem}")]
    SecretKeyFile {
        /// Which file.
        path: String,
        /// Why.
        problem: String,
    },
    /// The client for the list of stolen passwords cannot be made.
    #[error("password.breach_url: {0}")]
    Breach(String),
    /// The client for providers cannot be made.
    #[error("oauth: {0}")]
    Oauth(String),
    /// Passkeys cannot be for this address.
    #[error("sign_in.passkey: {0}")]
    Passkeys(String),
    /// Mails cannot be sent with these settings.
    #[error("{0}")]
    Mail(#[from] SmtpError),
    /// Text messages cannot be sent with these settings.
    #[error("{0}")]
    Sms(#[from] SmsError),
    /// The client for Turnstile cannot be made.
    #[error("bots: {0}")]
    Turnstile(String),
    /// The database of places cannot be read.
    #[error("{0}")]
    Places(String),
    /// The settings have words that cannot be used.
    #[error("{0}")]
    Words(String),
    /// Pictures cannot be kept where the settings say.
    #[error("{0}")]
    Storage(#[from] PlaceError),
    /// The client for webhooks cannot be made.
    #[error("webhooks: {0}")]
    Webhooks(String),
    /// A template of messages cannot be used.
    #[error("{0}")]
    Template(#[from] TemplateError),
    /// A secret among the settings in the database was sealed with another instance key.
    #[error("{0}: was set with another VESTIBULE_SECRET_KEY; set it again, or take it back")]
    ForeignSetting(SettingPath),
}

/// As it is displayed: a `main` that gives it back prints what a person can use.
impl std::fmt::Debug for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Vestibule, running. Cheap to clone.
///
/// Settings may change while it runs. A handle goes on with those that held when it was made, so that whatever is done with it
/// sees one state; each clone is made of what holds then. Whoever keeps one for longer than a piece of work clones it for each.
///
/// ```no_run
/// use axum::Router;
/// use vestibule::server::{Settings, Vestibule};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let vestibule = Vestibule::start(Settings::load("Leptos.toml")?).await?;
/// let app: Router = Router::new().merge(vestibule.routes()).layer(vestibule.layer());
/// # Ok(())
/// # }
/// ```
pub struct Vestibule {
    now: Arc<Inner>,
    force: Arc<InForce>,
}

impl Clone for Vestibule {
    fn clone(&self) -> Self {
        Self::of(Arc::clone(&self.force))
    }
}

impl std::fmt::Debug for Vestibule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Vestibule").field(&self.now).finish()
    }
}

impl std::ops::Deref for Vestibule {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.now
    }
}

/// How long a signing key still verifies after another one has taken its place: longer than any token lives, and long
/// enough for whoever keeps a copy of the key set.
const KEY_OVERLAP: i64 = 24 * super::crypto::HOUR;

/// How long a signing key is published before it signs: the other servers hear of it within ten seconds, whoever verifies keeps what
/// one of them published for a minute after that, and the rest is for clocks that differ.
const KEY_NOTICE: i64 = 90 * super::crypto::SECOND;

impl Vestibule {
    /// Opens the database, brings its schema up to date, makes what keys are missing, and starts what runs beside the
    /// requests: renewed limits, the ears for other nodes, the sweep of what is over, the messages.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        Self::start_with_clock(settings, Clock::default()).await
    }

    /// The same with a clock that the caller can move.
    pub async fn start_with_clock(settings: Settings, clock: Clock) -> Result<Self, StartError> {
        settings.check()?;
        let key = files::instance_key(&settings)?;
        let store = Store::open(&settings.database_url).await?;
        let loopback = settings.webhooks.allow_loopback;
        let jobs = Jobs::default();
        let webhooks = Dispatcher::new(loopback, store.clone(), clock.clone(), key.clone(), jobs.clone());
        let (open, closed) = watch::channel(());
        // Before anything is read of which the others tell, so that no change of it goes unheard.
        let listener = store.listen().await?;
        let passwords = &settings.password;
        let foundation = Foundation {
            _open: open,
            fixed: settings.fixed(),
            hasher: PasswordHasher::start(passwords.hash, passwords.workers(), passwords.hash_queue)?,
            webhooks: webhooks.map_err(StartError::Webhooks)?,
            jobs,
            keys: KeyRing::default(),
            keys_turn: tokio::sync::Mutex::default(),
            lists: Lists::default(),
            tokens: VerifiedTokens::default(),
            activity: Activity::default(),
            base: settings,
            store,
            clock,
            key,
        };
        let vestibule = Self::of(Arc::new(InForce::first(foundation).await?));
        vestibule.create_first_key().await?;
        vestibule.load_keys().await?;
        vestibule.lists.load(&vestibule.store).await?;
        vestibule.start_tasks(listener, closed);
        for worker in [&vestibule.mailer, &vestibule.texter].into_iter().flatten() {
            worker.start();
        }
        vestibule.webhooks.start();
        Ok(vestibule)
    }

    /// A handle with what holds now.
    fn of(force: Arc<InForce>) -> Self {
        Self { now: force.now(), force }
    }

    /// The library's own routes, to be merged into the app's router. The server functions are not among them: Leptos
    /// mounts those by itself.
    pub fn routes<S: Clone + Send + Sync + 'static>(&self) -> axum::Router<S> {
        super::http::routes::router(self)
    }

    /// What stands around the app's whole router.
    pub fn layer(&self) -> super::http::layer::AuthLayer {
        super::http::layer::AuthLayer::new(self.clone())
    }

    /// What it runs with.
    pub fn settings(&self) -> &Settings {
        &self.now.settings
    }

    /// What Clerk's published clients know it by, which is no secret: see [`Settings::publishable_key`]. `None` at an IPv6 address,
    /// which they cannot name.
    pub fn publishable_key(&self) -> Option<String> {
        self.settings().publishable_key()
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.now.clock
    }

    /// Its database.
    pub fn store(&self) -> &Store {
        &self.now.store
    }

    /// A token for a provider's API, in the name of a user whose account there is connected: `provider` is its key, such as
    /// `github`. It is good for a minute at least; one that has run out is replaced, once for all who ask at the same time.
    ///
    /// ```no_run
    /// # async fn run(vestibule: vestibule::server::Vestibule, user_id: &str) -> Result<(), vestibule::server::OauthTokenError> {
    /// let github = vestibule.oauth_access_token(user_id, "github").await?;
    /// let header = format!("Bearer {}", github.token.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn oauth_access_token(&self, user_id: &str, provider: &str) -> Result<OauthAccessToken, OauthTokenError> {
        let (this, user_id, provider) = (self.clone(), user_id.to_owned(), provider.to_owned());
        // Apart from whoever asks: if they went away in between, a new token that the provider has given would be lost.
        let asked = tokio::spawn(async move { oauth_tokens::access_token(&this, &user_id, &provider).await });
        asked.await.unwrap_or(Err(OauthTokenError::Over))
    }

    /// Takes all second factors from a user who has lost them. Whoever calls this has made sure who is asking. The user's
    /// sessions end, and the user is told by mail.
    ///
    /// # Errors
    /// `resource_not_found` when there is no such user.
    pub async fn reset_mfa(&self, user_id: &str) -> Result<User, flows::Error> {
        flows::second_factors::reset(self, user_id).await
    }

    /// Webhooks: who is told what happens here, and what became of it.
    ///
    /// ```no_run
    /// use vestibule::server::NewWebhookEndpoint;
    ///
    /// # async fn run(vestibule: vestibule::server::Vestibule) -> Result<(), vestibule::server::WebhookError> {
    /// let new = NewWebhookEndpoint {
    ///     events: vec!["user.created".into()],
    ///     ..NewWebhookEndpoint::at("https://billing.example/webhooks")
    /// };
    /// let (endpoint, secret) = vestibule.webhooks().create(&new).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks(self)
    }

    /// Makes a new signing key. It is published at once, and signs in a minute and a half, when every server and whoever verifies
    /// tokens knows it. The one before it verifies for a day more after that.
    pub async fn rotate_signing_key(&self) -> Result<String, StartError> {
        let signs_from = self.clock.now() + KEY_NOTICE;
        let others_retire_at = signs_from + KEY_OVERLAP;
        let entry = AuditEntry::of(AuditAction::SigningKeyCreated);
        let entry = entry.with("signs_from", signs_from).with("others_retire_at", others_retire_at);
        self.add_key(signs_from, others_retire_at, entry).await
    }

    /// Makes a new signing key that signs at once, for when somebody has taken the one before it: no other one verifies any more.
    /// Browsers get another session token with their next request. Tokens by templates and signed tokens of machines that are
    /// open are good for nothing, and have to be asked for anew. Until the other servers have heard of it, within ten seconds,
    /// they take the old key's tokens and refuse the new one's, as do those who keep keys for the minute that they are told.
    ///
    /// Two have to be seen to. npm `@clerk/backend` goes on with keys that it has asked for once, and takes the old one's tokens
    /// for as long as it is asked about any: restart every service that uses it, or give it another secret key. And whoever
    /// verifies with a `jwtKey`, or another key in PEM, asks nobody: give them the new one.
    pub async fn replace_signing_key(&self) -> Result<String, StartError> {
        // Always by now, so that it is so by a server's clock that is slow, too.
        self.add_key(0, 0, AuditEntry::of(AuditAction::SigningKeyCreated).with("at_once", true)).await
    }

    /// Makes a key that signs from a time on; all others retire at another one.
    async fn add_key(&self, signs_from: i64, others_retire_at: i64, entry: AuditEntry) -> Result<String, StartError> {
        let (kid, mut row) = self.new_key().await?;
        row.signs_from = signs_from;
        let now = self.clock.now();
        let mut tx = self.store.write().await?;
        signing_keys::rotate(&mut tx, &row, others_retire_at, now).await?;
        entry.write(&mut tx, Some(&kid), now).await?;
        self.store.tell(&mut tx, &Notice::KeysChanged).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.load_keys().await?;
        Ok(kid)
    }

    /// Waits some seconds for the messages and webhooks that are being sent, writes what is still in memory and closes the database.
    pub async fn stop(&self) {
        let stop = async |worker: &Option<Arc<Worker>>| {
            if let Some(worker) = worker {
                worker.stop().await;
            }
        };
        let now = self.force.now();
        tokio::join!(stop(&now.mailer), stop(&now.texter), self.webhooks.stop());
        // That it could not be written is in the log.
        self.activity.flush(&self.store).await.ok();
        self.store.close().await;
    }

    async fn new_key(&self) -> Result<(String, SigningKeyRow), StartError> {
        let made = tokio::task::spawn_blocking(SigningKey::generate).await;
        let key = made.map_err(|error| TokenError::Key(error.to_string()))??;
        let row = SigningKeyRow {
            kid: key.kid().to_owned(),
            sealed_private_key: self.key.seal("signing_key", key.private_der()),
            signs_from: self.clock.now(),
            retire_at: None,
        };
        Ok((row.kid.clone(), row))
    }

    async fn create_first_key(&self) -> Result<(), StartError> {
        let now = self.clock.now();
        if !signing_keys::live(&mut *self.store.read().await?, now).await?.is_empty() {
            return Ok(());
        }
        let (kid, row) = self.new_key().await?;
        let mut tx = self.store.write().await?;
        if signing_keys::insert_first(&mut tx, &row, now).await? {
            AuditEntry::of(AuditAction::SigningKeyCreated).write(&mut tx, Some(&kid), now).await?;
        }
        self.store.tell(&mut tx, &Notice::KeysChanged).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    async fn load_keys(&self) -> Result<(), StartError> {
        // One after the other: whoever has read what was there before puts no key back that was taken away since.
        let _turn = self.keys_turn.lock().await;
        let rows = signing_keys::live(&mut *self.store.read().await?, self.clock.now()).await?;
        if self.keys.holds(rows.iter().map(|row| (row.kid.as_str(), row.retire_at))) {
            return Ok(());
        }
        let keys = rows
            .iter()
            .map(|row| {
                let der = self
                    .key
                    .open("signing_key", &row.sealed_private_key)
                    .ok_or_else(|| StartError::ForeignKey(row.kid.clone()))?;
                Ok(SigningKey::from_pkcs8(&der)?.signing_from(row.signs_from).retiring_at(row.retire_at))
            })
            .collect::<Result<Vec<_>, StartError>>()?;
        self.keys.replace(keys);
        // What was found good by a key that is gone is not, and what was issued a moment ago is signed with another one next.
        self.tokens.forget_all();
        Ok(())
    }
}
