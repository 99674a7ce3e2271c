-- Notes: what people write about a customer or an order. They may name people, so they lie beside the journal.

CREATE TABLE note (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    text TEXT NOT NULL,
    salt BYTEA NOT NULL,
    author TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    CONSTRAINT note_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE INDEX note_subject ON note (org_id, subject, id);

-- All versions of one card, to erase them. A new card is appended: ids are ordered by time.
CREATE INDEX contact_version_subject ON contact_version (org_id, subject, id);
