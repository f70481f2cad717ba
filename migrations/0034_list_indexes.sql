-- The order in which other backends are shown all memberships, all browsers, and the invitations to the addresses of a person.
CREATE INDEX organization_memberships_order ON organization_memberships (created_at, id);
CREATE INDEX clients_created ON clients (created_at, id);
CREATE INDEX organization_invitations_address ON organization_invitations (normalized, created_at, id);
