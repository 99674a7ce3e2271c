//! What happened to invoices and payments. Released shapes: never edited, only followed by a new version.

mod credited;
mod invoiced;
mod paid;

use kontor_catalog::model::TaxClass;
use kontor_kernel::{Amount, Currency, TaxRate};
use kontor_orders::model::Totals;
use kontor_store::{Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use credited::{Credited, CreditedLine};
pub use invoiced::{Invoiced, InvoicedLine};
pub use paid::{Paid, Refunded};

use crate::model::{InvoiceId, PaymentId};

/// A part of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentPart {
    /// The payment.
    pub payment: PaymentId,
    /// How much of it.
    pub amount: Amount,
}

/// A part of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePart {
    /// The invoice.
    pub invoice: InvoiceId,
    /// How much of it.
    pub amount: Amount,
}

fn payments(parts: &[PaymentPart], currency: Currency) -> Vec<Value> {
    let part = |part: &PaymentPart| json!({ "payment": part.payment, "amount": part.amount.text(currency) });
    parts.iter().map(part).collect()
}

/// The line with tax. Both are bounded, so the sum of them can't wrap.
fn gross(net: Amount, tax: Amount) -> Amount {
    Amount::new(net.minor().saturating_add(tax.minor()))
}

fn totals(parts: impl Iterator<Item = (Amount, Amount)>) -> Result<Totals, Stop> {
    let mut sum = Totals::default();
    for part in parts {
        add(&mut sum, part)?;
    }
    Ok(sum)
}

fn add(sum: &mut Totals, (net, tax): (Amount, Amount)) -> Result<(), Stop> {
    let added = || {
        let (net, tax) = (sum.net.checked_add(net)?, sum.tax.checked_add(tax)?);
        Some(Totals { net, tax, gross: net.checked_add(tax)? })
    };
    *sum = added().ok_or_else(|| Stop::Broken("a document beyond all bounds".to_owned()))?;
    Ok(())
}

/// What one tax class and rate come to on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateTotals {
    /// The class; zero and none have the same rate, so it is told apart.
    pub class: TaxClass,
    /// The rate.
    pub rate: TaxRate,
    /// The sums.
    pub totals: Totals,
}

impl RateTotals {
    /// Adds net and tax of a line to its rate, in the order in which the rates first occur.
    ///
    /// # Errors
    /// `Stop::Broken` beyond all bounds; the decision has refused that.
    pub(crate) fn add(
        rates: &mut Vec<Self>,
        (class, rate): (TaxClass, TaxRate),
        amounts: (Amount, Amount),
    ) -> Result<(), Stop> {
        if let Some(known) = rates.iter_mut().find(|known| known.class == class && known.rate == rate) {
            return add(&mut known.totals, amounts);
        }
        let mut totals = Totals::default();
        add(&mut totals, amounts)?;
        rates.push(Self { class, rate, totals });
        Ok(())
    }
}

events![Invoiced, Credited, Paid, Refunded];
