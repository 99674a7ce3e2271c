//! `kontor replay`: the tables made again from the journal, and compared with the stored ones.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use kontor_identity::model::OrgId;
use kontor_identity::records::Org;
use kontor_kernel::{Clock, SystemClock, Timestamp, limits};
use kontor_orders::list::Filter;
use kontor_orders::show::http::OrderView;
use kontor_store::db::Snapshot;
use kontor_store::journal::{self, JournalRow};
use kontor_store::replay::{self, Compared};
use kontor_store::{DatabaseUrl, Fault, FaultKind, ReadDb};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{Database, out, small_runtime};
use crate::config::Config;
use crate::{app, schema};

/// Rebuild the tables from the journal in a scratch folder, and compare them with the stored ones. Exits with 1 where
/// they differ. With --at, the tables as of that moment are built and counted instead; with --order, an order is shown.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Stop at this moment, such as 2026-11-24T18:36:00Z.
    #[arg(long, value_name = "TIME", value_parser = Timestamp::from_str)]
    at: Option<Timestamp>,
    /// Show the order with this number, as of --at or now, as JSON.
    #[arg(long, value_name = "NUMBER")]
    order: Option<String>,
    /// Replay this merchant alone.
    #[arg(long, value_parser = OrgId::from_str)]
    org: Option<OrgId>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

/// A journal to replay: whose, and up to which position.
type Head = (i64, i64);

/// Tables that were made again, beside the stored ones as of the same moment.
struct Rebuilt {
    stored: Snapshot,
    scratch: replay::Replay,
    heads: Vec<Head>,
    events: i64,
    _folder: TempDir,
}

/// How far each merchant's journal was replayed.
struct Done {
    positions: BTreeMap<i64, i64>,
    progress: out::Progress,
}

