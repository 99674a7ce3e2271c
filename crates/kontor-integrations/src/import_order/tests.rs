//! Every rule of importing an order, on both databases, and the door.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kontor_billing::records::{Invoice, Payment};
use kontor_catalog::samples::goods;
use kontor_customers::model::PaymentMethod;
use kontor_fulfilment::records::Shipment;
use kontor_kernel::{Amount, Clock, Context, limits};
use kontor_orders::place::PlaceLine;
use kontor_store::{Command, Desk, Fault, Recorded, Stop, Writer};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{Answered, TestApp, TestDb, on_both, on_both_alone, on_sqlite};
use serde_json::{Value, json};

use super::samples::{
    Shop, balances, held, kinds, line, of, old_order, open_order, outcome, priced, receive, rooms, standing,
    with,
};
use super::{ImportOrder, ImportedOrder, http};

/// What comes of importing one after another: `number gross lines`, or the refusal.
async fn check(db: &TestDb, cases: Vec<(ImportOrder, &str)>) {
    for (import, expected) in cases {
        let shown = format!("{import:?}");
        let got = outcome(db, import, |ImportedOrder { number, gross, lines, .. }| {
            format!("{number} {} {lines}", gross.minor())
        });
        assert_eq!(got.await, expected, "{shown}");
    }
}

#[test]
fn an_order_that_is_over_is_placed_shipped_invoiced_and_paid_on_its_day() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let before = db.events().await.len();
        let lines = vec![line("TEA", "2"), line("WRAP", "1"), line("BOOK", "1"), priced("TEA", "1", "9.90")];
        let import = of("K-ANNA", old_order("SHOP-7", lines, "2.50"));
        let imported = db.submit(import).await.unwrap().answer;
        assert_eq!((&*imported.number, imported.gross, imported.lines), ("A-100001", Amount::new(4_540), 4));
        let expected = [
            "inventory.received",
            "ledger.booked",
            "orders.placed",
            "inventory.reserved",
            "customers.account_moved",
            "ledger.number_taken",
            "fulfilment.shipped",
            "inventory.issued",
            "ledger.booked",
            "orders.shipped",
            "ledger.number_taken",
            "billing.invoiced",
            "ledger.booked",
            "orders.invoiced",
            "customers.account_moved",
            "ledger.number_taken",
            "billing.paid",
            "ledger.booked",
            "customers.account_moved",
            "orders.paid",
            "orders.completed",
        ];
        assert_eq!(kinds(&db, before).await, expected);
        assert_eq!(standing(&db, imported.order).await, "completed 2+0+0/2 1+0+0/1 1+0+0/1 1+0+0/1");
        // All of it on its day: nothing before, the same today.
        assert_eq!(balances(&db, "2024-02-28").await, [""; 0]);
        let expected = [
            "1200 45.40",
            "1400 0.00",
            "1771 -0.70",
            "1776 -5.54",
            "3960 10.00",
            "3980 0.00",
            "8300 -10.00",
            "8400 -29.16",
            "9000 -10.00",
        ];
        assert_eq!(balances(&db, "2024-02-29").await, expected);
        assert_eq!(balances(&db, "2026-11-24").await, expected);
        let org = vec![db.org.into()];
        let shipment = db.reads.records::<Shipment>("org_id = $1", org.clone()).await.unwrap().remove(0);
        assert_eq!((&*shipment.number, shipment.date.as_str()), ("LS-2024-000001", "2024-02-29"));
        let invoice = db.reads.records::<Invoice>("org_id = $1", org.clone()).await.unwrap().remove(0);
        assert_eq!((&*invoice.number, invoice.supply_date.as_str()), ("RE-2024-000001", "2024-02-29"));
        assert_eq!((invoice.gross, invoice.paid), (Amount::new(4_540), Amount::new(4_540)));
        let payment = db.reads.records::<Payment>("org_id = $1", org).await.unwrap().remove(0);
        // Paid as the customer prefers, since the order says nothing else.
        assert_eq!((&*payment.number, payment.method), ("ZE-2024-000001", PaymentMethod::Invoice));
        let anna = kontor_customers::show::one(&db.reads, db.org, shop.anna).await.unwrap().unwrap().customer;
        assert_eq!((anna.order_count, anna.volume.minor()), (1, 4_540));
        assert_eq!((anna.open_orders, anna.open_balance), (Amount::ZERO, Amount::ZERO));
    });
}

