//! What webhook endpoints are told, and how each try went.
//!
//! What waits is few rows in one moment and most of the table in the next, long before PostgreSQL counts again, so nothing that
//! is asked in each round may have a plan that is good for few rows only. Each statement is about one table, and reads it by
//! the one index that fits; what it says cannot be turned into a join of the table with itself. None is kept prepared: a plan
//! that was made when the table was a page long reads all of it, and would be used until it is analyzed.

use std::collections::BTreeSet;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::user_pages::Place;
use super::{Connection, StoreError, number, places, text};

/// What follows about the same user waits until what was before has failed so often.
const OVERTAKEN_AFTER: i64 = 2;

/// A message that one node has taken, to send it.
#[derive(Clone, Debug)]
pub struct ClaimedWebhook {
    /// `evt_…`
    pub event_id: String,
    /// Such as `user.created`.
    pub kind: String,
    /// JSON.
    pub data: String,
    /// From where the request came that it came of.
    pub client_ip: Option<String>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// When it happened.
    pub created_at: i64,
    /// How many times it was taken, this one included.
    pub claims: i64,
    /// How many tries have failed.
    pub failures: i64,
}

/// Takes the messages of an endpoint that have been due for longest and puts them off to `until`, but for those whose event is
/// gone. What follows another message
/// about the same user is left until that one went through, or has failed twice. Whoever asks has the turn of the endpoint.
pub async fn claim(
    connection: &mut Connection,
    endpoint_id: &str,
    most: usize,
    until: i64,
    now: i64,
) -> Result<Vec<ClaimedWebhook>, StoreError> {
    let ids = may_be_sent(connection, endpoint_id, most, now).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // What went through meanwhile, after all, is due no more. COALESCE keeps the index of what waits out of it: there may be
    // much in that which is not meant.
    let sql = sqlx::AssertSqlSafe(format!(
        "UPDATE webhook_messages SET claims = claims + 1, next_attempt_at = $3
         WHERE endpoint_id = $1 AND COALESCE(next_attempt_at, $3) <= $2 AND event_id IN ({})
         RETURNING event_id, type, created_at, claims, failures, position,
             COALESCE(data, (SELECT events.data FROM events WHERE events.id = event_id)) AS event_data,
             (SELECT events.client_ip FROM events WHERE events.id = event_id) AS client_ip,
             (SELECT events.user_agent FROM events WHERE events.id = event_id) AS user_agent",
        places(4, ids.len())
    ));
    let query = sqlx::query(sql).persistent(false).bind(endpoint_id).bind(now).bind(until);
    let rows = ids.iter().fold(query, |query, id| query.bind(id)).fetch_all(&mut *connection).await?;
    let (mut messages, mut empty) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in &rows {
        match text(row, "event_data")? {
            Some(data) => messages.push(claimed(row, data)?),
            None => empty.push(row.try_get::<String, _>("event_id")?),
        }
    }
    give_up(connection, endpoint_id, &empty, now).await?;
    messages.sort_by_key(|(position, _)| *position);
    Ok(messages.into_iter().map(|(_, message)| message).collect())
}

/// Gives up messages of which nobody knows any more what they would say.
async fn give_up(
    connection: &mut Connection,
    endpoint_id: &str,
    event_ids: &[String],
    now: i64,
) -> Result<(), StoreError> {
    if event_ids.is_empty() {
        return Ok(());
    }
    tracing::error!(endpoint_id, ?event_ids, "what happened is kept no longer, and cannot be told");
    let sql = sqlx::AssertSqlSafe(format!(
        "UPDATE webhook_messages SET next_attempt_at = NULL, failed_at = $2
         WHERE endpoint_id = $1 AND event_id IN ({})",
        places(3, event_ids.len())
    ));
    let query = sqlx::query(sql).persistent(false).bind(endpoint_id).bind(now);
    event_ids.iter().fold(query, |query, id| query.bind(id)).execute(connection).await?;
    Ok(())
}

/// The first message about the same user as a message, `due`, of the endpoint `$1` that keeps what follows waiting, as `what`.
fn first(what: &str) -> String {
    format!(
        "(SELECT {what} FROM webhook_messages AS former WHERE former.endpoint_id = $1
          AND former.order_key = due.order_key AND former.next_attempt_at IS NOT NULL AND former.failures < $4
          ORDER BY former.position LIMIT 1)"
    )
}

