-- Addresses and numbers that people have put on their accounts and not proven to be theirs. Nobody is found by them, and
-- two may have put the same one on theirs. Once one is proven it moves to `identifiers`.
CREATE TABLE unverified_identifiers (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('email_address', 'phone_number')),
    value TEXT NOT NULL,
    normalized TEXT NOT NULL,
    verification_id TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT unverified_identifiers_of_user UNIQUE (user_id, kind, normalized)
);
