//! Rules that features here and rooms above share: what moves the quantities of an order's lines. Pure.

mod at_version;
#[cfg(test)]
mod tests;

pub use at_version::{AtVersion, VersionReject};

use kontor_inventory::events::{Adjusted, Received, Released};
use kontor_inventory::model::HolderQuantity;
use kontor_kernel::{Amount, Context, Date, Quantity, rejects, share};
use kontor_store::{Desk, Stop, Unmoved};

use crate::events::{Allocated, Completed, Credited, Invoiced, Paid, Shipped};
use crate::model::{LineQuantity, OrderId, OrderState};
use crate::records::{Line, Order, OrderTables, lines_of};

rejects! {
    /// What is refused to whoever moves an order's lines.
    pub enum Reject {
        /// There is no such order.
        UnknownOrder => 404, "unknown_order", "There is no such order: check the id."
                | "Diesen Auftrag gibt es nicht: prüfen Sie die Nummer.";
        /// The order has no line of this number.
        UnknownLine { line: i32 } at "lines" => 422, "unknown_order_line", "The order has no line {line}: check the line's number."
                | "Der Auftrag hat keine Position {line}: prüfen Sie die Nummer.";
        /// A quantity is not above zero, or a line is named twice.
        BadQuantity { line: i32 } at "lines" => 422, "bad_line_quantity", "Name each line once, with a quantity above zero; line {line} is not so."
                | "Nennen Sie jede Position einmal, mit einer Menge über null; Position {line} ist nicht so.";
        /// The order was cancelled or is complete.
        NotOpen { state: OrderState } => 409, "order_not_open", "The order is {state}: nothing can be done with it any more."
                | "Der Auftrag ist abgeschlossen oder storniert: mit ihm ist nichts mehr zu tun.";
        /// More is asked for than is there to be handed over.
        NotShippable { line: i32, available: Quantity, asked: Quantity } at "lines", facts(line, available, asked) => 409, "not_shippable", "Of line {line} only {available} can be shipped now, not {asked}: the rest is shipped, cancelled or waits for goods."
                | "Von Position {line} können jetzt nur {available} versandt werden, nicht {asked}: der Rest ist versandt, storniert oder wartet auf Ware.";
        /// Nothing of the order can be handed over.
        NothingToShip => 409, "nothing_to_ship", "Nothing of this order can be shipped now: everything is shipped, cancelled or waits for goods."
                | "Von diesem Auftrag kann jetzt nichts versandt werden: alles ist versandt, storniert oder wartet auf Ware.";
        /// More is asked for than is left to invoice.
        NotInvoiceable { line: i32, available: Quantity, asked: Quantity } at "lines", facts(line, available, asked) => 409, "not_invoiceable", "Of line {line} only {available} is left to invoice, not {asked}."
                | "Von Position {line} sind nur noch {available} zu berechnen, nicht {asked}.";
        /// Nothing of the order is left to invoice.
        NothingToInvoice => 409, "nothing_to_invoice", "Nothing of this order is left to invoice now: invoice again when more is shipped."
                | "Von diesem Auftrag ist jetzt nichts zu berechnen: berechnen Sie wieder, wenn mehr versandt ist.";
    }
}

/// Names an order and its lines, and waits until they are in hand.
///
/// # Errors
/// `Stop::Need`, or [`Reject::UnknownOrder`].
pub fn open_order(desk: &Desk, order: OrderId) -> Result<&Order, Stop> {
    want_order(desk, order);
    desk.ready()?;
    Ok(desk.orders().find(&(order,))?.ok_or(Reject::UnknownOrder)?)
}

/// Names an order and its lines.
pub fn want_order(desk: &Desk, order: OrderId) {
    desk.orders().want(&(order,));
    desk.order_lines().want_set(&Line::OF_ORDER, &lines_of(order));
}

/// The lines of an order, by number.
///
/// # Errors
/// `Stop::Need` when they are not in hand.
pub fn lines(desk: &Desk, order: OrderId) -> Result<Vec<&Line>, Stop> {
    Ok(desk.order_lines().set(&Line::OF_ORDER, &lines_of(order))?)
}

/// The line of this number.
///
/// # Errors
/// [`Reject::UnknownLine`].
pub fn line<'a>(lines: &[&'a Line], number: i32) -> Result<&'a Line, Reject> {
    lines.iter().find(|line| line.line == number).copied().ok_or(Reject::UnknownLine { line: number })
}

