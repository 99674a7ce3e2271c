//! The general ledger as a journal for [hledger](https://hledger.org), a plain-text accounting program.
//!
//! An adviser or auditor can check and query the books with a tool that isn't ours. What is written passes
//! `hledger check --strict` (hledger 1.25 and later): every account and the currency are declared, every
//! transaction balances.
//!
//! ```text
//! account assets:1400 Forderungen aus Lieferungen und Leistungen  ; type: A
//!
//! 2026-11-24 (JE-17) Rechnung RE-2026-0005
//!     assets:1400 Forderungen aus Lieferungen und Leistungen          119.00 EUR
//!     income:8400 Erlöse 19 % USt                                    -100.00 EUR
//!     liabilities:1776 Umsatzsteuer 19 %                              -19.00 EUR
//! ```
//!
//! Names and texts come from users. Whatever they hold, they can't end a line, open a comment, split an account
//! name or be taken for an amount: blanks and control characters become single spaces, and the few characters
//! that mean something to hledger are replaced.

use std::io::Write;

use kontor_kernel::{Amount, Currency};

pub use crate::books::{Account, ExportError, Kind, Posting, Transaction};
use crate::books::{Names, one_line};

/// Amounts are right-aligned after account names of this many characters; longer names push them out.
const NAME_COLUMN: usize = 60;

/// Room for an amount: up to 10^15 minor units with sign and point.
const AMOUNT_COLUMN: usize = 18;

/// A journal being written.
#[derive(Debug)]
pub struct Journal<W> {
    out: W,
    currency: Currency,
    names: Names,
}

