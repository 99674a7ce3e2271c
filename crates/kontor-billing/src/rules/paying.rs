//! How money comes in.

use std::collections::BTreeMap;

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_customers::records::CustomerTables;
use kontor_identity::model::CountryCode;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Date, rejects};
use kontor_ledger::model::{Role, SourceKind};
use kontor_ledger::rules::{self as ledger, Draft};
use kontor_orders::model::OrderId;
use kontor_orders::records::OrderTables;
use kontor_orders::rules as orders;
use kontor_store::{Desk, Stop};

use super::{check_balance, move_balance, negative, series};
use crate::events::{InvoicePart, Paid};
use crate::model::{PaymentId, PaymentReference, account_of};
use crate::records::InvoiceTables;

rejects! {
    /// Why money is not taken.
    pub enum Reject {
        /// § 146a AO with § 1 KassenSichV: who takes cash with an electronic system secures it with a certified TSE.
        CashNeedsTse at "method" => 409, "cash_needs_tse", "A German merchant takes cash only with a certified technical security system (TSE, § 146a AO), and there is none here: take a card or a transfer."
                | "In Deutschland darf Bargeld nur mit einer zertifizierten technischen Sicherheitseinrichtung (TSE, § 146a AO) angenommen werden, und hier ist keine angeschlossen: nehmen Sie eine Karte oder eine Überweisung.";
    }
}

/// Money that came in.
pub(crate) struct Paying {
    pub(crate) method: PaymentMethod,
    pub(crate) amount: Amount,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) order: Option<OrderId>,
    pub(crate) date: Date,
    pub(crate) reference: Option<PaymentReference>,
    /// The invoices it settles, all of them in hand.
    pub(crate) settles: Vec<InvoicePart>,
}

/// Checks that cash may be taken.
///
/// # Errors
/// `Stop::Need` when the merchant is not in hand; [`Reject::CashNeedsTse`].
pub(crate) fn check_cash(desk: &Desk, method: PaymentMethod) -> Result<(), Stop> {
    if method == PaymentMethod::Cash && desk.org().get(&())?.country == CountryCode::DE {
        return Err(Reject::CashNeedsTse.into());
    }
    Ok(())
}

/// Names what [`pay`] needs in the books.
pub(crate) fn want_paying(desk: &Desk, method: PaymentMethod, date: Date) {
    ledger::want(desk, date, &[Role::Receivables, account_of(method)]);
    ledger::want_number(desk, &series("payment", date));
}

/// Takes money: its number, its posting, what it settles, what it does to orders and customer.
///
/// # Errors
/// `Stop::Need` when rows are not in hand; those of books and balances.
pub(crate) fn pay(desk: &mut Desk, context: &Context, paying: Paying) -> Result<(), Stop> {
    let Paying { method, amount, customer, order, date, reference, settles } = paying;
    let mut per_order: BTreeMap<OrderId, Amount> = BTreeMap::new();
    for part in &settles {
        let order = desk.invoices().get(&(part.invoice,))?.order_id;
        desk.orders().want(&(order,));
        let paid = per_order.entry(order).or_default();
        *paid = paid
            .checked_add(part.amount)
            .ok_or_else(|| Stop::Broken("a payment beyond all bounds".to_owned()))?;
    }
    if let Some(customer) = customer {
        desk.customers().want(&(customer,));
    }
    desk.ready()?;
    check_balance(desk, customer, negative(amount))?;

    let id = PaymentId::new(context.id());
    let number = ledger::next_number(desk, &series("payment", date))?;
    let draft = Draft::new(format!("Payment {number}"), SourceKind::Payment, id.raw(), date);
    desk.record(Paid { id, number, method, amount, customer, order, date, reference, settles })?;
    ledger::book(desk, draft.debit(account_of(method), amount).credit(Role::Receivables, amount))?;
    move_balance(desk, customer, id.raw(), negative(amount))?;
    for (order, paid) in per_order {
        orders::pay(desk, order, id.raw(), paid)?;
    }
    Ok(())
}
