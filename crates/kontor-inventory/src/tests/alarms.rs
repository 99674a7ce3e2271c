//! The checks speak up: events that no decision records put the tables out of order, and the check that is there for
//! it names the offender.

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Amount, Context, Quantity, UnitPrice};
use kontor_store::{Command, Desk, Event, Fault, Recorded, Stop};
use kontor_testkit::{Backend, TestDb};

use super::random::runtime;
use super::{Order, open_shop, receive, rooms};
use crate::events::{Issued, IssuedLine, Received, ReceivedLine, Reserved, ReservedLine};
use crate::model::{LocationCode, ReceiptId};

/// Records an event as it is.
struct Say<E>(E);

impl<E: Event> Command for Say<E> {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.record(self.0.clone())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Plays on a database of its own, and says which checks of this room find something.
fn alarms<F: Future<Output = ()>>(backend: Backend, act: impl FnOnce(TestDb, ProductId) -> F) -> Vec<String> {
    let db = TestDb::new(backend, rooms());
    runtime().block_on(async {
        open_shop(&db).await;
        receive(&db, &[("MUG", "4", "10")]).await;
        let mug = kontor_catalog::show::by_sku(&db.reads, db.org, &sku()).await.unwrap().unwrap().id;
        act(db.clone(), mug).await;
        let broken = db.broken().await;
        db.writer.close().await;
        assert!(
            broken.iter().all(|(_, found)| found.offenders.iter().all(|offender| offender.org == db.org))
        );
        broken.into_iter().map(|(name, _)| name).collect()
    })
}

fn sku() -> Sku {
    Sku::parse("MUG").unwrap()
}

fn reserved(product: ProductId, reserved: &str, waiting: &str) -> Say<Reserved> {
    let (reserved, waiting) = (reserved.parse().unwrap(), waiting.parse().unwrap());
    let lines = vec![ReservedLine { line: 1, product, reserved, waiting }];
    Say(Reserved { holder: 1, location: LocationCode::MAIN, lines })
}

fn each_alarm_sounds_on(backend: Backend) {
    let unbooked = alarms(backend, |db, product| async move {
        let (quantity, unit_cost, value) = (Quantity::ONE, UnitPrice::new(1_000_000), Amount::new(100));
        let line = ReceivedLine { product, sku: sku(), quantity, unit_cost, value };
        let date = "2026-11-24".parse().unwrap();
        let (receipt, location) = (ReceiptId::new(1), LocationCode::MAIN);
        let event =
            Received { receipt, location, date, reference: None, lines: vec![line], filled: Vec::new() };
        db.submit(Say(event)).await.unwrap();
    });
    assert_eq!(unbooked, ["stock_value_equals_ledger"]);

    let overvalued = alarms(backend, |db, product| async move {
        db.submit(Order::new(1, &[("MUG", "4", false)])).await.unwrap();
        let (location, quantity) = (LocationCode::MAIN, Quantity::whole(4).unwrap());
        let line = IssuedLine { line: 1, product, location, quantity, value: Amount::new(5_000) };
        let date = "2026-11-24".parse().unwrap();
        db.submit(Say(Issued { holder: 1, document: 1, date, lines: vec![line] })).await.unwrap();
    });
    assert_eq!(overvalued, ["stock_value_matches_movements", "stock_value_equals_ledger"]);

    let waiting = alarms(backend, |db, product| async move {
        db.submit(reserved(product, "1", "1")).await.unwrap();
    });
    assert_eq!(waiting, ["stock_reservations_are_open"]);

    let empty = alarms(backend, |db, product| async move {
        db.submit(reserved(product, "0", "0")).await.unwrap();
    });
    assert_eq!(empty, ["stock_reservations_are_open"]);
}

#[test]
fn each_alarm_sounds_on_sqlite() {
    each_alarm_sounds_on(Backend::Sqlite);
}

#[test]
fn each_alarm_sounds_on_postgres() {
    each_alarm_sounds_on(Backend::PostgresAlone);
}
