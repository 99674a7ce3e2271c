//! An invoice was issued.

use kontor_catalog::model::{PriceBasis, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::CustomerId;
use kontor_kernel::{Amount, Currency, Date, Quantity, TaxRate, UnitPrice};
use kontor_orders::model::{OrderId, Totals};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{PaymentPart, RateTotals, gross, payments, totals};
use crate::model::InvoiceId;
use crate::records;

/// An invoice was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoiced {
    /// The new invoice.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
    /// The order.
    pub order: OrderId,
    /// Who owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The date on the document, which is also the day it is posted to.
    pub document_date: Date,
    /// The day of supply, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply_date: Option<Date>,
    /// The day by which it is to be paid, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Date>,
    /// Whether its prices are net or gross.
    pub basis: PriceBasis,
    /// Its lines, numbered from 1.
    pub lines: Vec<InvoicedLine>,
    /// What had been paid ahead for the order and settles it at once, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid_by: Vec<PaymentPart>,
}

/// A line of an invoice. What most lines have in common is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicedLine {
    /// The line of the order.
    pub order_line: i32,
    /// The SKU.
    pub sku: Sku,
    /// The name.
    pub name: ProductName,
    /// The unit, unless it is a piece.
    #[serde(default, skip_serializing_if = "Unit::is_piece")]
    pub unit: Unit,
    /// How much.
    pub quantity: Quantity,
    /// The price of one base quantity, in the invoice's basis.
    pub price: UnitPrice,
    /// The quantity the price is for, unless it is one.
    #[serde(default = "Quantity::one", skip_serializing_if = "Quantity::is_one")]
    pub price_base: Quantity,
    /// The tax class.
    pub tax_class: TaxClass,
    /// The rate on the day of supply.
    pub tax_rate: TaxRate,
    /// The line without tax.
    pub net: Amount,
    /// Its tax.
    pub tax: Amount,
}

impl InvoicedLine {
    /// The line with tax.
    #[must_use]
    pub fn gross(&self) -> Amount {
        gross(self.net, self.tax)
    }
}

impl Invoiced {
    /// The day of supply.
    #[must_use]
    pub fn supply_date(&self) -> Date {
        self.supply_date.unwrap_or(self.document_date)
    }

    /// The day by which it is to be paid.
    #[must_use]
    pub fn due_date(&self) -> Date {
        self.due_date.unwrap_or(self.document_date)
    }

    /// What it comes to.
    ///
    /// # Errors
    /// `Stop::Broken` beyond all bounds; the decision has refused that.
    pub fn totals(&self) -> Result<Totals, Stop> {
        totals(self.lines.iter().map(|line| (line.net, line.tax)))
    }

    /// What each tax class and rate come to, in the order in which the lines first show them.
    ///
    /// # Errors
    /// As [`Invoiced::totals`].
    pub fn per_rate(&self) -> Result<Vec<RateTotals>, Stop> {
        let mut rates = Vec::new();
        for line in &self.lines {
            RateTotals::add(&mut rates, (line.tax_class, line.tax_rate), (line.net, line.tax))?;
        }
        Ok(rates)
    }
}

impl Event for Invoiced {
    const KIND: &'static str = "billing.invoiced";

    fn subject(&self) -> i64 {
        self.id.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_invoiced(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let lines = (1..).zip(&self.lines).map(|(number, line): (i32, &InvoicedLine)| {
            json!({
                "line": number,
                "order_line": line.order_line,
                "sku": line.sku,
                "name": line.name,
                "unit": line.unit,
                "quantity": line.quantity,
                "price": line.price,
                "price_base": line.price_base,
                "tax_class": line.tax_class,
                "tax_rate": line.tax_rate,
                "net": line.net.text(currency),
                "tax": line.tax.text(currency),
                "gross": line.gross().text(currency),
            })
        });
        let totals = self.totals().unwrap_or_default();
        json!({
            "invoice": self.id,
            "number": self.number,
            "order": self.order,
            "customer": self.customer,
            "document_date": self.document_date,
            "supply_date": self.supply_date(),
            "due_date": self.due_date(),
            "basis": self.basis,
            "currency": currency,
            "net": totals.net.text(currency),
            "tax": totals.tax.text(currency),
            "gross": totals.gross.text(currency),
            "lines": lines.collect::<Vec<_>>(),
            "paid_by": payments(&self.paid_by, currency),
        })
    }
}
