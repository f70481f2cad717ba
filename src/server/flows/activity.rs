//! When sessions were last used: kept in memory and written together, so that a request that only reads does not write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::server::store::{Store, StoreError, sessions};

/// Sessions that were used since the last writing.
#[derive(Debug, Default)]
pub struct Activity {
    seen: Mutex<HashMap<String, i64>>,
}

impl Activity {
    /// Notes that a session was used.
    pub fn note(&self, session_id: &str, now: i64) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get_mut(session_id) {
            Some(at) => *at = now,
            None => drop(seen.insert(session_id.to_owned(), now)),
        }
    }

    /// When a session was last used, if that is not written yet.
    pub fn last(&self, session_id: &str) -> Option<i64> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(session_id).copied()
    }

    /// Writes what was noted, in one transaction. What cannot be written is tried again next time.
    pub async fn flush(&self, store: &Store) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        if batch.is_empty() {
            return Ok(());
        }
        let written = write(store, &batch).await;
        if let Err(error) = &written {
            tracing::warn!(%error, "the times of last use could not be written");
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, at) in batch {
                let newest = seen.entry(id).or_insert(at);
                *newest = at.max(*newest);
            }
        }
        written
    }
}

async fn write(store: &Store, batch: &HashMap<String, i64>) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    // In one order, so that two nodes that write the same rows wait for each other and do not lock each other out.
    let mut ordered: Vec<_> = batch.iter().collect();
    ordered.sort();
    for (id, at) in ordered {
        sessions::touch(&mut tx, id, *at).await?;
    }
    tx.commit().await?;
    Ok(())
}
