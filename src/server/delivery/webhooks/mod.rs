//! Whoever tells webhook endpoints what happened. Every node has one; they share the outbox. In turns it notes what came of
//! what was sent, hands events out to the endpoints, and takes what is due: what one node has taken the others leave alone,
//! and what it has taken and did not bring to an end is due again after a minute, under the same id.
//!
//! What is told about one user reaches an endpoint in the order in which it happened, one by one: a message waits until the one
//! before it went through, or has failed twice. After that it overtakes.

mod guard;
mod request;
mod schedule;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use svix_ksuid::{Ksuid, KsuidLike};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinError, JoinHandle, JoinSet};

use crate::server::crypto::{Clock, InstanceKey, MINUTE, Prefix, Secret, new_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::webhook_endpoints::{self, EndpointRow};
use crate::server::store::webhook_messages::{self, AttemptRow, ClaimedWebhook};
use crate::server::store::{Store, StoreError, events};
use crate::webhooks::SigningKey;

pub use guard::{Guard, Refused};
use request::Outcome;

/// How often one looks for something to do when nobody says that there is something.
const ROUND: Duration = Duration::from_millis(500);
/// How long a taken message is left alone by other nodes, in milliseconds: longer than a try can take.
const CLAIM: i64 = MINUTE;
/// How many events are handed out at once.
const EVENTS_AT_ONCE: i64 = 500;
/// How many messages one node sends to one endpoint at once.
const AT_ONCE: usize = 32;
/// The same while nothing goes through there: such an endpoint takes nothing from the others.
const AT_ONCE_WHILE_FAILING: usize = 2;
/// How many messages one node sends at once over all.
const AT_ONCE_OVER_ALL: usize = 256;
/// How long messages that are being sent are waited for at the end.
const GRACE: Duration = Duration::from_secs(5);

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
    wake: Arc<Notify>,
    /// Dropped with everything else, which ends it too.
    stop: watch::Sender<()>,
    outbox: Arc<Outbox>,
    task: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Outbox {
    client: reqwest::Client,
    guard: Guard,
    store: Store,
    clock: Clock,
    key: InstanceKey,
    instance_id: String,
}

/// A try that is over.
#[derive(Debug)]
struct Finished {
    endpoint_id: String,
    message: ClaimedWebhook,
    attempted_at: i64,
    outcome: Outcome,
}

/// What one node has under way.
#[derive(Debug, Default)]
struct UnderWay {
    tries: JoinSet<Finished>,
    /// One more reference than tries, by endpoint: a try holds one until it ends, however that is.
    by_endpoint: HashMap<String, Arc<()>>,
}

impl UnderWay {
    fn of(&self, endpoint_id: &str) -> usize {
        self.by_endpoint.get(endpoint_id).map_or(0, |one| Arc::strong_count(one) - 1)
    }
}

impl Dispatcher {
    /// One that does nothing yet. `loopback`: it also sends to this machine itself.
    pub fn new(loopback: bool, store: Store, clock: Clock, key: InstanceKey) -> Result<Self, String> {
        let guard = Guard::new(loopback);
        let client = request::client(guard.clone(), request::PATIENCE)?;
        let instance_id = instance_id(&key);
        Ok(Self {
            wake: Arc::default(),
            stop: watch::Sender::new(()),
            outbox: Arc::new(Outbox { client, guard, store, clock, key, instance_id }),
            task: Mutex::default(),
        })
    }

    /// Where it may send to.
    pub fn guard(&self) -> &Guard {
        &self.outbox.guard
    }

    /// Begins to work.
    pub fn start(&self) {
        let work = run(Arc::clone(&self.outbox), Arc::clone(&self.wake), self.stop.subscribe());
        *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokio::spawn(work));
    }

    /// Looks for something to do at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Takes nothing more, and waits some seconds for what is being sent. What is not answered by then is due again when its
    /// claim runs out.
    pub async fn stop(&self) {
        self.stop.send_replace(());
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the webhook dispatcher did not end well");
        }
    }
}

async fn run(outbox: Arc<Outbox>, wake: Arc<Notify>, mut stopped: watch::Receiver<()>) {
    let (mut under_way, mut finished) = (UnderWay::default(), Vec::new());
    loop {
        let wait = outbox.round(&mut under_way, &mut finished).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the webhook outbox could not be worked on");
            ROUND
        });
        tokio::select! {
            _ = stopped.changed() => break,
            () = wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(one) = under_way.tries.join_next() => keep(one, &mut finished),
        }
        while let Some(one) = under_way.tries.try_join_next() {
            keep(one, &mut finished);
        }
    }
    let finish = async {
        while let Some(one) = under_way.tries.join_next().await {
            keep(one, &mut finished);
        }
    };
    if tokio::time::timeout(GRACE, finish).await.is_err() {
        tracing::warn!(
            webhooks = under_way.tries.len(),
            "stopped while webhooks were being sent; they are tried again"
        );
    }
    if let Err(error) = outbox.note(&mut finished).await {
        tracing::warn!(%error, "what became of webhooks could not be noted; they are sent again");
    }
}

fn keep(one: Result<Finished, JoinError>, finished: &mut Vec<Finished>) {
    match one {
        Ok(one) => finished.push(one),
        // Its message is due again when the claim runs out.
        Err(error) => tracing::error!(%error, "a webhook was not sent"),
    }
}

