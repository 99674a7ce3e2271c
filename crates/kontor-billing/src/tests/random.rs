//! Random trade on both databases: whatever is ordered, received, handed over, invoiced, paid, credited, paid back,
//! cancelled and sold at the counter, every check stays clean and a replay agrees.
//!
//! What is drawn names orders, invoices and payments by how many came before, and quantities and amounts without looking,
//! so many acts are refused, which is tried as well. A failing run prints the acts, cut down, and the seed.

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::samples::receipt;
use kontor_kernel::{Amount, Quantity};
use kontor_orders::cancel::Cancel;
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_orders::place::PlaceLine;
use kontor_store::{Command, Failure};
use kontor_testkit::{Backend, TestDb};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::counter_sale::CounterSale;
use crate::credit::CreditInvoice;
use crate::issue::IssueInvoice;
use crate::model::{InvoiceId, PaymentId};
use crate::pay::{NamedInvoice, RecordPayment, Target};
use crate::refund::Refund;
use crate::samples::{HandOver, Shop, line, order_of, reason, rooms};

const SKUS: [&str; 7] = ["TEA", "BOOK", "SUN", "WRAP", "PIN", "GIFT", "FREE"];

/// Lines of a document: number and thousandths.
type Parts = Vec<(i32, i64)>;

#[derive(Debug, Clone)]
enum Act {
    Receive { sku: usize, quantity: i64 },
    Place { customer: usize, lines: Vec<(usize, i64)> },
    HandOver { order: usize, parts: Parts },
    Cancel { order: usize, parts: Parts },
    Invoice { order: usize, parts: Parts, days_ago: i64 },
    PayOrder { order: usize, amount: i64 },
    PayCustomer { customer: usize, amount: i64 },
    PayInvoices { invoices: Vec<(usize, Option<i64>)>, amount: i64 },
    Credit { invoice: usize, parts: Parts },
    Refund { payment: usize, amount: Option<i64> },
    Sell { customer: usize, lines: Vec<(usize, i64)> },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let quantity = || prop_oneof![3 => (1_i64..5).prop_map(|pieces| pieces * 1_000), 1 => 1_i64..3_000];
    let lines = || prop::collection::vec((0..SKUS.len(), quantity()), 1..4);
    let parts =
        || prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec((1..4_i32, quantity()), 1..3)];
    let amount = || prop_oneof![4 => 1_i64..5_000, 1 => 5_000_i64..30_000];
    let which = || 0..12_usize;
    let customer = || 0..3_usize;
    let named = prop::collection::vec((which(), prop::option::of(amount())), 1..4);
    let act = prop_oneof![
        2 => (0..3_usize, quantity()).prop_map(|(sku, quantity)| Act::Receive { sku, quantity }),
        6 => (customer(), lines()).prop_map(|(customer, lines)| Act::Place { customer, lines }),
        5 => (which(), parts()).prop_map(|(order, parts)| Act::HandOver { order, parts }),
        1 => (which(), parts()).prop_map(|(order, parts)| Act::Cancel { order, parts }),
        6 => (which(), parts(), 0..400_i64).prop_map(|(order, parts, days_ago)| Act::Invoice { order, parts, days_ago }),
        3 => (which(), amount()).prop_map(|(order, amount)| Act::PayOrder { order, amount }),
        3 => (customer(), amount()).prop_map(|(customer, amount)| Act::PayCustomer { customer, amount }),
        3 => (named, amount()).prop_map(|(invoices, amount)| Act::PayInvoices { invoices, amount }),
        4 => (which(), parts()).prop_map(|(invoice, parts)| Act::Credit { invoice, parts }),
        3 => (which(), prop::option::of(amount())).prop_map(|(payment, amount)| Act::Refund { payment, amount }),
        2 => (customer(), lines()).prop_map(|(customer, lines)| Act::Sell { customer, lines }),
    ];
    prop::collection::vec(act, 30..60)
}

/// What has come about so far.
struct Trade {
    db: TestDb,
    shop: Shop,
    orders: Vec<OrderId>,
    invoices: Vec<InvoiceId>,
    payments: Vec<PaymentId>,
    done: usize,
}

impl Trade {
    async fn open(db: TestDb) -> Self {
        let shop = Shop::open(&db).await;
        Self { db, shop, orders: Vec::new(), invoices: Vec::new(), payments: Vec::new(), done: 0 }
    }

    /// Has a command carried out or refused; anything else is a bug.
    async fn submit<C: Command>(&mut self, command: C) -> Option<C::Answer> {
        match self.db.submit(command).await {
            Ok(reply) => {
                self.done += 1;
                Some(reply.answer)
            }
            Err(Failure::Refused(_)) => None,
            Err(other) => panic!("{other:?}"),
        }
    }

    fn customer(&self, which: usize) -> Option<CustomerId> {
        [Some(self.shop.anna), Some(self.shop.ben), None][which]
    }

