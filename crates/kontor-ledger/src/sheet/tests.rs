use kontor_kernel::Amount;
use kontor_store::Value;
use kontor_testkit::{TestDb, on_both, on_sqlite};

use super::{BadSheetCursor, FIRST, FURTHER, SheetCursor};
use crate::model::SourceKind;
use crate::post::{Line, Post};
use crate::samples::{Book, account, cents, day, open_with_sale, payment, rent, rooms, sale};

/// The sheet of an account, page by page: `entry debit credit balance`.
async fn walk(db: &TestDb, number: &str, size: usize) -> Vec<String> {
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let page = super::page(&db.reads, db.org, account(number), after, size).await.unwrap().unwrap();
        assert!(page.lines.len() <= size, "{page:?}");
        if let Some(first) = page.lines.first() {
            assert_eq!(page.balance, first.balance);
        }
        let shown = |line: &super::SheetLine| {
            let amounts = [line.debit, line.credit, line.balance].map(Amount::minor);
            format!("{} {} {} {}", line.entry, amounts[0], amounts[1], amounts[2])
        };
        lines.extend(page.lines.iter().map(shown));
        let Some(next) = page.next else { return lines };
        after = Some(next.to_string().parse().unwrap());
    }
}

#[test]
fn each_posting_has_the_balance_behind_it() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        db.submit(rent()).await.unwrap();
        db.submit(Book(vec![sale(), payment()])).await.unwrap();
        // Both sides of one account in one entry: a page may end between them.
        let line = |number, debit, credit| Line { account: account(number), debit, credit };
        let through = vec![
            line("1200", Some(cents(700)), None),
            line("1200", None, Some(cents(300))),
            line("1000", None, Some(cents(400))),
        ];
        db.submit(Post { lines: through, ..rent() }).await.unwrap();
        let expected =
            ["6 0 300 -69600", "6 700 0 -69300", "5 5000 0 -70000", "3 0 80000 -75000", "2 5000 0 5000"];
        for size in [1, 2, 3, 5, 50] {
            assert_eq!(walk(&db, "1200", size).await, expected, "{size}");
        }
        assert_eq!(walk(&db, "0800", 5).await, [""; 0]);
        let receivables = walk(&db, "1400", 2).await;
        assert_eq!(receivables, ["5 0 5000 13800", "4 11900 0 18800", "2 0 5000 6900", "1 11900 0 11900"]);

        let nobody = super::page(&db.reads, db.org, account("77"), None, 5).await.unwrap();
        assert_eq!(nobody, None);
        let page = super::page(&db.reads, db.org, account("8400"), None, 1).await.unwrap().unwrap();
        let line = &page.lines[0];
        assert_eq!((line.source_kind, line.source_id), (SourceKind::Invoice, 7));
        assert_eq!((line.posting_date, &*line.text), (day("2026-11-24"), "Rechnung RE-2026-000001"));
    });
}

/// Somebody books while another one turns the pages: what was there keeps its balances.
#[test]
fn the_next_page_is_the_same_whatever_is_booked_meanwhile() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        db.submit(Book(vec![sale(), payment()])).await.unwrap();
        let read =
            async |after| super::page(&db.reads, db.org, account("1400"), after, 2).await.unwrap().unwrap();
        let first = read(None).await;
        let second = read(first.next).await;
        db.submit(Book(vec![sale()])).await.unwrap();
        assert_eq!(read(first.next).await, second);
        assert_eq!(read(None).await.balance.minor(), second.balance.minor() + 6_900 + 11_900);
    });
}

#[test]
fn a_cursor_of_somebody_else_is_refused() {
    for text in ["", "1", "1.2", "1.2.x", "1.2.3.4", "1.9999999999.3", "c0000000000007"] {
        assert_eq!(text.parse::<SheetCursor>(), Err(BadSheetCursor), "{text}");
    }
    assert_eq!("17.0.-250".parse::<SheetCursor>().unwrap().to_string(), "17.0.-250");
}

/// However many postings an account has, a page is a range of its index.
#[test]
fn a_page_walks_through_no_more_than_itself() {
    on_sqlite(rooms, |db| async move {
        open_with_sale(&db).await;
        for (statement, range) in
            [(FIRST, "org_id=? AND account=?"), (FURTHER, "org_id=? AND account=? AND (entry,line)<(?,?)")]
        {
            let params: [Value; 5] = [db.org.into(), "1400".into(), 50.into(), 9.into(), 0.into()];
            let count = if statement == FIRST { 3 } else { 5 };
            let explain = format!("EXPLAIN QUERY PLAN {statement}");
            let plan = db.reads.query(&explain, params[..count].to_vec()).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| format!("{:?}", row.cells()[3])).collect();
            let plan = plan.join("\n");
            assert!(
                plan.contains(&format!(
                    "SEARCH ledger_posting USING COVERING INDEX ledger_posting_account ({range}"
                )),
                "{plan}"
            );
            for table in ["p", "e"] {
                assert!(plan.contains(&format!("SEARCH {table} USING PRIMARY KEY")), "{plan}");
            }
            assert!(
                !plan.contains("SCAN p") && !plan.contains("SCAN e") && !plan.contains("SCAN ledger"),
                "{plan}"
            );
        }
    });
}
