use kontor_testkit::on_both_alone;

use super::{EntryPages, accounts};
use crate::model::Chart;
use crate::samples::{Book, Open, payment, rooms, sale};

/// More entries than a page holds, each with all its postings, none twice; and none that came later.
#[test]
fn all_entries_are_exported_in_order() {
    on_both_alone(rooms, |db| async move {
        db.submit(Open(Chart::Skr03)).await.unwrap();
        for _ in 0..5 {
            let drafts = (0..120).flat_map(|_| [sale(), payment()]).collect();
            db.submit(Book(drafts)).await.unwrap();
        }
        let mut pages = EntryPages::up_to_now(&db.reads, db.org).await.unwrap();
        assert_eq!(accounts(&db.reads, db.org).await.unwrap().len(), 55);
        // What is booked while the export goes on is not part of it.
        db.submit(Book(vec![sale()])).await.unwrap();
        let (mut sizes, mut entries) = (Vec::new(), Vec::new());
        loop {
            let page = pages.next().await.unwrap();
            if page.is_empty() {
                break;
            }
            sizes.push(page.len());
            entries.extend(page);
        }
        assert_eq!(sizes, [1_000, 200]);
        for (index, whole) in (1_i64..).zip(&entries) {
            assert_eq!(whole.entry.number, index);
            assert_eq!(whole.postings.len(), if index % 2 == 1 { 3 } else { 2 }, "{index}");
            assert!(whole.postings.iter().all(|posting| posting.entry == index));
        }
    });
}
