//! Every rule of shipping, on both databases, the doors, and random trade.

use kontor_kernel::{Context, Date, Quantity};
use kontor_orders::cancel::Cancel;
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_store::{Command, DatabaseUrl, Desk, Failure, Fault, Recorded, Stop};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{Backend, TestApp, TestDb, on_both, on_both_alone};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::Ship;
use crate::model::ShipmentId;
use crate::records::FulfilmentTables;
use crate::samples::{open_shop, order_of, place, rooms, ship};

/// What comes of shipping one after another: `number line×quantity… last?`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(Ship, &str)>) {
    for (ship, expected) in cases {
        let shown = format!("{ship:?}");
        let got = match db.submit(ship).await {
            Ok(reply) => {
                let lines = reply.answer.lines.iter().map(|line| format!(" {}×{}", line.line, line.quantity));
                let last = if reply.answer.is_last { " last" } else { "" };
                format!("{}{}{last}", reply.answer.number, lines.collect::<String>())
            }
            Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

fn on(date: &str, ship: Ship) -> Ship {
    Ship { date: Some(date.parse().unwrap()), ..ship }
}

/// The postings of the merchant's entries that come from goods issues: `day account debit/credit`.
async fn cost_postings(db: &TestDb) -> Vec<String> {
    let sql = "SELECT e.posting_date, p.account, p.debit, p.credit FROM ledger_posting p \
        JOIN ledger_entry e ON e.org_id = p.org_id AND e.number = p.entry \
        WHERE p.org_id = $1 AND e.source_kind = 'issue' ORDER BY p.entry, p.line";
    let rows = db.reads.query(sql, vec![db.org.into()]).await.unwrap();
    let text = |mut row: kontor_store::db::Row| {
        let (day, account): (Date, String) = (row.take().unwrap(), row.take().unwrap());
        let (debit, credit): (i64, i64) = (row.take().unwrap(), row.take().unwrap());
        format!("{day} {account} {debit}/{credit}")
    };
    rows.into_iter().map(text).collect()
}

#[test]
fn an_order_is_shipped_in_parts_and_its_cost_is_booked() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        let order = place(&db, &[("TEA", "4"), ("WRAP", "1"), ("TEA", "0.5")]).await;
        check(
            &db,
            vec![
                (ship(order, &[(1, "3")]), "LS-2026-000001 1×3"),
                (on("2026-11-20", ship(order, &[(3, "0.5")])), "LS-2026-000002 3×0.5"),
                (on("2025-12-31", ship(order, &[(2, "0.5")])), "LS-2025-000001 2×0.5"),
                (ship(order, &[]), "LS-2026-000003 1×1 2×0.5 last"),
                (ship(order, &[]), "nothing_to_ship"),
            ],
        )
        .await;
        // 10 pieces at 12.50: a service costs nothing.
        let expected = [
            "2026-11-24 3960 3750/0",
            "2026-11-24 3980 0/3750",
            "2026-11-20 3960 625/0",
            "2026-11-20 3980 0/625",
            "2026-11-24 3960 1250/0",
            "2026-11-24 3980 0/1250",
        ];
        assert_eq!(cost_postings(&db).await, expected);
        let (row, lines) = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
        assert_eq!(row.lines_to_ship, 0);
        assert!(lines.iter().all(|line| line.shipped == line.quantity), "{lines:?}");
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let order = place(&db, &[("TEA", "4"), ("BOOK", "2")]).await;
        let cancelled = place(&db, &[("TEA", "1")]).await;
        let cancel = Cancel { order: cancelled, lines: Vec::new(), reason: "not wanted".into() };
        db.submit(cancel).await.unwrap();
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (ship(OrderId::new(7), &[]), "unknown_order"),
                (ship(cancelled, &[]), "order_not_open"),
                (ship(order, &[(1, "0")]), "bad_line_quantity"),
                (ship(order, &[(1, "1"), (1, "1")]), "bad_line_quantity"),
                (ship(order, &[(3, "1")]), "unknown_order_line"),
                (ship(order, &[(1, "4.001")]), "not_shippable"),
                (ship(order, &[(2, "1")]), "not_shippable"),
                (on("2026-11-25", ship(order, &[])), "shipment_in_future"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        check(&db, vec![(ship(order, &[]), "LS-2026-000001 1×4")]).await;
    });
}

#[test]
fn a_shipment_is_in_the_journal_with_all_that_follows_from_it() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let order = place(&db, &[("TEA", "4")]).await;
        let before = db.events().await.len();
        db.submit(ship(order, &[])).await.unwrap();
        let events = db.events().await.split_off(before);
        let kinds: Vec<&str> = events.iter().filter_map(|event| event.split(' ').next()).collect();
        let expected = [
            "ledger.number_taken",
            "fulfilment.shipped",
            "inventory.issued",
            "ledger.booked",
            "orders.shipped",
        ];
        assert_eq!(kinds, expected);
    });
}

