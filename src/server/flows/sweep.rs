//! What is over by itself: sessions that have run out, attempts that were given up, codes that nobody typed.

use super::{Error, commit};
use crate::server::crypto::MINUTE;
use crate::server::events::{self, EventType};
use crate::server::store::{sessions, sweep as rows};
use crate::server::vestibule::Inner;

/// How much later than it is due a session is ended for not being used, in milliseconds: the last use that another node
/// saw may still be in its memory.
const GRACE: i64 = MINUTE;

/// Ends what has run out and deletes what is not needed any more. Returns how many rows that were.
pub async fn sweep(app: &Inner) -> Result<u64, Error> {
    let now = app.clock.now();
    let timeout = app.settings.session.inactivity_timeout_minutes * MINUTE;
    let unused_since = if timeout > 0 { now - timeout - GRACE } else { i64::MIN };
    let mut tx = app.store.write().await?;
    let over = sessions::run_out(&mut tx, unused_since, now).await?;
    for session in &over {
        let data = serde_json::json!({
            "id": session.id, "user_id": session.user_id, "client_id": session.client_id,
            "status": session.status.as_str(),
        });
        events::record(&mut tx, EventType::SessionEnded, &session.id, &data, now).await?;
    }
    let gone = rows::sweep(&mut tx, now).await?;
    commit(tx).await?;
    Ok(gone + over.len() as u64)
}
