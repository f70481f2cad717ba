use leptos::prelude::*;

use super::known::{KnownClient, KnownSettings};
use super::{is_within, memo, platform};
use crate::api::{self, Reply};
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
use crate::model::{
    ApiKeysPage, BackupCodes, MadeApiKey, OrganizationChoices, OrganizationPage, SessionWithActivities,
};
use crate::model::{Client, Flash, PageState, Session, User};

/// How long a page is given to leave before it counts as staying, in milliseconds.
const LEAVING: u64 = 5_000;

/// What a page knows about its visitor. One for the whole app, put there by `<AuthProvider>`; a handle, so `Copy`.
#[derive(Clone, Copy)]
pub struct AuthState {
    /// The visitor's browser.
    pub client: KnownClient,
    /// The session that it acts in.
    pub session: Memo<Option<Session>>,
    /// Whose session that is.
    pub user: Memo<Option<User>>,
    /// Whether there is one.
    pub signed_in: Memo<bool>,
    /// What this Vestibule offers.
    pub settings: KnownSettings,
    /// Where the person is signed in, as far as anyone has asked.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub devices: RwSignal<Option<Vec<SessionWithActivities>>>,
    /// In which organizations the person can act, where one is chosen.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub organizations: RwSignal<Option<OrganizationChoices>>,
    /// The organization in which they act, where it is shown.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub organization: RwSignal<Option<OrganizationPage>>,
    /// Backup codes that have just been made.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub backup_codes: RwSignal<Option<BackupCodes>>,
    /// The API keys that the page shows.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub api_keys: RwSignal<Option<ApiKeysPage>>,
    /// One that has just been made.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub made_api_key: RwSignal<Option<MadeApiKey>>,
    /// The classes that elements get: in which component, or everywhere; the element's key; the classes.
    #[cfg(feature = "ssr")]
    pub class_rules: StoredValue<Vec<(Option<crate::appearance::Component>, &'static str, String)>>,
    flash: StoredValue<Option<Flash>>,
    /// Whether a form has told it.
    #[cfg(feature = "ssr")]
    flash_told: StoredValue<bool>,
    /// How many forms of the page tell it.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    flash_tellers: StoredValue<usize>,
    /// The page that is being gone to.
    leaving: RwSignal<Option<String>>,
    /// How often a page was gone to.
    departures: StoredValue<u32>,
    /// The server's clock minus this browser's, in milliseconds.
    skew: i64,
    hydrated: StoredValue<bool>,
}

impl AuthState {
    pub fn new(page: PageState) -> Self {
        let client = KnownClient::new(page.client);
        let skew = if page.now == 0 { 0 } else { page.now - platform::page_arrived_at() };
        Self {
            client,
            session: memo(move |_| client.with(|client| client.session().cloned())),
            user: memo(move |_| client.with(|client| client.user().cloned())),
            signed_in: memo(move |_| client.with(|client| client.session().is_some())),
            settings: KnownSettings::new(page.settings),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            devices: RwSignal::new(page.sessions),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            organizations: RwSignal::new(page.organizations),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            organization: RwSignal::new(page.organization),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            backup_codes: RwSignal::new(page.flash.as_ref().and_then(|flash| flash.backup_codes.clone())),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            api_keys: RwSignal::new(page.api_keys),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            made_api_key: RwSignal::new(page.flash.as_ref().and_then(|flash| flash.api_key.clone())),
            #[cfg(feature = "ssr")]
            class_rules: StoredValue::new(Vec::new()),
            flash: StoredValue::new(page.flash),
            #[cfg(feature = "ssr")]
            flash_told: StoredValue::new(false),
            #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
            flash_tellers: StoredValue::new(0),
            leaving: RwSignal::new(None),
            departures: StoredValue::new(0),
            skew,
            hydrated: StoredValue::new(false),
        }
    }

    /// The state of the app around this component.
    pub fn current() -> Self {
        use_context().expect("the components and hooks of vestibule work inside <AuthProvider> only")
    }

    /// The server's time, as well as this browser can tell.
    pub fn now(self) -> i64 {
        platform::now() + self.skew
    }

    /// Whether the first HTML has come alive: what is made from now on is made by the browser.
    pub fn is_hydrated(self) -> bool {
        self.hydrated.get_value()
    }

    pub fn set_hydrated(self) {
        self.hydrated.set_value(true);
    }

    /// The page that is being gone to, while this one is still shown.
    pub fn leaving(self) -> Option<String> {
        self.leaving.get()
    }

    /// Whether another page than this one and its steps is being gone to.
    pub fn is_leaving(self, page: &str) -> bool {
        self.leaving().is_some_and(|to| !is_within(&to, page))
    }

    /// Takes over what a mutation gave back, tells the other tabs, and goes where it leads.
    pub fn apply(self, reply: Reply) {
        let to = reply.redirect_to.filter(|to| *to != platform::current_path());
        self.leaving.set(to.clone());
        let departure = self.departures.get_value() + 1;
        self.departures.set_value(departure);
        // What the next page is about is not what this one is: until it is there, this one shows what it showed.
        let is_theirs = |client: &Client| client.session().map(|it| &it.id) == reply.client.session().map(|it| &it.id);
        let stays = to.is_some() && reply.loads && self.client.with_untracked(is_theirs);
        if !stays {
            self.client.update_to(reply.client);
        }
        platform::tell_other_tabs();
        if let Some(to) = to {
            match (reply.loads, reply.replaces) {
                (true, true) => platform::load_instead(&to),
                (true, false) => platform::load(&to),
                (false, _) => platform::navigate(&to),
            }
            platform::later(LEAVING, move || {
                // Whoever left for somewhere else since is not stopped by what they did before.
                if self.departures.get_value() == departure {
                    self.leaving.set(None);
                }
            });
        }
    }

    /// Asks the server what this browser holds.
    pub async fn refresh(self) {
        // Without an answer the page goes on with what it knows; the server checks everything that is done with it.
        if let Ok(client) = api::fetch_client().await {
            self.client.update_to(client);
        }
    }

    /// The outcome of a form that led here, if it was one of these.
    pub fn flash(self, forms: &[&str]) -> Option<Flash> {
        let told = self.flash.with_value(|flash| flash.clone().filter(|flash| forms.contains(&flash.form.as_str())));
        #[cfg(feature = "ssr")]
        if told.is_some() {
            self.flash_told.set_value(true);
        }
        told
    }

    /// Whether a form that was rendered had this page's outcome to tell.
    #[cfg(feature = "ssr")]
    pub fn has_told_flash(self) -> bool {
        self.flash_told.get_value()
    }

    /// How many forms tell the outcome that led here: those that were made until now.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub fn flash_tellers(self) -> usize {
        self.flash_tellers.get_value()
    }

    /// A form tells it, or does not tell it after all.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub fn note_teller(self, tells: bool) {
        self.flash_tellers.update_value(|all| *all = if tells { *all + 1 } else { all.saturating_sub(1) });
    }

    /// The outcome of the form that led here, if it is one of those that are meant.
    #[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
    pub fn flash_of(self, is_meant: impl Fn(&str) -> bool) -> Option<Flash> {
        let form = self.flash.with_value(|flash| flash.as_ref().map(|flash| flash.form.clone()))?;
        if is_meant(&form) { self.flash(&[form.as_str()]) } else { None }
    }

    /// Leaves an outcome for the form that takes this one's place.
    pub fn leave_flash(self, flash: Flash) {
        self.flash.set_value(Some(flash));
    }

    /// It has been told.
    pub fn forget_flash(self) {
        self.flash.set_value(None);
    }
}
