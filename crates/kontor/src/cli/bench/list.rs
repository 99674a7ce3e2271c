//! Looking: what pages and reports cost on a merchant with many orders, one request after the other.

use std::sync::Arc;
use std::time::Duration;

use kontor_orders::model::OrderId;
use kontor_store::{Fault, Value as Cell};
use serde_json::Value;

use super::Bed;
use super::clients::{Client, Run, Shop, Stop};
use super::processes::{Database, Mark, Server};
use super::report::Report;
use crate::cli::generate::sku_text;

/// Orders that are looked at, chosen by chance.
const ORDERS: u64 = 1_000;
/// Days before the last one, of which one is chosen for what was then.
const DAYS: u64 = 360;
/// Requests before anything is measured.
const WARM_UP: u32 = 10;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// The 50 newest orders that are open.
    Open,
    /// The 50 newest orders that wait to be shipped.
    ToShip,
    /// An order with its lines.
    Order,
    /// The stock of a product at a past moment.
    StockThen,
    /// The trial balance as of a day.
    TrialBalance,
    /// The console's board: the 50 newest orders.
    Board,
    /// The console's board of what is to be shipped.
    BoardToShip,
    /// The console's page of an order.
    OrderPage,
    /// The console's first page.
    Today,
}

const LOOKS: &[(&str, Look)] = &[
    ("open_orders", Look::Open),
    ("orders_to_ship", Look::ToShip),
    ("order", Look::Order),
    ("stock_at_moment", Look::StockThen),
    ("trial_balance", Look::TrialBalance),
    ("board_page", Look::Board),
    ("board_to_ship_page", Look::BoardToShip),
    ("order_page", Look::OrderPage),
    ("today_page", Look::Today),
];

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let orders = some_orders(bed).await?;
    let (server, database, shop) = bed.start().await?;
    let mut report = Report::of("list", bed);
    report.set("clients", 1);
    for (name, look) in LOOKS {
        eprintln!("measuring:  {name}, {} s", bed.args.seconds);
        let found = once(bed, (&server, &database, &shop), &orders, *look).await?;
        report.set(name, found);
    }
    server.stop().await?;
    report.set("ledger_entries", count(bed, "SELECT COUNT(*) FROM ledger_entry WHERE org_id = $1").await?);
    report.set("movements", count(bed, "SELECT COUNT(*) FROM inventory_movement WHERE org_id = $1").await?);
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

async fn count(bed: &Bed<'_>, sql: &str) -> Result<i64, Fault> {
    let rows = bed.reads.query(sql, vec![bed.merchant.org.into()]).await?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.take())
}

/// Ids of orders from all over the merchant's life.
async fn some_orders(bed: &Bed<'_>) -> Result<Vec<String>, Fault> {
    let all = u64::from(bed.merchant.size.orders);
    let step = all.checked_div(ORDERS).unwrap_or(0).max(1);
    let mut ids = Vec::new();
    let (mut after, org) = (0_i64, Cell::Int(bed.merchant.org));
    // Numbers rise with ids, so every so-many-th is found by its number.
    for place in (0..all).step_by(usize::try_from(step).unwrap_or(1)) {
        let number = kontor_orders::model::order_number(100_001 + i64::try_from(place).unwrap_or(0));
        let sql = "SELECT id FROM orders_order WHERE org_id = $1 AND number = $2 AND id > $3";
        let rows = bed.reads.query(sql, vec![org.clone(), number.as_str().into(), after.into()]).await?;
        if let Some(mut row) = rows.into_iter().next() {
            after = row.take()?;
            ids.push(OrderId::new(after).to_string());
        }
    }
    if ids.is_empty() { Err(Fault::setting("there are no orders: raise --orders-before")) } else { Ok(ids) }
}

/// Looks at one thing again and again: the figures, or null where the server has no such path.
async fn once(
    bed: &Bed<'_>,
    (server, database, shop): (&Server, &Database, &Arc<Shop>),
    orders: &[String],
    look: Look,
) -> Result<Value, Fault> {
    let lost = |error: std::io::Error| Fault::setting(format!("the client lost the server: {error}"));
    let mut client = Client::connect(shop, 1).await.map_err(lost)?;
    for _ in 0..WARM_UP {
        let path = path(bed, &mut client, orders, look);
        let (status, _) = client.call("GET", &path, "").await.map_err(lost)?;
        match status {
            200 => {}
            404 => return Ok(Value::Null),
            _ => {
                let answer = String::from_utf8_lossy(client.body());
                return Err(Fault::setting(format!("GET {path} was answered with {status}: {answer}")));
            }
        }
    }
    let stop = Stop::after_time(Duration::from_secs(bed.args.seconds.into()));
    let mark = Mark::now(server, database).await?;
    let mut run = Run::default();
    while stop.lets_begin() {
        let path = path(bed, &mut client, orders, look);
        let (status, micros) = client.call("GET", &path, "").await.map_err(lost)?;
        if status == 200 {
            run.done += 1;
        } else {
            run.refused += 1;
        }
        run.took(0, micros);
    }
    let spent = mark.spent(server, database).await?;
    let mut found = Report::part();
    found.set("requests", run.done);
    found.set("refused", run.refused);
    found.set("bytes", client.body().len());
    found.cpu("request", &spent, run.done);
    found.percentiles("", &mut run, 0);
    Ok(found.value())
}

fn path(bed: &Bed<'_>, client: &mut Client, orders: &[String], look: Look) -> String {
    let (until, skus) = (bed.merchant.size.until, u64::from(bed.merchant.size.skus));
    let mut day = || {
        let back = i64::try_from(client.chance(DAYS)).unwrap_or(0);
        until.add_days(-back).unwrap_or(until)
    };
    match look {
        Look::Open => "/api/v1/orders?tab=placed&limit=50".to_owned(),
        Look::ToShip => "/api/v1/orders?tab=to_ship&limit=50".to_owned(),
        Look::Board => "/orders".to_owned(),
        Look::BoardToShip => "/orders?tab=to_ship".to_owned(),
        Look::Today => "/".to_owned(),
        Look::Order | Look::OrderPage => {
            let start = if matches!(look, Look::Order) { "/api/v1" } else { "" };
            let count = u64::try_from(orders.len()).unwrap_or(1);
            let order = usize::try_from(client.chance(count)).ok().and_then(|index| orders.get(index));
            format!("{start}/orders/{}", order.map_or("", String::as_str))
        }
        Look::StockThen => {
            let day = day();
            format!("/api/v1/stock/history?sku={}&at={day}T12:00:00Z", sku_text(client.chance(skus)))
        }
        Look::TrialBalance => format!("/api/v1/reports/trial-balance?at={}", day()),
    }
}
