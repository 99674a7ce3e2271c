-- What a merchant sets for itself. None of it is there until it is set: taxed regularly, and nothing on documents.

ALTER TABLE identity_org ADD COLUMN tax_status TEXT;
ALTER TABLE identity_org ADD COLUMN profile TEXT;
ALTER TABLE identity_org ADD COLUMN version BIGINT;
