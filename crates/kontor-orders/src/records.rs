//! The tables of this room, and the only place that changes them.

use kontor_catalog::model::{PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Date, Quantity, TaxRate, Timestamp, UnitPrice};
use kontor_store::desk::{KeyPart, Rows, SetKey};
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{Allocated, Cancelled, Completed, Credited, Invoiced, Paid, Placed, Shipped};
use crate::model::{
    Channel, ExternalNumber, LineQuantity, OrderId, OrderState, Reference, Tab, order_number,
};

record! {
    /// A sales order.
    pub struct Order in "orders_order", business, brief {
        key {
            /// Its id.
            id: OrderId,
        }
        /// The number that people know it by.
        number: String,
        /// Who ordered; none for a sale without account.
        customer: Option<CustomerId>,
        /// Where it came in.
        channel: Channel,
        /// Where it is shipped from.
        location: LocationCode,
        /// Whether its prices are net or gross.
        basis: PriceBasis,
        /// How it is to be paid.
        payment_method: PaymentMethod,
        /// The day it was ordered, in the merchant's zone.
        order_date: Date,
        /// Its life as a whole.
        state: OrderState,
        /// Total without tax.
        net: Amount,
        /// Total tax.
        tax: Amount,
        /// Total with tax.
        gross: Amount,
        /// What it planned, with tax, for what is neither invoiced nor cancelled.
        open_gross: Amount,
        /// What it planned, with tax, for what was cancelled.
        cancelled_gross: Amount,
        /// Gross of its invoices.
        invoiced: Amount,
        /// Gross of the credit notes to its invoices.
        credited: Amount,
        /// What was paid on its invoices, refunds taken off.
        paid: Amount,
        /// How many lines.
        line_count: i64,
        /// Lines with something left to ship.
        lines_to_ship: i64,
        /// Lines with something left to invoice.
        lines_to_invoice: i64,
        /// The buyer's reference.
        reference: Option<Reference>,
        /// Its number in the channel it came from.
        external: Option<ExternalNumber>,
        /// The same customer's order before this one.
        customer_prev: Option<OrderId>,
        /// When it was placed.
        placed_at: Timestamp,
        /// The position of the last event that changed it.
        version: i64,
    }
}

record! {
    /// A line of an order. ordered = open + reserved + backordered + shipped + cancelled.
    pub struct Line in "orders_line", business, brief {
        key {
            /// The order.
            order_id: OrderId,
            /// Its number, from 1.
            line: i32,
        }
        /// What is ordered.
        product: ProductId,
        /// Its SKU as of then.
        sku: Sku,
        /// Its name as of then.
        name: ProductName,
        /// The unit it is counted in.
        unit: Unit,
        /// Goods or a service.
        kind: ProductKind,
        /// How much was ordered.
        quantity: Quantity,
        /// The price of one base quantity, in the order's basis.
        price: UnitPrice,
        /// The quantity that the price is for.
        price_base: Quantity,
        /// The tax class as of then.
        tax_class: TaxClass,
        /// The rate as of then.
        tax_rate: TaxRate,
        /// The line without tax.
        net: Amount,
        /// Its tax.
        tax: Amount,
        /// The line with tax.
        gross: Amount,
        /// Ordered, and neither reserved nor waiting: services until they are rendered.
        open: Quantity,
        /// Reserved in stock.
        reserved: Quantity,
        /// Waiting for goods.
        backordered: Quantity,
        /// Handed over.
        shipped: Quantity,
        /// Cancelled.
        cancelled: Quantity,
        /// Invoiced.
        invoiced: Quantity,
        /// Credited of what was invoiced.
        credited: Quantity,
    }
    sets {
        /// All lines of an order.
        OF_ORDER (order_id: OrderId) where "" => |row| Some(vec![KeyPart::of(&row.order_id)]);
    }
}

record! {
    /// An external number in use.
    pub struct External in "orders_external", business, brief {
        key {
            /// The channel.
            channel: Channel,
            /// The number there.
            external: ExternalNumber,
        }
        /// The order it made.
        order_id: OrderId,
    }
}

record! {
    /// The next order number.
    pub struct Counter in "orders_counter", business, kept {
        key {}
        /// The next value.
        next: i64,
    }
}

record! {
    /// How many orders a tab shows.
    pub struct Tally in "orders_tally", business, kept {
        key {
            /// The tab.
            tab: Tab,
        }
        /// How many.
        count: i64,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait OrderTables, OrderTablesMut {
        /// Orders.
        orders, orders_mut: Order;
        /// Their lines.
        order_lines, order_lines_mut: Line;
        /// External numbers in use.
        external_numbers, external_numbers_mut: External;
        /// The next number.
        order_counter, order_counter_mut: Counter;
        /// The tabs' counts.
        order_tallies, order_tallies_mut: Tally;
    }
}

/// The key of the set of an order's lines.
#[must_use]
pub fn lines_of(order: OrderId) -> SetKey {
    vec![KeyPart::of(&order)]
}

impl Line {
    /// What is left to ship.
    #[must_use]
    pub fn to_ship(&self) -> Quantity {
        let thousandths =
            self.open.thousandths() + self.reserved.thousandths() + self.backordered.thousandths();
        Quantity::new(thousandths)
    }

