//! Every rule of placing an order, on both databases, and the two doors.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Quantity, UnitPrice};
use kontor_store::Failure;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::{Value, json};

use super::{Place, PlaceLine, http};
use crate::model::{Channel, ExternalNumber};
use crate::samples::{Shop, line, rooms};

/// What comes of placing one order after another: `net+tax=gross reserved/backordered…`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(Place, &str)>) {
    for (place, expected) in cases {
        let shown = format!("{place:?}");
        let got = match db.submit(place).await {
            Ok(reply) => {
                let totals = reply.answer.totals;
                let lines =
                    reply.answer.lines.iter().map(|line| format!(" {}/{}", line.reserved, line.backordered));
                format!(
                    "{}+{}={}{}",
                    totals.net.minor(),
                    totals.tax.minor(),
                    totals.gross.minor(),
                    lines.collect::<String>()
                )
            }
            Err(kontor_store::Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

fn with(place: Place, change: impl FnOnce(&mut Place)) -> Place {
    let mut place = place;
    change(&mut place);
    place
}

#[test]
fn an_order_is_priced_taxed_and_reserved_in_one_step() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "10", "2.50").await;
        shop.receive(&db, "CUP", "10", "2.50").await;
        check(
            &db,
            vec![
                // Gross prices: 4 × 11.90 = 47.60, of which 19 % are 7.60.
                (shop.order(&[line("TEA", "4")]), "4000+760=4760 4/0"),
                // Standard and reduced rate on one document.
                (shop.order(&[line("TEA", "1"), line("BOOK", "1")]), "2000+260=2260 1/0 0/1"),
                // A service needs no stock.
                (shop.order(&[line("WRAP", "2")]), "168+32=200 0/0"),
                // Half a piece; the same product on two lines is counted together.
                (shop.order(&[line("TEA", "0.5"), line("TEA", "4.5")]), "5000+950=5950 0.5/0 4.5/0"),
                (shop.order(&[line("TEA", "1")]), "out_of_stock"),
                // A net order of gross-priced goods, at the converted price of 10.00.
                (
                    with(shop.order(&[line("CUP", "3")]), |place| place.basis = Some(PriceBasis::Net)),
                    "3000+570=3570 3/0",
                ),
            ],
        )
        .await;
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "10", "2.50").await;
        let before = db.events().await.len();
        let tea = || shop.order(&[line("TEA", "1")]);
        let deduction =
            |sku: &str, price: i64| PlaceLine { price: Some(UnitPrice::new(price)), ..line(sku, "1") };
        let priced =
            |price: i64| PlaceLine { price: Some(UnitPrice::new(price)), ..line("TEA", "1000000000") };
        check(
            &db,
            vec![
                (shop.order(&[]), "order_without_lines"),
                (shop.order(&vec![line("TEA", "1"); 2_001]), "too_many_lines"),
                (shop.order(&[line("TEA", "1"), line("TEA", "-1")]), "bad_quantity"),
                (with(tea(), |place| place.currency = Some("USD".parse().unwrap())), "other_currency"),
                (with(tea(), |place| place.customer = Some(CustomerId::new(7))), "unknown_customer"),
                (
                    with(tea(), |place| {
                        place.customer = None;
                        place.payment_method = Some(PaymentMethod::Invoice);
                    }),
                    "no_account",
                ),
                (with(tea(), |place| place.location = Some("moon".parse().unwrap())), "unknown_location"),
                (shop.order(&[line("NOPE", "1")]), "unknown_sku"),
                (shop.order(&[line("tea", "1")]), "unknown_sku"),
                (shop.order(&[line("OLD", "1")]), "product_archived"),
                (shop.order(&[priced(UnitPrice::MAX)]), "amount_too_large"),
                (shop.order(&[line("TEA", "1"), deduction("WRAP", -20_000_000)]), "negative_total"),
                (shop.order(&[line("TEA", "11")]), "out_of_stock"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
    });
}

#[test]
fn a_foreign_merchant_without_rates_is_told_so() {
    on_both(rooms, |db| async move {
        let shop = Shop::open_in(&db, "FR").await;
        check(&db, vec![(shop.order(&[line("WRAP", "1")]), "no_tax_rate")]).await;
        // The place counts from 0, as all places in a request do.
        match db.submit(shop.order(&[line("WRAP", "1")])).await {
            Err(Failure::Refused(refusal)) => assert_eq!(refusal.field.as_deref(), Some("lines/0/sku")),
            _ => panic!("the order was not refused"),
        }
    });
}

#[test]
fn an_external_number_makes_one_order() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let from = |channel: Channel| {
            with(shop.order(&[line("WRAP", "1")]), |place| {
                place.channel = channel;
                place.external = Some(ExternalNumber::parse("SHOP-1").unwrap());
            })
        };
        check(
            &db,
            vec![
                (from(Channel::Web), "84+16=100 0/0"),
                (from(Channel::Web), "external_number_taken"),
                (from(Channel::Marketplace), "84+16=100 0/0"),
            ],
        )
        .await;
    });
}

