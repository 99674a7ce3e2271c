//! What a generated merchant has before its first order: products in stock, and customers.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerId, CustomerKind, Language, PaymentMethod,
};
use kontor_customers::records::Customer;
use kontor_customers::register::Register;
use kontor_inventory::model::LocationCode;
use kontor_inventory::receive::{Receive, ReceiveLine};
use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::{Fault, ReadDb};

use super::Size;
use super::chance::Dice;
use super::maker::Maker;
use crate::sample::read;

/// Lines of a receipt.
const RECEIPT_LINES: usize = 500;
/// Receipts of a wave: as many as one batch has room for.
const RECEIPTS_AT_ONCE: usize = 8;
/// Pieces of all products together that nobody has ordered, so that a benchmark can order for long.
const SPARE_PIECES: u64 = 10_000_000_000;
/// What of it one product has at least and at most: a receipt counts no more than a thousand million pieces.
const SPARE_OF_ONE: (u64, u64) = (100_000, 1_000_000);
/// Pieces of the first product beyond that: a benchmark may order it alone.
const SPARE_OF_FIRST: u64 = 100_000_000;

/// The merchant's own number of a product, counted from 0.
pub(in crate::cli) fn sku_text(number: u64) -> String {
    format!("SKU-{number:06}")
}

/// The same as a value.
pub(super) fn sku(number: u64) -> Result<Sku, Fault> {
    read(&sku_text(number))
}

const KINDS: &[&str] = &[
    "Kaffee",
    "Espresso",
    "Schwarztee",
    "Grüntee",
    "Kräutertee",
    "Früchtetee",
    "Kanne",
    "Tasse",
    "Becher",
    "Filter",
    "Mühle",
    "Dose",
    "Honig",
    "Kandis",
    "Gebäck",
    "Schokolade",
];
const SORTS: &[&str] = &[
    "Hamburg", "Altona", "Elbe", "Alster", "Föhr", "Sylt", "Lübeck", "Emden", "Norden", "Husum", "Kiel",
    "Stade", "Bremen",
];
const FIRST_NAMES: &[&str] = &[
    "Anna", "Jonas", "Meike", "Tim", "Katrin", "Ole", "Wiebke", "Lars", "Sabine", "Hinnerk", "Aylin",
    "Piotr", "Nora", "Karim", "Greta", "Björn", "Elif",
];
const LAST_NAMES: &[&str] = &[
    "Hansen",
    "Petersen",
    "Schmidt",
    "Yılmaz",
    "Kowalski",
    "Müller",
    "Jansen",
    "Weber",
    "Lüders",
    "Özdemir",
    "Nguyen",
    "Wagner",
    "Brandt",
    "Friedrich",
    "Thomsen",
    "Krüger",
    "Behrens",
    "Vogel",
    "Lorenzen",
];
const STREETS: &[&str] =
    &["Hauptstraße", "Deichweg", "Am Markt", "Bahnhofstraße", "Gartenweg", "Lindenallee", "Hafenstraße"];
const TOWNS: &[(&str, &str)] = &[
    ("20095", "Hamburg"),
    ("28195", "Bremen"),
    ("23552", "Lübeck"),
    ("24103", "Kiel"),
    ("10115", "Berlin"),
    ("30159", "Hannover"),
    ("50667", "Köln"),
    ("80331", "München"),
    ("01067", "Dresden"),
];

/// The element at a place, counted round.
fn turn<T: Copy + Default>(list: &[T], place: u64) -> T {
    let length = u64::try_from(list.len()).unwrap_or(1);
    let index = place.checked_rem(length).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| list.get(index)).copied().unwrap_or_default()
}

/// Adds the products and books their stock in.
pub(super) async fn stock_up(maker: &Maker, size: &Size) -> Result<(), Fault> {
    let mut dice = Dice::new(size.seed);
    let prices: Vec<i64> = (0..size.skus).map(|_| price(&mut dice)).collect();
    let numbers = || (0_u64..).zip(&prices);
    maker.waves(numbers().map(|(number, price)| product(number, *price))).await?;
    let lines = numbers().map(|(number, price)| receipt_line(size, number, *price));
    let lines: Vec<ReceiveLine> = lines.collect::<Result<_, _>>()?;
    let receipts = lines.chunks(RECEIPT_LINES).map(|lines| Receive {
        location: LocationCode::MAIN,
        reference: None,
        date: None,
        lines: lines.to_vec(),
    });
    let receipts: Vec<Receive> = receipts.collect();
    for wave in receipts.chunks(RECEIPTS_AT_ONCE) {
        maker.wave(wave.to_vec()).await?;
    }
    Ok(())
}

