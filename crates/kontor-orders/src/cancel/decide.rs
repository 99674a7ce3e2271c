//! The decision: pure, from the rows it names to the events it records.

use kontor_catalog::model::ProductKind;
use kontor_customers::events::AccountMoved;
use kontor_customers::rules as customers;
use kontor_inventory::rules as inventory;
use kontor_kernel::{Amount, Context, Quantity, check_text, limits, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Cancel, CancelledLines};
use crate::events::Cancelled;
use crate::model::{LineQuantity, OrderState};
use crate::records::Line;
use crate::rules;

rejects! {
    /// Why nothing is cancelled, in the order of the checks; before them come those of an order's lines.
    pub enum Reject {
        /// Rule 1.
        NoReason at "reason" => 422, "cancel_without_reason", "Say why it is cancelled, in at most 2000 characters: the buyer will ask."
                | "Sagen Sie in höchstens 2000 Zeichen, warum storniert wird: der Käufer wird fragen.";
        /// Rule 2.
        NotCancellable { line: i32, available: Quantity, asked: Quantity } at "lines", facts(line, available, asked) => 409, "not_cancellable", "Of line {line} only {available} can be cancelled, not {asked}: what is shipped comes back as a return, what is invoiced is credited first."
                | "Von Position {line} können nur {available} storniert werden, nicht {asked}: was versandt ist, kommt als Retoure zurück, was berechnet ist, wird zuerst gutgeschrieben.";
        /// Rule 2.
        NothingToCancel => 409, "nothing_to_cancel", "Nothing of this order is open any more: what is shipped comes back as a return."
                | "Von diesem Auftrag ist nichts mehr offen: was versandt ist, kommt als Retoure zurück.";
    }
}

impl Command for Cancel {
    type Answer = CancelledLines;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let reason = check_text(&self.reason, limits::NOTE_CHARS).map_err(|_| Reject::NoReason)?;
        let order = rules::open_order(desk, self.order)?.clone();
        if order.state != OrderState::Placed {
            return Err(rules::Reject::NotOpen { state: order.state }.into());
        }
        let lines = rules::lines(desk, self.order)?;
        let chosen = self.choose(&lines)?;
        let gross = rules::planned_gross(&lines, &chosen)?;
        let whole = is_whole(&lines, &chosen);
        let released = goods_of(&lines, &chosen);
        desk.record(Cancelled { order: self.order, reason: reason.to_owned(), whole, gross, lines: chosen })?;
        inventory::release(desk, self.order.raw(), &released)?;
        if let Some(customer) = order.customer {
            let minus = gross.checked_neg().unwrap_or_default();
            customers::move_account(
                desk,
                AccountMoved {
                    customer,
                    document: self.order.raw(),
                    order_count: if whole { -1 } else { 0 },
                    volume: minus,
                    open_orders: minus,
                    open_balance: Amount::ZERO,
                },
            )?;
        }
        if whole { Ok(()) } else { rules::complete_if_done(desk, self.order) }
    }

    fn answer(recorded: &Recorded) -> Result<CancelledLines, Fault> {
        let cancelled = recorded.the::<Cancelled>()?;
        Ok(CancelledLines { order: cancelled.order, lines: cancelled.lines.clone(), whole: cancelled.whole })
    }
}

impl Cancel {
    /// Rule 2: what is cancelled.
    fn choose(&self, lines: &[&Line]) -> Result<Vec<LineQuantity>, Stop> {
        rules::check_named(&self.lines)?;
        for part in &self.lines {
            let available = rules::cancellable(rules::line(lines, part.line)?);
            if part.quantity > available {
                return Err(
                    Reject::NotCancellable { line: part.line, available, asked: part.quantity }.into()
                );
            }
        }
        if !self.lines.is_empty() {
            return Ok(self.lines.clone());
        }
        let all =
            lines.iter().map(|line| LineQuantity { line: line.line, quantity: rules::cancellable(line) });
        let chosen: Vec<_> = all.filter(|part| part.quantity.is_positive()).collect();
        if chosen.is_empty() { Err(Reject::NothingToCancel.into()) } else { Ok(chosen) }
    }
}

/// Whether nothing is left of the order: every line was or is now cancelled in full.
fn is_whole(lines: &[&Line], chosen: &[LineQuantity]) -> bool {
    lines.iter().all(|line| {
        let now =
            chosen.iter().find(|part| part.line == line.line).map_or(0, |part| part.quantity.thousandths());
        line.cancelled.thousandths().saturating_add(now) == line.quantity.thousandths()
    })
}

/// The goods among it, whose reservations are released.
fn goods_of(lines: &[&Line], chosen: &[LineQuantity]) -> Vec<(i32, Quantity)> {
    let is_goods = |part: &&LineQuantity| {
        lines.iter().any(|line| line.line == part.line && line.kind == ProductKind::Goods)
    };
    chosen.iter().filter(is_goods).map(|part| (part.line, part.quantity)).collect()
}
