//! The decision: pure, carried out by the commands of the rooms below.

use kontor_billing::events::Invoiced;
use kontor_billing::issue::IssueInvoice;
use kontor_billing::pay::{RecordPayment, Target};
use kontor_billing::records::InvoiceTables;
use kontor_catalog::model::{ProductId, ProductKind};
use kontor_catalog::records::CatalogTables;
use kontor_customers::model::{CustomerId, CustomerNumber, PaymentMethod};
use kontor_customers::records::CustomerTables;
use kontor_fulfilment::ship::Ship;
use kontor_identity::rules::today;
use kontor_inventory::model::{ReceiptId, ReceiptReference};
use kontor_inventory::rules::{self as inventory, OpeningStock, Wanted};
use kontor_kernel::{Amount, Context, Date, UnitPrice, rejects};
use kontor_orders::events::Placed;
use kontor_orders::model::{Channel, ExternalNumber, OrderId, Tab};
use kontor_orders::place::Place;
use kontor_orders::records::{Line, OrderTables};
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Complete, ImportOrder, ImportedOrder};

rejects! {
    /// Why an order is not imported, in the order of the checks; behind them come those of the rooms.
    pub enum Reject {
        /// Rule 1.
        NoNumber at "external" => 422, "import_without_number", "An imported order has the number that it had where it comes from: send it as external."
                | "Ein übernommener Auftrag hat die Nummer, die er dort hatte, wo er herkommt: geben Sie sie an.";
        /// Rule 4.
        NoDate at "order_date" => 422, "import_without_date", "An order that is over has its day: send it as order_date."
                | "Ein Auftrag, der vorbei ist, hat seinen Tag: geben Sie ihn an.";
        /// Rule 1.
        AlreadyImported { order: OrderId, number: String, channel: Channel, external: ExternalNumber } at "external", facts(order, number) => 409, "already_imported", "The order {external} of the channel {channel} is here already, as {number} with the same lines: nothing is left to do."
                | "Der Auftrag {external} des Kanals {channel} ist schon da, als {number} mit denselben Positionen: es ist nichts mehr zu tun.";
        /// Rule 1.
        Differs { order: OrderId, number: String, channel: Channel, external: ExternalNumber } at "external", facts(order, number) => 409, "import_differs", "The order {external} of the channel {channel} is here already, as {number}, but with other lines: compare the two, and send this one under a number of its own if it is another order."
                | "Der Auftrag {external} des Kanals {channel} ist schon da, als {number}, aber mit anderen Positionen: vergleichen Sie die beiden, und geben Sie diesem eine eigene Nummer, wenn es ein anderer ist.";
        /// Rule 2.
        UnknownCustomerNumber { number: CustomerNumber } at "customer_number" => 422, "unknown_customer_number", "There is no customer {number}: register them first with this number, or leave it out for a sale without account."
                | "Den Kunden {number} gibt es nicht: legen Sie ihn erst mit dieser Nummer an, oder lassen Sie sie weg für einen Verkauf ohne Konto.";
        /// Rule 4.
        DateInFuture { today: Date } at "order_date", facts(today) => 422, "import_in_future", "An order that is over was not placed after today ({today}): correct the date, or import it without complete."
                | "Ein Auftrag, der vorbei ist, kam nicht nach heute ({today}): berichtigen Sie das Datum, oder übernehmen Sie ihn als offenen.";
    }
}

impl Command for ImportOrder {
    type Answer = ImportedOrder;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let external = self.place.external.as_ref().ok_or(Reject::NoNumber)?;
        self.place.check()?;
        let over = self.complete.map(|complete| self.over(complete)).transpose()?;
        self.name(desk, context, external, over);
        desk.ready()?;
        self.check_external(desk, external)?;
        let place = Place { customer: self.customer(desk)?, ..self.place.clone() };
        match over {
            Some(over) => over.decide(desk, context, &place, external),
            None => place.decide(desk, context),
        }
    }

    fn answer(recorded: &Recorded) -> Result<ImportedOrder, Fault> {
        let placed = Place::answer(recorded)?;
        let (gross, lines) = (placed.totals.gross, placed.lines.len());
        Ok(ImportedOrder { order: placed.order, number: placed.number, gross, lines })
    }
}

impl ImportOrder {
    /// Rule 4: the day.
    fn over(&self, complete: Complete) -> Result<Over, Reject> {
        let date = self.place.order_date.ok_or(Reject::NoDate)?;
        Ok(Over { date, unit_cost: complete.unit_cost })
    }

    /// Names what all steps need, as far as it can be named ahead, so that an import takes few rounds.
    fn name(&self, desk: &Desk, context: &Context, external: &ExternalNumber, over: Option<Over>) {
        let number = (self.place.channel, external.clone());
        desk.external_numbers().want(&number);
        if let Ok(Some(taken)) = desk.external_numbers().find(&number) {
            return orders::want_order(desk, taken.order_id);
        }
        let location = self.place.location.unwrap_or_default();
        self.place.name(desk, &location);
        for tab in Tab::ALL {
            desk.order_tallies().want(&(*tab,));
        }
        let goods = self.goods(desk);
        inventory::want_stock(desk, &location, goods.iter().copied());
        let customer = self.customer_number.as_ref().and_then(|number| named_customer(desk, number));
        if let Some(over) = over {
            inventory::want_opening_stock(desk, &location, over.date, goods);
            over.name(desk, context, self.payment_method(desk, customer));
        }
    }

    /// The goods among its products, as far as they are known.
    fn goods(&self, desk: &Desk) -> Vec<ProductId> {
        let known = self.place.lines.iter().filter_map(|line| {
            let product = desk.products().find(&(line.sku.clone(),)).ok().flatten()?;
            (product.kind == ProductKind::Goods).then_some(product.id)
        });
        known.collect()
    }

