//! The decision: pure, from the rows it names to the events it records.

use kontor_catalog::model::{ProductKind, Sku};
use kontor_catalog::records::CatalogTables;
use kontor_customers::model::PaymentMethod;
use kontor_customers::records::CustomerTables;
use kontor_identity::records::IdentityTables;
use kontor_inventory::records::InventoryTables;
use kontor_inventory::rules::{self as inventory, GoodsIssue, IssueLine};
use kontor_kernel::{Amount, Context, Date, Quantity, rejects};
use kontor_ledger::model::Role;
use kontor_ledger::rules as ledger;
use kontor_orders::events::Placed;
use kontor_orders::model::{Channel, LineQuantity, OrderId, Tab, order_number};
use kontor_orders::place::Place;
use kontor_orders::records::{Line, OrderTables};
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{CounterSale, Sold};
use crate::events::{InvoicePart, Invoiced, Paid};
use crate::records::InvoiceTables;
use crate::rules::{Invoicing, Paying, check_cash, issue, pay, want_invoicing, want_paying};

rejects! {
    /// Why nothing is sold at the counter; between them come those of placing an order.
    pub enum Reject {
        /// Rule 1.
        NotPaidAtOnce { method: PaymentMethod } at "payment_method", facts(method) => 422, "not_paid_at_once", "A sale at the counter is paid at once, by card, in cash or by direct debit, and not by {method}: place an order instead."
                | "Ein Verkauf an der Kasse wird sofort bezahlt, mit Karte, bar oder per Lastschrift: für alles andere erfassen Sie einen Auftrag.";
        /// Rule 4.
        NotThere { sku: Sku, index: usize, available: Quantity, asked: Quantity } at "lines/{index}/quantity", facts(sku, available, asked) => 409, "not_at_the_counter", "Only {available} of {sku} can be handed over now, not {asked}: sell less, or place an order that waits."
                | "Von {sku} können jetzt nur {available} ausgegeben werden, nicht {asked}: verkaufen Sie weniger, oder erfassen Sie einen Auftrag, der wartet.";
        /// Rule 7.
        GivenWithoutCash at "given" => 422, "given_without_cash", "Only cash is handed over: leave out what was given, or sell for cash."
                | "Nur Bargeld wird gegeben: lassen Sie den Betrag weg, oder verkaufen Sie gegen bar.";
        /// Rule 7.
        TooLittleGiven { missing: String } at "given", facts(missing) => 422, "too_little_given", "{missing} are missing: take them, or sell less."
                | "Es fehlen {missing}: nehmen Sie sie an, oder verkaufen Sie weniger.";
    }
}

impl Command for CounterSale {
    type Answer = Sold;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        self.name(desk, context);
        desk.ready()?;
        check_cash(desk, self.payment_method)?;
        let today = kontor_identity::rules::today(desk, context)?;
        self.place().decide(desk, context)?;
        let placed = desk.recorded().find::<Placed>().map(|placed| (placed.order, placed.sequence));
        let (order, sequence) = placed.ok_or_else(|| Stop::Broken("placing recorded no order".to_owned()))?;
        hand_over(desk, order, &order_number(sequence), today)?;
        let parts = orders::choose_invoiceable(desk, order, &[])?;
        let (document_date, supply_date) = (today, today);
        let issued = issue(desk, context, Invoicing { order, parts, document_date, supply_date })?;
        self.check_given(desk, issued.gross)?;
        if issued.gross == Amount::ZERO {
            return Ok(());
        }
        let paying = Paying {
            method: self.payment_method,
            amount: issued.gross,
            customer: self.customer,
            order: Some(order),
            date: today,
            reference: None,
            settles: vec![InvoicePart { invoice: issued.invoice, amount: issued.gross }],
        };
        pay(desk, context, paying)
    }

    fn answer(recorded: &Recorded) -> Result<Sold, Fault> {
        let (placed, invoiced) = (recorded.the::<Placed>()?, recorded.the::<Invoiced>()?);
        let totals = invoiced.totals().map_err(|_| Fault::bug("an invoice beyond all bounds"))?;
        Ok(Sold {
            order: placed.order,
            order_number: order_number(placed.sequence),
            invoice: invoiced.id,
            invoice_number: invoiced.number.clone(),
            payment: recorded.find::<Paid>().map(|paid| (paid.id, paid.number.clone(), paid.amount)),
            totals,
        })
    }
}

