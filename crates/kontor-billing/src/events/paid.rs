//! Money came in, or went back.

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Currency, Date};
use kontor_orders::model::OrderId;
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::InvoicePart;
use crate::model::{PaymentId, PaymentReference, Reason};
use crate::records;

/// Money came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The new payment.
    pub id: PaymentId,
    /// Its number.
    pub number: String,
    /// How it was paid.
    pub method: PaymentMethod,
    /// How much.
    pub amount: Amount,
    /// Who paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The order it was meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// The day of the money, which is also the day it is posted to.
    pub date: Date,
    /// What stands with it at the bank or the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<PaymentReference>,
    /// Which invoices it settles, and how far. The rest is unassigned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<InvoicePart>,
}

impl Paid {
    /// What of it settles no invoice.
    #[must_use]
    pub fn unassigned(&self) -> Amount {
        let settled = Amount::sum(self.settles.iter().map(|part| part.amount)).unwrap_or_default();
        self.amount.checked_sub(settled).unwrap_or_default()
    }
}

impl Event for Paid {
    const KIND: &'static str = "billing.paid";

    fn subject(&self) -> i64 {
        self.id.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_paid(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let part =
            |part: &InvoicePart| json!({ "invoice": part.invoice, "amount": part.amount.text(currency) });
        json!({
            "payment": self.id,
            "number": self.number,
            "method": self.method,
            "amount": self.amount.text(currency),
            "currency": currency,
            "customer": self.customer,
            "order": self.order,
            "date": self.date,
            "reference": self.reference,
            "settles": self.settles.iter().map(part).collect::<Vec<_>>(),
            "unassigned": self.unassigned().text(currency),
        })
    }
}

/// Unassigned money of a payment went back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    /// The new refund.
    pub id: PaymentId,
    /// Its number.
    pub number: String,
    /// The payment that is paid back.
    pub payment: PaymentId,
    /// How much.
    pub amount: Amount,
    /// The day of the money, which is also the day it is posted to.
    pub date: Date,
    /// Why.
    pub reason: Reason,
}

impl Event for Refunded {
    const KIND: &'static str = "billing.refunded";

    fn subject(&self) -> i64 {
        self.id.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_refunded(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "refund": self.id,
            "number": self.number,
            "payment": self.payment,
            "amount": self.amount.text(currency),
            "currency": currency,
            "date": self.date,
            "reason": self.reason,
        })
    }
}
