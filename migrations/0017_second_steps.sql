-- Which of their numbers someone is sent codes at first, where several are kept for it. One that is not kept any more is none.
ALTER TABLE users ADD COLUMN default_second_factor_id TEXT;

-- What was asked a few minutes ago is asked again: there is one more purpose for it.
DROP TABLE passkey_challenges;
CREATE TABLE passkey_challenges (
    challenge_hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'second_factor', 'registration', 'reverification')),
    asked TEXT NOT NULL,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    sealed_state TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_user ON passkey_challenges (user_id);
CREATE INDEX passkey_challenges_expire ON passkey_challenges (expire_at);
