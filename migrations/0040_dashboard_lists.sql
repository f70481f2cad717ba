-- Messages as operators look at them, those that are kept longest first: all, what was given up, and what went to somebody; and
-- whether mails have gone out of late.
DROP INDEX messages_expire;
CREATE INDEX messages_expire ON messages (expire_at, id);
CREATE INDEX messages_failed ON messages (expire_at, id) WHERE failed_at IS NOT NULL;
CREATE INDEX messages_recipient ON messages (LOWER(recipient), expire_at, id);
CREATE INDEX messages_sent ON messages (channel, sent_at) WHERE sent_at IS NOT NULL;

-- Organizations by name, as other backends ask for them; the dashboard sorts them as it finds them, by what the server indexes.
CREATE INDEX organizations_lower_name ON organizations (LOWER(name), id);
