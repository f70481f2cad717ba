//! The only place with SQL. Every question is asked for someone: who is not signed in has no [`Protected`] to ask with. Notes
//! belong to the organization in which they act, and to themselves while they act in none.

use sqlx::SqlitePool;
use vestibule::server::Protected;

use crate::api::Note;

#[derive(Clone)]
pub struct Store(SqlitePool);

impl Store {
    pub async fn open(database_url: &str) -> Result<Self, sqlx::Error> {
        let pool = SqlitePool::connect(database_url).await?;
        sqlx::raw_sql(
            "CREATE TABLE IF NOT EXISTS notes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                owner TEXT NOT NULL,
                text TEXT NOT NULL
            );
            CREATE INDEX IF NOT EXISTS notes_owner ON notes (owner);",
        )
        .execute(&pool)
        .await?;
        Ok(Self(pool))
    }

    pub async fn list(&self, auth: &Protected) -> Result<Vec<Note>, sqlx::Error> {
        sqlx::query_as("SELECT id, text FROM notes WHERE owner = $1 ORDER BY id DESC")
            .bind(owner(auth))
            .fetch_all(&self.0)
            .await
    }

    pub async fn add(&self, auth: &Protected, text: &str) -> Result<(), sqlx::Error> {
        let insert = sqlx::query("INSERT INTO notes (owner, text) VALUES ($1, $2)");
        insert.bind(owner(auth)).bind(text).execute(&self.0).await?;
        Ok(())
    }

    pub async fn delete(&self, auth: &Protected, id: i64) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE owner = $1 AND id = $2");
        delete.bind(owner(auth)).bind(id).execute(&self.0).await?;
        Ok(())
    }

    pub async fn delete_all(&self, auth: &Protected) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE owner = $1");
        delete.bind(owner(auth)).execute(&self.0).await?;
        Ok(())
    }
}

/// Whose notes they are: no id of an organization is one of a person.
fn owner(auth: &Protected) -> &str {
    auth.org_id().unwrap_or(auth.user_id()) // teams
}
