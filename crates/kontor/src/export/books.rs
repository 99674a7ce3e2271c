//! The books as a journal of a plain-text accounting program.

use std::io::Write;

use kontor_formats::books::{self, ExportError, Kind};
use kontor_formats::{beancount, hledger};
use kontor_identity::show_org;
use kontor_kernel::{Amount, Currency};
use kontor_ledger::entries::WholeEntry;
use kontor_ledger::export::{EntryPages, accounts};
use kontor_ledger::model::{AccountKind, Role};
use kontor_ledger::records::Account;
use kontor_store::{Fault, FaultKind, ReadDb};

use super::written;

/// Which program's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// hledger.
    Hledger,
    /// Beancount.
    Beancount,
}

/// A journal being written.
enum Journal<W: Write> {
    Hledger(hledger::Journal<W>),
    Beancount(beancount::Journal<W>),
}

/// The books of a merchant being written.
pub(super) struct Books<W: Write> {
    pages: EntryPages,
    journal: Journal<W>,
}

impl<W: Write> Books<W> {
    pub(super) async fn begin(reads: &ReadDb, org: i64, program: Program, out: W) -> Result<Self, Fault> {
        let merchant = show_org::one(reads, org).await?.ok_or_else(|| Fault::bug("the merchant is gone"))?;
        let pages = EntryPages::up_to_now(reads, org).await?;
        let accounts = accounts(reads, org).await?;
        let declared: Vec<_> = accounts.iter().map(declared).collect();
        let journal = Journal::begin(program, out, merchant.currency, &declared).map_err(unwritten)?;
        Ok(Self { pages, journal })
    }

    pub(super) async fn page(&mut self) -> Result<bool, Fault> {
        let page = self.pages.next().await?;
        page.iter().try_for_each(|entry| transact(&mut self.journal, entry))?;
        Ok(!page.is_empty())
    }

    pub(super) fn finish(self) -> Result<W, Fault> {
        let mut out = self.journal.finish().map_err(unwritten)?;
        written(out.flush())?;
        Ok(out)
    }
}

impl<W: Write> Journal<W> {
    fn begin(
        program: Program,
        out: W,
        currency: Currency,
        accounts: &[books::Account<'_>],
    ) -> Result<Self, ExportError> {
        match program {
            Program::Hledger => hledger::Journal::begin(out, currency, accounts).map(Self::Hledger),
            Program::Beancount => beancount::Journal::begin(out, currency, accounts).map(Self::Beancount),
        }
    }

    fn transaction(&mut self, transaction: &books::Transaction<'_>) -> Result<(), ExportError> {
        match self {
            Self::Hledger(journal) => journal.transaction(transaction),
            Self::Beancount(journal) => journal.transaction(transaction),
        }
    }

    fn finish(self) -> Result<W, ExportError> {
        match self {
            Self::Hledger(journal) => journal.finish(),
            Self::Beancount(journal) => journal.finish(),
        }
    }
}

fn declared(account: &Account) -> books::Account<'_> {
    let kind = match account.kind {
        AccountKind::Asset if matches!(account.role, Some(Role::Bank | Role::Cash)) => Kind::Cash,
        AccountKind::Asset => Kind::Asset,
        AccountKind::Liability => Kind::Liability,
        AccountKind::Equity => Kind::Equity,
        AccountKind::Income => Kind::Income,
        AccountKind::Expense => Kind::Expense,
    };
    books::Account { number: account.number.as_str(), name: &account.name_de, kind }
}

fn transact(journal: &mut Journal<impl Write>, whole: &WholeEntry) -> Result<(), Fault> {
    let mut postings = Vec::with_capacity(whole.postings.len());
    for posting in &whole.postings {
        let credit = Amount::ZERO.checked_sub(posting.credit);
        let amount = credit.and_then(|credit| posting.debit.checked_add(credit));
        let amount = amount.ok_or_else(|| Fault::data("an amount is beyond all bounds"))?;
        postings.push(books::Posting { account: posting.account.as_str(), amount });
    }
    let code = whole.entry.number.to_string();
    let transaction = books::Transaction {
        date: whole.entry.posting_date,
        code: &code,
        description: &whole.entry.text,
        postings: &postings,
    };
    journal.transaction(&transaction).map_err(unwritten)
}

fn unwritten(error: ExportError) -> Fault {
    Fault::new(FaultKind::Data, "the books can't be exported", error)
}
