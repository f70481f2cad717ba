-- The picture that a person has uploaded: the name of an object in the store.
ALTER TABLE users ADD COLUMN image_id TEXT;

-- Every object that may be in the store. `delete_at` is empty while it is somebody's picture. One that is on its way in has
-- an end from the start, so that whatever is given up halfway is taken away again.
CREATE TABLE avatars (
    id TEXT PRIMARY KEY,
    delete_at BIGINT
);

CREATE INDEX avatars_by_end ON avatars (delete_at) WHERE delete_at IS NOT NULL;
