-- Customers can be changed, merged and erased.

ALTER TABLE customers_customer ADD COLUMN merged_into BIGINT;
ALTER TABLE customers_customer ADD COLUMN duplicates BIGINT;
ALTER TABLE customers_customer ADD COLUMN erased_at BIGINT;
ALTER TABLE customers_customer ADD COLUMN edited BIGINT;

-- The duplicates of a customer; who was never merged is not in it.
CREATE INDEX customers_customer_merged ON customers_customer (org_id, merged_into, id) WHERE merged_into IS NOT NULL;
