-- What other backends prove themselves with at the REST API. Of a key only its hash is known.
CREATE TABLE secret_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    hint TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    CONSTRAINT secret_keys_hash UNIQUE (hash)
);

-- The REST API lists people and sessions by when they came.
CREATE INDEX users_created ON users (created_at, id);
CREATE INDEX sessions_created ON sessions (created_at, id);
