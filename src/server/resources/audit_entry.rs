//! What stands in the audit log.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::server::flows::audit_log::AuditLogEntry;

/// What someone did, or tried to do.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Always `audit_entry`.
    object: &'static str,
    /// `aud_…`, which sorts by time.
    id: String,
    /// What it was, such as `user.passwordChanged`.
    action: String,
    /// Who it was.
    actor: AuditActor,
    /// Whom or what it is about.
    subject: AuditSubject,
    /// In which session of the actor.
    session_id: Option<String>,
    /// In which organization.
    organization_id: Option<String>,
    /// From where.
    ip_address: Option<String>,
    /// With which browser or program, as it calls itself.
    user_agent: Option<String>,
    /// What changed, by name: mostly an object with what it was `before` and is `after`; of metadata the names in it alone.
    #[schema(value_type = Object)]
    changes: Map<String, Value>,
    /// When.
    created_at: i64,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditActor {
    /// `user`, `visitor`, who is not signed in, `secret_key`, `api_key`, `machine`, `operator`, who has the command line, or `system`.
    r#type: String,
    /// Who it was, as far as that is known.
    id: Option<String>,
    /// Who acted as them, if somebody else did.
    impersonator_id: Option<String>,
}

/// Whom or what something is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditSubject {
    /// As resources are called: `user`, `organization_membership`.
    r#type: String,
    /// Its id, if that is known.
    id: Option<String>,
}

/// A part of the audit log.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AuditPage {
    /// What is in the part, newest first.
    pub data: Vec<AuditEntry>,
    /// Whether there is more of it, which is older: to be had with `starting_after`.
    pub has_more: bool,
}

impl AuditEntry {
    /// As it is shown.
    pub fn of(entry: AuditLogEntry) -> Self {
        Self {
            object: "audit_entry",
            id: entry.id,
            action: entry.action,
            actor: AuditActor { r#type: entry.actor_type, id: entry.actor_id, impersonator_id: entry.impersonator_id },
            subject: AuditSubject { r#type: entry.subject_type, id: entry.subject_id },
            session_id: entry.session_id,
            organization_id: entry.organization_id,
            ip_address: entry.ip_address,
            user_agent: entry.user_agent,
            changes: entry.changes,
            created_at: entry.created_at,
        }
    }
}