/// Checks that each line is named once and with a quantity above zero.
///
/// # Errors
/// [`Reject::BadQuantity`].
pub fn check_named(named: &[LineQuantity]) -> Result<(), Reject> {
    let mut seen = std::collections::BTreeSet::new();
    for part in named {
        if !part.quantity.is_positive() || !seen.insert(part.line) {
            return Err(Reject::BadQuantity { line: part.line });
        }
    }
    Ok(())
}

/// What of a line can be handed over now: reserved goods, open services.
#[must_use]
pub fn shippable(line: &Line) -> Quantity {
    Quantity::new(line.reserved.thousandths().saturating_add(line.open.thousandths()))
}

/// What of a line can be cancelled: not shipped, and not on an invoice that was not credited.
#[must_use]
pub fn cancellable(line: &Line) -> Quantity {
    let billed = line.invoiced.thousandths().saturating_sub(line.credited.thousandths());
    let free =
        line.quantity.thousandths().saturating_sub(line.cancelled.thousandths()).saturating_sub(billed);
    line.to_ship().min(Quantity::new(free.max(0)))
}

/// Decides what is shipped: what is named, or all that can be.
///
/// # Errors
/// `Stop::Need` or a [`Reject`].
pub fn choose_shippable(
    desk: &Desk,
    order: OrderId,
    named: &[LineQuantity],
) -> Result<Vec<LineQuantity>, Stop> {
    let state = open_order(desk, order)?.state;
    if state != OrderState::Placed {
        return Err(Reject::NotOpen { state }.into());
    }
    let lines = lines(desk, order)?;
    check_named(named)?;
    for part in named {
        let available = shippable(line(&lines, part.line)?);
        if part.quantity > available {
            return Err(Reject::NotShippable { line: part.line, available, asked: part.quantity }.into());
        }
    }
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let all = lines.iter().map(|line| LineQuantity { line: line.line, quantity: shippable(line) });
    let chosen: Vec<_> = all.filter(|part| part.quantity.is_positive()).collect();
    if chosen.is_empty() { Err(Reject::NothingToShip.into()) } else { Ok(chosen) }
}

/// Lines were handed over, under a document. The caller has taken the goods out of stock.
///
/// # Errors
/// `Stop::Need` when the order is not in hand.
pub fn ship_lines(
    desk: &mut Desk,
    order: OrderId,
    document: i64,
    date: Date,
    lines: Vec<LineQuantity>,
) -> Result<(), Stop> {
    desk.record(Shipped { order, document, date, lines })?;
    complete_if_done(desk, order)
}

/// Decides what is invoiced: what is named, or all that is shipped and not yet invoiced.
///
/// # Errors
/// `Stop::Need` or a [`Reject`].
pub fn choose_invoiceable(
    desk: &Desk,
    order: OrderId,
    named: &[LineQuantity],
) -> Result<Vec<LineQuantity>, Stop> {
    open_order(desk, order)?;
    let lines = lines(desk, order)?;
    check_named(named)?;
    for part in named {
        let available = line(&lines, part.line)?.to_invoice();
        if part.quantity > available {
            return Err(Reject::NotInvoiceable { line: part.line, available, asked: part.quantity }.into());
        }
    }
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let shipped =
        |line: &Line| Quantity::new(line.shipped.thousandths().saturating_sub(line.invoiced.thousandths()));
    let all = lines
        .iter()
        .map(|line| LineQuantity { line: line.line, quantity: shipped(line).min(line.to_invoice()) });
    let chosen: Vec<_> = all.filter(|part| part.quantity.is_positive()).collect();
    if chosen.is_empty() { Err(Reject::NothingToInvoice.into()) } else { Ok(chosen) }
}

