use super::Kind::{Flag, Id, Json, Number, Text, Word};
use super::{Column, Object, Part, may, must};

const IDENTIFIER_KINDS: &[&str] = &["email_address", "phone_number", "username"];
const UNVERIFIED_KINDS: &[&str] = &["email_address", "phone_number"];
const ENROLLMENT_MODES: &[&str] = &["manual_invitation", "automatic_invitation", "automatic_suggestion"];
const REQUEST_STATUSES: &[&str] = &["pending", "accepted", "rejected"];
const WAITLIST_STATUSES: &[&str] = &["pending", "invited", "completed", "rejected"];
const LIVE: &[&str] = &["active", "pending"];
const ACTOR_TYPES: &[&str] = &["user", "visitor", "secret_key", "api_key", "machine", "operator", "system"];

/// Everything, in an order in which nothing comes before what it refers to.
pub static OBJECTS: [Object; 11] = [
    USER,
    ORGANIZATION,
    ORGANIZATION_MEMBERSHIP,
    ORGANIZATION_MEMBERSHIP_REQUEST,
    ORGANIZATION_INVITATION,
    INVITATION,
    WAITLIST_ENTRY,
    API_KEY,
    CLIENT,
    SESSION,
    AUDIT_ENTRY,
];

/// Tables of which nothing is moved.
pub static LEFT_OUT: &[&str] = &[
    // The instance's own.
    "backup_code_keys",
    // Counted anew, of what is moved.
    "daily_numbers",
    // Who has taken such a file away.
    "exports",
    "import_refusals",
    "imports",
    // Of the servers that are there.
    "job_runs",
    "jwt_templates",
    "list_revisions",
    "listed_identifiers",
    // Each has its keys, which whoever runs it would have to be given anew.
    "m2m_tokens",
    "machine_scopes",
    "machine_secret_keys",
    "machines",
    // Whoever runs the other instance has operators of their own.
    "operator_links",
    "operators",
    "redirect_urls",
    "secret_keys",
    "settings",
    "settings_changes",
    "settings_revisions",
    "signing_keys",
    // What came of the files that operators have brought in.
    "user_imports",
    "vestibule_migrations",
    "webhook_attempts",
    "webhook_endpoints",
    "webhook_messages",
    "webhook_turns",
    // How old what is deleted of the audit log has to be, while it is deleted.
    "audit_retention",
    // Made again for every picture that a user or an organization names.
    "avatars",
    // What has happened, but for the audit log.
    "events",
    // What is under way, and counts of attempts.
    "actor_tokens",
    "disavowals",
    "limits",
    "messages",
    "oauth_attempts",
    "passkey_challenges",
    "session_verifications",
    "sign_in_tokens",
    "sign_ins",
    "sign_ups",
    "spent_proofs",
    "verifications",
];

