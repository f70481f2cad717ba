-- Links with which somebody signs in in a user's place, once. `actor` is an object in JSON: who that is, by its `sub`, and what
-- else the app says of them. The session that begins lasts `session_max_duration` milliseconds at most.
CREATE TABLE actor_tokens (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    actor TEXT NOT NULL,
    ticket_hash TEXT NOT NULL UNIQUE,
    session_max_duration BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    accepted_at BIGINT,
    revoked_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX actor_tokens_user ON actor_tokens (user_id);
CREATE INDEX actor_tokens_expire ON actor_tokens (expire_at);

-- Who acts in the person's place in a session, likewise; NULL where it is the person.
ALTER TABLE sessions ADD COLUMN actor TEXT;
