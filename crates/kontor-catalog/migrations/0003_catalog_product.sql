-- Products. The key is the SKU, by which orders, receipts and imports name them; the id finds the row by its index.

CREATE TABLE catalog_product (
    org_id BIGINT NOT NULL,
    sku TEXT /*pg COLLATE "C"*/ NOT NULL,
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    price BIGINT NOT NULL,
    price_base BIGINT NOT NULL,
    basis TEXT NOT NULL,
    tax_class TEXT NOT NULL,
    out_of_stock TEXT NOT NULL,
    archived BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT catalog_product_pk PRIMARY KEY (org_id, sku)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Lists page by id; addresses name a product by it.
CREATE UNIQUE INDEX catalog_product_id ON catalog_product (org_id, id);
