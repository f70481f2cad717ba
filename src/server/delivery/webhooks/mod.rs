//! Whoever tells webhook endpoints what happened. Every node has one; they share the outbox. In turns it notes what came of
//! what was sent, hands events out to the endpoints, and takes what is due: what one node has taken the others leave alone,
//! and what it has taken and did not bring to an end is due again after a minute, under the same id.
//!
//! What is told about one user reaches an endpoint in the order in which it happened, one by one: a message waits until the one
//! before it went through, or has failed twice. After that it overtakes.

mod guard;
mod request;
mod schedule;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use svix_ksuid::{Ksuid, KsuidLike};

use super::rounds::{Outbox, Rounds, Tasks};
use crate::server::crypto::{Clock, InstanceKey, MINUTE, Prefix, Secret, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::jobs::{Job, Jobs};
use crate::server::store::webhook_endpoints::{self, EndpointRow, LiveEndpoint};
use crate::server::store::webhook_messages::{self, AttemptRow, ClaimedWebhook};
use crate::server::store::{Store, StoreError, Transaction, events};
use crate::webhooks::SigningKey;

pub use guard::{Guard, Refused};
use request::Outcome;

/// How long a taken message is left alone by other nodes, in milliseconds: longer than a try can take.
const CLAIM: i64 = MINUTE;
/// How many events are handed out at once.
const EVENTS_AT_ONCE: i64 = 500;
/// How many messages one node sends to one endpoint at once.
const AT_ONCE: usize = 32;
/// The same while nothing goes through there: such an endpoint takes nothing from the others.
const AT_ONCE_WHILE_FAILING: usize = 2;
/// How many messages one node sends at once over all, and one more to each endpoint that has none of them.
const AT_ONCE_OVER_ALL: usize = 256;

const SEAL: &str = "webhook_secret";

/// Seals the secret of an endpoint.
pub fn seal_secret(key: &InstanceKey, secret: &Secret) -> String {
    key.seal(SEAL, secret.expose().as_bytes())
}

/// Opens it again; `None` if it was sealed with another key.
pub fn open_secret(key: &InstanceKey, sealed: &str) -> Option<Secret> {
    String::from_utf8(key.open(SEAL, sealed)?).ok().map(Secret::new)
}

/// What an instance is called in what it sends: the same on every node, and after every start.
pub fn instance_id(key: &InstanceKey) -> String {
    let mut bytes = [0u8; 20];
    bytes.copy_from_slice(&key.derive("instance_id")[..20]);
    format!("ins_{}", Ksuid::from_bytes(bytes))
}

/// Sends webhooks.
#[derive(Debug)]
pub struct Dispatcher {
    guard: Guard,
    rounds: Rounds<Webhooks>,
}

#[derive(Debug)]
struct Webhooks {
    client: reqwest::Client,
    guard: Guard,
    store: Store,
    clock: Clock,
    key: InstanceKey,
    instance_id: String,
    under_way: UnderWay,
}

/// A try that is over.
#[derive(Debug)]
struct Finished {
    endpoint_id: String,
    message: ClaimedWebhook,
    attempted_at: i64,
    outcome: Outcome,
}

/// How much one node has under way at each endpoint: one more reference than tries. A try holds one until it ends, however that
/// is.
#[derive(Debug, Default)]
struct UnderWay(Mutex<HashMap<String, Arc<()>>>);

impl UnderWay {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Arc<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at(&self, endpoint_id: &str) -> usize {
        self.all().get(endpoint_id).map_or(0, |one| Arc::strong_count(one) - 1)
    }

    /// Counts as a try until it is dropped.
    fn one_more_at(&self, endpoint_id: &str) -> Arc<()> {
        Arc::clone(self.all().entry(endpoint_id.to_owned()).or_default())
    }

    /// Forgets those endpoints that are not there any more.
    fn keep(&self, live: &[LiveEndpoint]) {
        self.all().retain(|id, one| Arc::strong_count(one) > 1 || live.iter().any(|endpoint| endpoint.id == *id));
    }
}

impl Dispatcher {
    /// One that does nothing yet. `loopback`: it also sends to this machine itself.
    pub fn new(loopback: bool, store: Store, clock: Clock, key: InstanceKey, jobs: Jobs) -> Result<Self, String> {
        let guard = Guard::new(loopback);
        let client = request::client(guard.clone(), request::PATIENCE)?;
        let instance_id = instance_id(&key);
        let under_way = UnderWay::default();
        let of_rounds = clock.clone();
        let webhooks = Webhooks { client, guard: guard.clone(), store, clock, key, instance_id, under_way };
        Ok(Self { guard, rounds: Rounds::new(webhooks, jobs, of_rounds) })
    }

    /// Where it may send to.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Begins to work.
    pub fn start(&self) {
        self.rounds.start();
    }

    /// Looks for something to do at once.
    pub fn wake(&self) {
        self.rounds.wake();
    }

    /// Takes nothing more, and waits some seconds for what is being sent. What is not answered by then is due again when its
    /// claim runs out.
    pub async fn stop(&self) {
        self.rounds.stop().await;
    }
}

impl Outbox for Webhooks {
    type Done = Finished;

    const WHAT: &'static str = "webhooks";
    const ROUND: Duration = Duration::from_millis(500);

    fn job(&self) -> Job {
        Job::Webhooks
    }

    async fn round(self: &Arc<Self>, tasks: &mut Tasks<Finished>) -> Result<Duration, StoreError> {
        let more = self.hand_out().await?;
        let mut wait = if more { Duration::ZERO } else { Self::ROUND };
        // Asked first, so that an empty outbox never takes the turn of someone who writes.
        let mut live = webhook_endpoints::live(&mut *self.store.read().await?).await?;
        self.under_way.keep(&live);
        // What room there is goes to those first that have least of it.
        live.sort_by_cached_key(|endpoint| self.under_way.at(&endpoint.id));
        for endpoint in &live {
            let now = self.clock.now();
            match endpoint.due {
                None => {}
                Some(due) if due > now => {
                    wait = wait.min(Duration::from_millis(u64::try_from(due - now).unwrap_or_default()));
                }
                Some(_) => self.take_what_is_due(endpoint, tasks).await?,
            }
        }
        Ok(wait)
    }

    /// Notes what came of what was sent, and switches off what has failed for too long.
    async fn note(&self, finished: &[Finished]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.write().await?;
        // In the order in which other nodes write them, so that nobody waits for each other.
        let mut by_endpoint: BTreeMap<&str, Vec<&Finished>> = BTreeMap::new();
        for one in finished {
            by_endpoint.entry(&one.endpoint_id).or_default().push(one);
        }
        let mut switched_off = Vec::new();
        for (id, tries) in &by_endpoint {
            if tries.iter().any(|one| one.outcome.is_delivered()) {
                webhook_endpoints::answered(&mut tx, id).await?;
            } else if webhook_endpoints::failed(&mut tx, id, now - schedule::LONGEST_FAILURE, now).await? {
                switched_off.push(*id);
            }
        }
        let attempts: Vec<AttemptRow> = finished.iter().map(attempt).collect();
        webhook_messages::insert_attempts(&mut tx, &attempts).await?;
        for (id, tries) in &by_endpoint {
            let delivered = tries.iter().filter(|one| one.outcome.is_delivered());
            let delivered: Vec<&str> = delivered.map(|one| one.message.event_id.as_str()).collect();
            webhook_messages::delivered(&mut tx, id, &delivered, now).await?;
        }
        for one in finished {
            if let Some(error) = &one.outcome.error {
                note_failure(&mut tx, one, error, now).await?;
            }
        }
        for id in &switched_off {
            webhook_messages::give_up_all(&mut tx, id, now).await?;
            let entry = AuditEntry::of(AuditAction::WebhookEndpointDisabled).with("reason", "failing");
            entry.write(&mut tx, Some(id), now).await?;
        }
        tx.commit().await?;
        for id in switched_off {
            tracing::error!(id, "nothing has reached a webhook endpoint for five days; it is switched off");
        }
        Ok(())
    }
}

impl Webhooks {
    /// Makes messages of events. Says whether there may be more.
    async fn hand_out(&self) -> Result<bool, StoreError> {
        if !events::any_waits(&mut *self.store.read().await?).await? {
            return Ok(false);
        }
        let mut tx = self.store.write().await?;
        let more = events::hand_out(&mut tx, EVENTS_AT_ONCE).await?;
        tx.commit().await?;
        Ok(more)
    }

    /// How many more messages may be sent to an endpoint at this moment.
    fn room(&self, endpoint_id: &str, is_failing: bool, tasks: &Tasks<Finished>) -> usize {
        let at_once = if is_failing { AT_ONCE_WHILE_FAILING } else { AT_ONCE };
        let own = self.under_way.at(endpoint_id);
        let over_all = AT_ONCE_OVER_ALL.saturating_sub(tasks.under_way());
        // However many others are slow, one of its own always goes.
        let over_all = if own == 0 { over_all.max(1) } else { over_all };
        at_once.saturating_sub(own).min(over_all)
    }

    /// Begins to send what is due at an endpoint, as much of it as may be sent at once.
    async fn take_what_is_due(&self, endpoint: &LiveEndpoint, tasks: &mut Tasks<Finished>) -> Result<(), StoreError> {
        if self.room(&endpoint.id, endpoint.is_failing, tasks) == 0 {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        let Some(endpoint) = webhook_endpoints::take_turn(&mut tx, &endpoint.id).await? else { return Ok(()) };
        let most = self.room(&endpoint.id, endpoint.failing_since.is_some(), tasks);
        if most == 0 {
            return Ok(());
        }
        let now = self.clock.now();
        let claimed = webhook_messages::claim(&mut tx, &endpoint.id, most, now + CLAIM, now).await?;
        tx.commit().await?;
        let keys: Option<Arc<[SigningKey]>> = self.keys(&endpoint, now).map(Into::into);
        for message in claimed {
            let one = self.under_way.one_more_at(&endpoint.id);
            let (client, guard, attempted_at) = (self.client.clone(), self.guard.clone(), self.clock.now());
            let (endpoint_id, url, keys) = (endpoint.id.clone(), endpoint.url.clone(), keys.clone());
            let body = request::body(&message, &self.instance_id);
            tasks.begin(async move {
                let outcome = match (&keys, body) {
                    (None, _) => Outcome::not_sent("its secret was sealed with another VESTIBULE_SECRET_KEY"),
                    (_, Err(error)) => Outcome::not_sent(error),
                    (Some(keys), Ok(body)) => {
                        request::send(&client, &guard, &url, keys, (&message.event_id, body), attempted_at).await
                    }
                };
                drop(one);
                Finished { endpoint_id, message, attempted_at, outcome }
            });
        }
        Ok(())
    }

    /// What signs for an endpoint: the newest secret first. `None` if it cannot be read.
    fn keys(&self, endpoint: &EndpointRow, now: i64) -> Option<Vec<SigningKey>> {
        let former = endpoint.former.as_ref().filter(|(_, until)| *until > now).map(|(sealed, _)| sealed);
        std::iter::once(&endpoint.sealed_secret)
            .chain(former)
            .map(|sealed| SigningKey::parse(open_secret(&self.key, sealed)?.expose()).ok())
            .collect()
    }
}

fn attempt(one: &Finished) -> AttemptRow {
    AttemptRow {
        id: new_id(Prefix::WebhookAttempt, one.attempted_at),
        endpoint_id: one.endpoint_id.clone(),
        event_id: one.message.event_id.clone(),
        kind: one.message.kind.clone(),
        attempted_at: one.attempted_at,
        duration_ms: one.outcome.duration_ms,
        status: one.outcome.status.map(i64::from),
        error: one.outcome.error.clone(),
        response: one.outcome.response.clone(),
    }
}

async fn note_failure(tx: &mut Transaction, one: &Finished, error: &str, now: i64) -> Result<(), StoreError> {
    let (endpoint_id, message) = (&one.endpoint_id, &one.message);
    let (id, failures) = (&message.event_id, message.failures + 1);
    let next = schedule::wait(failures).map(|wait| now + wait);
    tracing::warn!(id, endpoint_id, failures, error, again = next.is_some(), "a webhook did not go through");
    webhook_messages::not_delivered(tx, endpoint_id, message, next, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_always_called_the_same() {
        let key = InstanceKey::from_bytes([1; 32]);
        assert_eq!(instance_id(&key), instance_id(&key.clone()));
        assert_ne!(instance_id(&key), instance_id(&InstanceKey::from_bytes([2; 32])));
        assert_eq!(instance_id(&key).len(), 4 + 27);
    }

    #[test]
    fn secrets_are_sealed() {
        let key = InstanceKey::from_bytes([1; 32]);
        let sealed = seal_secret(&key, &Secret::new("whsec_x"));
        assert!(!sealed.contains("whsec_x"));
        assert_eq!(open_secret(&key, &sealed).map(|secret| secret.expose().to_owned()).as_deref(), Some("whsec_x"));
        assert!(open_secret(&InstanceKey::from_bytes([2; 32]), &sealed).is_none());
    }
}
