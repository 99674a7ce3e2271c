//! Who buys at the sample shop. All names are made up.

use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerId, CustomerKind, Language, PaymentMethod,
};
use kontor_customers::register::Register;
use kontor_kernel::{Amount, Currency};
use kontor_store::{Fault, FaultKind};

use super::Shop;

/// A customer: name, company, mail, street, postal code, town, how they pay, days, credit limit.
struct Sample(
    &'static str,
    &'static str,
    &'static str,
    [&'static str; 3],
    PaymentMethod,
    i32,
    Option<&'static str>,
);

use PaymentMethod::{Card, DirectDebit, Invoice, Prepayment};

#[rustfmt::skip]
const CUSTOMERS: &[Sample] = &[
    Sample("Anna Petersen",     "", "anna.petersen@example.com",    ["Große Elbstraße 12", "22767", "Hamburg"],       Invoice,     14, Some("500.00")),
    Sample("Jürgen Möller",     "", "j.moeller@example.com",        ["Lübecker Straße 88", "22087", "Hamburg"],       Prepayment,  14, None),
    Sample("Aylin Yıldız",      "", "aylin@example.org",            ["Karl-Marx-Straße 101", "12043", "Berlin"],      Card,        14, None),
    Sample("Friederike Groß",   "", "f.gross@example.net",          ["Am Markt 3", "18055", "Rostock"],               Invoice,     14, Some("300.00")),
    Sample("Tomasz Kowalczyk",  "", "tomasz@example.com",           ["Sögestraße 41", "28195", "Bremen"],             DirectDebit, 14, None),
    Sample("Maria Schönfeld",   "", "maria.schoenfeld@example.org", ["Königsallee 60", "40212", "Düsseldorf"],        Card,        14, None),
    Sample("Lars Johannsen",    "", "lars@example.net",             ["Holm 21", "24937", "Flensburg"],                Invoice,     14, None),
    Sample("Nguyễn Thị Hoa",    "", "hoa@example.com",              ["Prager Straße 9", "01069", "Dresden"],          Prepayment,  14, None),
    Sample("Katrin Brandt",   "Café Brandt e. K.",        "bestellung@cafe-brandt.example", ["Osterstraße 17", "20259", "Hamburg"],    Invoice,     30, Some("3000.00")),
    Sample("Mehmet Demir",    "Rösterei Demir GmbH",      "einkauf@demir.example",          ["Hansaring 5", "48155", "Münster"],       Invoice,     30, Some("5000.00")),
    Sample("Sabine Wolff",    "Hotel Seeblick GmbH",      "wareneingang@seeblick.example",  ["Strandallee 1", "23683", "Scharbeutz"],  DirectDebit, 14, Some("4000.00")),
    Sample("Dr. Peter Lang",  "Kanzlei Lang & Partner mbB", "office@lang.example",          ["Ballindamm 27", "20095", "Hamburg"],     Invoice,     14, Some("1500.00")),
    Sample("Ines Hoffmann",   "Kita Elbkinder gGmbH",     "ines@elbkinder.example",         ["Fischmarkt 8", "22767", "Hamburg"],      Invoice,     21, Some("800.00")),
    Sample("Olaf Behrens",    "Feinkost Behrens OHG",     "olaf@behrens.example",           ["Mühlenstraße 55", "26721", "Emden"],     Invoice,     30, Some("2500.00")),
];

pub(super) async fn register(shop: &Shop<'_>) -> Result<Vec<CustomerId>, Fault> {
    let mut ids = Vec::new();
    for Sample(name, company, mail, [street, zip, city], payment_method, terms_days, limit) in CUSTOMERS {
        let address = Address {
            kind: AddressKind::Billing,
            name: String::new(),
            street: (*street).to_owned(),
            addition: String::new(),
            zip: (*zip).to_owned(),
            city: (*city).to_owned(),
            country: "DE".to_owned(),
        };
        let mut salt = [0; 16];
        kontor_store::random(&mut salt)?;
        let limit = limit.map(|limit| Amount::parse(limit, Currency::EUR)).transpose();
        let command = Register {
            number: None,
            kind: if company.is_empty() { CustomerKind::Person } else { CustomerKind::Company },
            card: ContactCard {
                name: (*name).to_owned(),
                company: (*company).to_owned(),
                mail: (*mail).to_owned(),
                addresses: vec![address],
                ..ContactCard::default()
            },
            salt,
            language: Language::German,
            payment_method: *payment_method,
            terms_days: *terms_days,
            credit_limit: limit
                .map_err(|error| Fault::new(FaultKind::Bug, "a credit limit of the sample", error))?,
        };
        ids.push(shop.does(command).await?.customer);
    }
    Ok(ids)
}
