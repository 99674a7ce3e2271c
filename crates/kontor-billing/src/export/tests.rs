//! Every document is exported once, in the order in which it was issued.

use kontor_testkit::on_both_alone;

use super::InvoicePages;
use crate::samples::{Shop, bill, credit_of, rooms};

#[test]
fn invoices_and_credit_notes_are_exported_in_their_order() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let mut pages = InvoicePages::up_to_now(&db.reads, db.org).await.unwrap();
        assert_eq!(pages.next().await.unwrap().len(), 0);
        let (_, first) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        db.submit(credit_of(first, &[])).await.unwrap();
        bill(&db, shop.ben, &[("TEA", "2")]).await;
        let mut pages = InvoicePages::up_to_now(&db.reads, db.org).await.unwrap();
        // What is issued while the export goes on is not part of it.
        bill(&db, shop.ben, &[("TEA", "3")]).await;
        let page = pages.next().await.unwrap();
        let numbers: Vec<_> = page.iter().map(|invoice| invoice.number.as_str()).collect();
        assert_eq!(numbers, ["RE-2026-000001", "GU-2026-000001", "RE-2026-000002"]);
        assert_eq!(pages.next().await.unwrap().len(), 0);
    });
}
