//! The rules by which rooms above move an order's lines: what may be shipped and invoiced, and when an order is done.

use kontor_inventory::adjust::{Adjust, Finding};
use kontor_inventory::model::LocationCode;
use kontor_inventory::rules::{self as inventory, GoodsIssue, IssueLine};
use kontor_kernel::{Amount, Context, Date, Quantity};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};
use kontor_testkit::{on_both, on_both_alone};

use super::{choose_invoiceable, choose_shippable, credit, invoice_lines, lines, pay, ship_lines};
use crate::cancel::Cancel;
use crate::model::{LineQuantity, OrderId, OrderState};
use crate::samples::{Shop, line, rooms};

/// What a room above does with an order.
enum Act {
    Ship,
    Invoice,
    Credit(Amount),
    Pay(Amount),
}

struct Move {
    order: OrderId,
    act: Act,
    parts: Vec<LineQuantity>,
}

impl Command for Move {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let document = context.id();
        match self.act {
            Act::Ship => {
                let parts = choose_shippable(desk, self.order, &self.parts)?;
                let goods = lines(desk, self.order)?;
                let issued: Vec<IssueLine> = parts
                    .iter()
                    .filter_map(|part| {
                        let line = goods.iter().find(|line| line.line == part.line)?;
                        Some(IssueLine { line: part.line, product: line.product, quantity: part.quantity })
                    })
                    .collect();
                let date = Date::ymd(2026, 11, 24).unwrap();
                let holder = self.order.raw();
                inventory::issue(desk, GoodsIssue { holder, document, date, text: "test", lines: &issued })?;
                ship_lines(desk, self.order, document, date, parts)
            }
            Act::Invoice => {
                let parts = choose_invoiceable(desk, self.order, &self.parts)?;
                let gross = super::planned_gross(&lines(desk, self.order)?, &parts)?;
                invoice_lines(desk, self.order, document, gross, parts).map(drop)
            }
            Act::Credit(gross) => {
                super::open_order(desk, self.order)?;
                credit(desk, self.order, document, gross, self.parts.clone())
            }
            Act::Pay(amount) => {
                super::open_order(desk, self.order)?;
                pay(desk, self.order, document, amount)
            }
        }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

fn part(line: i32, pieces: i64) -> LineQuantity {
    LineQuantity { line, quantity: Quantity::new(pieces * 1_000) }
}

fn act(order: OrderId, act: Act, parts: &[LineQuantity]) -> Move {
    Move { order, act, parts: parts.to_vec() }
}

/// A sale without account: its figures stand in the order alone, so nothing above has to follow.
async fn cash_order(db: &kontor_testkit::TestDb, shop: &Shop) -> OrderId {
    let mut place = shop.order(&[line("BOOK", "3")]);
    place.customer = None;
    db.submit(place).await.unwrap().answer.order
}

#[test]
fn no_more_is_shipped_or_invoiced_than_there_is() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = cash_order(&db, &shop).await;
        assert_eq!(db.refused(act(order, Act::Ship, &[])).await, "nothing_to_ship");
        assert_eq!(db.refused(act(order, Act::Invoice, &[])).await, "nothing_to_invoice");
        shop.receive(&db, "BOOK", "2", "5.00").await;
        assert_eq!(db.refused(act(order, Act::Ship, &[part(1, 3)])).await, "not_shippable");
        assert_eq!(db.refused(act(order, Act::Invoice, &[part(1, 4)])).await, "not_invoiceable");
        db.submit(act(order, Act::Ship, &[])).await.unwrap();
        assert_eq!(db.refused(act(order, Act::Ship, &[part(1, 1)])).await, "not_shippable");
    });
}

#[test]
fn an_order_is_complete_when_it_is_shipped_invoiced_and_paid_and_then_nothing_can_be_cancelled() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "BOOK", "3", "5.00").await;
        let order = cash_order(&db, &shop).await;
        let state = || {
            let db = db.clone();
            async move { crate::show::one(&db.reads, db.org, order).await.unwrap().unwrap().0.state }
        };
        db.submit(act(order, Act::Ship, &[])).await.unwrap();
        db.submit(act(order, Act::Invoice, &[part(1, 1)])).await.unwrap();
        let cancel = || Cancel { order, lines: Vec::new(), reason: "too late".to_owned() };
        assert_eq!(db.refused(cancel()).await, "nothing_to_cancel");
        db.submit(act(order, Act::Invoice, &[])).await.unwrap();
        assert_eq!(state().await, OrderState::Placed);
        db.submit(act(order, Act::Pay(Amount::new(3_210)), &[])).await.unwrap();
        assert_eq!(state().await, OrderState::Completed);
        assert_eq!(db.refused(cancel()).await, "order_not_open");
    });
}

/// A replay goes page by page: an order's event may stand on another page than the order, and finds nothing in hand.
#[test]
fn a_long_order_is_replayed_event_by_event() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let long = || {
            let mut place = shop.order(&vec![line("BOOK", "1"); 100]);
            place.customer = None;
            place
        };
        let order = db.submit(long()).await.unwrap().answer.order;
        shop.receive(&db, "BOOK", "100", "5.00").await;
        let candidates = (1..=100).map(|line| (order.raw(), line)).collect();
        let lost = Adjust {
            sku: "BOOK".parse().unwrap(),
            location: LocationCode::MAIN,
            finding: Finding::Counted(Quantity::ZERO),
            reason: "burnt".parse().unwrap(),
            unit_cost: None,
            candidates,
        };
        db.submit(lost.clone()).await.unwrap();
        let found = Finding::Difference(Quantity::new(100_000));
        db.submit(Adjust { finding: found, candidates: Vec::new(), ..lost }).await.unwrap();
        db.submit(act(order, Act::Ship, &[])).await.unwrap();
        db.submit(act(order, Act::Invoice, &[])).await.unwrap();
        let whole: Vec<_> = (1..=100).map(|line| part(line, 1)).collect();
        db.submit(act(order, Act::Credit(Amount::new(107_000)), &whole)).await.unwrap();
        let (first, second) = (db.submit(long()).await.unwrap().answer.order, db.submit(long()).await);
        shop.receive(&db, "BOOK", "100", "5.00").await;
        let reason = "changed their mind".to_owned();
        db.submit(Cancel { order: first, lines: Vec::new(), reason }).await.unwrap();
        let (_, lines) =
            crate::show::one(&db.reads, db.org, second.unwrap().answer.order).await.unwrap().unwrap();
        assert!(lines.iter().all(|line| line.reserved == Quantity::ONE));
        let differences = db.replay_differences_by(1).await;
        assert!(differences.is_empty(), "{differences:#?}");
    });
}

#[test]
fn what_was_invoiced_ahead_can_be_cancelled_once_it_is_credited() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = cash_order(&db, &shop).await;
        db.submit(act(order, Act::Invoice, &[part(1, 3)])).await.unwrap();
        let cancel = || Cancel { order, lines: vec![part(1, 3)], reason: "not needed".to_owned() };
        assert_eq!(db.refused(cancel()).await, "not_cancellable");
        db.submit(act(order, Act::Credit(Amount::new(3_210)), &[part(1, 3)])).await.unwrap();
        assert!(db.submit(cancel()).await.unwrap().answer.whole);
    });
}
