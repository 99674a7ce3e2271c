//! The decision: pure, from the rows it names to the events it records.

use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, Sku};
use kontor_catalog::records::{CatalogTables, Product};
use kontor_catalog::tax::{DocumentTax, LineTax};
use kontor_customers::model::PaymentMethod;
use kontor_customers::records::{Customer, CustomerTables};
use kontor_customers::rules as customers;
use kontor_identity::records::{IdentityTables, Org};
use kontor_inventory::model::LocationCode;
use kontor_inventory::records::InventoryTables;
use kontor_inventory::rules::{self as inventory, Allocation, Wanted};
use kontor_kernel::{Amount, Context, Currency, Quantity, limits, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::pricing::{self, Priced};
use super::{Place, PlacedOrder, PlacedOrderLine};
use crate::events::{Placed, PlacedLine};
use crate::model::{Channel, ExternalNumber, OrderId, Totals, order_number};
use crate::records::OrderTables;

rejects! {
    /// Why an order is not placed, in the order of the checks. Stock is refused by inventory (`out_of_stock`).
    pub enum Reject {
        /// Rule 1.
        NoLines at "lines" => 422, "order_without_lines", "An order needs at least one line: add a line with a SKU and a quantity."
                | "Ein Auftrag braucht mindestens eine Position: Artikel und Menge.";
        /// Rule 1.
        TooManyLines { count: usize } at "lines", facts(count) => 422, "too_many_lines", "An order has at most 2000 lines, this one has {count}: split it."
                | "Ein Auftrag hat höchstens 2000 Positionen, dieser hat {count}: teilen Sie ihn auf.";
        /// Rule 1.
        BadQuantity { line: usize } at "lines/{line}/quantity" => 422, "bad_quantity", "A quantity must be above zero."
                | "Eine Menge ist größer als null.";
        /// Rule 2.
        OtherCurrency { currency: Currency } at "currency", facts(currency) => 422, "other_currency", "The merchant keeps its books in {currency}: give the prices in that currency."
                | "Die Bücher werden in {currency} geführt: geben Sie die Preise in dieser Währung an.";
        /// Rule 3.
        UnknownCustomer at "customer" => 422, "unknown_customer", "There is no such customer: register it first, or leave it out for a sale without account."
                | "Diesen Kunden gibt es nicht: legen Sie ihn an, oder lassen Sie ihn weg für einen Verkauf ohne Konto.";
        /// Rule 3.
        NoAccount at "payment_method" => 422, "no_account", "Only a customer can order on account: name one, or choose another payment method."
                | "Auf Rechnung bestellt nur ein Kunde: nennen Sie einen, oder wählen Sie eine andere Zahlungsart.";
        /// Rule 4.
        ExternalTaken { channel: Channel, external: ExternalNumber, order: OrderId } at "external", facts(order) => 409, "external_number_taken", "The order {external} of the channel {channel} is here already: it is {order}."
                | "Der Auftrag {external} des Kanals {channel} ist schon da: er ist {order}.";
        /// Rule 6.
        UnknownSku { sku: Sku, line: usize } at "lines/{line}/sku" => 422, "unknown_sku", "There is no product {sku}: add it first or correct the SKU."
                | "Den Artikel {sku} gibt es nicht: legen Sie ihn an, oder berichtigen Sie die Artikelnummer.";
        /// Rule 6.
        Archived { sku: Sku, line: usize } at "lines/{line}/sku" => 422, "product_archived", "The product {sku} is archived and not sold any more: choose another or take it back into the range."
                | "Der Artikel {sku} ist archiviert und wird nicht mehr verkauft: wählen Sie einen anderen, oder nehmen Sie ihn wieder ins Sortiment.";
        /// Rule 7.
        AmountTooLarge { line: usize } at "lines/{line}" => 422, "amount_too_large", "What this comes to is beyond all bounds: check price and quantity."
                | "Was das ergibt, liegt jenseits aller Grenzen: prüfen Sie Preis und Menge.";
        /// Rule 8.
        NoTaxRate { sku: Sku, line: usize } at "lines/{line}/sku" => 422, "no_tax_rate", "There is no tax rate for {sku} in the merchant's country: give the product the tax class zero or none."
                | "Für {sku} gibt es im Land des Mandanten keinen Steuersatz: geben Sie dem Artikel die Steuerklasse null oder keine.";
        /// Rule 7.
        NegativeTotal at "lines" => 422, "negative_total", "An order comes to zero or more in all: deductions can't be larger than what is bought."
                | "Ein Auftrag ergibt im Ganzen null oder mehr: Abzüge können nicht größer sein als das Gekaufte.";
        /// Rule 10.
        VolumeTooLarge at "customer" => 422, "customer_volume_too_large", "What this customer has ordered would be beyond all bounds: check price and quantity."
                | "Was dieser Kunde bestellt hat, läge jenseits aller Grenzen: prüfen Sie Preis und Menge.";
        /// Rule 10.
        CreditLimit { left: Amount, asked: Amount, left_text: String } at "customer" => 409, "credit_limit_exceeded", "The customer's credit limit leaves {left_text} for this order: collect payment, raise the limit, or choose another payment method."
                | "Das Kreditlimit des Kunden lässt {left_text} für diesen Auftrag: holen Sie eine Zahlung ein, heben Sie das Limit an, oder wählen Sie eine andere Zahlungsart.";
    }
}

/// The order number before the first.
const FIRST_NUMBER: i64 = 100_000;

impl Command for Place {
    type Answer = PlacedOrder;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        let location = self.location.unwrap_or_default();
        self.name(desk, &location);
        desk.ready()?;

        let org = desk.org().get(&())?;
        let customer = self.customer(desk)?;
        let payment_method = self.payment_method(customer)?;
        self.check_currency(org)?;
        self.check_external(desk)?;
        inventory::check_open_location(desk, &location)?;
        let products = self.products(desk)?;
        let date = self.order_date.unwrap_or_else(|| org.zone.date_at(context.now));
        let basis = self.basis.or(products.first().map(|product| product.basis)).unwrap_or(PriceBasis::Gross);
        let (priced, tax) = pricing::price(org, date, basis, &self.lines, &products)?;
        if tax.gross < Amount::ZERO {
            return Err(Reject::NegativeTotal.into());
        }
        let wanted = wanted(&priced);
        inventory::want_stock(desk, &location, wanted.iter().map(|wanted| wanted.product));
        desk.ready()?;
        let allocations = inventory::allocate(desk, &location, &wanted)?;
        if let Some(customer) = customer {
            check_account(customer, tax.gross)?;
            if payment_method == PaymentMethod::Invoice {
                check_credit(customer, tax.gross, org.currency)?;
            }
        }

        let placed = Placed {
            order: OrderId::new(context.id()),
            sequence: desk.order_counter().find(&())?.map_or(FIRST_NUMBER + 1, |counter| counter.next),
            customer: self.customer,
            customer_prev: customer.and_then(|customer| customer.last_order).map(OrderId::new),
            channel: self.channel,
            location,
            basis,
            payment_method,
            order_date: date,
            reference: self.reference.clone(),
            external: self.external.clone(),
            lines: placed_lines(&priced, &tax, &allocations),
        };
        let (order, gross) = (placed.order, tax.gross);
        desk.record(placed)?;
        inventory::reserve(desk, order.raw(), &location, &allocations)?;
        match self.customer {
            Some(customer) => customers::count_order(desk, customer, order.raw(), gross),
            None => Ok(()),
        }
    }

    fn answer(recorded: &Recorded) -> Result<PlacedOrder, Fault> {
        let placed = recorded.the::<Placed>()?;
        let lines: Vec<PlacedOrderLine> = placed.lines.iter().map(line_answer).collect();
        let mut totals = Totals::default();
        for line in &lines {
            for (sum, part) in [
                (&mut totals.net, line.totals.net),
                (&mut totals.tax, line.totals.tax),
                (&mut totals.gross, line.totals.gross),
            ] {
                *sum = sum.checked_add(part).ok_or_else(|| Fault::bug("an order beyond all bounds"))?;
            }
        }
        Ok(PlacedOrder { order: placed.order, number: order_number(placed.sequence), totals, lines })
    }
}

