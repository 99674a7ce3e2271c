//! How invoices and credit notes are posted.

use kontor_catalog::model::TaxClass;
use kontor_kernel::{Amount, Date};
use kontor_ledger::model::Role;
use kontor_ledger::rules::{self as ledger, Draft};
use kontor_orders::model::Totals;
use kontor_store::{Desk, Stop};

use crate::events::RateTotals;

/// The accounts of a tax class: revenue, and the tax owed on it.
fn roles_of(class: TaxClass) -> (Role, Option<Role>) {
    match class {
        TaxClass::Standard => (Role::RevenueStandard, Some(Role::VatStandard)),
        TaxClass::Reduced => (Role::RevenueReduced, Some(Role::VatReduced)),
        TaxClass::Zero => (Role::RevenueZero, None),
        TaxClass::None => (Role::RevenueUntaxed, None),
        TaxClass::SmallBusiness => (Role::RevenueSmallBusiness, None),
    }
}

/// Names the accounts that an invoice or a credit note may move on a day. They are few and stay in hand.
pub(crate) fn want_document_accounts(desk: &Desk, day: Date) {
    let mut roles = vec![Role::Receivables];
    for class in TaxClass::ALL {
        let (revenue, vat) = roles_of(*class);
        roles.push(revenue);
        roles.extend(vat);
    }
    ledger::want(desk, day, &roles);
}

/// The entry of an invoice: receivables to revenue and tax, by class. A credit note's is that of an invoice with every
/// amount negated, so `turn` is -1 for it and 1 for an invoice.
///
/// # Errors
/// `Stop::Broken` when a class without tax has some, or an amount can't be turned round.
pub(crate) fn document_draft(
    draft: Draft,
    totals: &Totals,
    per_rate: &[RateTotals],
    turn: i64,
) -> Result<Draft, Stop> {
    let turned = |amount: Amount| {
        let minor = amount.minor().checked_mul(turn);
        minor.map(Amount::new).ok_or_else(|| Stop::Broken("an amount that can't be turned round".to_owned()))
    };
    let mut draft = draft.debit(Role::Receivables, turned(totals.gross)?);
    for rate in per_rate {
        let (revenue, vat) = roles_of(rate.class);
        draft = draft.credit(revenue, turned(rate.totals.net)?);
        draft = match vat {
            Some(vat) => draft.credit(vat, turned(rate.totals.tax)?),
            None if rate.totals.tax == Amount::ZERO => draft,
            None => return Err(Stop::Broken(format!("the tax class {} carries tax", rate.class))),
        };
    }
    Ok(draft)
}
