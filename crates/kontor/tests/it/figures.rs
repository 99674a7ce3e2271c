//! The figures: each scenario of `kontor bench` runs, prints one JSON object, and nothing is oversold.
//!
//! `./test` runs them at about a hundredth of their size with an unoptimised program, so only their shape and their
//! safety are looked at; `./test full` runs the stated sizes with the optimised one and compares them with the bounds.

use serde_json::Value;

use crate::support::{Place, json};

pub(crate) fn is_full() -> bool {
    #[expect(clippy::disallowed_methods, reason = "./test full says so this way")]
    let full = std::env::var("KONTOR_FULL");
    full.is_ok_and(|full| full == "1")
}

/// The bounds of one database, in microseconds of CPU and milliseconds.
struct Bounds {
    place_cpu: f64,
    place_alone_ms: f64,
    cash_cpu: f64,
    look_cpu: f64,
    then_cpu: f64,
    long_order_ms: f64,
}

const SQLITE: Bounds = Bounds {
    place_cpu: 120.0,
    place_alone_ms: 1.0,
    cash_cpu: 500.0,
    look_cpu: 1_000.0,
    then_cpu: 10_000.0,
    long_order_ms: 50.0,
};
const POSTGRES: Bounds = Bounds {
    place_cpu: 220.0,
    place_alone_ms: 4.0,
    cash_cpu: 1_200.0,
    look_cpu: 2_000.0,
    then_cpu: 20_000.0,
    long_order_ms: 100.0,
};

/// The fields of each object that tells what many calls took.
const RUN: &[&str] = &[
    "orders",
    "refused",
    "orders_per_s",
    "p50_ms",
    "p99_ms",
    "server_cpu_us_per_order",
    "database_cpu_us_per_order",
    "cpu_us_per_order",
];
const PLACE: &[&str] = &[
    "scenario",
    "database",
    "clients",
    "orders_before",
    "lines_per_order",
    "write_path_cpu_us_per_order",
    "save_cpu_us_per_order",
    "floor_cpu_us_per_order",
    "floor_to_write_path",
    "commands_per_batch",
    "rows_per_order",
    "event_bytes_per_order",
    "longest_batch_ms",
    "batches",
    "batches_over_20_ms",
    "batches_over_50_ms",
    "single_client_p50_ms",
    "fdatasync_p50_ms",
    "start_ms",
    "memory_mb_at_rest",
    "memory_mb_after",
];

/// Runs a scenario at the size of the day; what it must always answer.
fn bench(place: &Place, scenario: &str, small: &str, full: &str) -> Value {
    let sizes = if is_full() { full } else { small };
    let words: Vec<&str> = ["bench", scenario, "--json"].into_iter().chain(sizes.split(' ')).collect();
    let report = json(&place.kontor_ok(&words));
    println!("{report}");
    assert_eq!(report["scenario"], scenario, "{report}");
    assert_eq!(report["oversold"], 0, "{report}");
    report
}

/// Each of these fields is there.
fn has(report: &Value, fields: &[&str]) {
    for field in fields {
        assert!(report.get(*field).is_some(), "{field} is missing: {report}");
    }
}

fn number(report: &Value, pointer: &str) -> f64 {
    let found = report.pointer(pointer).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("{pointer} is no number: {report}"))
}

/// Of the stated size, a figure stays within its bound.
fn stays_within(report: &Value, pointer: &str, bound: f64) {
    let found = number(report, pointer);
    assert!(!is_full() || found <= bound, "{pointer} is above {bound}: {report}");
}

/// An order of three lines on a merchant with 200,000 orders.
#[expect(clippy::float_arithmetic, reason = "a benchmark's figures are compared, not booked")]
fn placing(place: &Place, bounds: &Bounds) -> Value {
    let report = bench(
        place,
        "place",
        "--seconds 1 --orders-before 2000 --skus 200 --customers 50",
        "--seconds 10 --orders-before 200000",
    );
    has(&report, RUN);
    has(&report, PLACE);
    assert_eq!(report["refused"], 0, "{report}");
    stays_within(&report, "/cpu_us_per_order", bounds.place_cpu);
    let alone = 1.5 * number(&report, "/fdatasync_p50_ms") + bounds.place_alone_ms;
    stays_within(&report, "/single_client_p50_ms", alone);
    place.kontor_ok(&["check"]);
    report
}

#[test]
fn figures_of_placing_orders_on_sqlite() {
    let report = placing(&Place::sqlite(), &SQLITE);
    stays_within(&report, "/start_ms", 300.0);
    stays_within(&report, "/memory_mb_at_rest", 40.0);
    // About 100,000 orders later.
    stays_within(&report, "/memory_mb_after", 150.0);
}

#[test]
fn figures_of_placing_orders_on_postgres() {
    placing(&Place::postgres(), &POSTGRES);
}

