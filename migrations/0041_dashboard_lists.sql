-- What owners take away of everything with the dashboard, and how far each file is: `written` of `total` records were sent. Nothing of
-- the file itself is kept.
CREATE TABLE exports (
    id TEXT PRIMARY KEY,
    created_by TEXT NOT NULL,
    written BIGINT NOT NULL,
    total BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX exports_created ON exports (created_at, id);

-- The dashboard's list of live sessions: those from a network address, those that somebody else acts in, and those held up.
CREATE INDEX sessions_address ON sessions (ip_address, created_at, id) WHERE ip_address IS NOT NULL;
CREATE INDEX sessions_acted ON sessions (created_at, id) WHERE actor IS NOT NULL;
CREATE INDEX sessions_pending ON sessions (created_at, id) WHERE status = 'pending';
