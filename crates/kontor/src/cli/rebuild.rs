//! `kontor rebuild`: what is derived from the journal, made again.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use kontor_desk::search;
use kontor_store::Fault;
use serde_json::json;

use super::{Database, out, small_runtime};
use crate::config::Config;
use crate::{app, followers};

/// What can be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Derived {
    /// The terms by which customers, orders, products, shipments and payments are found.
    Search,
}

/// Make derived tables again from the journal. Nothing else depends on them: meanwhile a search finds less.
#[derive(Debug, Args)]
pub(super) struct Rebuild {
    /// What to make again.
    #[arg(value_name = "NAME")]
    name: Derived,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

impl Rebuild {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let house = app::open(&config.database()?, &config.before_upgrade())?;
        let rows = small_runtime()?.block_on(async {
            let rebuilt = match self.name {
                Derived::Search => search::rebuild(&followers::hands(&house.app)).await,
            };
            let rows = search::count(&house.app.reads).await;
            house.app.writer.close().await;
            rebuilt.and(rows)
        })?;
        if self.json {
            out::json(&json!({ "rebuilt": "search", "rows": rows }))?;
        } else {
            out::line(&format!("search     {rows} terms"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
