//! `kontor upgrade`: an older database is brought up to date, or what that would mean is told.

use std::process::ExitCode;

use clap::Args;
use kontor_kernel::{Clock, SystemClock};
use kontor_store::Fault;
use kontor_store::backup::{self, Outlook, PlannedBackup};
use serde_json::{Value, json};

use super::{Database, out};
use crate::config::Config;
use crate::{app, schema};

/// Bring an older database up to date without serving it: make a backup, then migrate, as every start does. With
/// --check, say what would be done and change nothing; exits with 1 where it could not be done.
#[derive(Debug, Args)]
pub(super) struct Upgrade {
    /// Say what would be done, and change nothing.
    #[arg(long)]
    check: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

impl Upgrade {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        if self.check {
            return self.look(config);
        }
        let done = app::upgrade(&config.database()?, &config.before_upgrade())?;
        if self.json {
            out::json(&json!({ "migrated": done.migrated, "backup": done.backup }))?;
            return Ok(ExitCode::SUCCESS);
        }
        if done.migrated.is_empty() {
            out::line("up to date: nothing was to do")?;
        }
        if let Some(file) = &done.backup {
            out::line(&format!("backup     {}", file.display()))?;
        }
        done.migrated.iter().try_for_each(|name| out::line(&format!("migrated   {name}")))?;
        Ok(ExitCode::SUCCESS)
    }

    fn look(&self, config: &Config) -> Result<ExitCode, Fault> {
        let before = config.before_upgrade();
        let outlook = backup::outlook(&config.database()?, &*schema::schema()?, SystemClock.now(), &before)?;
        if self.json {
            out::json(&outlook_json(&outlook))?;
        } else {
            outlook_lines(&outlook, before.backup).iter().try_for_each(|line| out::line(line))?;
        }
        match outlook.backup.as_ref().and_then(|backup| backup.obstacle.as_ref()) {
            None => Ok(ExitCode::SUCCESS),
            Some(obstacle) => {
                eprintln!(
                    "the upgrade can't be done: {obstacle}. Make room, name another folder (setting backups), or do \
                     without the backup (backup_before_upgrade = false)"
                );
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

fn outlook_lines(outlook: &Outlook, with_backup: bool) -> Vec<String> {
    let mut lines = vec![
        format!("schema     {} now, {} then", outlook.schema, outlook.then),
        format!("holds      {} merchants, {} rows, {} bytes", outlook.merchants, outlook.rows, outlook.bytes),
    ];
    if outlook.pending.is_empty() {
        lines.push("up to date: nothing is to do".to_owned());
        return lines;
    }
    lines.push(match &outlook.backup {
        Some(PlannedBackup { file, exists: true, .. }) => {
            format!("backup     {} exists already", file.display())
        }
        Some(PlannedBackup { file, bytes, free, .. }) => {
            format!("backup     {}: at most {bytes} bytes, there is room for {free}", file.display())
        }
        None if outlook.merchants == 0 => "backup     none: there is no data yet".to_owned(),
        None => format!("backup     none: backup_before_upgrade = {with_backup}"),
    });
    lines.extend(outlook.pending.iter().map(|name| format!("migration  {name}")));
    lines
}

fn outlook_json(outlook: &Outlook) -> Value {
    let backup = outlook.backup.as_ref().map(|backup| {
        json!({
            "file": backup.file,
            "exists": backup.exists,
            "bytes_at_most": backup.bytes,
            "bytes_free": backup.free,
            "obstacle": backup.obstacle,
        })
    });
    json!({
        "schema": outlook.schema,
        "then": outlook.then,
        "migrations": outlook.pending,
        "merchants": outlook.merchants,
        "rows": outlook.rows,
        "bytes": outlook.bytes,
        "backup": backup,
    })
}
