//! What is found, with what people need to recognize it.

use kontor_billing::model::{InvoiceId, InvoiceKind, PaymentId, Settlement, settlement};
use kontor_catalog::model::ProductId;
use kontor_customers::model::{ContactCard, CustomerId};
use kontor_fulfilment::model::ShipmentId;
use kontor_identity::permissions::{Noun, Scope};
use kontor_kernel::{Amount, Date, limits, text_enum};
use kontor_orders::model::OrderId;
use kontor_store::follower::status;
use kontor_store::{Fault, ReadDb, Value};
use kontor_web::Text;
use kontor_web::page::Tone;

use super::find::{Sought, customers, orders_by, products, things};
use super::numbers;
use super::{SEARCH, fold, id_places, padded, texts};
use crate::board;
use crate::records::TermKind;

text_enum! {
    /// What can be found.
    pub enum HitKind {
        /// An order.
        Order = "order",
        /// A customer.
        Customer = "customer",
        /// A product.
        Product = "product",
        /// An invoice or credit note.
        Invoice = "invoice",
        /// A shipment.
        Shipment = "shipment",
        /// A payment or refund.
        Payment = "payment",
    }
}

impl HitKind {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Order => texts::ORDER,
            Self::Customer => texts::CUSTOMER,
            Self::Product => texts::PRODUCT,
            Self::Invoice => texts::INVOICE,
            Self::Shipment => texts::SHIPMENT,
            Self::Payment => texts::PAYMENT,
        }
    }
}

/// The kinds that somebody may find, by what they may read.
#[must_use]
pub fn kinds_for(sees: impl Fn(Scope) -> bool) -> Vec<HitKind> {
    let noun = |kind: HitKind| match kind {
        HitKind::Order => Noun::Orders,
        HitKind::Customer => Noun::Customers,
        HitKind::Product => Noun::Products,
        HitKind::Invoice => Noun::Invoices,
        HitKind::Shipment => Noun::Shipments,
        HitKind::Payment => Noun::Payments,
    };
    HitKind::ALL.iter().copied().filter(|kind| sees(Scope::read(noun(*kind)))).collect()
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its id.
    pub id: String,
    /// What people know it by.
    pub title: String,
    /// What tells it from others.
    pub subtitle: String,
    /// How it stands, where that matters.
    pub state: Option<(Tone, Text)>,
    /// Whether the whole text is its number, SKU or code.
    pub is_exact: bool,
}

impl Hit {
    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        let folder = match self.kind {
            HitKind::Order => "orders",
            HitKind::Customer => "customers",
            HitKind::Product => "products",
            HitKind::Invoice => "invoices",
            HitKind::Shipment => "shipments",
            HitKind::Payment => "payments",
        };
        format!("/{folder}/{}", self.id)
    }
}

/// What a search came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What was found: complete numbers first, then by kind.
    pub hits: Vec<Hit>,
    /// How many events the terms are behind: names that changed in these may not be found yet.
    pub behind: i64,
}

/// Finds what a text says among these kinds, a few of each.
///
/// # Errors
/// When the database can't be read.
pub async fn find(
    reads: &ReadDb,
    (org, today): (i64, Date),
    kinds: &[HitKind],
    text: &str,
) -> Result<Found, Fault> {
    let sought = Sought::of(text);
    if sought.is_empty() {
        return Ok(Found::default());
    }
    let whole = fold::compact(text);
    let numbered = numbers::find(reads, org, &whole).await?;
    let mut hits = Vec::new();
    for kind in kinds {
        let of_kind = match kind {
            HitKind::Order => {
                let ids = orders_by(reads, org, text, &numbered, limits::SEARCH_HITS).await?;
                orders(reads, (org, today), &ids).await?
            }
            HitKind::Customer => {
                let ids = customers(reads, org, text, limits::SEARCH_HITS).await?;
                customers_shown(reads, org, &ids.into_iter().map(CustomerId::raw).collect::<Vec<_>>()).await?
            }
            HitKind::Product => {
                let ids = products(reads, org, text, limits::SEARCH_HITS).await?;
                products_shown(reads, org, &ids.into_iter().map(ProductId::raw).collect::<Vec<_>>(), &whole)
                    .await?
            }
            HitKind::Invoice => invoices(reads, (org, today), &numbered.invoices).await?,
            HitKind::Shipment => {
                let mut ids = numbered.shipments.clone();
                ids.extend(things(reads, org, TermKind::Shipment, text, limits::SEARCH_HITS).await?);
                shipments(reads, org, &ids).await?
            }
            HitKind::Payment => {
                let mut ids = numbered.payments.clone();
                ids.extend(things(reads, org, TermKind::Payment, text, limits::SEARCH_HITS).await?);
                payments(reads, org, &ids).await?
            }
        };
        hits.extend(of_kind);
    }
    for hit in &mut hits {
        hit.is_exact |= [&hit.title, &hit.subtitle].iter().any(|text| fold::compact(text) == whole);
    }
    // A stable sort: the kinds stay in their order.
    hits.sort_by_key(|hit| !hit.is_exact);
    let status = status(reads, SEARCH, Some(org)).await?;
    Ok(Found { hits, behind: status.first().map_or(0, |status| status.behind) })
}

