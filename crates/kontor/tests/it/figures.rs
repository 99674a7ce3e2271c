//! The figures: `kontor bench` runs, prints one JSON object, and nothing is oversold.
//!
//! `./test` runs it at a hundredth of its size with an unoptimised program, so only its shape and its safety are
//! looked at; `./test full` runs the stated sizes with the optimised one and compares them with the stated bounds.

use serde_json::Value;

use crate::support::{Place, json};

/// The fields of the report.
const FIELDS: &[&str] = &[
    "scenario",
    "database",
    "clients",
    "orders",
    "orders_per_s",
    "p50_ms",
    "p99_ms",
    "server_cpu_us_per_order",
    "database_cpu_us_per_order",
    "write_path_cpu_us_per_order",
    "floor_cpu_us_per_order",
    "oversold",
];

fn is_full() -> bool {
    #[expect(clippy::disallowed_methods, reason = "./test full says so this way")]
    let full = std::env::var("KONTOR_FULL");
    full.is_ok_and(|full| full == "1")
}

fn bench(place: &Place) -> Value {
    let sizes: &[&str] = if is_full() {
        &["--seconds", "10", "--orders-before", "200000", "--skus", "20000"]
    } else {
        &["--seconds", "1", "--orders-before", "2000", "--skus", "200"]
    };
    let report = json(&place.kontor_ok(&[&["bench", "place", "--json", "--clients", "64"], sizes].concat()));
    println!("{report}");
    for field in FIELDS {
        assert!(report.get(*field).is_some(), "{field} is missing: {report}");
    }
    assert_eq!(report["oversold"], 0, "{report}");
    assert_eq!(report["refused"], 0, "{report}");
    report
}

fn number(report: &Value, field: &str) -> f64 {
    report[field].as_f64().unwrap_or_else(|| panic!("{field} is no number: {report}"))
}

#[expect(clippy::float_arithmetic, reason = "a benchmark's figures are compared, not booked")]
fn stays_within(report: &Value, cpu_micros: f64, alone_ms: f64) {
    if is_full() {
        assert!(
            number(report, "cpu_us_per_order") <= cpu_micros,
            "CPU for an order is above {cpu_micros} µs: {report}"
        );
        let bound = 1.5 * number(report, "fdatasync_p50_ms") + alone_ms;
        assert!(
            number(report, "single_client_p50_ms") <= bound,
            "one client alone waits longer than {bound} ms: {report}"
        );
    }
}

#[test]
fn figures_of_placing_orders_on_sqlite() {
    let place = Place::sqlite();
    stays_within(&bench(&place), 120.0, 1.0);
    place.kontor_ok(&["check"]);
}

#[test]
fn figures_of_placing_orders_on_postgres() {
    let place = Place::postgres();
    stays_within(&bench(&place), 220.0, 4.0);
    place.kontor_ok(&["check"]);
}