/// What the order planned for parts of its lines: their shares of the lines' gross amounts. Taken bit by bit, invoiced
/// or cancelled, the shares come to each line's amount exactly, whatever each invoice rounds to.
///
/// # Errors
/// [`Reject::UnknownLine`]; `Stop::Broken` beyond all bounds.
pub fn planned_gross(lines: &[&Line], parts: &[LineQuantity]) -> Result<Amount, Stop> {
    let broken = || Stop::Broken("an order beyond all bounds".to_owned());
    let mut gross = Amount::ZERO;
    for part in parts {
        let line = line(lines, part.line)?;
        let (whole, taken) = (
            line.quantity.thousandths(),
            line.invoiced.thousandths().saturating_add(line.cancelled.thousandths()),
        );
        // What was invoiced, credited and is now cancelled was planned, and left the plan, with its invoice.
        let taken = taken.min(whole);
        let before = share(line.gross, taken, whole).ok_or_else(broken)?;
        let after = share(line.gross, taken.saturating_add(part.quantity.thousandths()).min(whole), whole)
            .ok_or_else(broken)?;
        let part = after.checked_sub(before).and_then(|part| gross.checked_add(part));
        gross = part.ok_or_else(broken)?;
    }
    Ok(gross)
}

/// Lines were invoiced, for `gross` in all. Returns what the order had planned for them, which is not open any more.
///
/// # Errors
/// `Stop::Need` when the order is not in hand.
pub fn invoice_lines(
    desk: &mut Desk,
    order: OrderId,
    document: i64,
    gross: Amount,
    parts: Vec<LineQuantity>,
) -> Result<Amount, Stop> {
    let planned = planned_gross(&lines(desk, order)?, &parts)?;
    desk.record(Invoiced { order, document, gross, planned, lines: parts })?;
    complete_if_done(desk, order)?;
    Ok(planned)
}

/// An invoice of the order was credited: so much of its lines, for `gross` in all.
///
/// # Errors
/// `Stop::Need` when the order is not in hand.
pub fn credit(
    desk: &mut Desk,
    order: OrderId,
    document: i64,
    gross: Amount,
    lines: Vec<LineQuantity>,
) -> Result<(), Stop> {
    desk.record(Credited { order, document, gross, lines })?;
    complete_if_done(desk, order)
}

/// Money for the order's invoices came in, or went back when below zero.
///
/// # Errors
/// `Stop::Need` when the order is not in hand.
pub fn pay(desk: &mut Desk, order: OrderId, document: i64, amount: Amount) -> Result<(), Stop> {
    if amount == Amount::ZERO {
        return Ok(());
    }
    desk.record(Paid { order, document, amount })?;
    complete_if_done(desk, order)
}

/// Completes an order with nothing left to deliver, invoice or pay. Whoever changes one of these calls it.
///
/// # Errors
/// `Stop::Need` when the order is not in hand.
pub fn complete_if_done(desk: &mut Desk, id: OrderId) -> Result<(), Stop> {
    let order = desk.orders().get(&(id,))?;
    let is_done = order.lines_to_ship == 0 && order.lines_to_invoice == 0 && order.unpaid() <= Amount::ZERO;
    if is_done && order.state == OrderState::Placed { desk.record(Completed { order: id }) } else { Ok(()) }
}

/// Goods were received: the lines they fill are reserved now.
///
/// # Errors
/// `Unmoved::Need` when an order is not in hand.
pub fn on_received(event: &Received, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    allocate(desk, &event.filled, 1)
}

/// Reservations were released: the lines that get their goods are reserved now.
///
/// # Errors
/// `Unmoved::Need` when an order is not in hand.
pub fn on_released(event: &Released, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    allocate(desk, &event.filled, 1)
}

/// Stock was adjusted: more fills waiting lines, less makes reserved lines wait again.
///
/// # Errors
/// `Unmoved::Need` when an order is not in hand.
pub fn on_adjusted(event: &Adjusted, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    allocate(desk, &event.filled, 1)?;
    allocate(desk, &event.shorted, -1)
}

/// Moves what waits to what is reserved (or back), one event an order.
fn allocate<'a>(
    desk: &mut Desk,
    filled: impl IntoIterator<Item = &'a HolderQuantity>,
    sign: i64,
) -> Result<(), Unmoved> {
    let mut by_order: std::collections::BTreeMap<i64, Vec<LineQuantity>> = std::collections::BTreeMap::new();
    for part in filled {
        let quantity = Quantity::new(part.quantity.thousandths().saturating_mul(sign));
        by_order.entry(part.holder).or_default().push(LineQuantity { line: part.line, quantity });
    }
    // Named together, so that a receipt for a hundred orders loads them at once.
    for order in by_order.keys() {
        want_order(desk, OrderId::new(*order));
    }
    desk.ready()?;
    for (order, lines) in by_order {
        desk.record(Allocated { order: OrderId::new(order), lines })?;
    }
    Ok(())
}
