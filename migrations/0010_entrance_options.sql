-- The strategy by which someone last came in on a browser: the page marks it, for whoever comes back.
ALTER TABLE clients ADD COLUMN last_authentication_strategy TEXT;

-- When the terms were agreed to.
ALTER TABLE sign_ups ADD COLUMN legal_accepted_at BIGINT;
ALTER TABLE users ADD COLUMN legal_accepted_at BIGINT;
