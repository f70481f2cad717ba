-- Invitations to the app. `slot` is the address as it is compared while an invitation waits for an answer: there is one at
-- a time. Of the ticket in its link only the hash is known.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    email_address TEXT NOT NULL,
    normalized TEXT NOT NULL,
    slot TEXT UNIQUE,
    ticket_hash TEXT NOT NULL UNIQUE,
    public_metadata TEXT NOT NULL,
    redirect_url TEXT,
    expire_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    user_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX invitations_created ON invitations (created_at);

-- The invitation that a sign-up answers. It proves the address, and is used up when the account is made.
ALTER TABLE sign_ups ADD COLUMN invitation_id TEXT;
-- What the app knows of a person and everyone may see: JSON.
ALTER TABLE users ADD COLUMN public_metadata TEXT NOT NULL DEFAULT '{}';

-- Tickets that sign someone in, once.
CREATE TABLE sign_in_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ticket_hash TEXT NOT NULL UNIQUE,
    expire_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX sign_in_tokens_user ON sign_in_tokens (user_id);
CREATE INDEX sign_in_tokens_expire ON sign_in_tokens (expire_at);

-- Those who wait to be let in.
CREATE TABLE waitlist_entries (
    id TEXT PRIMARY KEY,
    email_address TEXT NOT NULL,
    normalized TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('pending', 'invited', 'completed', 'rejected')),
    invitation_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX waitlist_entries_created ON waitlist_entries (created_at);
