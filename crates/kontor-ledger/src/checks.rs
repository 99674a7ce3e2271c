//! What must always hold in this room.

use kontor_kernel::limits;
use kontor_store::Fault;
use kontor_store::check::{Check, CheckKind, Found};
use kontor_store::db::{Row, Snapshot, Value};

use crate::events::NumberTaken;

pub(crate) fn checks() -> Vec<Check> {
    let mut checks = entry_checks();
    checks.extend(balance_checks());
    checks.push(Check {
        name: "series_numbers_have_no_gaps",
        about: "The numbers that the journal says were taken from a series are 1, 2, 3, … and the series goes on behind them.",
        kind: CheckKind::Walk(|snapshot| Box::pin(series_numbers_have_no_gaps(snapshot))),
    });
    checks
}

fn entry_checks() -> Vec<Check> {
    vec![
        Check {
            name: "entries_balance",
            about: "Each entry has postings, each on one side with an amount above zero, and its debits sum to its credits.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_entry",
                offenders: "SELECT e.org_id, 'entry ' || CAST(e.number AS TEXT), \
                    'it has no postings, or one that is not on one side, or debit and credit differ' \
                    FROM ledger_entry e LEFT JOIN ledger_posting p ON p.org_id = e.org_id AND p.entry = e.number \
                    GROUP BY e.org_id, e.number HAVING SUM(p.debit) <> SUM(p.credit) \
                    OR MIN(CASE WHEN (p.debit > 0 AND p.credit = 0) OR (p.debit = 0 AND p.credit > 0) \
                    THEN 1 ELSE 0 END) = 0",
            },
        },
        Check {
            name: "postings_have_entry_and_account",
            about: "Each posting belongs to an entry and goes to an account of the merchant.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_posting",
                offenders: "SELECT p.org_id, 'entry ' || CAST(p.entry AS TEXT), \
                    'a posting to ' || p.account || ' has no entry or no account' FROM ledger_posting p \
                    LEFT JOIN ledger_entry e ON e.org_id = p.org_id AND e.number = p.entry \
                    LEFT JOIN ledger_account a ON a.org_id = p.org_id AND a.number = p.account \
                    WHERE e.number IS NULL OR a.number IS NULL",
            },
        },
        Check {
            name: "entry_numbers_have_no_gaps",
            about: "Entries are numbered 1, 2, 3, … and the next number goes on behind them.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_entry",
                offenders: "SELECT e.org_id, 'entry ' || CAST(e.number AS TEXT), 'the entry before it is missing' \
                    FROM ledger_entry e LEFT JOIN ledger_entry b ON b.org_id = e.org_id AND b.number = e.number - 1 \
                    WHERE e.number <> 1 AND b.number IS NULL \
                    UNION ALL SELECT s.org_id, 'next entry ' || CAST(s.next_entry AS TEXT), \
                    'the last entry is ' || CAST(COALESCE(MAX(e.number), 0) AS TEXT) \
                    FROM ledger_settings s LEFT JOIN ledger_entry e ON e.org_id = s.org_id \
                    GROUP BY s.org_id, s.next_entry HAVING COALESCE(MAX(e.number), 0) <> s.next_entry - 1",
            },
        },
        Check {
            name: "reversals_are_pairs",
            about: "An entry that reverses another is named by it, and the other way round.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_entry WHERE reverses IS NOT NULL OR reversed_by IS NOT NULL",
                offenders: "SELECT e.org_id, 'entry ' || CAST(e.number AS TEXT), \
                    'the entry that it reverses, or that reverses it, does not say so' FROM ledger_entry e \
                    LEFT JOIN ledger_entry o ON o.org_id = e.org_id AND o.number = COALESCE(e.reverses, e.reversed_by) \
                    WHERE (e.reverses IS NOT NULL AND COALESCE(o.reversed_by, 0) <> e.number) \
                    OR (e.reverses IS NULL AND e.reversed_by IS NOT NULL AND COALESCE(o.reverses, 0) <> e.number)",
            },
        },
    ]
}

