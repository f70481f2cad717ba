-- The language that someone reads, as a BCP 47 tag: mails that they have not asked for are written in it.
ALTER TABLE users ADD COLUMN locale TEXT;
ALTER TABLE waitlist_entries ADD COLUMN locale TEXT;
