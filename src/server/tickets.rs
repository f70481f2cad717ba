//! What a host app does with tickets, with those who wait for one, with the lists of who may come in, and with settings.

use serde_json::{Map, Value};

use super::flows::actor_tokens::ActorTokens;
use super::flows::api_keys::ApiKeys;
use super::flows::audit_log::AuditLog;
use super::flows::invitations::Invitations;
use super::flows::jwt_templates::JwtTemplates;
use super::flows::listed_identifiers::ListedIdentifiers;
use super::flows::m2m_tokens::M2mTokens;
use super::flows::machines::Machines;
use super::flows::redirect_urls::RedirectUrls;
use super::flows::secret_keys::SecretKeys;
use super::flows::sessions::Sessions;
use super::flows::settings::RuntimeSettings;
use super::flows::sign_in_tokens::SignInTokens;
use super::flows::sign_ups::SignUps;
use super::flows::users::Users;
use super::flows::waitlist::Waitlist;
use super::store::listed_identifiers::IdentifierList;
use super::store::{StoreError, users};
use super::vestibule::Vestibule;

impl Vestibule {
    /// The settings, as they are changed while the server runs: what `Leptos.toml` and the environment leave open.
    ///
    /// ```no_run
    /// # use std::collections::BTreeMap;
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let values = BTreeMap::from([("sign_in.email_link".parse()?, true.into())]);
    /// if let Some(change) = vestibule.runtime_settings().change(&values).await? {
    ///     vestibule.runtime_settings().revert(change).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn runtime_settings(&self) -> RuntimeSettings<'_> {
        RuntimeSettings(self)
    }

    /// Tickets with which somebody signs in in a user's place, once: to see what they see. Nothing of what lets the user in can be
    /// changed then, and every page says in whose place one acts.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewActorToken, Vestibule};
    /// # async fn run(vestibule: Vestibule, me: &str, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let ticket = vestibule.actor_tokens().create(&NewActorToken::of(me, user_id)).await?;
    /// let link = ticket.url.as_ref().map(|url| url.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn actor_tokens(&self) -> ActorTokens<'_> {
        ActorTokens(self)
    }

    /// Keys with which programs call the app in the name of one of its users or organizations. A route takes them if it says so:
    /// [`Auth::accept`](super::Auth::accept).
    ///
    /// ```no_run
    /// # use vestibule::server::{NewApiKey, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let scopes = vec!["notes:read".to_owned()];
    /// let key = vestibule.api_keys().create(&NewApiKey { scopes, ..NewApiKey::of(user_id, "Backup") }).await?;
    /// let shown_once = key.secret.as_ref().map(|key| key.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_keys(&self) -> ApiKeys<'_> {
        ApiKeys(self)
    }

    /// Invitations to the app.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewInvitation, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let invitation = vestibule.invitations().create(&NewInvitation::to("ada@example.com")).await?;
    /// vestibule.invitations().revoke(&invitation.id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn invitations(&self) -> Invitations<'_> {
        Invitations(self)
    }

    /// Who changed what, when, from where.
    ///
    /// ```no_run
    /// # use vestibule::server::{AuditAction, AuditQuery, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: String) -> Result<(), Box<dyn std::error::Error>> {
    /// let actions = vec![AuditAction::SignInFailed, AuditAction::SignInLockedOut];
    /// let tries = AuditQuery { subject_id: Some(user_id), actions, ..AuditQuery::default() };
    /// for entry in vestibule.audit_log().list(&tries).await?.0 {
    ///     println!("{} {:?}", entry.created_at, entry.ip_address);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn audit_log(&self) -> AuditLog<'_> {
        AuditLog(self)
    }

    /// What tokens for other services say: those of `get_token("name")`.
    ///
    /// ```no_run
    /// # use serde_json::json;
    /// # use vestibule::server::{NewJwtTemplate, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let claims = json!({ "aud": "billing", "email": "{{user.primary_email_address}}" });
    /// let claims = claims.as_object().cloned().unwrap_or_default();
    /// let template = vestibule.jwt_templates().create(&NewJwtTemplate::saying("billing", claims)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn jwt_templates(&self) -> JwtTemplates<'_> {
        JwtTemplates(self)
    }

    /// Services of the app's own that call each other, and for which others each one's tokens are.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewMachine, Vestibule};
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let billing = vestibule.machines().create(&NewMachine::named("Billing")).await?;
    /// let reports = vestibule.machines().create(&NewMachine::named("Nightly reports")).await?;
    /// vestibule.machines().create_scope(&reports.id, &billing.id).await?;
    /// let shown_once = reports.secret_key.as_ref().map(|key| key.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn machines(&self) -> Machines<'_> {
        Machines(self)
    }

    /// Tokens with which machines call each other.
    ///
    /// ```no_run
    /// # use vestibule::server::{NewM2mToken, Vestibule};
    /// # async fn run(vestibule: Vestibule, reports: &str, billing: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let token = vestibule.m2m_tokens().create(&NewM2mToken::of(reports)).await?;
    /// let shown_once = token.token.as_ref().map_or("", |token| token.expose());
    /// let caller = vestibule.m2m_tokens().verify(shown_once, Some(billing)).await?;
    /// assert_eq!(caller.machine_id, reports);
    /// # Ok(())
    /// # }
    /// ```
    pub fn m2m_tokens(&self) -> M2mTokens<'_> {
        M2mTokens(self)
    }

    /// The keys with which other backends call the REST API.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// let key = vestibule.secret_keys().create("Billing", &["users:read".parse()?]).await?;
    /// let shown_once = key.secret.as_ref().map(|key| key.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn secret_keys(&self) -> SecretKeys<'_> {
        SecretKeys(self)
    }

    /// Who may sign up, besides whom the settings name: as soon as somebody is on the list, others may not.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule) -> Result<(), Box<dyn std::error::Error>> {
    /// vestibule.allowlist().create("*@acme.example").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn allowlist(&self) -> ListedIdentifiers<'_> {
        ListedIdentifiers { app: self, list: IdentifierList::Allow }
    }

    /// Who may not sign up, besides whom the settings name. It is stronger than the allow-list.
    pub fn blocklist(&self) -> ListedIdentifiers<'_> {
        ListedIdentifiers { app: self, list: IdentifierList::Block }
    }

    /// Where one may be led, besides where `security.redirect_origins` says.
    pub fn redirect_urls(&self) -> RedirectUrls<'_> {
        RedirectUrls(self)
    }

    /// The sessions of people.
    ///
    /// ```no_run
    /// # use vestibule::server::{SessionQuery, Vestibule};
    /// # async fn run(vestibule: Vestibule, user_id: String) -> Result<(), Box<dyn std::error::Error>> {
    /// let theirs = SessionQuery { user_id: Some(user_id), ..SessionQuery::default() };
    /// for session in vestibule.sessions().list(&theirs).await?.0 {
    ///     vestibule.sessions().revoke(&session.id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// Tickets that sign someone in, once.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let ticket = vestibule.sign_in_tokens().create(user_id, Some(3600)).await?;
    /// let link = ticket.url.as_ref().map(|url| url.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn sign_in_tokens(&self) -> SignInTokens<'_> {
        SignInTokens(self)
    }

    /// Attempts to sign up.
    pub fn sign_ups(&self) -> SignUps<'_> {
        SignUps(self)
    }

    /// Those who wait to be let in, where `sign_up.mode` is `waitlist`.
    pub fn waitlist(&self) -> Waitlist<'_> {
        Waitlist(self)
    }

    /// The accounts of people: who may come in, and what the app keeps about them.
    ///
    /// ```no_run
    /// # use vestibule::server::Vestibule;
    /// # async fn run(vestibule: Vestibule, user_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// vestibule.users().ban(user_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// What the app knows of a user and everyone may see, such as what they were invited with; `None` if there is no such
    /// user.
    pub async fn public_metadata(&self, user_id: &str) -> Result<Option<Map<String, Value>>, StoreError> {
        let json = users::public_metadata(&mut *self.store.read().await?, user_id).await?;
        let read = |json: String| serde_json::from_str(&json).map_err(|_| StoreError::Row("a user's metadata"));
        json.map(read).transpose()
    }
}
