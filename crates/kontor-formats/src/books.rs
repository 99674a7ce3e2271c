//! The general ledger as plain data, and what every journal makes of it in the same way.

use std::collections::BTreeMap;
use std::io;

use kontor_kernel::{Amount, Date};

/// What an account measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Owned or owed to us.
    Asset,
    /// An asset that is money at hand; counts for the cash flow statement.
    Cash,
    /// Owed by us.
    Liability,
    /// The owners' share.
    Equity,
    /// Raises the profit.
    Income,
    /// Lowers the profit.
    Expense,
}

/// An account to declare.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// Its number; unique, and what postings refer to.
    pub number: &'a str,
    /// Its name, in any language.
    pub name: &'a str,
    /// What it measures.
    pub kind: Kind,
}

/// A transaction: a journal entry of the books.
#[derive(Debug, Clone, Copy)]
pub struct Transaction<'a> {
    /// The posting date.
    pub date: Date,
    /// The number of the entry or its document; may be empty.
    pub code: &'a str,
    /// What happened; may be empty.
    pub description: &'a str,
    /// Its postings, which sum to zero.
    pub postings: &'a [Posting<'a>],
}

/// An amount on an account.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    /// The number of a declared account.
    pub account: &'a str,
    /// Debit is positive, credit negative.
    pub amount: Amount,
}

/// Why a journal can't be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The place it goes to failed.
    #[error("the journal could not be written")]
    Io(#[from] io::Error),
    /// Two accounts have one number.
    #[error("account {0} occurs twice")]
    DoubleAccount(String),
    /// A posting names an account that isn't declared.
    #[error("entry {code} posts to account {account}, which does not exist")]
    UnknownAccount {
        /// The number of the account.
        account: String,
        /// The code of the transaction.
        code: String,
    },
    /// The postings of a transaction don't sum to zero.
    #[error("entry {code} does not balance: {difference} minor units are left")]
    Unbalanced {
        /// The code of the transaction.
        code: String,
        /// Debit less credit, in minor units.
        difference: i128,
    },
}

/// The accounts of a journal that have been declared: their full names by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// Adds an account under the name it has in the journal.
    pub(crate) fn declare(&mut self, account: &Account<'_>, name: String) -> Result<(), ExportError> {
        match self.0.insert(account.number.to_owned(), name) {
            None => Ok(()),
            Some(_) => Err(ExportError::DoubleAccount(account.number.to_owned())),
        }
    }

    /// The postings of a transaction, which balances, with the names of their accounts.
    pub(crate) fn postings(&self, transaction: &Transaction<'_>) -> Result<Vec<(&str, Amount)>, ExportError> {
        let code = || transaction.code.to_owned();
        let difference: i128 =
            transaction.postings.iter().map(|posting| i128::from(posting.amount.minor())).sum();
        if difference != 0 {
            return Err(ExportError::Unbalanced { code: code(), difference });
        }
        let named = |posting: &Posting<'_>| match self.0.get(posting.account) {
            Some(name) => Ok((name.as_str(), posting.amount)),
            None => Err(ExportError::UnknownAccount { account: posting.account.to_owned(), code: code() }),
        };
        transaction.postings.iter().map(named).collect()
    }
}

/// The text on one line, without control characters, every run of blanks one space: line breaks end an entry in
/// any journal, and two spaces end an account name in some.
pub(crate) fn one_line(text: &str, replace: impl Fn(char) -> char) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(&replace));
    }
    line
}
