//! The processes that are measured: the server, the database, the machine they run on.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use kontor_store::{DatabaseUrl, Fault, ReadDb};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::clients::Run;

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

/// CPU time of a process so far, user and system, in microseconds.
fn cpu_micros(pid: u32) -> Option<u64> {
    ticks_of(pid, 2)
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
}

impl Server {
    /// Starts this program's own `serve` and waits until it is ready.
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
        let child = command.spawn().map_err(|error| problem("can't start the server", error))?;
        let pid = child.id().ok_or_else(|| Fault::setting("the server ended at once"))?;
        let server = Self { child, pid, address };
        for _ in 0..200 {
            if server.get("/readyz").await.is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(Fault::setting("the server was not ready within 10 seconds"))
    }

    pub(super) fn address(&self) -> String {
        self.address.clone()
    }

    pub(super) fn cpu_micros(&self) -> Result<u64, Fault> {
        cpu_micros(self.pid).ok_or_else(|| Fault::setting("the server is gone: look at its log"))
    }

    async fn get(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(&self.address).await?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// What the server's writer has done so far.
    pub(super) async fn writer(&self) -> Result<WriterWork, Fault> {
        let metrics = self.get("/metrics").await;
        let metrics =
            metrics.map_err(|error| Fault::setting(format!("the server gave no metrics: {error}")))?;
        let read = |name: &str| {
            let value = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            value.and_then(|value| value.split('.').next()?.parse().ok()).unwrap_or(0)
        };
        Ok(WriterWork {
            batches: read("kontor_writer_batches_total"),
            rows: read("kontor_writer_rows_total"),
            bytes: read("kontor_writer_bytes_total"),
            cpu_micros: read("kontor_writer_cpu_microseconds_total"),
            save_cpu_micros: read("kontor_writer_save_cpu_microseconds_total"),
            longest_micros: read("kontor_writer_longest_batch_microseconds"),
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

/// What a writer did.
#[derive(Debug, Clone, Copy)]
pub(super) struct WriterWork {
    pub(super) batches: u64,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) cpu_micros: u64,
    pub(super) save_cpu_micros: u64,
    pub(super) longest_micros: u64,
}

impl WriterWork {
    pub(super) fn since(self, before: Self) -> Self {
        Self {
            batches: self.batches - before.batches,
            rows: self.rows - before.rows,
            bytes: self.bytes - before.bytes,
            cpu_micros: self.cpu_micros - before.cpu_micros,
            save_cpu_micros: self.save_cpu_micros - before.save_cpu_micros,
            longest_micros: self.longest_micros,
        }
    }

    /// How many commands a transaction carried out, on average.
    pub(super) fn batch_size(&self, run: &Run) -> usize {
        usize::try_from(run.placed.checked_div(self.batches).unwrap_or(1).max(1)).unwrap_or(1)
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
