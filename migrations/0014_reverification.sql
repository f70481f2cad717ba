-- Sessions whose owners prove once more who they are: one at a time for a session, in the browser that it is in.
CREATE TABLE session_verifications (
    session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    client_id TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('strict_mfa', 'strict', 'moderate', 'lax')),
    status TEXT NOT NULL CHECK (status IN ('needs_first_factor', 'needs_second_factor', 'complete')),
    first_factor TEXT,
    verification_id TEXT,
    first_factor_at BIGINT,
    second_factor TEXT,
    second_verification_id TEXT,
    second_attempts BIGINT NOT NULL DEFAULT 0,
    abandon_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What was asked a few minutes ago is asked again: there is one more purpose for it.
DROP TABLE passkey_challenges;
CREATE TABLE passkey_challenges (
    challenge_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'registration', 'reverification')),
    asked TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    sealed_state TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_user ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expire ON passkey_challenges (expire_at);
