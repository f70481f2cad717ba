//! Whoever takes messages from the outbox and sends them. Every node has one for each channel, so that a channel that is
//! stuck does not hold up another. They share the outbox: what one has taken the others leave alone, and what one has
//! taken and did not bring to an end is due again after a minute.

use std::sync::Arc;
use std::time::Duration;

use super::rounds::{Outbox, Rounds, Tasks};
use super::sms::{Sms, SmsSender};
use super::smtp::{Mail, Smtp};
use super::{Channel, SendError, backoff, open};
use crate::server::crypto::{Clock, InstanceKey, MINUTE, chance};
use crate::server::jobs::{Job, Jobs};
use crate::server::store::messages::{self, ClaimedMessage};
use crate::server::store::{Store, StoreError};

/// How many messages one node sends at once.
const AT_ONCE: usize = 4;
/// How long a taken message is left alone by others, in milliseconds.
const CLAIM: i64 = MINUTE;
/// How long it may take to hand over one text message, whoever takes it. Shorter than a claim lasts.
const SMS_PATIENCE: Duration = Duration::from_secs(45);

/// The way that messages of one channel take.
#[derive(Debug)]
pub enum Transport {
    /// Mails.
    Smtp(Box<Smtp>),
    /// Text messages.
    Sms(Arc<dyn SmsSender>),
}

impl Transport {
    fn channel(&self) -> Channel {
        match self {
            Self::Smtp(_) => Channel::Email,
            Self::Sms(_) => Channel::Sms,
        }
    }
}

/// Sends what is in the outbox for one channel.
#[derive(Debug)]
pub struct Worker(Rounds<Messages>);

#[derive(Debug)]
struct Messages {
    transport: Transport,
    store: Store,
    clock: Clock,
    key: InstanceKey,
}

impl Worker {
    /// One that does nothing yet.
    pub fn new(transport: Transport, store: Store, clock: Clock, key: InstanceKey, jobs: Jobs) -> Self {
        Self(Rounds::new(Messages { transport, store, clock: clock.clone(), key }, jobs, clock))
    }

    /// Begins to work.
    pub fn start(&self) {
        self.0.start();
    }

    /// Looks into the outbox at once.
    pub fn wake(&self) {
        self.0.wake();
    }

    /// Takes nothing more, and waits some seconds for what is being sent. What is not sent by then is due again when its
    /// claim runs out.
    pub async fn stop(&self) {
        self.0.stop().await;
    }
}

impl Outbox for Messages {
    /// What became of a message is noted as soon as it is known: there are few.
    type Done = ();

    const WHAT: &'static str = "messages";
    const ROUND: Duration = Duration::from_secs(2);

    fn job(&self) -> Job {
        match self.transport.channel() {
            Channel::Email => Job::Mails,
            Channel::Sms => Job::TextMessages,
        }
    }

    async fn note(&self, _: &[()]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn round(self: &Arc<Self>, tasks: &mut Tasks<()>) -> Result<Duration, StoreError> {
        let channel = self.transport.channel().as_str();
        while tasks.under_way() < AT_ONCE {
            let now = self.clock.now();
            // Asked first, so that an empty outbox never takes the turn of someone who writes.
            let due = messages::next_due(&mut *self.store.read().await?, channel).await?;
            match due {
                None => return Ok(Self::ROUND),
                Some(due) if due > now => {
                    let wait = Duration::from_millis(u64::try_from(due - now).unwrap_or_default());
                    return Ok(wait.min(Self::ROUND));
                }
                Some(_) => {}
            }
            let claimed = messages::claim(&mut *self.store.write_one().await?, channel, now + CLAIM, now).await?;
            // Without one another node was quicker; there may be more.
            if let Some(message) = claimed {
                let outbox = Arc::clone(self);
                tasks.begin(async move { outbox.deliver(&message).await });
            }
        }
        Ok(Self::ROUND)
    }
}

impl Messages {
    async fn deliver(&self, message: &ClaimedMessage) {
        if let Err(error) = self.try_to_deliver(message).await {
            // It is due again when the claim runs out. If it was sent it is sent twice then, under one Message-ID.
            tracing::error!(id = message.id, %error, "what became of a message could not be noted");
        }
    }

    async fn try_to_deliver(&self, message: &ClaimedMessage) -> Result<(), StoreError> {
        let outcome = match message.send_until > self.clock.now() {
            true => self.send(message).await,
            false => Err(SendError::Permanent("too late".into())),
        };
        let now = self.clock.now();
        let id = &message.id;
        let mut connection = self.store.write_one().await?;
        let (error, wait) = match outcome {
            Ok(()) => {
                tracing::debug!(id, attempts = message.attempts, "a message was sent");
                return messages::sent(&mut connection, id, now).await;
            }
            Err(SendError::Transient(error)) => {
                (error, backoff::wait(message.attempts, message.send_until - now, chance()))
            }
            Err(SendError::Permanent(error)) => (error, None),
        };
        match wait {
            Some(wait) => {
                let seconds = wait / 1_000;
                tracing::warn!(
                    id,
                    attempts = message.attempts,
                    error,
                    seconds,
                    "a message was not sent; it will be tried again"
                );
                messages::retry(&mut connection, message, &error, now + wait).await
            }
            None => {
                tracing::error!(id, attempts = message.attempts, error, "a message was not sent and is given up");
                messages::give_up(&mut connection, message, &error, now).await
            }
        }
    }

    async fn send(&self, message: &ClaimedMessage) -> Result<(), SendError> {
        let content = open(&self.key, &message.sealed_content)
            .ok_or_else(|| SendError::Transient("sealed with another VESTIBULE_SECRET_KEY".into()))?;
        let (id, to) = (message.id.as_str(), message.recipient.as_str());
        match &self.transport {
            Transport::Smtp(smtp) => {
                smtp.send(&Mail { id, to, content: &content, created_at: message.created_at }).await
            }
            Transport::Sms(sender) => {
                let left = u64::try_from(message.send_until - self.clock.now()).unwrap_or_default();
                let sms = Sms { id, to, text: &content.text, worth_sending_for: Duration::from_millis(left) };
                match tokio::time::timeout(SMS_PATIENCE, sender.send(&sms)).await {
                    Ok(outcome) => outcome,
                    Err(_) => {
                        let seconds = SMS_PATIENCE.as_secs();
                        Err(SendError::Transient(format!("no answer within {seconds} seconds")))
                    }
                }
            }
        }
    }
}
