//! From words to ids.

use kontor_catalog::model::ProductId;
use kontor_customers::model::{ContactCard, CustomerId};
use kontor_kernel::limits;
use kontor_orders::model::OrderId;
use kontor_store::{Fault, ReadDb, Value};

use super::fold::{self, END};
use super::numbers::{self, Numbered};
use super::{id_places, padded};
use crate::records::TermKind;

/// Customers whose orders are looked at.
const CUSTOMERS: usize = 20;
/// Addresses of a card by which twins are looked for.
const CARD_ADDRESSES: usize = 3;
/// Orders that a word other than the customer's name finds.
const ORDERS: usize = 50;

/// What somebody types, as words that must all be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    words: Vec<String>,
}

impl Sought {
    /// The words of a text; the first of too many.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text: String = text.chars().take(limits::TEXT_CHARS).collect();
        if fold::is_number(&text) {
            let digits = fold::digits(&text);
            return Self { words: if digits.is_empty() { Vec::new() } else { vec![digits] } };
        }
        let words = text.split_whitespace().map(fold::compact).filter(|word| !word.is_empty());
        Self { words: words.take(limits::SEARCH_WORDS).collect() }
    }

    /// With words joined by marks (`Hansen-Kaffee`) taken apart; none when that makes no difference.
    fn apart(&self, text: &str) -> Option<Self> {
        let words: Vec<String> = fold::words(text).into_iter().take(limits::SEARCH_WORDS).collect();
        (words != self.words && !words.is_empty()).then_some(Self { words })
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }
}

/// Things that the first word finds and so many more, from the complete term on: `$1` the merchant, `$2` the kind, `$3`
/// and `$4` the range of the first word, `$5` how many, `$6` how many terms are looked at, then the further ranges.
fn by_terms(words: usize) -> String {
    let further: String = (0..words.saturating_sub(1))
        .map(|number| {
            let (from, to) = (7 + 2 * number, 8 + 2 * number);
            format!(
                " AND EXISTS (SELECT 1 FROM desk_term o WHERE o.org_id = $1 AND o.id = t.id \
                 AND o.term >= ${from} AND o.term < ${to})"
            )
        })
        .collect();
    format!(
        "SELECT t.id FROM (SELECT id, term FROM desk_term WHERE org_id = $1 AND kind = $2 AND term >= $3 \
         AND term < $4 ORDER BY term LIMIT $6) t WHERE TRUE{further} GROUP BY t.id ORDER BY MIN(t.term), t.id DESC LIMIT $5"
    )
}

/// How common a word is, up to a bound.
const COMMON: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM desk_term WHERE org_id = $1 AND kind = $2 AND term >= $3 \
     AND term < $4 LIMIT $5) c";

/// Which of some orders are of a customer whom a word finds.
fn of_such_customers() -> String {
    format!(
        "SELECT o.id FROM orders_order o WHERE o.org_id = $1 AND o.id IN ({}) AND EXISTS (SELECT 1 FROM desk_term t \
         WHERE t.org_id = $1 AND t.id = o.customer AND t.term >= $2 AND t.term < $3)",
        id_places(4, ORDERS)
    )
}

/// The newest orders of some customers and the duplicates merged into them, each a chain from the newest back.
fn of_customers() -> String {
    format!(
        "WITH RECURSIVE chain AS (SELECT o.id, o.customer_prev FROM customers_customer c JOIN orders_order o \
         ON o.org_id = $1 AND o.id = c.last_order WHERE c.org_id = $1 AND c.id IN \
         (SELECT id FROM customers_customer WHERE org_id = $1 AND id IN ({places}) \
         UNION SELECT id FROM customers_customer WHERE org_id = $1 AND merged_into IN ({places})) \
         UNION ALL SELECT o.id, o.customer_prev FROM chain c JOIN orders_order o \
         ON o.org_id = $1 AND o.id = c.customer_prev /*sqlite ORDER BY 1 DESC*/) \
         SELECT id FROM chain /*pg ORDER BY id DESC*/ LIMIT $2",
        places = id_places(3, CUSTOMERS)
    )
}

/// Products whose SKU is a folded text: their words are terms as well, so the SKU itself is looked at.
const BY_SKU: &str = "SELECT p.id, p.sku FROM desk_term t JOIN catalog_product p ON p.org_id = $1 AND p.id = t.id \
     WHERE t.org_id = $1 AND t.kind = 'product' AND t.term = $2 LIMIT 20";

/// Orders that hold a product, among the newest that hold anything.
const HOLDING: &str = "SELECT DISTINCT holder FROM (SELECT holder, product FROM inventory_reservation \
     WHERE org_id = $1 ORDER BY holder DESC LIMIT $3) r WHERE product = $2 ORDER BY holder DESC LIMIT $4";

