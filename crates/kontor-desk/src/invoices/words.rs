//! How an invoice stands, in a word.

use kontor_billing::model::{InvoiceKind, Settlement};
use kontor_billing::records::Invoice;
use kontor_catalog::model::Unit;
use kontor_kernel::Date;
use kontor_web::Text;
use kontor_web::page::Tone;

use super::texts;

/// How a document stands today.
pub(super) fn state(invoice: &Invoice, today: Date) -> (Tone, Text) {
    match invoice.settlement() {
        None => (Tone::Idle, texts::CREDIT_NOTE),
        Some(Settlement::Paid) => (Tone::Ok, texts::PAID),
        Some(Settlement::Credited) => (Tone::Idle, texts::CREDITED),
        Some(_) if invoice.due_date < today => (Tone::Bad, texts::OVERDUE),
        Some(Settlement::PartlyPaid) => (Tone::Info, texts::PARTLY_PAID),
        Some(Settlement::Open) => (Tone::Warn, texts::OPEN),
    }
}

/// What the document is called.
pub(super) fn kind(kind: InvoiceKind) -> Text {
    match kind {
        InvoiceKind::Invoice => texts::INVOICE,
        InvoiceKind::CreditNote => texts::CREDIT_NOTE,
    }
}

/// The unit of a line, where it is a usual one (UN/ECE Recommendation 20).
pub(super) fn unit(unit: &Unit) -> Option<Text> {
    match unit.as_str() {
        "C62" | "H87" => Some(texts::PIECES),
        "KGM" => Some(texts::KILOGRAMS),
        "GRM" => Some(texts::GRAMS),
        "LTR" => Some(texts::LITRES),
        "MTR" => Some(texts::METRES),
        "HUR" => Some(texts::HOURS),
        _ => None,
    }
}
