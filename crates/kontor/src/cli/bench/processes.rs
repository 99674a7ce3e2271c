//! The processes that are measured: the server, the database, the machine they run on.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use kontor_store::{DatabaseUrl, Fault, ReadDb};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::metrics::memory_kilobytes;

/// The machine, in a line.
pub(super) fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap_or("").trim().to_owned();
    format!("{}, {cores} cores, {kilobytes} memory", model.unwrap_or("unknown processor"))
}

/// CPU time of a process with one thread so far, in microseconds: from the scheduler, which counts exactly, or else in
/// ticks.
fn cpu_micros(pid: u32) -> Option<u64> {
    let exact = std::fs::read_to_string(format!("/proc/{pid}/schedstat")).ok();
    let nanos = exact.and_then(|text| text.split(' ').next()?.parse::<u64>().ok()).filter(|nanos| *nanos > 0);
    nanos.map(|nanos| nanos / 1_000).or_else(|| ticks_of(pid, 2))
}

/// The same with that of its children that have ended.
fn cpu_micros_with_ended(pid: u32) -> Option<u64> {
    ticks_of(pid, 4)
}

/// The first so many of utime, stime, cutime and cstime, in microseconds.
fn ticks_of(pid: u32, fields: usize) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Behind the name in brackets: state is field 3 of proc(5), utime 14, stime 15, cutime 16, cstime 17.
    let times = stat.rsplit_once(") ")?.1.split(' ').skip(11).take(fields);
    let ticks: u64 = times.map(|time| time.parse::<u64>().unwrap_or(0)).sum();
    let per_second = rustix::param::clock_ticks_per_second();
    ticks.saturating_mul(1_000_000).checked_div(per_second)
}

/// The server under test.
pub(super) struct Server {
    child: Child,
    pid: u32,
    address: String,
    /// From its start to its first answer, in microseconds.
    pub(super) start_micros: u64,
}

/// How often a server that starts is asked whether it is ready, and how long it may take.
const ASK: Duration = Duration::from_millis(2);
const START: Duration = Duration::from_secs(30);

impl Server {
    /// Starts this program's own `serve` and waits until it is ready.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(super) async fn start(url: &DatabaseUrl) -> Result<Self, Fault> {
        let problem = |what: &str, error: std::io::Error| Fault::setting(format!("{what}: {error}"));
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = port.map_err(|error| problem("no free port", error))?.to_string();
        let program = std::env::current_exe().map_err(|error| problem("where is this program?", error))?;
        let database = match url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let mut command = Command::new(program);
        command.arg("serve").args(["--listen", &address]).env("KONTOR_DATABASE", database);
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        let started = Instant::now();
        let child = command.spawn().map_err(|error| problem("can't start the server", error))?;
        let pid = child.id().ok_or_else(|| Fault::setting("the server ended at once"))?;
        let mut server = Self { child, pid, address, start_micros: 0 };
        while started.elapsed() < START {
            if server.get("/readyz").await.is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                server.start_micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
                return Ok(server);
            }
            tokio::time::sleep(ASK).await;
        }
        Err(Fault::setting(format!("the server was not ready within {} seconds", START.as_secs())))
    }

    pub(super) fn address(&self) -> String {
        self.address.clone()
    }

    /// Memory of its own that the process holds, without the files it has mapped, in tenths of megabytes.
    pub(super) fn memory_tenths(&self) -> u64 {
        memory_kilobytes(&self.pid.to_string(), "RssAnon") * 10 / 1_024
    }

    async fn get(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// What the server has done so far, by its own figures.
    async fn work(&self) -> Result<Work, Fault> {
        let metrics = self.get("/metrics").await;
        let metrics =
            metrics.map_err(|error| Fault::setting(format!("the server gave no metrics: {error}")))?;
        let read = |name: &str| {
            let value = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            value.and_then(|value| value.split('.').next()?.parse().ok()).unwrap_or(0)
        };
        Ok(Work {
            cpu_micros: read("kontor_process_cpu_microseconds_total"),
            batches: read("kontor_writer_batches_total"),
            rows: read("kontor_writer_rows_total"),
            bytes: read("kontor_writer_bytes_total"),
            writer_cpu_micros: read("kontor_writer_cpu_microseconds_total"),
            save_cpu_micros: read("kontor_writer_save_cpu_microseconds_total"),
            longest_micros: read("kontor_writer_longest_batch_microseconds"),
            over_20_ms: read("kontor_writer_batches_over_20_ms_total"),
            over_50_ms: read("kontor_writer_batches_over_50_ms_total"),
        })
    }

    /// Ends the server in good order.
    pub(super) async fn stop(mut self) -> Result<(), Fault> {
        let pid = i32::try_from(self.pid).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await;
        ended.map(drop).map_err(|_| Fault::setting("the server did not end within 30 seconds"))
    }
}

/// What a server did.
#[derive(Debug, Clone, Copy)]
struct Work {
    cpu_micros: u64,
    batches: u64,
    rows: u64,
    bytes: u64,
    writer_cpu_micros: u64,
    save_cpu_micros: u64,
    longest_micros: u64,
    over_20_ms: u64,
    over_50_ms: u64,
}

/// What server and database have done up to a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    work: Work,
    database_micros: Option<u64>,
}

