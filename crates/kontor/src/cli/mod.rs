//! The command line. Answers go to stdout, everything else to stderr; `--json` where a program may read the answer.

mod backup;
mod bench;
mod check;
mod demo;
mod docs;
mod door;
mod export;
mod generate;
mod import;
mod log;
mod org;
mod out;
mod rebuild;
mod replay;
mod restore;
mod serve;
mod token;
mod upgrade;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use kontor_store::{Failure, Fault, FaultKind};
use tokio::runtime::{Builder, Runtime};

use crate::config::{Config, Given, LogFormat};

pub(crate) use import::Reject as ImportReject;

/// Orders from cart to cash: captured, reserved, shipped, invoiced, paid and posted.
#[derive(Debug, Parser)]
#[command(name = "kontor", version, term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

/// Where the help of a command lists what every command takes: behind its own.
const LAST: usize = 900;

/// Settings that every command takes.
#[derive(Debug, clap::Args)]
struct Settings {
    /// The file of settings to read instead of kontor.toml.
    #[arg(long, global = true, value_name = "FILE", env = "KONTOR_CONFIG", display_order = LAST)]
    config: Option<PathBuf>,
    /// How logs are written to stderr.
    #[arg(long, global = true, value_name = "FORMAT", display_order = LAST)]
    log_format: Option<LogFormat>,
}

/// Where the data is.
#[derive(Debug, clap::Args)]
struct Database {
    /// Where the data is: sqlite:FILE or postgres://…  [env: KONTOR_DATABASE=] [default: sqlite:kontor.db]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    #[command(subcommand)]
    Org(org::Org),
    #[command(subcommand)]
    Token(token::Token),
    #[command(subcommand)]
    User(user::User),
    Check(check::Check),
    Replay(replay::Replay),
    Rebuild(rebuild::Rebuild),
    #[command(subcommand)]
    Import(Box<import::Import>),
    #[command(subcommand)]
    Export(export::Export),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Upgrade(upgrade::Upgrade),
    Docs(docs::Docs),
    Generate(generate::Generate),
    Bench(bench::Bench),
}

/// Reads the arguments and does what they say. The exit code is 0 when it is done, 1 when it is not (or `check` and
/// `replay` found something), 2 when the arguments can't be read.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("kontor: {}", fault.chain());
            ExitCode::FAILURE
        }
    }
}

/// The command line with all its commands, for the reference.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

fn dispatch(cli: Cli) -> Result<ExitCode, Fault> {
    let mut given =
        Given { file: cli.settings.config, log_format: cli.settings.log_format, ..Given::default() };
    match cli.command {
        Command::Docs(docs) => docs.run(),
        Command::Demo(demo) => {
            given.database = Some(demo.database);
            given.listen = demo.listen;
            demo::run(&settings(&given)?)
        }
        Command::Bench(bench) => bench.run(),
        Command::Serve(serve) => {
            given.database = serve.database.database.clone();
            given.listen = serve.listen.clone();
            given.tls_certificate = serve.tls_certificate.clone();
            given.tls_key = serve.tls_key.clone();
            serve::run(&settings(&given)?)
        }
        Command::Org(org) => {
            given.database = org.database();
            org.run(&settings(&given)?)
        }
        Command::Token(token) => {
            given.database = token.database();
            token.run(&settings(&given)?)
        }
        Command::User(user) => {
            given.database = user.database();
            user.run(&settings(&given)?)
        }
        Command::Check(check) => {
            given.database = check.database.database.clone();
            check.run(&settings(&given)?)
        }
        Command::Replay(replay) => {
            given.database = replay.database.database.clone();
            replay.run(&settings(&given)?)
        }
        Command::Rebuild(rebuild) => {
            given.database = rebuild.database.database.clone();
            rebuild.run(&settings(&given)?)
        }
        Command::Import(import) => {
            given.database = import.database();
            import.run(&quiet_settings(&given)?)
        }
        Command::Generate(generate) => {
            given.database = generate.database();
            generate.run(&settings(&given)?)
        }
        Command::Export(export) => {
            given.database = export.database();
            export.run(&settings(&given)?)
        }
        Command::Backup(backup) => {
            given.database = backup.database.database.clone();
            backup.run(&settings(&given)?)
        }
        Command::Restore(restore) => {
            given.database = restore.database.database.clone();
            restore.run(&settings(&given)?)
        }
        Command::Upgrade(upgrade) => {
            given.database = upgrade.database.database.clone();
            upgrade.run(&settings(&given)?)
        }
    }
}

fn settings(given: &Given) -> Result<Config, Fault> {
    let config = Config::read(given)?;
    log::start(&config)?;
    Ok(config)
}

/// As [`settings`], without the news of its day's work that a server logs: who waits at a terminal reads the report.
fn quiet_settings(given: &Given) -> Result<Config, Fault> {
    let mut config = Config::read(given)?;
    if config.log == "info" {
        "warn".clone_into(&mut config.log);
    }
    log::start(&config)?;
    Ok(config)
}

/// A runtime for a command that does one thing after the other.
fn small_runtime() -> Result<Runtime, Fault> {
    started(Builder::new_current_thread().enable_all().build())
}

/// A runtime for a server.
fn large_runtime() -> Result<Runtime, Fault> {
    started(Builder::new_multi_thread().enable_all().build())
}

fn started(runtime: std::io::Result<Runtime>) -> Result<Runtime, Fault> {
    runtime.map_err(|error| Fault::new(FaultKind::Setting, "the program can't start its threads", error))
}

/// What the writer did not do, as a text for the one at the command line.
fn undone(failure: Failure) -> Fault {
    match failure {
        Failure::Refused(refusal) => Fault::setting(format!("{} [{}]", refusal.message, refusal.code)),
        Failure::Fault(chain) => Fault::setting(chain),
        Failure::Trouble(trouble) => Fault::setting(format!("{} [{}]", trouble.sentence(), trouble.code())),
        Failure::Unknown => {
            Fault::setting("the database went away: look whether it was done before you try again")
        }
        Failure::Busy | Failure::Expired | Failure::Closing => {
            Fault::setting("the writer was too busy: nothing was done, try again")
        }
    }
}
