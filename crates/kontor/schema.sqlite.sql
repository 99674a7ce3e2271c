-- Written by a test from the migrations: change those, then run it with KONTOR_WRITE_SCHEMA=1.

CREATE TABLE billing_account (
    org_id INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    last_invoice INTEGER NOT NULL,
    CONSTRAINT billing_account_pk PRIMARY KEY (org_id, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_allocation (
    org_id INTEGER NOT NULL,
    payment INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    CONSTRAINT billing_allocation_pk PRIMARY KEY (org_id, payment, invoice)
) STRICT, WITHOUT ROWID;

CREATE INDEX billing_allocation_invoice ON billing_allocation (org_id, invoice, payment);

CREATE TABLE billing_invoice (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    customer INTEGER,
    customer_prev INTEGER,
    corrects INTEGER,
    document_date TEXT NOT NULL,
    supply_date TEXT NOT NULL,
    posting_date TEXT NOT NULL,
    due_date TEXT NOT NULL,
    basis TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    credited INTEGER NOT NULL,
    reason TEXT,
    issued_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT billing_invoice_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX billing_invoice_customer_open ON billing_invoice (org_id, customer, id)
    WHERE kind = 'invoice' AND gross > paid + credited;

CREATE UNIQUE INDEX billing_invoice_number ON billing_invoice (org_id, number);

CREATE INDEX billing_invoice_open ON billing_invoice (org_id, id)
    WHERE kind = 'invoice' AND gross > paid + credited;

CREATE INDEX billing_invoice_order ON billing_invoice (org_id, order_id, id);

CREATE TABLE billing_invoice_line (
    org_id INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    line INTEGER NOT NULL,
    order_line INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price INTEGER NOT NULL,
    price_base INTEGER NOT NULL,
    tax_class TEXT NOT NULL,
    tax_rate INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    credited INTEGER NOT NULL,
    CONSTRAINT billing_invoice_line_pk PRIMARY KEY (org_id, invoice, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_invoice_tax (
    org_id INTEGER NOT NULL,
    invoice INTEGER NOT NULL,
    tax_class TEXT  NOT NULL,
    tax_rate INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    credited_net INTEGER NOT NULL,
    credited_tax INTEGER NOT NULL,
    CONSTRAINT billing_invoice_tax_pk PRIMARY KEY (org_id, invoice, tax_class, tax_rate)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_payment (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    method TEXT NOT NULL,
    amount INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    customer INTEGER,
    order_id INTEGER,
    refunds INTEGER,
    date TEXT NOT NULL,
    reference TEXT,
    reason TEXT,
    recorded_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT billing_payment_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX billing_payment_number ON billing_payment (org_id, number);

CREATE INDEX billing_payment_order ON billing_payment (org_id, order_id, id) WHERE order_id IS NOT NULL;

CREATE INDEX billing_payment_unassigned ON billing_payment (org_id, id) WHERE unassigned > 0;

CREATE TABLE catalog_barcode (
    org_id INTEGER NOT NULL,
    barcode TEXT  NOT NULL,
    sku TEXT NOT NULL,
    CONSTRAINT catalog_barcode_pk PRIMARY KEY (org_id, barcode)
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog_product (
    org_id INTEGER NOT NULL,
    sku TEXT  NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    price INTEGER NOT NULL,
    price_base INTEGER NOT NULL,
    basis TEXT NOT NULL,
    tax_class TEXT NOT NULL,
    out_of_stock TEXT NOT NULL,
    archived INTEGER NOT NULL,
    version INTEGER NOT NULL, barcode TEXT,
    CONSTRAINT catalog_product_pk PRIMARY KEY (org_id, sku)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX catalog_product_id ON catalog_product (org_id, id);

CREATE TABLE contact_version (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    data TEXT NOT NULL,
    salt BLOB NOT NULL,
    written_at INTEGER NOT NULL,
    erased_at INTEGER,
    CONSTRAINT contact_version_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_version_subject ON contact_version (org_id, subject, id);

CREATE TABLE customers_counter (
    org_id INTEGER NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT customers_counter_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE customers_customer (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact INTEGER NOT NULL,
    contact_digest BLOB NOT NULL,
    language TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    terms_days INTEGER NOT NULL,
    credit_limit INTEGER,
    order_count INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    open_orders INTEGER NOT NULL,
    open_balance INTEGER NOT NULL,
    last_order INTEGER,
    last_order_at INTEGER,
    version INTEGER NOT NULL, merged_into INTEGER, duplicates INTEGER, erased_at INTEGER, edited INTEGER,
    CONSTRAINT customers_customer_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX customers_customer_merged ON customers_customer (org_id, merged_into, id) WHERE merged_into IS NOT NULL;

CREATE TABLE customers_number (
    org_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    customer INTEGER NOT NULL,
    CONSTRAINT customers_number_pk PRIMARY KEY (org_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_term (
    org_id INTEGER NOT NULL,
    kind TEXT  NOT NULL,
    term TEXT  NOT NULL,
    id INTEGER NOT NULL,
    CONSTRAINT desk_term_pk PRIMARY KEY (org_id, kind, term, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_term_id ON desk_term (org_id, id, term);

CREATE TABLE follower (
    org_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    parked TEXT,
    fence INTEGER NOT NULL,
    CONSTRAINT follower_pk PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE fulfilment_shipment (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    location TEXT NOT NULL,
    date TEXT NOT NULL,
    carrier TEXT,
    tracking TEXT,
    shipped_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fulfilment_shipment_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX fulfilment_shipment_number ON fulfilment_shipment (org_id, number);

CREATE INDEX fulfilment_shipment_order ON fulfilment_shipment (org_id, order_id, id);

CREATE TABLE fulfilment_shipment_line (
    org_id INTEGER NOT NULL,
    shipment INTEGER NOT NULL,
    line INTEGER NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT fulfilment_shipment_line_pk PRIMARY KEY (org_id, shipment, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    org_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    position INTEGER NOT NULL,
    events INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    CONSTRAINT idempotency_pk PRIMARY KEY (org_id, actor, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_attempt (
    org_id INTEGER NOT NULL,
    subject BLOB NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    CONSTRAINT identity_attempt_pk PRIMARY KEY (org_id, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_invitation (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    mail TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    withdrawn_at INTEGER,
    CONSTRAINT identity_invitation_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_invitation_mail ON identity_invitation (org_id, mail);

CREATE TABLE identity_member (
    org_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT identity_member_pk PRIMARY KEY (org_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_member_role ON identity_member (org_id, role);

CREATE INDEX identity_member_user ON identity_member (user_id, org_id);

CREATE TABLE identity_org (
    org_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    zone TEXT NOT NULL,
    created_at INTEGER NOT NULL, tax_status TEXT, profile TEXT, version INTEGER,
    CONSTRAINT identity_org_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_passkey (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    credential BLOB NOT NULL,
    data TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    CONSTRAINT identity_passkey_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX identity_passkey_credential ON identity_passkey (org_id, credential);

CREATE INDEX identity_passkey_user ON identity_passkey (org_id, user_id);

CREATE TABLE identity_pin (
    org_id INTEGER NOT NULL,
    workplace_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    pin TEXT,
    misses INTEGER NOT NULL,
    signed_in_at INTEGER NOT NULL,
    session_round INTEGER NOT NULL,
    CONSTRAINT identity_pin_pk PRIMARY KEY (org_id, workplace_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_recovery_code (
    org_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    used_at INTEGER,
    CONSTRAINT identity_recovery_code_pk PRIMARY KEY (org_id, user_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_session (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    user_id INTEGER NOT NULL,
    session_round INTEGER NOT NULL,
    signed_in_by TEXT NOT NULL,
    device TEXT NOT NULL,
    workplace_id INTEGER,
    opened_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT identity_session_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_session_user ON identity_session (org_id, user_id);

CREATE TABLE identity_ticket (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    user_id INTEGER,
    merchant INTEGER,
    state BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT identity_ticket_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_ticket_kind ON identity_ticket (org_id, kind);

CREATE TABLE identity_token (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CONSTRAINT identity_token_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_user (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    mail TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT,
    session_round INTEGER NOT NULL,
    language TEXT,
    theme TEXT NOT NULL,
    density TEXT NOT NULL,
    totp_key BLOB,
    totp_step INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    CONSTRAINT identity_user_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX identity_user_mail ON identity_user (org_id, mail);

CREATE TABLE identity_workplace (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT identity_workplace_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory_location (
    org_id INTEGER NOT NULL,
    code TEXT  NOT NULL,
    name TEXT NOT NULL, closed_at INTEGER,
    CONSTRAINT inventory_location_pk PRIMARY KEY (org_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory_movement (
    org_id INTEGER NOT NULL,
    product INTEGER NOT NULL,
    location TEXT NOT NULL,
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    value INTEGER NOT NULL,
    on_hand_after INTEGER NOT NULL,
    document INTEGER NOT NULL,
    date TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT inventory_movement_pk PRIMARY KEY (org_id, product, location, position, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory_reservation (
    org_id INTEGER NOT NULL,
    holder INTEGER NOT NULL,
    line INTEGER NOT NULL,
    product INTEGER NOT NULL,
    location TEXT  NOT NULL,
    reserved INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    since INTEGER NOT NULL,
    CONSTRAINT inventory_reservation_pk PRIMARY KEY (org_id, holder, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX inventory_reservation_waiting ON inventory_reservation (org_id, product, location, since)
    WHERE waiting > 0;

CREATE TABLE inventory_stock (
    org_id INTEGER NOT NULL,
    product INTEGER NOT NULL,
    location TEXT  NOT NULL,
    sku TEXT NOT NULL,
    on_hand INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    CONSTRAINT inventory_stock_pk PRIMARY KEY (org_id, product, location)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory_threshold (
    org_id INTEGER NOT NULL,
    product INTEGER NOT NULL,
    location TEXT  NOT NULL,
    sku TEXT NOT NULL,
    low_at INTEGER NOT NULL,
    CONSTRAINT inventory_threshold_pk PRIMARY KEY (org_id, product, location)
) STRICT, WITHOUT ROWID;

CREATE TABLE inventory_value (
    org_id INTEGER NOT NULL,
    product INTEGER NOT NULL,
    on_hand INTEGER NOT NULL,
    value INTEGER NOT NULL,
    last_cost INTEGER NOT NULL,
    CONSTRAINT inventory_value_pk PRIMARY KEY (org_id, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    org_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    subject INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (org_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_subject ON journal (org_id, subject, position);

CREATE TABLE journal_head (
    org_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    last_time INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    CONSTRAINT journal_head_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    until INTEGER NOT NULL,
    CONSTRAINT lease_pk PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_account (
    org_id INTEGER NOT NULL,
    number TEXT  NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    CONSTRAINT ledger_account_pk PRIMARY KEY (org_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_balance (
    org_id INTEGER NOT NULL,
    account TEXT  NOT NULL,
    day TEXT  NOT NULL,
    debit INTEGER NOT NULL,
    credit INTEGER NOT NULL,
    CONSTRAINT ledger_balance_pk PRIMARY KEY (org_id, account, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_entry (
    org_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    document_date TEXT NOT NULL,
    supply_date TEXT,
    posting_date TEXT  NOT NULL,
    reverses INTEGER,
    reversed_by INTEGER,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT ledger_entry_pk PRIMARY KEY (org_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_entry_kind ON ledger_entry (org_id, source_kind, number);

CREATE INDEX ledger_entry_source ON ledger_entry (org_id, source_id, number);

CREATE TABLE ledger_posting (
    org_id INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    line INTEGER NOT NULL,
    account TEXT  NOT NULL,
    debit INTEGER NOT NULL,
    credit INTEGER NOT NULL,
    CONSTRAINT ledger_posting_pk PRIMARY KEY (org_id, entry, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_posting_account ON ledger_posting (org_id, account, entry);

CREATE TABLE ledger_series (
    org_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    digits INTEGER NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT ledger_series_pk PRIMARY KEY (org_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_settings (
    org_id INTEGER NOT NULL,
    chart TEXT NOT NULL,
    next_entry INTEGER NOT NULL,
    CONSTRAINT ledger_settings_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    text TEXT NOT NULL,
    salt BLOB NOT NULL,
    author TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    CONSTRAINT note_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX note_subject ON note (org_id, subject, id);

CREATE TABLE orders_counter (
    org_id INTEGER NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT orders_counter_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders_external (
    org_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    external TEXT NOT NULL,
    order_id INTEGER NOT NULL,
    CONSTRAINT orders_external_pk PRIMARY KEY (org_id, channel, external)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders_line (
    org_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    product INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price INTEGER NOT NULL,
    price_base INTEGER NOT NULL,
    tax_class TEXT NOT NULL,
    tax_rate INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    open INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    backordered INTEGER NOT NULL,
    shipped INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    invoiced INTEGER NOT NULL,
    credited INTEGER NOT NULL,
    CONSTRAINT orders_line_pk PRIMARY KEY (org_id, order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders_order (
    org_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    number TEXT NOT NULL,
    customer INTEGER,
    channel TEXT NOT NULL,
    location TEXT NOT NULL,
    basis TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    order_date TEXT NOT NULL,
    state TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    open_gross INTEGER NOT NULL,
    cancelled_gross INTEGER NOT NULL,
    invoiced INTEGER NOT NULL,
    credited INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    line_count INTEGER NOT NULL,
    lines_to_ship INTEGER NOT NULL,
    lines_to_invoice INTEGER NOT NULL,
    reference TEXT,
    external TEXT,
    customer_prev INTEGER,
    placed_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT orders_order_pk PRIMARY KEY (org_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX orders_order_number ON orders_order (org_id, number);

CREATE INDEX orders_order_state ON orders_order (org_id, state, id);

CREATE INDEX orders_order_to_invoice ON orders_order (org_id, id) WHERE lines_to_invoice > 0;

CREATE INDEX orders_order_to_ship ON orders_order (org_id, id) WHERE lines_to_ship > 0;

CREATE TABLE orders_tally (
    org_id INTEGER NOT NULL,
    tab TEXT NOT NULL,
    count INTEGER NOT NULL,
    CONSTRAINT orders_tally_pk PRIMARY KEY (org_id, tab)
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migration (number INTEGER NOT NULL, name TEXT NOT NULL, applied_at INTEGER NOT NULL, CONSTRAINT schema_migration_pk PRIMARY KEY (number)) STRICT;

CREATE TABLE sqlite_stat1(tbl,idx,stat);

CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample);
