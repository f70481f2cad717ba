//! The tables in which people leave something who do not exist.

use crate::server::store::seed::Rows;

/// The rows of some people, in the order in which they refer to each other.
pub struct Left {
    /// Browsers.
    pub clients: Rows,
    /// Sessions.
    pub sessions: Rows,
    /// Organizations.
    pub organizations: Rows,
    /// Who belongs to them.
    pub memberships: Rows,
    /// Who is invited to them.
    pub organization_invitations: Rows,
    /// Who is invited.
    pub invitations: Rows,
    /// Who waits.
    pub waitlist: Rows,
    /// What was mailed.
    pub messages: Rows,
    /// What the audit log has.
    pub entries: Rows,
}

impl Left {
    /// Nothing yet.
    pub fn nothing() -> Self {
        Self {
            clients: Rows::of("clients", &["id", "last_active_session_id", "created_at", "updated_at"]),
            sessions: Rows::of(
                "sessions",
                &[
                    "id",
                    "client_id",
                    "user_id",
                    "status",
                    "first_factor_at",
                    "ip_address",
                    "user_agent",
                    "last_active_at",
                    "expire_at",
                    "created_at",
                    "updated_at",
                ],
            ),
            organizations: Rows::of(
                "organizations",
                &["id", "name", "slug", "created_by", "search_text", "created_at", "updated_at"],
            ),
            memberships: Rows::of(
                "organization_memberships",
                &["id", "organization_id", "user_id", "role", "created_at", "updated_at"],
            ),
            organization_invitations: Rows::of(
                "organization_invitations",
                &[
                    "id",
                    "organization_id",
                    "email_address",
                    "normalized",
                    "slot",
                    "ticket_hash",
                    "role",
                    "inviter_user_id",
                    "expire_at",
                    "revoked_at",
                    "created_at",
                    "updated_at",
                ],
            ),
            invitations: Rows::of(
                "invitations",
                &[
                    "id",
                    "email_address",
                    "normalized",
                    "slot",
                    "ticket_hash",
                    "public_metadata",
                    "expire_at",
                    "revoked_at",
                    "created_at",
                    "updated_at",
                ],
            ),
            waitlist: Rows::of(
                "waitlist_entries",
                &["id", "email_address", "normalized", "status", "created_at", "updated_at"],
            ),
            messages: Rows::of(
                "messages",
                &[
                    "id",
                    "channel",
                    "recipient",
                    "sealed_content",
                    "expire_at",
                    "created_at",
                    "attempts",
                    "sent_at",
                    "failed_at",
                    "last_error",
                ],
            ),
            entries: Rows::of(
                "audit_entries",
                &[
                    "id",
                    "created_at",
                    "actor_type",
                    "actor_id",
                    "session_id",
                    "action",
                    "subject_type",
                    "subject_id",
                    "organization_id",
                    "client_ip",
                    "user_agent",
                    "changes",
                ],
            ),
        }
    }

    /// All of it, whatever is referred to in front.
    pub fn in_order(self) -> [Rows; 9] {
        [
            self.clients,
            self.sessions,
            self.organizations,
            self.memberships,
            self.organization_invitations,
            self.invitations,
            self.waitlist,
            self.messages,
            self.entries,
        ]
    }
}
