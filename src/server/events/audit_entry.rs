//! What the audit log notes of a change, in its transaction.

use serde_json::{Map, Value, json};

use super::{AuditAction, Origin};
use crate::server::crypto::{Prefix, new_ordered_id};
use crate::server::store::audit_entries::{self, AuditRow};
use crate::server::store::{Connection, StoreError};

/// The longest text that is kept of a value, in characters.
const LONGEST: usize = 256;

/// What was done, and what changed by it. Who did it and from where is known of the request.
///
/// What stands in `changes` is read by whoever may read the log: names and settings, before and after; of what an app keeps
/// about people the names of what changed alone. Never a secret, nor anything that proves who someone is, nor its hash.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    action: AuditAction,
    organization_id: Option<String>,
    changes: Map<String, Value>,
}

impl AuditEntry {
    /// Of something that was done.
    pub fn of(action: impl Into<AuditAction>) -> Self {
        Self { action: action.into(), organization_id: None, changes: Map::new() }
    }

    /// The same, in an organization.
    #[must_use]
    pub fn within(mut self, organization_id: &str) -> Self {
        self.organization_id = Some(organization_id.to_owned());
        self
    }

    /// The same, with something else that is to be known of it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.changes.insert(name.to_owned(), shortened(value.into()));
        self
    }

    /// The same, with what something was before and is now; nothing of what stayed as it was.
    #[must_use]
    pub fn changed(self, name: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        let (before, after) = (shortened(before.into()), shortened(after.into()));
        if before == after {
            return self;
        }
        self.with(name, json!({ "before": before, "after": after }))
    }

    /// The same, with the names of what is not as it was in an object, whose values stay out.
    #[must_use]
    pub fn keys_changed(self, name: &str, before: &Map<String, Value>, after: &Map<String, Value>) -> Self {
        let gone = before.keys().filter(|key| !after.contains_key(*key));
        let other = after.iter().filter(|(key, value)| before.get(*key) != Some(*value)).map(|(key, _)| key);
        let mut keys: Vec<&String> = gone.chain(other).collect();
        keys.sort_unstable();
        let keys: Vec<Value> = keys.into_iter().map(|key| shortened(key.as_str().into())).collect();
        if keys.is_empty() { self } else { self.with(name, json!({ "changed": keys })) }
    }

    /// Asks the database for as much as if it were written, and leaves nothing.
    pub async fn pretend(self, connection: &mut Connection, now: i64) -> Result<(), StoreError> {
        audit_entries::pretend(connection, &new_ordered_id(Prefix::AuditEntry, now)).await
    }

    /// Writes it down. `subject_id` is whom or what it is about, if that is known.
    pub async fn write(
        self,
        connection: &mut Connection,
        subject_id: Option<&str>,
        now: i64,
    ) -> Result<(), StoreError> {
        let Origin { client_ip, user_agent, actor } = Origin::current();
        let entry = AuditRow {
            id: new_ordered_id(Prefix::AuditEntry, now),
            created_at: now,
            actor_type: actor.kind.as_str().to_owned(),
            actor_id: actor.id,
            impersonator_id: actor.impersonator_id,
            session_id: actor.session_id,
            action: self.action.as_str().to_owned(),
            subject_type: self.action.subject_type(),
            subject_id: subject_id.map(str::to_owned),
            organization_id: self.organization_id,
            client_ip,
            user_agent,
            changes: Value::Object(self.changes).to_string(),
        };
        audit_entries::insert(connection, &entry).await
    }

    /// The same, with whom it is about besides its subject, and the organization that it is about or in which it happened, as
    /// far as the data of its event tell.
    pub(super) fn told_by(self, subject_id: &str, data: &Value) -> Self {
        let user_id = super::user_of(data).filter(|id| *id != subject_id && !self.changes.contains_key("user_id"));
        match user_id {
            Some(user_id) => self.with("user_id", user_id).within_that_of(data),
            None => self.within_that_of(data),
        }
    }

    fn within_that_of(self, data: &Value) -> Self {
        if self.organization_id.is_some() {
            return self;
        }
        let own = (self.action.subject_type() == "organization").then(|| data.get("id")).flatten();
        let named = own.or_else(|| data.get("organization_id")).or_else(|| data.get("organization")?.get("id"));
        match named.and_then(Value::as_str) {
            Some(id) => self.within(id),
            None => self,
        }
    }
}

fn shortened(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > LONGEST => {
            Value::String(text.chars().take(LONGEST).chain(['…']).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn only_what_changed_is_noted() {
        let entry = AuditEntry::of(AuditAction::ProfileChanged)
            .changed("first_name", Some("Ada"), Some("Ada"))
            .changed("last_name", None::<String>, Some("x".repeat(300)))
            .keys_changed(
                "public_metadata",
                &object(&json!({ "plan": "gold", "seat": 1, "old": true })),
                &object(&json!({ "plan": "lead", "seat": 1, "new": "s3cret" })),
            )
            .keys_changed("private_metadata", &Map::new(), &Map::new());
        let names: Vec<&String> = entry.changes.keys().collect();
        assert_eq!(names, ["last_name", "public_metadata"]);
        assert_eq!(entry.changes["public_metadata"], json!({ "changed": ["new", "old", "plan"] }));
        assert_eq!(entry.changes["last_name"]["before"], Value::Null);
        assert_eq!(entry.changes["last_name"]["after"].as_str().map(|text| text.chars().count()), Some(LONGEST + 1));
    }

    #[test]
    fn an_event_tells_its_organization() {
        let of = |action, data| AuditEntry::of(action).within_that_of(&data).organization_id;
        let created = AuditAction::Event(super::super::EventType::OrganizationCreated);
        assert_eq!(of(created, json!({ "id": "org_1" })).as_deref(), Some("org_1"));
        let joined = AuditAction::Event(super::super::EventType::OrganizationMembershipCreated);
        assert_eq!(
            of(joined, json!({ "id": "orgmem_1", "organization": { "id": "org_2" } })).as_deref(),
            Some("org_2")
        );
        assert_eq!(of(AuditAction::PasswordAdded, json!({ "id": "user_1" })), None);
    }
}
