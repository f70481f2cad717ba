//! What holds now, and what lasts. Settings change while a server runs: what is made of them is made anew then, and whoever has
//! begun something goes on with what held when they began.

use std::num::NonZeroU32;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::watch;

use super::lacking::{FOLDER, Lacking, MAIL, Needed, PICTURES, PLACES, TEMPLATES};
use super::{StartError, Vestibule, costs};
use crate::locale::words::Catalog;
use crate::server::avatars::Avatars;
use crate::server::bots::Turnstile;
use crate::server::claims_template::ClaimsTemplate;
use crate::server::crypto::password_hash::memory::memory_kib;
use crate::server::crypto::password_hash::{HashError, PasswordHasher};
use crate::server::crypto::session_token::KeyRing;
use crate::server::crypto::{Clock, InstanceKey};
use crate::server::delivery::webhooks::Dispatcher;
use crate::server::delivery::{self, Smtp, Templates, Transport, Worker};
use crate::server::factors::oauth::Oauth;
use crate::server::factors::passkey::Passkeys;
use crate::server::factors::password::BreachList;
use crate::server::flows::activity::Activity;
use crate::server::flows::limits::AddressLimiter;
use crate::server::flows::session::VerifiedTokens;
use crate::server::http::CallLimiter;
use crate::server::jobs::Jobs;
use crate::server::lists::Lists;
use crate::server::places::Places;
use crate::server::settings::{BotProtection, Fixed, SettingPath, Settings, SettingsError, Severity, Stored, Warning};
use crate::server::store::Store;
use crate::server::store::settings::{self, SettingRow};

/// By what it is said how passwords are hashed.
const HASHING: &[&str] = &["password.hash", "password.hash_workers", "password.hash_queue"];

/// What stays as it is for as long as it runs.
#[derive(Debug)]
pub struct Foundation {
    /// Dropped with everything else, which ends the tasks.
    pub(super) _open: watch::Sender<()>,
    /// The settings over which the database may say something.
    pub(crate) base: Settings,
    /// What of them it may not change.
    pub(crate) fixed: Fixed,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) key: InstanceKey,
    pub(crate) keys: KeyRing,
    /// Whoever reads the keys anew.
    pub(super) keys_turn: tokio::sync::Mutex<()>,
    pub(crate) lists: Lists,
    /// Hashes passwords, as it is said by the settings of now.
    pub(crate) hasher: PasswordHasher,
    pub(crate) tokens: VerifiedTokens,
    pub(crate) activity: Activity,
    /// Sends the webhooks.
    pub(crate) webhooks: Dispatcher,
    /// How what runs beside the requests does.
    pub(crate) jobs: Jobs,
}

/// What a Vestibule is made of: the settings, with what is made of them, and what lasts.
#[derive(Debug)]
pub struct Inner {
    foundation: Arc<Foundation>,
    /// How often settings had been changed by then.
    revision: i64,
    pub(crate) settings: Settings,
    /// What an operator should know of them, as it was when they came into force.
    pub(crate) warnings: Vec<Warning>,
    /// What of them this machine has no files for.
    lacking: Lacking,
    /// What session tokens say besides what all of them say.
    pub(crate) claims: ClaimsTemplate,
    pub(crate) addresses: Arc<AddressLimiter>,
    /// For what is asked while a person types: many questions, none of which lets anyone in.
    pub(crate) typing: Arc<AddressLimiter>,
    /// For what other backends ask.
    pub(crate) calls: Arc<CallLimiter>,
    pub(crate) breaches: Option<BreachList>,
    pub(crate) oauth: Oauth,
    /// Where network addresses are.
    pub(crate) places: Arc<Places>,
    /// Pictures of people.
    pub(crate) avatars: Arc<Avatars>,
    /// Passkeys, if they are switched on.
    pub(crate) passkeys: Option<Passkeys>,
    /// Says whether a browser is one, if the settings ask it.
    pub(crate) turnstile: Option<Turnstile>,
    /// What messages say.
    pub(crate) templates: Arc<Templates>,
    /// What people read, in every language.
    pub(crate) words: Catalog,
    /// Sends the mails, if a server is set that takes them.
    pub(crate) mailer: Option<Arc<Worker>>,
    /// Sends the text messages, if a way is set that they take.
    pub(crate) texter: Option<Arc<Worker>>,
}

