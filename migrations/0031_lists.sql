-- Who may sign up and who may not, besides whom the settings name: `list` is `allow` or `block`; an identifier is an address or
-- a number as it is compared, or `*@` and a domain.
CREATE TABLE listed_identifiers (
    id TEXT PRIMARY KEY,
    list TEXT NOT NULL,
    identifier TEXT NOT NULL,
    identifier_type TEXT NOT NULL,
    invitation_id TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT listed_identifiers_identifier UNIQUE (list, identifier)
);
CREATE INDEX listed_identifiers_order ON listed_identifiers (list, created_at, id);

-- Where one may be led, besides where the settings say: whole addresses, as they are compared.
CREATE TABLE redirect_urls (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT redirect_urls_url UNIQUE (url)
);

-- What the app's own backend calls whoever is signing up; it goes to their account.
ALTER TABLE sign_ups ADD COLUMN external_id TEXT;

-- How often these lists have changed: one row, by which a server sees that what it holds in memory is out of date.
CREATE TABLE list_revisions (
    id BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL
);
INSERT INTO list_revisions (id, revision) VALUES (1, 0);