/// Looks at a shipment on the desk, as a room above does.
struct Look(ShipmentId);

impl Command for Look {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.shipments().want(&(self.0,));
        desk.shipment_lines().want(&(self.0, 1));
        desk.ready()?;
        let (shipment, line) = (desk.shipments().get(&(self.0,))?, desk.shipment_lines().get(&(self.0, 1))?);
        let seen = format!("{} {}×{}", shipment.number, line.sku, line.quantity);
        if seen == "LS-2026-000001 TEA×4" { Ok(()) } else { Err(Stop::Broken(seen)) }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

#[test]
fn rooms_above_find_a_shipment_on_the_desk() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let order = place(&db, &[("TEA", "4")]).await;
        let shipment = db.submit(ship(order, &[])).await.unwrap().answer.shipment;
        db.submit(Look(shipment)).await.unwrap();
    });
}

#[test]
fn the_doors_ship_list_and_show() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let order = place(&db, &[("TEA", "4"), ("WRAP", "1")]).await;
        let other = place(&db, &[("TEA", "1")]).await;
        let routes = Router::new()
            .route("/api/v1/orders/{id}/ship", post(super::http::ship))
            .route("/api/v1/shipments", get(crate::list::http::list))
            .route("/api/v1/shipments/{id}", get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/orders/{order}/ship");
        let body = json!({ "lines": [{ "line": 1, "quantity": "3" }], "carrier": "DHL", "tracking": "0034" });
        let first = app.post_once(&path, "k", &body).await;
        assert_eq!((first.status, first.text("/number")), (201, "LS-2026-000001"), "{first:?}");
        assert_eq!(app.post_once(&path, "k", &body).await.body, first.body);
        let dry = app.post(&format!("{path}?dry_run=true"), &json!({})).await;
        assert_eq!((dry.status, dry.text("/events/1/kind")), (200, "fulfilment.shipped"), "{dry:?}");
        let rest = app.send(kontor_testkit::axum::http::Method::POST, &path, &[], "").await;
        assert_eq!((rest.status, rest.text("/number")), (201, "LS-2026-000002"), "{rest:?}");
        assert_eq!(rest.body["is_last"], true);
        assert_eq!(app.post(&path, &json!({})).await.code(), "nothing_to_ship");
        let too_long = app.post(&path, &json!({ "carrier": "x".repeat(65) })).await;
        assert_eq!((too_long.status, too_long.code(), too_long.text("/field")), (400, "bad_json", "carrier"));
        app.post(&format!("/api/v1/orders/{other}/ship"), &json!({})).await;

        let shown = app.get(&format!("/api/v1/shipments/{}", first.text("/id"))).await;
        assert_eq!((shown.text("/carrier"), shown.text("/lines/0/sku")), ("DHL", "TEA"), "{shown:?}");
        assert_eq!(shown.text("/lines/0/quantity"), "3");
        assert_eq!(app.get("/api/v1/shipments/shp_0000000000000").await.status, 404);

        let page = app.get("/api/v1/shipments?limit=1").await;
        assert_eq!(page.text("/items/0/order"), other.to_string());
        let next = app.get(&format!("/api/v1/shipments?limit=2&after={}", page.text("/next"))).await;
        assert_eq!(next.text("/items/0/number"), "LS-2026-000002");
        assert_eq!(next.text("/items/1/number"), "LS-2026-000001");
        let of_order = app.get(&format!("/api/v1/shipments?order={order}&limit=1")).await;
        assert_eq!(of_order.text("/items/0/number"), "LS-2026-000002");
        let rest =
            app.get(&format!("/api/v1/shipments?order={order}&after={}", of_order.text("/next"))).await;
        assert_eq!(rest.body["items"].as_array().unwrap().len(), 1, "{rest:?}");
        let by_number = app.get("/api/v1/shipments?number=LS-2026-000003").await;
        assert_eq!(by_number.text("/items/0/order"), other.to_string());
        let none = app.get(&format!("/api/v1/shipments?number=LS-2026-000003&order={order}")).await;
        assert!(none.body["items"].as_array().unwrap().is_empty(), "{none:?}");
        assert_eq!(app.get("/api/v1/shipments?after=x").await.code(), "bad_cursor");
    });
}

