-- Someone who was sent to a provider and has not come back yet. What proves that it is they who come back is sealed.
CREATE TABLE oauth_attempts (
    state_hash TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'sign_up', 'connect')),
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    sealed_secrets TEXT NOT NULL,
    redirect_url TEXT,
    expire_at BIGINT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX oauth_attempts_client ON oauth_attempts (client_id);
CREATE INDEX oauth_attempts_expire ON oauth_attempts (expire_at);

-- An account elsewhere that leads to an account here. Whose it is there is told by issuer and subject, never by an address.
-- `refresh_until` is until when somebody is getting other tokens.
CREATE TABLE external_accounts (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    provider_user_id TEXT NOT NULL,
    email_address TEXT,
    first_name TEXT,
    last_name TEXT,
    username TEXT,
    image_url TEXT,
    sealed_tokens TEXT NOT NULL,
    token_expire_at BIGINT,
    refresh_until BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT external_accounts_subject UNIQUE (provider, issuer, provider_user_id)
);
CREATE INDEX external_accounts_user ON external_accounts (user_id);

-- Whom a provider said that someone is who signs up, sealed with the tokens.
ALTER TABLE sign_ups ADD COLUMN sealed_external_account TEXT;
