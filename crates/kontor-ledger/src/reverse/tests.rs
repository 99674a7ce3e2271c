use kontor_testkit::on_both;
use serde_json::json;

use super::{Reject, Reverse};
use crate::samples::{Balances, app, day, open_with_sale, rent, rooms};

/// Every variant of [`Reject`], in the order of the checks.
#[test]
fn what_is_no_own_entry_or_reversed_already_is_refused() {
    on_both(rooms, |db| async move {
        let reverse = |entry, date| Reverse { entry, date: day(date), reason: None };
        for reason in [" ", "a\u{0}", &"x".repeat(201)] {
            let bad = Reverse { reason: Some(reason.to_owned()), ..reverse(1, "2026-11-30") };
            assert_eq!(db.refused(bad).await, "bad_reversal_reason");
        }
        assert_eq!(db.refused(reverse(1, "2026-11-30")).await, "ledger_not_open");
        open_with_sale(&db).await;
        db.submit(rent()).await.unwrap();
        for entry in [0, -1, 4, i64::MAX] {
            assert_eq!(db.refused(reverse(entry, "2026-11-30")).await, "unknown_entry", "{entry}");
        }
        assert_eq!(db.refused(reverse(1, "2026-11-30")).await, "entry_of_document");
        assert_eq!(db.refused(reverse(3, "2026-11-24")).await, "reversal_too_early");
        assert_eq!(db.submit(reverse(3, "2026-11-25")).await.unwrap().answer.number, 4);
        assert_eq!(db.refused(reverse(3, "2026-11-30")).await, "entry_already_reversed");
        assert_eq!(db.refused(reverse(4, "2026-11-30")).await, "entry_is_reversal");
    });
}

#[test]
fn a_refusal_names_the_other_entry() {
    let table = [
        (Reject::AlreadyReversed { entry: 3, reversed_by: 4 }, "Entry 3 is reversed already, by entry 4."),
        (
            Reject::IsReversal { entry: 4, reverses: 3 },
            "Entry 4 itself reverses entry 3: post what is right as a new entry.",
        ),
    ];
    for (reject, sentence) in table {
        assert_eq!(reject.to_string(), sentence);
    }
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        db.submit(rent()).await.unwrap();
        let app = app(&db);
        // Today is the day before the entry's.
        let early = app.post("/api/v1/journal-entries/3/reverse", &json!({})).await;
        assert_eq!((early.status, early.code(), early.text("/field")), (422, "reversal_too_early", "date"));
        let body = json!({ "date": "2026-11-30", "reason": "doppelt" });
        let new = app.post("/api/v1/journal-entries/3/reverse", &body).await;
        assert_eq!((new.status, &new.body), (201, &json!({ "number": 4, "posting_date": "2026-11-30" })));

        let first = app.get("/api/v1/journal-entries/3").await;
        assert_eq!((&first.body["reversed_by"], &first.body["reverses"]), (&json!(4), &json!(null)));
        let second = app.get("/api/v1/journal-entries/4").await;
        assert_eq!((&second.body["reversed_by"], &second.body["reverses"]), (&json!(null), &json!(3)));
        assert_eq!(second.text("/text"), "Storno zu Buchung 3 (doppelt): Miete November");
        let balance = |at| app.get_balance("4900", at);
        assert_eq!(balance("2026-11-29").await, "800.00");
        assert_eq!(balance("2026-11-30").await, "0.00");
        assert_eq!(app.post("/api/v1/journal-entries/x/reverse", &body).await.status, 404);
    });
}