/// Everything that is promised of a merchant with a million orders.
fn at_a_million_orders(place: &Place, bounds: &Bounds) {
    let (small, full) = (
        "--seconds 1 --orders-before 5000 --to-cash 80 --skus 200 --customers 50 --reuse",
        // Of a million orders, 400,000 are booked three times each.
        "--seconds 10 --orders-before 1000000 --to-cash 40 --reuse",
    );
    looking(&bench(place, "list", small, full), bounds);

    let placed = bench(place, "place", small, full);
    has(&placed, PLACE);
    assert_eq!(placed["refused"], 0, "{placed}");
    stays_within(&placed, "/cpu_us_per_order", bounds.place_cpu);

    let (small_long, full_long) =
        (format!("{small} --lines 100 --clients 1"), format!("{full} --lines 1000 --clients 1"));
    let long = bench(place, "place", &small_long, &full_long);
    assert_eq!(
        (&long["refused"], &long["floor_cpu_us_per_order"]),
        (&Value::from(0), &Value::Null),
        "{long}"
    );
    stays_within(&long, "/p50_ms", bounds.long_order_ms);

    let cash = bench(place, "order-to-cash", small, full);
    has(&cash, &["orders", "orders_per_s", "server_cpu_us_per_order", "rows_per_order", "longest_batch_ms"]);
    for call in ["place", "ship", "invoice", "pay"] {
        has(&cash, &[&format!("{call}_p50_ms"), &format!("{call}_p99_ms")]);
    }
    assert_eq!(cash["refused"], 0, "{cash}");
    stays_within(&cash, "/cpu_us_per_order", bounds.cash_cpu);

    let hot = bench(place, "hot-sku", small, full);
    assert_eq!((hot["pairs"].as_array().map(Vec::len), &hot["refused"]), (Some(5), &Value::from(0)), "{hot}");
    has(&hot["pairs"][4]["hot"], RUN);
    has(&hot["pairs"][4]["spread"], RUN);
    stays_within(&hot, "/hot_to_spread_cpu_ratio", 1.1);
    place.kontor_ok(&["check"]);
}

fn looking(list: &Value, bounds: &Bounds) {
    let looks = [
        ("open_orders", bounds.look_cpu),
        ("orders_to_ship", bounds.look_cpu),
        ("order", bounds.look_cpu),
        ("stock_at_moment", bounds.then_cpu),
        ("trial_balance", bounds.then_cpu),
    ];
    for (look, bound) in looks {
        has(&list[look], &["requests", "refused", "p50_ms", "p99_ms", "database_cpu_us_per_request"]);
        assert_eq!(list[look]["refused"], 0, "{list}");
        stays_within(list, &format!("/{look}/cpu_us_per_request"), bound);
    }
    assert!(number(list, "/ledger_entries") > 0.0 && number(list, "/movements") > 0.0, "{list}");
}

#[test]
fn figures_at_a_million_orders_on_sqlite() {
    at_a_million_orders(&Place::sqlite(), &SQLITE);
}

#[test]
fn figures_at_a_million_orders_on_postgres() {
    at_a_million_orders(&Place::postgres(), &POSTGRES);
}

/// Nobody waits long for the writer, whatever it does beside writing: in ten minutes, with a million orders and more.
fn ten_minutes(place: &Place) {
    let report = bench(
        place,
        "place",
        "--seconds 2 --orders-before 1000 --skus 200 --customers 50",
        "--seconds 600 --orders-before 1000000",
    );
    assert_eq!(report["refused"], 0, "{report}");
    let slow = ["/batches", "/batches_over_20_ms", "/batches_over_50_ms"].map(|field| number(&report, field));
    assert!(slow.is_sorted_by(|more, fewer| more >= fewer), "{report}");
    stays_within(&report, "/longest_batch_ms", 50.0);
}

#[test]
fn figures_of_ten_minutes_on_sqlite() {
    ten_minutes(&Place::sqlite());
}

#[test]
fn figures_of_ten_minutes_on_postgres() {
    ten_minutes(&Place::postgres());
}

/// An order costs about the same however many there are already.
fn the_curve(place: &Place) {
    let report = bench(
        place,
        "place",
        "--seconds 1 --curve 100,1000,3000 --skus 200 --customers 50",
        "--seconds 10 --curve 10000,100000,1000000",
    );
    let points = report["curve"].as_array().expect("a list");
    assert_eq!(points.len(), 3, "{report}");
    for point in points {
        has(point, RUN);
        has(point, &["orders_before"]);
        assert_eq!(point["refused"], 0, "{report}");
    }
    stays_within(&report, "/last_to_first_cpu_ratio", 1.25);
    place.kontor_ok(&["check"]);
}

#[test]
fn figures_of_the_curve_on_sqlite() {
    the_curve(&Place::sqlite());
}

#[test]
fn figures_of_the_curve_on_postgres() {
    the_curve(&Place::postgres());
}

/// An import beside the shop's traffic takes from the shop, but not much.
fn an_import_beside_the_shop(place: &Place) {
    let report = bench(
        place,
        "bulk-beside",
        "--seconds 1 --orders-before 500 --skus 200 --customers 50 --clients 16",
        "--seconds 10 --orders-before 200000",
    );
    assert_eq!(report["refused"], 0, "{report}");
    assert!(number(&report, "/imported") > 0.0, "{report}");
    let pairs = report["pairs"].as_array().expect("a list");
    for pair in pairs {
        for part in ["alone", "beside"] {
            has(&pair[part], &["orders", "refused", "orders_per_s", "p50_ms", "p99_ms"]);
        }
    }
    assert_eq!(pairs.len(), 5, "{report}");
    stays_within(&report, "/beside_to_alone_p99_ratio", 3.0);
    place.kontor_ok(&["check"]);
}

#[test]
fn figures_of_an_import_beside_the_shop_on_sqlite() {
    an_import_beside_the_shop(&Place::sqlite());
}

#[test]
fn figures_of_an_import_beside_the_shop_on_postgres() {
    an_import_beside_the_shop(&Place::postgres());
}
