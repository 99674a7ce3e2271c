//! Every rule of erasing, on both databases.

use kontor_kernel::Amount;
use kontor_store::Room;
use kontor_testkit::{TestDb, on_both, on_both_alone};

use super::EraseCustomer;
use crate::change::ChangeCustomer;
use crate::events::AccountMoved;
use crate::merge::MergeCustomer;
use crate::model::{Address, AddressKind, ContactCard, CustomerId};
use crate::note::WriteNote;
use crate::register::Register;
use crate::samples::{Moves, anna};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn moved(customer: CustomerId, [orders, open_orders, open_balance]: [i64; 3]) -> Moves {
    Moves(AccountMoved {
        customer,
        document: 77,
        order_count: orders,
        volume: Amount::ZERO,
        open_orders: Amount::new(open_orders),
        open_balance: Amount::new(open_balance),
    })
}

fn at_home() -> Register {
    let address = |kind, street: &str| Address {
        kind,
        name: String::new(),
        street: street.to_owned(),
        addition: String::new(),
        zip: "20457".into(),
        city: "Hamburg".into(),
        country: "DE".into(),
    };
    let addresses =
        vec![address(AddressKind::Shipping, "Am Lager 7"), address(AddressKind::Billing, "Am Kai 1")];
    Register { card: ContactCard { phone: "040 123".into(), addresses, ..anna().card }, ..anna() }
}

/// All that the database says of somebody beside the journal.
async fn written(db: &TestDb, customer: CustomerId) -> String {
    let versions = crate::show::versions(&db.reads, db.org, customer).await.unwrap();
    let notes = crate::notes::of(&db.reads, db.org, customer).await.unwrap();
    let texts = versions.iter().map(|version| version.data.clone());
    texts.chain(notes.into_iter().map(|note| note.text)).collect::<Vec<_>>().join("|")
}

#[test]
fn what_is_open_is_settled_first() {
    on_both(rooms, |db| async move {
        assert_eq!(db.refused(EraseCustomer { customer: CustomerId::new(7) }).await, "unknown_customer");
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        for (open, code) in [
            ([0, 500, 0], "customer_has_open_orders"),
            ([0, -500, 500], "customer_has_open_balance"),
            ([0, 0, -600], "customer_has_open_balance"),
        ] {
            db.submit(moved(customer, open)).await.unwrap();
            assert_eq!(db.refused(EraseCustomer { customer }).await, code, "{open:?}");
        }
        db.submit(moved(customer, [0, 0, 100])).await.unwrap();
        assert_eq!(db.submit(EraseCustomer { customer }).await.unwrap().answer, customer);
        assert_eq!(db.refused(EraseCustomer { customer }).await, "customer_erased");
    });
}

#[test]
fn nothing_is_left_of_who_never_ordered() {
    on_both_alone(rooms, |db| async move {
        let customer = db.submit(at_home()).await.unwrap().answer.customer;
        let card = ContactCard { name: "Anna Möller".into(), ..at_home().card };
        db.submit(ChangeCustomer { card: Some(card), ..ChangeCustomer::of(customer) }).await.unwrap();
        let note = WriteNote { customer, text: "Calls on Mondays".into(), salt: [1; 16] };
        db.submit(note.clone()).await.unwrap();
        assert!(written(&db, customer).await.contains("Möller"));

        let dry = db.writer.submit(db.envelope().dry(true), EraseCustomer { customer }).await.unwrap();
        assert_eq!(dry.recorded.len(), 1);
        assert!(written(&db, customer).await.contains("Möller"), "a dry run erases nothing");

        db.submit(EraseCustomer { customer }).await.unwrap();
        assert_eq!(written(&db, customer).await, "|", "two versions, both blank, and no note");
        let versions = crate::show::versions(&db.reads, db.org, customer).await.unwrap();
        assert!(versions.iter().all(|version| version.salt.is_empty() && version.erased_at.is_some()));
        let shown = crate::show::one(&db.reads, db.org, customer).await.unwrap().unwrap();
        assert!(shown.is_erased && shown.card == ContactCard::default());
        assert_eq!(db.refused(note).await, "customer_erased");
        let change = ChangeCustomer { terms_days: Some(7), ..ChangeCustomer::of(customer) };
        assert_eq!(db.refused(change).await, "customer_erased");
    });
}

#[test]
fn of_who_ordered_invoices_keep_name_and_address() {
    on_both(rooms, |db| async move {
        let customer = db.submit(at_home()).await.unwrap().answer.customer;
        let twin = db.submit(at_home()).await.unwrap().answer.customer;
        db.submit(moved(customer, [1, 0, 0])).await.unwrap();
        db.submit(MergeCustomer { customer, from: twin }).await.unwrap();
        db.submit(EraseCustomer { customer }).await.unwrap();
        let kept = written(&db, customer).await;
        assert!(kept.contains("Anna Hansen") && kept.contains("Am Kai 1"), "{kept}");
        for gone in ["Am Lager 7", "040 123", "example.com"] {
            assert!(!kept.contains(gone), "{gone} is left: {kept}");
        }
        assert_eq!(written(&db, twin).await, "", "the duplicate had no order");
        let shown = crate::show::one(&db.reads, db.org, customer).await.unwrap().unwrap();
        assert!(shown.is_erased && shown.card == ContactCard::default(), "and shows it with invoices alone");
        let shown = crate::show::one(&db.reads, db.org, twin).await.unwrap().unwrap();
        assert!(shown.is_erased && shown.customer.erased_at.is_some());
    });
}
