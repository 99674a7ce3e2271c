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
    ]
}
