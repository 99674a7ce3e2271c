//! What the sample shop sells, and the goods that came in.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{Gtin, OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_inventory::model::{LocationCode, ReceiptReference};
use kontor_inventory::receive::{Receive, ReceiveLine};
use kontor_kernel::Quantity;
use kontor_store::{Fault, FaultKind};

use super::{Shop, read};

/// How it is taxed and kept: food at the reduced rate, other goods at the standard rate, services.
#[derive(Clone, Copy)]
enum Sort {
    Food,
    Ware,
    Service,
}

use Sort::{Food, Service, Ware};

/// A product: SKU, name, sort, unit, gross price, pieces that came in, what one cost. What nobody received waits for goods.
struct Product(&'static str, &'static str, Sort, &'static str, &'static str, &'static str, &'static str);

/// All of them.
#[rustfmt::skip]
const PRODUCTS: &[Product] = &[
    Product("KAF-HAFEN-250",  "Hafenröstung, ganze Bohne, 250 g",         Food,    "C62",  "7.90", "120", "3.10"),
    Product("KAF-HAFEN-1000", "Hafenröstung, ganze Bohne, 1 kg",          Food,    "C62", "27.90",  "60", "11.20"),
    Product("KAF-ESPR-250",   "Espresso Speicherstadt, 250 g",            Food,    "C62",  "8.50", "140", "3.40"),
    Product("KAF-ESPR-1000",  "Espresso Speicherstadt, 1 kg",             Food,    "C62", "29.90",  "80", "12.10"),
    Product("KAF-AETH-250",   "Äthiopien Yirgacheffe, 250 g",             Food,    "C62", "10.90",  "40", "4.80"),
    Product("KAF-KOLU-250",   "Kolumbien Huila, 250 g",                   Food,    "C62",  "9.90",  "45", "4.20"),
    Product("KAF-DECAF-250",  "Hafenröstung entkoffeiniert, 250 g",       Food,    "C62",  "8.90",  "30", "3.90"),
    Product("KAF-LOSE",       "Rohkaffee Santos, lose",                   Food,    "KGM",  "9.80", "150.5", "4.35"),
    Product("TEE-OSTFR-250",  "Ostfriesenmischung, 250 g",                Food,    "C62",  "8.20",  "90", "2.90"),
    Product("TEE-EARLGR-100", "Earl Grey, 100 g",                         Food,    "C62",  "5.40",  "70", "1.80"),
    Product("TEE-DARJ-100",   "Darjeeling First Flush, 100 g",            Food,    "C62", "12.50",  "35", "5.60"),
    Product("TEE-ASSAM-250",  "Assam TGFOP, 250 g",                       Food,    "C62",  "9.40",  "50", "3.30"),
    Product("TEE-SENCHA-100", "Sencha, 100 g",                            Food,    "C62",  "7.80",  "40", "2.70"),
    Product("TEE-ROOIB-250",  "Rooibos Vanille, 250 g",                   Food,    "C62",  "6.90",  "55", "2.10"),
    Product("TEE-KAMILLE-50", "Kamillenblüten, 50 g",                     Food,    "C62",  "3.60",  "60", "1.10"),
    Product("TEE-MINZE-75",   "Pfefferminze, 75 g",                       Food,    "C62",  "3.90",  "60", "1.20"),
    Product("SUE-KLUNT-500",  "Kluntje, weiß, 500 g",                     Food,    "C62",  "2.90", "110", "1.05"),
    Product("SUE-HONIG-250",  "Lindenhonig aus den Vierlanden, 250 g",    Food,    "C62",  "6.50",  "40", "3.20"),
    Product("SUE-FRIES-200",  "Friesenkekse, 200 g",                      Food,    "C62",  "4.20",  "75", "1.60"),
    Product("SUE-SCHOK-100",  "Zartbitterschokolade 72 %, 100 g",         Food,    "C62",  "3.40",  "95", "1.30"),
    Product("GES-TASSE-BL",   "Tasse, blau, 250 ml",                      Ware,    "C62", "14.90",  "48", "5.20"),
    Product("GES-TASSE-WS",   "Tasse, weiß, 250 ml",                      Ware,    "C62", "14.90",  "52", "5.20"),
    Product("GES-TEEK-1200",  "Teekanne mit Sieb, 1,2 l",                 Ware,    "C62", "39.90",  "18", "15.60"),
    Product("GES-STOEV",      "Stövchen, Gusseisen",                      Ware,    "C62", "29.90",  "15", "11.90"),
    Product("GES-GLAS-4",     "Latte-macchiato-Gläser, 4 Stück",          Ware,    "SET", "24.90",  "22", "8.70"),
    Product("ZUB-FILTER-100", "Papierfilter Größe 4, 100 Stück",          Ware,    "C62",  "3.20", "130", "0.95"),
    Product("ZUB-HANDF",      "Handfilter, Porzellan",                    Ware,    "C62", "19.90",  "25", "7.30"),
    Product("ZUB-PRESS-1000", "Stempelkanne, 1 l",                        Ware,    "C62", "34.90",  "20", "13.40"),
    Product("ZUB-MUEHLE-H",   "Handmühle mit Keramikmahlwerk",            Ware,    "C62", "59.00",  "12", "26.50"),
    Product("ZUB-MUEHLE-E",   "Elektrische Mühle",                        Ware,    "C62", "149.00",  "6", "82.00"),
    Product("ZUB-WAAGE",      "Barista-Waage mit Zeitmesser",             Ware,    "C62", "44.90",  "10", "19.80"),
    Product("ZUB-SIEB",       "Dauerteesieb, Edelstahl",                  Ware,    "C62",  "9.90",  "65", "2.60"),
    Product("ZUB-DOSE-500",   "Vorratsdose, 500 g",                       Ware,    "C62", "12.90",  "38", "4.10"),
    Product("MAS-SIEBTR",     "Siebträgermaschine Elbe",                  Ware,    "C62", "899.00",  "3", "540.00"),
    Product("MAS-VOLLAUT",    "Kaffeevollautomat Alster",                 Ware,    "C62", "649.00",   "", "410.00"),
    Product("BUC-KAFFEE",     "Buch: Kaffee. Von der Kirsche zur Tasse",  Food,    "C62", "28.00",  "16", "16.80"),
    Product("BUC-TEE",        "Buch: Die Teestunde",                      Food,    "C62", "22.00",  "14", "13.20"),
    Product("GES-KORB",       "Geschenkkorb Elbblick",                    Ware,    "C62", "49.00",   "", "24.00"),
    Product("DL-KURS-BAR",    "Barista-Kurs, halber Tag",                 Service, "C62", "89.00",   "", ""),
    Product("DL-WARTUNG",     "Wartung der Kaffeemaschine",               Service, "HUR", "71.40",   "", ""),
    Product("DL-VERSAND",     "Versand innerhalb Deutschlands",           Service, "C62",  "4.90",   "", ""),
];

