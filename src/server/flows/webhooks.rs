//! Webhooks: whom an operator lets be told what happens, and what became of it.

use serde::Serialize;

use super::invitations::page;
use super::pages::{cut, most};
use super::webhook_examples;
use crate::server::crypto::{HOUR, InstanceKey, MINUTE, Prefix, Secret, new_id, random_key};
use crate::server::delivery::webhooks::{Dispatcher, Refused, open_secret, seal_secret};
use crate::server::events::{AuditAction, AuditEntry, EventType};
use crate::server::store::user_pages::Place;
use crate::server::store::webhook_endpoints::{self, EndpointRow};
use crate::server::store::webhook_messages::AttemptRow;
use crate::server::store::{StoreError, Transaction, webhook_messages};
use crate::server::vestibule::Inner;
use crate::webhooks::secret_of;

/// How long a secret signs beside the one that has taken its place, in milliseconds.
const OVERLAP: i64 = DAY;
const DAY: i64 = 24 * HOUR;
/// How many endpoints there may be.
pub const MOST_ENDPOINTS: i64 = 100;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 256;

/// Why something about webhooks did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No webhook goes to this address.
    #[error("url: {0}")]
    Url(#[from] Refused),
    /// There is no such type of event.
    #[error("events: there is no {0}")]
    UnknownEvent(String),
    /// It is longer than 256 characters, or holds a character that no line has.
    #[error("description: is one line of at most 256 characters")]
    Description,
    /// There are as many as there may be.
    #[error("there are {MOST_ENDPOINTS} endpoints already")]
    TooMany,
    /// There is no such endpoint.
    #[error("there is no such endpoint")]
    NoEndpoint,
    /// There is no such event.
    #[error("there is no such event")]
    NoEvent,
    /// It is switched off.
    #[error("the endpoint is switched off")]
    Disabled,
    /// The secret was sealed with another instance's key.
    #[error("its secret was sealed with another VESTIBULE_SECRET_KEY")]
    ForeignKey,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An endpoint to be.
///
/// ```
/// use vestibule::server::NewWebhookEndpoint;
///
/// let endpoint = NewWebhookEndpoint {
///     events: vec!["user.created".into(), "user.deleted".into()],
///     ..NewWebhookEndpoint::at("https://billing.example/webhooks")
/// };
/// assert!(endpoint.description.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct NewWebhookEndpoint {
    /// Where it is: `https://…`.
    pub url: String,
    /// What a person calls it.
    pub description: String,
    /// What it is told, such as `user.created`; empty: everything.
    pub events: Vec<String>,
}

impl NewWebhookEndpoint {
    /// One that is told everything.
    pub fn at(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }
}

/// What changes about an endpoint; what is not set stays.
#[derive(Clone, Debug, Default)]
pub struct WebhookEndpointUpdate {
    /// Where it is.
    pub url: Option<String>,
    /// What a person calls it.
    pub description: Option<String>,
    /// What it is told; empty: everything.
    pub events: Option<Vec<String>>,
}

/// Who is told what happens. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookEndpoint {
    /// `ep_…`
    pub id: String,
    /// Where it is.
    pub url: String,
    /// What a person calls it.
    pub description: String,
    /// What it is told; empty: everything.
    pub events: Vec<String>,
    /// Since when it is off.
    pub disabled_at: Option<i64>,
    /// Why: `failing`, after five days, or `operator`.
    pub disabled_reason: Option<String>,
    /// Since when nothing has gone through there.
    pub failing_since: Option<i64>,
    /// Until when the secret before this one signs too.
    pub former_secret_until: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

