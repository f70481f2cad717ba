-- The sign-in or sign-up that a message belongs to. Only the newest one of it is good: the ones before it are withdrawn.
ALTER TABLE messages ADD COLUMN subject_id TEXT;
CREATE INDEX messages_waiting ON messages (subject_id) WHERE next_attempt_at IS NOT NULL;

-- Proofs of work that were given: none is taken twice.
CREATE TABLE spent_proofs (
    id TEXT PRIMARY KEY,
    expire_at BIGINT NOT NULL
);
CREATE INDEX spent_proofs_expire ON spent_proofs (expire_at);
