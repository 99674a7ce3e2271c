//! A small shop for the tests of this room, orders that hold goods without a room for orders, and random trade.

mod alarms;
mod opening;
mod random;
mod reserving;

use std::sync::atomic::{AtomicI64, Ordering};

use kontor_catalog::model::Sku;
use kontor_catalog::records::CatalogTables;
use kontor_catalog::samples::{goods, service};
use kontor_identity::model::{CountryCode, OrgId};
use kontor_kernel::{Context, Currency, Quantity};
use kontor_ledger::model::Role;
use kontor_store::{Command, Desk, Failure, Fault, Recorded, Stop};
use kontor_testkit::TestDb;

use crate::model::LocationCode;
use crate::records::InventoryTables;
use crate::rules::{self, GoodsIssue, IssueLine, Wanted};
use crate::{samples, stock};

/// The rooms that stock needs.
pub(crate) fn rooms() -> Vec<kontor_store::Room> {
    vec![kontor_identity::room(), kontor_catalog::room(), kontor_ledger::room(), crate::room()]
}

/// Opens a shop with MUG and TEA (goods) and HELP (a service).
pub(crate) async fn open_shop(db: &TestDb) {
    db.submit(samples::FoundShop { org: OrgId::new(db.org), country: CountryCode::DE }).await.unwrap();
    for product in [goods("MUG"), goods("TEA"), service("HELP")] {
        db.submit(product).await.unwrap();
    }
}

/// Goods come to `main`.
pub(crate) async fn receive(db: &TestDb, lines: &[(&str, &str, &str)]) {
    db.submit(samples::receipt(lines)).await.unwrap();
}

/// A line that an order takes: SKU, how much, whether it may wait.
pub(crate) type Take = (&'static str, &'static str, bool);

/// An order takes goods, as the room for orders does it.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) holder: i64,
    pub(crate) location: LocationCode,
    pub(crate) lines: Vec<(Sku, Quantity, bool)>,
}

impl Order {
    /// At `main`; its lines are numbered from 1.
    pub(crate) fn new(holder: i64, lines: &[Take]) -> Self {
        let line = |(sku, quantity, may_wait): &Take| {
            (Sku::parse(sku).unwrap(), quantity.parse().unwrap(), *may_wait)
        };
        Self { holder, location: LocationCode::MAIN, lines: lines.iter().map(line).collect() }
    }
}