impl WebhookEndpoint {
    fn read(row: EndpointRow, now: i64) -> Self {
        let (disabled_at, disabled_reason) = row.disabled.unzip();
        Self {
            id: row.id,
            url: row.url,
            description: row.description,
            events: row.events.split_whitespace().map(str::to_owned).collect(),
            disabled_at,
            disabled_reason,
            failing_since: row.failing_since,
            former_secret_until: row.former.map(|(_, until)| until).filter(|until| *until > now),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// One try to tell an endpoint something. Times are Unix milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct WebhookAttempt {
    /// `atmpt_…`
    pub id: String,
    /// `ep_…`
    pub endpoint_id: String,
    /// `evt_…`: what the endpoint was given as `svix-id` and `webhook-id`.
    pub event_id: String,
    /// Such as `user.created`.
    pub event_type: String,
    /// When it began.
    pub attempted_at: i64,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// The status of the answer, if there was one.
    pub status: Option<i64>,
    /// Why it did not go through; empty if it did.
    pub error: Option<String>,
    /// How the answer began: 1 KiB at most.
    pub response: Option<String>,
}

impl From<AttemptRow> for WebhookAttempt {
    fn from(row: AttemptRow) -> Self {
        Self {
            id: row.id,
            endpoint_id: row.endpoint_id,
            event_id: row.event_id,
            event_type: row.kind,
            attempted_at: row.attempted_at,
            duration_ms: row.duration_ms,
            status: row.status,
            error: row.error,
            response: row.response,
        }
    }
}

/// Webhooks: [`Vestibule::webhooks`](crate::server::Vestibule::webhooks).
#[derive(Clone, Copy, Debug)]
pub struct Webhooks<'a>(pub(crate) &'a Inner);

impl Webhooks<'_> {
    /// Makes an endpoint, which is told what happens from then on, and its secret: `whsec_…`.
    ///
    /// # Errors
    /// If no webhook may go there, if there is no such type of event, or if there are 100 endpoints.
    pub async fn create(&self, new: &NewWebhookEndpoint) -> Result<(WebhookEndpoint, Secret), WebhookError> {
        let now = self.0.clock.now();
        let secret = new_secret();
        let row = EndpointRow {
            id: new_id(Prefix::WebhookEndpoint, now),
            url: self.dispatcher().guard().read(&new.url)?.into(),
            description: description(&new.description)?,
            events: types(&new.events)?,
            sealed_secret: seal_secret(self.key(), &secret),
            former: None,
            failing_since: None,
            disabled: None,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.0.store.write().await?;
        if !webhook_endpoints::insert(&mut tx, &row, MOST_ENDPOINTS).await? {
            return Err(WebhookError::TooMany);
        }
        let entry = AuditEntry::of(AuditAction::WebhookEndpointCreated)
            .with("host", host(&row.url))
            .with("events", row.events.trim())
            .with("description", row.description.as_str());
        entry.write(&mut tx, Some(&row.id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok((WebhookEndpoint::read(row, now), secret))
    }

    /// All endpoints, oldest first.
    pub async fn list(&self) -> Result<Vec<WebhookEndpoint>, WebhookError> {
        let now = self.0.clock.now();
        let rows = webhook_endpoints::list(&mut *self.0.store.read().await?).await?;
        Ok(rows.into_iter().map(|row| WebhookEndpoint::read(row, now)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// If there is none.
    pub async fn get(&self, id: &str) -> Result<WebhookEndpoint, WebhookError> {
        Ok(WebhookEndpoint::read(self.row(id).await?, self.0.clock.now()))
    }

    /// Its secret, for whoever sets the receiver up.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn secret(&self, id: &str) -> Result<Secret, WebhookError> {
        let secret = open_secret(self.key(), &self.row(id).await?.sealed_secret).ok_or(WebhookError::ForeignKey)?;
        let mut connection = self.0.store.write_one().await?;
        let entry = AuditEntry::of(AuditAction::WebhookSecretShown);
        entry.write(&mut connection, Some(id), self.0.clock.now()).await?;
        Ok(secret)
    }

    /// Changes it. What waits for it goes to the new address, and what was chosen before and happened before is sent.
    ///
    /// # Errors
    /// As [`Webhooks::create`], and if there is no such endpoint.
    pub async fn update(&self, id: &str, change: &WebhookEndpointUpdate) -> Result<WebhookEndpoint, WebhookError> {
        let url = change.url.as_deref().map(|url| self.dispatcher().guard().read(url)).transpose()?;
        let description = change.description.as_deref().map(description).transpose()?;
        let events = change.events.as_deref().map(types).transpose()?;
        let set = (url.as_ref().map(|url| url.as_str()), description.as_deref(), events.as_deref());
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let before = webhook_endpoints::by_id(&mut tx, id).await?.ok_or(WebhookError::NoEndpoint)?;
        if !webhook_endpoints::update(&mut tx, id, set, now).await? {
            return Err(WebhookError::NoEndpoint);
        }
        let after = webhook_endpoints::by_id(&mut tx, id).await?.ok_or(WebhookError::NoEndpoint)?;
        let entry = AuditEntry::of(AuditAction::WebhookEndpointUpdated)
            .with("url_changed", before.url != after.url)
            .changed("host", host(&before.url), host(&after.url))
            .changed("events", before.events.trim(), after.events.trim())
            .changed("description", before.description, after.description.as_str());
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(WebhookEndpoint::read(after, now))
    }

    /// Deletes it, with all that waits for it and all tries.
    ///
    /// # Errors
    /// If there is none.
    pub async fn delete(&self, id: &str) -> Result<(), WebhookError> {
        let mut tx = self.0.store.write().await?;
        let gone = webhook_endpoints::delete(&mut tx, id).await?;
        finish(tx, gone, AuditAction::WebhookEndpointDeleted, id, self.0.clock.now()).await
    }

    /// Gives it a new secret. For a day what it is sent is signed with both, so that the receiver can change meanwhile.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn rotate_secret(&self, id: &str) -> Result<Secret, WebhookError> {
        let (now, secret) = (self.0.clock.now(), new_secret());
        let sealed = seal_secret(self.key(), &secret);
        let mut tx = self.0.store.write().await?;
        let found = webhook_endpoints::rotate_secret(&mut tx, id, &sealed, now + OVERLAP, now).await?;
        finish(tx, found, AuditAction::WebhookSecretRotated, id, now).await?;
        Ok(secret)
    }

    /// Switches it on again. What happened meanwhile is not sent by itself: [`Webhooks::replay_since`].
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn enable(&self, id: &str) -> Result<WebhookEndpoint, WebhookError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        let found = webhook_endpoints::enable(&mut tx, id, now).await?;
        finish(tx, found, AuditAction::WebhookEndpointEnabled, id, now).await?;
        self.get(id).await
    }

    /// Switches it off: it is told nothing, and what waits for it is given up.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn disable(&self, id: &str) -> Result<WebhookEndpoint, WebhookError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        if webhook_endpoints::disable(&mut tx, id, "operator", now).await? {
            AuditEntry::of(AuditAction::WebhookEndpointDisabled).write(&mut tx, Some(id), now).await?;
        }
        webhook_messages::give_up_all(&mut tx, id, now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.get(id).await
    }

    /// Its tries, newest first: at most 500 of them.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn attempts(&self, id: &str, limit: i64, offset: i64) -> Result<Vec<WebhookAttempt>, WebhookError> {
        self.row(id).await?;
        let rows = webhook_messages::attempts(&mut *self.0.store.read().await?, id, page(limit, offset)).await?;
        Ok(rows.into_iter().map(WebhookAttempt::from).collect())
    }

    /// A part of its tries, newest first, from a place on, and where the next part begins, if there is one.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn attempts_page(
        &self,
        id: &str,
        after: Option<&Place>,
        limit: i64,
    ) -> Result<(Vec<WebhookAttempt>, Option<Place>), WebhookError> {
        self.row(id).await?;
        let limit = most(limit);
        let mut connection = self.0.store.read().await?;
        let mut rows = webhook_messages::attempts_after(&mut connection, id, after, limit + 1).await?;
        let is_more = cut(&mut rows, limit);
        let last = rows.last().filter(|_| is_more);
        let next = last.map(|row| Place { at: row.attempted_at, id: row.id.clone() });
        Ok((rows.into_iter().map(WebhookAttempt::from).collect(), next))
    }

