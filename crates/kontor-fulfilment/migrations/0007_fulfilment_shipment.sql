-- Shipments and what was in them. Ids are ordered by time and orders are shipped soon after they are placed, so every
-- index grows at or near its end.

CREATE TABLE fulfilment_shipment (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    number TEXT NOT NULL,
    order_id BIGINT NOT NULL,
    location TEXT NOT NULL,
    date TEXT NOT NULL,
    carrier TEXT,
    tracking TEXT,
    shipped_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT fulfilment_shipment_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The shipments of one order.
CREATE INDEX fulfilment_shipment_order ON fulfilment_shipment (org_id, order_id, id);

-- The number that stands on the delivery note.
CREATE UNIQUE INDEX fulfilment_shipment_number ON fulfilment_shipment (org_id, number);

CREATE TABLE fulfilment_shipment_line (
    org_id BIGINT NOT NULL,
    shipment BIGINT NOT NULL,
    line BIGINT NOT NULL,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    CONSTRAINT fulfilment_shipment_line_pk PRIMARY KEY (org_id, shipment, line)
) /*sqlite STRICT, WITHOUT ROWID*/;
