use kontor_store::{Value, db};
use kontor_testkit::{Answered, on_both, on_sqlite};
use serde_json::Value as Json;

use super::{Filter, entries_of, postings_of};
use crate::model::SourceKind;
use crate::records::{Entry, PostingRow};
use crate::samples::{Book, account, app, open_with_sale, payment, rent, rooms, sale};

fn numbers(page: &Answered) -> Vec<i64> {
    let items = page.body["items"].as_array().unwrap_or_else(|| panic!("{page:?}"));
    items.iter().map(|item| item["number"].as_i64().unwrap()).collect()
}

#[test]
fn an_entry_is_shown_with_its_postings() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        let app = app(&db);
        let shown = app.get("/api/v1/journal-entries/1").await;
        insta::allow_duplicates! { insta::assert_snapshot!(serde_json::to_string_pretty(&shown.body).unwrap(), @r#"
        {
          "currency": "EUR",
          "document_date": "2026-11-24",
          "number": 1,
          "posting_date": "2026-11-24",
          "postings": [
            {
              "account": "1400",
              "debit": "119.00"
            },
            {
              "account": "8400",
              "credit": "100.00"
            },
            {
              "account": "1776",
              "credit": "19.00"
            }
          ],
          "recorded_at": "2026-11-24T12:00:00.000000Z",
          "reversed_by": null,
          "reverses": null,
          "source": "invoice",
          "source_id": "0000000000007",
          "supply_date": "2026-11-23",
          "text": "Rechnung RE-2026-000001"
        }
        "#); }
        for path in ["3", "0", "-1", "x", "99999999999999999999"] {
            let missing = app.get(&format!("/api/v1/journal-entries/{path}")).await;
            assert_eq!((missing.status, missing.code()), (404, "not_found"), "{path}");
        }
    });
}

#[test]
fn entries_are_listed_newest_first_and_filtered() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        db.submit(rent()).await.unwrap();
        db.submit(Book(vec![sale(), payment(), sale()])).await.unwrap();
        let app = app(&db);
        let table: [(&str, &[i64]); 10] = [
            ("", &[6, 5, 4, 3, 2, 1]),
            ("source=invoice", &[6, 4, 1]),
            ("source=manual", &[3]),
            ("source=credit_note", &[]),
            ("source=pay_0000000000008", &[5, 2]),
            ("source=0000000000007", &[6, 4, 1]),
            ("source=inv_0000000000009", &[]),
            ("account=1200", &[5, 3, 2]),
            ("account=1400", &[6, 5, 4, 2, 1]),
            ("account=77", &[]),
        ];
        for (filter, expected) in table {
            let whole = app.get(&format!("/api/v1/journal-entries?{filter}")).await;
            assert_eq!(numbers(&whole), expected, "{filter}");

            let (mut paged, mut items) = (Vec::new(), Vec::<Json>::new());
            let mut after = String::new();
            loop {
                let page = app.get(&format!("/api/v1/journal-entries?limit=2&{filter}{after}")).await;
                paged.extend(numbers(&page));
                items.extend(page.body["items"].as_array().unwrap().iter().cloned());
                let Some(next) = page.body["next"].as_str() else { break };
                after = format!("&after={next}");
            }
            assert_eq!(paged, expected, "{filter}");
            assert_eq!(Json::Array(items), whole.body["items"], "{filter}");
        }
        for filter in ["source=bill", "source=inv_1", "account=14O0", "source=invoice&account=1400"] {
            let refused = app.get(&format!("/api/v1/journal-entries?{filter}")).await;
            assert_eq!((refused.status, refused.code()), (400, "bad_filter"), "{filter}");
        }
        assert_eq!(app.get("/api/v1/journal-entries?after=7").await.code(), "bad_cursor");
    });
}

/// However many entries there are, a page is found by the index of its filter.
#[test]
fn no_filter_walks_through_all_entries() {
    on_sqlite(rooms, |db| async move {
        open_with_sale(&db).await;
        let table = [
            (Filter::All, "ledger_entry USING PRIMARY KEY (org_id=? AND number<?)"),
            (
                Filter::Kind(SourceKind::Invoice),
                "ledger_entry USING COVERING INDEX ledger_entry_kind (org_id=? AND source_kind=? AND number<?)",
            ),
            (
                Filter::Document(7),
                "ledger_entry USING COVERING INDEX ledger_entry_source (org_id=? AND source_id=? AND number<?)",
            ),
            (
                Filter::Account(account("1400")),
                "ledger_posting USING COVERING INDEX ledger_posting_account (org_id=? AND account=? AND entry<?)",
            ),
        ];
        for (filter, numbers) in table {
            let pages = [
                (
                    db::select::<Entry>(&entries_of(filter.numbers())),
                    "ledger_entry USING PRIMARY KEY (org_id=? AND number=?)",
                ),
                (
                    db::select::<PostingRow>(&postings_of(filter.numbers())),
                    "ledger_posting USING PRIMARY KEY (org_id=? AND entry=?)",
                ),
            ];
            for (sql, rows) in pages {
                let explain = format!("EXPLAIN QUERY PLAN {sql}");
                let plan = db.reads.query(&explain, filter.params(db.org, 9, 9)).await.unwrap();
                let steps: Vec<_> = plan.iter().map(|row| row.cells()[3].clone()).collect();
                let expected = [&format!("SEARCH {rows}"), "LIST SUBQUERY 1", &format!("SEARCH {numbers}")];
                assert_eq!(steps, expected.map(Value::from), "{filter:?}");
            }
        }
    });
}