    /// How many tries there are.
    ///
    /// # Errors
    /// If there is no such endpoint.
    pub async fn count_attempts(&self, id: &str) -> Result<i64, WebhookError> {
        self.row(id).await?;
        Ok(webhook_messages::count_attempts(&mut *self.0.store.read().await?, id).await?)
    }

    /// Sends it one event once more, under the same id: whatever became of it before, and whether or not the endpoint has chosen
    /// its type.
    ///
    /// # Errors
    /// If there is no such endpoint or event, or the endpoint is off.
    pub async fn replay(&self, id: &str, event_id: &str) -> Result<(), WebhookError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        turn(&mut tx, id).await?;
        if !webhook_messages::replay(&mut tx, id, event_id, self.kept_since(now), now).await? {
            return Err(WebhookError::NoEvent);
        }
        let entry = AuditEntry::of(AuditAction::WebhookReplayed).with("event_id", event_id);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.dispatcher().wake();
        Ok(())
    }

    /// Sends it all that it has chosen and has not got since a moment: what was given up, what waits, and what happened while it
    /// was off or not there yet. What is older than `webhooks.keep_days` is kept no longer, unless it still waits.
    /// Returns how much it is.
    ///
    /// # Errors
    /// If there is no such endpoint, or it is off.
    pub async fn replay_since(&self, id: &str, since: i64) -> Result<u64, WebhookError> {
        let now = self.0.clock.now();
        let mut tx = self.0.store.write().await?;
        turn(&mut tx, id).await?;
        let since = since.max(now - self.0.settings.webhooks.keep_days * DAY);
        let messages = webhook_messages::replay_since(&mut tx, id, (since, self.kept_since(now)), now).await?;
        let entry = AuditEntry::of(AuditAction::WebhookReplayed).with("since", since).with("messages", messages);
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.dispatcher().wake();
        Ok(messages)
    }

    /// Sends it an example, which is signed as everything is: `data` is as that of an event of this type, of somebody whom there is
    /// not. The ids in it end with `_example`. Returns its id.
    ///
    /// # Errors
    /// If there is no such endpoint or type, or the endpoint is off.
    pub async fn send_example(&self, id: &str, event_type: &str) -> Result<String, WebhookError> {
        let kind = EventType::ALL.iter().copied().find(|kind| kind.as_str() == event_type);
        let kind = kind.ok_or_else(|| WebhookError::UnknownEvent(event_type.to_owned()))?;
        let now = self.0.clock.now();
        let data = webhook_examples::data(kind, &self.0.settings, now);
        let data = data.map_err(|_| StoreError::Row("an event's data"))?.to_string();
        let event_id = new_id(Prefix::Event, now);
        let mut tx = self.0.store.write().await?;
        turn(&mut tx, id).await?;
        webhook_messages::insert_example(&mut tx, id, (&event_id, kind.as_str(), &data), now).await?;
        let entry = AuditEntry::of(AuditAction::WebhookExampleSent).with("event_id", event_id.as_str());
        entry.write(&mut tx, Some(id), now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.dispatcher().wake();
        Ok(event_id)
    }

    /// From when on events are not deleted while this is done: no sweep that may be at work is about newer ones.
    fn kept_since(&self, now: i64) -> i64 {
        now - self.0.settings.webhooks.keep_days * DAY + MINUTE
    }

    fn dispatcher(&self) -> &Dispatcher {
        &self.0.webhooks
    }

    fn key(&self) -> &InstanceKey {
        &self.0.key
    }

    async fn row(&self, id: &str) -> Result<EndpointRow, WebhookError> {
        let row = webhook_endpoints::by_id(&mut *self.0.store.read().await?, id).await?;
        row.ok_or(WebhookError::NoEndpoint)
    }
}