/// That nothing about the same user is before a message, `due`, of the endpoint `$1`.
fn is_next() -> String {
    format!("due.position <= COALESCE({}, due.position)", first("former.position"))
}

/// Which messages of an endpoint are due and have nothing before them, those that have been due for longest first.
async fn may_be_sent(
    connection: &mut Connection,
    endpoint_id: &str,
    most: usize,
    now: i64,
) -> Result<Vec<String>, StoreError> {
    let window = 2 * most;
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT event_id, order_key, CASE WHEN {} THEN event_id
             ELSE {} END AS sendable
         FROM webhook_messages AS due WHERE due.endpoint_id = $1 AND due.next_attempt_at <= $2
         ORDER BY due.next_attempt_at, due.position LIMIT $3",
        is_next(),
        // It is tried again, and due only since what waits for it was: however much that is, it has to be come by.
        first("CASE WHEN former.next_attempt_at <= $2 THEN former.event_id END")
    ));
    let query = sqlx::query(sql).persistent(false).bind(endpoint_id).bind(now).bind(rows(window));
    let looked_at = query.bind(OVERTAKEN_AFTER).fetch_all(&mut *connection).await?;
    let (mut ids, mut keys) = (Vec::<String>::new(), BTreeSet::new());
    for row in &looked_at {
        if let Some(id) = text(row, "sendable")?
            && !ids.contains(&id)
        {
            ids.push(id);
        }
        keys.insert(row.try_get::<String, _>("order_key")?);
    }
    if ids.len() < most && looked_at.len() == window {
        // Much may wait behind one message, about one user: it is passed over and not looked at one by one.
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT event_id FROM webhook_messages AS due WHERE due.endpoint_id = $1 AND due.next_attempt_at <= $2
                 AND due.order_key NOT IN ({}) AND {}
             ORDER BY due.next_attempt_at, due.position LIMIT $3",
            places(5, keys.len()),
            is_next()
        ));
        let query = sqlx::query(sql).persistent(false).bind(endpoint_id).bind(now).bind(rows(most - ids.len()));
        let query = keys.iter().fold(query.bind(OVERTAKEN_AFTER), |query, key| query.bind(key));
        for row in query.fetch_all(connection).await? {
            ids.push(row.try_get("event_id")?);
        }
    }
    ids.truncate(most);
    Ok(ids)
}

