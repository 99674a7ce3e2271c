//! `kontor check`: what must always hold.

use std::process::ExitCode;

use clap::Args;
use kontor_store::{DatabaseUrl, Fault};
use serde_json::json;

use super::{Database, out, small_runtime};
use crate::config::Config;
use crate::{app, check, schema};

/// Check all that must always hold, over the whole database. Exits with 1 where a rule is broken.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

/// Runs all checks.
fn checked(url: &DatabaseUrl) -> Result<Vec<check::Checked>, Fault> {
    small_runtime()?.block_on(async {
        let reads = app::open_to_read(url).await?;
        let mut progress = out::Progress::new();
        check::run(&*schema::schema()?, &reads, |name| progress.say(&format!("checking {name}"))).await
    })
}

/// The rules that are broken, with what breaks them.
pub(super) fn broken(url: &DatabaseUrl) -> Result<Vec<String>, Fault> {
    let checked = checked(url)?;
    Ok(checked.iter().filter(|check| !check.is_clean()).map(check::Checked::text).collect())
}

impl Check {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let checked = checked(&config.database()?)?;
        let broken = checked.iter().filter(|check| !check.is_clean()).count();
        if self.json {
            let checks: Vec<_> = checked.iter().map(check::Checked::json).collect();
            out::json(&json!({ "ok": broken == 0, "broken": broken, "checks": checks }))?;
        } else {
            for check in &checked {
                out::line(&check.text())?;
            }
        }
        if broken == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "{broken} of {} checks are broken: don't repair rows by hand, restore or replay",
            checked.len()
        );
        Ok(ExitCode::FAILURE)
    }
}