/// Notes in the audit log what has become of an endpoint, and commits; refuses where there is none.
async fn finish(mut tx: Transaction, found: bool, action: AuditAction, id: &str, now: i64) -> Result<(), WebhookError> {
    if !found {
        return Err(WebhookError::NoEndpoint);
    }
    AuditEntry::of(action).write(&mut tx, Some(id), now).await?;
    Ok(tx.commit().await.map_err(StoreError::from)?)
}

/// Of an address what the audit log says: the rest of it may be what a receiver knows its sender by.
fn host(url: &str) -> Option<String> {
    url::Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// Takes the turn of an endpoint that is on.
async fn turn(tx: &mut Transaction, id: &str) -> Result<(), WebhookError> {
    if webhook_endpoints::take_turn(tx, id).await?.is_some() {
        return Ok(());
    }
    Err(match webhook_endpoints::by_id(tx, id).await? {
        Some(_) => WebhookError::Disabled,
        None => WebhookError::NoEndpoint,
    })
}

fn new_secret() -> Secret {
    Secret::new(secret_of(&random_key()))
}

fn description(text: &str) -> Result<String, WebhookError> {
    match text.chars().count() > LONGEST_DESCRIPTION || text.chars().any(char::is_control) {
        true => Err(WebhookError::Description),
        false => Ok(text.to_owned()),
    }
}

fn known(name: &str) -> Result<&'static str, WebhookError> {
    let found = EventType::ALL.iter().map(|kind| kind.as_str()).find(|known| *known == name);
    found.ok_or_else(|| WebhookError::UnknownEvent(name.to_owned()))
}

/// As they are stored: each once, with a space around it.
fn types(names: &[String]) -> Result<String, WebhookError> {
    let mut chosen = names.iter().map(|name| known(name)).collect::<Result<Vec<_>, _>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    Ok(if chosen.is_empty() { String::new() } else { format!(" {} ", chosen.join(" ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_types_are_those_that_there_are() {
        let stored = |names: &[&str]| types(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(stored(&[]).expect("all"), "");
        let chosen = stored(&["user.updated", "user.created", "user.updated"]).expect("both");
        assert_eq!(chosen, " user.created user.updated ");
        for wrong in ["", "user", "user.created ", "%"] {
            assert!(matches!(stored(&[wrong]), Err(WebhookError::UnknownEvent(name)) if name == wrong), "{wrong}");
        }
    }
}