/// Where a product lies.
const LOCATIONS: &str = "SELECT location FROM inventory_stock WHERE org_id = $1 AND product = $2 LIMIT 10";

/// Orders that a product went out for from a location, the newest first. Over the counter the document is the order.
const ISSUED: &str = "SELECT COALESCE(s.order_id, m.document) FROM (SELECT document, kind FROM inventory_movement \
     WHERE org_id = $1 AND product = $2 AND location = $3 ORDER BY position DESC, line DESC LIMIT $4) m \
     LEFT JOIN fulfilment_shipment s ON s.org_id = $1 AND s.id = m.document WHERE m.kind = 'issue'";

fn range(word: &str) -> [Value; 2] {
    [word.into(), Value::Text(format!("{word}{END}"))]
}

/// Things of a kind that all words find, the complete term first.
pub(super) async fn by_words(
    reads: &ReadDb,
    org: i64,
    kind: TermKind,
    words: &[String],
    limit: usize,
) -> Result<Vec<i64>, Fault> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let scan = if words.len() > 1 {
        put_the_rarest_first(reads, org, kind, &mut words).await?;
        limits::SEARCH_SCAN
    } else {
        // A thing may have several terms with the same beginning.
        count(limit).saturating_mul(4)
    };
    let Some((first, further)) = words.split_first() else { return Ok(Vec::new()) };
    let mut params = vec![org.into(), Value::of(&kind)];
    params.extend(range(first));
    params.extend([count(limit).into(), scan.into()]);
    params.extend(further.iter().flat_map(|word| range(word)));
    ids(reads, &by_terms(words.len()), params).await
}

async fn put_the_rarest_first(
    reads: &ReadDb,
    org: i64,
    kind: TermKind,
    words: &mut [&str],
) -> Result<(), Fault> {
    let mut rarest = (i64::MAX, 0);
    for (place, word) in words.iter().enumerate() {
        let mut params = vec![org.into(), Value::of(&kind)];
        params.extend(range(word));
        params.push(limits::SEARCH_SCAN.into());
        let row = reads.query(COMMON, params).await?.into_iter().next();
        let found: i64 = row.map(|mut row| row.take()).transpose()?.unwrap_or(0);
        rarest = rarest.min((found, place));
        // Nothing can be rarer.
        if found == 0 {
            break;
        }
    }
    if rarest.1 < words.len() {
        words.swap(0, rarest.1);
    }
    Ok(())
}

