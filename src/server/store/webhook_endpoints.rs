//! Whom webhooks tell what happened.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Connection, StoreError, number, text};

/// An endpoint.
#[derive(Clone, Debug)]
pub struct EndpointRow {
    /// `ep_…`
    pub id: String,
    /// Where it is.
    pub url: String,
    /// What a person calls it.
    pub description: String,
    /// The chosen types with a space around each; none: all.
    pub events: String,
    /// The secret, sealed with the instance's key.
    pub sealed_secret: String,
    /// The one before, and until when it signs too.
    pub former: Option<(String, i64)>,
    /// Since when nothing has gone through.
    pub failing_since: Option<i64>,
    /// Since when it is off, and why.
    pub disabled: Option<(i64, String)>,
    /// When it was made.
    pub created_at: i64,
    /// When it last changed.
    pub updated_at: i64,
}

const COLUMNS: &str = "id, url, description, events, sealed_secret, former_sealed_secret, former_secret_until,
    failing_since, disabled_at, disabled_reason, created_at, updated_at";

fn read(row: &AnyRow) -> Result<EndpointRow, StoreError> {
    Ok(EndpointRow {
        id: row.try_get("id")?,
        url: row.try_get("url")?,
        description: row.try_get("description")?,
        events: row.try_get("events")?,
        sealed_secret: row.try_get("sealed_secret")?,
        former: text(row, "former_sealed_secret")?.zip(number(row, "former_secret_until")?),
        failing_since: number(row, "failing_since")?,
        disabled: number(row, "disabled_at")?.zip(text(row, "disabled_reason")?),
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

/// Makes one, unless there are as many as there may be.
pub async fn insert(connection: &mut Connection, endpoint: &EndpointRow, most: i64) -> Result<bool, StoreError> {
    let made = sqlx::query(
        "INSERT INTO webhook_endpoints (id, url, description, events, sealed_secret, created_at, updated_at)
         SELECT $1, $2, $3, $4, $5, $6, $6 WHERE (SELECT COUNT(*) FROM webhook_endpoints) < $7",
    )
    .bind(&endpoint.id)
    .bind(&endpoint.url)
    .bind(&endpoint.description)
    .bind(&endpoint.events)
    .bind(&endpoint.sealed_secret)
    .bind(endpoint.created_at)
    .bind(most)
    .execute(connection)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// All of them, oldest first.
pub async fn list(connection: &mut Connection) -> Result<Vec<EndpointRow>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM webhook_endpoints ORDER BY created_at, id"));
    sqlx::query(sql).fetch_all(connection).await?.iter().map(read).collect()
}

/// One of them.
pub async fn by_id(connection: &mut Connection, id: &str) -> Result<Option<EndpointRow>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM webhook_endpoints WHERE id = $1"));
    sqlx::query(sql).bind(id).fetch_optional(connection).await?.as_ref().map(read).transpose()
}

/// An endpoint that is on.
#[derive(Clone, Debug)]
pub struct LiveEndpoint {
    /// `ep_…`
    pub id: String,
    /// Whether nothing goes through there.
    pub is_failing: bool,
    /// When its next message is due, if any waits.
    pub due: Option<i64>,
}

/// Those that are on, and what waits for them.
pub async fn live(connection: &mut Connection) -> Result<Vec<LiveEndpoint>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, failing_since,
             (SELECT next_attempt_at FROM webhook_messages
              WHERE endpoint_id = webhook_endpoints.id AND next_attempt_at IS NOT NULL
              ORDER BY next_attempt_at LIMIT 1) AS due
         FROM webhook_endpoints WHERE disabled_at IS NULL",
    )
    // As in `webhook_messages`: a plan is good for as much as there is now.
    .persistent(false)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(LiveEndpoint {
                id: row.try_get("id")?,
                is_failing: number(row, "failing_since")?.is_some(),
                due: number(row, "due")?,
            })
        })
        .collect()
}

/// Takes the turn of an endpoint that is on: whoever else wants it waits until the transaction is over.
pub async fn take_turn(connection: &mut Connection, id: &str) -> Result<Option<EndpointRow>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!(
        "UPDATE webhook_endpoints SET turns = turns + 1 WHERE id = $1 AND disabled_at IS NULL RETURNING {COLUMNS}"
    ));
    sqlx::query(sql).bind(id).fetch_optional(connection).await?.as_ref().map(read).transpose()
}

/// Changes what is set of it; says whether there is one.
pub async fn update(
    connection: &mut Connection,
    id: &str,
    (url, description, events): (Option<&str>, Option<&str>, Option<&str>),
    now: i64,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE webhook_endpoints SET url = COALESCE($2, url), description = COALESCE($3, description),
             events = COALESCE($4, events), updated_at = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(url)
    .bind(description)
    .bind(events)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Gives it a new secret; the one before signs too until then. Says whether there is one.
pub async fn rotate_secret(
    connection: &mut Connection,
    id: &str,
    sealed_secret: &str,
    until: i64,
    now: i64,
) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE webhook_endpoints SET former_sealed_secret = sealed_secret, former_secret_until = $3,
             sealed_secret = $2, updated_at = $4 WHERE id = $1",
    )
    .bind(id)
    .bind(sealed_secret)
    .bind(until)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Switches it on, as if it had never failed. Says whether there is one.
pub async fn enable(connection: &mut Connection, id: &str, now: i64) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE webhook_endpoints SET disabled_at = NULL, disabled_reason = NULL, failing_since = NULL, updated_at = $2
         WHERE id = $1",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Switches it off, if it is on. Says whether it was.
pub async fn disable(connection: &mut Connection, id: &str, reason: &str, now: i64) -> Result<bool, StoreError> {
    let changed = sqlx::query(
        "UPDATE webhook_endpoints SET disabled_at = $2, disabled_reason = $3, updated_at = $2
         WHERE id = $1 AND disabled_at IS NULL",
    )
    .bind(id)
    .bind(now)
    .bind(reason)
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Notes that something went through.
pub async fn answered(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that nothing went through, and switches it off if nothing has since `longest`. Says whether it did.
pub async fn failed(connection: &mut Connection, id: &str, longest: i64, now: i64) -> Result<bool, StoreError> {
    sqlx::query("UPDATE webhook_endpoints SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL")
        .bind(id)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    let off = sqlx::query(
        "UPDATE webhook_endpoints SET disabled_at = $2, disabled_reason = 'failing', updated_at = $2
         WHERE id = $1 AND disabled_at IS NULL AND failing_since <= $3",
    )
    .bind(id)
    .bind(now)
    .bind(longest)
    .execute(connection)
    .await?;
    Ok(off.rows_affected() == 1)
}

/// Deletes it, with its messages and attempts. Says whether there was one.
pub async fn delete(connection: &mut Connection, id: &str) -> Result<bool, StoreError> {
    let gone = sqlx::query("DELETE FROM webhook_endpoints WHERE id = $1").bind(id).execute(connection).await?;
    Ok(gone.rows_affected() == 1)
}
