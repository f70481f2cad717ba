//! The audit log, as operators and other backends read it.

use std::net::IpAddr;

use serde_json::{Map, Value};

use super::Error;
use crate::server::crypto::{Prefix, first_ordered_id};
use crate::server::events::{AuditAction, AuditEntry};
use crate::server::store::StoreError;
use crate::server::store::audit_entries::{self, AuditFilter, AuditRow};
use crate::server::vestibule::Inner;

/// Which entries are asked for: all of the conditions hold of whatever is given. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct AuditQuery {
    /// What this user, secret key or operator did.
    pub actor_id: Option<String>,
    /// What somebody by this name did in a user's place.
    pub impersonator_id: Option<String>,
    /// What happened to this.
    pub subject_id: Option<String>,
    /// What happened in this organization.
    pub organization_id: Option<String>,
    /// What came from this network address.
    pub ip_address: Option<IpAddr>,
    /// One of these; whatever it was where there are none.
    pub actions: Vec<AuditAction>,
    /// What happened at that time or later.
    pub created_after: Option<i64>,
    /// What happened before that.
    pub created_before: Option<i64>,
    /// What is older than this entry.
    pub starting_after: Option<String>,
    /// At most so many, up to 500.
    pub limit: i64,
}

impl Default for AuditQuery {
    /// The ten newest.
    fn default() -> Self {
        Self {
            actor_id: None,
            impersonator_id: None,
            subject_id: None,
            organization_id: None,
            ip_address: None,
            actions: Vec::new(),
            created_after: None,
            created_before: None,
            starting_after: None,
            limit: 10,
        }
    }
}

/// No part of the log is longer.
const MOST: i64 = 500;

/// What none of ours is.
const NOBODY: &str = "";

impl AuditQuery {
    fn filter(&self) -> AuditFilter {
        // PostgreSQL takes no NUL in a text, and nobody has one.
        let clean = |text: &Option<String>| {
            text.as_ref().map(|text| if text.contains('\0') { NOBODY.to_owned() } else { text.clone() })
        };
        let mut actions: Vec<String> = self.actions.iter().map(|action| action.as_str().to_owned()).collect();
        actions.sort_unstable();
        actions.dedup();
        let at = |time: i64| first_ordered_id(Prefix::AuditEntry, time);
        AuditFilter {
            actor_id: clean(&self.actor_id),
            impersonator_id: clean(&self.impersonator_id),
            subject_id: clean(&self.subject_id),
            organization_id: clean(&self.organization_id),
            client_ip: self.ip_address.map(|ip| ip.to_canonical().to_string()),
            actions,
            from_id: self.created_after.map(at),
            before_id: [self.created_before.map(at), clean(&self.starting_after)].into_iter().flatten().min(),
        }
    }
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLogEntry {
    /// `aud_…`, which sorts by time.
    pub id: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// What kind of someone did it: `user`, `visitor`, `secret_key`, `api_key`, `machine`, `operator` or `system`.
    pub actor_type: String,
    /// Who it was, as far as that is known.
    pub actor_id: Option<String>,
    /// Who acted as the actor, if somebody else did.
    pub impersonator_id: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// What it was: the name of an [`AuditAction`].
    pub action: String,
    /// What it is about, as resources are called: `user`, `organization_membership`.
    pub subject_type: String,
    /// Which one, if that is known.
    pub subject_id: Option<String>,
    /// In which organization.
    pub organization_id: Option<String>,
    /// From where.
    pub ip_address: Option<String>,
    /// With which browser or program, as it calls itself.
    pub user_agent: Option<String>,
    /// What changed, by name: mostly an object with what it was `before` and is `after`.
    pub changes: Map<String, Value>,
}

impl AuditLogEntry {
    fn read(row: AuditRow) -> Result<Self, StoreError> {
        let changes = serde_json::from_str(&row.changes).map_err(|_| StoreError::Row("an entry of the audit log"))?;
        Ok(Self {
            id: row.id,
            created_at: row.created_at,
            actor_type: row.actor_type,
            actor_id: row.actor_id,
            impersonator_id: row.impersonator_id,
            session_id: row.session_id,
            action: row.action,
            subject_type: row.subject_type,
            subject_id: row.subject_id,
            organization_id: row.organization_id,
            ip_address: row.client_ip,
            user_agent: row.user_agent,
            changes,
        })
    }
}

/// The audit log: [`Vestibule::audit_log`](crate::server::Vestibule::audit_log).
#[derive(Clone, Copy, Debug)]
pub struct AuditLog<'a>(pub(crate) &'a Inner);

impl AuditLog<'_> {
    /// A part of the log, newest first, and whether there is more of what is asked for.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, query: &AuditQuery) -> Result<(Vec<AuditLogEntry>, bool), Error> {
        let limit = query.limit.clamp(0, MOST);
        let mut connection = self.0.store.read().await?;
        let mut rows = audit_entries::list(&mut connection, &query.filter(), limit + 1).await?;
        let wanted = usize::try_from(limit).unwrap_or_default();
        let has_more = rows.len() > wanted;
        rows.truncate(wanted);
        Ok((rows.into_iter().map(AuditLogEntry::read).collect::<Result<_, _>>()?, has_more))
    }

    /// Notes that someone takes the log away as a file: it tells much of many people.
    pub(crate) async fn note_export(&self) -> Result<(), Error> {
        let entry = AuditEntry::of(AuditAction::ExportCreated).with("of", "audit_log");
        let mut connection = self.0.store.write_one().await?;
        Ok(entry.write(&mut connection, None, self.0.clock.now()).await?)
    }
}
