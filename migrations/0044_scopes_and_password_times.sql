-- What a provider's token is good for, with spaces between: it stands in the sealed token as well, which is opened for whoever uses it
-- alone. Unknown until its user comes from there again or the token is replaced.
ALTER TABLE external_accounts ADD COLUMN approved_scopes TEXT;

-- When somebody last set a person's password. Unknown where there is none, and where it came from elsewhere or is older than this.
ALTER TABLE users ADD COLUMN password_last_updated_at BIGINT;
