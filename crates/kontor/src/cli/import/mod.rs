//! `kontor import`: products, customers, stock and orders from files.
//!
//! A file is read row by row and goes through the same doors as everything else, this program's own or a server's.
//! Whatever is there already is left alone, so an import may be run again: after it was stopped, or with a longer
//! file.

mod cells;
mod columns;
mod customers;
mod each;
mod file;
mod orders;
mod products;
mod refused;
mod reject;
mod report;
mod stock;

use std::process::ExitCode;

use clap::Subcommand;
use kontor_store::Fault;

use super::door::{Door, Target};
use super::small_runtime;
use crate::config::Config;

pub(crate) use reject::Reject;

/// Take over data from files (CSV): what is there already is left alone, so it may be run again.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    Products(products::Products),
    Customers(customers::Customers),
    Stock(stock::Stock),
    Orders(orders::Orders),
}

impl Import {
    pub(super) fn database(&self) -> Option<String> {
        let target = match self {
            Self::Products(products) => &products.target,
            Self::Customers(customers) => &customers.target,
            Self::Stock(stock) => &stock.target,
            Self::Orders(orders) => &orders.target,
        };
        target.database.database.clone()
    }

    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        match self {
            Self::Products(products) => products.run(config),
            Self::Customers(customers) => customers.run(config),
            Self::Stock(stock) => stock.run(config),
            Self::Orders(orders) => orders.run(config),
        }
    }
}

/// Opens the door, does something through it, and closes it.
fn through(
    target: &Target,
    config: &Config,
    work: impl AsyncFnOnce(&Door) -> Result<(), Fault>,
) -> Result<ExitCode, Fault> {
    let entry = target.enter(config)?;
    small_runtime()?.block_on(async {
        let door = entry.open().await?;
        let done = work(&door).await;
        door.close().await;
        done
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A name for this run, of which the keys of its requests are made: another run is another request.
fn run_id() -> Result<String, Fault> {
    let mut bytes = [0_u8; 12];
    kontor_store::random(&mut bytes)?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("import-{digits}"))
}