#[test]
fn an_open_order_is_placed_like_any_other() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        receive(&db, &[("TEA", "3", "2.50")]).await;
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (of("K-ANNA", open_order("1", vec![line("TEA", "2"), line("BOOK", "1")])), "A-100001 3450 2"),
                (
                    open_order("2", vec![line("TEA", "2")]),
                    "409 out_of_stock at lines/0/quantity sku=TEA available=1 asked=2",
                ),
                (open_order("2", vec![line("TEA", "1")]), "A-100002 1190 1"),
                // An open order needs no day, and may be one of tomorrow.
                (
                    with(open_order("3", vec![line("WRAP", "1")]), |place| place.order_date = None),
                    "A-100003 100 1",
                ),
                (
                    with(open_order("4", vec![line("WRAP", "1")]), |place| {
                        place.order_date = Some("2026-11-25".parse().unwrap());
                    }),
                    "A-100004 100 1",
                ),
                (
                    of("K-LOW", open_order("5", vec![line("BOOK", "5")])),
                    "409 credit_limit_exceeded at customer",
                ),
            ],
        )
        .await;
        let kinds = kinds(&db, before).await;
        assert_eq!(kinds[..3], ["orders.placed", "inventory.reserved", "customers.account_moved"]);
        assert_eq!(held(&db).await, ["2+0", "0+1", "1+0"]);
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let tea = || vec![line("TEA", "1")];
        let before = db.events().await.len();
        let no_number = |place: &mut kontor_orders::place::Place| place.external = None;
        let no_date = |place: &mut kontor_orders::place::Place| place.order_date = None;
        check(
            &db,
            vec![
                (with(open_order("1", tea()), no_number), "422 import_without_number at external"),
                (old_order("1", Vec::new(), "0"), "422 order_without_lines at lines"),
                (
                    old_order("1", vec![line("TEA", "1"); 2_001], "0"),
                    "422 too_many_lines at lines count=2001",
                ),
                (old_order("1", vec![line("TEA", "0")], "0"), "422 bad_quantity at lines/0/quantity"),
                (with(old_order("1", tea(), "0"), no_date), "422 import_without_date at order_date"),
                (of("K-NOBODY", open_order("1", tea())), "422 unknown_customer_number at customer_number"),
                (
                    with(old_order("1", tea(), "0"), |place| {
                        place.order_date = Some("2026-11-25".parse().unwrap());
                    }),
                    "422 import_in_future at order_date today=2026-11-24",
                ),
                (
                    with(old_order("1", tea(), "0"), |place| place.location = Some("b".parse().unwrap())),
                    "422 unknown_location at location",
                ),
                (old_order("1", tea(), "-1"), "422 negative_unit_cost at unit_cost"),
                (
                    old_order("1", vec![line("TEA", "1"), line("BOOK", "900000000")], "1000000000"),
                    "422 opening_stock_too_large at lines/1/quantity",
                ),
                (
                    old_order("1", vec![line("TEA", "1"), line("NOPE", "1")], "0"),
                    "422 unknown_sku at lines/1/sku",
                ),
                (old_order("1", vec![priced("WRAP", "1", "-1")], "0"), "422 negative_total at lines"),
                // The rate of the day is not known.
                (
                    with(old_order("1", tea(), "0"), |place| {
                        place.order_date = Some("2006-12-31".parse().unwrap());
                    }),
                    "422 no_tax_rate at lines/0/sku",
                ),
                (
                    with(old_order("1", tea(), "0"), |place| {
                        place.payment_method = Some(PaymentMethod::Invoice);
                    }),
                    "422 no_account at payment_method",
                ),
                (
                    with(old_order("1", tea(), "0"), |place| {
                        place.payment_method = Some(PaymentMethod::Cash);
                    }),
                    "409 cash_needs_tse at method",
                ),
                (
                    of("K-LOW", old_order("1", vec![line("TEA", "5")], "0")),
                    "409 credit_limit_exceeded at customer",
                ),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        check(&db, vec![(old_order("1", tea(), "0"), "A-100001 1190 1")]).await;
    });
}

