-- Services of the app's own that call each other. `default_token_ttl` is in seconds; `search_text` is what a machine is found by.
CREATE TABLE machines (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    default_token_ttl BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX machines_created ON machines (created_at, id);

-- What a machine proves itself with. Of a key only its hash is known; one that another has taken the place of is good until it
-- runs out.
CREATE TABLE machine_secret_keys (
    hash TEXT PRIMARY KEY,
    machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expire_at BIGINT
);
CREATE INDEX machine_secret_keys_machine ON machine_secret_keys (machine_id);

-- Which machines a machine's tokens are for.
CREATE TABLE machine_scopes (
    from_machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
    to_machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (from_machine_id, to_machine_id)
);
CREATE INDEX machine_scopes_to ON machine_scopes (to_machine_id);

-- Tokens with which machines call each other. `scopes` are the ids of the machines that one was made for, with spaces between;
-- `claims` is an object in JSON, or nothing. Tokens that are signed stand nowhere.
CREATE TABLE m2m_tokens (
    id TEXT PRIMARY KEY,
    machine_id TEXT NOT NULL REFERENCES machines (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    claims TEXT,
    expire_at BIGINT NOT NULL,
    revoked_at BIGINT,
    revocation_reason TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT m2m_tokens_hash UNIQUE (hash)
);
CREATE INDEX m2m_tokens_machine ON m2m_tokens (machine_id, created_at, id);
CREATE INDEX m2m_tokens_expire ON m2m_tokens (expire_at);
