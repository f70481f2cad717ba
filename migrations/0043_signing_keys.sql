-- From when on a key signs: it is published before, so that whoever verifies knows it by then. Those that are there sign already.
ALTER TABLE signing_keys ADD COLUMN signs_from BIGINT NOT NULL DEFAULT 0;
