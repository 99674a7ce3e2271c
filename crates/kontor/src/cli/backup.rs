//! `kontor backup`: all of a database in one file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use kontor_identity::model::OrgId;
use kontor_store::Fault;
use kontor_store::backup::{self, Contents};
use serde_json::{Value, json};

use super::{Database, out};
use crate::config::Config;
use crate::schema;

/// Copy all of a database, as of one moment, into one file, also while a server works with it. The file is the same
/// whether it comes from SQLite or PostgreSQL, and `kontor restore` makes either of it. It appears when it is whole.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to make; there must be none of this name.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

impl Backup {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let url = config.database()?;
        let mut progress = out::Progress::new();
        let made = backup::make(&url, &*schema::schema()?, &self.file, &mut |what| {
            progress.say(&format!("backup: {what}"));
        })?;
        drop(progress);
        if self.json {
            out::json(&contents_json(&self.file, &made))?;
        } else {
            contents_lines(&self.file, &made).iter().try_for_each(|line| out::line(line))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What a backup holds, for people.
pub(super) fn contents_lines(file: &Path, contents: &Contents) -> Vec<String> {
    let mut lines = vec![
        format!("file       {}", file.display()),
        format!("bytes      {}", contents.bytes),
        format!("schema     {} ({})", contents.schema, contents.schema_name),
        format!("merchants  {}", contents.journals.len()),
    ];
    let journals = contents.journals.iter();
    lines.extend(
        journals.map(|(org, position)| format!("           {} up to event {position}", OrgId::new(*org))),
    );
    lines
}

/// What a backup holds, for programs.
pub(super) fn contents_json(file: &Path, contents: &Contents) -> Value {
    let journals = contents.journals.iter();
    let merchants = journals.map(|(org, position)| json!({ "org": OrgId::new(*org), "position": position }));
    json!({
        "file": file,
        "bytes": contents.bytes,
        "schema": contents.schema,
        "merchants": merchants.collect::<Vec<_>>(),
    })
}
