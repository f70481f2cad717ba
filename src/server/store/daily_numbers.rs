//! What the dashboard's charts are drawn of: numbers of days, counted once.

use sqlx::Row;

use super::{Connection, StoreError};

/// A number of a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DailyNumber {
    /// Of what.
    pub name: String,
    /// The number of days since 1970, in UTC.
    pub day: i64,
    /// How many.
    pub amount: i64,
    /// When it was counted: of what happened before that.
    pub counted_at: i64,
}

/// All numbers of a day and those after it.
pub async fn since(connection: &mut Connection, day: i64) -> Result<Vec<DailyNumber>, StoreError> {
    let rows =
        sqlx::query("SELECT name, day, amount, counted_at FROM daily_numbers WHERE day >= $1 ORDER BY name, day")
            .bind(day)
            .fetch_all(connection)
            .await?;
    rows.iter()
        .map(|row| {
            Ok(DailyNumber {
                name: row.try_get("name")?,
                day: row.try_get("day")?,
                amount: row.try_get("amount")?,
                counted_at: row.try_get("counted_at")?,
            })
        })
        .collect()
}

/// Keeps a number, in the place of one that was counted before.
pub async fn put(connection: &mut Connection, number: &DailyNumber) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO daily_numbers (name, day, amount, counted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name, day) DO UPDATE SET amount = EXCLUDED.amount, counted_at = EXCLUDED.counted_at",
    )
    .bind(&number.name)
    .bind(number.day)
    .bind(number.amount)
    .bind(number.counted_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many entries of an action the audit log has whose ids sort from one on and before another.
pub async fn entries(
    connection: &mut Connection,
    action: &str,
    (from_id, before_id): (&str, &str),
) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS entries FROM audit_entries WHERE action = $1 AND id >= $2 AND id < $3")
        .bind(action)
        .bind(from_id)
        .bind(before_id)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("entries")?)
}

/// How many people there are.
pub async fn users(connection: &mut Connection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS people FROM users").fetch_one(connection).await?;
    Ok(row.try_get("people")?)
}

/// The same as far as there are not more than so many, which costs no more than these.
pub async fn users_up_to(connection: &mut Connection, most: i64) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS people FROM (SELECT 1 FROM users LIMIT $1) AS few")
        .bind(most)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("people")?)
}

/// From how many people a request came at a time or later.
pub async fn active_users(connection: &mut Connection, since: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(DISTINCT user_id) AS people FROM sessions WHERE last_active_at >= $1 AND actor IS NULL",
    )
    .bind(since)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get("people")?)
}
