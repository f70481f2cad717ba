-- The order in which other backends are shown all memberships, all browsers, and the invitations to the addresses of a person.
CREATE INDEX organization_memberships_order ON organization_memberships (created_at, id);
CREATE INDEX clients_created ON clients (created_at, id);
CREATE INDEX organization_invitations_address ON organization_invitations (normalized, created_at, id);

-- What was said of the lines of a file that were refused, until all of it is dealt with: an import that goes on where another
-- was broken off tells of the whole file. JSON.
CREATE TABLE import_refusals (
    import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    refusal TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
