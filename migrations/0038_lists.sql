-- The operator's lists, a part at a time in the order of an index. What sorts texts by their characters is made as the server starts,
-- because the two databases spell it differently, and so is what counts the members of an organization.
ALTER TABLE organizations ADD COLUMN members_count BIGINT NOT NULL DEFAULT 0;
CREATE INDEX organizations_members ON organizations (members_count, id);

DROP INDEX invitations_created;
CREATE INDEX invitations_order ON invitations (created_at, id);
CREATE INDEX invitations_accepted ON invitations (created_at, id) WHERE accepted_at IS NOT NULL;
CREATE INDEX invitations_revoked ON invitations (created_at, id) WHERE accepted_at IS NULL AND revoked_at IS NOT NULL;
CREATE INDEX invitations_open ON invitations (expire_at, id) WHERE accepted_at IS NULL AND revoked_at IS NULL;

DROP INDEX waitlist_entries_created;
CREATE INDEX waitlist_entries_order ON waitlist_entries (created_at, id);
CREATE INDEX waitlist_entries_status ON waitlist_entries (status, created_at, id);

-- What waits for an answer in one organization.
CREATE INDEX organization_invitations_open ON organization_invitations (organization_id, expire_at, id)
    WHERE slot IS NOT NULL;
