//! What is over by itself: sessions that have run out, attempts that were given up, codes that nobody typed.

use super::{Error, account, commit, daily_numbers, session};
use crate::model::SessionStatus;
use crate::server::crypto::{HOUR, MINUTE, Prefix, first_ordered_id};
use crate::server::jobs::Job;
use crate::server::store::{audit_entries, events, sessions, sweep as rows, webhook_messages};
use crate::server::vestibule::Inner;

/// How much later than it is due a session is ended for not being used, in milliseconds: the last use that another node
/// saw may still be in its memory.
const GRACE: i64 = MINUTE;

/// A day in milliseconds.
const DAY: i64 = 24 * HOUR;

/// How many sessions are ended in one transaction: whoever wants to write meanwhile does not wait for long.
const AT_ONCE: usize = 500;

/// How many entries of the audit log, or events, are deleted in one transaction.
const ENTRIES_AT_ONCE: i64 = 5_000;

/// Ends what has run out and deletes what is not needed any more. Returns how many rows that were.
pub async fn sweep(app: &Inner) -> Result<u64, Error> {
    let (jobs, clock, now) = (&app.jobs, &app.clock, app.clock.now());
    let ended = jobs.run(Job::Sessions, clock, end_sessions(app, now)).await?;
    jobs.run(Job::DailyNumbers, clock, daily_numbers::count(app)).await?;
    if let Err(error) = jobs.run(Job::Pictures, clock, account::try_to_clear_away(app)).await {
        tracing::warn!(%error, "pictures that are nobody's could not be taken away");
    }
    let mut gone = jobs.run(Job::Leftovers, clock, delete_leftovers(app, now)).await?;
    let forgotten = async {
        let before = now - app.settings.webhooks.keep_days * DAY;
        let mut tx = app.store.write().await?;
        let gone = webhook_messages::sweep(&mut tx, before).await?;
        commit(tx).await?;
        Ok::<_, Error>(gone + sweep_events(app, before).await?)
    };
    gone += jobs.run(Job::WebhookHistory, clock, forgotten).await?;
    gone += jobs.run(Job::AuditLog, clock, sweep_audit_log(app, now)).await?;
    Ok(gone + ended)
}

/// Ends the sessions that have run out. Returns how many there were.
async fn end_sessions(app: &Inner, now: i64) -> Result<u64, Error> {
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
        ended += over.len() as u64;
        if over.len() < AT_ONCE {
            return Ok(ended);
        }
    }
}

/// Deletes what is not needed any more. Returns how many rows that were.
async fn delete_leftovers(app: &Inner, now: i64) -> Result<u64, Error> {
    let mut gone = 0;
    for old in rows::not_needed(now) {
        // Each by itself: an account that goes takes rows of the same tables with it, in an order of its own.
        let mut tx = app.store.write().await?;
        gone += rows::delete(&mut tx, old).await?;
        commit(tx).await?;
    }
    Ok(gone)
}

/// Deletes the events from before a moment that nobody is told any more: there is much in them of people. Returns how many there
/// were.
async fn sweep_events(app: &Inner, before: i64) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let mut tx = app.store.write().await?;
        let swept = events::sweep(&mut tx, before, ENTRIES_AT_ONCE).await?;
        commit(tx).await?;
        gone += swept;
        if swept < ENTRIES_AT_ONCE.unsigned_abs() {
            return Ok(gone);
        }
    }
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
