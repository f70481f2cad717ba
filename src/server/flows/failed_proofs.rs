//! What the audit log notes of someone who has not proven who they are, or may not come in although they have. What they gave
//! stays out: a password that is typed where an address belongs is no less one. Nor does it say by which name they went, only
//! whose account that is, if it is anyone's.
//!
//! Anyone may fail as often as they like, and nothing that stands in the log goes away: so of what is tried at one account the
//! log has so many entries in an hour, of what is tried by one network at nobody's account so many, and of a lock one.

use super::limits::{key, network};
use super::{Error, commit};
use crate::model::{ApiError, ApiErrors, Strategy};
use crate::server::crypto::{HOUR, SECOND};
use crate::server::events::{AuditAction, AuditEntry, Origin};
use crate::server::store::Connection;
use crate::server::store::limits::{Rule, Taken, take};
use crate::server::vestibule::Inner;

/// So many failures at one account, or in one session, are noted within an hour.
const OF_ONE: i64 = 50;
/// So many failures by one network at nobody's account.
const OF_NETWORK: i64 = 20;

/// A try that proved nothing.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    action: AuditAction,
    /// Whom or in which session; nothing where it is nobody's account.
    subject_id: Option<&'a str>,
    strategy: &'a str,
    /// Why, where it is not for what was given.
    reason: Option<&'static str>,
    /// The limit that refuses it, and for how long it will.
    lock: Option<(String, i64)>,
}

impl<'a> Failure<'a> {
    /// Of what was given, which was wrong.
    pub const fn of(action: AuditAction, subject_id: Option<&'a str>, strategy: Strategy) -> Self {
        Self { action, subject_id, strategy: strategy.as_str(), reason: None, lock: None }
    }

    /// Of what was not looked at, because a limit refuses tries: `limit` is the key under which they are counted.
    pub fn locked_out(user_id: Option<&'a str>, strategy: Strategy, limit: String, refusal: &ApiError) -> Self {
        let lock = Some((limit, refusal.meta.retry_after.unwrap_or(1).max(1) * SECOND));
        Self { lock, ..Self::of(AuditAction::SignInLockedOut, user_id, strategy) }
    }

    /// Notes it in a transaction of its own: there is none under way, or it is given up.
    pub async fn note(&self, app: &Inner) -> Result<(), Error> {
        let mut tx = app.store.write().await?;
        self.within(app, &mut tx, app.clock.now()).await?;
        commit(tx).await
    }

    /// Notes it with the try that counts. It is the last thing that its transaction does: what others hold is not waited for
    /// after it.
    ///
    /// At nobody's account it asks the database for as much as at someone's, whether or not there is an entry of it.
    pub async fn within(&self, app: &Inner, connection: &mut Connection, now: i64) -> Result<(), Error> {
        let (key, most, window) = match (self.subject_id, &self.lock) {
            (None, _) => {
                let ip = Origin::current().client_ip.and_then(|ip| ip.parse().ok());
                (key(app, "audit_of_network", &[&network(ip).to_string()]), OF_NETWORK, HOUR)
            }
            (Some(_), Some((limit, wait))) => (key(app, "audit_of_lock", &[limit]), 1, *wait),
            (Some(id), None) => (key(app, "audit_of_one", &[id]), OF_ONE, HOUR),
        };
        // Each is counted, whether or not it is noted: so each is written.
        let counted = take(connection, &key, Rule::per(i64::MAX, window), now).await?;
        let entry = AuditEntry::of(self.action).with("strategy", self.strategy);
        let entry = match self.reason {
            Some(reason) => entry.with("reason", reason),
            None => entry,
        };
        match counted {
            Taken::Allowed { count } if count <= most => entry.write(connection, self.subject_id, now).await?,
            _ => entry.pretend(connection, now).await?,
        }
        Ok(())
    }
}

/// Someone who has proven who they are, and may not come in: banned, or locked by an operator.
#[derive(Clone, Debug)]
pub struct Barred {
    /// `user_…`
    pub user_id: String,
    /// What proved it.
    pub strategy: String,
    /// What they are told.
    pub refusal: ApiErrors,
}

/// Notes whom an error turned away, if it did that to anyone: now that the transaction in which they had proven who they are
/// has been given up.
pub async fn note_barred(app: &Inner, error: &Error) {
    let Error::Barred(barred) = error else { return };
    let failure = Failure {
        action: AuditAction::SignInFailed,
        subject_id: Some(&barred.user_id),
        strategy: &barred.strategy,
        reason: barred.refusal.errors.first().map(|error| error.code.as_str()),
        lock: None,
    };
    if let Err(error) = failure.note(app).await {
        tracing::error!(%error, user = barred.user_id, "that someone was turned away could not be noted");
    }
}
