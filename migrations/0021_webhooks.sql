-- Events wait here for whoever hands them out to webhook endpoints. `fan_out` is 0 while one waits, the number of a turn while
-- it is handed out, and empty when nobody has to do anything with it (any more): it is written with the event itself, so an
-- event that is committed late is found late, and is not missed. `position` is the order in which one process noted things:
-- ids and times are not exact enough. `order_key` is whom an event is about, where that is someone else than its subject.
ALTER TABLE events ADD COLUMN order_key TEXT;
ALTER TABLE events ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN client_ip TEXT;
ALTER TABLE events ADD COLUMN user_agent TEXT;
ALTER TABLE events ADD COLUMN fan_out BIGINT;
CREATE INDEX events_waiting ON events (fan_out, position) WHERE fan_out IS NOT NULL;

-- Who is told. `events` are the chosen types with a space around each; none: all of them. Secrets are sealed with the
-- instance's key; the former one signs too until its time is over. `turns` counts how often messages were taken: whoever takes
-- some writes it first, so that two nodes that want to take the same ones wait for each other.
CREATE TABLE webhook_endpoints (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events TEXT NOT NULL,
    sealed_secret TEXT NOT NULL,
    former_sealed_secret TEXT,
    former_secret_until BIGINT,
    failing_since BIGINT,
    disabled_at BIGINT,
    disabled_reason TEXT,
    turns BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What an endpoint is told: one for each event and endpoint. `next_attempt_at` is when the next try is due, and empty when
-- there is none any more. Whoever takes a message puts it off, so that it is due again if they die. `data` is set where there
-- is no event behind it, which is an example.
CREATE TABLE webhook_messages (
    endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT,
    order_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    claims BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT,
    delivered_at BIGINT,
    failed_at BIGINT,
    PRIMARY KEY (endpoint_id, event_id)
);
CREATE INDEX webhook_messages_due ON webhook_messages (endpoint_id, next_attempt_at, position)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_order ON webhook_messages (endpoint_id, order_key, position)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_messages_done ON webhook_messages (created_at) WHERE next_attempt_at IS NULL;

-- Each try, and what came of it: `status` is that of the answer, and empty when there was none.
CREATE TABLE webhook_attempts (
    id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    attempted_at BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    status BIGINT,
    error TEXT,
    response TEXT,
    PRIMARY KEY (endpoint_id, attempted_at, id)
);

-- Whose turn it is to hand events out: one row, which is written first.
CREATE TABLE webhook_turns (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO webhook_turns (id, number) VALUES (1, 0);
