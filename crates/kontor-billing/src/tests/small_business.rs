//! A small business charges no tax (§ 19 UStG): from the next order on, and back again.

use kontor_identity::change_org::ChangeOrg;
use kontor_identity::model::{OrgId, TaxStatus};
use kontor_testkit::{TestDb, on_both_alone};

use crate::samples::{Shop, bill, deliver, entries, invoice_of, rooms};

async fn becomes(db: &TestDb, status: TaxStatus) {
    let change = ChangeOrg { tax_status: Some(status), ..ChangeOrg::of(OrgId::new(db.org)) };
    db.submit(change).await.unwrap();
}

#[test]
fn a_small_business_charges_no_tax_from_the_next_order_on() {
    on_both_alone(rooms, |db| async move {
        let Shop { anna, .. } = Shop::open(&db).await;
        let before = deliver(&db, anna, &[("TEA", "1")]).await;
        becomes(&db, TaxStatus::SmallBusiness).await;
        let (order, invoice) = bill(&db, anna, &[("TEA", "2"), ("BOOK", "1"), ("GIFT", "1")]).await;
        let (order, lines) = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
        assert_eq!((order.net, order.tax.minor(), order.gross), (order.gross, 0, order.gross));
        assert!(lines.iter().all(|line| line.tax_class.as_str() == "small_business"), "{lines:?}");
        let shown = crate::show::one(&db.reads, db.org, invoice).await.unwrap().unwrap();
        assert_eq!((shown.invoice.tax.minor(), shown.invoice.net), (0, shown.invoice.gross));
        // What was ordered before keeps its tax; so does what is ordered once they are taxed again.
        db.submit(invoice_of(before, &[])).await.unwrap();
        becomes(&db, TaxStatus::Regular).await;
        bill(&db, anna, &[("TEA", "1")]).await;
        let expected = [
            "2026-11-24 1400 +2880 8195 -2880",
            "2026-11-24 1400 +1190 8400 -1000 1776 -190",
            "2026-11-24 1400 +1190 8400 -1000 1776 -190",
        ];
        assert_eq!(entries(&db, "invoice").await, expected);
    });
}