impl std::ops::Deref for Inner {
    type Target = Foundation;

    fn deref(&self) -> &Foundation {
        &self.foundation
    }
}

impl Foundation {
    /// The settings over what the database says, checked, with what an operator should know of them.
    fn checked_over(&self, stored: &Stored) -> Result<(Settings, Vec<Warning>), StartError> {
        let settings = self.base.over(stored, &self.fixed)?;
        let warnings = settings.checked_as_said()?;
        Ok((settings, warnings))
    }
}

impl Inner {
    /// The number of the last change of settings that it knows of.
    pub(in crate::server) fn revision(&self) -> i64 {
        self.revision
    }

    /// Has passwords be hashed as the settings say: by the workers that are there, whoever has begun something with others.
    fn have_passwords_hashed_so(&self) -> Result<(), HashError> {
        let passwords = &self.settings.password;
        self.hasher.set(passwords.hash, passwords.workers(), passwords.hash_queue)
    }

    /// What these settings make, of which it was checked what they say. What they say as it was said before, and what remembers
    /// something, is taken over.
    fn derive(
        foundation: Arc<Foundation>,
        (settings, mut warnings): (Settings, Vec<Warning>),
        revision: i64,
        before: Option<&Self>,
        needed: Needed<'_>,
    ) -> Result<Self, StartError> {
        let same = |names: &[&str]| before.filter(|before| !before.settings.differ(&settings, names));
        let whole = |name: &'static str| same(&[name]).filter(|before| !before.lacking.has(name));
        let mut lacking = Lacking::default();
        let per_minute = NonZeroU32::new(settings.security.forms_per_minute).unwrap_or(NonZeroU32::MIN);
        let limiter = || Arc::new(AddressLimiter::new(per_minute));
        let (addresses, typing) = match same(&["security.forms_per_minute"]) {
            Some(before) => (Arc::clone(&before.addresses), Arc::clone(&before.typing)),
            None => (limiter(), limiter()),
        };
        let calls = match same(&["backend_api.requests_per_ten_seconds"]) {
            Some(before) => Arc::clone(&before.calls),
            None => Arc::new(CallLimiter::new(&settings.backend_api)),
        };
        let oauth = match same(&["oauth"]) {
            Some(before) => before.oauth.clone(),
            None => Oauth::new(&settings).map_err(StartError::Oauth)?,
        };
        let words = match same(&["words"]) {
            Some(before) => before.words.clone(),
            None => Catalog::with(&settings.words).map_err(StartError::Words)?,
        };
        let places = match whole(PLACES) {
            Some(before) => Arc::clone(&before.places),
            None => {
                let opened = Places::open(&settings).map(Arc::new).map_err(StartError::Places);
                let instead = || before.map_or_else(|| Arc::new(Places::none()), |before| Arc::clone(&before.places));
                lacking.or(PLACES, opened, needed.anew(&settings, PLACES), instead)?
            }
        };
        let avatars = match whole(PICTURES) {
            Some(before) => Arc::clone(&before.avatars),
            None => {
                let made = match before {
                    Some(before) => before.avatars.elsewhere(&settings),
                    None => Avatars::new(&settings),
                };
                let made = made.map(Arc::new).map_err(StartError::from);
                let instead = || before.map_or_else(|| Arc::new(Avatars::nowhere()), |it| Arc::clone(&it.avatars));
                lacking.or(PICTURES, made, needed.anew(&settings, PICTURES), instead)?
            }
        };
        // In production it is known early. Whoever changes where they are has tried it out.
        if !settings.is_development()
            && let Err(error) = avatars.prepare()
        {
            lacking.add(FOLDER, &error.into());
        }
        let worker = |transport| {
            let (store, clock, key) = (foundation.store.clone(), foundation.clock.clone(), foundation.key.clone());
            Arc::new(Worker::new(transport, store, clock, key, foundation.jobs.clone()))
        };
        let mailer = match whole(MAIL) {
            Some(before) => before.mailer.clone(),
            None => {
                let read: Result<(), StartError> = match settings.mail.problem_of_authorities() {
                    Some(problem) => Err(SettingsError::Refused(vec![problem]).into()),
                    None => Ok(()),
                };
                let made = read.and_then(|()| Smtp::new(&settings).map_err(StartError::from));
                let made = made.map(|smtp| smtp.map(|smtp| worker(Transport::Smtp(Box::new(smtp)))));
                let instead = || before.and_then(|before| before.mailer.clone());
                lacking.or(MAIL, made, needed.anew(&settings, MAIL), instead)?
            }
        };
        let loaded = Templates::load(&settings).map(Arc::new).map_err(StartError::from);
        let own = before.filter(|before| before.templates.has_own()).map(|before| Arc::clone(&before.templates));
        let without_own = || {
            let mut settings = settings.clone();
            settings.mail.templates.clear();
            Templates::load(&settings).map(Arc::new).map_err(StartError::from)
        };
        let instead = || own.map_or_else(without_own, Ok);
        let templates = lacking.or(TEMPLATES, loaded.map(Ok), needed.anew(&settings, TEMPLATES), instead)??;
        let texter = match same(&["sms"]) {
            Some(before) => before.texter.clone(),
            None => delivery::sms_sender(&settings)?.map(|sender| worker(Transport::Sms(sender))),
        };
        let breaches = match settings.breach_check() {
            true => Some(BreachList::new(&settings.password.breach_url).map_err(StartError::Breach)?),
            false => None,
        };
        let turnstile = match settings.bots.protection {
            BotProtection::Turnstile => Some(Turnstile::new(&settings).map_err(StartError::Turnstile)?),
            _ => None,
        };
        warnings.extend(lacking.0.iter().map(|(_, text)| Warning { severity: Severity::Unsafe, text: text.clone() }));
        Ok(Self {
            revision,
            // They were read a moment ago, and found good.
            claims: ClaimsTemplate::read(&settings.session_token.claims).unwrap_or_default(),
            passkeys: Passkeys::new(&settings).map_err(StartError::Passkeys)?,
            templates,
            addresses,
            typing,
            calls,
            breaches,
            oauth,
            places,
            avatars,
            turnstile,
            words,
            mailer,
            texter,
            settings,
            warnings,
            lacking,
            foundation,
        })
    }

