//! Where an order stands on its way, and its next step.

use kontor_customers::model::PaymentMethod;
use kontor_kernel::{Amount, Date, Quantity};
use kontor_orders::model::OrderState;
use kontor_orders::records::{Line, Order};
use kontor_orders::rules::{cancellable, shippable};
use kontor_web::Text;
use kontor_web::console::Visit;
use kontor_web::page::{Step, StepState, strip};
use maud::Markup;

use crate::order_page::texts;

/// An order's axes, and what can be done along them.
pub(super) struct Axes<'a> {
    pub(super) order: &'a Order,
    pub(super) lines: &'a [&'a Line],
    /// Paid ahead: money for the order that settles no invoice.
    pub(super) ahead: Amount,
    /// The day by which the earliest open invoice is to be paid.
    pub(super) due: Option<Date>,
    pub(super) today: Date,
}

/// One axis: its name when it is done and when it is not, and a word about it.
struct Axis {
    name: Text,
    state: StepState,
    detail: String,
}

impl Axes<'_> {
    /// What of the order is owed and not paid, ahead as well: what it comes to, less what was cancelled, credited, paid.
    pub(super) fn open(&self) -> Amount {
        let owed = self.order.unpaid().checked_add(self.order.open_gross);
        owed.and_then(|owed| owed.checked_sub(self.ahead)).unwrap_or_default()
    }

    fn any(&self, quantity: impl Fn(&Line) -> Quantity) -> bool {
        self.lines.iter().any(|line| quantity(line).is_positive())
    }

    fn is_placed(&self) -> bool {
        self.order.state == OrderState::Placed
    }

    /// Whether something can leave now.
    pub(super) fn can_ship(&self) -> bool {
        self.is_placed() && self.any(shippable)
    }

    /// Whether something can be invoiced: what is shipped, or ahead of it.
    pub(super) fn can_invoice(&self) -> bool {
        self.is_placed() && self.any(Line::to_invoice)
    }

    /// Whether something can be cancelled.
    pub(super) fn can_cancel(&self) -> bool {
        self.is_placed() && self.any(cancellable)
    }

    /// Whether something is left to pay.
    pub(super) fn can_pay(&self) -> bool {
        self.open() > Amount::ZERO
    }

    fn is_shipped_uninvoiced(&self) -> bool {
        self.is_placed() && self.any(|line| line.shipped.checked_sub(line.invoiced).unwrap_or_default())
    }

    fn is_overdue(&self) -> bool {
        self.order.unpaid() > Amount::ZERO && self.due.is_some_and(|due| due < self.today)
    }

    /// The steps that come next, the one that matters most first. Who pays ahead pays before anything leaves.
    pub(super) fn next(&self) -> impl Iterator<Item = NextStep> {
        let waits_for_money =
            self.order.payment_method == PaymentMethod::Prepayment && self.is_placed() && self.can_pay();
        let steps = [
            (waits_for_money, NextStep::Pay),
            (self.can_ship(), NextStep::Ship),
            (self.is_shipped_uninvoiced(), NextStep::Invoice),
            (self.order.unpaid() > Amount::ZERO, NextStep::Pay),
        ];
        steps.into_iter().filter_map(|(is_next, step)| is_next.then_some(step))
    }

    /// The strip.
    pub(super) fn strip(&self, visit: &Visit) -> Markup {
        let mut axes = if self.order.state == OrderState::Cancelled {
            vec![self.placed(visit), axis(texts::A_CANCELLED, StepState::Bad, String::new())]
        } else {
            vec![
                self.placed(visit),
                self.reserved(visit),
                self.shipped(visit),
                self.invoiced(visit),
                self.paid(visit),
                axis(texts::A_COMPLETED, done_if(self.order.state == OrderState::Completed), String::new()),
            ]
        };
        // Where the order is now: the first step that is neither behind it nor stopped.
        if let Some(now) = axes.iter_mut().find(|axis| axis.state == StepState::Todo) {
            now.state = StepState::Now;
        }
        let steps: Vec<Step<'_>> = axes
            .iter()
            .map(|axis| Step { label: visit.say(axis.name), state: axis.state, detail: &axis.detail })
            .collect();
        strip(visit.say(texts::WHERE_IT_STANDS), &steps)
    }

    fn placed(&self, visit: &Visit) -> Axis {
        axis(texts::A_PLACED, StepState::Done, visit.date(self.order.order_date))
    }

    fn reserved(&self, visit: &Visit) -> Axis {
        let waiting = self.lines.iter().filter(|line| line.backordered.is_positive()).count();
        if waiting > 0 {
            let detail = visit.say_with(texts::LINES_WAIT, &[&waiting]);
            return axis(texts::A_WAITING, StepState::Bad, detail);
        }
        axis(texts::A_RESERVED, StepState::Done, String::new())
    }

    fn shipped(&self, visit: &Visit) -> Axis {
        let is_done = self.order.lines_to_ship == 0;
        let detail = if !is_done && self.any(|line| line.shipped) {
            self.counted(visit, self.order.lines_to_ship)
        } else {
            String::new()
        };
        axis(texts::A_SHIPPED, done_if(is_done), detail)
    }

    fn invoiced(&self, visit: &Visit) -> Axis {
        let is_done = self.order.lines_to_invoice == 0;
        let detail = if !is_done && self.any(|line| line.invoiced) {
            self.counted(visit, self.order.lines_to_invoice)
        } else {
            String::new()
        };
        axis(texts::A_INVOICED, done_if(is_done), detail)
    }

    /// How many of the lines are done.
    fn counted(&self, visit: &Visit, left: i64) -> String {
        let done = self.order.line_count.saturating_sub(left);
        visit.say_with(texts::LINES_DONE, &[&done, &self.order.line_count])
    }

    fn paid(&self, visit: &Visit) -> Axis {
        let due = self.due.map(|due| visit.date(due)).unwrap_or_default();
        if self.is_overdue() {
            return axis(texts::A_PAID, StepState::Bad, visit.say_with(texts::OVERDUE_SINCE, &[&due]));
        }
        let is_done = self.order.lines_to_invoice == 0 && self.order.unpaid() <= Amount::ZERO;
        let is_ahead =
            self.open() <= Amount::ZERO && (self.order.paid > Amount::ZERO || self.ahead > Amount::ZERO);
        let detail = if is_done || is_ahead {
            String::new()
        } else if self.order.unpaid() > Amount::ZERO {
            visit.say_with(texts::DUE_ON, &[&due])
        } else {
            String::new()
        };
        axis(texts::A_PAID, done_if(is_done || is_ahead), detail)
    }
}

fn axis(name: Text, state: StepState, detail: String) -> Axis {
    Axis { name, state, detail }
}

fn done_if(is_done: bool) -> StepState {
    if is_done { StepState::Done } else { StepState::Todo }
}

/// A step that can be taken next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextStep {
    Ship,
    Invoice,
    Pay,
}

impl NextStep {
    pub(super) const ALL: [Self; 3] = [Self::Ship, Self::Invoice, Self::Pay];

    /// Its name, the end of its path, its key, and what one must be allowed for it.
    pub(super) fn about(self) -> (Text, &'static str, &'static str, &'static str) {
        match self {
            Self::Ship => (texts::SHIP, "ship", "v", "shipments:write"),
            Self::Invoice => (texts::INVOICE, "invoice", "i", "invoices:write"),
            Self::Pay => (texts::PAY, "pay", "b", "payments:write"),
        }
    }

    /// Whether it can be taken at all.
    pub(super) fn is_possible(self, axes: &Axes<'_>) -> bool {
        match self {
            Self::Ship => axes.can_ship(),
            Self::Invoice => axes.can_invoice(),
            Self::Pay => axes.can_pay(),
        }
    }
}
