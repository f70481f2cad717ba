-- Events that nobody waits for are told again, and deleted, by when they happened.
CREATE INDEX events_done ON events (created_at) WHERE fan_out IS NULL;
