//! An invoice was corrected.

use kontor_kernel::{Amount, Currency, Date, Quantity};
use kontor_orders::model::{OrderId, Totals};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{PaymentPart, gross, payments, totals};
use crate::model::{InvoiceId, Reason};
use crate::records;

/// An invoice was corrected: a part of it, or all, was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credited {
    /// The new credit note.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
    /// The invoice that it corrects.
    pub corrects: InvoiceId,
    /// The order.
    pub order: OrderId,
    /// The date on the document, which is also the day it is posted to.
    pub document_date: Date,
    /// Why.
    pub reason: Reason,
    /// What is taken back.
    pub lines: Vec<CreditedLine>,
    /// What had been paid on the invoice and is unassigned again, the newest payment first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<PaymentPart>,
}

/// What is taken back of a line of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditedLine {
    /// The line of the invoice.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
}

impl CreditedLine {
    /// With tax.
    #[must_use]
    pub fn gross(&self) -> Amount {
        gross(self.net, self.tax)
    }
}

impl Credited {
    /// What it comes to.
    ///
    /// # Errors
    /// `Stop::Broken` beyond all bounds; the decision has refused that.
    pub fn totals(&self) -> Result<Totals, Stop> {
        totals(self.lines.iter().map(|line| (line.net, line.tax)))
    }
}

impl Event for Credited {
    const KIND: &'static str = "billing.credited";

    fn subject(&self) -> i64 {
        self.id.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_credited(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let line = |line: &CreditedLine| {
            json!({
                "line": line.line,
                "quantity": line.quantity,
                "net": line.net.text(currency),
                "tax": line.tax.text(currency),
                "gross": line.gross().text(currency),
            })
        };
        let totals = self.totals().unwrap_or_default();
        json!({
            "credit_note": self.id,
            "number": self.number,
            "corrects": self.corrects,
            "order": self.order,
            "document_date": self.document_date,
            "reason": self.reason,
            "currency": currency,
            "net": totals.net.text(currency),
            "tax": totals.tax.text(currency),
            "gross": totals.gross.text(currency),
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "freed": payments(&self.freed, currency),
        })
    }
}
