//! `kontor export`: data for other programs.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use kontor_formats::hledger::{self, Journal};
use kontor_identity::model::OrgId;
use kontor_identity::records::Org;
use kontor_kernel::Amount;
use kontor_ledger::entries::WholeEntry;
use kontor_ledger::export;
use kontor_ledger::model::{AccountKind, Role};
use kontor_ledger::records::Account;
use kontor_store::db::Snapshot;
use kontor_store::{Fault, FaultKind};

use super::{Database, out, small_runtime};
use crate::app;
use crate::config::Config;

/// Data for other programs.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    Hledger(Hledger),
}

/// Print the books as an hledger journal: accounts and all entries, checked by `hledger check --strict`.
#[derive(Debug, Args)]
pub(super) struct Hledger {
    /// The merchant; may be left out when there is but one.
    #[arg(long, value_parser = OrgId::from_str)]
    org: Option<OrgId>,
    #[command(flatten)]
    database: Database,
}

impl Export {
    pub(super) fn database(&self) -> Option<String> {
        let Self::Hledger(hledger) = self;
        hledger.database.database.clone()
    }

    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let Self::Hledger(hledger) = self;
        let url = config.database()?;
        small_runtime()?.block_on(async {
            let snapshot = app::open_to_read(&url).await?.snapshot().await?;
            let org = one_org(&snapshot, hledger.org).await?;
            let stdout = BufWriter::new(io::stdout().lock());
            books(&snapshot, org.raw(), stdout).await
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The merchant that was named, or the only one.
async fn one_org(snapshot: &Snapshot, named: Option<OrgId>) -> Result<OrgId, Fault> {
    let mut orgs = Vec::new();
    for mut row in snapshot.query("SELECT org_id FROM identity_org ORDER BY org_id", &[]).await? {
        orgs.push(OrgId::new(row.take()?));
    }
    match (named, orgs.as_slice()) {
        (Some(org), _) if orgs.contains(&org) => Ok(org),
        (Some(org), _) => Err(Fault::setting(format!("there is no merchant {org}: check --org"))),
        (None, [org]) => Ok(*org),
        (None, []) => Err(Fault::setting("there is no merchant yet: make one with `kontor org create`")),
        (None, several) => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Fault::setting(format!("name one of the merchants with --org: {}", ids.join(", "))))
        }
    }
}

async fn books(snapshot: &Snapshot, org: i64, out: impl Write) -> Result<(), Fault> {
    let orgs: Vec<Org> = snapshot.records("org_id = $1", &[org.into()]).await?;
    let Some(merchant) = orgs.into_iter().next() else { return Err(Fault::bug("the merchant is gone")) };
    let accounts = export::accounts(snapshot, org).await?;
    let declared: Vec<_> = accounts.iter().map(declared).collect();
    let mut journal = Journal::begin(out, merchant.currency, &declared).map_err(unwritten)?;
    let mut pages = export::export_pages(snapshot, org);
    loop {
        let page = pages.next().await?;
        if page.is_empty() {
            break;
        }
        for entry in &page {
            transact(&mut journal, entry)?;
        }
    }
    out::written(journal.finish().map_err(unwritten)?.flush())
}

fn declared(account: &Account) -> hledger::Account<'_> {
    let kind = match account.kind {
        AccountKind::Asset if matches!(account.role, Some(Role::Bank | Role::Cash)) => hledger::Kind::Cash,
        AccountKind::Asset => hledger::Kind::Asset,
        AccountKind::Liability => hledger::Kind::Liability,
        AccountKind::Equity => hledger::Kind::Equity,
        AccountKind::Income => hledger::Kind::Income,
        AccountKind::Expense => hledger::Kind::Expense,
    };
    hledger::Account { number: account.number.as_str(), name: &account.name_de, kind }
}

fn transact(journal: &mut Journal<impl Write>, whole: &WholeEntry) -> Result<(), Fault> {
    let mut postings = Vec::with_capacity(whole.postings.len());
    for posting in &whole.postings {
        let credit = Amount::ZERO.checked_sub(posting.credit);
        let amount = credit.and_then(|credit| posting.debit.checked_add(credit));
        let amount = amount.ok_or_else(|| Fault::data("an amount is beyond all bounds"))?;
        postings.push(hledger::Posting { account: posting.account.as_str(), amount });
    }
    let code = whole.entry.number.to_string();
    let transaction = hledger::Transaction {
        date: whole.entry.posting_date,
        code: &code,
        description: &whole.entry.text,
        postings: &postings,
    };
    journal.transaction(&transaction).map_err(unwritten)
}

fn unwritten(error: hledger::ExportError) -> Fault {
    Fault::new(FaultKind::Data, "the books can't be exported", error)
}
