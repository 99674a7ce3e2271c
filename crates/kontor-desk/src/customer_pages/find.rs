//! Finding customers: the newest, those whose card holds a text, and those who may be the same person.

use kontor_customers::model::{ContactCard, CustomerId};
use kontor_customers::records::Customer;
use kontor_kernel::limits;
use kontor_store::db::one_more;
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb, Value};

use super::Known;
use crate::entry::pattern;
use crate::search;

fn columns() -> String {
    let own = Customer::SPEC.column_list();
    own.split(", ").map(|column| format!("c.{column}")).collect::<Vec<_>>().join(", ")
}

/// The newest behind one, in one statement with their cards. Duplicates that were merged stand with their survivors.
fn newest() -> String {
    format!(
        "SELECT {}, v.data FROM customers_customer c LEFT JOIN contact_version v \
         ON v.org_id = $1 AND v.id = c.contact AND v.erased_at IS NULL \
         WHERE c.org_id = $1 AND c.id < $2 AND c.merged_into IS NULL ORDER BY c.id DESC LIMIT $3",
        columns()
    )
}

/// Among so many of the newest, those whose card may hold one of three texts; what it really holds is looked at behind.
fn holding() -> String {
    format!(
        "SELECT {}, v.data FROM (SELECT * FROM customers_customer WHERE org_id = $1 ORDER BY id DESC LIMIT $2) c \
         JOIN contact_version v ON v.org_id = $1 AND v.id = c.contact AND v.erased_at IS NULL \
         WHERE c.merged_into IS NULL AND (LOWER(v.data) LIKE $3 ESCAPE '!' OR LOWER(v.data) LIKE $4 ESCAPE '!' \
         OR LOWER(v.data) LIKE $5 ESCAPE '!') ORDER BY c.id DESC LIMIT $6",
        columns()
    )
}

/// Customers whom a search found, at once.
const FOUND: usize = 50;

/// Some customers with their cards.
fn named() -> String {
    let places = (2..).take(FOUND).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    format!(
        "SELECT {}, v.data FROM customers_customer c LEFT JOIN contact_version v \
         ON v.org_id = $1 AND v.id = c.contact AND v.erased_at IS NULL \
         WHERE c.org_id = $1 AND c.id IN ({places}) AND c.merged_into IS NULL",
        columns()
    )
}

pub(super) fn queries() -> Vec<String> {
    vec![newest(), holding(), named()]
}

/// The customers of these ids, in their order.
async fn known(reads: &ReadDb, org: i64, ids: &[CustomerId]) -> Result<Vec<Known>, Fault> {
    let places = ids.iter().map(Value::of).chain(std::iter::repeat(Value::Int(0))).take(FOUND);
    let rows = reads.query(&named(), std::iter::once(org.into()).chain(places).collect()).await?;
    let mut known: Vec<Known> = rows.into_iter().map(Known::read).collect::<Result<_, _>>()?;
    known.sort_by_key(|known| ids.iter().position(|id| *id == known.customer.id));
    Ok(known)
}

/// A page of customers, newest first, behind a cursor; one more than `size`, to see whether there is a next page.
pub(super) async fn page(reads: &ReadDb, org: i64, before: i64, size: usize) -> Result<Vec<Known>, Fault> {
    let rows = reads.query(&newest(), vec![org.into(), before.into(), one_more(size).into()]).await?;
    rows.into_iter().map(Known::read).collect()
}

/// Whom somebody means by what they type: who has this number, else whom a search finds. Who came a moment ago may not be
/// found yet, so where nobody is, the newest are looked at whose card holds the text.
pub(super) async fn found(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Known>, Fault> {
    if let Some(shown) = kontor_customers::show::by_number(reads, org, text).await? {
        return Ok(vec![Known { customer: shown.customer, card: shown.card }]);
    }
    let found = search::customers(reads, org, text, FOUND).await?;
    if !found.is_empty() {
        return known(reads, org, &found).await;
    }
    let wanted = text.to_lowercase();
    let holds = |known: &Known| known.card.texts().any(|(_, text)| text.to_lowercase().contains(&wanted));
    let mut found = candidates(reads, org, [&wanted, "", ""]).await?;
    found.retain(holds);
    found.truncate(usize::from(limits::PAGE_DEFAULT));
    Ok(found)
}

/// Who may be the one of a card: the same mail, the same telephone, or the same name at the same postal code.
pub(crate) async fn possible_duplicates(
    reads: &ReadDb,
    org: i64,
    card: &ContactCard,
) -> Result<Vec<Known>, Fault> {
    let phone = digits(&card.phone);
    // However a number is written, its last digits mostly stand together.
    let last: String = phone.chars().skip(phone.chars().count().saturating_sub(3)).collect();
    let last = if phone.len() < LEAST_DIGITS { String::new() } else { last };
    let name = if card.company.is_empty() { &card.name } else { &card.company };
    let (mail, name) = (card.mail.to_lowercase(), name.to_lowercase());
    let twins = search::twins(reads, org, card).await?;
    let mut found = known(reads, org, &twins).await?;
    // Who came a moment ago is among the newest.
    for known in candidates(reads, org, [&mail, &last, &name]).await? {
        if !twins.contains(&known.customer.id) {
            found.push(known);
        }
    }
    found.retain(|known| is_alike(&known.card, card));
    found.truncate(SHOWN);
    Ok(found)
}

/// Fewer digits are no telephone number.
const LEAST_DIGITS: usize = 6;
/// So many digits at the end make a telephone number the same, with whatever prefix it is written.
const SAME_DIGITS: usize = 7;
/// Who may be the same person, at most.
const SHOWN: usize = 5;

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

fn is_alike(one: &ContactCard, other: &ContactCard) -> bool {
    let is_mail = !one.mail.is_empty() && one.mail.eq_ignore_ascii_case(&other.mail);
    let tail = |card: &ContactCard| {
        let digits = digits(&card.phone);
        let from = digits.len().saturating_sub(SAME_DIGITS);
        digits.get(from..).unwrap_or_default().to_owned()
    };
    let is_phone = digits(&one.phone).len() >= LEAST_DIGITS && tail(one) == tail(other);
    let name = |card: &ContactCard| {
        let name = if card.company.is_empty() { &card.name } else { &card.company };
        name.trim().to_lowercase()
    };
    let has_zip = |zip: &str| other.addresses.iter().any(|address| address.zip == zip);
    let is_there = one.addresses.iter().any(|address| has_zip(&address.zip));
    is_mail || is_phone || (!name(one).is_empty() && name(one) == name(other) && is_there)
}

async fn candidates(reads: &ReadDb, org: i64, texts: [&str; 3]) -> Result<Vec<Known>, Fault> {
    if texts.iter().all(|text| text.is_empty()) {
        return Ok(Vec::new());
    }
    let mut params = vec![org.into(), limits::CUSTOMER_SCAN.into()];
    params.extend(texts.map(|text| Value::from(pattern(text).as_str())));
    params.push(i64::from(limits::PAGE_MAX).into());
    let rows = reads.query(&holding(), params).await?;
    rows.into_iter().map(Known::read).collect()
}