/// A price from 1.90 to 59.90, in millionths.
fn price(dice: &mut Dice) -> i64 {
    let tens = i64::try_from(dice.below(581)).unwrap_or(0);
    (19 + tens) * 100_000
}

fn product(number: u64, price: i64) -> Result<AddProduct, Fault> {
    let name = format!("{} {} {}", turn(KINDS, number), turn(SORTS, number), number + 1);
    Ok(AddProduct {
        sku: sku(number)?,
        name: read::<ProductName>(&name)?,
        kind: ProductKind::Goods,
        unit: Unit::PIECE,
        price: UnitPrice::new(price),
        price_base: Quantity::ONE,
        basis: PriceBasis::Gross,
        tax_class: if number % 10 < 7 { TaxClass::Standard } else { TaxClass::Reduced },
        out_of_stock: OutOfStock::Deny,
        barcode: None,
    })
}

/// As much as all orders can ask for, and plenty beyond; bought at two fifths of the price.
fn receipt_line(size: &Size, number: u64, price: i64) -> Result<ReceiveLine, Fault> {
    let skus = u64::from(size.skus);
    // A product's share of all lines falls with the root of its place, see `Dice::popular`; an order asks for four
    // or five pieces in all.
    let asked =
        u64::from(size.orders).saturating_mul(14).checked_div((skus * number.max(1)).isqrt()).unwrap_or(0);
    let (least, most) = SPARE_OF_ONE;
    let spare = SPARE_PIECES.checked_div(skus).unwrap_or(0).clamp(least, most);
    let pieces = asked + spare + if number == 0 { SPARE_OF_FIRST } else { 0 };
    let quantity = i64::try_from(pieces).ok().and_then(Quantity::whole);
    let quantity =
        quantity.ok_or_else(|| Fault::setting("so many orders need more products: raise --skus"))?;
    Ok(ReceiveLine { sku: sku(number)?, quantity, unit_cost: UnitPrice::new(price * 2 / 5) })
}

/// A customer, and how they pay.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Buyer {
    pub(in crate::cli) customer: CustomerId,
    method: PaymentMethod,
}

impl Buyer {
    pub(super) fn method(&self) -> PaymentMethod {
        self.method
    }
}

/// The customers of a merchant that was generated.
pub(in crate::cli) async fn buyers(reads: &ReadDb, org: i64) -> Result<Vec<Buyer>, Fault> {
    let customers = reads.records::<Customer>("org_id = $1 ORDER BY id", vec![org.into()]).await?;
    Ok(customers.iter().map(|row| Buyer { customer: row.id, method: row.payment_method }).collect())
}

const METHODS: &[(u64, PaymentMethod)] = &[
    (60, PaymentMethod::Invoice),
    (20, PaymentMethod::Card),
    (15, PaymentMethod::Prepayment),
    (5, PaymentMethod::DirectDebit),
];

/// Registers the customers.
pub(super) async fn register(maker: &Maker, size: &Size) -> Result<Vec<Buyer>, Fault> {
    let mut dice = Dice::new(size.seed ^ 0x6375_7374);
    let choices = (0..u64::from(size.customers)).map(|number| {
        let method = dice.share(METHODS).unwrap_or(PaymentMethod::Invoice);
        (number, method, dice.bytes())
    });
    let choices: Vec<_> = choices.collect();
    let commands = choices.iter().map(|(number, method, salt)| Ok(customer(*number, *method, *salt)));
    let registered = maker.waves(commands).await?;
    let buyer =
        |(new, (_, method, _)): (kontor_customers::register::NewCustomer, &(u64, PaymentMethod, _))| Buyer {
            customer: new.customer,
            method: *method,
        };
    Ok(registered.into_iter().zip(&choices).map(buyer).collect())
}

fn customer(number: u64, payment_method: PaymentMethod, salt: [u8; 16]) -> Register {
    let (zip, city) = turn(TOWNS, number);
    let address = Address {
        kind: AddressKind::Billing,
        name: String::new(),
        street: format!("{} {}", turn(STREETS, number), number % 150 + 1),
        addition: String::new(),
        zip: zip.to_owned(),
        city: city.to_owned(),
        country: "DE".to_owned(),
    };
    let name = format!("{} {}", turn(FIRST_NAMES, number), turn(LAST_NAMES, number));
    Register {
        number: None,
        kind: CustomerKind::Person,
        card: ContactCard {
            name,
            mail: format!("kunde-{}@example.com", number + 1),
            addresses: vec![address],
            ..ContactCard::default()
        },
        salt,
        language: Language::German,
        payment_method,
        terms_days: 14,
        credit_limit: None,
    }
}
