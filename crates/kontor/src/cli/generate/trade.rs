//! A year of trading: orders come in day by day, and what is to become of each becomes of it days later.

use std::collections::VecDeque;
use std::time::Duration;

use kontor_billing::issue::IssueInvoice;
use kontor_billing::pay::{RecordPayment, Target};
use kontor_customers::model::PaymentMethod;
use kontor_fulfilment::ship::Ship;
use kontor_kernel::{Amount, Date, Quantity, Timestamp, Zone, limits};
use kontor_orders::cancel::Cancel;
use kontor_orders::model::{Channel, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::Fault;

use super::chance::Dice;
use super::goods::{Buyer, sku};
use super::maker::Maker;
use super::{Size, ZONE};
use crate::cli::out::Progress;
use crate::sample::read;

const DAY: Duration = Duration::from_secs(86_400);
/// Days of the year on which orders come in; the last ones are left to deliver and collect.
const ORDER_DAYS: u32 = 350;
/// Waves of orders at least, one a week: fewer, larger ones are made faster.
const WAVES: u32 = 50;
/// Days from order to delivery and invoice.
const DAYS_TO_DELIVER: u32 = 1;
/// Days from invoice to payment.
const DAYS_TO_PAY: u32 = 9;
/// One of so many orders that do not come to cash is cancelled.
const CANCELLED_OF: u64 = 25;

/// How many lines an order has, in percent: three on average.
const LINES: &[(u64, u64)] = &[(18, 1), (28, 2), (24, 3), (14, 4), (9, 5), (3, 6), (2, 8), (1, 10), (1, 12)];
/// How many pieces a line is for.
const PIECES: &[(u64, i64)] = &[(70, 1), (20, 2), (6, 3), (4, 5)];
const CHANNELS: &[(u64, Channel)] =
    &[(70, Channel::Web), (15, Channel::Marketplace), (10, Channel::Phone), (5, Channel::B2b)];

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Open,
    Cancelled,
    Paid,
}

/// An order on its way.
#[derive(Debug, Clone, Copy)]
struct Sold {
    order: OrderId,
    gross: Amount,
    method: PaymentMethod,
    fate: Fate,
}

/// Orders that wait for their day.
type Waiting = VecDeque<(Timestamp, Vec<Sold>)>;

/// The trade of a merchant.
pub(super) struct Trade<'a> {
    maker: &'a Maker,
    size: &'a Size,
    buyers: &'a [Buyer],
    zone: Zone,
    dice: Dice,
    progress: Progress,
    placed: u32,
    to_deliver: Waiting,
    to_collect: Waiting,
}

impl<'a> Trade<'a> {
    /// A trade that begins with the order of this number, counted from 0.
    pub(super) fn new(
        maker: &'a Maker,
        size: &'a Size,
        buyers: &'a [Buyer],
        placed: u32,
    ) -> Result<Self, Fault> {
        let zone = read(ZONE)?;
        let dice = Dice::new(size.seed ^ 0x7472_6164_6500 ^ (u64::from(placed) << 24));
        let (to_deliver, to_collect) = (Waiting::new(), Waiting::new());
        let progress = Progress::new();
        Ok(Self { maker, size, buyers, zone, dice, progress, placed, to_deliver, to_collect })
    }

    /// Trades for a year from its first moment on.
    pub(super) async fn year(&mut self, begin: Timestamp) -> Result<(), Fault> {
        let at_once = u32::try_from(limits::BATCH_COMMANDS).unwrap_or(1);
        let waves = self.size.orders.div_ceil(at_once).max(self.size.orders.min(WAVES));
        for wave in 0..waves {
            let (from, moment) = (DAY * ORDER_DAYS * wave / waves, DAY * ORDER_DAYS * (wave + 1) / waves);
            let (from, moment) = (begin.plus(from), begin.plus(moment));
            self.follow_up(Some(moment)).await?;
            self.maker.turn(moment);
            // What came in since the wave before carries the days on which it did.
            let orders = share_of(self.size.orders, wave, waves);
            let days = (0..orders).map(|order| Some(self.zone.date_at(between(from, moment, order, orders))));
            let sold = self.place(days.collect()).await?;
            self.to_deliver.push_back((moment.plus(DAY * DAYS_TO_DELIVER), sold));
        }
        self.follow_up(None).await
    }

    /// Places orders up to the size's number, as of now.
    pub(super) async fn grow(&mut self) -> Result<(), Fault> {
        let at_once = u32::try_from(limits::BATCH_COMMANDS).unwrap_or(1);
        while self.placed < self.size.orders {
            let orders = at_once.min(self.size.orders - self.placed);
            self.place((0..orders).map(|_| None).collect()).await?;
        }
        Ok(())
    }

    /// Does what is due by a moment, or all that is left, the earliest first.
    async fn follow_up(&mut self, by: Option<Timestamp>) -> Result<(), Fault> {
        loop {
            let due = |waiting: &Waiting| waiting.front().map(|(due, _)| *due);
            let (deliver, collect) = (due(&self.to_deliver), due(&self.to_collect));
            let Some(first) = deliver.into_iter().chain(collect).min() else { return Ok(()) };
            if by.is_some_and(|by| first > by) {
                return Ok(());
            }
            self.maker.turn(first);
            if collect == Some(first) {
                if let Some((_, sold)) = self.to_collect.pop_front() {
                    self.collect(&sold).await?;
                }
            } else if let Some((_, sold)) = self.to_deliver.pop_front() {
                self.deliver(&sold).await?;
                self.to_collect.push_back((first.plus(DAY * DAYS_TO_PAY), sold));
            }
        }
    }

