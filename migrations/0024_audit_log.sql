-- Who changed what, when, from where. Written once, in the transaction of the change, and never changed: triggers, which the
-- server makes because the two databases spell them differently, refuse it. Nothing refers to other tables: an entry stays when
-- whom or what it is about is gone. Ids sort by time, so each index is in the order in which the log is read.
CREATE TABLE audit_entries (
    id TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    actor_type TEXT NOT NULL,
    actor_id TEXT,
    impersonator_id TEXT,
    session_id TEXT,
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT,
    organization_id TEXT,
    client_ip TEXT,
    user_agent TEXT,
    changes TEXT NOT NULL
);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_entries_impersonator ON audit_entries (impersonator_id, id) WHERE impersonator_id IS NOT NULL;
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_entries_organization ON audit_entries (organization_id, id) WHERE organization_id IS NOT NULL;
CREATE INDEX audit_entries_action ON audit_entries (action, id);
CREATE INDEX audit_entries_client_ip ON audit_entries (client_ip, id) WHERE client_ip IS NOT NULL;

-- Before when entries may be deleted: one row, which is 0 but in the transaction of a sweep that the settings ask for.
CREATE TABLE audit_retention (
    id BIGINT PRIMARY KEY,
    deletable_before BIGINT NOT NULL
);
INSERT INTO audit_retention (id, deletable_before) VALUES (1, 0);
