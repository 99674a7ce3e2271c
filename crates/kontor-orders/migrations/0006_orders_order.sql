-- Orders and their lines. The only index leads with the state and follows the id, which is ordered by time, so a new
-- order is appended everywhere; a customer's orders are a chain (customer_prev), not an index.

CREATE TABLE orders_order (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    number TEXT NOT NULL,
    customer BIGINT,
    channel TEXT NOT NULL,
    location TEXT NOT NULL,
    basis TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    order_date TEXT NOT NULL,
    state TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    open_gross BIGINT NOT NULL,
    cancelled_gross BIGINT NOT NULL,
    invoiced BIGINT NOT NULL,
    credited BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    line_count BIGINT NOT NULL,
    lines_to_ship BIGINT NOT NULL,
    lines_to_invoice BIGINT NOT NULL,
    reference TEXT,
    external TEXT,
    customer_prev BIGINT,
    placed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT orders_order_pk PRIMARY KEY (org_id, id)
);

-- The board: newest orders of a state.
CREATE INDEX orders_order_state ON orders_order (org_id, state, id);

-- The number that people know an order by; numbers rise with ids, so this appends too.
CREATE UNIQUE INDEX orders_order_number ON orders_order (org_id, number);

CREATE TABLE orders_line (
    org_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    product BIGINT NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    price_base BIGINT NOT NULL,
    tax_class TEXT NOT NULL,
    tax_rate BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    open BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    backordered BIGINT NOT NULL,
    shipped BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    invoiced BIGINT NOT NULL,
    credited BIGINT NOT NULL,
    CONSTRAINT orders_line_pk PRIMARY KEY (org_id, order_id, line)
);

-- An external number of a channel never makes two orders.
CREATE TABLE orders_external (
    org_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    external TEXT NOT NULL,
    order_id BIGINT NOT NULL,
    CONSTRAINT orders_external_pk PRIMARY KEY (org_id, channel, external)
);

CREATE TABLE orders_counter (
    org_id BIGINT NOT NULL,
    next BIGINT NOT NULL,
    CONSTRAINT orders_counter_pk PRIMARY KEY (org_id)
);

-- How many orders each tab of the board shows.
CREATE TABLE orders_tally (
    org_id BIGINT NOT NULL,
    tab TEXT NOT NULL,
    count BIGINT NOT NULL,
    CONSTRAINT orders_tally_pk PRIMARY KEY (org_id, tab)
);
