//! Which pictures there are in the store, and whose they are. Whoever calls it holds the person or the organization.

use sqlx::Row;

use super::{Connection, StoreError};

/// Whose a picture is.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'a> {
    /// A person's, by their id.
    User(&'a str),
    /// An organization's, by its id.
    Organization(&'a str),
}

impl Owner<'_> {
    const fn id(&self) -> &str {
        match self {
            Self::User(id) | Self::Organization(id) => id,
        }
    }
}

/// Notes a picture that is on its way into the store: it goes at `delete_at`, unless it becomes somebody's before.
pub async fn insert(connection: &mut Connection, id: &str, delete_at: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO avatars (id, delete_at) VALUES ($1, $2)")
        .bind(id)
        .bind(delete_at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a picture that is on its way somebody's; the one before may go. `false` if it was given up.
pub async fn set(connection: &mut Connection, owner: Owner<'_>, id: &str, now: i64) -> Result<bool, StoreError> {
    let kept = sqlx::query("UPDATE avatars SET delete_at = NULL WHERE id = $1 AND delete_at > $2 RETURNING id")
        .bind(id)
        .bind(now)
        .fetch_optional(&mut *connection)
        .await?;
    if kept.is_none() {
        return Ok(false);
    }
    let_go(connection, owner, now).await?;
    point(connection, owner, Some(id)).await?;
    Ok(true)
}

/// Takes the picture from whoever has it; it may go.
pub async fn remove(connection: &mut Connection, owner: Owner<'_>, now: i64) -> Result<(), StoreError> {
    let_go(connection, owner, now).await?;
    point(connection, owner, None).await
}

async fn point(connection: &mut Connection, owner: Owner<'_>, id: Option<&str>) -> Result<(), StoreError> {
    let sql = match owner {
        Owner::User(_) => "UPDATE users SET image_id = $2 WHERE id = $1",
        Owner::Organization(_) => "UPDATE organizations SET image_id = $2 WHERE id = $1",
    };
    sqlx::query(sql).bind(owner.id()).bind(id).execute(connection).await?;
    Ok(())
}

/// Lets the picture of somebody go who is about to have another one or none.
pub async fn let_go(connection: &mut Connection, owner: Owner<'_>, now: i64) -> Result<(), StoreError> {
    let sql = match owner {
        Owner::User(_) => "UPDATE avatars SET delete_at = $2 WHERE id = (SELECT image_id FROM users WHERE id = $1)",
        Owner::Organization(_) => {
            "UPDATE avatars SET delete_at = $2 WHERE id = (SELECT image_id FROM organizations WHERE id = $1)"
        }
    };
    sqlx::query(sql).bind(owner.id()).bind(now).execute(connection).await?;
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