/// A number of rows, as a statement is told it.
fn rows(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn claimed(row: &AnyRow, data: String) -> Result<(i64, ClaimedWebhook), StoreError> {
    let message = ClaimedWebhook {
        event_id: row.try_get("event_id")?,
        kind: row.try_get("type")?,
        data,
        client_ip: text(row, "client_ip")?,
        user_agent: text(row, "user_agent")?,
        created_at: row.try_get("created_at")?,
        claims: row.try_get("claims")?,
        failures: row.try_get("failures")?,
    };
    Ok((row.try_get("position")?, message))
}

/// Notes that messages went through, whoever else has taken them meanwhile.
pub async fn delivered(
    connection: &mut Connection,
    endpoint_id: &str,
    event_ids: &[&str],
    now: i64,
) -> Result<(), StoreError> {
    if event_ids.is_empty() {
        return Ok(());
    }
    let sql = sqlx::AssertSqlSafe(format!(
        "UPDATE webhook_messages SET delivered_at = $2, next_attempt_at = NULL, failed_at = NULL
         WHERE endpoint_id = $1 AND event_id IN ({})",
        places(3, event_ids.len())
    ));
    let query = sqlx::query(sql).persistent(false).bind(endpoint_id).bind(now);
    event_ids.iter().fold(query, |query, id| query.bind(*id)).execute(connection).await?;
    Ok(())
}

/// Notes that a try failed and when the next one is due, or that there is none any more, unless another node has taken the
/// message meanwhile.
pub async fn not_delivered(
    connection: &mut Connection,
    endpoint_id: &str,
    message: &ClaimedWebhook,
    next: Option<i64>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE webhook_messages SET failures = failures + 1, next_attempt_at = $4, failed_at = $5
         WHERE endpoint_id = $1 AND event_id = $2 AND claims = $3 AND next_attempt_at IS NOT NULL",
    )
    .persistent(false)
    .bind(endpoint_id)
    .bind(&message.event_id)
    .bind(message.claims)
    .bind(next)
    .bind(next.is_none().then_some(now))
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives up all that waits for an endpoint.
pub async fn give_up_all(connection: &mut Connection, endpoint_id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE webhook_messages SET next_attempt_at = NULL, failed_at = $2
         WHERE endpoint_id = $1 AND next_attempt_at IS NOT NULL",
    )
    .bind(endpoint_id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts an example for an endpoint into the outbox: there is no event behind it.
pub async fn insert_example(
    connection: &mut Connection,
    endpoint_id: &str,
    (event_id, kind, data): (&str, &str, &str),
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO webhook_messages
             (endpoint_id, event_id, type, data, order_key, position, created_at, next_attempt_at)
         VALUES ($1, $2, $3, $4, $2, 0, $5, $5)",
    )
    .bind(endpoint_id)
    .bind(event_id)
    .bind(kind)
    .bind(data)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sends an endpoint one event once more, whatever became of it before and whatever types it has chosen. Says whether there is
/// such an event: one of which it has no message yet is of `kept_since` at least, so that nobody deletes it meanwhile.
pub async fn replay(
    connection: &mut Connection,
    endpoint_id: &str,
    event_id: &str,
    kept_since: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let again = sqlx::query(
        "UPDATE webhook_messages SET next_attempt_at = $3, failures = 0, failed_at = NULL
         WHERE endpoint_id = $1 AND event_id = $2",
    )
    .bind(endpoint_id)
    .bind(event_id)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    if again.rows_affected() == 1 {
        return Ok(true);
    }
    let made = sqlx::query(
        "INSERT INTO webhook_messages (endpoint_id, event_id, type, order_key, position, created_at, next_attempt_at)
         SELECT $1, id, type, COALESCE(order_key, subject_id), position, created_at, $3 FROM events
         WHERE id = $2 AND created_at >= $4
         ON CONFLICT (endpoint_id, event_id) DO NOTHING",
    )
    .bind(endpoint_id)
    .bind(event_id)
    .bind(now)
    .bind(kept_since)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Sends an endpoint all that it has chosen and has not got since a moment: what failed, what waits for another try, and what
/// happened while it was off or not there yet. Returns how many that are. What it has no message of yet is of `kept_since` at least,
/// so that nobody deletes it meanwhile.
pub async fn replay_since(
    connection: &mut Connection,
    endpoint_id: &str,
    (since, kept_since): (i64, i64),
    now: i64,
) -> Result<u64, StoreError> {
    let again = sqlx::query(
        "UPDATE webhook_messages SET next_attempt_at = $3, failures = 0, failed_at = NULL
         WHERE endpoint_id = $1 AND created_at >= $2 AND delivered_at IS NULL",
    )
    .bind(endpoint_id)
    .bind(since)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let made = sqlx::query(
        "INSERT INTO webhook_messages (endpoint_id, event_id, type, order_key, position, created_at, next_attempt_at)
         SELECT webhook_endpoints.id, events.id, events.type, COALESCE(events.order_key, events.subject_id),
             events.position, events.created_at, $3
         FROM events JOIN webhook_endpoints ON webhook_endpoints.id = $1
             AND (webhook_endpoints.events = '' OR webhook_endpoints.events LIKE '% ' || events.type || ' %')
         WHERE events.created_at >= $2 AND events.fan_out IS NULL
         ON CONFLICT (endpoint_id, event_id) DO NOTHING",
    )
    .bind(endpoint_id)
    .bind(since.max(kept_since))
    .bind(now)
    .execute(connection)
    .await?;
    Ok(again.rows_affected() + made.rows_affected())
}

/// A try, and what came of it.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// `atmpt_…`
    pub id: String,
    /// `ep_…`
    pub endpoint_id: String,
    /// `evt_…`
    pub event_id: String,
    /// Such as `user.created`.
    pub kind: String,
    /// When it began.
    pub attempted_at: i64,
    /// How long it took.
    pub duration_ms: i64,
    /// The status of the answer, if there was one.
    pub status: Option<i64>,
    /// What went wrong.
    pub error: Option<String>,
    /// How the answer began.
    pub response: Option<String>,
}

/// Notes tries, except of an endpoint that is gone.
pub async fn insert_attempts(connection: &mut Connection, attempts: &[AttemptRow]) -> Result<(), StoreError> {
    if attempts.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..attempts.len()).map(|at| format!("({})", places(1 + at * 9, 9))).collect();
    let sql = sqlx::AssertSqlSafe(format!(
        "INSERT INTO webhook_attempts
             (id, endpoint_id, event_id, type, attempted_at, duration_ms, status, error, response)
         SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9
         FROM (VALUES {}) AS tries JOIN webhook_endpoints ON webhook_endpoints.id = column2",
        rows.join(", ")
    ));
    let query = attempts.iter().fold(sqlx::query(sql).persistent(false), |query, attempt| {
        query
            .bind(&attempt.id)
            .bind(&attempt.endpoint_id)
            .bind(&attempt.event_id)
            .bind(&attempt.kind)
            .bind(attempt.attempted_at)
            .bind(attempt.duration_ms)
            .bind(attempt.status)
            .bind(&attempt.error)
            .bind(&attempt.response)
    });
    query.execute(connection).await?;
    Ok(())
}

/// How many tries of an endpoint there are.
pub async fn count_attempts(connection: &mut Connection, endpoint_id: &str) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS attempts FROM webhook_attempts WHERE endpoint_id = $1")
        .bind(endpoint_id)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("attempts")?)
}

