-- The journal and what stands beside it. org_id comes first in every key, so that all rows of a merchant lie together.

CREATE TABLE journal_head (
    org_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    last_time BIGINT NOT NULL,
    schema_version BIGINT NOT NULL,
    last_id BIGINT NOT NULL,
    CONSTRAINT journal_head_pk PRIMARY KEY (org_id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE journal (
    org_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    subject BIGINT NOT NULL,
    cause BIGINT NOT NULL,
    payload TEXT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (org_id, position)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The history of one order, product, customer.
CREATE INDEX journal_subject ON journal (org_id, subject, position);

CREATE TABLE idempotency (
    org_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    digest BYTEA NOT NULL,
    position BIGINT NOT NULL,
    events BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    CONSTRAINT idempotency_pk PRIMARY KEY (org_id, actor, key)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE contact_version (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    data TEXT NOT NULL,
    salt BYTEA NOT NULL,
    written_at BIGINT NOT NULL,
    erased_at BIGINT,
    CONSTRAINT contact_version_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE follower (
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    parked TEXT,
    fence BIGINT NOT NULL,
    CONSTRAINT follower_pk PRIMARY KEY (org_id, name)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Who runs a follower, and who makes ids with which node number. A lease that is not renewed in time is free.
CREATE TABLE lease (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL,
    CONSTRAINT lease_pk PRIMARY KEY (name)
) /*sqlite STRICT, WITHOUT ROWID*/;
