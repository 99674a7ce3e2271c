//! Opening stock: what is missing of a sale that is over comes in for it alone.

use kontor_catalog::records::CatalogTables;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Context, Date, Quantity, UnitPrice};
use kontor_ledger::model::Role;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};
use kontor_testkit::{TestDb, on_both, on_both_alone};

use super::{Order, balance, held, last_event, open_shop, outcome, receive, rooms, shown};
use crate::model::{ReceiptId, ReceiptReference};
use crate::rules::{self, GoodsIssue, IssueLine, OpeningStock, Wanted};

/// A sale that is over: its goods are booked in as far as they are missing, reserved, and handed over.
#[derive(Debug, Clone)]
struct OldSale {
    order: Order,
    unit_cost: UnitPrice,
    named: bool,
}

fn old_sale(holder: i64, lines: &[(&'static str, &'static str)], unit_cost: &str) -> OldSale {
    let lines: Vec<_> = lines.iter().map(|(sku, quantity)| (*sku, *quantity, false)).collect();
    OldSale { order: Order::new(holder, &lines), unit_cost: unit_cost.parse().unwrap(), named: true }
}

impl Command for OldSale {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let Order { holder, location, lines } = &self.order;
        desk.org().want(&());
        for (sku, _, _) in lines {
            desk.products().want(&(sku.clone(),));
        }
        desk.ready()?;
        let mut wanted = Vec::new();
        for (line, (sku, quantity, may_wait)) in (1..).zip(lines) {
            let product = desk.products().get(&(sku.clone(),))?.id;
            wanted.push(Wanted { line, product, sku: sku.clone(), quantity: *quantity, may_wait: *may_wait });
        }
        let receipt = ReceiptId::new(context.id());
        let date = Date::ymd(2024, 2, 29).unwrap();
        let reference = self.named.then(|| ReceiptReference::parse("SHOP-7").unwrap());
        let unit_cost = self.unit_cost;
        rules::book_opening_stock(
            desk,
            OpeningStock { receipt, location: *location, date, reference, unit_cost, wanted: &wanted },
        )?;
        let allocations = rules::allocate(desk, location, &wanted)?;
        rules::reserve(desk, *holder, location, &allocations)?;
        let issued: Vec<_> = wanted
            .iter()
            .map(|line| IssueLine { line: line.line, product: line.product, quantity: line.quantity })
            .collect();
        let document = context.id();
        rules::issue(desk, GoodsIssue { holder: *holder, document, date, text: "Shipment", lines: &issued })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// What comes of one sale after another, and the stock of mugs after it.
async fn check(db: &TestDb, cases: Vec<(OldSale, &str)>) {
    for (sale, expected) in cases {
        let what = format!("{sale:?}");
        let got = match outcome(db.submit(sale).await) {
            done if done == "done" => shown(db, "MUG").await,
            refused => refused,
        };
        assert_eq!(got, expected, "{what}");
    }
}

#[test]
fn what_is_missing_comes_in_and_goes_out() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "10", "12.50")]).await;
        check(
            &db,
            vec![
                // All of it is there.
                (old_sale(1, &[("MUG", "4")], "1"), "6/0 = 75.00"),
                // Both lines together want more than there is, and take what is there with them.
                (old_sale(2, &[("MUG", "5"), ("TEA", "2"), ("MUG", "3")], "1.50"), "0/0 = 0.00"),
                // What costs nothing is booked in as well, without an entry.
                (OldSale { named: false, ..old_sale(3, &[("MUG", "1")], "0") }, "0/0 = 0.00"),
                // 0.0375 × 1,000 is 37.50: rounded once.
                (old_sale(4, &[("MUG", "999.5"), ("MUG", "0.5")], "0.0375"), "0/0 = 0.00"),
            ],
        )
        .await;
        let opened = last_event(&db, "inventory.received").await;
        assert_eq!(opened["reference"], "SHOP-7");
        assert_eq!((&opened["lines"][0]["quantity"], &opened["lines"][1]), (&"1000".into(), &().into()));
        // 2 × 1.50 + 2 × 1.50 and 37.50.
        assert_eq!(balance(&db, Role::OpeningBalance).await, "-43.50");
        assert_eq!(balance(&db, Role::Stock).await, "0.00");
        assert_eq!(balance(&db, Role::CostOfGoods).await, "168.50");
        let entries = db.events().await;
        let opening = |entry: &&String| entry.contains("\"source_kind\":\"opening\"");
        let opening: Vec<_> = entries.iter().filter(opening).collect();
        assert_eq!(opening.len(), 2, "{opening:#?}");
        assert!(opening[0].contains("Opening stock SHOP-7") && opening[0].contains("2024-02-29"));
    });
}

#[test]
fn those_who_wait_go_on_waiting() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "3", "2")]).await;
        db.submit(Order::new(1, &[("MUG", "5", true)])).await.unwrap();
        check(&db, vec![(old_sale(2, &[("MUG", "4")], "2"), "3/3 = 6.00")]).await;
        assert_eq!(held(&db).await, ["1.1 3+2"]);
        // What comes in later is theirs.
        receive(&db, &[("MUG", "2", "2")]).await;
        assert_eq!(held(&db).await, ["1.1 5+0"]);
    });
}

#[test]
fn what_can_not_be_is_refused() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let most = Quantity::new(Quantity::MAX);
        let with = |sale: OldSale, quantity: Quantity| {
            let mut sale = sale;
            sale.order.lines.iter_mut().for_each(|line| line.1 = quantity);
            sale
        };
        let too_large = |index: usize| format!("422 opening_stock_too_large at lines/{index}/quantity");
        let cases = vec![
            (old_sale(1, &[("MUG", "1")], "-0.01"), "422 negative_unit_cost at unit_cost".to_owned()),
            // More than can be counted: of the lines together, in all, in value.
            (with(old_sale(1, &[("TEA", "1"), ("MUG", "1"), ("MUG", "1")], "0"), most), too_large(1)),
            (with(old_sale(1, &[("MUG", "1")], "1000000000"), most), too_large(0)),
            (
                with(old_sale(1, &[("TEA", "1"), ("MUG", "1")], "1000000000"), Quantity::new(6_000_000)),
                too_large(1),
            ),
        ];
        for (sale, expected) in cases {
            let what = format!("{sale:?}");
            assert_eq!(outcome(db.submit(sale).await), expected, "{what}");
        }
        check(&db, vec![(old_sale(1, &[("MUG", "1")], "0.01"), "0/0 = 0.00")]).await;
    });
}
