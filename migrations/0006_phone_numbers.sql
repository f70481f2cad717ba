-- Numbers that text messages go to.
ALTER TABLE users ADD COLUMN primary_phone_number_id TEXT;
-- A phone number is proven after the e-mail address: whoever has proven nothing yet has no text message sent, which costs.
ALTER TABLE sign_ups ADD COLUMN phone_number TEXT;
ALTER TABLE sign_ups ADD COLUMN phone_verification_id TEXT;
ALTER TABLE sign_ups ADD COLUMN email_verified_at BIGINT;
