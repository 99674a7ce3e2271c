-- The books: accounts, entries with their postings, what each account moved on each day, number series.
-- Accounts and days sort by their bytes on both databases, so that ranges of them can be read by the key.

CREATE TABLE ledger_settings (
    org_id BIGINT NOT NULL,
    chart TEXT NOT NULL,
    next_entry BIGINT NOT NULL,
    CONSTRAINT ledger_settings_pk PRIMARY KEY (org_id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE ledger_account (
    org_id BIGINT NOT NULL,
    number TEXT /*pg COLLATE "C"*/ NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    CONSTRAINT ledger_account_pk PRIMARY KEY (org_id, number)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE ledger_entry (
    org_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    text TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_id BIGINT NOT NULL,
    document_date TEXT NOT NULL,
    supply_date TEXT,
    posting_date TEXT /*pg COLLATE "C"*/ NOT NULL,
    reverses BIGINT,
    reversed_by BIGINT,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT ledger_entry_pk PRIMARY KEY (org_id, number)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The entries of one sort of document, newest first.
CREATE INDEX ledger_entry_kind ON ledger_entry (org_id, source_kind, number);
-- The entries of one document. Ids are ordered by time, so both indexes grow at their ends.
CREATE INDEX ledger_entry_source ON ledger_entry (org_id, source_id, number);

CREATE TABLE ledger_posting (
    org_id BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account TEXT /*pg COLLATE "C"*/ NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    CONSTRAINT ledger_posting_pk PRIMARY KEY (org_id, entry, line)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The entries that move one account, newest first.
CREATE INDEX ledger_posting_account ON ledger_posting (org_id, account, entry);

CREATE TABLE ledger_balance (
    org_id BIGINT NOT NULL,
    account TEXT /*pg COLLATE "C"*/ NOT NULL,
    day TEXT /*pg COLLATE "C"*/ NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    CONSTRAINT ledger_balance_pk PRIMARY KEY (org_id, account, day)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE ledger_series (
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    digits BIGINT NOT NULL,
    next BIGINT NOT NULL,
    CONSTRAINT ledger_series_pk PRIMARY KEY (org_id, name)
) /*sqlite STRICT, WITHOUT ROWID*/;
