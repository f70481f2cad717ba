-- Messages wait here until they are sent. `next_attempt_at` is when the next try is due, and empty when there is none any
-- more: sent, given up, or never to be sent. Whoever takes a message puts it off, so that nobody else takes it meanwhile
-- and it is due again if they die. `send_until` is when it is too late: a code that has run out is not worth sending.
ALTER TABLE messages ADD COLUMN send_until BIGINT;
ALTER TABLE messages ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN next_attempt_at BIGINT;
ALTER TABLE messages ADD COLUMN sent_at BIGINT;
ALTER TABLE messages ADD COLUMN failed_at BIGINT;
ALTER TABLE messages ADD COLUMN last_error TEXT;
CREATE INDEX messages_due ON messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
