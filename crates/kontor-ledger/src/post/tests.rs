use kontor_kernel::Amount;
use kontor_testkit::{TestDb, on_both};
use serde_json::json;

use super::{Line, Post, Reject};
use crate::model::Chart;
use crate::samples::{Open, account, app, cents, rent, rooms};

fn with(change: impl FnOnce(&mut Post)) -> Post {
    let mut post = rent();
    change(&mut post);
    post
}

fn line(number: &str, debit: Option<i64>, credit: Option<i64>) -> Line {
    Line { account: account(number), debit: debit.map(cents), credit: credit.map(cents) }
}

/// What comes of posting one entry after another: its number, or the refusal's code and place.
async fn check(db: &TestDb, cases: Vec<(Post, &str)>) {
    for (post, expected) in cases {
        let shown = format!("{post:?}");
        let got = match db.submit(post).await {
            Ok(reply) => reply.answer.number.to_string(),
            Err(kontor_store::Failure::Refused(refusal)) => {
                format!("{} {}", refusal.code, refusal.field.unwrap_or_default()).trim().to_owned()
            }
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

/// Every variant of [`Reject`], in the order of the checks, each case breaking the later rules too where it can.
#[test]
fn a_bad_entry_is_refused_with_its_reason() {
    on_both(rooms, |db| async move {
        check(&db, vec![(rent(), "ledger_not_open")]).await;
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let many = || (0..250).flat_map(|_| [line("1000", Some(1), None), line("1200", None, Some(1))]);
        let max = Amount::MAX;
        check(
            &db,
            vec![
                (with(|post| post.text = " ".into()), "bad_entry_text text"),
                (with(|post| post.text = "a\u{0}".into()), "bad_entry_text text"),
                (with(|post| post.text = "x".repeat(201)), "bad_entry_text text"),
                (with(|post| post.lines.truncate(1)), "bad_line_count lines"),
                (with(|post| post.lines.clear()), "bad_line_count lines"),
                (
                    with(|post| post.lines = many().chain([line("1000", Some(1), None)]).collect()),
                    "bad_line_count lines",
                ),
                (with(|post| post.lines[1] = line("1299", None, None)), "line_not_one_sided lines/1"),
                (with(|post| post.lines[0] = line("1299", Some(1), Some(1))), "line_not_one_sided lines/0"),
                (with(|post| post.lines[1] = line("1299", None, Some(0))), "line_not_positive lines/1"),
                (with(|post| post.lines[1] = line("1299", Some(-80_000), None)), "line_not_positive lines/1"),
                (with(|post| post.lines[1] = line("1299", Some(1), None)), "entry_one_sided lines"),
                (with(|post| post.lines[1] = line("1299", None, Some(79_999))), "entry_unbalanced lines"),
                (with(|post| post.lines[0].account = account("1299")), "unknown_account lines/0/account"),
                (
                    with(|post| post.lines[1].account = account("1400")),
                    "account_kept_by_documents lines/1/account",
                ),
                (
                    with(|post| post.lines[1].account = account("3980")),
                    "account_kept_by_documents lines/1/account",
                ),
                (with(|post| post.lines = many().collect()), "1"),
                (with(|post| post.text = " Miete 🏠 ".into()), "2"),
                (
                    with(|post| {
                        post.lines = vec![line("4900", Some(max), None), line("1200", None, Some(max))];
                    }),
                    "account_moves_too_much",
                ),
                (rent(), "3"),
            ],
        )
        .await;
    });
}

#[test]
fn an_unbalanced_entry_is_told_its_sums() {
    let reject = Reject::Unbalanced { debit: "800.00".into(), credit: "799.99".into() };
    assert_eq!(
        reject.to_string(),
        "Debits of 800.00 and credits of 799.99 must be the same: correct the amounts."
    );
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let app = app(&db);
        let body = json!({ "text": "Kontoführung", "date": "2026-11-24", "lines": [
            { "account": "4970", "debit": "12.50" }, { "account": "1200", "credit": "10.00" },
            { "account": "1200", "credit": "2.50" } ] });
        let path = "/api/v1/journal-entries";
        let dry = app.post("/api/v1/journal-entries?dry_run=true", &body).await;
        insta::allow_duplicates! { insta::assert_snapshot!(dry.body, @r#"{"answer":{"number":1,"posting_date":"2026-11-24"},"dry_run":true,"events":[{"data":{"currency":"EUR","document_date":"2026-11-24","entry":1,"posting_date":"2026-11-24","postings":[{"account":"4970","debit":"12.50"},{"account":"1200","credit":"12.50"}],"reverses":null,"source":"manual","source_id":null,"supply_date":null,"text":"Kontoführung"},"kind":"ledger.booked","version":1}]}"#); }
        let new = app.post_once(path, "k-1", &body).await;
        assert_eq!((new.status, &new.body), (201, &json!({ "number": 1, "posting_date": "2026-11-24" })));
        let again = app.post_once(path, "k-1", &body).await;
        assert_eq!((again.status, &again.body), (201, &new.body));
        let shown = app.get("/api/v1/journal-entries/1").await;
        assert_eq!((shown.text("/source"), shown.text("/postings/1/credit")), ("manual", "12.50"));
        assert!(shown.body["source_id"].is_null());

        let table = [
            (json!({ "debit": "1.234" }), 422, "bad_value", "lines/0/debit"),
            (json!({ "debit": "1e308" }), 422, "bad_value", "lines/0/debit"),
            (json!({ "debit": "10000000000000.01" }), 422, "bad_value", "lines/0/debit"),
            (json!({ "debit": 1 }), 400, "bad_json", "lines/0/debit"),
            (json!({ "debit": "1.00", "account": "14O0" }), 400, "bad_json", "lines/0/account"),
            (json!({ "debit": "1.00", "tax": "19" }), 400, "bad_json", "lines/0/tax"),
        ];
        for (change, status, code, field) in table {
            let mut bad = body.clone();
            for (name, value) in change.as_object().unwrap() {
                bad["lines"][0][name] = value.clone();
            }
            let refused = app.post(path, &bad).await;
            assert_eq!(
                (refused.status, refused.code(), refused.text("/field")),
                (status, code, field),
                "{bad}"
            );
        }
        let mut bad = body.clone();
        bad["date"] = json!("2026-02-30");
        assert_eq!(app.post(path, &bad).await.code(), "bad_json");
    });
}
