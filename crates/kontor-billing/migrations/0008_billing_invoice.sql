-- Invoices with the credit notes that correct them, payments with the refunds of them, and which payment settles which
-- invoice. Ids are ordered by time, so tables and indexes grow at their ends. The exception is the index of a customer's
-- open invoices: it holds what is open now and nothing else, so it stays small. A customer's history is a chain
-- (customer_prev from billing_account on) and not an index.

CREATE TABLE billing_invoice (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    order_id BIGINT NOT NULL,
    customer BIGINT,
    customer_prev BIGINT,
    corrects BIGINT,
    document_date TEXT NOT NULL,
    supply_date TEXT NOT NULL,
    posting_date TEXT NOT NULL,
    due_date TEXT NOT NULL,
    basis TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    credited BIGINT NOT NULL,
    reason TEXT,
    issued_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT billing_invoice_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The invoices and credit notes of one order.
CREATE INDEX billing_invoice_order ON billing_invoice (org_id, order_id, id);

-- The number that stands on the document.
CREATE UNIQUE INDEX billing_invoice_number ON billing_invoice (org_id, number);

-- Open items: of the merchant, and of one customer.
CREATE INDEX billing_invoice_open ON billing_invoice (org_id, id)
    WHERE kind = 'invoice' AND gross > paid + credited;
CREATE INDEX billing_invoice_customer_open ON billing_invoice (org_id, customer, id)
    WHERE kind = 'invoice' AND gross > paid + credited;

CREATE TABLE billing_invoice_line (
    org_id BIGINT NOT NULL,
    invoice BIGINT NOT NULL,
    line BIGINT NOT NULL,
    order_line BIGINT NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    price_base BIGINT NOT NULL,
    tax_class TEXT NOT NULL,
    tax_rate BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    credited BIGINT NOT NULL,
    CONSTRAINT billing_invoice_line_pk PRIMARY KEY (org_id, invoice, line)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE billing_invoice_tax (
    org_id BIGINT NOT NULL,
    invoice BIGINT NOT NULL,
    tax_class TEXT /*pg COLLATE "C"*/ NOT NULL,
    tax_rate BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    credited_net BIGINT NOT NULL,
    credited_tax BIGINT NOT NULL,
    CONSTRAINT billing_invoice_tax_pk PRIMARY KEY (org_id, invoice, tax_class, tax_rate)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The newest invoice or credit note of each customer: where their chain begins.
CREATE TABLE billing_account (
    org_id BIGINT NOT NULL,
    customer BIGINT NOT NULL,
    last_invoice BIGINT NOT NULL,
    CONSTRAINT billing_account_pk PRIMARY KEY (org_id, customer)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE billing_payment (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    method TEXT NOT NULL,
    amount BIGINT NOT NULL,
    unassigned BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    customer BIGINT,
    order_id BIGINT,
    refunds BIGINT,
    date TEXT NOT NULL,
    reference TEXT,
    reason TEXT,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT billing_payment_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The payments and refunds of one order.
CREATE INDEX billing_payment_order ON billing_payment (org_id, order_id, id) WHERE order_id IS NOT NULL;

-- Money that is assigned to no invoice, and so can be paid back or still finds one.
CREATE INDEX billing_payment_unassigned ON billing_payment (org_id, id) WHERE unassigned > 0;

-- The number that stands on the receipt.
CREATE UNIQUE INDEX billing_payment_number ON billing_payment (org_id, number);

CREATE TABLE billing_allocation (
    org_id BIGINT NOT NULL,
    payment BIGINT NOT NULL,
    invoice BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT billing_allocation_pk PRIMARY KEY (org_id, payment, invoice)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The payments of one invoice.
CREATE INDEX billing_allocation_invoice ON billing_allocation (org_id, invoice, payment);