    /// What the settings are by what the database says now, and what would hold if it said something else: that is checked as at
    /// the start, and of this machine's files what would be said anew of them.
    pub(in crate::server) async fn changed(
        self: Arc<Self>,
        (before, after): (Stored, Stored),
        revision: i64,
    ) -> Result<(Settings, Self), StartError> {
        apart(move || {
            // Another server may have changed something of which this one has not heard yet.
            let old = self.base.over(&before, &self.fixed).ok().filter(|old| old.checked_as_said().is_ok());
            let old = old.unwrap_or_else(|| self.settings.clone());
            let new = self.checked_over(&after)?;
            let new =
                Self::derive(Arc::clone(&self.foundation), new, revision, Some(&self), Needed::WhatIsNewIn(&old))?;
            Ok((old, new))
        })
        .await
    }

    /// What holds if the database says this of the settings. It was checked by whoever said it, with files that are not here
    /// perhaps.
    async fn with_stored(self: Arc<Self>, stored: Stored, revision: i64) -> Result<Self, StartError> {
        apart(move || {
            let new = self.checked_over(&stored)?;
            Self::derive(Arc::clone(&self.foundation), new, revision, Some(&self), Needed::Nothing)
        })
        .await
    }
}

/// Runs what reads files and makes clients where that holds up nobody.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StartError> + Send + 'static,
) -> Result<T, StartError> {
    let made = tokio::task::spawn_blocking(work).await;
    made.map_err(|error| SettingsError::Refused(vec![error.to_string()]))?
}

/// What the rows of the database say, with what is secret among it opened.
pub(in crate::server) fn stored(key: &InstanceKey, rows: &[SettingRow]) -> Result<Stored, StartError> {
    rows.iter()
        .map(|row| {
            let path: SettingPath = row.path.parse().map_err(|_| row_is_none(&row.path))?;
            let value = match row.is_sealed {
                true => opened(key, &row.path, &row.value).ok_or_else(|| StartError::ForeignSetting(path.clone()))?,
                false => serde_json::from_str(&row.value).map_err(|_| row_is_none(&row.path))?,
            };
            Ok((path, value))
        })
        .collect()
}

/// What is wrong with settings of which the database says some, with how they are taken back.
pub(super) fn with_way_out(error: StartError) -> StartError {
    let mut lines = match error {
        StartError::Settings(SettingsError::Refused(lines)) => lines,
        StartError::Store(_) => return error,
        other => vec![other.to_string()],
    };
    let hint =
        "settings: some of these were changed while a server ran; `vestibule settings unset NAME` takes one back";
    lines.push(hint.into());
    SettingsError::Refused(lines).into()
}

