//! What leaves the building.

use sqlx::Row;

use super::{Connection, StoreError};

/// A message.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// `msg_…`
    pub id: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Whom it goes to.
    pub recipient: String,
    /// What it says, sealed with the instance's key.
    pub sealed_content: String,
    /// When what it says is good no longer.
    pub expire_at: i64,
    /// When it was written.
    pub created_at: i64,
}

/// Puts a message into the outbox, in the transaction of what it tells.
pub async fn insert(connection: &mut Connection, message: &MessageRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&message.id)
    .bind(&message.channel)
    .bind(&message.recipient)
    .bind(&message.sealed_content)
    .bind(message.expire_at)
    .bind(message.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest messages, newest first.
pub async fn newest(connection: &mut Connection, most: i64) -> Result<Vec<MessageRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, channel, recipient, sealed_content, expire_at, created_at FROM messages
         ORDER BY created_at DESC, id DESC LIMIT $1",
    )
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(MessageRow {
                id: row.try_get("id")?,
                channel: row.try_get("channel")?,
                recipient: row.try_get("recipient")?,
                sealed_content: row.try_get("sealed_content")?,
                expire_at: row.try_get("expire_at")?,
                created_at: row.try_get("created_at")?,
            })
        })
        .collect()
}
