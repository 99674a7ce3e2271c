//! A small shop for the tests of this room, and what they say of its books.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, Sku, TaxClass};
use kontor_catalog::samples::goods;
use kontor_customers::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};
use kontor_customers::register::Register;
use kontor_identity::model::OrgId;
use kontor_inventory::rules::{GoodsIssue, IssueLine};
use kontor_inventory::samples::{FoundShop, receipt};
use kontor_kernel::{Amount, Context, Currency, Date};
use kontor_orders::model::{Channel, LineQuantity, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Failure, Fault, Recorded, Room, Stop};
use kontor_testkit::TestDb;

use crate::credit::CreditInvoice;
use crate::issue::IssueInvoice;
use crate::model::{InvoiceId, PaymentId, Reason};
use crate::pay::{NamedInvoice, RecordPayment, Target};
use crate::refund::Refund;

/// The rooms that an invoice needs.
pub(crate) fn rooms() -> Vec<Room> {
    vec![
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        kontor_inventory::room(),
        kontor_orders::room(),
        crate::room(),
    ]
}

/// Hands lines of an order over, under a document of their own: what the room for shipments does.
#[derive(Debug, Clone)]
pub(crate) struct HandOver {
    pub(crate) order: OrderId,
    pub(crate) lines: Vec<LineQuantity>,
}

impl Command for HandOver {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let chosen = orders::choose_shippable(desk, self.order, &self.lines)?;
        let date = kontor_identity::rules::today(desk, context)?;
        let mut parts = Vec::new();
        let lines = orders::lines(desk, self.order)?;
        for part in &chosen {
            let line = orders::line(&lines, part.line)?;
            if line.kind == ProductKind::Goods {
                parts.push(IssueLine { line: part.line, product: line.product, quantity: part.quantity });
            }
        }
        let (holder, document) = (self.order.raw(), context.id());
        kontor_inventory::rules::issue(
            desk,
            GoodsIssue { holder, document, date, text: "Shipment", lines: &parts },
        )?;
        orders::ship_lines(desk, self.order, document, date, chosen)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// The shop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shop {
    /// On account, 14 days.
    pub(crate) anna: CustomerId,
    /// Before delivery.
    pub(crate) ben: CustomerId,
}

impl Shop {
    /// A German shop, see [`Shop::open_in`].
    pub(crate) async fn open(db: &TestDb) -> Self {
        Self::open_in(db, "DE").await
    }

    /// A shop in this country with the gross-priced goods TEA (11.90, 19 %, 100 pieces for 2.50 each in stock), BOOK
    /// (10.70, 7 %, may wait), SUN (100.00, at the rate of zero, may wait), and the services WRAP (1.00, 19 %), PIN
    /// (0.335, 19 %), GIFT (5.00, untaxed) and FREE (nothing, untaxed).
    pub(crate) async fn open_in(db: &TestDb, country: &'static str) -> Self {
        db.submit(FoundShop { org: OrgId::new(db.org), country: country.parse().unwrap() }).await.unwrap();
        for (sku, price, tax_class, kind) in [
            ("TEA", "11.90", TaxClass::Standard, ProductKind::Goods),
            ("BOOK", "10.70", TaxClass::Reduced, ProductKind::Goods),
            ("SUN", "100.00", TaxClass::Zero, ProductKind::Goods),
            ("WRAP", "1.00", TaxClass::Standard, ProductKind::Service),
            ("PIN", "0.335", TaxClass::Standard, ProductKind::Service),
            ("GIFT", "5.00", TaxClass::None, ProductKind::Service),
            ("FREE", "0", TaxClass::None, ProductKind::Service),
        ] {
            let out_of_stock = if sku == "TEA" { OutOfStock::Deny } else { OutOfStock::Backorder };
            let (price, basis) = (price.parse().unwrap(), PriceBasis::Gross);
            db.submit(AddProduct { price, basis, tax_class, kind, out_of_stock, ..goods(sku) })
                .await
                .unwrap();
        }
        db.submit(receipt(&[("TEA", "100", "2.50")])).await.unwrap();
        let register = |method| Register {
            number: None,
            kind: CustomerKind::Person,
            card: ContactCard { name: "Somebody".into(), ..ContactCard::default() },
            salt: [7; 16],
            language: Language::German,
            payment_method: method,
            terms_days: 14,
            credit_limit: None,
        };
        let anna = db.submit(register(PaymentMethod::Invoice)).await.unwrap().answer.customer;
        let ben = db.submit(register(PaymentMethod::Prepayment)).await.unwrap().answer.customer;
        Self { anna, ben }
    }
}

/// A line at the product's price.
pub(crate) fn line(sku: &str, quantity: &str) -> PlaceLine {
    PlaceLine { sku: Sku::parse(sku).unwrap(), quantity: quantity.parse().unwrap(), price: None }
}

/// A line at a price of its own.
pub(crate) fn priced(sku: &str, quantity: &str, price: &str) -> PlaceLine {
    PlaceLine { price: Some(price.parse().unwrap()), ..line(sku, quantity) }
}

/// An order by phone.
pub(crate) fn order_of(customer: Option<CustomerId>, lines: Vec<PlaceLine>) -> Place {
    Place { customer, ..Place::new(Channel::Phone, lines) }
}

/// Places an order.
pub(crate) async fn place(db: &TestDb, customer: CustomerId, lines: &[(&str, &str)]) -> OrderId {
    let lines = lines.iter().map(|(sku, quantity)| line(sku, quantity)).collect();
    db.submit(order_of(Some(customer), lines)).await.unwrap().answer.order
}