#[test]
fn the_credit_limit_bounds_what_is_ordered_on_account() {
    on_both(rooms, |db| async move {
        let shop = Shop::open_with(&db, "DE", Some(Amount::new(250))).await;
        let on = |method: PaymentMethod| {
            with(shop.order(&[line("WRAP", "1")]), |place| place.payment_method = Some(method))
        };
        check(
            &db,
            vec![
                (on(PaymentMethod::Invoice), "84+16=100 0/0"),
                (on(PaymentMethod::Invoice), "84+16=100 0/0"),
                (on(PaymentMethod::Invoice), "credit_limit_exceeded"),
                (on(PaymentMethod::Card), "84+16=100 0/0"),
            ],
        )
        .await;
    });
}

#[test]
fn what_a_customer_has_ordered_stays_within_all_bounds() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let dear = |price: &str| {
            let line = PlaceLine { price: Some(price.parse().unwrap()), ..line("WRAP", "9000") };
            with(shop.order(&[line]), |place| place.payment_method = Some(PaymentMethod::Card))
        };
        check(
            &db,
            vec![
                (dear("999999999"), "756302520252101+143697478847899=899999999100000 0/0"),
                (dear("999999999"), "customer_volume_too_large"),
            ],
        )
        .await;
    });
}

#[test]
fn ten_pieces_in_lines_of_three_make_three_orders_and_the_fourth_is_told_how_many_are_left() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "10", "2.50").await;
        let order = || shop.order(&[line("TEA", "3")]);
        for _ in 0..3 {
            db.submit(order()).await.unwrap();
        }
        let Err(kontor_store::Failure::Refused(refusal)) = db.submit(order()).await else {
            panic!("the fourth order was taken")
        };
        assert_eq!(refusal.code, "out_of_stock");
        assert!(refusal.detail.contains(&("available", "1".to_owned())), "{refusal:?}");
        assert!(refusal.detail.contains(&("asked", "3".to_owned())), "{refusal:?}");
    });
}

#[test]
fn one_unit_and_a_thousand_buyers_make_one_order() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "1", "2.50").await;
        let mut buyers = tokio::task::JoinSet::new();
        for _ in 0..1_000 {
            let (db, order) = (db.clone(), shop.order(&[line("TEA", "1")]));
            buyers.spawn(async move { db.submit(order).await.is_ok() });
        }
        let won = buyers.join_all().await.into_iter().filter(|won| *won).count();
        assert_eq!(won, 1);
    });
}

#[test]
fn what_comes_in_fills_what_waits_oldest_first() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let first = db.submit(shop.order(&[line("BOOK", "3")])).await.unwrap().answer;
        let second = db.submit(shop.order(&[line("BOOK", "2")])).await.unwrap().answer;
        assert_eq!(first.lines[0].backordered, Quantity::new(3_000));
        shop.receive(&db, "BOOK", "4", "5.00").await;
        let reserved = |id| {
            let db = db.clone();
            async move {
                let (_, lines) = crate::show::one(&db.reads, db.org, id).await.unwrap().unwrap();
                (lines[0].reserved.to_string(), lines[0].backordered.to_string())
            }
        };
        assert_eq!(reserved(first.order).await, ("3".to_owned(), "0".to_owned()));
        assert_eq!(reserved(second.order).await, ("1".to_owned(), "1".to_owned()));
        // Nobody else can have what came in for the second.
        let third = db.submit(shop.order(&[line("BOOK", "1")])).await.unwrap().answer;
        assert_eq!(third.lines[0].backordered, Quantity::new(1_000));
    });
}