fn balance_checks() -> Vec<Check> {
    vec![
        Check {
            name: "ledger_balances_are_sum_of_postings",
            about: "What an account moved on a day is the sum of its postings of that posting date.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_balance",
                offenders: "SELECT org_id, account || ' on ' || day, \
                    'the movement differs from the postings by ' || CAST(SUM(debit) AS TEXT) || ' debit, ' \
                    || CAST(SUM(credit) AS TEXT) || ' credit' FROM \
                    (SELECT org_id, account, day, debit, credit FROM ledger_balance \
                    UNION ALL SELECT p.org_id, p.account, e.posting_date, -p.debit, -p.credit FROM ledger_posting p \
                    JOIN ledger_entry e ON e.org_id = p.org_id AND e.number = p.entry) AS moved \
                    GROUP BY org_id, account, day HAVING SUM(debit) <> 0 OR SUM(credit) <> 0",
            },
        },
        Check {
            name: "ledger_debits_equal_credits",
            about: "Over all accounts of a merchant, debits sum to credits.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM ledger_settings",
                offenders: "SELECT org_id, 'ledger', 'debit is ' || CAST(SUM(debit) AS TEXT) || ', credit ' \
                    || CAST(SUM(credit) AS TEXT) || ' in minor units' \
                    FROM ledger_balance GROUP BY org_id HAVING SUM(debit) <> SUM(credit)",
            },
        },
    ]
}

const SERIES: &str = "SELECT org_id, name, next FROM ledger_series ORDER BY org_id, name";
const SERIES_MERCHANTS: &str =
    "SELECT DISTINCT org_id FROM journal WHERE kind = 'ledger.number_taken' ORDER BY org_id";
const TAKEN: &str = "SELECT position, payload FROM journal WHERE org_id = $1 AND position > $2 \
     AND kind = 'ledger.number_taken' ORDER BY position LIMIT $3";

/// The queries of the walk.
pub(crate) fn queries() -> Vec<String> {
    [SERIES, SERIES_MERCHANTS, TAKEN].map(str::to_owned).to_vec()
}

/// That each number has its document, only the rooms know that make documents: their checks look at it. Here the journal
/// is held against itself and against the series.
async fn series_numbers_have_no_gaps(snapshot: &Snapshot) -> Result<Found, Fault> {
    let mut found = Found::default();
    let mut last = Taken::new();
    for mut row in snapshot.query(SERIES_MERCHANTS, &[]).await? {
        let org: i64 = row.take()?;
        walk(snapshot, org, &mut last, &mut found).await?;
    }
    for mut row in snapshot.query(SERIES, &[]).await? {
        let (org, name, next): (i64, String, i64) = (row.take()?, row.take()?, row.take()?);
        let taken = last.remove(&(org, name.clone())).unwrap_or(0);
        if next != taken.saturating_add(1) {
            found.offend(org, name, format!("its next number is {next}, the last one taken is {taken}"));
        }
    }
    for ((org, name), taken) in last {
        found.offend(org, name, format!("there is no such series, but {taken} was taken from it"));
    }
    Ok(found)
}

/// The last number taken, by merchant and series.
type Taken = std::collections::BTreeMap<(i64, String), i64>;

async fn walk(snapshot: &Snapshot, org: i64, last: &mut Taken, found: &mut Found) -> Result<(), Fault> {
    let mut position = 0_i64;
    loop {
        let params = [Value::Int(org), Value::Int(position), Value::Int(limits::JOURNAL_PAGE)];
        let page: Vec<Row> = snapshot.query(TAKEN, &params).await?;
        if page.is_empty() {
            return Ok(());
        }
        for mut row in page {
            position = row.take()?;
            let payload: String = row.take()?;
            let taken: NumberTaken = serde_json::from_str(&payload)
                .map_err(|error| Fault::data(format!("event {position} can't be read: {error}")))?;
            found.checked = found.checked.saturating_add(1);
            let before = last.insert((org, taken.series.clone()), taken.number).unwrap_or(0);
            if taken.number != before.saturating_add(1) {
                let what = format!("number {} follows {before} (event {position})", taken.number);
                found.offend(org, taken.series, what);
            }
        }
    }
}
