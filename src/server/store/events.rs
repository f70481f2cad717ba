//! What happened.

use super::{Connection, StoreError};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// `evt_…`
    pub id: String,
    /// Such as `session.created`.
    pub kind: String,
    /// Whom or what it is about.
    pub subject_id: String,
    /// JSON.
    pub data: String,
}

/// Notes what happened, in the transaction in which it happens.
pub async fn insert(connection: &mut Connection, event: &EventRow, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO events (id, type, subject_id, data, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&event.id)
        .bind(&event.kind)
        .bind(&event.subject_id)
        .bind(&event.data)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
