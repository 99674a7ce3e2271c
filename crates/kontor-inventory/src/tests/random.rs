//! Random trade on both databases: whatever is received, ordered, given back, handed over and counted, every check
//! stays clean and a replay agrees.
//!
//! The acts are drawn without looking at the stock, so many are refused; what an act does to an order is bent to what
//! that order holds, because the rooms above do not let more through. A failing run prints the acts, cut down.

use std::sync::OnceLock;

use kontor_kernel::Quantity;
use kontor_testkit::{Backend, TestDb};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{GiveBack, HandOver, Order, fresh, open_shop, outcome, rooms};
use crate::adjust::{Adjust, Finding, candidates};
use crate::model::{LocationCode, Reason};
use crate::records::Reservation;

const SKUS: [&str; 2] = ["MUG", "TEA"];

/// Something that happens in the warehouse. Quantities are thousandths, costs millionths; an order is named by how
/// many orders came before it.
#[derive(Debug, Clone)]
enum Act {
    Receive { sku: usize, quantity: i64, cost: i64 },
    Order { lines: Vec<(usize, i64, bool)> },
    GiveBack { order: usize, percent: i64 },
    HandOver { order: usize, percent: i64 },
    Count { sku: usize, quantity: i64 },
    Differ { sku: usize, quantity: i64, cost: Option<i64> },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let sku = || 0..SKUS.len();
    // Mostly whole pieces, sometimes less than one.
    let quantity = || prop_oneof![4 => (1_i64..12).prop_map(|pieces| pieces * 1_000), 1 => 1_i64..3_000];
    let cost = || prop_oneof![4 => 0_i64..20_000_000, 1 => Just(333_333_i64)];
    let percent = || prop_oneof![Just(100_i64), 1_i64..100];
    let line = (sku(), quantity(), prop::bool::weighted(0.7));
    let act = prop_oneof![
        4 => (sku(), quantity(), cost()).prop_map(|(sku, quantity, cost)| Act::Receive { sku, quantity, cost }),
        6 => prop::collection::vec(line, 1..4).prop_map(|lines| Act::Order { lines }),
        3 => (0_usize..20, percent()).prop_map(|(order, percent)| Act::GiveBack { order, percent }),
        4 => (0_usize..20, percent()).prop_map(|(order, percent)| Act::HandOver { order, percent }),
        2 => (sku(), 0_i64..15_000).prop_map(|(sku, quantity)| Act::Count { sku, quantity }),
        2 => (sku(), -5_000_i64..5_000, prop::option::of(cost()))
            .prop_map(|(sku, quantity, cost)| Act::Differ { sku, quantity, cost }),
    ];
    prop::collection::vec(act, 1..40)
}

struct Trade {
    db: TestDb,
    orders: Vec<i64>,
}

impl Trade {
    async fn act(&mut self, act: &Act) {
        match act {
            Act::Receive { sku, quantity, cost } => {
                let mut receipt = crate::samples::receipt(&[(SKUS[*sku], "1", "0")]);
                receipt.lines[0].quantity = Quantity::new(*quantity);
                receipt.lines[0].unit_cost = kontor_kernel::UnitPrice::new(*cost);
                self.db.submit(receipt).await.unwrap();
            }
            Act::Order { lines } => {
                let mut order = Order::new(fresh(), &[]);
                for (sku, quantity, may_wait) in lines {
                    order.lines.push((SKUS[*sku].parse().unwrap(), Quantity::new(*quantity), *may_wait));
                }
                let holder = order.holder;
                if outcome(self.db.submit(order).await) == "done" {
                    self.orders.push(holder);
                }
            }
            Act::GiveBack { order, percent } => {
                let lines = self.held(*order).await.into_iter().map(|held| {
                    let whole = held.reserved.thousandths() + held.waiting.thousandths();
                    (held.line, part(whole, *percent))
                });
                let give_back = GiveBack { holder: self.order(*order), lines: lines.collect() };
                self.db.submit(give_back).await.unwrap();
            }
            Act::HandOver { order, percent } => {
                let held = self.held(*order).await.into_iter().filter(|held| held.reserved.is_positive());
                let mut lines = Vec::new();
                for held in held {
                    let product =
                        kontor_catalog::show::by_id(&self.db.reads, self.db.org, held.product).await;
                    let sku = product.unwrap().unwrap().sku;
                    lines.push((held.line, sku, part(held.reserved.thousandths(), *percent)));
                }
                let hand_over = HandOver { holder: self.order(*order), document: fresh(), lines };
                self.db.submit(hand_over).await.unwrap();
            }
            Act::Count { sku, quantity } => {
                self.adjust(*sku, Finding::Counted(Quantity::new(*quantity)), None).await;
            }
            Act::Differ { sku, quantity, cost } => {
                self.adjust(*sku, Finding::Difference(Quantity::new(*quantity)), *cost).await;
            }
        }
    }

    async fn adjust(&self, sku: usize, finding: Finding, cost: Option<i64>) {
        let (db, location, sku) = (&self.db, LocationCode::MAIN, SKUS[sku].parse().unwrap());
        let product = kontor_catalog::show::by_sku(&db.reads, db.org, &sku).await.unwrap().unwrap().id;
        let candidates = candidates(&db.reads, db.org, (product, location), finding).await.unwrap();
        let unit_cost = cost.map(kontor_kernel::UnitPrice::new);
        let reason = Reason::parse("Count").unwrap();
        let adjust = Adjust { sku, location, finding, reason, unit_cost, candidates };
        let outcome = outcome(db.submit(adjust).await);
        let expected = ["done", "422 no_difference", "409 less_than_nothing", "422 cost_unknown"];
        assert!(expected.iter().any(|start| outcome.starts_with(start)), "{outcome}");
    }

    /// The order of this number, or one that holds nothing.
    fn order(&self, number: usize) -> i64 {
        self.orders.get(number).copied().unwrap_or(0)
    }

    async fn held(&self, number: usize) -> Vec<Reservation> {
        let params = vec![self.db.org.into(), self.order(number).into()];
        self.db.reads.records("org_id = $1 AND holder = $2 ORDER BY line", params).await.unwrap()
    }
}

/// A part of a quantity, at least a thousandth.
fn part(whole: i64, percent: i64) -> Quantity {
    Quantity::new((whole * percent / 100).max(1))
}

pub(super) fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
    })
}

/// On PostgreSQL the checks run over the merchants of all tests, so they run at the end alone.
fn trade_on(backend: Backend, cases: u32) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let run = TestRunner::new(config).run(&acts(), |acts| {
        let db = TestDb::new(backend, rooms());
        runtime().block_on(async {
            open_shop(&db).await;
            let mut trade = Trade { db: db.clone(), orders: Vec::new() };
            for act in &acts {
                trade.act(act).await;
                if backend == Backend::Sqlite {
                    let broken = db.broken().await;
                    prop_assert!(broken.is_empty(), "after {act:?}: {broken:#?}");
                }
            }
            db.finish().await;
            Ok(())
        })
    });
    run.unwrap();
}

#[test]
fn random_trade_leaves_every_check_clean_on_sqlite() {
    trade_on(Backend::Sqlite, 24);
}

#[test]
fn random_trade_leaves_every_check_clean_on_postgres() {
    trade_on(Backend::Postgres, 12);
}