#[test]
fn a_second_import_adds_nothing_and_another_order_of_the_number_is_told_apart() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let first = || vec![line("TEA", "2"), priced("BOOK", "1", "5.00")];
        let open = || with(open_order("8", vec![line("WRAP", "1")]), |place| place.order_date = None);
        check(&db, vec![(old_order("7", first(), "1"), "A-100001 2880 2"), (open(), "A-100002 100 1")]).await;
        let before = db.events().await.len();
        let again = "409 already_imported at external number=A-100001";
        let differs = "409 import_differs at external number=A-100001";
        check(
            &db,
            vec![
                (old_order("7", first(), "1"), again),
                (open(), "409 already_imported at external number=A-100002"),
                // Open or over, by whomever, whatever its goods had cost: it is the same order.
                (of("K-NOBODY", open_order("7", first())), again),
                (old_order("7", first(), "-1"), again),
                (old_order("7", vec![priced("TEA", "2", "11.90"), line("BOOK", "1")], "1"), again),
                (old_order("7", vec![priced("TEA", "2", "11.91"), line("BOOK", "1")], "1"), differs),
                (old_order("7", vec![line("TEA", "2.001"), line("BOOK", "1")], "1"), differs),
                (old_order("7", vec![line("BOOK", "1"), line("TEA", "2")], "1"), differs),
                (old_order("7", vec![line("TEA", "2")], "1"), differs),
                (old_order("7", vec![line("TEA", "2"), line("BOOK", "1"), line("WRAP", "1")], "1"), differs),
            ],
        )
        .await;
        let refused = db.submit(old_order("7", first(), "1")).await.map(drop).unwrap_err();
        let kontor_store::Failure::Refused(refusal) = refused else { panic!("{refused:?}") };
        assert!(refusal.detail[0].1.starts_with("ord_"), "{refusal:?}");
        assert_eq!(db.events().await.len(), before);
        // Other channels have numbers of their own.
        let phone = with(open_order("7", vec![line("BOOK", "1")]), |place| {
            place.channel = kontor_orders::model::Channel::Phone;
        });
        check(&db, vec![(phone, "A-100003 1070 1")]).await;
    });
}

#[test]
fn those_who_wait_for_the_goods_go_on_waiting() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        receive(&db, &[("BOOK", "2", "5")]).await;
        check(
            &db,
            vec![
                (open_order("1", vec![line("BOOK", "3")]), "A-100001 3210 1"),
                (old_order("2", vec![line("BOOK", "4"), line("BOOK", "1")], "1"), "A-100002 5350 2"),
            ],
        )
        .await;
        assert_eq!(held(&db).await, ["2+1"]);
        receive(&db, &[("BOOK", "1", "5")]).await;
        assert_eq!(held(&db).await, ["3+0"]);
    });
}

#[test]
fn only_what_is_missing_is_booked_in() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        receive(&db, &[("TEA", "3", "2"), ("BOOK", "1", "4")]).await;
        let lines = || vec![line("TEA", "2"), line("BOOK", "1"), line("TEA", "3")];
        check(&db, vec![(old_order("1", lines(), "1.005"), "A-100001 7020 3")]).await;
        // Two teas at 1.005 come in for 2.01; the book is there.
        let after = ["1600", "9000", "3960", "3980", "1792"];
        let moved = |balances: Vec<String>| -> Vec<String> {
            let known = |line: &String| after.iter().any(|account| line.starts_with(account));
            balances.into_iter().filter(known).collect()
        };
        let expected = ["1792 -10.00", "3960 12.01", "3980 0.00", "9000 -2.01"];
        assert_eq!(moved(balances(&db, "2026-11-24").await), expected);
        // What costs nothing is booked in without an entry.
        let entries = || async { kinds(&db, 0).await.iter().filter(|kind| *kind == "ledger.booked").count() };
        let before = entries().await;
        check(&db, vec![(old_order("2", lines(), "0"), "A-100002 7020 3")]).await;
        assert_eq!(entries().await - before, 2, "an invoice and a payment");
        assert_eq!(moved(balances(&db, "2026-11-24").await), expected);
    });
}

