//! Every order is exported once, with all its lines, in the order in which it was placed.

use kontor_kernel::limits;
use kontor_testkit::{TestDb, on_both_alone};

use super::OrderPages;
use crate::cancel::Cancel;
use crate::place::PlaceLine;
use crate::samples::{Shop, line, rooms};

/// The pages of what is there when `meanwhile` begins: each order's number and how many lines it has.
async fn pages(db: &TestDb, meanwhile: impl AsyncFnOnce()) -> Vec<Vec<(String, usize)>> {
    let mut pages = OrderPages::up_to_now(&db.reads, db.org).await.unwrap();
    meanwhile().await;
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await.unwrap() {
        for whole in &page {
            assert_eq!(whole.order.line_count, i64::try_from(whole.lines.len()).unwrap());
            assert!((1..).zip(&whole.lines).all(|(number, line)| line.line == number));
        }
        seen.push(page.into_iter().map(|whole| (whole.order.number, whole.lines.len())).collect());
    }
    seen
}

#[test]
fn orders_are_exported_without_those_that_were_cancelled() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        assert_eq!(pages(&db, async || ()).await, [[]; 0]);
        let mut orders = Vec::new();
        for pieces in ["1", "2", "3"] {
            let order = shop.order(&[line("BOOK", pieces), line("WRAP", "1")]);
            orders.push(db.submit(order).await.unwrap().answer.order);
        }
        let whole = Cancel { order: orders[1], lines: Vec::new(), reason: "not wanted".into() };
        db.submit(whole).await.unwrap();
        let seen = pages(&db, async || {
            // What is placed while the export goes on is not part of it.
            db.submit(shop.order(&[line("WRAP", "1")])).await.unwrap();
        });
        assert_eq!(seen.await, [[("A-100001".to_owned(), 2), ("A-100003".to_owned(), 2)]]);
    });
}

#[test]
fn a_page_has_few_lines_unless_one_order_has_many() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let long: Vec<PlaceLine> = (0..limits::ORDER_LINES).map(|_| line("WRAP", "1")).collect();
        for _ in 0..3 {
            db.submit(shop.order(&long)).await.unwrap();
        }
        db.submit(shop.order(&[line("WRAP", "1")])).await.unwrap();
        let sizes: Vec<usize> = pages(&db, async || ()).await.iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 2]);
    });
}
