-- One history for SQLite and PostgreSQL. Times are Unix milliseconds; a flag is the time at which it was raised.

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    first_name TEXT,
    last_name TEXT,
    primary_email_address_id TEXT,
    password_digest TEXT,
    last_sign_in_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What a user can be found by. `normalized` is what two spellings of the same identifier have in common.
CREATE TABLE identifiers (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('email_address', 'phone_number', 'username')),
    value TEXT NOT NULL,
    normalized TEXT NOT NULL,
    verified_at BIGINT,
    verified_by TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT identifiers_normalized UNIQUE (kind, normalized)
);
CREATE INDEX identifiers_user ON identifiers (user_id);

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    last_active_session_id TEXT,
    sign_in_id TEXT,
    sign_up_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX clients_updated ON clients (updated_at);

-- The secrets that a client has had. A retired one is kept, so that who presents it late is noticed.
CREATE TABLE client_secrets (
    hash TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    accepted_until BIGINT
);
CREATE INDEX client_secrets_client ON client_secrets (client_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    first_factor_at BIGINT,
    second_factor_at BIGINT,
    ip_address TEXT,
    user_agent TEXT,
    last_active_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sessions_client ON sessions (client_id);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expire ON sessions (expire_at);
CREATE INDEX sessions_updated ON sessions (updated_at);

CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    identifier TEXT,
    user_id TEXT,
    created_session_id TEXT,
    abandon_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_client ON sign_ins (client_id);
CREATE INDEX sign_ins_abandon ON sign_ins (abandon_at);

CREATE TABLE sign_ups (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    email_address TEXT,
    username TEXT,
    first_name TEXT,
    last_name TEXT,
    password_digest TEXT,
    email_verification_id TEXT,
    created_session_id TEXT,
    created_user_id TEXT,
    abandon_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sign_ups_client ON sign_ups (client_id);
CREATE INDEX sign_ups_abandon ON sign_ups (abandon_at);

-- A code that was sent: for one purpose, one subject and one address. Without a hash no code is right: that is the
-- verification of someone who signs up with an address that has an account.
CREATE TABLE verifications (
    id TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    strategy TEXT NOT NULL,
    address TEXT NOT NULL,
    code_hash TEXT,
    attempts BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    verified_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX verifications_subject ON verifications (subject_id);
CREATE INDEX verifications_expire ON verifications (expire_at);

-- How often something was tried. The key is a MAC: it says nothing about whom it is.
CREATE TABLE limits (
    key TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    window_end BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
CREATE INDEX limits_window ON limits (window_end);

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    sealed_private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retire_at BIGINT
);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX events_subject ON events (subject_id);

-- What leaves the building. What a message says is sealed: a code in a backup would be a code in the wrong hands.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sealed_content TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX messages_expire ON messages (expire_at);
