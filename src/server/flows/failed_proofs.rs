//! What the audit log notes of someone who has not proven who they are. What they gave stays out: a password that is typed where
//! an address belongs is no less one. Nor does it say by which name they went, only whose account that is, if it is anyone's.

use super::Error;
use crate::model::Strategy;
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::Connection;
use crate::server::vestibule::Inner;

/// Notes it in a transaction of its own: there is none under way, or it is given up.
pub async fn note(app: &Inner, action: AuditAction, user_id: Option<&str>, strategy: Strategy) -> Result<(), Error> {
    let mut connection = app.store.write_one().await?;
    within(&mut connection, action, user_id, strategy, app.clock.now()).await
}

/// Notes it with the try that counts.
pub async fn within(
    connection: &mut Connection,
    action: AuditAction,
    subject_id: Option<&str>,
    strategy: Strategy,
    now: i64,
) -> Result<(), Error> {
    let entry = AuditEntry::of(action).with("strategy", strategy.as_str());
    Ok(entry.write(connection, subject_id, now).await?)
}
