use kontor_testkit::on_both;

use crate::model::Chart;
use crate::samples::{Open, app, open_with_sale, rooms};

#[test]
fn each_account_has_what_it_moved_up_to_the_day() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        let app = app(&db);
        let table = [
            ("2026-11-23", vec![], "0.00"),
            (
                "2026-11-25",
                vec!["1400 119.00 0.00 119.00", "1776 0.00 19.00 -19.00", "8400 0.00 100.00 -100.00"],
                "119.00",
            ),
            (
                "2026-11-26",
                vec![
                    "1200 50.00 0.00 50.00",
                    "1400 119.00 50.00 69.00",
                    "1776 0.00 19.00 -19.00",
                    "8400 0.00 100.00 -100.00",
                ],
                "169.00",
            ),
        ];
        for (at, expected, total) in table {
            let shown = app.get(&format!("/api/v1/reports/trial-balance?at={at}")).await;
            let lines: Vec<_> = shown.body["accounts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| {
                    ["account", "debit", "credit", "balance"]
                        .map(|name| line[name].as_str().unwrap())
                        .join(" ")
                })
                .collect();
            assert_eq!(lines, expected, "{at}");
            assert_eq!([shown.text("/debit"), shown.text("/credit")], [total, total], "{at}");
            assert_eq!([shown.text("/at"), shown.text("/currency")], [at, "EUR"]);
        }
        let bad = app.get("/api/v1/reports/trial-balance?at=24.11.2026").await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (400, "bad_date", "at"));
    });
}

/// The clock stands at noon of 2026-11-24, in Berlin too.
#[test]
fn without_a_day_it_is_as_of_today() {
    on_both(rooms, |db| async move {
        let app = app(&db);
        db.submit(Open(Chart::Skr04)).await.unwrap();
        let shown = app.get("/api/v1/reports/trial-balance").await;
        assert_eq!((shown.text("/at"), shown.text("/debit")), ("2026-11-24", "0.00"));
    });
}
