-- Codes by time: one app for one user. `last_step` is the newest step whose code was given: no code is good twice.
CREATE TABLE totp (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Codes for whoever has lost everything else. Only their MACs are kept; a used one stays, so that it is known as used.
CREATE TABLE backup_codes (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, hash)
);

-- A phone number that gets codes as a second factor is none that signs in by itself.
ALTER TABLE identifiers ADD COLUMN reserved_for_second_factor_at BIGINT;

-- Set while a second factor is asked for. It stands here, and not only where the factors are, so that whoever changes or
-- reads a user under a lock sees it.
ALTER TABLE users ADD COLUMN mfa_enabled_at BIGINT;
ALTER TABLE users ADD COLUMN mfa_disabled_at BIGINT;

-- An authenticator app that is being set up, in the session that does it and for as long as that goes on.
ALTER TABLE sessions ADD COLUMN sealed_totp_setup TEXT;
ALTER TABLE sessions ADD COLUMN totp_setup_at BIGINT;

-- What gave the first proof, and how far the second one has come.
ALTER TABLE sign_ins ADD COLUMN proven_by TEXT;
ALTER TABLE sign_ins ADD COLUMN first_factor_at BIGINT;
ALTER TABLE sign_ins ADD COLUMN second_factor TEXT;
ALTER TABLE sign_ins ADD COLUMN second_verification_id TEXT;
ALTER TABLE sign_ins ADD COLUMN second_attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sign_ins ADD COLUMN second_factor_at BIGINT;
CREATE INDEX sign_ins_half_way ON sign_ins (user_id) WHERE status = 'needs_second_factor';
