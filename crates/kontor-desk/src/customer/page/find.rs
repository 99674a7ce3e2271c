//! Finding customers: the newest, those whom a search finds, and those who may be the same person.

use kontor_customers::model::{ContactCard, CustomerId};
use kontor_customers::records::Customer;
use kontor_store::db::one_more;
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb};

use super::Known;
use crate::lookup;
use crate::search::{self, id_places, padded};

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

/// Some of them, by their ids.
fn named() -> String {
    format!(
        "SELECT {}, v.data FROM customers_customer c LEFT JOIN contact_version v \
         ON v.org_id = $1 AND v.id = c.contact AND v.erased_at IS NULL WHERE c.org_id = $1 AND c.id IN ({})",
        columns(),
        id_places(2, IDS)
    )
}

/// How many a search shows.
const IDS: usize = 50;

pub(super) fn queries() -> Vec<String> {
    vec![newest(), named()]
}

async fn of(reads: &ReadDb, org: i64, ids: &[CustomerId]) -> Result<Vec<Known>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<i64> = ids.iter().map(|id| id.raw()).collect();
    let params = std::iter::once(org.into()).chain(padded(&raw, IDS)).collect();
    let rows = reads.query(&named(), params).await?;
    let mut known: Vec<Known> = rows.into_iter().map(Known::read).collect::<Result<_, _>>()?;
    known.sort_by_key(|one| ids.iter().position(|id| *id == one.customer.id));
    Ok(known)
}

/// A page of customers, newest first, behind a cursor; one more than `size`, to see whether there is a next page.
pub(super) async fn page(reads: &ReadDb, org: i64, before: i64, size: usize) -> Result<Vec<Known>, Fault> {
    let rows = reads.query(&newest(), vec![org.into(), before.into(), one_more(size).into()]).await?;
    rows.into_iter().map(Known::read).collect()
}

/// Whom somebody means by what they type: who has this number, else those whom a search finds, the best first.
pub(super) async fn found(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Known>, Fault> {
    if let Some(shown) = lookup::customer(reads, org, text).await? {
        return Ok(vec![Known { customer: shown.customer, card: shown.card }]);
    }
    of(reads, org, &search::customers(reads, org, text, IDS).await?).await
}

/// Who may be the one of a card: the same mail, the same telephone, or the same name at the same postal code.
pub(crate) async fn possible_duplicates(
    reads: &ReadDb,
    org: i64,
    card: &ContactCard,
) -> Result<Vec<Known>, Fault> {
    let name = if card.company.is_empty() { &card.name } else { &card.company };
    let mut ids: Vec<CustomerId> = Vec::new();
    for text in [&card.mail, &card.phone, name].into_iter().filter(|text| !text.trim().is_empty()) {
        for id in search::customers(reads, org, text, EACH).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let mut found = of(reads, org, &ids).await?;
    found.retain(|known| known.customer.merged_into.is_none() && is_alike(&known.card, card));
    found.truncate(SHOWN);
    Ok(found)
}

/// So many are looked at for mail, telephone and name, each.
const EACH: usize = IDS / 3;
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
