//! What is over by itself: sessions that have run out, attempts that were given up, codes that nobody typed.

use super::{Error, account, commit, session};
use crate::model::SessionStatus;
use crate::server::crypto::{HOUR, MINUTE};
use crate::server::store::{sessions, sweep as rows, webhook_messages};
use crate::server::vestibule::Inner;

/// How much later than it is due a session is ended for not being used, in milliseconds: the last use that another node
/// saw may still be in its memory.
const GRACE: i64 = MINUTE;

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;

/// How many sessions are ended in one transaction: whoever wants to write meanwhile does not wait for long.
const AT_ONCE: usize = 500;

/// Ends what has run out and deletes what is not needed any more. Returns how many rows that were.
pub async fn sweep(app: &Inner) -> Result<u64, Error> {
    let now = app.clock.now();
    let timeout = app.settings.session.inactivity_timeout_minutes * MINUTE;
    let unused_since = if timeout > 0 { now - timeout - GRACE } else { i64::MIN };
    let begun_before = now - app.settings.session.max_lifetime_hours * HOUR;
    let mut ended = 0;
    loop {
        let mut tx = app.store.write().await?;
        let over = sessions::run_out(&mut tx, (begun_before, unused_since), AT_ONCE, now).await?;
        for session in &over {
            let never_used_again = session.last_active_at <= session.created_at;
            let status = if never_used_again { SessionStatus::Abandoned } else { SessionStatus::Expired };
            session::end(app, &mut tx, session, status, now).await?;
        }
        commit(tx).await?;
        for session in &over {
            app.tokens.revoke(&session.id, now);
        }
        ended += over.len();
        if over.len() < AT_ONCE {
            break;
        }
    }
    account::clear_away(app).await;
    let mut tx = app.store.write().await?;
    let mut gone = rows::sweep(&mut tx, now).await?;
    gone += webhook_messages::sweep(&mut tx, now - app.settings.webhooks.keep_days * DAY).await?;
    commit(tx).await?;
    Ok(gone + ended as u64)
}