fn row_is_none(path: &str) -> StartError {
    SettingsError::Refused(vec![format!("{path}: is no setting; somebody has written it into the database")]).into()
}

/// For what a setting is sealed: by its name, so that it is nothing in the place of another.
pub(in crate::server) fn seal_of(path: &str) -> String {
    format!("setting {path}")
}

fn opened(key: &InstanceKey, path: &str, sealed: &str) -> Option<serde_json::Value> {
    String::from_utf8(key.open(&seal_of(path), sealed)?).ok().map(serde_json::Value::String)
}

/// What holds now, for all handles.
#[derive(Debug)]
pub(super) struct InForce {
    now: ArcSwap<Inner>,
    turn: tokio::sync::Mutex<()>,
}

impl InForce {
    /// What holds at the start.
    pub(super) async fn first(foundation: Foundation) -> Result<Self, StartError> {
        let mut connection = foundation.store.read().await?;
        let revision = settings::revision(&mut connection).await?;
        let rows = settings::all(&mut connection).await?;
        drop(connection);
        let (stored, foundation) = (stored(&foundation.key, &rows)?, Arc::new(foundation));
        let made = || -> Result<Inner, StartError> {
            let settings = foundation.checked_over(&stored)?;
            // What the file and the environment name is there: that was checked before.
            let first = Inner::derive(Arc::clone(&foundation), settings, revision, None, Needed::Nothing)?;
            first.have_passwords_hashed_so()?;
            Ok(first)
        };
        let first = made().map_err(|error| if stored.is_empty() { error } else { with_way_out(error) })?;
        costs::remember(&first, &mut *first.store.read().await?, memory_kib()).await?;
        first.lacking.tell(None);
        Ok(Self { now: ArcSwap::from_pointee(first), turn: tokio::sync::Mutex::default() })
    }

    /// What holds now.
    pub(super) fn now(&self) -> Arc<Inner> {
        self.now.load_full()
    }

    /// Has something else hold from now on.
    fn replace(&self, new: Inner) {
        let new = Arc::new(new);
        let old = self.now.swap(Arc::clone(&new));
        if new.settings.differ(&old.settings, HASHING)
            && let Err(error) = new.have_passwords_hashed_so()
        {
            tracing::error!(%error, "not as many hashes are computed at once as the settings say");
        }
        for (new, old) in [(&new.mailer, &old.mailer), (&new.texter, &old.texter)] {
            if let (Some(new), Some(old)) = (new, old)
                && Arc::ptr_eq(new, old)
            {
                continue;
            }
            if let Some(new) = new {
                new.start();
            }
            if let Some(old) = old.clone() {
                tokio::spawn(async move { old.stop().await });
            }
        }
        if new.settings.differ(&old.settings, &["oauth"]) {
            let (oauth, now) = (new.oauth.clone(), new.clock.now());
            tokio::spawn(async move { oauth.discover(now).await });
        }
    }
}

impl Vestibule {
    /// What holds now, which is newer perhaps than what this handle goes on with.
    pub(in crate::server) fn in_force(&self) -> Arc<Inner> {
        self.force.now()
    }

    /// Reads again what the database says of the settings, if something has changed, and has it hold from now on.
    ///
    /// # Errors
    /// If the database does not answer, or if what it says cannot hold here. Then everything stays as it is. What this machine has
    /// no files for stays as it is by itself, with a warning.
    pub(in crate::server) async fn load_settings(&self) -> Result<(), StartError> {
        // One after the other, so that what is read last is what stays.
        let _turn = self.force.turn.lock().await;
        let now = self.force.now();
        let mut connection = self.store.read().await?;
        // First: what changes while the rest is read is read again next time.
        let revision = settings::revision(&mut connection).await?;
        // What was lacking is looked for again.
        if revision == now.revision && now.lacking.0.is_empty() {
            return Ok(());
        }
        let rows = settings::all(&mut connection).await?;
        drop(connection);
        let stored = stored(&self.key, &rows)?;
        let new = Arc::clone(&now).with_stored(stored, revision).await?;
        new.lacking.tell(Some(&now.lacking));
        self.force.replace(new);
        Ok(())
    }
}
