-- Each channel has a worker of its own, which looks for its messages only.
DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (channel, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- What usernames that look alike have in common: nobody gets one that looks like someone's. Of names from before that
-- look alike the oldest has it; the others stay what they are. The expression is what `flows::username::skeleton` does.
ALTER TABLE identifiers ADD COLUMN skeleton TEXT;
UPDATE identifiers SET skeleton = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    normalized, '.', ''), '_', ''), '-', ''), '0', 'o'), '1', 'l'), 'i', 'l'), 'rn', 'm'), 'vv', 'w')
WHERE kind = 'username';
UPDATE identifiers SET skeleton = NULL
WHERE EXISTS (
    SELECT 1 FROM identifiers older
    WHERE older.skeleton = identifiers.skeleton
        AND (older.created_at < identifiers.created_at
            OR (older.created_at = identifiers.created_at AND older.id < identifiers.id))
);
CREATE UNIQUE INDEX identifiers_skeleton ON identifiers (skeleton);
