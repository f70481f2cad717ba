//! The audit log: who changed what, when, from where.

mod backend;
mod entries;
mod forms;
mod log;
mod more;

use vestibule::server::{AuditAction, AuditLogEntry, AuditQuery};

use crate::support::House;

impl House {
    /// What stands in the log after an entry, or all of it: oldest first.
    async fn log_after(&self, id: Option<&str>) -> Vec<AuditLogEntry> {
        let mut found: Vec<AuditLogEntry> = Vec::new();
        loop {
            let starting_after = found.last().map(|entry| entry.id.clone());
            let query = AuditQuery { limit: 500, starting_after, ..AuditQuery::default() };
            let (part, has_more) = self.vestibule.audit_log().list(&query).await.expect("is read");
            let is_newer = |entry: &AuditLogEntry| id.is_none_or(|id| entry.id.as_str() > id);
            let goes_on = has_more && part.last().is_some_and(is_newer);
            found.extend(part.into_iter().filter(is_newer));
            if !goes_on {
                found.reverse();
                return found;
            }
        }
    }

    /// The newest entry of an action.
    #[track_caller]
    fn newest(&self, action: AuditAction) -> impl Future<Output = AuditLogEntry> {
        let place = std::panic::Location::caller();
        async move {
            let query = AuditQuery { actions: vec![action], limit: 1, ..AuditQuery::default() };
            let (mut found, _) = self.vestibule.audit_log().list(&query).await.expect("is read");
            found.pop().unwrap_or_else(|| panic!("{place}: no {}", action.as_str()))
        }
    }
}
