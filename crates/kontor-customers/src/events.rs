//! What happened to customers. Released shapes: never edited, only followed by a new version.

use kontor_kernel::{Amount, Currency};
use kontor_store::desk::Rows;
use kontor_store::journal::Sha256Digest;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{ContactId, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod};
use crate::records;

/// A customer was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The new customer.
    pub customer: CustomerId,
    /// Its number.
    pub number: CustomerNumber,
    /// The counter's value behind which the counter goes on, when the number is one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// Person or company.
    pub kind: CustomerKind,
    /// Where names and addresses are.
    pub contact: ContactId,
    /// Their salted digest.
    pub contact_digest: Sha256Digest,
    /// The language of documents and messages.
    pub language: Language,
    /// How they prefer to pay.
    pub payment_method: PaymentMethod,
    /// Days until an invoice is due.
    pub terms_days: i32,
    /// What may be ordered and owed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Amount>,
}

impl Event for Registered {
    const KIND: &'static str = "customers.registered";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_registered(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "customer": self.customer,
            "number": self.number,
            "kind": self.kind,
            "contact": self.contact,
            "language": self.language,
            "payment_method": self.payment_method,
            "terms_days": self.terms_days,
            "credit_limit": self.credit_limit.map(|limit| limit.text(currency)),
            "currency": currency,
        })
    }
}

/// What a customer has ordered or owes changed, because of a document. All figures are differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMoved {
    /// The customer.
    pub customer: CustomerId,
    /// The order, invoice or payment behind it; also the subject, so that it lies beside that document's events.
    pub document: i64,
    /// Orders more or fewer. Above zero, the document is the customer's newest order.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order_count: i64,
    /// Change of the volume ordered.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub volume: Amount,
    /// Change of what is ordered and not yet invoiced.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_orders: Amount,
    /// Change of what is invoiced and not yet paid.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_balance: Amount,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nothing(amount: &Amount) -> bool {
    *amount == Amount::ZERO
}

impl Event for AccountMoved {
    const KIND: &'static str = "customers.account_moved";

    fn subject(&self) -> i64 {
        self.document
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_account_moved(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "customer": self.customer,
            "order_count": self.order_count,
            "volume": self.volume.text(currency),
            "open_orders": self.open_orders.text(currency),
            "open_balance": self.open_balance.text(currency),
            "currency": currency,
        })
    }
}

events![Registered, AccountMoved];