/// What server and database did between two moments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    /// CPU time of the server, in microseconds.
    pub(super) server_micros: u64,
    /// CPU time of the database's processes, when they can be seen.
    pub(super) database_micros: Option<u64>,
    /// CPU time of the writer's thread, and the part of it for writing rows and committing.
    pub(super) writer_micros: u64,
    pub(super) save_micros: u64,
    /// Transactions, rows and bytes of events.
    pub(super) batches: u64,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    /// The longest that a transaction held up the next one, in microseconds.
    pub(super) longest_micros: u64,
    /// Transactions that did so for longer than 20 and 50 ms.
    pub(super) over_20_ms: u64,
    pub(super) over_50_ms: u64,
}

impl Mark {
    pub(super) async fn now(server: &Server, database: &Database) -> Result<Self, Fault> {
        Ok(Self { work: server.work().await?, database_micros: database.cpu_micros() })
    }

    /// What was done since.
    pub(super) async fn spent(&self, server: &Server, database: &Database) -> Result<Spent, Fault> {
        let (after, before) = (Self::now(server, database).await?, self);
        let (work, first) = (&after.work, &before.work);
        let over_20_ms = work.over_20_ms.saturating_sub(first.over_20_ms);
        let over_50_ms = work.over_50_ms.saturating_sub(first.over_50_ms);
        // The server knows its longest batch since its start. If that is an older one, the classes that were hit since
        // tell up to where the longest one can have reached.
        let bound = match (over_20_ms, over_50_ms) {
            _ if work.longest_micros > first.longest_micros => u64::MAX,
            (0, _) => 20_000,
            (_, 0) => 50_000,
            _ => u64::MAX,
        };
        Ok(Spent {
            server_micros: work.cpu_micros.saturating_sub(first.cpu_micros),
            database_micros: after
                .database_micros
                .zip(before.database_micros)
                .map(|(a, b)| a.saturating_sub(b)),
            writer_micros: work.writer_cpu_micros.saturating_sub(first.writer_cpu_micros),
            save_micros: work.save_cpu_micros.saturating_sub(first.save_cpu_micros),
            batches: work.batches.saturating_sub(first.batches),
            rows: work.rows.saturating_sub(first.rows),
            bytes: work.bytes.saturating_sub(first.bytes),
            longest_micros: work.longest_micros.min(bound),
            over_20_ms,
            over_50_ms,
        })
    }
}

impl Spent {
    /// CPU time of server and database together.
    pub(super) fn cpu_micros(&self) -> u64 {
        self.server_micros + self.database_micros.unwrap_or(0)
    }

    /// CPU time of the writer's thread and the database.
    pub(super) fn write_path_micros(&self) -> u64 {
        self.writer_micros + self.database_micros.unwrap_or(0)
    }

    /// How many of so many commands a transaction carried out, on average.
    pub(super) fn batch_size(&self, commands: u64) -> usize {
        usize::try_from(commands.checked_div(self.batches).unwrap_or(1).max(1)).unwrap_or(1)
    }
}

/// The database's processes, when it is a server on this machine.
pub(super) struct Database {
    postmaster: Option<u32>,
}

impl Database {
    pub(super) async fn find(url: &DatabaseUrl, reads: &ReadDb) -> Result<Self, Fault> {
        if matches!(url, DatabaseUrl::Sqlite(_)) {
            return Ok(Self { postmaster: None });
        }
        let rows = reads.query("SELECT CAST(pg_backend_pid() AS BIGINT)", Vec::new()).await?;
        let backend = rows.into_iter().next().map(|mut row| row.take::<u32>()).transpose()?;
        let postmaster = backend.and_then(parent_of);
        if postmaster.is_none() {
            eprintln!("the database runs elsewhere: its CPU time is not counted");
        }
        Ok(Self { postmaster })
    }

    /// CPU time of all its processes so far; `None` when they can't be seen, 0 for an embedded database.
    pub(super) fn cpu_micros(&self) -> Option<u64> {
        let postmaster = self.postmaster?;
        let processes = std::fs::read_dir("/proc").ok()?.flatten();
        let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let alive: u64 = pids.filter(|pid| parent_of(*pid) == Some(postmaster)).filter_map(cpu_micros).sum();
        Some(alive + cpu_micros_with_ended(postmaster)?)
    }
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    if !stat.contains("(postgres)") {
        return None;
    }
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// The median time of writing a page and having it on the disk, in microseconds.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub(super) fn fdatasync_p50_ms(folder: &Path) -> Result<u64, Fault> {
    let problem = |error: std::io::Error| Fault::setting(format!("can't measure the disk: {error}"));
    let path = folder.join("kontor-fdatasync.tmp");
    let mut file = std::fs::File::create(&path).map_err(problem)?;
    let page = [0x5a_u8; 8_192];
    let mut times = Vec::new();
    for round in 0..200_u64 {
        let started = Instant::now();
        file.seek(std::io::SeekFrom::Start(round * 8_192)).map_err(problem)?;
        file.write_all(&page).map_err(problem)?;
        file.sync_data().map_err(problem)?;
        times.push(u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    std::fs::remove_file(&path).map_err(problem)?;
    times.sort_unstable();
    Ok(times.get(times.len() / 2).copied().unwrap_or(0))
}
