-- With what the app's own users, and their organizations, let programs call the app. Of a key only its hash is known. It is of a
-- user or of an organization, and goes with them. `created_by` is who made it, if it was a person: one of an organization opens
-- something as long as they belong to it. `scopes` have spaces between.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    scopes TEXT NOT NULL,
    claims TEXT,
    hash TEXT NOT NULL,
    created_by TEXT,
    last_used_at BIGINT,
    expires_at BIGINT,
    revoked_at BIGINT,
    revocation_reason TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT api_keys_hash UNIQUE (hash),
    CONSTRAINT api_keys_subject CHECK ((user_id IS NULL) <> (organization_id IS NULL))
);
CREATE INDEX api_keys_user ON api_keys (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX api_keys_organization ON api_keys (organization_id, created_at, id) WHERE organization_id IS NOT NULL;
CREATE INDEX api_keys_created_by ON api_keys (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX api_keys_expires ON api_keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX api_keys_revoked ON api_keys (revoked_at) WHERE revoked_at IS NOT NULL;
