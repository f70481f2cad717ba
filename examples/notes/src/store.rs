//! The only place with SQL. Every question is about somebody's notes, and is asked for someone who may: see [`Owner`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::SqlitePool;
use vestibule::server::Protected;

use crate::api::Note;

/// Whose notes they are: no id of an organization is one of a person.
pub struct Owner(String);

impl Owner {
    pub fn is(&self, id: &str) -> bool {
        self.0 == id
    }
}

/// For so many people something is put aside at most.
const MOST_ASIDE: usize = 1_000;

#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
    /// Whether people have notes of their own: not where nobody acts outside of an organization.
    pub personal: bool,
    /// What somebody wrote that was not kept, by who it was: until they are shown it.
    aside: Arc<Mutex<HashMap<String, String>>>,
}

impl Store {
    pub async fn open(database_url: &str, personal: bool) -> Result<Self, sqlx::Error> {
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
        Ok(Self { pool, personal, aside: Arc::default() })
    }

    /// Whoever is asking, or the organization in which they act. Nobody else: who is not signed in has no [`Protected`] to ask
    /// with. On a page about an organization that is not theirs they act in none, and are not let into anything for that.
    pub fn owner(&self, auth: &Protected, id: &str) -> Option<Owner> {
        let is_own = self.personal && id == auth.user_id();
        let is_theirs = is_own || auth.org_id() == Some(id); // teams
        is_theirs.then(|| Owner(id.to_owned()))
    }

    /// Puts aside what somebody wrote and what is not kept, in the place of what was put aside for them before.
    pub fn put_aside(&self, user_id: &str, text: String) {
        let mut aside = self.aside.lock().unwrap_or_else(PoisonError::into_inner);
        if aside.len() >= MOST_ASIDE {
            aside.clear();
        }
        aside.insert(user_id.to_owned(), text);
    }

    /// Gives back what was put aside for somebody, once.
    pub fn take_back(&self, user_id: &str) -> Option<String> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner).remove(user_id)
    }

    pub async fn list(&self, owner: &Owner) -> Result<Vec<Note>, sqlx::Error> {
        sqlx::query_as("SELECT id, text FROM notes WHERE owner = $1 ORDER BY id DESC")
            .bind(&owner.0)
            .fetch_all(&self.pool)
            .await
    }

    pub async fn add(&self, owner: &Owner, text: &str) -> Result<(), sqlx::Error> {
        let insert = sqlx::query("INSERT INTO notes (owner, text) VALUES ($1, $2)");
        insert.bind(&owner.0).bind(text).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn delete(&self, owner: &Owner, id: i64) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE owner = $1 AND id = $2");
        delete.bind(&owner.0).bind(id).execute(&self.pool).await?;
        Ok(())
    }

    pub async fn delete_all(&self, owner: &Owner) -> Result<(), sqlx::Error> {
        let delete = sqlx::query("DELETE FROM notes WHERE owner = $1");
        delete.bind(&owner.0).execute(&self.pool).await?;
        Ok(())
    }
}
