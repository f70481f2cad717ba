-- Files of another instance that this one is filled from. `lines` is how many of one's lines are dealt with: it is written with
-- what they say, so that an import that was broken off goes on behind them.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    lines BIGINT NOT NULL,
    finished_at BIGINT,
    created_at BIGINT NOT NULL
);

-- What the backup codes were MACed with that people have brought from another instance, sealed with this one's key. A code
-- without a `key_id` was MACed with this instance's own.
CREATE TABLE backup_code_keys (
    id TEXT PRIMARY KEY,
    sealed_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
ALTER TABLE backup_codes ADD COLUMN key_id TEXT;
