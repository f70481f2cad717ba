//! What leaves the building.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::conditions::{Conditions, Value};
use super::{Connection, StoreError, number, text};

/// A message.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// `msg_…`
    pub id: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Whom it goes to.
    pub recipient: String,
    /// The sign-in or sign-up that it belongs to, of which only the newest message is good.
    pub subject_id: Option<String>,
    /// What it says, sealed with the instance's key.
    pub sealed_content: String,
    /// When it is kept no longer.
    pub expire_at: i64,
    /// When it was written.
    pub created_at: i64,
}

/// A message that one worker has taken, to send it.
#[derive(Clone, Debug)]
pub struct ClaimedMessage {
    /// `msg_…`
    pub id: String,
    /// Whom it goes to.
    pub recipient: String,
    /// What it says, sealed with the instance's key.
    pub sealed_content: String,
    /// When it is too late to send it.
    pub send_until: i64,
    /// How many times it was taken, this one included.
    pub attempts: i64,
    /// When it was written.
    pub created_at: i64,
}

/// Puts a message into the outbox, in the transaction of what it tells. With `send_until` it is due at once, and until
/// then; without, nobody sends it.
pub async fn insert(
    connection: &mut Connection,
    message: &MessageRow,
    send_until: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO messages (id, channel, recipient, sealed_content, expire_at, created_at, send_until, next_attempt_at,
             subject_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&message.id)
    .bind(&message.channel)
    .bind(&message.recipient)
    .bind(&message.sealed_content)
    .bind(message.expire_at)
    .bind(message.created_at)
    .bind(send_until)
    .bind(send_until.map(|_| message.created_at))
    .bind(&message.subject_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a message back that nobody has seen.
pub async fn remove(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM messages WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}

/// Every message that belongs to something.
pub const REMOVE_ALL_OF: &str = "DELETE FROM messages WHERE subject_id = $1";

/// Removes every message that belongs to something which is forgotten.
pub async fn remove_all_of(connection: &mut Connection, subject_id: &str) -> Result<(), StoreError> {
    sqlx::query(REMOVE_ALL_OF).bind(subject_id).execute(connection).await?;
    Ok(())
}

/// Withdraws what of a sign-in, a sign-up or an invitation was not sent yet: what it brings is good no longer. What is being sent at this
/// moment may still arrive, but is not tried again.
pub async fn withdraw(connection: &mut Connection, subject_id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messages SET next_attempt_at = NULL, failed_at = $2, last_error = 'superseded'
         WHERE subject_id = $1 AND next_attempt_at IS NOT NULL",
    )
    .bind(subject_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// When the next message of a channel is due, if any waits.
pub async fn next_due(connection: &mut Connection, channel: &str) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query(
        "SELECT next_attempt_at FROM messages WHERE next_attempt_at IS NOT NULL AND channel = $1
         ORDER BY next_attempt_at LIMIT 1",
    )
    .bind(channel)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("next_attempt_at")).transpose()?)
}

/// Takes the message of a channel that has been due for longest and puts it off to `until`. `None` when nothing is due,
/// or when another worker was quicker.
pub async fn claim(
    connection: &mut Connection,
    channel: &str,
    until: i64,
    now: i64,
) -> Result<Option<ClaimedMessage>, StoreError> {
    let row = sqlx::query(
        "UPDATE messages SET attempts = attempts + 1, next_attempt_at = $1
         WHERE next_attempt_at <= $2 AND id =
             (SELECT id FROM messages WHERE next_attempt_at <= $2 AND channel = $3
              ORDER BY next_attempt_at, id LIMIT 1)
         RETURNING id, recipient, sealed_content, send_until, attempts, created_at",
    )
    .bind(until)
    .bind(now)
    .bind(channel)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(claimed).transpose()
}

fn claimed(row: &AnyRow) -> Result<ClaimedMessage, StoreError> {
    Ok(ClaimedMessage {
        id: row.try_get("id")?,
        recipient: row.try_get("recipient")?,
        sealed_content: row.try_get("sealed_content")?,
        send_until: row.try_get("send_until")?,
        attempts: row.try_get("attempts")?,
        created_at: row.try_get("created_at")?,
    })
}

/// Notes that a message was sent, whoever else has taken it meanwhile.
pub async fn sent(connection: &mut Connection, id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messages SET sent_at = $2, next_attempt_at = NULL, failed_at = NULL, last_error = NULL WHERE id = $1",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a try failed and when the next one is due, unless another worker has taken the message meanwhile.
pub async fn retry(
    connection: &mut Connection,
    message: &ClaimedMessage,
    error: &str,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messages SET next_attempt_at = $3, last_error = $4
         WHERE id = $1 AND attempts = $2 AND next_attempt_at IS NOT NULL",
    )
    .bind(&message.id)
    .bind(message.attempts)
    .bind(at)
    .bind(error)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a message is not tried again, unless another worker has taken it meanwhile.
pub async fn give_up(
    connection: &mut Connection,
    message: &ClaimedMessage,
    error: &str,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE messages SET next_attempt_at = NULL, failed_at = $3, last_error = $4
         WHERE id = $1 AND attempts = $2 AND next_attempt_at IS NOT NULL",
    )
    .bind(&message.id)
    .bind(message.attempts)
    .bind(now)
    .bind(error)
    .execute(connection)
    .await?;
    Ok(())
}

/// The newest messages, newest first.
pub async fn newest(connection: &mut Connection, most: i64) -> Result<Vec<MessageRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, channel, recipient, subject_id, sealed_content, expire_at, created_at FROM messages
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
                subject_id: text(row, "subject_id")?,
                sealed_content: row.try_get("sealed_content")?,
                expire_at: row.try_get("expire_at")?,
                created_at: row.try_get("created_at")?,
            })
        })
        .collect()
}