impl Outbox {
    /// Does what there is to do. Says how long to wait before looking again.
    async fn round(&self, under_way: &mut UnderWay, finished: &mut Vec<Finished>) -> Result<Duration, StoreError> {
        self.note(finished).await?;
        let more = self.hand_out().await?;
        let mut wait = if more { Duration::ZERO } else { ROUND };
        let live = webhook_endpoints::live(&mut *self.store.read().await?).await?;
        under_way.by_endpoint.retain(|id, one| Arc::strong_count(one) > 1 || live.contains(id));
        for endpoint_id in &live {
            let now = self.clock.now();
            // Asked first, so that an empty outbox never takes the turn of someone who writes.
            match webhook_messages::next_due(&mut *self.store.read().await?, endpoint_id).await? {
                None => {}
                Some(due) if due > now => {
                    wait = wait.min(Duration::from_millis(u64::try_from(due - now).unwrap_or_default()));
                }
                Some(_) => self.take_what_is_due(endpoint_id, under_way).await?,
            }
        }
        Ok(wait)
    }

    /// Makes messages of events. Says whether there may be more.
    async fn hand_out(&self) -> Result<bool, StoreError> {
        if !events::any_waits(&mut *self.store.read().await?).await? {
            return Ok(false);
        }
        let mut tx = self.store.write().await?;
        let events = events::hand_out(&mut tx, EVENTS_AT_ONCE).await?;
        tx.commit().await?;
        Ok(events == EVENTS_AT_ONCE.unsigned_abs())
    }

    /// Begins to send what is due at an endpoint, as much of it as may be sent at once.
    async fn take_what_is_due(&self, endpoint_id: &str, under_way: &mut UnderWay) -> Result<(), StoreError> {
        let room = AT_ONCE.min(AT_ONCE_OVER_ALL.saturating_sub(under_way.tries.len()));
        let already = under_way.of(endpoint_id);
        if already >= room {
            return Ok(());
        }
        let mut tx = self.store.write().await?;
        let Some(endpoint) = webhook_endpoints::take_turn(&mut tx, endpoint_id).await? else { return Ok(()) };
        let at_once = if endpoint.failing_since.is_some() { AT_ONCE_WHILE_FAILING.min(room) } else { room };
        let most = at_once.saturating_sub(already);
        if most == 0 {
            return Ok(());
        }
        let now = self.clock.now();
        let most = i64::try_from(most).unwrap_or_default();
        let claimed = webhook_messages::claim(&mut tx, endpoint_id, most, now + CLAIM, now).await?;
        tx.commit().await?;
        let keys: Option<Arc<[SigningKey]>> = self.keys(&endpoint, now).map(Into::into);
        for message in claimed {
            let one = Arc::clone(under_way.by_endpoint.entry(endpoint.id.clone()).or_default());
            let (client, guard, attempted_at) = (self.client.clone(), self.guard.clone(), self.clock.now());
            let (endpoint_id, url, keys) = (endpoint.id.clone(), endpoint.url.clone(), keys.clone());
            let body = request::body(&message, &self.instance_id);
            under_way.tries.spawn(async move {
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

    /// Notes what came of what was sent, and switches off what has failed for too long.
    async fn note(&self, finished: &mut Vec<Finished>) -> Result<(), StoreError> {
        if finished.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let mut tx = self.store.write().await?;
        let mut went_through: HashMap<&str, bool> = HashMap::new();
        for one in finished.iter() {
            let delivered = one.outcome.is_delivered();
            *went_through.entry(&one.endpoint_id).or_default() |= delivered;
        }
        let mut endpoints: Vec<(&str, bool)> = went_through.into_iter().collect();
        // In the order in which other nodes write them, so that nobody waits for each other.
        endpoints.sort_unstable();
        let mut switched_off = Vec::new();
        for (id, delivered) in endpoints {
            if delivered {
                webhook_endpoints::answered(&mut tx, id).await?;
            } else if webhook_endpoints::failed(&mut tx, id, now - schedule::LONGEST_FAILURE, now).await? {
                switched_off.push(id);
            }
        }
        for one in finished.iter() {
            note_one(&mut tx, one, now).await?;
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
        finished.clear();
        Ok(())
    }
}

async fn note_one(tx: &mut crate::server::store::Transaction, one: &Finished, now: i64) -> Result<(), StoreError> {
    let (endpoint_id, message, outcome) = (&one.endpoint_id, &one.message, &one.outcome);
    let attempt = AttemptRow {
        id: new_id(Prefix::WebhookAttempt, one.attempted_at),
        endpoint_id: endpoint_id.clone(),
        event_id: message.event_id.clone(),
        kind: message.kind.clone(),
        attempted_at: one.attempted_at,
        duration_ms: outcome.duration_ms,
        status: outcome.status.map(i64::from),
        error: outcome.error.clone(),
        response: outcome.response.clone(),
    };
    webhook_messages::insert_attempt(tx, &attempt).await?;
    let Some(error) = &outcome.error else {
        return webhook_messages::delivered(tx, endpoint_id, &message.event_id, now).await;
    };
    let next = schedule::wait(message.failures + 1).map(|wait| now + wait);
    let (id, failures) = (&message.event_id, message.failures + 1);
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