#[test]
fn prices_below_a_cent_and_orders_of_nothing() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        check(
            &db,
            vec![
                (old_order("1", vec![priced("SCREW", "240", "0.001")], "0.0004"), "A-100001 24 1"),
                (old_order("2", vec![line("SCREW", "4"), line("SCREW", "5")], "0"), "A-100002 1 2"),
                (
                    old_order("3", vec![priced("TEA", "48", "0.001"), line("FREE", "1")], "0.3"),
                    "A-100003 5 2",
                ),
                // Nothing to pay: no payment.
                (old_order("4", vec![line("SCREW", "4")], "0.0004"), "A-100004 0 1"),
                (old_order("5", vec![line("FREE", "1")], "0"), "A-100005 0 1"),
                (old_order("6", vec![priced("TEA", "1", "0"), line("WRAP", "0.001")], "1"), "A-100006 0 2"),
                // A deduction takes all of it back.
                (old_order("7", vec![line("TEA", "1"), priced("WRAP", "1", "-11.90")], "1"), "A-100007 0 2"),
            ],
        )
        .await;
        let payments: Vec<Payment> =
            db.reads.records("org_id = $1 ORDER BY id", vec![db.org.into()]).await.unwrap();
        let amounts: Vec<i64> = payments.iter().map(|payment| payment.amount.minor()).collect();
        assert_eq!(amounts, [24, 1, 5]);
        let sql = "SELECT COUNT(*) FROM orders_order WHERE org_id = $1 AND state = 'completed'";
        let mut completed = db.reads.query(sql, vec![db.org.into()]).await.unwrap();
        assert_eq!(completed[0].take::<i64>().unwrap(), 7);
    });
}

#[test]
fn it_is_paid_as_the_order_is_to_be_paid() {
    on_both(rooms, |db| async move {
        Shop::open_in(&db, "FR").await;
        let paid = |method: Option<PaymentMethod>| {
            with(old_order(&format!("{method:?}"), vec![line("SUN", "1")], "0"), |place| {
                place.payment_method = method;
            })
        };
        for method in
            [Some(PaymentMethod::Card), Some(PaymentMethod::Cash), Some(PaymentMethod::DirectDebit), None]
        {
            db.submit(paid(method)).await.unwrap();
        }
        let payments: Vec<Payment> =
            db.reads.records("org_id = $1 ORDER BY id", vec![db.org.into()]).await.unwrap();
        let methods: Vec<&str> = payments.iter().map(|payment| payment.method.as_str()).collect();
        assert_eq!(methods, ["card", "cash", "direct_debit", "prepayment"]);
    });
}

/// An import that counts how often it is decided.
struct Watched {
    import: ImportOrder,
    rounds: Arc<AtomicUsize>,
}

impl Command for Watched {
    type Answer = ImportedOrder;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.rounds.fetch_add(1, Ordering::SeqCst);
        self.import.decide(desk, context)
    }

    fn answer(recorded: &Recorded) -> Result<ImportedOrder, Fault> {
        ImportOrder::answer(recorded)
    }
}

/// The test's merchant after a restart of the server: nothing is in hand.
async fn restarted(db: &TestDb) -> TestDb {
    db.writer.close().await;
    let clock: Arc<dyn Clock> = db.clock.clone();
    db.with_writer(Writer::start(&db.url, Arc::clone(&db.schema), clock).unwrap())
}

/// How often each of these is decided, one after the other, naming included.
async fn rounds(db: &TestDb, imports: Vec<ImportOrder>) -> Vec<usize> {
    let mut counted = Vec::new();
    for import in imports {
        let rounds = Arc::new(AtomicUsize::new(0));
        db.submit(Watched { import, rounds: Arc::clone(&rounds) }).await.unwrap();
        counted.push(rounds.load(Ordering::SeqCst));
    }
    counted
}

/// A database that asks to try again would be counted too, so this is played where nobody else writes.
#[test]
fn an_import_takes_few_rounds() {
    on_sqlite(rooms, |db| async move {
        Shop::open(&db).await;
        let lines = || vec![line("TEA", "2"), line("WRAP", "1"), line("BOOK", "1")];
        let old = |number: &str| of("K-ANNA", old_order(number, lines(), "2.50"));
        let open =
            |number: &str| of("K-ANNA", open_order(number, vec![line("BOOK", "1"), line("WRAP", "1")]));
        // Nothing in hand: named, decided once for what only products, customer and chart tell, then carried out.
        let db = restarted(&db).await;
        assert_eq!(rounds(&db, vec![old("1")]).await, [3]);
        // Warm: named and carried out.
        assert_eq!(rounds(&db, vec![old("2"), old_order("3", lines(), "1"), open("4")]).await, [2, 2, 2]);
        let db = restarted(&db).await;
        assert_eq!(rounds(&db, vec![open("5")]).await, [3]);
        db.writer.close().await;
    });
}

/// A line of each of so many products, P1 first.
fn lines_of(products: usize) -> Vec<PlaceLine> {
    (1..=products).map(|number| line(&format!("P{number}"), "1.5")).collect()
}

