use kontor_testkit::on_both_alone;
use serde_json::json;

use crate::model::Chart;
use crate::samples::{Balances, Open, app, rooms};

/// Every variant of [`super::Reject`], and an account that is used at once.
#[test]
fn an_account_is_added_and_posted_to() {
    on_both_alone(rooms, |db| async move {
        let app = app(&db);
        let body = |number: &str, name: &str| json!({ "number": number, "name_de": name, "kind": "asset" });
        let path = "/api/v1/accounts";
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let new = app.post(path, &body("1210", " Sparkasse ")).await;
        insta::allow_duplicates! { insta::assert_snapshot!(new.body, @r#"{"kind":"asset","name_de":"Sparkasse","name_en":"Sparkasse","number":"1210","role":null}"#); }
        assert_eq!(new.status, 201);
        let events = db.events().await;
        insta::allow_duplicates! { insta::assert_snapshot!(events[1], @r#"ledger.account_added {"number":"1210","name_de":"Sparkasse","name_en":"Sparkasse","kind":"asset"}"#); }

        let english = json!({ "number": "1211", "name_de": "Bank", "name_en": "\n", "kind": "asset" });
        let table = [
            (body("1210", "Sparkasse"), 409, "account_number_taken", "number"),
            (body("1400", "Sparkasse"), 409, "account_number_taken", "number"),
            (body("1211", " "), 422, "bad_account_name", "name_de"),
            (body("1211", &"x".repeat(201)), 422, "bad_account_name", "name_de"),
            (english, 422, "bad_account_name", "name_en"),
            (body("12.1", "Sparkasse"), 400, "bad_json", "number"),
        ];
        for (bad, status, code, field) in table {
            let refused = app.post(path, &bad).await;
            assert_eq!(
                (refused.status, refused.code(), refused.text("/field")),
                (status, code, field),
                "{bad}"
            );
        }

        let entry = json!({ "text": "Umbuchung", "date": "2026-11-24", "lines": [
            { "account": "1210", "debit": "5.00" }, { "account": "1200", "credit": "5.00" } ] });
        assert_eq!(app.post("/api/v1/journal-entries", &entry).await.status, 201);
        assert_eq!(app.get_balance("1210", "2026-11-24").await, "5.00");
    });
}

#[test]
fn there_are_no_accounts_before_the_books_are_open() {
    on_both_alone(rooms, |db| async move {
        let early = super::OpenAccount {
            number: "1210".parse().unwrap(),
            name_de: "Sparkasse".into(),
            name_en: None,
            kind: crate::model::AccountKind::Asset,
        };
        assert_eq!(db.refused(early).await, "ledger_not_open");
    });
}
