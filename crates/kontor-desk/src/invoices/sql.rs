//! The list's statements: a source of documents, with names and numbers joined to them by their keys.
//!
//! Parameters of a page: `$1` the merchant, `$2` behind which document, `$3` how many; where no index serves the tab
//! alone, `$4` how many are looked at; on the tab of overdue ones `$5` today.

use kontor_billing::records::Invoice;
use kontor_store::desk::Record;

use super::Tab;

/// Documents that a statement finds by their ids: a page and one more.
pub(super) const IDS: usize = 51;
/// Numbers that a statement looks for at once.
pub(super) const NUMBERS: usize = 5;

/// What is left to pay of an invoice.
const OPEN: &str = "kind = 'invoice' AND gross > paid + credited";

/// `$2` today, `$3` how many are counted at most: the oldest.
pub(super) const COUNTS: &str = "SELECT CAST(COUNT(*) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN due_date < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM (SELECT due_date \
     FROM billing_invoice WHERE org_id = $1 AND kind = 'invoice' AND gross > paid + credited ORDER BY id LIMIT $3) o";

fn columns(of: &str) -> String {
    let columns = Invoice::SPEC.columns.iter().map(|column| format!("{of}{}", column.name));
    columns.collect::<Vec<_>>().join(", ")
}

/// Whether all documents that are looked at are of the tab.
pub(super) const fn has_own_index(tab: Tab) -> bool {
    matches!(tab, Tab::All | Tab::Open)
}

/// What is looked at for a tab, `limit` of them.
fn window(tab: Tab, columns: &str, limit: &str) -> String {
    let condition = match tab {
        Tab::Open | Tab::Overdue => format!(" AND {OPEN}"),
        Tab::All | Tab::Paid | Tab::Credited | Tab::CreditNotes => String::new(),
    };
    let (behind, order) = if tab.goes_up() { ("id > $2", "id") } else { ("id < $2", "id DESC") };
    format!(
        "SELECT {columns} FROM billing_invoice WHERE org_id = $1{condition} AND {behind} ORDER BY {order} LIMIT {limit}"
    )
}

fn source(tab: Tab) -> String {
    let condition = match tab {
        Tab::All | Tab::Open => return window(tab, &columns(""), "$3"),
        Tab::Overdue => "due_date < $5",
        Tab::Paid => "kind = 'invoice' AND gross <= paid + credited AND (credited < gross OR gross = 0)",
        Tab::Credited => "kind = 'invoice' AND credited >= gross AND gross > 0",
        Tab::CreditNotes => "kind = 'credit_note'",
    };
    let order = if tab.goes_up() { "id" } else { "id DESC" };
    let looked_at = window(tab, &columns(""), "$4");
    format!("SELECT {} FROM ({looked_at}) f WHERE {condition} ORDER BY {order} LIMIT $3", columns(""))
}

fn cards(source: &str) -> String {
    format!(
        "SELECT {}, c.number, v.data, o.number FROM ({source}) i \
         LEFT JOIN customers_customer c ON c.org_id = $1 AND c.id = i.customer \
         LEFT JOIN contact_version v ON v.org_id = $1 AND v.id = c.contact \
         LEFT JOIN orders_order o ON o.org_id = $1 AND o.id = i.order_id",
        columns("i.")
    )
}

/// A page of a tab, in no order.
pub(super) fn page(tab: Tab) -> String {
    cards(&source(tab))
}

/// How many were looked at for a page, and the last of them; `$3` how many are looked at.
pub(super) fn edge(tab: Tab) -> String {
    let last = if tab.goes_up() { "MAX(id)" } else { "MIN(id)" };
    format!("SELECT COUNT(*), {last} FROM ({}) f", window(tab, "id", "$3"))
}

fn places(from: usize, count: usize) -> String {
    (from..).take(count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Documents by their ids, from `$2` on.
pub(super) fn by_ids() -> String {
    let columns = columns("");
    cards(&format!("SELECT {columns} FROM billing_invoice WHERE org_id = $1 AND id IN ({})", places(2, IDS)))
}

/// Documents by their numbers, from `$2` on.
pub(super) fn by_numbers() -> String {
    let columns = columns("");
    let numbers = places(2, NUMBERS);
    cards(&format!("SELECT {columns} FROM billing_invoice WHERE org_id = $1 AND number IN ({numbers})"))
}

pub(super) fn queries() -> Vec<String> {
    let mut queries: Vec<String> = Tab::ALL.iter().flat_map(|tab| [page(*tab), edge(*tab)]).collect();
    queries.extend([by_ids(), by_numbers(), COUNTS.to_owned()]);
    queries
}
