-- Locations can be closed, and stock is called short below a threshold that people set.

ALTER TABLE inventory_location ADD COLUMN closed_at BIGINT;

CREATE TABLE inventory_threshold (
    org_id BIGINT NOT NULL,
    product BIGINT NOT NULL,
    location TEXT /*pg COLLATE "C"*/ NOT NULL,
    sku TEXT NOT NULL,
    low_at BIGINT NOT NULL,
    CONSTRAINT inventory_threshold_pk PRIMARY KEY (org_id, product, location)
) /*sqlite STRICT, WITHOUT ROWID*/;
