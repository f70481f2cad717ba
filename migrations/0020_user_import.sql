-- What another system calls a user: an app that moves in keeps its own ids.
ALTER TABLE users ADD COLUMN external_id TEXT;
CREATE UNIQUE INDEX users_external_id ON users (external_id);
