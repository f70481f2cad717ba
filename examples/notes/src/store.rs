//! The only place with SQL. Every question is asked for someone: who is not signed in has no [`Protected`] to ask with.

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
                user_id TEXT NOT NULL,
                text TEXT NOT NULL
            );
            CREATE INDEX IF NOT EXISTS notes_user ON notes (user_id);",
        )
        .execute(&pool)
        .await?;
        Ok(Self(pool))
    }

    pub async fn list(&self, auth: &Protected) -> Result<Vec<Note>, sqlx::Error> {
        sqlx::query_as("SELECT id, text FROM notes WHERE user_id = $1 ORDER BY id DESC")
            .bind(auth.user_id())
            .fetch_all(&self.0)
            .await
    }

    pub async fn add(&self, auth: &Protected, text: &str) -> Result<(), sqlx::Error> {
        let insert = sqlx::query("INSERT INTO notes (user_id, text) VALUES ($1, $2)");
        insert.bind(auth.user_id()).bind(text).execute(&self.0).await?;
        Ok(())
    }

    pub async fn delete(&self, auth: &Protected, id: i64) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE user_id = $1 AND id = $2");
        delete.bind(auth.user_id()).bind(id).execute(&self.0).await?;
        Ok(())
    }

    pub async fn delete_all(&self, auth: &Protected) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE user_id = $1");
        delete.bind(auth.user_id()).execute(&self.0).await?;
        Ok(())
    }
}
