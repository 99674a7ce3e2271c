-- Products have barcodes. One row a barcode in use: it is unique because this row is looked up before it is given.

ALTER TABLE catalog_product ADD COLUMN barcode TEXT;

CREATE TABLE catalog_barcode (
    org_id BIGINT NOT NULL,
    barcode TEXT /*pg COLLATE "C"*/ NOT NULL,
    sku TEXT NOT NULL,
    CONSTRAINT catalog_barcode_pk PRIMARY KEY (org_id, barcode)
) /*sqlite STRICT, WITHOUT ROWID*/;