impl<W: Write> Journal<W> {
    /// Begins a journal: writes the declarations. `out` should be buffered.
    ///
    /// # Errors
    /// [`ExportError::DoubleAccount`]; [`ExportError::Io`] if `out` fails.
    pub fn begin(mut out: W, currency: Currency, accounts: &[Account<'_>]) -> Result<Self, ExportError> {
        // Without it "1.000 KWD" could be read as one thousand.
        writeln!(out, "decimal-mark .")?;
        // A commodity directive needs a decimal mark, even where nothing follows it.
        let mark = if currency.digits() == 0 { "." } else { "" };
        writeln!(out, "commodity {}{mark} {}\n", Amount::ZERO.text(currency), currency.as_str())?;
        for kind in TOPS {
            writeln!(out, "account {}  ; type: {}", top(kind), tag(kind))?;
        }
        let mut names = Names::default();
        for account in accounts {
            let name = format!("{}:{}", top(account.kind), account_name(account));
            writeln!(out, "account {name}  ; type: {}", tag(account.kind))?;
            names.declare(account, name)?;
        }
        Ok(Self { out, currency, names })
    }

    /// Writes a transaction. Nothing is written of one that is refused.
    ///
    /// # Errors
    /// [`ExportError::UnknownAccount`], [`ExportError::Unbalanced`]; [`ExportError::Io`] if `out` fails.
    pub fn transaction(&mut self, transaction: &Transaction<'_>) -> Result<(), ExportError> {
        let postings = self.names.postings(transaction)?;
        // The code's brackets stand even when it is empty: after them a text can't be taken for a status mark.
        let (date, code, description) = (transaction.date, code(transaction), description(transaction));
        writeln!(self.out, "\n{date} ({code}) {description}")?;
        for (name, amount) in postings {
            let (text, currency) = (amount.text(self.currency), self.currency.as_str());
            writeln!(self.out, "    {name:<NAME_COLUMN$}  {text:>AMOUNT_COLUMN$} {currency}")?;
        }
        Ok(())
    }

    /// Ends the journal and hands back where it went.
    ///
    /// # Errors
    /// [`ExportError::Io`] if the rest can't be written.
    pub fn finish(mut self) -> Result<W, ExportError> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Number and name. A colon would make a level of accounts, a semicolon a comment.
fn account_name(account: &Account<'_>) -> String {
    let numbered = format!("{} {}", account.number, account.name);
    one_line(&numbered, |letter| if matches!(letter, ':' | ';') { ',' } else { letter })
}

/// A bracket would end the code.
fn code(transaction: &Transaction<'_>) -> String {
    one_line(transaction.code, |letter| match letter {
        '(' => '[',
        ')' => ']',
        ';' => ',',
        other => other,
    })
}

/// A semicolon would begin a comment, in which `tag:value` means something.
fn description(transaction: &Transaction<'_>) -> String {
    one_line(transaction.description, |letter| if letter == ';' { ',' } else { letter })
}

/// Every kind whose top account is declared; cash lies among the assets.
const TOPS: [Kind; 5] = [Kind::Asset, Kind::Liability, Kind::Equity, Kind::Income, Kind::Expense];

/// The top account of a kind.
const fn top(kind: Kind) -> &'static str {
    match kind {
        Kind::Asset | Kind::Cash => "assets",
        Kind::Liability => "liabilities",
        Kind::Equity => "equity",
        Kind::Income => "income",
        Kind::Expense => "expenses",
    }
}

/// What hledger calls a kind.
const fn tag(kind: Kind) -> char {
    match kind {
        Kind::Asset => 'A',
        Kind::Cash => 'C',
        Kind::Liability => 'L',
        Kind::Equity => 'E',
        Kind::Income => 'R',
        Kind::Expense => 'X',
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use kontor_kernel::Date;

    use super::*;

    const ACCOUNTS: [Account<'_>; 5] = [
        Account { number: "1000", name: "Kasse", kind: Kind::Cash },
        Account { number: "1400", name: "Forderungen aus Lieferungen und Leistungen", kind: Kind::Asset },
        Account { number: "1776", name: "Umsatzsteuer 19 %", kind: Kind::Liability },
        Account { number: "8400", name: "Erlöse 19 % USt", kind: Kind::Income },
        Account { number: "9000", name: "Saldenvorträge, Sachkonten", kind: Kind::Equity },
    ];

    fn euro() -> Currency {
        "EUR".parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn posting(account: &str, minor: i64) -> Posting<'_> {
        Posting { account, amount: Amount::new(minor) }
    }

    fn journal(currency: Currency, accounts: &[Account<'_>], transactions: &[Transaction<'_>]) -> String {
        let mut journal = Journal::begin(Vec::new(), currency, accounts).unwrap();
        for transaction in transactions {
            journal.transaction(transaction).unwrap();
        }
        String::from_utf8(journal.finish().unwrap()).unwrap()
    }

    /// Runs the real program over a journal and returns what it prints.
    fn hledger(journal: &str, arguments: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("books.journal");
        std::fs::write(&path, journal).unwrap();
        let output = Command::new("hledger")
            .arg("--file")
            .arg(&path)
            .args(arguments)
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap_or_else(|error| {
                panic!("hledger can't be run ({error}); install it or run ./test, which does")
            });
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "hledger {arguments:?} refuses:\n{complaint}\n{journal}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn a_journal_reads_like_this() {
        let sale = [posting("1400", 11_900), posting("8400", -10_000), posting("1776", -1_900)];
        let sale = Transaction {
            date: day("2026-11-24"),
            code: "JE-17",
            description: "Rechnung RE-2026-0005",
            postings: &sale,
        };
        let text = journal(euro(), &ACCOUNTS, &[sale]);
        assert_eq!(
            text,
            "\
decimal-mark .
commodity 0.00 EUR

account assets  ; type: A
account liabilities  ; type: L
account equity  ; type: E
account income  ; type: R
account expenses  ; type: X
account assets:1000 Kasse  ; type: C
account assets:1400 Forderungen aus Lieferungen und Leistungen  ; type: A
account liabilities:1776 Umsatzsteuer 19 %  ; type: L
account income:8400 Erlöse 19 % USt  ; type: R
account equity:9000 Saldenvorträge, Sachkonten  ; type: E

2026-11-24 (JE-17) Rechnung RE-2026-0005
    assets:1400 Forderungen aus Lieferungen und Leistungen                    119.00 EUR
    income:8400 Erlöse 19 % USt                                              -100.00 EUR
    liabilities:1776 Umsatzsteuer 19 %                                        -19.00 EUR
"
        );
        hledger(&text, &["check", "--strict"]);
    }

    #[test]
    fn hledger_finds_the_same_balances_in_every_kind_of_currency() {
        for (currency, cash, revenue) in [
            ("EUR", "1234567.89", "-1234567.89"),
            ("JPY", "123456789", "-123456789"),
            ("KWD", "123456.789", "-123456.789"),
        ] {
            let postings = [posting("1000", 123_456_789), posting("8400", -123_456_789)];
            let sale =
                Transaction { date: day("2024-02-29"), code: "1", description: "", postings: &postings };
            let text = journal(currency.parse().unwrap(), &ACCOUNTS, &[sale]);
            hledger(&text, &["check", "--strict"]);
            let found = hledger(&text, &["balance", "--no-total", "--output-format", "csv"]);
            let expected = format!(
                "\"account\",\"balance\"\n\"assets:1000 Kasse\",\"{cash} {currency}\"\n\
                 \"income:8400 Erlöse 19 % USt\",\"{revenue} {currency}\"\n"
            );
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn every_account_has_its_type() {
        let text = journal(euro(), &ACCOUNTS, &[]);
        let types = hledger(&text, &["accounts", "--types", "--declared"]);
        let of = |account: &str| {
            let line = types.lines().find(|line| line.starts_with(account)).unwrap();
            line.chars().last().unwrap()
        };
        for account in &ACCOUNTS {
            let name = format!("{}:{}", top(account.kind), account.number);
            assert_eq!(of(&name), tag(account.kind), "{name}");
        }
    }

    /// Whatever stands in a name or a text stays what it is: part of that name or text.
    #[test]
    fn texts_of_users_cannot_break_the_journal() {
        let nasty = [
            "",
            "two  spaces",
            "a\nb\r\n\n2026-01-01 fraud\n    assets:1000 Kasse  1.00 EUR",
            "\ttab\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{a0}\u{3000}end",
            "nul\0bell\u{7}",
            "; comment fraud: X, date: 2026-01-01",
            "* cleared",
            "! pending",
            "(virtual) [balanced] {cost}",
            "a:b::c",
            ") (",
            "@ 2.00 EUR",
            "= 5.00 EUR",
            "100.00 EUR",
            "payee | note",
            "\"quoted\" 'single' \\ back",
            "include /etc/passwd",
            "комментарий 注文 🛒 e\u{301}",
        ];
        for text in nasty {
            let accounts = [
                Account { number: "1000", name: text, kind: Kind::Cash },
                Account { number: "8400", name: text, kind: Kind::Income },
            ];
            let postings = [posting("1000", 100), posting("8400", -100)];
            let date = day("2026-11-24");
            let both = Transaction { date, code: text, description: text, postings: &postings };
            let bare = Transaction { code: "", ..both };
            let empty = Transaction { postings: &[], ..both };
            let written = journal(euro(), &accounts, &[both, bare, empty]);
            hledger(&written, &["check", "--strict"]);
            let found = hledger(&written, &["balance", "--no-total", "--output-format", "csv"]);
            assert_eq!(found.lines().count(), 3, "{text:?} became more accounts:\n{found}");
            assert!(found.contains("2.00 EUR") && found.contains("-2.00 EUR"), "{text:?}:\n{found}");
            assert_eq!(hledger(&written, &["tags"]), "type\n", "{text:?} became a tag");
            let entries = hledger(&written, &["print"]);
            assert_eq!(
                entries.lines().filter(|line| line.starts_with("2026-11-24")).count(),
                3,
                "{text:?}:\n{entries}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused_and_leaves_no_trace() {
        let double = [ACCOUNTS[0], Account { name: "Kasse 2", ..ACCOUNTS[0] }];
        let refused = Journal::begin(Vec::new(), euro(), &double).unwrap_err();
        assert_eq!(refused.to_string(), "account 1000 occurs twice");

        let mut books = Journal::begin(Vec::new(), euro(), &ACCOUNTS).unwrap();
        let mut refuse = |postings: &[Posting<'_>]| {
            let transaction =
                Transaction { date: day("2026-11-24"), code: "JE-9", description: "", postings };
            books.transaction(&transaction).unwrap_err().to_string()
        };
        assert_eq!(
            refuse(&[posting("1000", 100), posting("8400", -99)]),
            "entry JE-9 does not balance: 1 minor units are left"
        );
        assert_eq!(
            refuse(&[posting("1000", 100), posting("8300", -100)]),
            "entry JE-9 posts to account 8300, which does not exist"
        );
        let untouched = Journal::begin(Vec::new(), euro(), &ACCOUNTS).unwrap();
        assert_eq!(books.finish().unwrap(), untouched.finish().unwrap());
    }

    #[test]
    fn a_full_disk_is_an_error() {
        let mut room = [0_u8; 40];
        let refused = Journal::begin(room.as_mut_slice(), euro(), &ACCOUNTS).unwrap_err();
        assert!(matches!(refused, ExportError::Io(_)), "{refused:?}");
    }
}
