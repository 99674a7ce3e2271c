//! What happened at the sample shop in the last weeks: orders by every channel, each left in a state of its own.

use kontor_billing::counter_sale::{CounterSale, Sold};
use kontor_billing::credit::CreditInvoice;
use kontor_billing::issue::IssueInvoice;
use kontor_billing::pay::{RecordPayment, Target};
use kontor_catalog::model::Sku;
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_fulfilment::ship::Ship;
use kontor_kernel::{Amount, Date, Quantity, share};
use kontor_orders::cancel::Cancel;
use kontor_orders::model::{Channel, LineQuantity, OrderId};
use kontor_orders::place::{Place, PlaceLine, PlacedOrder};
use kontor_store::Fault;

use super::products::plenty;
use super::{Shop, read};

/// How many orders are taken.
const ORDERS: usize = 36;

/// What becomes of an order; each goes on from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Cancelled,
    Placed,
    PartlyShipped,
    Shipped,
    Invoiced,
    PartlyPaid,
    Paid,
    Credited,
}

const FATES: &[Fate] = &[
    Fate::Paid,
    Fate::Invoiced,
    Fate::Placed,
    Fate::Paid,
    Fate::Shipped,
    Fate::PartlyShipped,
    Fate::Paid,
    Fate::PartlyPaid,
    Fate::Cancelled,
    Fate::Paid,
    Fate::Credited,
    Fate::Placed,
];

const CHANNELS: &[Channel] =
    &[Channel::Web, Channel::Phone, Channel::Web, Channel::Marketplace, Channel::B2b];

/// The element at a place, counted round.
fn turn<T: Copy>(list: &[T], index: usize) -> Option<T> {
    list.get(index.checked_rem(list.len())?).copied()
}

/// Takes the orders; returns the last sale over the counter.
pub(super) async fn run(shop: &Shop<'_>, customers: &[CustomerId]) -> Result<Option<Sold>, Fault> {
    let mut sold = None;
    for index in 0..ORDERS {
        // The older an order, the further it may have come.
        let day = i64::try_from(ORDERS - index).unwrap_or(0) * 2 / 3;
        let placed = place(shop, customers, index, shop.days_ago(day)).await?;
        if let Some(fate) = turn(FATES, index) {
            go_on(shop, &placed, fate, day).await?;
        }
        if index.checked_rem(6) == Some(0) {
            sold = Some(sell_over_the_counter(shop, index).await?);
        }
    }
    wait_for_goods(shop, customers).await?;
    Ok(sold)
}

fn line(sku: &str, pieces: usize) -> Result<PlaceLine, Fault> {
    Ok(PlaceLine { sku: read::<Sku>(sku)?, quantity: read::<Quantity>(&pieces.to_string())?, price: None })
}

async fn place(
    shop: &Shop<'_>,
    customers: &[CustomerId],
    index: usize,
    order_date: Option<Date>,
) -> Result<PlacedOrder, Fault> {
    let skus = plenty();
    let mut lines = Vec::new();
    for number in 0..=index % 4 {
        // Steps that share no factor with the number of products: no product comes twice in an order.
        if let Some(sku) = turn(&skus, index * 5 + number * 7) {
            lines.push(line(sku, 1 + (index + number) % 3)?);
        }
    }
    if index.is_multiple_of(2) {
        lines.push(line("DL-VERSAND", 1)?);
    }
    let channel = turn(CHANNELS, index).unwrap_or(Channel::Web);
    let external = match channel {
        Channel::Web => Some(read(&format!("SHOP-{}", 20_100 + index))?),
        Channel::Marketplace => Some(read(&format!("304-{:07}", 7_701_234 + index * 991))?),
        _ => None,
    };
    let command = Place {
        customer: turn(customers, index * 3),
        channel,
        location: None,
        currency: None,
        basis: None,
        payment_method: None,
        order_date,
        reference: None,
        external,
        lines,
    };
    shop.does(command).await
}

async fn go_on(shop: &Shop<'_>, placed: &PlacedOrder, fate: Fate, day: i64) -> Result<(), Fault> {
    let order = placed.order;
    if fate == Fate::Cancelled {
        return shop
            .does(Cancel { order, lines: Vec::new(), reason: read("Kunde hat storniert")? })
            .await
            .map(drop);
    }
    if fate >= Fate::PartlyShipped {
        let first = LineQuantity { line: 1, quantity: Quantity::ONE };
        let lines = if fate == Fate::PartlyShipped { vec![first] } else { Vec::new() };
        let command = Ship {
            order,
            lines,
            date: shop.days_ago(day - 1),
            carrier: Some(read("DHL")?),
            tracking: Some(read(&format!("00340434{:012}", order.raw().unsigned_abs() % 1_000_000_000_000))?),
        };
        shop.does(command).await?;
    }
    if fate < Fate::Invoiced {
        return Ok(());
    }
    let invoice = IssueInvoice {
        order,
        lines: Vec::new(),
        document_date: Some(shop.today),
        supply_date: shop.days_ago(day - 1),
    };
    let invoice = shop.does(invoice).await?;
    let gross = placed.totals.gross;
    match fate {
        Fate::PartlyPaid => pay(shop, order, share(gross, 1, 2).unwrap_or(gross)).await,
        Fate::Paid => pay(shop, order, gross).await,
        Fate::Credited => {
            let credit = CreditInvoice {
                invoice: invoice.id,
                lines: Vec::new(),
                document_date: None,
                reason: read("Ware beschädigt angekommen")?,
            };
            shop.does(credit).await.map(drop)
        }
        _ => Ok(()),
    }
}

async fn pay(shop: &Shop<'_>, order: OrderId, amount: Amount) -> Result<(), Fault> {
    let command = RecordPayment {
        method: PaymentMethod::Invoice,
        amount,
        target: Target::Order(order),
        date: None,
        reference: None,
    };
    shop.does(command).await.map(drop)
}

async fn sell_over_the_counter(shop: &Shop<'_>, index: usize) -> Result<Sold, Fault> {
    let command = CounterSale {
        customer: None,
        location: None,
        payment_method: PaymentMethod::Card,
        given: None,
        reference: None,
        lines: vec![line("GES-TASSE-BL", 1)?, line("TEE-OSTFR-250", 1 + index % 2)?],
    };
    shop.does(command).await
}

/// Orders for what is not there: they wait, and are filled first when goods come.
async fn wait_for_goods(shop: &Shop<'_>, customers: &[CustomerId]) -> Result<(), Fault> {
    for (index, sku) in ["MAS-VOLLAUT", "GES-KORB", "GES-KORB"].into_iter().enumerate() {
        let lines = vec![line(sku, 1 + index)?, line("SUE-FRIES-200", 2)?];
        let command = Place {
            customer: turn(customers, index + 8),
            reference: Some(read(&format!("Bestellung {}", 881 + index))?),
            ..Place::new(Channel::Phone, lines)
        };
        shop.does(command).await?;
    }
    Ok(())
}