    async fn act(&mut self, act: &Act) {
        match act {
            Act::Receive { sku, quantity } => {
                let quantity = Quantity::new(*quantity).to_string();
                self.submit(receipt(&[(SKUS[*sku], &quantity, "3.33")])).await;
            }
            Act::Place { customer, lines } => {
                let placed = self.submit(order_of(self.customer(*customer), lines_of(lines))).await;
                self.orders.extend(placed.map(|placed| placed.order));
            }
            Act::HandOver { order, parts } => {
                let Some(order) = pick(&self.orders, *order) else { return };
                self.submit(HandOver { order, lines: parts_of(parts) }).await;
            }
            Act::Cancel { order, parts } => {
                let Some(order) = pick(&self.orders, *order) else { return };
                self.submit(Cancel { order, lines: parts_of(parts), reason: "changed mind".into() }).await;
            }
            Act::Invoice { order, parts, days_ago } => self.invoice(*order, parts, *days_ago).await,
            Act::Credit { invoice, parts } => {
                let Some(invoice) = pick(&self.invoices, *invoice) else { return };
                let lines = parts_of(parts);
                self.submit(CreditInvoice { invoice, lines, document_date: None, reason: reason() }).await;
            }
            Act::Refund { payment, amount } => {
                let Some(payment) = pick(&self.payments, *payment) else { return };
                let amount = amount.map(Amount::new);
                self.submit(Refund { payment, amount, date: None, reason: reason() }).await;
            }
            Act::Sell { customer, lines } => self.sell(*customer, lines).await,
            Act::PayOrder { .. } | Act::PayCustomer { .. } | Act::PayInvoices { .. } => self.pay(act).await,
        }
    }

    async fn invoice(&mut self, order: usize, parts: &Parts, days_ago: i64) {
        let Some(order) = pick(&self.orders, order) else { return };
        let today: kontor_kernel::Date = "2026-11-24".parse().unwrap();
        // A date now and then: the series of another year, and another order of age.
        let document_date = today.add_days(-days_ago).filter(|_| days_ago % 3 == 0);
        let issue = IssueInvoice { order, lines: parts_of(parts), document_date, supply_date: None };
        let invoiced = self.submit(issue).await;
        self.invoices.extend(invoiced.map(|invoiced| invoiced.id));
    }

    async fn sell(&mut self, customer: usize, lines: &[(usize, i64)]) {
        let sale = CounterSale {
            customer: self.customer(customer),
            location: None,
            payment_method: PaymentMethod::Card,
            given: None,
            reference: None,
            lines: lines_of(lines),
        };
        if let Some(sold) = self.submit(sale).await {
            self.orders.push(sold.order);
            self.invoices.push(sold.invoice);
            self.payments.extend(sold.payment.map(|(payment, ..)| payment));
        }
    }

    async fn pay(&mut self, act: &Act) {
        let (target, amount) = match act {
            Act::PayOrder { order, amount } => (pick(&self.orders, *order).map(Target::Order), *amount),
            Act::PayCustomer { customer, amount } => {
                (self.customer(*customer).map(Target::Customer), *amount)
            }
            Act::PayInvoices { invoices, amount } => {
                let named = invoices.iter().filter_map(|(which, amount)| {
                    let invoice = pick(&self.invoices, *which)?;
                    Some(NamedInvoice { invoice, amount: amount.map(Amount::new) })
                });
                (Some(Target::Invoices(named.collect())), *amount)
            }
            other => panic!("{other:?} is no payment"),
        };
        let Some(target) = target else { return };
        let (method, amount) = (PaymentMethod::Invoice, Amount::new(amount));
        let paid = self.submit(RecordPayment { method, amount, target, date: None, reference: None }).await;
        self.payments.extend(paid.map(|paid| paid.id));
    }
}

fn pick<T: Copy>(from: &[T], which: usize) -> Option<T> {
    from.get(which % from.len().max(1)).copied()
}

fn lines_of(lines: &[(usize, i64)]) -> Vec<PlaceLine> {
    lines.iter().map(|(sku, quantity)| line(SKUS[*sku], &Quantity::new(*quantity).to_string())).collect()
}

fn parts_of(parts: &Parts) -> Vec<LineQuantity> {
    parts
        .iter()
        .map(|(line, quantity)| LineQuantity { line: *line, quantity: Quantity::new(*quantity) })
        .collect()
}

/// On PostgreSQL each case has a database of its own, so that a replay is compared; the checks run at the end alone.
fn trade_on(backend: Backend, cases: u32) {
    let mut seed = [0; 32];
    kontor_store::random(&mut seed).unwrap();
    println!("seed {seed:?}");
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut done = 0;
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let counted = std::cell::Cell::new(0);
    let run = runner.run(&acts(), |acts| {
        let db = TestDb::new(backend, rooms());
        runtime.block_on(async {
            let mut trade = Trade::open(db.clone()).await;
            for act in &acts {
                trade.act(act).await;
                if backend == Backend::Sqlite {
                    let broken = db.broken().await;
                    prop_assert!(broken.is_empty(), "after {act:?}: {broken:#?}");
                }
            }
            counted.set(counted.get() + trade.done);
            db.finish().await;
            Ok(())
        })
    });
    done += counted.get();
    run.unwrap_or_else(|error| panic!("seed {seed:?}: {error}"));
    assert!(done >= usize::try_from(cases).unwrap(), "only {done} acts were carried out");
}

#[test]
fn random_trade_leaves_every_check_clean_on_sqlite() {
    trade_on(Backend::Sqlite, 12);
}

#[test]
fn random_trade_leaves_every_check_clean_on_postgres() {
    trade_on(Backend::PostgresAlone, 3);
}
