-- The merchant, one row for each journal, and the tokens with which programs act for it.

CREATE TABLE identity_org (
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    zone TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT identity_org_pk PRIMARY KEY (org_id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- A token's secret is stored as a SHA-256 hash: whoever reads the table can't act with it.
CREATE TABLE identity_token (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT identity_token_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;
