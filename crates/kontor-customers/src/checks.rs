//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            name: "customer_numbers_are_unique",
            about: "Each customer's number is in use by that customer and by no other.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM customers_customer",
                offenders: "SELECT c.org_id, c.number, 'the number is not in use by this customer' \
                    FROM customers_customer c LEFT JOIN customers_number n \
                    ON n.org_id = c.org_id AND n.number = c.number AND n.customer = c.id \
                    WHERE n.number IS NULL",
            },
        },
        Check {
            name: "customer_contacts_exist",
            about: "Each customer's contact version exists.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM customers_customer",
                offenders: "SELECT c.org_id, c.number, 'the contact version is missing' \
                    FROM customers_customer c LEFT JOIN contact_version v \
                    ON v.org_id = c.org_id AND v.id = c.contact \
                    WHERE v.id IS NULL",
            },
        },
        Check {
            name: "merged_customers_have_survivors",
            about: "Each merged duplicate points to a customer that is not merged itself and counts it, and has no figures.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM customers_customer WHERE merged_into IS NOT NULL OR duplicates IS NOT NULL",
                offenders: "SELECT c.org_id, c.number, 'the duplicate has figures or no survivor' \
                    FROM customers_customer c LEFT JOIN customers_customer s \
                    ON s.org_id = c.org_id AND s.id = c.merged_into AND s.merged_into IS NULL \
                    WHERE c.merged_into IS NOT NULL AND (s.id IS NULL OR c.order_count <> 0 OR c.volume <> 0 \
                        OR c.open_orders <> 0 OR c.open_balance <> 0) \
                    UNION ALL SELECT s.org_id, s.number, 'the number of its duplicates is another' \
                    FROM customers_customer s LEFT JOIN (SELECT org_id, merged_into, COUNT(*) AS merged \
                        FROM customers_customer WHERE merged_into IS NOT NULL GROUP BY org_id, merged_into) d \
                    ON d.org_id = s.org_id AND d.merged_into = s.id \
                    WHERE COALESCE(s.duplicates, 0) <> COALESCE(d.merged, 0)",
            },
        },
        Check {
            name: "erased_customers_are_blank",
            about: "Of an erased customer there is no note, and no contact version that was not blanked.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM customers_customer WHERE erased_at IS NOT NULL",
                offenders: "SELECT c.org_id, c.number, 'a contact version is not blanked' \
                    FROM customers_customer c JOIN contact_version v ON v.org_id = c.org_id AND v.subject = c.id \
                    WHERE c.erased_at IS NOT NULL AND v.erased_at IS NULL \
                    UNION ALL SELECT c.org_id, c.number, 'a note is left' \
                    FROM customers_customer c JOIN note n ON n.org_id = c.org_id AND n.subject = c.id \
                    WHERE c.erased_at IS NOT NULL",
            },
        },
    ]
}
