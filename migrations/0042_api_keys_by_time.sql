-- The dashboard's list of API keys, whosever they are, newest first.
CREATE INDEX api_keys_created ON api_keys (created_at, id);
