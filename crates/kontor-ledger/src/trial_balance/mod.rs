//! The trial balance (*Summen- und Saldenliste*): what each account moved up to a posting date.
//!
//! It is summed from the movements per account and day, not from postings: a year of business is a few thousand rows,
//! however many entries it had.

pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

use kontor_kernel::{Amount, Date};
use kontor_store::{Fault, ReadDb, Value};

use crate::model::{AccountKind, AccountNumber};

const SUMS: &str = "SELECT moved.account, a.name_de, a.name_en, a.kind, moved.debit, moved.credit FROM \
     (SELECT account, CAST(SUM(debit) AS BIGINT) AS debit, CAST(SUM(credit) AS BIGINT) AS credit \
     FROM ledger_balance WHERE org_id = $1 AND day <= $2 GROUP BY account) AS moved \
     JOIN ledger_account AS a ON a.org_id = $1 AND a.number = moved.account ORDER BY moved.account";

/// The trial balance as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialBalance {
    /// The last posting date that counts.
    pub at: Date,
    /// The accounts that moved, by number.
    pub accounts: Vec<AccountSums>,
    /// The sum of all debits.
    pub debit: Amount,
    /// The sum of all credits: the same.
    pub credit: Amount,
}

/// What one account moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSums {
    /// Its number.
    pub number: AccountNumber,
    /// Its German name.
    pub name_de: String,
    /// Its English name.
    pub name_en: String,
    /// What it measures.
    pub kind: AccountKind,
    /// The sum of its debit side.
    pub debit: Amount,
    /// The sum of its credit side.
    pub credit: Amount,
}

impl AccountSums {
    /// Debit less credit: above zero, the balance stands on the debit side.
    #[must_use]
    pub fn balance(&self) -> Amount {
        Amount::new(self.debit.minor().saturating_sub(self.credit.minor()))
    }
}

/// Sums all postings with a posting date up to `at`.
///
/// # Errors
/// When the database can't be read, or a sum is beyond all bounds.
pub async fn trial_balance(reads: &ReadDb, org: i64, at: Date) -> Result<TrialBalance, Fault> {
    let mut accounts = Vec::new();
    let (mut debit, mut credit) = (0_i64, 0_i64);
    for mut row in reads.query(SUMS, vec![org.into(), Value::of(&at)]).await? {
        let sums = AccountSums {
            number: row.take()?,
            name_de: row.take()?,
            name_en: row.take()?,
            kind: row.take()?,
            debit: row.take()?,
            credit: row.take()?,
        };
        // Wider than one amount may be: a total of many years is no amount of a document.
        let beyond = || Fault::data("the sums of the trial balance are beyond all bounds");
        debit = debit.checked_add(sums.debit.minor()).ok_or_else(beyond)?;
        credit = credit.checked_add(sums.credit.minor()).ok_or_else(beyond)?;
        accounts.push(sums);
    }
    Ok(TrialBalance { at, accounts, debit: Amount::new(debit), credit: Amount::new(credit) })
}

pub(crate) fn queries() -> Vec<String> {
    vec![SUMS.to_owned()]
}
