-- What names are found by: small letters of every script, which neither database makes of them in the same way. Written with
-- the name; empty in rows that are older, until the server has filled it in as it starts.
ALTER TABLE users ADD COLUMN search_text TEXT;
ALTER TABLE organizations ADD COLUMN search_text TEXT;
CREATE INDEX users_without_search_text ON users (id) WHERE search_text IS NULL;
CREATE INDEX organizations_without_search_text ON organizations (id) WHERE search_text IS NULL;
