//! What is over by itself: sessions that have run out, attempts that were given up, codes that nobody typed.

use super::{Error, account, commit, daily_numbers, session};
use crate::model::SessionStatus;
use crate::server::crypto::{HOUR, MINUTE, Prefix, first_ordered_id};
use crate::server::store::{audit_entries, sessions, sweep as rows, webhook_messages};
use crate::server::vestibule::Inner;

/// How much later than it is due a session is ended for not being used, in milliseconds: the last use that another node
/// saw may still be in its memory.
const GRACE: i64 = MINUTE;

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;

/// How many sessions are ended in one transaction: whoever wants to write meanwhile does not wait for long.
const AT_ONCE: usize = 500;

/// How many entries of the audit log are deleted in one transaction.
const ENTRIES_AT_ONCE: i64 = 5_000;

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
    daily_numbers::count(app).await?;
    account::clear_away(app).await;
    let mut gone = 0;
    for old in rows::not_needed(now) {
        // Each by itself: an account that goes takes rows of the same tables with it, in an order of its own.
        let mut tx = app.store.write().await?;
        gone += rows::delete(&mut tx, old).await?;
        commit(tx).await?;
    }
    let mut tx = app.store.write().await?;
    gone += webhook_messages::sweep(&mut tx, now - app.settings.webhooks.keep_days * DAY).await?;
    commit(tx).await?;
    gone += sweep_audit_log(app, now).await?;
    Ok(gone + ended as u64)
}

/// Deletes the entries of the audit log that are older than the settings keep them, if they are not kept for ever.
async fn sweep_audit_log(app: &Inner, now: i64) -> Result<u64, Error> {
    let days = app.settings.audit_log.days;
    if days == 0 {
        return Ok(0);
    }
    let before = now - days * DAY;
    let before_id = first_ordered_id(Prefix::AuditEntry, before);
    let mut gone = 0;
    loop {
        let mut tx = app.store.write().await?;
        let swept = audit_entries::sweep(&mut tx, (&before_id, before), ENTRIES_AT_ONCE).await?;
        commit(tx).await?;
        gone += swept;
        if swept < ENTRIES_AT_ONCE.unsigned_abs() {
            return Ok(gone);
        }
    }
}
