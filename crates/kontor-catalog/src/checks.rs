//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            name: "product_ids_are_unique",
            about: "Each product id belongs to one SKU.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM catalog_product",
                offenders: "SELECT p.org_id, p.sku, 'another SKU has the same product id' \
                    FROM catalog_product p JOIN catalog_product other \
                    ON other.org_id = p.org_id AND other.id = p.id AND other.sku <> p.sku",
            },
        },
        Check {
            name: "barcodes_are_those_of_products",
            about: "Each barcode in use is that of its product, and each product's barcode is in use by it.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM catalog_barcode",
                offenders: "SELECT p.org_id, p.sku, 'its barcode is not in use by it' FROM catalog_product p \
                    LEFT JOIN catalog_barcode b ON b.org_id = p.org_id AND b.barcode = p.barcode AND b.sku = p.sku \
                    WHERE p.barcode IS NOT NULL AND b.barcode IS NULL \
                    UNION ALL SELECT b.org_id, b.barcode, 'its product does not have it' FROM catalog_barcode b \
                    LEFT JOIN catalog_product p ON p.org_id = b.org_id AND p.sku = b.sku AND p.barcode = b.barcode \
                    WHERE p.sku IS NULL",
            },
        },
        Check {
            name: "product_prices_are_sound",
            about: "No product's price is negative, and each is for a quantity above zero.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM catalog_product",
                offenders: "SELECT p.org_id, p.sku, 'the price is negative or for no quantity' \
                    FROM catalog_product p WHERE p.price < 0 OR p.price_base <= 0",
            },
        },
    ]
}