#[test]
fn a_placed_order_is_in_the_journal_as_it_was_decided() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "10", "2.50").await;
        let before = db.events().await.len();
        db.submit(shop.order(&[line("TEA", "4"), line("BOOK", "1")])).await.unwrap();
        let events = db.events().await.split_off(before);
        let kinds: Vec<&str> = events.iter().filter_map(|event| event.split(' ').next()).collect();
        assert_eq!(kinds, ["orders.placed", "inventory.reserved", "customers.account_moved"]);
        let payload: Value = serde_json::from_str(events[0].split_once(' ').unwrap().1).unwrap();
        assert_eq!(payload["lines"][0]["quantity"], "4");
        assert_eq!(payload["lines"][0]["net"], 4_000);
        assert_eq!(payload["lines"][1]["waiting"], "1");
        let bytes: usize = events.iter().map(String::len).sum();
        assert!(bytes < 1_200, "an order of two lines takes {bytes} bytes in the journal: {events:#?}");
    });
}

#[test]
fn a_dry_run_of_an_order_reserves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "1", "2.50").await;
        let dry = db.writer.submit(db.envelope().dry(true), shop.order(&[line("TEA", "1")])).await.unwrap();
        assert_eq!(dry.recorded.len(), 3);
        db.submit(shop.order(&[line("TEA", "1")])).await.unwrap();
    });
}

#[test]
fn the_doors_take_one_order_or_many() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "3", "2.50").await;
        let routes = Router::new()
            .route("/api/v1/orders", post(http::place))
            .route("/api/v1/orders/batch", post(http::place_batch));
        let app = TestApp::new(&db, routes);
        let order = json!({ "customer": shop.customer, "channel": "phone",
            "lines": [{ "sku": "TEA", "quantity": "2" }] });
        let placed = app.post_once("/api/v1/orders", "k", &order).await;
        assert_eq!((placed.status, placed.text("/gross")), (201, "23.80"), "{placed:?}");
        assert_eq!(placed.text("/lines/0/reserved"), "2");
        assert_eq!(app.post_once("/api/v1/orders", "k", &order).await.body, placed.body);

        let refused = app.post("/api/v1/orders", &order).await;
        assert_eq!((refused.status, refused.code()), (409, "out_of_stock"));
        assert_eq!(refused.text("/facts/available"), "1");

        let dry = app
            .post("/api/v1/orders?dry_run=true", &json!({ "lines": [{ "sku": "TEA", "quantity": 1 }] }))
            .await;
        assert_eq!((dry.status, dry.text("/events/0/kind")), (200, "orders.placed"), "{dry:?}");

        let one = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] });
        let batch = json!({ "orders": [one, { "lines": [] }, one] });
        let many = app.post_once("/api/v1/orders/batch", "b", &batch).await;
        let codes: Vec<&Value> =
            many.body["results"].as_array().unwrap().iter().map(|r| &r["status"]).collect();
        assert_eq!(codes, [201, 422, 409], "{many:?}");
        let again = app.post_once("/api/v1/orders/batch", "b", &batch).await;
        assert_eq!(again.body["results"][0], many.body["results"][0]);
        let bad = app.post("/api/v1/orders/batch", &json!({ "orders": [] })).await;
        assert_eq!((bad.status, bad.code()), (422, "bad_batch"));
    });
}

#[test]
fn a_thousand_lines_are_one_order() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "1000", "2.50").await;
        let placed = db.submit(shop.order(&vec![line("TEA", "1"); 1_000])).await.unwrap().answer;
        assert_eq!(placed.lines.len(), 1_000);
        assert_eq!(placed.totals.gross, Amount::new(1_190_000));
    });
}

#[test]
fn prices_below_a_cent_stay_exact() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let screw = AddProduct {
            sku: Sku::parse("SCREW").unwrap(),
            name: ProductName::parse("Screw").unwrap(),
            kind: ProductKind::Goods,
            unit: Unit::PIECE,
            price: "3.75".parse().unwrap(),
            price_base: Quantity::new(100_000),
            basis: PriceBasis::Net,
            tax_class: TaxClass::None,
            out_of_stock: OutOfStock::Backorder,
            barcode: None,
        };
        db.submit(screw).await.unwrap();
        // 1,333 pieces at 3.75 per 100 = 49.99.
        check(&db, vec![(shop.order(&[line("SCREW", "1333")]), "4999+0=4999 0/1333")]).await;
    });
}
