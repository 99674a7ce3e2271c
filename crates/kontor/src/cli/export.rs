//! `kontor export`: data for other programs.

use std::io::{self, BufWriter};
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, Subcommand};
use kontor_identity::model::OrgId;
use kontor_store::Fault;

use super::door::one_org;
use super::{Database, small_runtime};
use crate::app;
use crate::config::Config;
use crate::export::{Export as Exported, Program, Sort};

/// Data for other programs.
#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// Print the books as an hledger journal: accounts and all entries, checked by `hledger check --strict`.
    Hledger(Whose),
    /// Print the books as a Beancount journal: accounts and all entries, checked by `bean-check`.
    Beancount(Whose),
    /// Print all orders as CSV, a row for each line, as `kontor import orders` reads them. Quantities are without what
    /// was cancelled; orders that were cancelled as a whole are left out.
    OrdersCsv(Whose),
    /// Print all invoices and credit notes as CSV, a row each.
    InvoicesCsv(Whose),
}

/// Whose data.
#[derive(Debug, Args)]
pub(super) struct Whose {
    /// The merchant; may be left out when there is but one.
    #[arg(long, value_parser = OrgId::from_str)]
    org: Option<OrgId>,
    #[command(flatten)]
    database: Database,
}

impl Export {
    fn whose(&self) -> &Whose {
        let (Self::Hledger(whose)
        | Self::Beancount(whose)
        | Self::OrdersCsv(whose)
        | Self::InvoicesCsv(whose)) = self;
        whose
    }

    pub(super) fn database(&self) -> Option<String> {
        self.whose().database.database.clone()
    }

    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let url = config.database()?;
        small_runtime()?.block_on(async {
            let reads = app::open_to_read(&url).await?;
            let org = one_org(&reads, self.whose().org).await?.raw();
            let stdout = BufWriter::new(io::stdout().lock());
            let sort = match self {
                Self::Hledger(_) => Sort::Books(Program::Hledger),
                Self::Beancount(_) => Sort::Books(Program::Beancount),
                Self::OrdersCsv(_) => Sort::Orders,
                Self::InvoicesCsv(_) => Sort::Invoices,
            };
            Exported::whole(&reads, org, sort, stdout).await
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