/// The SKUs of what is kept in plenty, so that the sample's orders find it.
pub(super) fn plenty() -> Vec<&'static str> {
    let is_plenty = |quantity: &str| quantity.parse::<u32>().is_ok_and(|pieces| pieces >= 30);
    PRODUCTS.iter().filter(|product| is_plenty(product.5)).map(|product| product.0).collect()
}

/// A barcode of the range that GS1 leaves to shops themselves, so that it is nobody else's.
fn barcode(index: usize) -> Result<Gtin, Fault> {
    Gtin::complete(&format!("20{index:010}"))
        .map_err(|error| Fault::new(FaultKind::Bug, "a barcode of the sample", error))
}

pub(super) async fn add(shop: &Shop<'_>) -> Result<(), Fault> {
    for (index, Product(sku, name, sort, unit, price, _, _)) in PRODUCTS.iter().enumerate() {
        let is_service = matches!(sort, Service);
        let command = AddProduct {
            sku: read::<Sku>(sku)?,
            name: read::<ProductName>(name)?,
            kind: if is_service { ProductKind::Service } else { ProductKind::Goods },
            unit: read::<Unit>(unit)?,
            price: read(price)?,
            price_base: Quantity::ONE,
            basis: PriceBasis::Gross,
            tax_class: if matches!(sort, Food) { TaxClass::Reduced } else { TaxClass::Standard },
            // The dear machines and baskets are got when they are ordered.
            out_of_stock: if sku.starts_with("MAS") || sku.starts_with("GES-KORB") {
                OutOfStock::Backorder
            } else {
                OutOfStock::Deny
            },
            barcode: if is_service { None } else { Some(barcode(index)?) },
        };
        shop.does(command).await?;
    }
    let received: Vec<&Product> = PRODUCTS.iter().filter(|product| !product.5.is_empty()).collect();
    for (index, deliveries) in received.chunks(12).enumerate() {
        let lines = deliveries.iter().map(|Product(sku, _, _, _, _, quantity, cost)| {
            Ok(ReceiveLine { sku: read::<Sku>(sku)?, quantity: read(quantity)?, unit_cost: read(cost)? })
        });
        let command = Receive {
            location: LocationCode::MAIN,
            reference: Some(read::<ReceiptReference>(&format!("LS-26-{}", 4_711 + index * 13))?),
            date: shop.days_ago(30),
            lines: lines.collect::<Result<_, Fault>>()?,
        };
        shop.does(command).await?;
    }
    Ok(())
}
