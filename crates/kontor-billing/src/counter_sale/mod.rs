//! Sell at the counter.
//!
//! *As service I hand over goods and take the money in one act, and what stands behind it (order, hand-over, invoice,
//! payment) is all there or not at all.*
//!
//! 1. It is paid at once: by card, in cash or by direct debit.
//! 2. Cash is refused to a German merchant: without a certified TSE it may not be taken (§ 146a AO).
//! 3. It is an order of the channel `counter` and follows the rules of placing one.
//! 4. All of it is handed over: what is not there is refused, and does not wait.
//! 5. The goods leave stock at the moving average. There is no shipment; the order itself is the document.
//! 6. The invoice is dated today, as is the supply; up to 250 € it may be a small-amount invoice (§ 33 UStDV).
//! 7. Where it is said how much cash is given, that is at least the price; what is more is given back as change, and is no
//!    payment.
//! 8. The payment comes to the invoice. A sale that costs nothing has none.
//!
//! Records what placing, issuing from stock, invoicing and paying record.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::Amount;
use kontor_orders::model::{OrderId, Reference, Totals};
use kontor_orders::place::PlaceLine;

use crate::model::{InvoiceId, PaymentId};

/// Something is sold over the counter.
#[derive(Debug, Clone)]
pub struct CounterSale {
    /// Who buys; none for somebody unknown.
    pub customer: Option<CustomerId>,
    /// Where the goods are; none for `main`.
    pub location: Option<LocationCode>,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// The cash that is handed over, when it is more than the price or might be: change is given back.
    pub given: Option<Amount>,
    /// The buyer's reference.
    pub reference: Option<Reference>,
    /// What is sold.
    pub lines: Vec<PlaceLine>,
}

/// The sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub order_number: String,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub invoice_number: String,
    /// The payment, unless nothing was to pay: its id, its number, how much.
    pub payment: Option<(PaymentId, String, Amount)>,
    /// What it comes to.
    pub totals: Totals,
}
