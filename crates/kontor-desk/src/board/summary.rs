//! How an order stands, in one word: derived from its axes, never kept.

use kontor_kernel::text_enum;
use kontor_orders::model::OrderState;
use kontor_orders::records::Order;
use kontor_web::Text;
use kontor_web::page::Tone;

use super::texts;

text_enum! {
    /// What of an order matters most: the first of these that holds.
    pub enum Summary {
        /// Every line was cancelled.
        Cancelled = "cancelled",
        /// Nothing is left to do.
        Completed = "completed",
        /// An invoice of it should have been paid.
        Overdue = "overdue",
        /// A line waits for goods.
        Waiting = "waiting",
        /// A part has left, another is left to ship.
        PartlyShipped = "partly_shipped",
        /// Nothing has left yet.
        ToShip = "to_ship",
        /// All has left, something is not invoiced.
        ToInvoice = "to_invoice",
        /// All is shipped and invoiced, not all is paid.
        Unpaid = "unpaid",
        /// More was paid than is owed.
        ToRefund = "to_refund",
    }
}

impl Summary {
    /// How an order stands, of which a line may wait, a part may have left, and an invoice may be overdue.
    #[must_use]
    pub fn of(order: &Order, (waits, has_left): (bool, bool), is_overdue: bool) -> Self {
        match order.state {
            OrderState::Cancelled => Self::Cancelled,
            OrderState::Completed => Self::Completed,
            OrderState::Placed if is_overdue => Self::Overdue,
            OrderState::Placed if order.lines_to_ship > 0 => match (waits, has_left) {
                (true, _) => Self::Waiting,
                (false, true) => Self::PartlyShipped,
                (false, false) => Self::ToShip,
            },
            OrderState::Placed if order.lines_to_invoice > 0 => Self::ToInvoice,
            OrderState::Placed if order.unpaid().minor() < 0 => Self::ToRefund,
            OrderState::Placed => Self::Unpaid,
        }
    }

    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Cancelled => texts::STATE_CANCELLED,
            Self::Completed => texts::STATE_COMPLETED,
            Self::Overdue => texts::STATE_OVERDUE,
            Self::Waiting => texts::STATE_WAITING,
            Self::PartlyShipped => texts::STATE_PARTLY_SHIPPED,
            Self::ToShip => texts::STATE_TO_SHIP,
            Self::ToInvoice => texts::STATE_TO_INVOICE,
            Self::Unpaid => texts::STATE_UNPAID,
            Self::ToRefund => texts::STATE_TO_REFUND,
        }
    }

    /// How it looks.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Cancelled => Tone::Idle,
            Self::Completed => Tone::Ok,
            Self::Overdue => Tone::Bad,
            Self::Waiting | Self::ToRefund => Tone::Warn,
            Self::PartlyShipped | Self::ToShip | Self::ToInvoice | Self::Unpaid => Tone::Info,
        }
    }
}
