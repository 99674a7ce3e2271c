//! A small shop for the tests of this feature, and what they say of it.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, Sku, TaxClass};
use kontor_catalog::samples::goods;
use kontor_customers::model::{
    ContactCard, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod,
};
use kontor_customers::register::Register;
use kontor_identity::model::OrgId;
use kontor_inventory::records::Reservation;
use kontor_inventory::samples::{FoundShop, receipt};
use kontor_kernel::{Amount, Currency};
use kontor_orders::model::{Channel, ExternalNumber, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::{Command, Failure, Room};
use kontor_testkit::TestDb;

use super::{Complete, ImportOrder};

/// All rooms that an order walks through.
pub(super) fn rooms() -> Vec<Room> {
    vec![
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        kontor_inventory::room(),
        kontor_orders::room(),
        kontor_fulfilment::room(),
        kontor_billing::room(),
    ]
}

/// The shop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop {
    /// K-ANNA: on account, 14 days.
    pub(super) anna: CustomerId,
}

impl Shop {
    /// A German shop, see [`Shop::open_in`].
    pub(super) async fn open(db: &TestDb) -> Self {
        Self::open_in(db, "DE").await
    }

    /// A shop in this country with the gross-priced goods TEA (11.90, 19 %), BOOK (10.70, 7 %, may wait), SUN (100.00, at
    /// the rate of zero) and SCREW (0.001, untaxed), the services WRAP (1.00, 19 %) and FREE (nothing, untaxed), and the
    /// customers K-ANNA, who pays on account, and K-LOW, likewise with a limit of 50.00. There is no stock.
    pub(super) async fn open_in(db: &TestDb, country: &'static str) -> Self {
        db.submit(FoundShop { org: OrgId::new(db.org), country: country.parse().unwrap() }).await.unwrap();
        for (sku, price, tax_class, kind) in [
            ("TEA", "11.90", TaxClass::Standard, ProductKind::Goods),
            ("BOOK", "10.70", TaxClass::Reduced, ProductKind::Goods),
            ("SUN", "100.00", TaxClass::Zero, ProductKind::Goods),
            ("SCREW", "0.001", TaxClass::None, ProductKind::Goods),
            ("WRAP", "1.00", TaxClass::Standard, ProductKind::Service),
            ("FREE", "0", TaxClass::None, ProductKind::Service),
        ] {
            let out_of_stock = if sku == "BOOK" { OutOfStock::Backorder } else { OutOfStock::Deny };
            let (price, basis) = (price.parse().unwrap(), PriceBasis::Gross);
            let product = AddProduct { price, basis, tax_class, kind, out_of_stock, ..goods(sku) };
            db.submit(product).await.unwrap();
        }
        let register = |number: &str, limit| Register {
            number: Some(CustomerNumber::parse(number).unwrap()),
            kind: CustomerKind::Person,
            card: ContactCard { name: "Somebody".into(), ..ContactCard::default() },
            salt: [7; 16],
            language: Language::German,
            payment_method: PaymentMethod::Invoice,
            terms_days: 14,
            credit_limit: limit,
        };
        let anna = db.submit(register("K-ANNA", None)).await.unwrap().answer.customer;
        db.submit(register("K-LOW", Some(Amount::new(5_000)))).await.unwrap();
        Self { anna }
    }
}

/// Goods come to `main`.
pub(super) async fn receive(db: &TestDb, lines: &[(&str, &str, &str)]) {
    db.submit(receipt(lines)).await.unwrap();
}

/// A line at the product's price.
pub(super) fn line(sku: &str, quantity: &str) -> PlaceLine {
    PlaceLine { sku: Sku::parse(sku).unwrap(), quantity: quantity.parse().unwrap(), price: None }
}

/// A line at a price of its own.
pub(super) fn priced(sku: &str, quantity: &str, price: &str) -> PlaceLine {
    PlaceLine { price: Some(price.parse().unwrap()), ..line(sku, quantity) }
}

/// An order of the web shop on the last day of February 2024, still open.
pub(super) fn open_order(external: &str, lines: Vec<PlaceLine>) -> ImportOrder {
    let external = Some(ExternalNumber::parse(external).unwrap());
    let order_date = Some("2024-02-29".parse().unwrap());
    let place = Place { external, order_date, ..Place::new(Channel::Web, lines) };
    ImportOrder { place, customer_number: None, complete: None }
}

/// The same, over; goods had cost this.
pub(super) fn old_order(external: &str, lines: Vec<PlaceLine>, unit_cost: &str) -> ImportOrder {
    let complete = Some(Complete { unit_cost: unit_cost.parse().unwrap() });
    ImportOrder { complete, ..open_order(external, lines) }
}

/// Of a customer.
pub(super) fn of(number: &str, import: ImportOrder) -> ImportOrder {
    ImportOrder { customer_number: Some(CustomerNumber::parse(number).unwrap()), ..import }
}

/// With something else about the order.
pub(super) fn with(mut import: ImportOrder, change: impl FnOnce(&mut Place)) -> ImportOrder {
    change(&mut import.place);
    import
}

/// What comes of a command: its answer as a text, or the refusal's code with its field and facts.
pub(super) async fn outcome<C: Command>(
    db: &TestDb,
    command: C,
    text: impl FnOnce(C::Answer) -> String,
) -> String {
    match db.submit(command).await {
        Ok(reply) => text(reply.answer),
        Err(Failure::Refused(refusal)) => {
            let field = refusal.field.map(|field| format!(" at {field}")).unwrap_or_default();
            let facts = refusal.detail.iter().filter(|(name, _)| *name != "order");
            let facts: String = facts.map(|(name, value)| format!(" {name}={value}")).collect();
            format!("{} {}{field}{facts}", refusal.status, refusal.code)
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Each account that has moved up to a day, with its balance: `1200 +11.90`.
pub(super) async fn balances(db: &TestDb, day: &str) -> Vec<String> {
    let day = day.parse().unwrap();
    let balance = kontor_ledger::trial_balance::trial_balance(&db.reads, db.org, day).await.unwrap();
    let line = |sums: &kontor_ledger::trial_balance::AccountSums| {
        format!("{} {}", sums.number, sums.balance().text(Currency::EUR))
    };
    balance.accounts.iter().map(line).collect()
}

/// How an order stands: its state, and each line as `shipped+reserved+waiting/invoiced`.
pub(super) async fn standing(db: &TestDb, order: OrderId) -> String {
    let (order, lines) = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
    let line = |line: &kontor_orders::records::Line| {
        format!(" {}+{}+{}/{}", line.shipped, line.reserved, line.backordered, line.invoiced)
    };
    format!("{}{}", order.state, lines.iter().map(line).collect::<String>())
}

/// What the open orders hold: `reserved+waiting`, the oldest first.
pub(super) async fn held(db: &TestDb) -> Vec<String> {
    let all: Vec<Reservation> =
        db.reads.records("org_id = $1 ORDER BY since, line", vec![db.org.into()]).await.unwrap();
    all.iter().map(|held| format!("{}+{}", held.reserved, held.waiting)).collect()
}

/// The kinds of the events behind a number of them.
pub(super) async fn kinds(db: &TestDb, behind: usize) -> Vec<String> {
    let events = db.events().await.split_off(behind);
    events.iter().filter_map(|event| Some(event.split_once(' ')?.0.to_owned())).collect()
}