/// Places an order and hands all of it over.
pub(crate) async fn deliver(db: &TestDb, customer: CustomerId, lines: &[(&str, &str)]) -> OrderId {
    let order = place(db, customer, lines).await;
    db.submit(HandOver { order, lines: Vec::new() }).await.unwrap();
    order
}

/// Quantities of lines.
pub(crate) fn parts(lines: &[(i32, &str)]) -> Vec<LineQuantity> {
    let part =
        |(line, quantity): &(i32, &str)| LineQuantity { line: *line, quantity: quantity.parse().unwrap() };
    lines.iter().map(part).collect()
}

/// Invoices lines of an order; what is shipped without any.
pub(crate) fn invoice_of(order: OrderId, lines: &[(i32, &str)]) -> IssueInvoice {
    IssueInvoice { order, lines: parts(lines), document_date: None, supply_date: None }
}

/// Delivers an order and invoices it.
pub(crate) async fn bill(db: &TestDb, customer: CustomerId, lines: &[(&str, &str)]) -> (OrderId, InvoiceId) {
    let order = deliver(db, customer, lines).await;
    (order, db.submit(invoice_of(order, &[])).await.unwrap().answer.id)
}

/// Credits lines of an invoice; all that is left without any.
pub(crate) fn credit_of(invoice: InvoiceId, lines: &[(i32, &str)]) -> CreditInvoice {
    CreditInvoice { invoice, lines: parts(lines), document_date: None, reason: reason() }
}

pub(crate) fn reason() -> Reason {
    Reason::parse("Damaged on the way").unwrap()
}

pub(crate) fn euros(text: &str) -> Amount {
    Amount::parse(text, Currency::EUR).unwrap()
}

/// A transfer.
pub(crate) fn payment_of(target: Target, amount: &str) -> RecordPayment {
    RecordPayment {
        method: PaymentMethod::Invoice,
        amount: euros(amount),
        target,
        date: None,
        reference: None,
    }
}

/// Invoices by name; an empty amount is for all that is open.
pub(crate) fn named(invoices: &[(InvoiceId, &str)]) -> Target {
    let one = |(invoice, amount): &(InvoiceId, &str)| NamedInvoice {
        invoice: *invoice,
        amount: Some(*amount).filter(|amount| !amount.is_empty()).map(euros),
    };
    Target::Invoices(invoices.iter().map(one).collect())
}

/// Pays back; an empty amount is all that is unassigned.
pub(crate) fn refund_of(payment: PaymentId, amount: &str) -> Refund {
    let amount = Some(amount).filter(|amount| !amount.is_empty()).map(euros);
    Refund { payment, amount, date: None, reason: reason() }
}

/// What comes of a command: its answer as a text, or the refusal's code.
pub(crate) async fn outcome<C: Command>(
    db: &TestDb,
    command: C,
    text: impl FnOnce(C::Answer) -> String,
) -> String {
    match db.submit(command).await {
        Ok(reply) => text(reply.answer),
        Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
        Err(other) => panic!("{other:?}"),
    }
}

/// The entries of one sort of document: day, day of supply, then each account with its debit or (below zero) credit.
pub(crate) async fn entries(db: &TestDb, source_kind: &str) -> Vec<String> {
    let sql = "SELECT e.number, e.posting_date, e.supply_date, p.account, p.debit - p.credit FROM ledger_posting p \
        JOIN ledger_entry e ON e.org_id = p.org_id AND e.number = p.entry \
        WHERE p.org_id = $1 AND e.source_kind = $2 ORDER BY p.entry, p.line";
    let rows = db.reads.query(sql, vec![db.org.into(), source_kind.into()]).await.unwrap();
    let mut entries: Vec<(i64, String)> = Vec::new();
    for mut row in rows {
        let (number, day): (i64, Date) = (row.take().unwrap(), row.take().unwrap());
        let (supplied, account): (Option<Date>, String) = (row.take().unwrap(), row.take().unwrap());
        let amount: i64 = row.take().unwrap();
        if entries.last().is_none_or(|(last, _)| *last != number) {
            let supplied = supplied.filter(|supplied| *supplied != day);
            entries
                .push((number, day.to_string() + &supplied.map_or(String::new(), |day| format!(" ({day})"))));
        }
        entries.last_mut().unwrap().1.push_str(&format!(" {account} {amount:+}"));
    }
    entries.into_iter().map(|(_, text)| text).collect()
}

/// How an invoice stands: `paid+credited/gross settlement`.
pub(crate) async fn standing(db: &TestDb, invoice: InvoiceId) -> String {
    let shown = crate::show::one(&db.reads, db.org, invoice).await.unwrap().unwrap();
    let row = shown.invoice;
    let settlement = row.settlement().map_or_else(|| "none".to_owned(), |settlement| settlement.to_string());
    format!("{}+{}/{} {settlement}", row.paid.minor(), row.credited.minor(), row.gross.minor())
}

/// How a customer stands: open orders, open balance.
pub(crate) async fn account(db: &TestDb, customer: CustomerId) -> (i64, i64) {
    let shown = kontor_customers::show::one(&db.reads, db.org, customer).await.unwrap().unwrap();
    (shown.customer.open_orders.minor(), shown.customer.open_balance.minor())
}

/// The state of an order.
pub(crate) async fn state(db: &TestDb, order: OrderId) -> String {
    let (order, _) = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
    order.state.to_string()
}