    /// What is left to invoice: ordered, not cancelled, not invoiced. What was invoiced, credited and then cancelled
    /// counts once.
    #[must_use]
    pub fn to_invoice(&self) -> Quantity {
        let left = Quantity::new(
            self.quantity.thousandths() - self.cancelled.thousandths() - self.invoiced.thousandths(),
        );
        left.max(Quantity::ZERO)
    }
}

impl Order {
    /// What its customer still owes or has too much: invoiced less credited less paid.
    #[must_use]
    pub fn unpaid(&self) -> Amount {
        Amount::new(self.invoiced.minor() - self.credited.minor() - self.paid.minor())
    }

    /// The tabs that show it.
    fn tabs(&self) -> impl Iterator<Item = Tab> + use<> {
        let placed = self.state == OrderState::Placed;
        [
            (Tab::Placed, placed),
            (Tab::ToShip, placed && self.lines_to_ship > 0),
            (Tab::ToInvoice, placed && self.lines_to_invoice > 0),
            (Tab::Completed, self.state == OrderState::Completed),
            (Tab::Cancelled, self.state == OrderState::Cancelled),
        ]
        .into_iter()
        .filter_map(|(tab, shown)| shown.then_some(tab))
    }
}

pub(crate) fn apply_placed(event: &Placed, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let next = event.sequence.saturating_add(1);
    rows.order_counter_mut().upsert(&(), || Counter { next }, |counter| counter.next = next)?;
    let order = Order {
        id: event.order,
        number: order_number(event.sequence),
        customer: event.customer,
        channel: event.channel,
        location: event.location,
        basis: event.basis,
        payment_method: event.payment_method,
        order_date: event.order_date,
        state: OrderState::Placed,
        net: event.total(|line| line.net)?,
        tax: event.total(|line| line.tax)?,
        gross: event.total(crate::events::PlacedLine::gross)?,
        open_gross: event.total(crate::events::PlacedLine::gross)?,
        cancelled_gross: Amount::ZERO,
        invoiced: Amount::ZERO,
        credited: Amount::ZERO,
        paid: Amount::ZERO,
        line_count: i64::try_from(event.lines.len()).unwrap_or(i64::MAX),
        lines_to_ship: i64::try_from(event.lines.len()).unwrap_or(i64::MAX),
        lines_to_invoice: i64::try_from(event.lines.len()).unwrap_or(i64::MAX),
        reference: event.reference.clone(),
        external: event.external.clone(),
        customer_prev: event.customer_prev,
        placed_at: stamp.at,
        version: stamp.position,
    };
    tally(rows, order.tabs(), 1)?;
    if let Some(external) = &event.external {
        let number = External { channel: event.channel, external: external.clone(), order_id: event.order };
        rows.external_numbers_mut().insert(number);
    }
    rows.orders_mut().insert(order);
    for (number, line) in (1..).zip(&event.lines) {
        let is_goods = line.kind == ProductKind::Goods;
        let reserved = Quantity::new(line.quantity.thousandths() - line.waiting.thousandths());
        rows.order_lines_mut().insert(Line {
            order_id: event.order,
            line: number,
            product: line.product,
            sku: line.sku.clone(),
            name: line.name.clone(),
            unit: line.unit,
            kind: line.kind,
            quantity: line.quantity,
            price: line.price,
            price_base: line.price_base,
            tax_class: line.tax_class,
            tax_rate: line.tax_rate,
            net: line.net,
            tax: line.tax,
            gross: line.gross(),
            open: if is_goods { Quantity::ZERO } else { line.quantity },
            reserved: if is_goods { reserved } else { Quantity::ZERO },
            backordered: line.waiting,
            shipped: Quantity::ZERO,
            cancelled: Quantity::ZERO,
            invoiced: Quantity::ZERO,
            credited: Quantity::ZERO,
        });
    }
    Ok(())
}

pub(crate) fn apply_allocated(event: &Allocated, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_lines(rows, event.order, &event.lines);
    for moved in &event.lines {
        change_line(rows, event.order, moved.line, |line| {
            shift(&mut line.backordered, -moved.quantity.thousandths());
            shift(&mut line.reserved, moved.quantity.thousandths());
        })?;
    }
    change_order(rows, event.order, stamp, |_| {})
}

pub(crate) fn apply_shipped(event: &Shipped, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_lines(rows, event.order, &event.lines);
    let mut done = 0;
    for moved in &event.lines {
        done += change_line(rows, event.order, moved.line, |line| {
            let quantity = moved.quantity.thousandths();
            let from = if line.kind == ProductKind::Goods { &mut line.reserved } else { &mut line.open };
            shift(from, -quantity);
            shift(&mut line.shipped, quantity);
            i64::from(line.to_ship() == Quantity::ZERO)
        })?;
    }
    change_order(rows, event.order, stamp, |order| order.lines_to_ship -= done)
}

pub(crate) fn apply_invoiced(event: &Invoiced, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_lines(rows, event.order, &event.lines);
    let mut done = 0;
    for moved in &event.lines {
        done += change_line(rows, event.order, moved.line, |line| {
            shift(&mut line.invoiced, moved.quantity.thousandths());
            i64::from(line.to_invoice() == Quantity::ZERO)
        })?;
    }
    change_order(rows, event.order, stamp, |order| {
        order.lines_to_invoice -= done;
        order.open_gross = Amount::new(order.open_gross.minor() - event.planned.minor());
        order.invoiced = Amount::new(order.invoiced.minor() + event.gross.minor());
    })
}

pub(crate) fn apply_credited(event: &Credited, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_lines(rows, event.order, &event.lines);
    for part in &event.lines {
        change_line(rows, event.order, part.line, |line| {
            shift(&mut line.credited, part.quantity.thousandths());
        })?;
    }
    change_order(rows, event.order, stamp, |order| {
        order.credited = Amount::new(order.credited.minor() + event.gross.minor());
    })
}

pub(crate) fn apply_paid(event: &Paid, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    change_order(rows, event.order, stamp, |order| {
        order.paid = Amount::new(order.paid.minor() + event.amount.minor());
    })
}

pub(crate) fn apply_cancelled(event: &Cancelled, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_lines(rows, event.order, &event.lines);
    let (mut shipped, mut invoiced) = (0, 0);
    for moved in &event.lines {
        let (ship, invoice) = change_line(rows, event.order, moved.line, |line| {
            let had_to_invoice = line.to_invoice().is_positive();
            // What waits goes first, then what is reserved, then what is merely open.
            let mut left = moved.quantity.thousandths();
            for from in [&mut line.backordered, &mut line.reserved, &mut line.open] {
                let part = left.min(from.thousandths());
                shift(from, -part);
                left -= part;
            }
            shift(&mut line.cancelled, moved.quantity.thousandths());
            let invoiced = had_to_invoice && line.to_invoice() == Quantity::ZERO;
            (i64::from(line.to_ship() == Quantity::ZERO), i64::from(invoiced))
        })?;
        shipped += ship;
        invoiced += invoice;
    }
    change_order(rows, event.order, stamp, |order| {
        order.lines_to_ship -= shipped;
        order.lines_to_invoice -= invoiced;
        order.open_gross = Amount::new(order.open_gross.minor() - event.gross.minor());
        order.cancelled_gross = Amount::new(order.cancelled_gross.minor() + event.gross.minor());
        if event.whole {
            order.state = OrderState::Cancelled;
        }
    })
}

pub(crate) fn apply_completed(event: &Completed, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    change_order(rows, event.order, stamp, |order| order.state = OrderState::Completed)
}

/// Names an order and the lines of it that an event changes, all at once, so that a long one is not loaded line by line
/// when it is replayed.
fn want_lines(rows: &Rows, order: OrderId, parts: &[LineQuantity]) {
    rows.orders().want(&(order,));
    parts.iter().for_each(|part| rows.order_lines().want(&(order, part.line)));
}

fn shift(quantity: &mut Quantity, thousandths: i64) {
    *quantity = Quantity::new(quantity.thousandths() + thousandths);
}

fn change_line<T>(
    rows: &mut Rows,
    order: OrderId,
    line: i32,
    edit: impl FnOnce(&mut Line) -> T,
) -> Result<T, Stop> {
    rows.order_lines_mut().change(&(order, line), edit)
}

/// Changes an order and keeps the tabs' counts with it.
fn change_order(
    rows: &mut Rows,
    id: OrderId,
    stamp: &Stamp,
    edit: impl FnOnce(&mut Order),
) -> Result<(), Stop> {
    let before: Vec<Tab> = rows.orders().get(&(id,))?.tabs().collect();
    let after: Vec<Tab> = rows.orders_mut().change(&(id,), |order| {
        edit(order);
        order.version = stamp.position;
        order.tabs().collect()
    })?;
    tally(rows, before.iter().copied().filter(|tab| !after.contains(tab)), -1)?;
    tally(rows, after.iter().copied().filter(|tab| !before.contains(tab)), 1)
}

fn tally(rows: &mut Rows, tabs: impl Iterator<Item = Tab>, by: i64) -> Result<(), Stop> {
    for tab in tabs {
        rows.order_tallies_mut().upsert(&(tab,), || Tally { tab, count: 0 }, |tally| tally.count += by)?;
    }
    Ok(())
}
