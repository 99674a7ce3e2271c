//! Record a payment.
//!
//! *As accounting, or as the program that collects money, I note what came in, so that what it was meant for is settled
//! and nobody is reminded of what they have paid.*
//!
//! 1. The amount is above zero.
//! 2. It says what the money is for: a customer, an order, or invoices; exactly one of them, and what is named exists.
//! 3. Cash is refused to a German merchant: without a certified TSE it may not be taken (§ 146a AO).
//! 4. The day is not in the future; without one, it is today in the merchant's zone.
//! 5. For a customer or an order, it settles their oldest open invoices first, by the document's date.
//! 6. Named invoices are invoices and no credit notes, each named once, all of one customer. Those named with an amount
//!    get it first, and it is no more than is open; then the others, in their order, each as far as the money goes.
//! 7. What is left settles nothing: it stays unassigned, with the customer and, if it was meant for one order, with the
//!    order, whose later invoices it settles.
//! 8. The books: the money's account (till, bank, or transit for cards and carriers) to receivables. The customer's open
//!    balance falls by all of it.
//!
//! Records `ledger.number_taken`, [`Paid`](crate::events::Paid), `ledger.booked`, `customers.account_moved`, `orders.paid`.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Date};
use kontor_orders::model::OrderId;

use crate::model::{InvoiceId, PaymentReference};

/// Money came in.
#[derive(Debug, Clone)]
pub struct RecordPayment {
    /// How it was paid.
    pub method: PaymentMethod,
    /// How much.
    pub amount: Amount,
    /// What it is for.
    pub target: Target,
    /// The day of the money; none is today.
    pub date: Option<Date>,
    /// What stands with it at the bank or the provider.
    pub reference: Option<PaymentReference>,
}

/// What money is for.
#[derive(Debug, Clone)]
pub enum Target {
    /// What a customer owes.
    Customer(CustomerId),
    /// What is owed for an order.
    Order(OrderId),
    /// These invoices.
    Invoices(Vec<NamedInvoice>),
}

/// An invoice that a payment names.
#[derive(Debug, Clone, Copy)]
pub struct NamedInvoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// How much of the payment is for it; none for as much as is open, as far as the money goes.
    pub amount: Option<Amount>,
}