async fn ids(reads: &ReadDb, sql: &str, params: Vec<Value>) -> Result<Vec<i64>, Fault> {
    reads.query(sql, params).await?.into_iter().map(|mut row| row.take()).collect()
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// Things of a kind that a text finds: by its words as they stand, or else taken apart at their marks.
pub(super) async fn things(
    reads: &ReadDb,
    org: i64,
    kind: TermKind,
    text: &str,
    limit: usize,
) -> Result<Vec<i64>, Fault> {
    let sought = Sought::of(text);
    let found = by_words(reads, org, kind, sought.words(), limit).await?;
    match sought.apart(text) {
        Some(apart) if found.is_empty() => by_words(reads, org, kind, apart.words(), limit).await,
        _ => Ok(found),
    }
}

/// Customers whom a text finds.
///
/// # Errors
/// When the database can't be read.
pub async fn customers(reads: &ReadDb, org: i64, text: &str, limit: usize) -> Result<Vec<CustomerId>, Fault> {
    let found = things(reads, org, TermKind::Customer, text, limit).await?;
    Ok(found.into_iter().map(CustomerId::new).collect())
}

/// Customers who may be the one of a card: with the same mail, the same telephone, or the same name and postal code. Who
/// asks looks whether they really are.
///
/// # Errors
/// When the database can't be read.
pub async fn twins(reads: &ReadDb, org: i64, card: &ContactCard) -> Result<Vec<CustomerId>, Fault> {
    let mut sought: Vec<Vec<String>> = vec![vec![fold::compact(&card.mail)]];
    let mut phones = fold::Terms::default();
    phones.phone(&card.phone);
    sought.extend(phones.into_iter().map(|phone| vec![phone]));
    let name = fold::words(if card.company.is_empty() { &card.name } else { &card.company });
    for address in card.addresses.iter().take(CARD_ADDRESSES).filter(|_| !name.is_empty()) {
        let zip = std::iter::once(fold::compact(&address.zip)).filter(|zip| !zip.is_empty());
        sought.push(zip.chain(name.iter().cloned()).take(limits::SEARCH_WORDS).collect());
    }
    let mut found = Vec::new();
    for words in sought.into_iter().filter(|words| words.iter().all(|word| !word.is_empty())) {
        found.extend(by_words(reads, org, TermKind::Customer, &words, CUSTOMERS).await?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().map(CustomerId::new).collect())
}

/// Products that a text finds.
///
/// # Errors
/// When the database can't be read.
pub async fn products(reads: &ReadDb, org: i64, text: &str, limit: usize) -> Result<Vec<ProductId>, Fault> {
    let found = things(reads, org, TermKind::Product, text, limit).await?;
    Ok(found.into_iter().map(ProductId::new).collect())
}

/// Orders that a text finds: by number, number elsewhere, reference, SKU of a line, and by their customers. The
/// order whose number it is comes first, then the newest.
///
/// # Errors
/// When the database can't be read.
pub async fn orders(reads: &ReadDb, org: i64, text: &str, limit: usize) -> Result<Vec<OrderId>, Fault> {
    let numbered = numbers::find(reads, org, &fold::compact(text)).await?;
    let found = orders_by(reads, org, text, &numbered, limit).await?;
    Ok(found.into_iter().map(OrderId::new).collect())
}

pub(super) async fn orders_by(
    reads: &ReadDb,
    org: i64,
    text: &str,
    numbered: &Numbered,
    limit: usize,
) -> Result<Vec<i64>, Fault> {
    let sought = Sought::of(text);
    let mut found = numbered.orders.clone();
    found.sort_unstable();
    // Behind the number as it stands come those with one digit more.
    let mut others = Vec::new();
    let customers = things(reads, org, TermKind::Customer, text, CUSTOMERS).await?;
    if !customers.is_empty() {
        let mut params = vec![org.into(), count(limit).into()];
        params.extend(padded(&customers, CUSTOMERS));
        others.extend(ids(reads, &of_customers(), params).await?);
    }
    let mut by_word = Vec::new();
    for word in sought.words() {
        by_word.push(of_word(reads, org, word, sought.words().len() == 1).await?);
    }
    match by_word.as_slice() {
        [only] => others.extend(only),
        several => {
            for (place, ids) in several.iter().enumerate() {
                others.extend(with_the_rest(reads, org, (place, ids), &sought, several).await?);
            }
        }
    }
    others.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    found.extend(others);
    let mut seen = hashbrown::HashSet::new();
    found.retain(|id| seen.insert(*id));
    found.truncate(limit);
    Ok(found)
}

/// Orders that a word finds by itself, whoever ordered. The number alone is looked up elsewhere.
async fn of_word(reads: &ReadDb, org: i64, word: &str, is_only: bool) -> Result<Vec<i64>, Fault> {
    let mut found = by_words(reads, org, TermKind::Order, &[word.to_owned()], ORDERS).await?;
    if !is_only {
        found.extend(numbers::find(reads, org, word).await?.orders);
    }
    for mut row in reads.query(BY_SKU, vec![org.into(), word.into()]).await? {
        let (product, sku): (i64, String) = (row.take()?, row.take()?);
        if fold::compact(&sku) == word {
            found.extend(of_product(reads, org, product).await?);
        }
    }
    found.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    found.dedup();
    found.truncate(ORDERS);
    Ok(found)
}

async fn of_product(reads: &ReadDb, org: i64, product: i64) -> Result<Vec<i64>, Fault> {
    let most = count(ORDERS);
    let holding = vec![org.into(), product.into(), limits::SEARCH_SCAN.into(), most.into()];
    let mut found = ids(reads, HOLDING, holding).await?;
    for mut row in reads.query(LOCATIONS, vec![org.into(), product.into()]).await? {
        let location: String = row.take()?;
        let issued = vec![org.into(), product.into(), location.as_str().into(), most.into()];
        found.extend(ids(reads, ISSUED, issued).await?);
    }
    Ok(found)
}

/// The orders of one word that all others are true of: by themselves, or by the customer.
async fn with_the_rest(
    reads: &ReadDb,
    org: i64,
    (place, found): (usize, &Vec<i64>),
    sought: &Sought,
    by_word: &[Vec<i64>],
) -> Result<Vec<i64>, Fault> {
    let mut left = found.clone();
    for (number, (word, others)) in sought.words().iter().zip(by_word).enumerate() {
        if number == place || left.is_empty() {
            continue;
        }
        let mut params = vec![org.into()];
        params.extend(range(word));
        params.extend(padded(&left, ORDERS));
        let theirs = ids(reads, &of_such_customers(), params).await?;
        left.retain(|id| others.contains(id) || theirs.contains(id));
    }
    Ok(left)
}

pub(super) fn queries() -> Vec<String> {
    let mut queries: Vec<String> = (1..=limits::SEARCH_WORDS).map(by_terms).collect();
    queries.extend([COMMON, BY_SKU, HOLDING, LOCATIONS, ISSUED].map(str::to_owned));
    queries.extend([of_such_customers(), of_customers()]);
    queries
}
