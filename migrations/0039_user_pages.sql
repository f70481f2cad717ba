-- What last names are found by: small letters of every script, as `search_text` (0023) has them. Written with the name; empty in
-- rows that are older, until the server has filled it in as it starts.
ALTER TABLE users ADD COLUMN last_search_text TEXT;
CREATE INDEX users_without_last_search_text ON users (id) WHERE last_search_text IS NULL;
-- It made small letters as the database does, and is no longer asked.
DROP INDEX IF EXISTS users_last_name;

-- What the dashboard's list of users is narrowed to, as `users_banned` (0036): those who are meant, in their order.
-- Whoever was banned often has not signed in for long, or never: among those who signed in last they are far away. Where an index
-- has all that is asked, it is taken.
CREATE INDEX users_banned_signed_in ON users (last_sign_in_at, id, banned_at) WHERE banned_at IS NOT NULL;
CREATE INDEX users_locked ON users (locked_until, id) WHERE locked_until IS NOT NULL;
CREATE INDEX users_with_second_factor ON users (created_at, id) WHERE mfa_enabled_at IS NOT NULL;
CREATE INDEX users_without_second_factor ON users (created_at, id) WHERE mfa_enabled_at IS NULL;
CREATE INDEX users_never_signed_in ON users (created_at, id) WHERE last_sign_in_at IS NULL;
CREATE INDEX external_accounts_provider ON external_accounts (provider, user_id);