async fn add_products(db: &TestDb, products: usize) {
    let mut adding = tokio::task::JoinSet::new();
    for number in 1..=products {
        let db = db.clone();
        adding.spawn(async move { db.submit(goods(&format!("P{number}"))).await.unwrap() });
    }
    adding.join_all().await;
}

/// The largest order there is: 2,000 products that were never in stock, then the same when all of them have been.
#[test]
fn the_largest_order_is_one_step() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        let most = limits::ORDER_LINES;
        add_products(&db, most).await;
        let mut db = db;
        for number in ["1", "2"] {
            db = restarted(&db).await;
            let imported = db.submit(of("K-ANNA", old_order(number, lines_of(most), "1"))).await.unwrap();
            assert_eq!((imported.answer.lines, imported.answer.gross), (most, Amount::new(1_485 * 2_000)));
        }
        db.writer.close().await;
    });
}

/// However long it is, each of its events is replayed by itself as well, with nothing in hand.
#[test]
fn a_long_order_is_replayed_event_by_event() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        add_products(&db, 100).await;
        db.submit(of("K-ANNA", old_order("1", lines_of(100), "1"))).await.unwrap();
        let differences = db.replay_differences_by(1).await;
        assert!(differences.is_empty(), "{differences:#?}");
    });
}

/// The doors of this feature.
fn doors(db: &TestDb) -> TestApp {
    TestApp::new(db, Router::new().route("/api/v1/imports/orders", post(http::import_orders)))
}

/// The statuses of a batch, each with the refusal's code.
fn statuses(answered: &Answered) -> Vec<String> {
    let results = answered.body["results"].as_array().unwrap_or_else(|| panic!("{answered:?}"));
    let status = |result: &Value| match result.pointer("/problem/code").and_then(Value::as_str) {
        Some(code) => format!("{} {code}", result["status"]),
        None => format!("{} {}", result["status"], result["order"]["gross"].as_str().unwrap_or_default()),
    };
    results.iter().map(status).collect()
}

#[test]
fn the_door_takes_many_orders_each_by_itself() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        let app = doors(&db);
        let path = "/api/v1/imports/orders";
        let order = |external: &str, sku: &str| {
            json!({ "external": external, "customer_number": "K-ANNA", "order_date": "2025-11-24",
                "channel": "web", "payment_method": "card", "reference": "PO 4711",
                "lines": [{ "sku": sku, "quantity": "2" }, { "sku": "WRAP", "quantity": 1, "price": "0.50" }] })
        };
        let mut without_number = order("3", "TEA");
        without_number.as_object_mut().unwrap().remove("external");
        let orders = json!([order("1", "TEA"), order("2", "NOPE"), without_number, order("1", "TEA")]);
        let body = json!({ "orders": orders, "complete": true, "unit_cost": "2.50" });
        let dry = app.post(&format!("{path}?dry_run=true"), &body).await;
        let (imported, unknown, nameless) = ("201 24.30", "422 unknown_sku", "422 import_without_number");
        // Dry, each is decided as if it were alone.
        assert_eq!(statuses(&dry), [imported, unknown, nameless, imported]);
        assert_eq!(balances(&db, "2026-11-24").await, [""; 0]);

        let done = app.post_once(path, "k", &body).await;
        assert_eq!(statuses(&done), [imported, unknown, nameless, "409 already_imported"]);
        let first = &done.body["results"][0]["order"];
        assert!(first["id"].as_str().unwrap().starts_with("ord_"), "{first}");
        assert_eq!(first["number"], "A-100001");
        assert_eq!((&first["lines"], &first["currency"]), (&json!(2), &json!("EUR")));
        let problem = &done.body["results"][3]["problem"];
        assert_eq!(
            (&problem["facts"]["order"], &problem["facts"]["number"]),
            (&first["id"], &first["number"])
        );
        assert_eq!(problem["field"], "external");
        // The same request again answers what it answered; the same file again adds nothing.
        assert_eq!(app.post_once(path, "k", &body).await.body["results"][0], done.body["results"][0]);
        assert_eq!(statuses(&app.post(path, &body).await)[0], "409 already_imported");
        assert_eq!(balances(&db, "2025-11-24").await[..2], ["1360 24.30", "1400 0.00"]);

        // Without more it is an open order of the channel `import`, at no cost.
        let open = json!({ "orders": [{ "external": "1", "lines": [{ "sku": "BOOK", "quantity": "1" }] }] });
        assert_eq!(statuses(&app.post(path, &open).await), ["201 10.70"]);
        assert_eq!(held(&db).await, ["0+1"]);
        let sql = "SELECT channel FROM orders_order WHERE org_id = $1 ORDER BY id";
        let mut channels = db.reads.query(sql, vec![db.org.into()]).await.unwrap();
        assert_eq!(channels[1].take::<String>().unwrap(), "import");
    });
}

