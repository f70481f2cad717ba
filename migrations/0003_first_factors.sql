-- What a sign-in is being proven with, and the code that was sent for it.
ALTER TABLE sign_ins ADD COLUMN strategy TEXT;
ALTER TABLE sign_ins ADD COLUMN verification_id TEXT;