impl Command for Order {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        for (sku, _, _) in &self.lines {
            desk.products().want(&(sku.clone(),));
        }
        desk.locations().want(&(self.location,));
        desk.ready()?;
        rules::check_location(desk, &self.location)?;
        let mut wanted = Vec::new();
        for (line, (sku, quantity, may_wait)) in (1..).zip(&self.lines) {
            let product = desk.products().get(&(sku.clone(),))?.id;
            wanted.push(Wanted { line, product, sku: sku.clone(), quantity: *quantity, may_wait: *may_wait });
        }
        rules::want_stock(desk, &self.location, wanted.iter().map(|line| line.product));
        desk.ready()?;
        let allocations = rules::allocate(desk, &self.location, &wanted)?;
        rules::reserve(desk, self.holder, &self.location, &allocations)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// An order gives goods back.
#[derive(Debug, Clone)]
pub(crate) struct GiveBack {
    pub(crate) holder: i64,
    pub(crate) lines: Vec<(i32, Quantity)>,
}

impl Command for GiveBack {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        rules::want_held(desk, self.holder);
        desk.ready()?;
        rules::release(desk, self.holder, &self.lines)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// An order's goods are handed over.
#[derive(Debug, Clone)]
pub(crate) struct HandOver {
    pub(crate) holder: i64,
    pub(crate) document: i64,
    pub(crate) lines: Vec<(i32, Sku, Quantity)>,
}

impl HandOver {
    /// As document 900.
    pub(crate) fn new(holder: i64, lines: &[(i32, &str, &str)]) -> Self {
        let line = |(line, sku, quantity): &(i32, &str, &str)| {
            (*line, Sku::parse(sku).unwrap(), quantity.parse().unwrap())
        };
        Self { holder, document: 900, lines: lines.iter().map(line).collect() }
    }
}

impl Command for HandOver {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        use kontor_identity::records::IdentityTables;
        for (_, sku, _) in &self.lines {
            desk.products().want(&(sku.clone(),));
        }
        desk.org().want(&());
        rules::want_held(desk, self.holder);
        desk.ready()?;
        let mut lines = Vec::new();
        for (line, sku, quantity) in &self.lines {
            let product = desk.products().get(&(sku.clone(),))?.id;
            lines.push(IssueLine { line: *line, product, quantity: *quantity });
        }
        let date = kontor_identity::rules::today(desk, context)?;
        let (holder, document) = (self.holder, self.document);
        rules::issue(desk, GoodsIssue { holder, document, date, text: "Shipment", lines: &lines })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// The code of a refusal with the place it names and its facts; "done" when there is none.
pub(crate) fn outcome<A>(result: Result<A, Failure>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(Failure::Refused(refusal)) => {
            let facts = refusal.detail.iter().map(|(name, value)| format!(" {name}={value}"));
            let place = refusal.field.map(|field| format!(" at {field}")).unwrap_or_default();
            format!("{} {}{place}{}", refusal.status, refusal.code, facts.collect::<String>())
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// The stock of a product: `on hand/reserved = value`, with each location where there are several.
pub(crate) async fn shown(db: &TestDb, sku: &str) -> String {
    let product = kontor_catalog::show::by_sku(&db.reads, db.org, &Sku::parse(sku).unwrap()).await.unwrap();
    let Some(found) = stock::one(&db.reads, db.org, product.unwrap().id).await.unwrap() else {
        return "none".to_owned();
    };
    let many = found.places.len() > 1;
    let places = found.places.iter().map(|place| {
        let at = if many { format!("{} ", place.location) } else { String::new() };
        format!("{at}{}/{}", place.on_hand, place.reserved)
    });
    format!("{} = {}", places.collect::<Vec<_>>().join(", "), found.value.text(Currency::EUR))
}

/// All open reservations: `holder.line reserved+waiting`.
pub(crate) async fn held(db: &TestDb) -> Vec<String> {
    let all: Vec<crate::records::Reservation> =
        db.reads.records("org_id = $1 ORDER BY holder, line", vec![db.org.into()]).await.unwrap();
    all.iter()
        .map(|held| format!("{}.{} {}+{}", held.holder, held.line, held.reserved, held.waiting))
        .collect()
}

/// The balance of the account with this job: debit less credit.
pub(crate) async fn balance(db: &TestDb, role: Role) -> String {
    const BALANCE: &str = "SELECT CAST(COALESCE(SUM(b.debit - b.credit), 0) AS BIGINT) FROM ledger_balance b \
         JOIN ledger_account a ON a.org_id = b.org_id AND a.number = b.account \
         WHERE b.org_id = $1 AND a.role = $2";
    let params = vec![db.org.into(), kontor_store::Value::of(&role)];
    let mut rows = db.reads.query(BALANCE, params).await.unwrap();
    rows[0].take::<kontor_kernel::Amount>().unwrap().text(Currency::EUR)
}

/// The newest event of a kind, with its ids written as `#1`, `#2`, … in the order of their first appearance.
pub(crate) async fn last_event(db: &TestDb, kind: &str) -> serde_json::Value {
    let events = db.events().await;
    let start = format!("{kind} ");
    let payload = events.iter().rev().find_map(|event| event.strip_prefix(&start)).unwrap();
    let mut ids: Vec<&str> = Vec::new();
    let mut plain = payload.to_owned();
    for part in payload.split('"') {
        let is_id =
            part.split_once('_').is_some_and(|(prefix, digits)| prefix.len() == 3 && digits.len() == 13);
        if is_id && !ids.contains(&part) {
            ids.push(part);
            plain = plain.replace(part, &format!("{}#{}", &part[..3], ids.len()));
        }
    }
    serde_json::from_str(&plain).unwrap()
}

/// A number that no other order or document of this process has.
pub(crate) fn fresh() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1_000);
    NEXT.fetch_add(1, Ordering::SeqCst)
}