    /// Places an order for each of these days, or for today.
    async fn place(&mut self, days: Vec<Option<Date>>) -> Result<Vec<Sold>, Fault> {
        let chosen = days.into_iter().map(|day| self.order(day)).collect::<Result<Vec<_>, Fault>>()?;
        let commands = chosen.iter().map(|(command, _, _)| command.clone()).collect();
        let placed = self.maker.wave(commands).await?;
        self.progress.say(&format!("{} of {} orders", self.placed, self.size.orders));
        let sold = placed.into_iter().zip(chosen).map(|(placed, (_, method, fate))| Sold {
            order: placed.order,
            gross: placed.totals.gross,
            method,
            fate,
        });
        Ok(sold.collect())
    }

    /// The next order, how it is paid, and what becomes of it.
    fn order(&mut self, day: Option<Date>) -> Result<(Place, PaymentMethod, Fate), Fault> {
        let dice = &mut self.dice;
        let buyer = usize::try_from(dice.below(u64::try_from(self.buyers.len()).unwrap_or(1))).unwrap_or(0);
        let buyer = self.buyers.get(buyer).ok_or_else(|| Fault::setting("there are no customers"))?;
        let skus = u64::from(self.size.skus);
        let count = dice.share(LINES).unwrap_or(1).min(skus);
        let mut chosen: Vec<u64> = Vec::new();
        let mut lines = Vec::new();
        for _ in 0..count {
            let mut product = dice.popular(skus);
            while chosen.contains(&product) {
                product = (product + 1) % skus.max(1);
            }
            chosen.push(product);
            let quantity = dice.share(PIECES).and_then(Quantity::whole).unwrap_or(Quantity::ONE);
            lines.push(PlaceLine { sku: sku(product)?, quantity, price: None });
        }
        let channel = dice.share(CHANNELS).unwrap_or(Channel::Web);
        // Every so many-th comes to cash, so that it is the wanted part of any number of orders.
        let (number, percent) = (u64::from(self.placed), u64::from(self.size.to_cash));
        let fate = if (number + 1) * percent / 100 > number * percent / 100 {
            Fate::Paid
        } else if dice.below(CANCELLED_OF) == 0 {
            Fate::Cancelled
        } else {
            Fate::Open
        };
        self.placed = self.placed.saturating_add(1);
        let command = Place { customer: Some(buyer.customer), order_date: day, ..Place::new(channel, lines) };
        Ok((command, buyer.method(), fate))
    }

    /// Ships and invoices what is to be paid, and cancels what is not wanted any more.
    async fn deliver(&self, sold: &[Sold]) -> Result<(), Fault> {
        let of = |fate| sold.iter().filter(move |sold| sold.fate == fate);
        let carrier = Some(read("DHL")?);
        let ship = |sold: &Sold| Ship {
            order: sold.order,
            lines: Vec::new(),
            date: None,
            carrier: carrier.clone(),
            tracking: None,
        };
        let invoice = |sold: &Sold| IssueInvoice {
            order: sold.order,
            lines: Vec::new(),
            document_date: None,
            supply_date: None,
        };
        let cancel = |sold: &Sold| Cancel {
            order: sold.order,
            lines: Vec::new(),
            reason: "Kunde hat storniert".to_owned(),
        };
        self.maker.wave(of(Fate::Paid).map(ship).collect()).await?;
        self.maker.wave(of(Fate::Paid).map(invoice).collect()).await?;
        self.maker.wave(of(Fate::Cancelled).map(cancel).collect()).await.map(drop)
    }

    /// Takes the money of what was delivered.
    async fn collect(&self, sold: &[Sold]) -> Result<(), Fault> {
        let paid = sold.iter().filter(|sold| sold.fate == Fate::Paid);
        let payment = |sold: &Sold| RecordPayment {
            method: sold.method,
            amount: sold.gross,
            target: Target::Order(sold.order),
            date: None,
            reference: None,
        };
        self.maker.wave(paid.map(payment).collect()).await.map(drop)
    }
}

/// A moment of a span, in even steps.
fn between(from: Timestamp, to: Timestamp, step: u32, steps: u32) -> Timestamp {
    let span = u64::try_from(to.micros().saturating_sub(from.micros())).unwrap_or(0);
    from.plus(Duration::from_micros(span) * step / steps.max(1))
}

/// What falls to one of several parts, so that all of them together are the whole.
fn share_of(whole: u32, part: u32, parts: u32) -> u32 {
    let up_to = |part: u32| u64::from(whole) * u64::from(part) / u64::from(parts.max(1));
    u32::try_from(up_to(part + 1) - up_to(part)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_come_to_the_whole_and_fit_a_batch() {
        for (whole, parts) in [(0, 1), (1, 1), (7, 3), (100_000, 391), (1_000_000, 3_907)] {
            let shares: Vec<u32> = (0..parts).map(|part| share_of(whole, part, parts)).collect();
            assert_eq!(shares.iter().sum::<u32>(), whole);
            assert!(shares.iter().all(|share| usize::try_from(*share).unwrap() <= limits::BATCH_COMMANDS));
        }
    }

    #[test]
    fn an_order_has_three_lines_on_average() {
        assert_eq!(LINES.iter().map(|(share, _)| share).sum::<u64>(), 100);
        let lines: u64 = LINES.iter().map(|(share, lines)| share * lines).sum();
        assert!((290..310).contains(&lines), "{lines}");
    }
}
