//! What happened in the books. Released shapes: never edited, only followed by a new version.

use kontor_kernel::{Currency, Date, encode_digits};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::chart::ChartAccount;
use crate::model::{AccountKind, AccountNumber, Chart, Posting, Role, Side, SourceKind};
use crate::records::{self, Account};

/// The subject of what happens to the books as a whole.
const BOOKS: i64 = 0;

/// An account as an event writes it down: the published chart may grow, what was opened stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAccount {
    /// Its number.
    pub number: AccountNumber,
    /// Its German name.
    pub name_de: String,
    /// Its English name.
    pub name_en: String,
    /// What it measures.
    pub kind: AccountKind,
    /// The job it does in posting rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

impl From<&ChartAccount> for NewAccount {
    fn from(account: &ChartAccount) -> Self {
        Self {
            number: account.number,
            name_de: account.name_de.to_owned(),
            name_en: account.name_en.to_owned(),
            kind: account.kind,
            role: account.role,
        }
    }
}

impl NewAccount {
    pub(crate) fn row(&self) -> Account {
        Account {
            number: self.number,
            name_de: self.name_de.clone(),
            name_en: self.name_en.clone(),
            kind: self.kind,
            role: self.role,
        }
    }
}

/// The books were opened on a published chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The chart.
    pub chart: Chart,
    /// Its accounts as they stood then.
    pub accounts: Vec<NewAccount>,
}

impl Event for Opened {
    const KIND: &'static str = "ledger.opened";

    fn subject(&self) -> i64 {
        BOOKS
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_opened(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "chart": self.chart, "accounts": self.accounts })
    }
}

/// An account was added to the merchant's chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAdded {
    /// The account.
    #[serde(flatten)]
    pub account: NewAccount,
}

impl Event for AccountAdded {
    const KIND: &'static str = "ledger.account_added";

    fn subject(&self) -> i64 {
        BOOKS
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_account_added(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!(self.account)
    }
}

/// An entry was booked: its postings balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// The number of the entry.
    pub entry: i64,
    /// What it is about: names a document, never a person.
    pub text: String,
    /// What sort of document it comes from.
    pub source_kind: SourceKind,
    /// The id of that document, which is also the subject; an entry by hand has its own number here.
    pub source_id: i64,
    /// The date on the document.
    pub document_date: Date,
    /// When goods or services were supplied, where that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply_date: Option<Date>,
    /// The day it is posted to, where that is not the document's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting_date: Option<Date>,
    /// The entry that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<i64>,
    /// The postings, in order.
    pub postings: Vec<Posting>,
}

impl Booked {
    /// The day it is posted to.
    #[must_use]
    pub fn posting_date(&self) -> Date {
        self.posting_date.unwrap_or(self.document_date)
    }
}

impl Event for Booked {
    const KIND: &'static str = "ledger.booked";

    fn subject(&self) -> i64 {
        self.source_id
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_booked(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let line = |posting: &Posting| match posting.side {
            Side::Debit => json!({ "account": posting.account, "debit": posting.amount.text(currency) }),
            Side::Credit => json!({ "account": posting.account, "credit": posting.amount.text(currency) }),
        };
        json!({
            "entry": self.entry,
            "text": self.text,
            "source": self.source_kind,
            "source_id": source_digits(self.source_kind, self.source_id),
            "document_date": self.document_date,
            "supply_date": self.supply_date,
            "posting_date": self.posting_date(),
            "reverses": self.reverses,
            "currency": currency,
            "postings": self.postings.iter().map(line).collect::<Vec<_>>(),
        })
    }
}

/// The id of the document behind an entry as outsiders know it, without its prefix: which one it has, only the room
/// that made the document knows. An entry by hand has no document.
#[must_use]
pub fn source_digits(kind: SourceKind, id: i64) -> Option<String> {
    let digits = encode_digits(id);
    (kind != SourceKind::Manual).then(|| digits.iter().copied().map(char::from).collect())
}

/// A document number was taken from its series, in the same command that makes the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberTaken {
    /// The series: `invoice-2026`.
    pub series: String,
    /// The number, dense from 1.
    pub number: i64,
    /// How its numbers are written; stands in the first event of a series only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<SeriesFormat>,
}

/// How the numbers of a series are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesFormat {
    /// What stands before the number: `RE-2026-`.
    pub prefix: String,
    /// How many digits a number has at least.
    pub digits: u16,
}

impl Event for NumberTaken {
    const KIND: &'static str = "ledger.number_taken";

    fn subject(&self) -> i64 {
        BOOKS
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_number_taken(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "series": self.series, "number": self.number })
    }
}

events![Opened, AccountAdded, Booked, NumberTaken];
