//! The overview has everything of the order, and shows it as it was.

use axum::Router;
use axum::routing::get;
use kontor_customers::show::one;
use kontor_inventory::samples::receipt;
use kontor_kernel::Quantity;
use kontor_orders::model::OrderId;
use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};

use super::{as_of, overview};
use crate::board::Summary;
use crate::samples::{Shop, euros, invoice, pay, place, plan, rooms, ship, today};

#[test]
fn an_overview_has_all_that_belongs_to_the_order() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        place(&db, shop.ben, &[("TEA", "5")]).await;
        let order = place(&db, shop.anna, &[("TEA", "2"), ("POT", "1")]).await;
        let shipment = ship(&db, order, &[(1, "2")]).await;
        let bill = invoice(&db, order).await;
        let payment = pay(&db, bill, "5.00").await;
        let (day, _) = today(&db);
        let found = overview(&db.reads, db.org, day, order).await.unwrap().unwrap();
        assert_eq!((found.card.order.id, found.card.summary), (order, Summary::Waiting));
        let tea = &found.lines[0];
        assert_eq!((tea.line.sku.as_str(), tea.line.shipped), ("TEA", Quantity::new(2_000)));
        assert_eq!(tea.stock.map(|stock| stock.available().to_string()), Some("93".to_owned()));
        assert_eq!(found.lines[1].line.backordered, Quantity::ONE);
        let anna = one(&db.reads, db.org, shop.anna).await.unwrap().unwrap();
        assert_eq!(found.customer.map(|shown| shown.customer), Some(anna.customer));
        assert_eq!((found.shipments.len(), found.shipments[0].shipment.id), (1, shipment));
        assert_eq!(found.shipments[0].lines[0].quantity, Quantity::new(2_000));
        assert_eq!((found.invoices.len(), found.invoices[0].id), (1, bill));
        let money = &found.payments[0];
        assert_eq!((found.payments.len(), money.payment.id, money.settles), (1, payment, euros("5.00")));
        let kinds: Vec<String> =
            found.entries.iter().map(|whole| whole.entry.source_kind.to_string()).collect();
        assert_eq!(kinds, ["issue", "invoice", "payment"]);
        assert!(found.entries.iter().all(|whole| whole.postings.len() >= 2));
        assert!(overview(&db.reads, db.org, day, OrderId::new(1)).await.unwrap().is_none());
    });
}

/// How an order stands: its version, and of each line what is reserved, waits, has left.
async fn stands(db: &TestDb, order: OrderId, position: i64) -> Option<String> {
    let found = as_of((&db.reads, &db.schema), db.org, order, position).await.unwrap();
    let (order, lines) = found?;
    let lines = lines.iter().map(|line| format!(" {}/{}/{}", line.reserved, line.backordered, line.shipped));
    Some(format!("{}{}", order.state, lines.collect::<String>()))
}

#[test]
fn an_order_is_shown_as_of_every_event_of_it() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "2"), ("POT", "1")]).await;
        let head = async || kontor_store::journal::head(&db.reads, db.org).await.unwrap().unwrap().position;
        let placed = head().await;
        db.submit(receipt(&[("POT", "5", "4")])).await.unwrap();
        let allocated = head().await;
        ship(&db, order, &[(1, "1")]).await;
        let shipped = head().await;
        ship(&db, order, &[]).await;
        let bill = invoice(&db, order).await;
        pay(&db, bill, "29.70").await;
        let paid = head().await;
        for (position, expected) in [
            (1, None),
            (placed, Some("placed 2/0/0 0/1/0")),
            (allocated, Some("placed 2/0/0 1/0/0")),
            (shipped, Some("placed 1/0/1 1/0/0")),
            (paid, Some("completed 0/0/2 0/0/1")),
            (i64::MAX, Some("completed 0/0/2 0/0/1")),
        ] {
            assert_eq!(stands(&db, order, position).await.as_deref(), expected, "at {position}");
        }
        let now = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap();
        let then = as_of((&db.reads, &db.schema), db.org, order, paid).await.unwrap();
        assert_eq!(then, now, "the events make the row that is stored");
    });
}

#[test]
fn the_door_shows_the_order_as_it_was() {
    on_sqlite(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "2")]).await;
        let placed = kontor_store::journal::head(&db.reads, db.org).await.unwrap().unwrap().position;
        ship(&db, order, &[]).await;
        let routes = Router::new().route("/orders/{id}/as-of/{position}", get(super::http::as_of));
        let app = TestApp::new(&db, routes);
        let then = app.get(&format!("/orders/{order}/as-of/{placed}")).await;
        assert_eq!((then.status, then.text("/lines/0/shipped")), (200, "0"));
        let now = app.get(&format!("/orders/{order}/as-of/999999")).await;
        assert_eq!(now.text("/lines/0/shipped"), "2");
        for path in ["/orders/ord_0000000000001/as-of/5", "/orders/nothing/as-of/5"] {
            assert_eq!(app.get(path).await.code(), "not_found", "{path}");
        }
        assert_eq!(app.get(&format!("/orders/{order}/as-of/x")).await.code(), "not_found");
    });
}

#[test]
fn everything_of_an_order_is_read_by_indexes() {
    on_sqlite(rooms, |db| async move {
        for statement in super::queries() {
            let steps = plan(&db, &statement).await;
            for step in &steps {
                let is_derived = ["SCAN d", "SCAN (subquery", "SCAN CONSTANT ROW"]
                    .iter()
                    .any(|start| step.starts_with(start));
                assert!(!step.starts_with("SCAN") || is_derived, "{step} in {steps:#?}\n{statement}");
                assert!(!step.ends_with("(org_id=?)"), "{step} in {steps:#?}\n{statement}");
            }
        }
    });
}