/// A check that can't find anything is none: whatever is altered behind the program's back is found by its name.
#[test]
fn what_is_altered_is_found() {
    for (sql, expected) in [
        ("UPDATE fulfilment_shipment_line SET quantity = quantity + 1", "shipments_match_order_lines"),
        ("UPDATE fulfilment_shipment_line SET quantity = quantity - 1", "shipments_match_stock_issues"),
        ("DELETE FROM inventory_movement WHERE kind = 'issue'", "shipments_match_stock_issues"),
        ("UPDATE fulfilment_shipment SET number = 'LS-2026-000002'", "shipment_numbers_have_no_gaps"),
        ("DELETE FROM fulfilment_shipment", "shipment_numbers_have_no_gaps"),
    ] {
        let db = TestDb::new(Backend::Sqlite, rooms());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            open_shop(&db).await;
            let order = place(&db, &[("TEA", "4")]).await;
            db.submit(ship(order, &[])).await.unwrap();
            assert!(db.broken().await.is_empty());
            let DatabaseUrl::Sqlite(path) = &db.url else { panic!("no file") };
            assert!(rusqlite::Connection::open(path).unwrap().execute(sql, []).unwrap() > 0, "{sql}");
            let found: Vec<String> = db.broken().await.into_iter().map(|(name, _)| name).collect();
            assert!(found.iter().any(|name| name == expected), "{sql}: {found:?}");
        });
    }
}

/// One step of random trade.
#[derive(Debug, Clone)]
enum Step {
    Receive { sku: &'static str, quantity: i64, cost: i64 },
    Place { lines: Vec<(&'static str, i64)> },
    Ship { order: usize, lines: Vec<(i32, i64)>, days_ago: i64 },
    Cancel { order: usize },
}

fn any_step() -> impl Strategy<Value = Step> {
    let sku = || prop::sample::select(vec!["TEA", "BOOK", "WRAP"]);
    let goods = prop::sample::select(vec!["TEA", "BOOK"]);
    prop_oneof![
        (goods, 1..8_000_i64, 1..2_000_i64).prop_map(|(sku, quantity, cost)| Step::Receive {
            sku,
            quantity,
            cost
        }),
        prop::collection::vec((sku(), 1..4_000_i64), 1..4).prop_map(|lines| Step::Place { lines }),
        (0..8_usize, prop::collection::vec((1..4_i32, 1..4_000_i64), 0..3), 0..400_i64)
            .prop_map(|(order, lines, days_ago)| Step::Ship { order, lines, days_ago }),
        (0..8_usize).prop_map(|order| Step::Cancel { order }),
    ]
}

async fn act(db: &TestDb, step: Step, orders: &mut Vec<OrderId>) {
    let pick = |index: usize| orders.get(index % orders.len().max(1)).copied().unwrap_or(OrderId::new(1));
    let outcome = match step {
        Step::Receive { sku, quantity, cost } => {
            let (quantity, cost) =
                (Quantity::new(quantity).to_string(), format!("{}.{:02}", cost / 100, cost % 100));
            let received = db.submit(kontor_inventory::samples::receipt(&[(sku, &quantity, &cost)])).await;
            received.map(|_| ())
        }
        Step::Place { lines } => {
            let texts: Vec<_> =
                lines.iter().map(|(sku, quantity)| (*sku, Quantity::new(*quantity).to_string())).collect();
            let lines: Vec<_> = texts.iter().map(|(sku, quantity)| (*sku, quantity.as_str())).collect();
            let placed = db.submit(order_of(&lines)).await;
            placed.map(|reply| orders.push(reply.answer.order))
        }
        Step::Ship { order, lines, days_ago } => {
            let part = |(line, quantity): &(i32, i64)| LineQuantity {
                line: *line,
                quantity: Quantity::new(*quantity),
            };
            let today: Date = "2026-11-24".parse().unwrap();
            let (order, lines) = (pick(order), lines.iter().map(part).collect());
            let date = today.add_days(-days_ago);
            db.submit(Ship { order, lines, date, carrier: None, tracking: None }).await.map(|_| ())
        }
        Step::Cancel { order } => {
            let cancel = Cancel { order: pick(order), lines: Vec::new(), reason: "changed mind".into() };
            db.submit(cancel).await.map(|_| ())
        }
    };
    match outcome {
        Ok(()) | Err(Failure::Refused(_)) => {}
        Err(other) => panic!("{other:?}"),
    }
}

/// Whatever is received, ordered, shipped and cancelled: every check is clean and a replay agrees. A failing run prints
/// the steps, cut down. On PostgreSQL the checks run over the merchants of all tests, so they run at the end alone.
fn trade_on(backend: Backend, cases: u32) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let run = TestRunner::new(config).run(&prop::collection::vec(any_step(), 1..50), |steps| {
        let db = TestDb::new(backend, rooms());
        runtime.block_on(async {
            open_shop(&db).await;
            let mut orders = Vec::new();
            for step in steps {
                act(&db, step.clone(), &mut orders).await;
                if backend == Backend::Sqlite {
                    let broken = db.broken().await;
                    prop_assert!(broken.is_empty(), "after {step:?}: {broken:#?}");
                }
            }
            db.finish().await;
            Ok(())
        })
    });
    run.unwrap();
}

#[test]
fn random_shipping_keeps_every_promise_on_sqlite() {
    trade_on(Backend::Sqlite, 16);
}

#[test]
fn random_shipping_keeps_every_promise_on_postgres() {
    trade_on(Backend::Postgres, 8);
}
