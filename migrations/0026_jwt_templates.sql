-- What tokens for other services say. `claims` is an object in JSON with shortcodes in it; `lifetime` and `allowed_clock_skew`
-- are in seconds. Without a key of its own a template's tokens are signed with the instance's; such a key is sealed for the
-- template.
CREATE TABLE jwt_templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    claims TEXT NOT NULL,
    lifetime BIGINT NOT NULL,
    allowed_clock_skew BIGINT NOT NULL,
    signing_algorithm TEXT NOT NULL,
    sealed_signing_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT jwt_templates_name UNIQUE (name)
);
