//! A small shop for the tests of this room.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, Sku};
use kontor_catalog::samples::{goods, service};
use kontor_identity::model::{CountryCode, OrgId};
use kontor_inventory::samples::{FoundShop, receipt};
use kontor_orders::model::{Channel, LineQuantity, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::Room;
use kontor_testkit::TestDb;

use crate::ship::Ship;

/// The rooms that a shipment needs.
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

/// Opens a shop with TEA (goods), BOOK (goods that may wait) and WRAP (a service); 10 TEA for 12.50 each are in stock.
pub(crate) async fn open_shop(db: &TestDb) {
    db.submit(FoundShop { org: OrgId::new(db.org), country: CountryCode::DE }).await.unwrap();
    let book = AddProduct { out_of_stock: OutOfStock::Backorder, ..goods("BOOK") };
    for product in [goods("TEA"), book, service("WRAP")] {
        db.submit(product).await.unwrap();
    }
    db.submit(receipt(&[("TEA", "10", "12.50")])).await.unwrap();
}

/// An order of somebody unknown by phone: SKU and quantity of each line.
pub(crate) fn order_of(lines: &[(&str, &str)]) -> Place {
    let line = |(sku, quantity): &(&str, &str)| PlaceLine {
        sku: Sku::parse(sku).unwrap(),
        quantity: quantity.parse().unwrap(),
        price: None,
    };
    Place::new(Channel::Phone, lines.iter().map(line).collect())
}

/// Places such an order.
pub(crate) async fn place(db: &TestDb, lines: &[(&str, &str)]) -> OrderId {
    db.submit(order_of(lines)).await.unwrap().answer.order
}

/// Ships lines of an order: number and quantity of each; all that can be without any.
pub(crate) fn ship(order: OrderId, lines: &[(i32, &str)]) -> Ship {
    let part =
        |(line, quantity): &(i32, &str)| LineQuantity { line: *line, quantity: quantity.parse().unwrap() };
    Ship { order, lines: lines.iter().map(part).collect(), date: None, carrier: None, tracking: None }
}