const HITS: usize = limits::SEARCH_HITS;

fn of_ids(start: &str, id: &str) -> String {
    format!("{start} AND {id} IN ({})", id_places(2, HITS))
}

fn with_ids(org: i64, ids: &[i64]) -> Vec<Value> {
    std::iter::once(org.into()).chain(padded(ids, HITS)).collect()
}

/// Puts what was read into the order of the ids, each once.
fn in_order(ids: &[i64], mut hits: Vec<(i64, Hit)>) -> Vec<Hit> {
    hits.sort_by_key(|(id, _)| ids.iter().position(|other| other == id));
    hits.into_iter().map(|(_, hit)| hit).collect()
}

async fn orders(reads: &ReadDb, (org, today): (i64, Date), ids: &[i64]) -> Result<Vec<Hit>, Fault> {
    let ids: Vec<OrderId> = ids.iter().copied().map(OrderId::new).collect();
    let cards = board::cards(reads, org, today, &ids).await?;
    let hit = |card: board::Card| Hit {
        kind: HitKind::Order,
        id: card.order.id.to_string(),
        title: card.order.number,
        subtitle: joined([&card.name, &card.city]),
        state: Some((card.summary.tone(), card.summary.text())),
        is_exact: false,
    };
    Ok(cards.into_iter().map(hit).collect())
}

