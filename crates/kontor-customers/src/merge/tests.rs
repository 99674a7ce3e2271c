//! Every rule of merging, on both databases, and one story through the JSON door.

use kontor_kernel::Amount;
use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{MergeCustomer, http};
use crate::change::ChangeCustomer;
use crate::erase::EraseCustomer;
use crate::events::AccountMoved;
use crate::model::CustomerId;
use crate::note::WriteNote;
use crate::samples::{Moves, anna};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

async fn register(db: &TestDb) -> CustomerId {
    db.submit(anna()).await.unwrap().answer.customer
}

fn moved(customer: CustomerId, document: i64, open_balance: i64) -> Moves {
    let volume = Amount::new(open_balance);
    let (order_count, open_orders, open_balance) = (1, Amount::ZERO, volume);
    Moves(AccountMoved { customer, document, order_count, volume, open_orders, open_balance })
}

/// Orders, balance, survivor and number of duplicates.
async fn figures(db: &TestDb, customer: CustomerId) -> (i64, i64, Option<CustomerId>, Option<i64>) {
    let row = crate::show::one(&db.reads, db.org, customer).await.unwrap().unwrap().customer;
    (row.order_count, row.open_balance.minor(), row.merged_into, row.duplicates)
}

#[test]
fn a_duplicate_is_another_open_customer() {
    on_both(rooms, |db| async move {
        let (customer, from) = (register(&db).await, register(&db).await);
        let (nobody, erased) = (CustomerId::new(7), register(&db).await);
        db.submit(EraseCustomer { customer: erased }).await.unwrap();
        for (into, from, code) in [
            (customer, customer, "merged_with_itself"),
            (nobody, from, "unknown_customer"),
            (customer, nobody, "unknown_duplicate"),
            (customer, erased, "duplicate_closed"),
            (erased, from, "customer_erased"),
        ] {
            assert_eq!(db.refused(MergeCustomer { customer: into, from }).await, code);
        }
        db.submit(moved(customer, 1, Amount::MAX - 1)).await.unwrap();
        db.submit(moved(from, 2, 2)).await.unwrap();
        assert_eq!(db.refused(MergeCustomer { customer, from }).await, "customer_figures_too_large");
        db.submit(moved(customer, 1, -1)).await.unwrap();
        db.submit(MergeCustomer { customer, from }).await.unwrap();
        assert_eq!(db.refused(MergeCustomer { customer, from }).await, "duplicate_closed");
        assert_eq!(db.refused(MergeCustomer { customer: from, from: customer }).await, "customer_merged");
    });
}

#[test]
fn figures_go_to_the_survivor_whatever_was_merged_before() {
    on_both_alone(rooms, |db| async move {
        let [a, b, c] = [register(&db).await, register(&db).await, register(&db).await];
        for (customer, document, amount) in [(a, 1, 100), (b, 2, 20), (c, 3, 3)] {
            db.submit(moved(customer, document, amount)).await.unwrap();
        }
        let note = WriteNote { customer: a, text: "twice here".into(), salt: [1; 16] };
        db.submit(note).await.unwrap();
        db.submit(MergeCustomer { customer: b, from: a }).await.unwrap();
        assert_eq!(figures(&db, b).await, (2, 120, None, Some(1)));
        db.submit(MergeCustomer { customer: c, from: b }).await.unwrap();
        assert_eq!(figures(&db, a).await, (0, 0, Some(c), None));
        assert_eq!(figures(&db, b).await, (0, 0, Some(c), None));
        assert_eq!(figures(&db, c).await, (3, 123, None, Some(2)));
        let duplicates = crate::show::duplicates(&db.reads, db.org, c).await.unwrap();
        assert_eq!(duplicates.iter().map(|row| row.id).collect::<Vec<_>>(), [a, b]);
        assert_eq!(crate::notes::of(&db.reads, db.org, c).await.unwrap()[0].text, "twice here");

        // An invoice of the first is paid, and counts where the figures are.
        let paid = AccountMoved { open_balance: Amount::new(-100), ..moved(a, 9, 0).0 };
        db.submit(Moves(AccountMoved { order_count: 0, ..paid })).await.unwrap();
        assert_eq!(figures(&db, c).await, (3, 23, None, Some(2)));
        assert_eq!(figures(&db, a).await, (0, 0, Some(c), None));
        let change = ChangeCustomer { terms_days: Some(7), ..ChangeCustomer::of(a) };
        assert_eq!(db.refused(change).await, "customer_merged");
        assert_eq!(db.refused(EraseCustomer { customer: a }).await, "customer_merged");
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        let (customer, from) = (register(&db).await, register(&db).await);
        let routes = Router::new()
            .route("/api/v1/customers/{id}/merge", post(http::merge))
            .route("/api/v1/customers/{id}", get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let merged = app.post(&format!("/api/v1/customers/{customer}/merge"), &json!({ "from": from })).await;
        assert_eq!((merged.status, merged.text("/id")), (200, customer.to_string().as_str()));
        let shown = app.get(&format!("/api/v1/customers/{from}")).await;
        assert_eq!(shown.text("/merged_into"), customer.to_string());
        let again = app.post(&format!("/api/v1/customers/{from}/merge"), &json!({ "from": customer })).await;
        assert_eq!((again.status, again.code()), (409, "customer_merged"));
        assert_eq!(again.text("/facts/survivor"), customer.to_string());
    });
}