impl CounterSale {
    /// Rule 1.
    fn check(&self) -> Result<(), Reject> {
        match self.payment_method {
            PaymentMethod::Card | PaymentMethod::Cash | PaymentMethod::DirectDebit => Ok(()),
            method @ (PaymentMethod::Invoice | PaymentMethod::Prepayment | PaymentMethod::OnDelivery) => {
                Err(Reject::NotPaidAtOnce { method })
            }
        }
    }

    /// Rule 7.
    fn check_given(&self, desk: &Desk, gross: Amount) -> Result<(), Stop> {
        let Some(given) = self.given else { return Ok(()) };
        if self.payment_method != PaymentMethod::Cash {
            return Err(Reject::GivenWithoutCash.into());
        }
        match gross.checked_sub(given) {
            Some(missing) if missing > Amount::ZERO => {
                let currency = desk.org().get(&())?.currency;
                let missing = format!("{} {currency}", missing.text(currency));
                Err(Reject::TooLittleGiven { missing }.into())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Names what all steps need, as far as it can be named ahead, so that a sale takes few rounds.
    fn name(&self, desk: &Desk, context: &Context) {
        desk.org().want(&());
        desk.order_counter().want(&());
        let location = self.location.unwrap_or_default();
        desk.locations().want(&(location,));
        if let Some(customer) = self.customer {
            desk.customers().want(&(customer,));
            desk.billing_accounts().want(&(customer,));
        }
        for tab in Tab::ALL {
            desk.order_tallies().want(&(*tab,));
        }
        for line in &self.lines {
            desk.products().want(&(line.sku.clone(),));
            if let Ok(Some(product)) = desk.products().find(&(line.sku.clone(),)) {
                desk.stock().want(&(product.id, location));
                desk.stock_values().want(&(product.id,));
            }
        }
        // The order will have the first id: its lines and payments are known to be none before they are made.
        let order = OrderId::new(context.id());
        context.rewind();
        let today = kontor_identity::rules::today(desk, context).ok();
        want_invoicing(desk, order, today);
        if let Some(today) = today {
            ledger::want(desk, today, &[Role::Stock, Role::CostOfGoods]);
            want_paying(desk, self.payment_method, today);
        }
    }

    /// Rule 3.
    fn place(&self) -> Place {
        Place {
            customer: self.customer,
            location: self.location,
            payment_method: Some(self.payment_method),
            reference: self.reference.clone(),
            ..Place::new(Channel::Counter, self.lines.clone())
        }
    }
}

/// Rules 4 and 5.
fn hand_over(desk: &mut Desk, order: OrderId, number: &str, date: Date) -> Result<(), Stop> {
    orders::want_order(desk, order);
    desk.ready()?;
    let lines = orders::lines(desk, order)?;
    let mut goods = Vec::with_capacity(lines.len());
    let mut all = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        check_there(index, line)?;
        all.push(LineQuantity { line: line.line, quantity: line.quantity });
        if line.kind == ProductKind::Goods {
            goods.push(IssueLine { line: line.line, product: line.product, quantity: line.quantity });
        }
    }
    let (holder, document, text) = (order.raw(), order.raw(), format!("Counter sale {number}"));
    inventory::issue(desk, GoodsIssue { holder, document, date, text: &text, lines: &goods })?;
    orders::ship_lines(desk, order, document, date, all)
}

fn check_there(index: usize, line: &Line) -> Result<(), Reject> {
    let (available, asked) = (orders::shippable(line), line.quantity);
    if available < asked {
        return Err(Reject::NotThere { sku: line.sku.clone(), index, available, asked });
    }
    Ok(())
}
