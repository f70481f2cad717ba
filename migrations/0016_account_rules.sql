-- Who may come in: nobody whose account is banned, and nobody before the lock on theirs is over.
ALTER TABLE users ADD COLUMN banned_at BIGINT;
ALTER TABLE users ADD COLUMN locked_until BIGINT;

-- What the app keeps about a person, beside what everyone may see: what it alone reads, and what the person writes. JSON.
ALTER TABLE users ADD COLUMN private_metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE users ADD COLUMN unsafe_metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE sign_ups ADD COLUMN unsafe_metadata TEXT;

-- Links in mails by which somebody says that a change to their account was not theirs. Only their hashes are kept, and each
-- is good once.
CREATE TABLE disavowals (
    hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    expire_at BIGINT NOT NULL,
    used_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX disavowals_user ON disavowals (user_id);
CREATE INDEX disavowals_expire ON disavowals (expire_at);
