-- Whether a person may delete their account, if not as the settings say; and since when their password counts as known to others,
-- so that it lets nobody in any more until there is another one.
ALTER TABLE users ADD COLUMN delete_self_enabled BIGINT;
ALTER TABLE users ADD COLUMN password_compromised_at BIGINT;
