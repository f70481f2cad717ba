-- What a sign-in is being proven with, and the code that was sent for it.
ALTER TABLE sign_ins ADD COLUMN strategy TEXT;
ALTER TABLE sign_ins ADD COLUMN verification_id TEXT;

-- A link is found by what it holds. `ip_address` is where it was asked for: whoever opens it elsewhere may see that it was
-- not them.
CREATE INDEX verifications_code ON verifications (code_hash);
ALTER TABLE verifications ADD COLUMN ip_address TEXT;

CREATE INDEX sign_ins_user ON sign_ins (user_id) WHERE status = 'needs_new_password';
