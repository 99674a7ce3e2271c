//! The words of this room as types.

use kontor_customers::model::PaymentMethod;
use kontor_kernel::{Amount, id_type, text_enum, text_type};
use kontor_ledger::model::Role;

id_type! {
    /// An invoice, or a credit note that corrects one.
    pub struct InvoiceId("inv");
}

id_type! {
    /// A payment, or a refund of one.
    pub struct PaymentId("pay");
}

text_type! {
    /// What stands with a payment at the bank or the provider. Names no person: it stands in the journal for ever.
    pub struct PaymentReference { max: 140 }
}

text_type! {
    /// Why something is credited or paid back. Names no person: it stands in the journal for ever.
    pub struct Reason { max: 200 }
}

text_enum! {
    /// What sort of document.
    pub enum InvoiceKind {
        /// An invoice (*Rechnung*).
        Invoice = "invoice",
        /// The correction of one (*Rechnungskorrektur*, *kaufmännische Gutschrift*; not the *Gutschrift* of § 14(2) UStG,
        /// which is self-billing). Its amounts are above zero and count against the invoice's.
        CreditNote = "credit_note",
    }
}

text_enum! {
    /// Which way money went.
    pub enum PaymentKind {
        /// It came in.
        Payment = "payment",
        /// It went back.
        Refund = "refund",
    }
}

text_enum! {
    /// How far an invoice is settled.
    pub enum Settlement {
        /// Nothing is paid.
        Open = "open",
        /// A part is paid.
        PartlyPaid = "partly_paid",
        /// Nothing is left to pay.
        Paid = "paid",
        /// Nothing is left to pay, because it was taken back as a whole.
        Credited = "credited",
    }
}

/// How far something of this gross amount is settled.
#[must_use]
pub fn settlement(gross: Amount, paid: Amount, credited: Amount) -> Settlement {
    let open = gross.minor().saturating_sub(paid.minor()).saturating_sub(credited.minor());
    if open > 0 {
        if paid > Amount::ZERO { Settlement::PartlyPaid } else { Settlement::Open }
    } else if credited >= gross && gross > Amount::ZERO {
        Settlement::Credited
    } else {
        Settlement::Paid
    }
}

/// The account that money of a payment method comes to: the till, the bank, or what a provider or carrier has collected
/// and not yet handed over.
#[must_use]
pub(crate) fn account_of(method: PaymentMethod) -> Role {
    match method {
        PaymentMethod::Cash => Role::Cash,
        PaymentMethod::Invoice | PaymentMethod::Prepayment | PaymentMethod::DirectDebit => Role::Bank,
        PaymentMethod::Card | PaymentMethod::OnDelivery => Role::Transit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_settled_by_what_is_paid_and_credited() {
        let table = [
            (100, 0, 0, Settlement::Open),
            (100, 0, 40, Settlement::Open),
            (100, 1, 0, Settlement::PartlyPaid),
            (100, 60, 40, Settlement::Paid),
            (100, 100, 0, Settlement::Paid),
            (100, 0, 100, Settlement::Credited),
            (0, 0, 0, Settlement::Paid),
        ];
        for (gross, paid, credited, expected) in table {
            let [gross, paid, credited] = [gross, paid, credited].map(Amount::new);
            assert_eq!(settlement(gross, paid, credited), expected, "{gross:?} {paid:?} {credited:?}");
        }
    }

    #[test]
    fn money_comes_to_the_account_of_its_method() {
        for (method, role) in [
            (PaymentMethod::Cash, Role::Cash),
            (PaymentMethod::Invoice, Role::Bank),
            (PaymentMethod::Prepayment, Role::Bank),
            (PaymentMethod::DirectDebit, Role::Bank),
            (PaymentMethod::Card, Role::Transit),
            (PaymentMethod::OnDelivery, Role::Transit),
        ] {
            assert_eq!(account_of(method), role, "{method}");
        }
    }
}
