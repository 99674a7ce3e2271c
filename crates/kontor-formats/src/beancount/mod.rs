//! The general ledger as a journal for [Beancount](https://beancount.github.io), a plain-text accounting program.
//!
//! What is written passes `bean-check` of Beancount 2 and 3: every account is opened, every transaction balances.
//! (Beancount 2 reads the years 1700 to 2099 alone.)
//!
//! ```text
//! option "operating_currency" "EUR"
//!
//! 2026-11-24 * "Rechnung RE-2026-0005"
//!   code: "JE-17"
//!   Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen              119.00 EUR
//!   Income:8400-Erlöse-19-USt                                          -100.00 EUR
//!   Liabilities:1776-Umsatzsteuer-19                                    -19.00 EUR
//!
//! 2026-11-24 open Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen EUR
//!   number: "1400"
//!   name: "Forderungen aus Lieferungen und Leistungen"
//! ```
//!
//! Accounts are opened at the day of the earliest entry, which is known at the end; the order of lines means nothing to
//! Beancount. An account's name has letters, digits and hyphens alone, so its true name stands beside it.
//!
//! Names and texts come from users. Whatever they hold, they stay within their quotes, on one line.

use std::collections::BTreeSet;
use std::io::Write;

use kontor_kernel::{Currency, Date};

pub use crate::books::{Account, ExportError, Kind, Posting, Transaction};
use crate::books::{Names, one_line};

#[cfg(test)]
mod tests;

/// Amounts are right-aligned after account names of this many characters; longer names push them out.
const NAME_COLUMN: usize = 60;

/// Room for an amount: up to 10^15 minor units with sign and point.
const AMOUNT_COLUMN: usize = 18;

/// The day that accounts are opened in books without an entry.
const EMPTY_BOOKS: &str = "1970-01-01";

/// A journal being written.
#[derive(Debug)]
pub struct Journal<W> {
    out: W,
    currency: Currency,
    names: Names,
    /// What is written of each account when its day is known: all behind the date.
    openings: Vec<String>,
    /// The day of the earliest entry.
    earliest: Option<Date>,
}

impl<W: Write> Journal<W> {
    /// Begins a journal: writes the options. `out` should be buffered.
    ///
    /// # Errors
    /// [`ExportError::DoubleAccount`]; [`ExportError::Io`] if `out` fails.
    pub fn begin(mut out: W, currency: Currency, accounts: &[Account<'_>]) -> Result<Self, ExportError> {
        writeln!(out, "option \"operating_currency\" \"{}\"", currency.as_str())?;
        let mut names = Names::default();
        let mut used = BTreeSet::new();
        let mut openings = Vec::with_capacity(accounts.len());
        for account in accounts {
            let name = unused_name(account, &mut used);
            let (number, label) = (quoted(account.number), quoted(account.name));
            openings.push(format!("open {name} {}\n  number: {number}\n  name: {label}", currency.as_str()));
            names.declare(account, name)?;
        }
        Ok(Self { out, currency, names, openings, earliest: None })
    }

    /// Writes a transaction. Nothing is written of one that is refused.
    ///
    /// # Errors
    /// [`ExportError::UnknownAccount`], [`ExportError::Unbalanced`]; [`ExportError::Io`] if `out` fails.
    pub fn transaction(&mut self, transaction: &Transaction<'_>) -> Result<(), ExportError> {
        let postings = self.names.postings(transaction)?;
        let (date, text) = (transaction.date, quoted(transaction.description));
        writeln!(self.out, "\n{date} * {text}")?;
        if !transaction.code.is_empty() {
            writeln!(self.out, "  code: {}", quoted(transaction.code))?;
        }
        for (name, amount) in postings {
            let (text, currency) = (amount.text(self.currency), self.currency.as_str());
            writeln!(self.out, "  {name:<NAME_COLUMN$}  {text:>AMOUNT_COLUMN$} {currency}")?;
        }
        self.earliest = Some(self.earliest.map_or(date, |earliest| earliest.min(date)));
        Ok(())
    }

    /// Ends the journal: opens the accounts, and hands back where it went.
    ///
    /// # Errors
    /// [`ExportError::Io`] if the rest can't be written.
    pub fn finish(mut self) -> Result<W, ExportError> {
        let date = self.earliest.map_or_else(|| EMPTY_BOOKS.to_owned(), |date| date.to_string());
        for opening in &self.openings {
            writeln!(self.out, "\n{date} {opening}")?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}

const fn root(kind: Kind) -> &'static str {
    match kind {
        Kind::Asset | Kind::Cash => "Assets",
        Kind::Liability => "Liabilities",
        Kind::Equity => "Equity",
        Kind::Income => "Income",
        Kind::Expense => "Expenses",
    }
}

/// The name of an account: its root, then number and name in the letters that are allowed. Two numbers may differ in
/// other letters alone; the second account gets a `-2` then.
fn unused_name(account: &Account<'_>, used: &mut BTreeSet<String>) -> String {
    let name = format!("{}:{}", root(account.kind), component(account));
    let mut unused = name.clone();
    let mut count = 2_u32;
    while !used.insert(unused.clone()) {
        unused = format!("{name}-{count}");
        count = count.saturating_add(1);
    }
    unused
}

/// A part of an account's name: it begins with a digit or a capital.
fn component(account: &Account<'_>) -> String {
    let numbered = format!("{} {}", account.number, account.name);
    let words = numbered.split(|letter| !is_letter(letter)).filter(|word| !word.is_empty());
    let mut component = words.collect::<Vec<_>>().join("-");
    if !component.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_uppercase()) {
        component.insert(0, 'X');
    }
    component
}

/// Whether a letter or digit may stand in an account's name. Beancount asks for Unicode's category L; these are
/// blocks in which what is alphabetic is of that category.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || letter.is_alphabetic()
            && matches!(letter,
                '\u{c0}'..='\u{24f}' | '\u{386}'..='\u{52f}' | '\u{1e00}'..='\u{1eff}' // Latin, Greek, Cyrillic
                | '\u{531}'..='\u{556}' | '\u{561}'..='\u{586}' | '\u{5d0}'..='\u{5ea}' // Armenian, Hebrew
                | '\u{620}'..='\u{64a}' | '\u{10d0}'..='\u{10fa}' // Arabic, Georgian
                | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' // Kana
                | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}') // Han, Hangul
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let line = one_line(text, |letter| letter);
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}
