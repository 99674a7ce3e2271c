-- Customers. Names and addresses are not here: they lie in contact_version, beside the journal.

CREATE TABLE customers_customer (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    contact BIGINT NOT NULL,
    contact_digest BYTEA NOT NULL,
    language TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    terms_days BIGINT NOT NULL,
    credit_limit BIGINT,
    order_count BIGINT NOT NULL,
    volume BIGINT NOT NULL,
    open_orders BIGINT NOT NULL,
    open_balance BIGINT NOT NULL,
    last_order BIGINT,
    last_order_at BIGINT,
    version BIGINT NOT NULL,
    CONSTRAINT customers_customer_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- One row a number in use: a number is unique because this row is looked up before it is given.
CREATE TABLE customers_number (
    org_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    customer BIGINT NOT NULL,
    CONSTRAINT customers_number_pk PRIMARY KEY (org_id, number)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE customers_counter (
    org_id BIGINT NOT NULL,
    next BIGINT NOT NULL,
    CONSTRAINT customers_counter_pk PRIMARY KEY (org_id)
) /*sqlite STRICT, WITHOUT ROWID*/;
