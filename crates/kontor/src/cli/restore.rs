//! `kontor restore`: a backup becomes a database again.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use kontor_kernel::{Clock, SystemClock};
use kontor_store::backup;
use kontor_store::{DatabaseUrl, Fault};
use serde_json::json;

use super::backup::{contents_json, contents_lines};
use super::{Database, check, out, replay};
use crate::config::Config;
use crate::schema;

/// Make a database of a backup: an SQLite file that does not exist, or an empty PostgreSQL database. All of it is
/// restored or nothing; an older one is brought up to date.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// What `kontor backup` has made, from SQLite or PostgreSQL.
    file: PathBuf,
    /// Run `kontor check` and `kontor replay` on it, too: before an SQLite file gets its name, and on PostgreSQL once
    /// all is there.
    #[arg(long)]
    verify: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

impl Restore {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let url = config.database()?;
        let schema = schema::schema()?;
        let restore =
            backup::Restore { file: &self.file, url: &url, schema: &schema, now: SystemClock.now() };
        let mut progress = out::Progress::new();
        let restored =
            restore.run(&mut |what| progress.say(&format!("restore: {what}")), &mut |url| self.look(url))?;
        drop(progress);
        if self.json {
            let mut answer = contents_json(&self.file, &restored.contents);
            if let Some(answer) = answer.as_object_mut() {
                answer.insert("migrated".to_owned(), json!(restored.migrated));
                answer.insert("verified".to_owned(), json!(self.verify));
            }
            out::json(&answer)?;
        } else {
            contents_lines(&self.file, &restored.contents).iter().try_for_each(|line| out::line(line))?;
            restored.migrated.iter().try_for_each(|name| out::line(&format!("migrated   {name}")))?;
        }
        if !self.verify {
            eprintln!("next: kontor check and kontor replay, with the same --database");
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Every rule holds, and the journal makes the tables that are stored.
    fn look(&self, url: &DatabaseUrl) -> Result<(), Fault> {
        if !self.verify {
            return Ok(());
        }
        let mut found = check::broken(url)?;
        found.extend(replay::differing(url)?);
        if found.is_empty() {
            return Ok(());
        }
        let place = match url {
            DatabaseUrl::Sqlite(_) => "nothing was restored",
            DatabaseUrl::Postgres(_) => "don't work with what lies in the database now",
        };
        Err(Fault::setting(format!("the backup is not in order, {place}:\n{}", found.join("\n"))))
    }
}
