-- Organizations. `slug` is as it is compared. A limit that is empty is the settings' own.
CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT CONSTRAINT organizations_slug UNIQUE,
    image_id TEXT,
    created_by TEXT,
    max_allowed_memberships BIGINT,
    admin_delete_disabled_at BIGINT,
    public_metadata TEXT NOT NULL DEFAULT '{}',
    private_metadata TEXT NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX organizations_created ON organizations (created_at, id);
CREATE INDEX organizations_created_by ON organizations (created_by) WHERE created_by IS NOT NULL;

-- Who belongs to which, in what role: the key of one in the settings. Whoever changes one holds the organization.
CREATE TABLE organization_memberships (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    public_metadata TEXT NOT NULL DEFAULT '{}',
    private_metadata TEXT NOT NULL DEFAULT '{}',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT organization_memberships_once UNIQUE (organization_id, user_id)
);
CREATE INDEX organization_memberships_user ON organization_memberships (user_id, created_at, id);
CREATE INDEX organization_memberships_created ON organization_memberships (organization_id, created_at, id);
CREATE INDEX organization_memberships_role ON organization_memberships (organization_id, role);

-- Invitations to an organization. `slot` is the organization and the address as it is compared, while one waits for an
-- answer: there is one at a time. Of the ticket in its link only the hash is known.
CREATE TABLE organization_invitations (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email_address TEXT NOT NULL,
    normalized TEXT NOT NULL,
    slot TEXT CONSTRAINT organization_invitations_slot UNIQUE,
    ticket_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    inviter_user_id TEXT,
    public_metadata TEXT NOT NULL DEFAULT '{}',
    private_metadata TEXT NOT NULL DEFAULT '{}',
    redirect_url TEXT,
    expire_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    user_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX organization_invitations_created ON organization_invitations (organization_id, created_at, id);
CREATE INDEX organization_invitations_waiting ON organization_invitations (normalized) WHERE slot IS NOT NULL;

-- The organization in which a session acts, and what stands between its person and the app, with commas between.
ALTER TABLE sessions ADD COLUMN active_organization_id TEXT;
ALTER TABLE sessions ADD COLUMN tasks TEXT NOT NULL DEFAULT '';
UPDATE sessions SET tasks = 'setup_mfa' WHERE status = 'pending';
CREATE INDEX sessions_organization ON sessions (active_organization_id) WHERE active_organization_id IS NOT NULL;

-- The invitation to an organization that a sign-up answers. It proves the address, and is used up when the account is made.
ALTER TABLE sign_ups ADD COLUMN organization_invitation_id TEXT;

-- What an operator lets one person do: empty is what the settings say.
ALTER TABLE users ADD COLUMN create_organization_enabled BIGINT;
ALTER TABLE users ADD COLUMN create_organizations_limit BIGINT;
