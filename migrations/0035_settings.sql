-- What is set while a server runs, under Leptos.toml and the environment: one row for each setting that is not as they have it.
-- A value is JSON; that of a secret is sealed.
CREATE TABLE settings (
    path TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    is_sealed BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by_type TEXT NOT NULL,
    changed_by TEXT
);

-- Every change of them. What was changed at once has one revision. A value that is not there is the default.
CREATE TABLE settings_changes (
    revision BIGINT NOT NULL,
    path TEXT NOT NULL,
    value_before TEXT,
    value_after TEXT,
    is_sealed BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by_type TEXT NOT NULL,
    changed_by TEXT,
    -- The change that this one took back.
    reverts BIGINT,
    PRIMARY KEY (revision, path)
);

-- How often they have changed: one row, by which a server sees that what it holds in memory is out of date.
CREATE TABLE settings_revisions (
    id BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL
);
INSERT INTO settings_revisions (id, revision) VALUES (1, 0);
