//! What leaves the building, as operators look after it: mails and text messages without what they say, and how much waits.

use super::{Error, commit};
use crate::model::{ApiError, ErrorCode};
use crate::server::delivery;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::messages;
pub use crate::server::store::messages::{OutboxFilter, OutboxRow, Queues};
use crate::server::vestibule::Inner;

/// At most so many of the messages that are meant, the newest first.
pub async fn outbox(app: &Inner, filter: &OutboxFilter, most: i64) -> Result<Vec<OutboxRow>, Error> {
    Ok(messages::outbox(&mut *app.store.read().await?, filter, most).await?)
}

/// How much waits.
pub async fn queues(app: &Inner) -> Result<Queues, Error> {
    Ok(messages::queues(&mut *app.store.read().await?).await?)
}

/// Sends a message once more that was given up.
///
/// # Errors
/// `resource_not_found` if there is none that would be worth it: what has run out, or was replaced by another, is not.
pub async fn try_again(app: &Inner, id: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let channel = messages::try_again(&mut tx, id, now).await?;
    let channel = channel.ok_or_else(|| ApiError::new(ErrorCode::ResourceNotFound))?;
    AuditEntry::of(AuditAction::MessageRetried).with("channel", channel).write(&mut tx, Some(id), now).await?;
    commit(tx).await?;
    delivery::wake(app);
    Ok(())
}
