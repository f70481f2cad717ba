-- The domains of an organization. `name` is as it is compared. `verified_name` is the same once someone has proven that the
-- domain is the organization's: it is one organization's at most. `verification_id` is the code that was sent last.
CREATE TABLE organization_domains (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    verified_name TEXT CONSTRAINT organization_domains_verified UNIQUE,
    enrollment_mode TEXT NOT NULL,
    affiliation_email_address TEXT,
    verification_id TEXT,
    verified_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT organization_domains_once UNIQUE (organization_id, name)
);
CREATE INDEX organization_domains_created ON organization_domains (organization_id, created_at, id);

-- Who has asked to be let into an organization, by an address of theirs in the domain `domain_name`: one of a person, whatever
-- has become of it.
CREATE TABLE organization_membership_requests (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    domain_name TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT organization_membership_requests_once UNIQUE (organization_id, user_id)
);
CREATE INDEX organization_membership_requests_status
    ON organization_membership_requests (organization_id, status, created_at, id);
CREATE INDEX organization_membership_requests_user ON organization_membership_requests (user_id);
