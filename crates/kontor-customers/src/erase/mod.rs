//! Erase a customer's personal data.
//!
//! *As a merchant I erase what I know of somebody when they demand it (Art. 17 GDPR), without tearing a hole into the
//! books.*
//!
//! 1. The customer exists, and is neither merged into another nor erased already.
//! 2. Nothing is open between merchant and customer: no order, no balance in either direction. Until then the data is
//!    needed for the contract (Art. 17(1)(a), 17(3)(e)).
//! 3. All versions of the contact card are blanked, with their salts, and all notes removed; those of duplicates that
//!    were merged into the customer as well. What the journal says stays; the digests in it say nothing without the salts.
//! 4. Of who ever ordered something, what invoices must show is kept beside their documents and shown with them alone:
//!    name, VAT id and the address that invoices went to (§ 14(4) no. 1 UStG, kept for eight years by § 147(3) AO; the
//!    law comes first by Art. 17(3)(b) GDPR).
//! 5. Nothing can be ordered or noted for the customer any more.
//!
//! Records [`Erased`](crate::events::Erased). The room on the roof that calls this looks at orders which are paid and not
//! delivered, too.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::CustomerId;

/// A customer's personal data is to be erased.
#[derive(Debug, Clone, Copy)]
pub struct EraseCustomer {
    /// The customer.
    pub customer: CustomerId,
}
