//! What happened.

use sqlx::Row;

use super::{Connection, StoreError, places};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// `evt_…`
    pub id: String,
    /// Such as `session.created`.
    pub kind: String,
    /// Whom or what it is about.
    pub subject_id: String,
    /// Which user it is about, if that is someone else than the subject: what is told about one user is told in order.
    pub order_key: Option<String>,
    /// Where it stands among what this process has noted.
    pub position: i64,
    /// JSON.
    pub data: String,
    /// From where the request came that it came of.
    pub client_ip: Option<String>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}

/// Notes what happened, in the transaction in which it happens. Where there is a webhook endpoint it waits from then on to be
/// handed out, whenever it is committed; where there is none it waits for nobody.
pub async fn insert(connection: &mut Connection, event: &EventRow, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO events (id, type, subject_id, order_key, position, data, client_ip, user_agent, created_at, fan_out)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
             (SELECT CAST(0 AS BIGINT) FROM webhook_endpoints WHERE disabled_at IS NULL LIMIT 1))",
    )
    .bind(&event.id)
    .bind(&event.kind)
    .bind(&event.subject_id)
    .bind(&event.order_key)
    .bind(event.position)
    .bind(&event.data)
    .bind(&event.client_ip)
    .bind(&event.user_agent)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an event waits to be handed out.
pub async fn any_waits(connection: &mut Connection) -> Result<bool, StoreError> {
    Ok(!waiting(connection, 1).await?.is_empty())
}

/// The oldest events that wait to be handed out. The plan for it is made anew each time, and the order leaves it one index: what
/// waits is nothing in one moment and everything in the next.
async fn waiting(connection: &mut Connection, most: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT id FROM events WHERE fan_out = 0 ORDER BY position LIMIT $1")
        .persistent(false)
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// Makes messages of the oldest events that wait: one for each endpoint that is on and has chosen the type. Nodes do this one
/// after the other, whoever comes first; what is not committed waits as before. Says whether there may be more.
pub async fn hand_out(connection: &mut Connection, most: i64) -> Result<bool, StoreError> {
    // Written first, so that whoever else wants to hand out waits until this is committed, and then sees it.
    sqlx::query("UPDATE webhook_turns SET number = number + 1 WHERE id = 1").execute(&mut *connection).await?;
    // Named one by one: an event that is committed meanwhile is not among them, and is not taken for one that was.
    let ids = waiting(connection, most).await?;
    if ids.is_empty() {
        return Ok(false);
    }
    let places = places(1, ids.len());
    let messages = sqlx::AssertSqlSafe(format!(
        "INSERT INTO webhook_messages (endpoint_id, event_id, type, order_key, position, created_at, next_attempt_at)
         SELECT webhook_endpoints.id, events.id, events.type, COALESCE(events.order_key, events.subject_id),
             events.position, events.created_at, events.created_at
         FROM events JOIN webhook_endpoints ON webhook_endpoints.disabled_at IS NULL
             AND (webhook_endpoints.events = '' OR webhook_endpoints.events LIKE '% ' || events.type || ' %')
         WHERE events.id IN ({places})
         ON CONFLICT (endpoint_id, event_id) DO NOTHING"
    ));
    let handed_out = sqlx::AssertSqlSafe(format!("UPDATE events SET fan_out = NULL WHERE id IN ({places})"));
    for sql in [messages, handed_out] {
        let query = sqlx::query(sql).persistent(false);
        ids.iter().fold(query, |query, id| query.bind(id)).execute(&mut *connection).await?;
    }
    Ok(i64::try_from(ids.len()) == Ok(most))
}

/// Deletes the oldest events from before a moment that nobody waits for and of which no endpoint has a message any more: at most
/// so many. Returns how many. What endpoints were told is deleted before, so that few messages are left to ask.
pub async fn sweep(connection: &mut Connection, before: i64, most: i64) -> Result<u64, StoreError> {
    // A message is as old as its event. Those that wait and those that are done have an index each.
    let gone = sqlx::query(
        "DELETE FROM events WHERE id IN (
             SELECT id FROM events WHERE fan_out IS NULL AND created_at < $1
                 AND id NOT IN (SELECT event_id FROM webhook_messages WHERE next_attempt_at IS NULL AND created_at < $1)
                 AND id NOT IN
                     (SELECT event_id FROM webhook_messages WHERE next_attempt_at IS NOT NULL AND created_at < $1)
             ORDER BY created_at LIMIT $2)",
    )
    .persistent(false)
    .bind(before)
    .bind(most)
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}