    /// How the order will be paid, as far as that can be known ahead.
    fn payment_method(&self, desk: &Desk, customer: Option<CustomerId>) -> PaymentMethod {
        let preferred = || {
            let row = desk.customers().find(&(customer?,)).ok().flatten()?;
            Some(row.payment_method)
        };
        self.place.payment_method.or_else(preferred).unwrap_or(PaymentMethod::Prepayment)
    }

    /// Rule 1.
    fn check_external(&self, desk: &Desk, external: &ExternalNumber) -> Result<(), Stop> {
        let channel = self.place.channel;
        let Some(taken) = desk.external_numbers().find(&(channel, external.clone()))? else { return Ok(()) };
        let (order, external) = (taken.order_id, external.clone());
        let number = desk.orders().get(&(order,))?.number.clone();
        let reject = if self.has_lines(&orders::lines(desk, order)?) {
            Reject::AlreadyImported { order, number, channel, external }
        } else {
            Reject::Differs { order, number, channel, external }
        };
        Err(reject.into())
    }

    /// Whether these are the lines of this order.
    fn has_lines(&self, lines: &[&Line]) -> bool {
        let own = &self.place.lines;
        own.len() == lines.len()
            && own.iter().zip(lines).all(|(own, line)| {
                own.sku == line.sku
                    && own.quantity == line.quantity
                    && own.price.is_none_or(|price| price == line.price)
            })
    }

    /// Rule 2.
    fn customer(&self, desk: &Desk) -> Result<Option<CustomerId>, Stop> {
        let Some(number) = &self.customer_number else { return Ok(None) };
        match desk.customer_numbers().find(&(number.clone(),))? {
            Some(taken) => Ok(Some(taken.customer)),
            None => Err(Reject::UnknownCustomerNumber { number: number.clone() }.into()),
        }
    }
}

/// Names a customer by their number, and what belongs to them as soon as it is known who they are.
fn named_customer(desk: &Desk, number: &CustomerNumber) -> Option<CustomerId> {
    let customer = desk.customer_numbers().find(&(number.clone(),)).ok().flatten()?.customer;
    desk.customers().want(&(customer,));
    desk.billing_accounts().want(&(customer,));
    Some(customer)
}

/// An order that is over.
#[derive(Debug, Clone, Copy)]
struct Over {
    date: Date,
    unit_cost: UnitPrice,
}

impl Over {
    /// Names what its steps need. The order will have the second id, behind the opening stock: its lines, shipments,
    /// invoices and payments are known to be none before they are made.
    fn name(self, desk: &Desk, context: &Context, method: PaymentMethod) {
        let (_, order) = (context.id(), OrderId::new(context.id()));
        context.rewind();
        self.ship(order).name(desk, context);
        self.invoice(order).name(desk, context);
        self.payment(order, method, Amount::ZERO).name(desk, context);
    }

    /// Rules 4 and 5.
    fn decide(
        self,
        desk: &mut Desk,
        context: &Context,
        place: &Place,
        external: &ExternalNumber,
    ) -> Result<(), Stop> {
        let today = today(desk, context)?;
        if self.date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        self.book_missing(desk, ReceiptId::new(context.id()), place, external)?;
        place.decide(desk, context)?;
        let (order, method) = {
            let placed = desk.recorded().find::<Placed>();
            let placed = placed.ok_or_else(|| Stop::Broken("placing recorded no order".to_owned()))?;
            (placed.order, placed.payment_method)
        };
        self.ship(order).decide(desk, context)?;
        self.invoice(order).decide(desk, context)?;
        let invoiced = desk.recorded().find::<Invoiced>();
        let gross =
            invoiced.ok_or_else(|| Stop::Broken("invoicing recorded no invoice".to_owned()))?.totals()?.gross;
        if gross == Amount::ZERO {
            return Ok(());
        }
        self.payment(order, method, gross).decide(desk, context)
    }

    /// Rule 5. What is wrong with a line is refused by placing it.
    fn book_missing(
        self,
        desk: &mut Desk,
        receipt: ReceiptId,
        place: &Place,
        external: &ExternalNumber,
    ) -> Result<(), Stop> {
        let location = place.location.unwrap_or_default();
        inventory::check_location(desk, &location)?;
        let mut wanted = Vec::with_capacity(place.lines.len());
        for (number, line) in (1..).zip(&place.lines) {
            let Some(product) = desk.products().find(&(line.sku.clone(),))? else { continue };
            if product.kind == ProductKind::Goods {
                let (product, sku, quantity) = (product.id, line.sku.clone(), line.quantity);
                wanted.push(Wanted { line: number, product, sku, quantity, may_wait: false });
            }
        }
        let (date, unit_cost) = (self.date, self.unit_cost);
        let reference = ReceiptReference::parse(external.as_str()).ok();
        let opening = OpeningStock { receipt, location, date, reference, unit_cost, wanted: &wanted };
        inventory::book_opening_stock(desk, opening)
    }

    /// Rule 4: all of it leaves.
    fn ship(self, order: OrderId) -> Ship {
        Ship { order, lines: Vec::new(), date: Some(self.date), carrier: None, tracking: None }
    }

    /// Rule 4: all of it is invoiced.
    fn invoice(self, order: OrderId) -> IssueInvoice {
        let day = Some(self.date);
        IssueInvoice { order, lines: Vec::new(), document_date: day, supply_date: day }
    }

    /// Rule 4: all of it is paid.
    fn payment(self, order: OrderId, method: PaymentMethod, amount: Amount) -> RecordPayment {
        let (target, date) = (Target::Order(order), Some(self.date));
        RecordPayment { method, amount, target, date, reference: None }
    }
}