impl Place {
    /// Rule 1, which needs no rows.
    ///
    /// # Errors
    /// [`Reject::NoLines`], [`Reject::TooManyLines`], [`Reject::BadQuantity`].
    pub fn check(&self) -> Result<(), Reject> {
        if self.lines.is_empty() {
            return Err(Reject::NoLines);
        }
        if self.lines.len() > limits::ORDER_LINES {
            return Err(Reject::TooManyLines { count: self.lines.len() });
        }
        match self.lines.iter().position(|line| !line.quantity.is_positive()) {
            Some(line) => Err(Reject::BadQuantity { line }),
            None => Ok(()),
        }
    }

    /// Names every row that can be named before any is seen. Also for a command above, of which this is a step.
    pub fn name(&self, desk: &Desk, location: &LocationCode) {
        desk.org().want(&());
        desk.order_counter().want(&());
        desk.locations().want(&(*location,));
        if let Some(customer) = self.customer {
            desk.customers().want(&(customer,));
        }
        if let Some(external) = &self.external {
            desk.external_numbers().want(&(self.channel, external.clone()));
        }
        for line in &self.lines {
            desk.products().want(&(line.sku.clone(),));
        }
    }

    /// Rule 3: the customer exists, and is neither merged nor erased.
    fn customer<'a>(&self, desk: &'a Desk) -> Result<Option<&'a Customer>, Stop> {
        let Some(id) = self.customer else { return Ok(None) };
        let customer = desk.customers().find(&(id,))?.ok_or(Reject::UnknownCustomer)?;
        customers::check_open(customer)?;
        Ok(Some(customer))
    }

    /// Rule 3: who is unknown can't buy on account.
    fn payment_method(&self, customer: Option<&Customer>) -> Result<PaymentMethod, Reject> {
        let preferred = customer.map(|customer| customer.payment_method);
        let method = self.payment_method.or(preferred).unwrap_or(PaymentMethod::Prepayment);
        if method == PaymentMethod::Invoice && customer.is_none() {
            Err(Reject::NoAccount)
        } else {
            Ok(method)
        }
    }

    /// Rule 2.
    fn check_currency(&self, org: &Org) -> Result<(), Reject> {
        match self.currency {
            Some(currency) if currency != org.currency => {
                Err(Reject::OtherCurrency { currency: org.currency })
            }
            _ => Ok(()),
        }
    }

    /// Rule 4.
    fn check_external(&self, desk: &Desk) -> Result<(), Stop> {
        let Some(external) = &self.external else { return Ok(()) };
        match desk.external_numbers().find(&(self.channel, external.clone()))? {
            Some(taken) => {
                let (channel, external) = (self.channel, external.clone());
                Err(Reject::ExternalTaken { channel, external, order: taken.order_id }.into())
            }
            None => Ok(()),
        }
    }

    /// Rule 6: the product of each line.
    fn products<'a>(&self, desk: &'a Desk) -> Result<Vec<&'a Product>, Stop> {
        let mut products = Vec::with_capacity(self.lines.len());
        for (line, wanted) in self.lines.iter().enumerate() {
            let sku = || wanted.sku.clone();
            let product = desk.products().find(&(sku(),))?;
            let product = product.ok_or_else(|| Reject::UnknownSku { sku: sku(), line })?;
            if product.archived {
                return Err(Reject::Archived { sku: sku(), line }.into());
            }
            products.push(product);
        }
        Ok(products)
    }
}

