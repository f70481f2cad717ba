-- How many a file of users has brought in without the username that they had there.
ALTER TABLE user_imports ADD COLUMN without_username BIGINT NOT NULL DEFAULT 0;

-- What was sent because of something that is forgotten, whether it has arrived or not.
CREATE INDEX messages_subject ON messages (subject_id) WHERE subject_id IS NOT NULL;
