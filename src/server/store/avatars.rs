//! Which pictures there are in the store, and whose they are. Whoever calls it holds the user.

use sqlx::Row;

use super::{Connection, StoreError};

/// Notes a picture that is on its way into the store: it goes at `delete_at`, unless it becomes somebody's before.
pub async fn insert(connection: &mut Connection, id: &str, delete_at: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO avatars (id, delete_at) VALUES ($1, $2)")
        .bind(id)
        .bind(delete_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a picture that is on its way in the picture of a person; the one before may go. `false` if it was given up.
pub async fn set(connection: &mut Connection, user_id: &str, id: &str, now: i64) -> Result<bool, StoreError> {
    let kept = sqlx::query("UPDATE avatars SET delete_at = NULL WHERE id = $1 AND delete_at > $2 RETURNING id")
        .bind(id)
        .bind(now)
        .fetch_optional(&mut *connection)
        .await?;
    if kept.is_none() {
        return Ok(false);
    }
    let_go(connection, user_id, now).await?;
    sqlx::query("UPDATE users SET image_id = $2 WHERE id = $1").bind(user_id).bind(id).execute(connection).await?;
    Ok(true)
}

/// Takes the picture from a person; it may go.
pub async fn remove(connection: &mut Connection, user_id: &str, now: i64) -> Result<(), StoreError> {
    let_go(connection, user_id, now).await?;
    sqlx::query("UPDATE users SET image_id = NULL WHERE id = $1").bind(user_id).execute(connection).await?;
    Ok(())
}

/// Lets the picture of a person go, who is about to have another one or none.
pub async fn let_go(connection: &mut Connection, user_id: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE avatars SET delete_at = $2 WHERE id = (SELECT image_id FROM users WHERE id = $1)")
        .bind(user_id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// Some of the pictures that may go.
pub async fn due(connection: &mut Connection, now: i64) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT id FROM avatars WHERE delete_at <= $1 ORDER BY delete_at LIMIT 100")
        .bind(now)
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

/// Forgets a picture that is gone.
pub async fn forget(connection: &mut Connection, id: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM avatars WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}