#[test]
fn a_body_that_is_none_is_refused() {
    on_sqlite(rooms, |db| async move {
        Shop::open(&db).await;
        let app = doors(&db);
        let one = json!({ "external": "1", "lines": [{ "sku": "WRAP", "quantity": "1" }] });
        for (body, code, field) in [
            (json!({ "orders": [] }), "bad_batch", "orders"),
            (json!({ "orders": vec![one.clone(); 1_001] }), "bad_batch", "orders"),
            (json!({}), "bad_json", ""),
            (json!({ "orders": [one], "unit_cost": "x" }), "bad_json", "unit_cost"),
            (json!({ "orders": [one, { "external": "1", "customer": "cus_1" }] }), "bad_json", "orders/1"),
            (
                json!({ "orders": [{ "external": "1", "lines": [{ "sku": "WRAP", "quantity": "a" }] }] }),
                "bad_json",
                "orders/0/lines/0/quantity",
            ),
        ] {
            let bad = app.post("/api/v1/imports/orders", &body).await;
            let at = bad.body["field"].as_str().unwrap_or_default();
            assert!(bad.code() == code && at.starts_with(field), "{code} {field}: {bad:?}");
        }
        // As much as a batch may be, which is more than a plain request.
        let padded = format!("{}{}", " ".repeat(limits::BODY_BYTES), json!({ "orders": [one] }));
        let taken = app.send(kontor_testkit::axum::http::Method::POST, "/api/v1/imports/orders", &[], padded);
        assert_eq!(statuses(&taken.await), ["201 1.00"]);
    });
}

/// Hundreds of orders of years, sharing customers and products, in one request to a server that has nothing in hand; in
/// between, somebody waits for the same goods.
#[test]
fn hundreds_of_orders_in_one_go() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        add_products(&db, 40).await;
        check(&db, vec![(open_order("waits", vec![line("BOOK", "3")]), "A-100001 3210 1")]).await;
        let order = |number: usize| {
            let lines: Vec<Value> = (0..1 + number % 12)
                .map(|line| {
                    let sku = match (number * 7 + line * 3) % 43 {
                        0 => "BOOK".to_owned(),
                        1 => "WRAP".to_owned(),
                        2 => "TEA".to_owned(),
                        product => format!("P{}", product - 2),
                    };
                    json!({ "sku": sku, "quantity": (1 + line % 4).to_string(), "price": format!("{}.99", line) })
                })
                .collect();
            let date = format!("{}-{:02}-{:02}", 2019 + number % 7, 1 + number % 12, 1 + number % 28);
            let customer = (!number.is_multiple_of(3)).then_some("K-ANNA");
            json!({ "external": format!("S-{number}"), "order_date": date, "lines": lines,
                "customer_number": customer })
        };
        let orders: Vec<Value> = (0..300).map(order).collect();
        let body = json!({ "orders": orders, "complete": true, "unit_cost": "0.75" });
        let server = restarted(&db).await;
        let before = server.writer.counts().read();
        let imported = doors(&server).post("/api/v1/imports/orders", &body).await;
        let statuses = statuses(&imported);
        assert!(statuses.iter().all(|status| status.starts_with("201")), "{statuses:?}");
        let after = server.writer.counts().read();
        assert!(after.batches - before.batches < 40, "{} batches", after.batches - before.batches);
        let completed = "SELECT COUNT(*) FROM orders_order WHERE org_id = $1 AND state = 'completed'";
        let mut completed = server.reads.query(completed, vec![db.org.into()]).await.unwrap();
        assert_eq!(completed[0].take::<i64>().unwrap(), 300);
        assert_eq!(held(&server).await, ["0+3"]);
        let balances = balances(&server, "2026-11-24").await;
        assert!(balances.contains(&"1400 0.00".to_owned()), "{balances:?}");
        assert!(balances.contains(&"3980 0.00".to_owned()), "{balances:?}");

        let again = doors(&server).post("/api/v1/imports/orders", &body).await;
        let statuses = self::statuses(&again);
        assert!(statuses.iter().all(|status| status == "409 already_imported"), "{statuses:?}");
        assert_eq!(server.writer.counts().read().events, after.events);
        server.writer.close().await;
    });
}
