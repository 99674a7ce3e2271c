-- The tables of 0006 as they were meant: strict about types and without a second key. On SQLite the marks that say so had
-- been read as part of a quoted text, because a comment above them had an apostrophe; PostgreSQL has nothing to do there.
-- And two indexes for the board: however many orders are shipped and wait for their money, the next to ship are found at once.

/*sqlite
ALTER TABLE orders_order RENAME TO orders_order_before;
DROP INDEX orders_order_state;
DROP INDEX orders_order_number;

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
) STRICT, WITHOUT ROWID;

INSERT INTO orders_order (
    org_id, id, number, customer, channel, location, basis, payment_method, order_date, state, net, tax,
    gross, open_gross, cancelled_gross, invoiced, credited, paid, line_count, lines_to_ship, lines_to_invoice,
    reference, external, customer_prev, placed_at, version
) SELECT
    org_id, id, number, customer, channel, location, basis, payment_method, order_date, state, net, tax,
    gross, open_gross, cancelled_gross, invoiced, credited, paid, line_count, lines_to_ship, lines_to_invoice,
    reference, external, customer_prev, placed_at, version
FROM orders_order_before ORDER BY org_id, id;

DROP TABLE orders_order_before;
CREATE INDEX orders_order_state ON orders_order (org_id, state, id);
CREATE UNIQUE INDEX orders_order_number ON orders_order (org_id, number);

ALTER TABLE orders_line RENAME TO orders_line_before;

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
) STRICT, WITHOUT ROWID;

INSERT INTO orders_line (
    org_id, order_id, line, product, sku, name, unit, kind, quantity, price, price_base, tax_class, tax_rate,
    net, tax, gross, open, reserved, backordered, shipped, cancelled, invoiced, credited
) SELECT
    org_id, order_id, line, product, sku, name, unit, kind, quantity, price, price_base, tax_class, tax_rate,
    net, tax, gross, open, reserved, backordered, shipped, cancelled, invoiced, credited
FROM orders_line_before ORDER BY org_id, order_id, line;

DROP TABLE orders_line_before;

ALTER TABLE orders_external RENAME TO orders_external_before;

CREATE TABLE orders_external (
    org_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    external TEXT NOT NULL,
    order_id BIGINT NOT NULL,
    CONSTRAINT orders_external_pk PRIMARY KEY (org_id, channel, external)
) STRICT, WITHOUT ROWID;

INSERT INTO orders_external (
    org_id, channel, external, order_id
) SELECT
    org_id, channel, external, order_id
FROM orders_external_before ORDER BY org_id, channel, external;

DROP TABLE orders_external_before;

ALTER TABLE orders_counter RENAME TO orders_counter_before;

CREATE TABLE orders_counter (
    org_id BIGINT NOT NULL,
    next BIGINT NOT NULL,
    CONSTRAINT orders_counter_pk PRIMARY KEY (org_id)
) STRICT, WITHOUT ROWID;

INSERT INTO orders_counter (
    org_id, next
) SELECT
    org_id, next
FROM orders_counter_before ORDER BY org_id;

DROP TABLE orders_counter_before;

ALTER TABLE orders_tally RENAME TO orders_tally_before;

CREATE TABLE orders_tally (
    org_id BIGINT NOT NULL,
    tab TEXT NOT NULL,
    count BIGINT NOT NULL,
    CONSTRAINT orders_tally_pk PRIMARY KEY (org_id, tab)
) STRICT, WITHOUT ROWID;

INSERT INTO orders_tally (
    org_id, tab, count
) SELECT
    org_id, tab, count
FROM orders_tally_before ORDER BY org_id, tab;

DROP TABLE orders_tally_before;
*/

CREATE INDEX orders_order_to_ship ON orders_order (org_id, id) WHERE lines_to_ship > 0;
CREATE INDEX orders_order_to_invoice ON orders_order (org_id, id) WHERE lines_to_invoice > 0;
