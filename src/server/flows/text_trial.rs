//! A text message by which an operator tries out whether any arrives. It goes as all others do, and what comes of it is told.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::message_samples::WORTH_SENDING;
use super::{Error, commit, identifier, text_messages};
use crate::model::{ApiError, ErrorCode};
use crate::server::delivery::{self, Channel, Kind, To};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::phone_number;
use crate::server::store::messages::{self, Fate};
use crate::server::vestibule::Inner;

/// What it says: what most of them say.
const KIND: Kind = Kind { name: "verification_code", channel: Channel::Sms };
/// For how long it is waited for what comes of it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked.
const LOOK: Duration = Duration::from_millis(200);

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The service has taken it.
    Sent,
    /// The service does not take it; what it answered, without its words, in which there may be anything.
    Refused(String),
    /// The service has not taken it, and is asked again.
    PutOff(String),
    /// Nobody has answered yet.
    Waits,
    /// No service is set: it stands in the mailbox of development.
    InMailbox,
}

impl Outcome {
    fn of(fate: Fate) -> Self {
        match (fate.sent_at, fate.failed_at, fate.next_attempt_at, fate.last_error) {
            (Some(_), ..) => Self::Sent,
            (None, Some(_), _, why) => Self::Refused(why.unwrap_or_default()),
            (None, None, Some(_), Some(why)) => Self::PutOff(why),
            (None, None, Some(_), None) => Self::Waits,
            (None, None, None, _) => Self::InMailbox,
        }
    }
}

/// A message that was sent.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The number that it went to, as people write it.
    pub number: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whether a text message would go anywhere: to a service, or into the mailbox of development.
pub fn are_sent(app: &Inner) -> bool {
    app.texter.is_some() || app.settings.is_development()
}

/// Sends one to a number, and waits a while for what comes of it.
///
/// # Errors
/// `action_not_allowed` where none are sent, what is wrong with the number as wherever one is typed, and `too_many_requests`.
pub async fn send(app: &Inner, typed: &str) -> Result<Trial, Error> {
    if !are_sent(app) {
        return Err(ApiError::new(ErrorCode::ActionNotAllowed).into());
    }
    let number = identifier::phone_number(typed, "", &app.settings.sms)?.normalized;
    let letter = KIND.sample().ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?;
    let (now, language) = (app.clock.now(), app.settings.default_locale);
    let mut tx = app.store.write().await?;
    text_messages::take_trial(app, &mut tx, &number, now).await?;
    let to = To { address: &number, language: Some(language), user_id: None };
    let id = delivery::send(app, &mut tx, to, &letter, now + WORTH_SENDING, now).await?;
    let entry = AuditEntry::of(AuditAction::MessageTested)
        .with("template", KIND.name)
        .with("language", language.tag())
        .with("channel", "sms")
        .with("to", phone_number::masked(&number));
    entry.write(&mut tx, None, now).await?;
    commit(tx).await?;
    delivery::wake(app);
    Ok(Trial { outcome: outcome(app, &id).await?, number: phone_number::international(&number) })
}

async fn outcome(app: &Inner, id: &str) -> Result<Outcome, Error> {
    let until = Instant::now() + PATIENCE;
    loop {
        let fate = messages::fate(&mut *app.store.read().await?, id).await?;
        let outcome = fate.map_or(Outcome::Waits, Outcome::of);
        if outcome != Outcome::Waits || Instant::now() >= until {
            return Ok(outcome);
        }
        sleep(LOOK).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_read_from_the_outbox() {
        let fate = |sent_at, failed_at, next_attempt_at, why: Option<&str>| {
            Outcome::of(Fate { sent_at, failed_at, next_attempt_at, last_error: why.map(str::to_owned) })
        };
        // What went wrong before it went well is of no interest.
        assert_eq!(fate(Some(1), None, None, Some("503")), Outcome::Sent);
        assert_eq!(fate(None, Some(1), None, Some("400")), Outcome::Refused("400".into()));
        assert_eq!(fate(None, None, Some(1), Some("503")), Outcome::PutOff("503".into()));
        assert_eq!(fate(None, None, Some(1), None), Outcome::Waits);
        assert_eq!(fate(None, None, None, None), Outcome::InMailbox);
    }
}