impl Replay {
    /// A replay of everything, up to now.
    fn of_all() -> Self {
        Self { at: None, order: None, org: None, json: false, database: Database { database: None } }
    }

    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let runtime = small_runtime()?;
        let rebuilt = self.rebuild_all(&runtime, &config.database()?)?;
        let (events, heads) = (rebuilt.events, &rebuilt.heads);
        let reads = rebuilt.scratch.reads();
        match &self.order {
            Some(number) => runtime.block_on(self.show(&reads, heads, number)),
            None if self.at.is_some() => runtime.block_on(self.count(&reads, events)),
            None => runtime.block_on(self.compare(&rebuilt.stored, &reads, events)),
        }
    }

    fn rebuild_all(&self, runtime: &Runtime, url: &DatabaseUrl) -> Result<Rebuilt, Fault> {
        let stored = runtime.block_on(app::open_to_read(url))?;
        let folder = tempfile::tempdir().map_err(|error| {
            Fault::new(FaultKind::Setting, "there is no room for a scratch folder", error)
        })?;
        let mut scratch = replay::Replay::new(schema::schema()?, folder.path(), SystemClock.now())?;
        // Most of it is read page by page, so that a busy database is not held at one moment for long; then the little
        // that came meanwhile, together with the tables as of the same moment.
        let snapshot = runtime.block_on(stored.snapshot())?;
        let early = runtime.block_on(heads(&snapshot, self.org))?;
        drop(snapshot);
        let mut done = Done { positions: BTreeMap::new(), progress: out::Progress::new() };
        for head in early {
            let page =
                |org, after| runtime.block_on(journal::page(&stored, org, after, limits::JOURNAL_PAGE));
            self.rebuild(head, page, &mut done, &mut scratch)?;
        }
        let stored = runtime.block_on(stored.snapshot())?;
        let heads = runtime.block_on(heads(&stored, self.org))?;
        for head in &heads {
            let page = |org: i64, after: i64| {
                let params = [org.into(), after.into(), limits::JOURNAL_PAGE.into()];
                runtime.block_on(stored.records(journal::PAGE, &params))
            };
            self.rebuild(*head, page, &mut done, &mut scratch)?;
        }
        let events = done.positions.values().sum();
        Ok(Rebuilt { stored, scratch, heads, events, _folder: folder })
    }

    /// Applies a merchant's events up to the head, from where it stands; notes where it stands then.
    fn rebuild(
        &self,
        (org, end): Head,
        page: impl Fn(i64, i64) -> Result<Vec<JournalRow>, Fault>,
        done: &mut Done,
        scratch: &mut replay::Replay,
    ) -> Result<(), Fault> {
        let position = done.positions.entry(org).or_insert(0);
        while *position < end {
            let page = page(org, *position)?;
            // None is applied when all of the page was recorded after the moment: then the rest was, too.
            let Some(last) = scratch.apply(org, &page, self.at)? else { break };
            *position = last;
            done.progress.say(&format!("{}: event {position} of {end}", OrgId::new(org)));
        }
        Ok(())
    }

    async fn compare(&self, stored: &Snapshot, scratch: &ReadDb, events: i64) -> Result<ExitCode, Fault> {
        let all = compared(stored, scratch).await?;
        let differing = all.iter().filter(|table| table.found.failed > 0).count();
        if self.json {
            let tables: Vec<Value> = all.iter().map(compared_json).collect();
            out::json(&json!({ "ok": differing == 0, "events": events, "tables": tables }))?;
        } else {
            for table in &all {
                out::line(&compared_text(table))?;
            }
            out::line(&format!("{events} events replayed, {differing} tables differ"))?;
        }
        Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn count(&self, scratch: &ReadDb, events: i64) -> Result<ExitCode, Fault> {
        let mut tables = Vec::new();
        for table in replay::business_tables(&*schema::schema()?) {
            let count = format!("SELECT COUNT(*) FROM {}", table.spec.name);
            let row = scratch.query(&count, Vec::new()).await?.into_iter().next();
            let rows: i64 = row.map(|mut row| row.take()).transpose()?.unwrap_or(0);
            tables.push((table.spec.name, rows));
        }
        if self.json {
            let rows: Vec<Value> =
                tables.iter().map(|(table, rows)| json!({ "table": table, "rows": rows })).collect();
            out::json(&json!({ "at": self.at, "events": events, "tables": rows }))?;
        } else {
            for (table, rows) in tables {
                out::line(&format!("{table:<32} {rows:>10}"))?;
            }
            out::line(&format!("{events} events replayed"))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    async fn show(&self, scratch: &ReadDb, heads: &[Head], number: &str) -> Result<ExitCode, Fault> {
        let filter = Filter { number: Some(number.to_owned()), ..Filter::default() };
        let mut shown = 0;
        for (org, _) in heads {
            let merchants: Vec<Org> = scratch.records("org_id = $1", vec![(*org).into()]).await?;
            let Some(merchant) = merchants.into_iter().next() else { continue };
            for order in kontor_orders::list::page(scratch, *org, &filter, i64::MAX, 1).await? {
                let Some((order, lines)) = kontor_orders::show::one(scratch, *org, order.id).await? else {
                    continue;
                };
                let view = json!(OrderView::of(order, lines, merchant.currency));
                let text = if self.json { Ok(view.to_string()) } else { serde_json::to_string_pretty(&view) };
                out::line(&text.unwrap_or_default())?;
                shown += 1;
            }
        }
        if shown > 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let when = self.at.map_or_else(String::new, |at| format!(" as of {at}"));
        Err(Fault::setting(format!("there is no order {number}{when}: check the number, --at and --org")))
    }
}

/// The tables that a replay of everything makes otherwise than they are stored; one line for each.
pub(super) fn differing(url: &DatabaseUrl) -> Result<Vec<String>, Fault> {
    let runtime = small_runtime()?;
    let rebuilt = Replay::of_all().rebuild_all(&runtime, url)?;
    let all = runtime.block_on(compared(&rebuilt.stored, &rebuilt.scratch.reads()))?;
    Ok(all.iter().filter(|table| table.found.failed > 0).map(compared_text).collect())
}

async fn compared(stored: &Snapshot, scratch: &ReadDb) -> Result<Vec<Compared>, Fault> {
    let replayed = scratch.snapshot().await?;
    let mut all = Vec::new();
    let mut progress = out::Progress::new();
    for table in replay::business_tables(&*schema::schema()?) {
        progress.say(&format!("comparing {}", table.spec.name));
        all.push(replay::compare(stored, &replayed, table).await?);
    }
    Ok(all)
}

async fn heads(stored: &Snapshot, named: Option<OrgId>) -> Result<Vec<Head>, Fault> {
    let mut heads = Vec::new();
    for mut row in stored.query("SELECT org_id, position FROM journal_head ORDER BY org_id", &[]).await? {
        let head: Head = (row.take()?, row.take()?);
        if named.is_none_or(|org| org.raw() == head.0) {
            heads.push(head);
        }
    }
    match named {
        Some(org) if heads.is_empty() => {
            Err(Fault::setting(format!("there is no merchant {org}: check --org")))
        }
        _ => Ok(heads),
    }
}

fn compared_text(table: &Compared) -> String {
    let (name, found) = (table.table, &table.found);
    if found.failed == 0 {
        return format!("ok    {name:<32} {:>10}", found.checked);
    }
    let mut text = format!("BAD   {name:<32} {:>10}  {} differ", found.checked, found.failed);
    for offender in &found.offenders {
        text.push_str(&format!(
            "\n      {}  {}: {}",
            OrgId::new(offender.org),
            offender.subject,
            offender.detail
        ));
    }
    text
}

fn compared_json(table: &Compared) -> Value {
    let offenders = table.found.offenders.iter().map(|offender| {
        json!({ "org": OrgId::new(offender.org), "subject": offender.subject, "detail": offender.detail })
    });
    json!({
        "table": table.table,
        "checked": table.found.checked,
        "failed": table.found.failed,
        "offenders": offenders.collect::<Vec<_>>(),
    })
}