/// The tries of an endpoint, newest first.
pub async fn attempts(
    connection: &mut Connection,
    endpoint_id: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<AttemptRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, endpoint_id, event_id, type, attempted_at, duration_ms, status, error, response
         FROM webhook_attempts WHERE endpoint_id = $1 ORDER BY attempted_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(endpoint_id)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await?;
    rows.iter().map(attempt).collect()
}

fn attempt(row: &AnyRow) -> Result<AttemptRow, StoreError> {
    Ok(AttemptRow {
        id: row.try_get("id")?,
        endpoint_id: row.try_get("endpoint_id")?,
        event_id: row.try_get("event_id")?,
        kind: row.try_get("type")?,
        attempted_at: row.try_get("attempted_at")?,
        duration_ms: row.try_get("duration_ms")?,
        status: number(row, "status")?,
        error: text(row, "error")?,
        response: text(row, "response")?,
    })
}

/// What [`attempts_after`] asks the database: of the endpoint `$1`, behind the place `$2`, `$3`, at most `$4`.
pub const ATTEMPTS_AFTER: &str =
    "SELECT id, endpoint_id, event_id, type, attempted_at, duration_ms, status, error, response
     FROM webhook_attempts WHERE endpoint_id = $1 AND (attempted_at, id) < ($2, $3)
     ORDER BY attempted_at DESC, id DESC LIMIT $4";

/// The tries of an endpoint, newest first, from a place on.
pub async fn attempts_after(
    connection: &mut Connection,
    endpoint_id: &str,
    place: Option<&Place>,
    limit: i64,
) -> Result<Vec<AttemptRow>, StoreError> {
    let (at, id) = place.map_or((i64::MAX, ""), |place| (place.at, place.id.as_str()));
    let query = sqlx::query(ATTEMPTS_AFTER).persistent(false).bind(endpoint_id).bind(at).bind(id).bind(limit);
    query.fetch_all(connection).await?.iter().map(attempt).collect()
}

/// Deletes tries, and messages that nothing happens to any more, from before a moment. Returns how many rows went.
pub async fn sweep(connection: &mut Connection, before: i64) -> Result<u64, StoreError> {
    let attempts = sqlx::query(
        "DELETE FROM webhook_attempts WHERE endpoint_id IN (SELECT id FROM webhook_endpoints) AND attempted_at < $1",
    )
    .bind(before)
    .execute(&mut *connection)
    .await?;
    let messages = sqlx::query("DELETE FROM webhook_messages WHERE created_at < $1 AND next_attempt_at IS NULL")
        .bind(before)
        .execute(connection)
        .await?;
    Ok(attempts.rows_affected() + messages.rows_affected())
}
