-- Who a person is to authenticators: random, and theirs for good, whichever passkeys come and go.
ALTER TABLE users ADD COLUMN passkey_user_handle TEXT;
CREATE UNIQUE INDEX users_passkey_user_handle ON users (passkey_user_handle);

-- Public keys that people can sign in with, as the library keeps them. `sign_count` is how often one was used, for those
-- that count.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL,
    credential TEXT NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    last_used_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT passkeys_credential UNIQUE (credential_id)
);
CREATE INDEX passkeys_user ON passkeys (user_id);

-- What an authenticator was asked to sign and has not answered yet. `asked` is which browser was asked: the client where
-- someone is signed in, and else the hash of a secret that it keeps for this alone.
CREATE TABLE passkey_challenges (
    challenge_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'registration')),
    asked TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    sealed_state TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_user ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expire ON passkey_challenges (expire_at);