/// What of the lines lies in stock, and whether it may wait.
fn wanted(priced: &[Priced<'_>]) -> Vec<Wanted> {
    let goods = (1..).zip(priced).filter(|(_, priced)| priced.product.kind == ProductKind::Goods);
    goods
        .map(|(line, priced)| Wanted {
            line,
            product: priced.product.id,
            sku: priced.product.sku.clone(),
            quantity: priced.line.quantity,
            may_wait: priced.product.out_of_stock == OutOfStock::Backorder,
        })
        .collect()
}

/// What the customer has ordered stays a number that can be kept.
fn check_account(customer: &Customer, gross: Amount) -> Result<(), Reject> {
    let volume = customer.volume.checked_add(gross);
    let open = customer.open_orders.checked_add(gross);
    volume.and(open).map(drop).ok_or(Reject::VolumeTooLarge)
}

/// Rule 10.
fn check_credit(customer: &Customer, asked: Amount, currency: Currency) -> Result<(), Reject> {
    match customers::credit_left(customer) {
        Some(left) if asked > left => {
            Err(Reject::CreditLimit { left, asked, left_text: format!("{} {currency}", left.text(currency)) })
        }
        _ => Ok(()),
    }
}

fn placed_lines(priced: &[Priced<'_>], tax: &DocumentTax, allocations: &[Allocation]) -> Vec<PlacedLine> {
    let mut allocations = allocations.iter().peekable();
    (1..)
        .zip(priced.iter().zip(&tax.lines))
        .map(|(number, (priced, tax)): (i32, (&Priced<'_>, &LineTax))| {
            let allocated = allocations.next_if(|allocation| allocation.line == number);
            PlacedLine {
                product: priced.product.id,
                sku: priced.product.sku.clone(),
                name: priced.product.name.clone(),
                unit: priced.product.unit,
                kind: priced.product.kind,
                quantity: priced.line.quantity,
                price: priced.price,
                price_base: priced.product.price_base,
                tax_class: priced.class,
                tax_rate: priced.rate,
                net: tax.net,
                tax: tax.tax,
                waiting: allocated.map_or(Quantity::ZERO, |allocation| allocation.waiting),
            }
        })
        .collect()
}

fn line_answer(line: &PlacedLine) -> PlacedOrderLine {
    let held = line.quantity.thousandths().saturating_sub(line.waiting.thousandths());
    PlacedOrderLine {
        totals: Totals { net: line.net, tax: line.tax, gross: line.gross() },
        reserved: if line.kind == ProductKind::Goods { Quantity::new(held) } else { Quantity::ZERO },
        backordered: line.waiting,
    }
}
