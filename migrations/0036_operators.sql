-- Who runs the instance: users with a role in it, who get into the dashboard at /admin.
CREATE TABLE operators (
    user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'support', 'read_only')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Links by which a user becomes an operator, once. Of a link only its hash is known. One that was printed because there was no
-- operator yet (`is_first`) is good for nothing once there is one.
CREATE TABLE operator_links (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'support', 'read_only')),
    is_first BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expire_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT operator_links_hash UNIQUE (hash)
);
CREATE INDEX operator_links_expire ON operator_links (expire_at);

-- What the dashboard's charts say of a day that is over, which does not change any more, and of today as it was last counted:
-- a day is the number of days since 1970 in UTC.
CREATE TABLE daily_numbers (
    name TEXT NOT NULL,
    day BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (name, day)
);

-- The dashboard's lists, in their order.
CREATE INDEX users_signed_in ON users (last_sign_in_at, id) WHERE last_sign_in_at IS NOT NULL;
CREATE INDEX users_banned ON users (created_at, id) WHERE banned_at IS NOT NULL;
