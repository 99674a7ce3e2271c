//! Documents by their numbers: `A-100001`, `RE-2026-000123`, also as `re 2026 123`, or as `123` alone.

use kontor_orders::model::order_number;
use kontor_store::{Fault, ReadDb, Value};

use super::fold::compact;
use super::id_places;

/// Numbers that are looked for at once.
const NUMBERS: usize = 32;
/// Series that are known when a bare number is given: those of the latest years.
const SERIES: i64 = 12;

/// The newest series first.
const KNOWN: &str = "SELECT prefix, digits FROM ledger_series WHERE org_id = $1 ORDER BY SUBSTR(name, LENGTH(name) - 3) DESC, name LIMIT $2";

/// Documents by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) orders: Vec<i64>,
    pub(super) invoices: Vec<i64>,
    pub(super) shipments: Vec<i64>,
    pub(super) payments: Vec<i64>,
}

fn by_number() -> String {
    let places = id_places(2, NUMBERS);
    let of = |sort: i64, table: &str| {
        format!("SELECT CAST({sort} AS BIGINT), id FROM {table} WHERE org_id = $1 AND number IN ({places})")
    };
    [of(1, "orders_order"), of(2, "billing_invoice"), of(3, "fulfilment_shipment"), of(4, "billing_payment")]
        .join(" UNION ALL ")
}

/// The documents whose number a word says.
pub(super) async fn find(reads: &ReadDb, org: i64, word: &str) -> Result<Numbered, Fault> {
    let mut found = Numbered::default();
    if !word.ends_with(|letter: char| letter.is_ascii_digit()) {
        return Ok(found);
    }
    let mut numbers = orders_numbers(word);
    for mut row in reads.query(KNOWN, vec![org.into(), SERIES.into()]).await? {
        let (prefix, width): (String, u16) = (row.take()?, row.take()?);
        numbers.extend(in_series(word, &prefix, usize::from(width)));
    }
    if numbers.is_empty() {
        return Ok(found);
    }
    let texts = numbers.iter().map(String::as_str).chain(std::iter::repeat("")).map(Value::from);
    let params = std::iter::once(org.into()).chain(texts.take(NUMBERS)).collect();
    for mut row in reads.query(&by_number(), params).await? {
        let (sort, id): (i64, i64) = (row.take()?, row.take()?);
        match sort {
            1 => found.orders.push(id),
            2 => found.invoices.push(id),
            3 => found.shipments.push(id),
            _ => found.payments.push(id),
        }
    }
    Ok(found)
}

/// The order of this number, and those with one digit more, so that it is seen while it is typed.
fn orders_numbers(word: &str) -> Vec<String> {
    let digits = word.strip_prefix('a').unwrap_or(word);
    let Some(number) = read(digits) else { return Vec::new() };
    let longer = (0..10).filter_map(|digit| number.checked_mul(10)?.checked_add(digit));
    std::iter::once(number).chain(longer).map(order_number).collect()
}

/// The number of a series that a word says.
fn in_series(word: &str, prefix: &str, width: usize) -> Option<String> {
    let digits = word.strip_prefix(compact(prefix).as_str()).unwrap_or(word);
    let number = read(digits)?;
    Some(format!("{prefix}{number:0width$}"))
}

fn read(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

pub(super) fn queries() -> Vec<String> {
    vec![KNOWN.to_owned(), by_number()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_understood_as_people_type_it() {
        for word in ["re2026000123", "re2026123", "123", "000123"] {
            assert_eq!(in_series(word, "RE-2026-", 6).as_deref(), Some("RE-2026-000123"), "{word}");
        }
        for word in ["re2025000123", "tea", "re2026", "0"] {
            assert_eq!(in_series(word, "RE-2026-", 6), None, "{word}");
        }
        assert_eq!(orders_numbers("a10")[..3], ["A-10", "A-100", "A-101"]);
        assert_eq!(orders_numbers("10").len(), 11);
        assert!(orders_numbers("anna").is_empty() && orders_numbers("a99999999999999999999").is_empty());
    }
}