const USER: Object = Object {
    name: "user",
    prefix: "user_",
    table: "users",
    only: "",
    columns: &[
        must("id", Id),
        may("external_id", Text),
        may("first_name", Text),
        may("last_name", Text),
        may("locale", Text),
        may("image_id", Id),
        may("primary_email_address_id", Id),
        may("primary_phone_number_id", Id),
        may("default_second_factor_id", Id),
        may("password_digest", Text),
        may("password_compromised_at", Number),
        may("password_last_updated_at", Number),
        may("passkey_user_handle", Text),
        must("public_metadata", Json),
        must("private_metadata", Json),
        must("unsafe_metadata", Json),
        may("mfa_enabled_at", Number),
        may("mfa_disabled_at", Number),
        may("banned_at", Number),
        may("locked_until", Number),
        may("legal_accepted_at", Number),
        may("create_organization_enabled", Flag),
        may("delete_self_enabled", Flag),
        may("create_organizations_limit", Number),
        may("last_sign_in_at", Number),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // Made of the names, where it is missing.
    left_out: &["search_text", "last_search_text"],
    parts: &[IDENTIFIERS, UNVERIFIED_IDENTIFIERS, EXTERNAL_ACCOUNTS, PASSKEYS, TOTP, BACKUP_CODES],
};

const IDENTIFIERS: Part = Part {
    name: "identifiers",
    table: "identifiers",
    parent: "user_id",
    is_one: false,
    columns: &[
        must("id", Id),
        must("kind", Word(IDENTIFIER_KINDS)),
        must("value", Text),
        must("normalized", Text),
        may("skeleton", Text),
        may("verified_at", Number),
        may("verified_by", Text),
        may("reserved_for_second_factor_at", Number),
        must("created_at", Number),
    ],
    left_out: &[],
};

const UNVERIFIED_IDENTIFIERS: Part = Part {
    name: "unverified_identifiers",
    table: "unverified_identifiers",
    parent: "user_id",
    is_one: false,
    columns: &[
        must("id", Id),
        must("kind", Word(UNVERIFIED_KINDS)),
        must("value", Text),
        must("normalized", Text),
        must("created_at", Number),
    ],
    // A code that is under way.
    left_out: &["verification_id"],
};

const EXTERNAL_ACCOUNTS: Part = Part {
    name: "external_accounts",
    table: "external_accounts",
    parent: "user_id",
    is_one: false,
    columns: &[
        must("id", Id),
        must("provider", Text),
        must("issuer", Text),
        must("provider_user_id", Text),
        may("approved_scopes", Text),
        may("email_address", Text),
        may("first_name", Text),
        may("last_name", Text),
        may("username", Text),
        may("image_url", Text),
        must("sealed_tokens", Text),
        may("token_expire_at", Number),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // Whose turn it is for some seconds.
    left_out: &["refresh_until"],
};

const PASSKEYS: Part = Part {
    name: "passkeys",
    table: "passkeys",
    parent: "user_id",
    is_one: false,
    columns: &[
        must("id", Id),
        must("credential_id", Text),
        must("credential", Json),
        must("sign_count", Number),
        must("name", Text),
        may("last_used_at", Number),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
};

const TOTP: Part = Part {
    name: "totp",
    table: "totp",
    parent: "user_id",
    is_one: true,
    columns: &[must("sealed_secret", Text), must("last_step", Number), must("created_at", Number)],
    left_out: &[],
};

const BACKUP_CODES: Part = Part {
    name: "backup_codes",
    table: "backup_codes",
    parent: "user_id",
    is_one: false,
    columns: &[must("hash", Text), may("key_id", Text), may("used_at", Number), must("created_at", Number)],
    left_out: &[],
};

const ORGANIZATION: Object = Object {
    name: "organization",
    prefix: "org_",
    table: "organizations",
    only: "",
    columns: &[
        must("id", Id),
        must("name", Text),
        may("slug", Text),
        may("image_id", Id),
        may("created_by", Id),
        may("max_allowed_memberships", Number),
        may("admin_delete_disabled_at", Number),
        must("public_metadata", Json),
        must("private_metadata", Json),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // Made of the name, where it is missing, and counted as members come in.
    left_out: &["search_text", "members_count"],
    parts: &[DOMAINS],
};

const DOMAINS: Part = Part {
    name: "domains",
    table: "organization_domains",
    parent: "organization_id",
    is_one: false,
    columns: &[
        must("id", Id),
        must("name", Text),
        may("verified_name", Text),
        must("enrollment_mode", Word(ENROLLMENT_MODES)),
        may("affiliation_email_address", Text),
        may("verified_at", Number),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // A code that is under way.
    left_out: &["verification_id"],
};

const ORGANIZATION_MEMBERSHIP: Object = Object {
    name: "organization_membership",
    prefix: "orgmem_",
    table: "organization_memberships",
    only: "",
    columns: &[
        must("id", Id),
        must("organization_id", Id),
        must("user_id", Id),
        must("role", Text),
        must("public_metadata", Json),
        must("private_metadata", Json),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const ORGANIZATION_MEMBERSHIP_REQUEST: Object = Object {
    name: "organization_membership_request",
    prefix: "orgmemreq_",
    table: "organization_membership_requests",
    only: "",
    columns: &[
        must("id", Id),
        must("organization_id", Id),
        must("user_id", Id),
        must("domain_name", Text),
        must("status", Word(REQUEST_STATUSES)),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const ORGANIZATION_INVITATION: Object = Object {
    name: "organization_invitation",
    prefix: "orginv_",
    table: "organization_invitations",
    only: "",
    columns: &[
        must("id", Id),
        must("organization_id", Id),
        must("email_address", Text),
        must("normalized", Text),
        may("slot", Text),
        must("ticket_hash", Text),
        must("role", Text),
        may("inviter_user_id", Id),
        must("public_metadata", Json),
        must("private_metadata", Json),
        may("redirect_url", Text),
        must("expire_at", Number),
        may("accepted_at", Number),
        may("revoked_at", Number),
        may("user_id", Id),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const INVITATION: Object = Object {
    name: "invitation",
    prefix: "inv_",
    table: "invitations",
    only: "",
    columns: &[
        must("id", Id),
        must("email_address", Text),
        must("normalized", Text),
        may("slot", Text),
        must("ticket_hash", Text),
        must("public_metadata", Json),
        may("redirect_url", Text),
        must("expire_at", Number),
        may("accepted_at", Number),
        may("revoked_at", Number),
        may("user_id", Id),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const WAITLIST_ENTRY: Object = Object {
    name: "waitlist_entry",
    prefix: "wle_",
    table: "waitlist_entries",
    only: "",
    columns: &[
        must("id", Id),
        must("email_address", Text),
        must("normalized", Text),
        must("status", Word(WAITLIST_STATUSES)),
        may("invitation_id", Id),
        may("locale", Text),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const API_KEY: Object = Object {
    name: "api_key",
    prefix: "ak_",
    table: "api_keys",
    only: "",
    columns: &[
        must("id", Id),
        may("user_id", Id),
        may("organization_id", Id),
        must("name", Text),
        may("description", Text),
        must("scopes", Text),
        may("claims", Json),
        must("hash", Text),
        may("created_by", Id),
        may("last_used_at", Number),
        may("expires_at", Number),
        may("revoked_at", Number),
        may("revocation_reason", Text),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

const CLIENT: Object = Object {
    name: "client",
    prefix: "client_",
    table: "clients",
    only: "EXISTS (SELECT 1 FROM sessions s WHERE s.client_id = clients.id AND s.status IN ('active', 'pending'))",
    columns: &[
        must("id", Id),
        may("last_active_session_id", Id),
        may("last_authentication_strategy", Text),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // What is under way.
    left_out: &["sign_in_id", "sign_up_id"],
    parts: &[SECRETS],
};

const SECRETS: Part = Part {
    name: "secrets",
    table: "client_secrets",
    parent: "client_id",
    is_one: false,
    columns: &[
        must("hash", Text),
        may("retired_at", Number),
        may("accepted_until", Number),
        must("created_at", Number),
    ],
    left_out: &[],
};

const SESSION: Object = Object {
    name: "session",
    prefix: "sess_",
    table: "sessions",
    only: "status IN ('active', 'pending')",
    columns: &[
        must("id", Id),
        must("client_id", Id),
        must("user_id", Id),
        must("status", Word(LIVE)),
        must("tasks", Text),
        may("first_factor_at", Number),
        may("second_factor_at", Number),
        may("actor", Json),
        may("ip_address", Text),
        may("user_agent", Text),
        may("active_organization_id", Id),
        must("last_active_at", Number),
        must("expire_at", Number),
        must("created_at", Number),
        must("updated_at", Number),
    ],
    // An authenticator app that is being set up.
    left_out: &["sealed_totp_setup", "totp_setup_at"],
    parts: &[],
};

// Refers to nothing: it stays when what it is about is gone.
const AUDIT_ENTRY: Object = Object {
    name: "audit_entry",
    prefix: "aud_",
    table: "audit_entries",
    only: "",
    columns: &[
        must("id", Id),
        must("actor_type", Word(ACTOR_TYPES)),
        may("actor_id", Text),
        may("impersonator_id", Text),
        may("session_id", Text),
        must("action", Text),
        must("subject_type", Text),
        may("subject_id", Text),
        may("organization_id", Text),
        may("client_ip", Text),
        may("user_agent", Text),
        must("changes", Json),
        must("created_at", Number),
    ],
    left_out: &[],
    parts: &[],
};

impl Object {
    /// Every table of it with all its columns, those too that are left out: what a schema has besides was forgotten.
    pub fn tables(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let names = |columns: &'static [Column], more: &'static [&'static str]| -> Vec<&'static str> {
            columns.iter().map(|column| column.name).chain(more.iter().copied()).collect()
        };
        let mut all = vec![(self.table, names(self.columns, self.left_out))];
        for part in self.parts {
            let mut columns = names(part.columns, part.left_out);
            columns.push(part.parent);
            all.push((part.table, columns));
        }
        all
    }
}