/// Whether any message went out by a channel, `email` or `sms`, since a time.
pub async fn was_any_sent(connection: &mut Connection, channel: &str, since: i64) -> Result<bool, StoreError> {
    let sent = sqlx::query("SELECT id FROM messages WHERE channel = $1 AND sent_at >= $2 LIMIT 1");
    Ok(sent.bind(channel).bind(since).fetch_optional(connection).await?.is_some())
}

/// A message as operators see it: without what it says, which may be a code.
#[derive(Clone, Debug)]
pub struct OutboxRow {
    /// `msg_…`
    pub id: String,
    /// `email` or `sms`.
    pub channel: String,
    /// Whom it goes to.
    pub recipient: String,
    /// How many times it was tried.
    pub attempts: i64,
    /// When it is tried next; `None` when it is not tried any more.
    pub next_attempt_at: Option<i64>,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When it was given up.
    pub failed_at: Option<i64>,
    /// What went wrong last, without anything of what it says.
    pub last_error: Option<String>,
    /// When it is too late to send it; `None` where nobody sends anything.
    pub send_until: Option<i64>,
    /// When it was written.
    pub created_at: i64,
    /// When it is kept no longer.
    pub expire_at: i64,
}

/// What has become of a message so far.
#[derive(Clone, Debug)]
pub struct Fate {
    /// When it is tried next; `None` when it is not tried any more, and where nobody sends anything.
    pub next_attempt_at: Option<i64>,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When it was given up.
    pub failed_at: Option<i64>,
    /// What went wrong last, without anything of what it says.
    pub last_error: Option<String>,
}

/// What has become of a message so far, if it is still kept.
pub async fn fate(connection: &mut Connection, id: &str) -> Result<Option<Fate>, StoreError> {
    let row = sqlx::query("SELECT next_attempt_at, sent_at, failed_at, last_error FROM messages WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Fate {
        next_attempt_at: number(&row, "next_attempt_at")?,
        sent_at: number(&row, "sent_at")?,
        failed_at: number(&row, "failed_at")?,
        last_error: text(&row, "last_error")?,
    }))
}

/// Which messages operators ask for.
#[derive(Clone, Debug, Default)]
pub struct OutboxFilter {
    /// Those that were given up.
    pub failed: bool,
    /// Those to this address or number.
    pub recipient: Option<String>,
    /// Those behind this one: until when it is kept, and its id.
    pub after: Option<(i64, String)>,
}

fn outbox_question(filter: &OutboxFilter) -> (String, Conditions<'_>) {
    let mut all = Conditions::default();
    if filter.failed {
        all.add("failed_at IS NOT NULL");
    }
    all.with("LOWER(recipient) = LOWER({})", filter.recipient.as_deref().map(Value::Text));
    if let Some((expire_at, id)) = &filter.after {
        // A number stands for itself.
        all.with(&format!("(expire_at, id) < ({expire_at}, {{}})"), Some(Value::Text(id)));
    }
    let sql = format!(
        "SELECT id, channel, recipient, attempts, next_attempt_at, sent_at, failed_at, last_error, send_until, created_at,
             expire_at
         FROM messages {} ORDER BY expire_at DESC, id DESC {}",
        all.clause(),
        all.limit()
    );
    (sql, all)
}

/// What [`outbox`] asks the database: for whoever wants to see how it answers.
pub fn outbox_sql(filter: &OutboxFilter) -> String {
    outbox_question(filter).0
}

/// The messages that are kept longest, which are the newest, without what they say: at most so many of those that are meant.
pub async fn outbox(
    connection: &mut Connection,
    filter: &OutboxFilter,
    most: i64,
) -> Result<Vec<OutboxRow>, StoreError> {
    let (sql, conditions) = outbox_question(filter);
    let rows = conditions.ask_page(connection, sql, (most, 0)).await?;
    rows.iter()
        .map(|row| {
            Ok(OutboxRow {
                id: row.try_get("id")?,
                channel: row.try_get("channel")?,
                recipient: row.try_get("recipient")?,
                attempts: row.try_get("attempts")?,
                next_attempt_at: number(row, "next_attempt_at")?,
                sent_at: number(row, "sent_at")?,
                failed_at: number(row, "failed_at")?,
                last_error: text(row, "last_error")?,
                send_until: number(row, "send_until")?,
                created_at: row.try_get("created_at")?,
                expire_at: row.try_get("expire_at")?,
            })
        })
        .collect()
}

/// Lets a message that was given up be tried once more, if it is still worth it; gives its channel.
pub async fn try_again(connection: &mut Connection, id: &str, now: i64) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "UPDATE messages SET next_attempt_at = $2, failed_at = NULL
         WHERE id = $1 AND failed_at IS NOT NULL AND send_until > $2 AND last_error <> 'superseded'
         RETURNING channel",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("channel")).transpose()?)
}

/// How much waits to leave the building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queues {
    /// Mails and text messages.
    pub messages: i64,
    /// Webhooks.
    pub webhooks: i64,
    /// Events that were not handed out to webhook endpoints yet.
    pub events: i64,
}

/// How long the queues are.
pub async fn queues(connection: &mut Connection) -> Result<Queues, StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM messages WHERE next_attempt_at IS NOT NULL) AS messages,
             (SELECT COUNT(*) FROM webhook_messages WHERE next_attempt_at IS NOT NULL) AS webhooks,
             (SELECT COUNT(*) FROM events WHERE fan_out IS NOT NULL) AS events",
    )
    .fetch_one(connection)
    .await?;
    Ok(Queues {
        messages: row.try_get("messages")?,
        webhooks: row.try_get("webhooks")?,
        events: row.try_get("events")?,
    })
}
