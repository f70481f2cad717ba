-- What runs beside the requests of each server, where several work on one database: the last run that it has told of, which it does once
-- a minute. A server names itself anew at each start. On SQLite nothing is told, because there is one alone.
CREATE TABLE job_runs (
    node TEXT NOT NULL,
    job TEXT NOT NULL,
    address TEXT,
    began_at BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    error TEXT,
    failed_at BIGINT,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (node, job)
);
CREATE INDEX job_runs_told ON job_runs (told_at);