fn joined<const N: usize>(parts: [&str; N]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn customers_sql() -> String {
    let start = "SELECT c.id, c.number, CASE WHEN c.erased_at IS NULL THEN v.data END, c.erased_at FROM customers_customer c \
        LEFT JOIN contact_version v ON v.org_id = $1 AND v.id = c.contact WHERE c.org_id = $1";
    of_ids(start, "c.id")
}

async fn customers_shown(reads: &ReadDb, org: i64, ids: &[i64]) -> Result<Vec<Hit>, Fault> {
    let mut hits = Vec::new();
    for mut row in reads.query(&customers_sql(), with_ids(org, ids)).await? {
        let (id, number, data): (i64, String, Option<String>) = (row.take()?, row.take()?, row.take()?);
        let erased_at: Option<i64> = row.take()?;
        let card: ContactCard = data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
        let town = card.addresses.first().map_or("", |address| address.city.as_str());
        let (name, person) =
            if card.company.is_empty() { (&card.name, "") } else { (&card.company, card.name.as_str()) };
        let title = if name.is_empty() { number.clone() } else { name.clone() };
        let subtitle = joined([&number, person, town, &card.mail]);
        let state = erased_at.map(|_| (Tone::Idle, texts::ERASED));
        let id_text = CustomerId::new(id).to_string();
        hits.push((
            id,
            Hit { kind: HitKind::Customer, id: id_text, title, subtitle, state, is_exact: false },
        ));
    }
    Ok(in_order(ids, hits))
}

fn products_sql() -> String {
    of_ids("SELECT id, sku, name, archived, barcode FROM catalog_product WHERE org_id = $1", "id")
}

async fn products_shown(reads: &ReadDb, org: i64, ids: &[i64], whole: &str) -> Result<Vec<Hit>, Fault> {
    let mut hits = Vec::new();
    for mut row in reads.query(&products_sql(), with_ids(org, ids)).await? {
        let (id, sku, title): (i64, String, String) = (row.take()?, row.take()?, row.take()?);
        let archived: bool = row.take()?;
        let is_exact = row.take::<Option<String>>()?.is_some_and(|barcode| barcode == whole);
        let state = archived.then_some((Tone::Idle, texts::ARCHIVED));
        let id_text = ProductId::new(id).to_string();
        hits.push((id, Hit { kind: HitKind::Product, id: id_text, title, subtitle: sku, state, is_exact }));
    }
    Ok(in_order(ids, hits))
}

fn invoices_sql() -> String {
    let start = "SELECT i.id, i.number, i.kind, i.gross, i.paid, i.credited, i.due_date, o.number FROM billing_invoice i \
        JOIN orders_order o ON o.org_id = $1 AND o.id = i.order_id WHERE i.org_id = $1";
    of_ids(start, "i.id")
}

async fn invoices(reads: &ReadDb, (org, today): (i64, Date), ids: &[i64]) -> Result<Vec<Hit>, Fault> {
    let mut hits = Vec::new();
    for mut row in reads.query(&invoices_sql(), with_ids(org, ids)).await? {
        let (id, title): (i64, String) = (row.take()?, row.take()?);
        let kind: InvoiceKind = row.take()?;
        let (gross, paid, credited): (Amount, Amount, Amount) = (row.take()?, row.take()?, row.take()?);
        let (due, subtitle): (Date, String) = (row.take()?, row.take()?);
        let state = (kind == InvoiceKind::Invoice).then(|| match settlement(gross, paid, credited) {
            Settlement::Paid => (Tone::Ok, texts::PAID),
            Settlement::Credited => (Tone::Idle, texts::CREDITED),
            Settlement::Open | Settlement::PartlyPaid if due < today => (Tone::Bad, texts::OVERDUE),
            Settlement::Open => (Tone::Info, texts::OPEN),
            Settlement::PartlyPaid => (Tone::Info, texts::PARTLY_PAID),
        });
        let id_text = InvoiceId::new(id).to_string();
        hits.push((id, Hit { kind: HitKind::Invoice, id: id_text, title, subtitle, state, is_exact: false }));
    }
    Ok(in_order(ids, hits))
}

fn shipments_sql() -> String {
    let start = "SELECT s.id, s.number, s.carrier, s.tracking, o.number FROM fulfilment_shipment s \
        JOIN orders_order o ON o.org_id = $1 AND o.id = s.order_id WHERE s.org_id = $1";
    of_ids(start, "s.id")
}

async fn shipments(reads: &ReadDb, org: i64, ids: &[i64]) -> Result<Vec<Hit>, Fault> {
    let mut hits = Vec::new();
    for mut row in reads.query(&shipments_sql(), with_ids(org, ids)).await? {
        let (id, title): (i64, String) = (row.take()?, row.take()?);
        let (carrier, tracking): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        let order: String = row.take()?;
        let subtitle = joined([&order, &carrier.unwrap_or_default(), &tracking.unwrap_or_default()]);
        let id_text = ShipmentId::new(id).to_string();
        hits.push((
            id,
            Hit { kind: HitKind::Shipment, id: id_text, title, subtitle, state: None, is_exact: false },
        ));
    }
    Ok(in_order(ids, hits))
}

fn payments_sql() -> String {
    of_ids("SELECT id, number, reference, unassigned FROM billing_payment WHERE org_id = $1", "id")
}

async fn payments(reads: &ReadDb, org: i64, ids: &[i64]) -> Result<Vec<Hit>, Fault> {
    let mut hits = Vec::new();
    for mut row in reads.query(&payments_sql(), with_ids(org, ids)).await? {
        let (id, title, reference): (i64, String, Option<String>) = (row.take()?, row.take()?, row.take()?);
        let unassigned: Amount = row.take()?;
        let state = (unassigned > Amount::ZERO).then_some((Tone::Warn, texts::UNASSIGNED));
        let (id_text, subtitle) = (PaymentId::new(id).to_string(), reference.unwrap_or_default());
        hits.push((id, Hit { kind: HitKind::Payment, id: id_text, title, subtitle, state, is_exact: false }));
    }
    Ok(in_order(ids, hits))
}

pub(super) fn queries() -> Vec<String> {
    vec![customers_sql(), products_sql(), invoices_sql(), shipments_sql(), payments_sql()]
}
