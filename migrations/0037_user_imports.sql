-- Files of users that operators bring in with the dashboard, and what comes of each. `running` is 1 while one is read, so that there
-- is one at a time; `report` has a line of JSON for each user who was refused, as far as there is room.
CREATE TABLE user_imports (
    id TEXT PRIMARY KEY,
    running BIGINT,
    created_by TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    is_dry_run BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    bytes_read BIGINT NOT NULL,
    created BIGINT NOT NULL,
    there_already BIGINT NOT NULL,
    without_password BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    report TEXT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT,
    CONSTRAINT user_imports_running UNIQUE (running)
);
CREATE INDEX user_imports_created ON user_imports (created_at, id);

-- The dashboard's list of users, by who was here last: of sessions that are nobody's who acts in another's place.
CREATE INDEX sessions_last_active ON sessions (last_active_at, user_id) WHERE actor IS NULL;
