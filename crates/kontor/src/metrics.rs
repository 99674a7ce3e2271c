//! What is counted, for Prometheus: requests by route and status with their time, the writer's work, the process.
//!
//! Each route holds its own counters, so that a request costs a few atomic additions and no look-up. What the writer
//! and the process know by themselves is asked when somebody reads.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kontor_store::db::beside;
use kontor_store::{Fault, FaultKind, Reading, Trouble, Writer};
use kontor_web::App;
use metrics::{Counter, Histogram, Key, Label, Metadata, Recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusRecorder};

/// Upper bounds of the classes of time, in seconds: from a look-up in memory to a caller's patience.
const SECONDS: &[f64] =
    &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

const METADATA: Metadata<'static> = Metadata::new("kontor", metrics::Level::INFO, None);

/// All figures. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    shared: Arc<Shared>,
}

struct Shared {
    recorder: PrometheusRecorder,
    writer: Writer,
    /// The database's file, where it is one.
    file: Option<PathBuf>,
    connections: Arc<Connections>,
}

/// What became of connections.
#[derive(Debug, Default)]
pub struct Connections {
    open: AtomicU64,
    taken: AtomicU64,
    cut_off: AtomicU64,
    gave_way: AtomicU64,
}

/// A connection that is open; it is so until this goes.
pub struct Open(Arc<Connections>);

/// The figures of one route.
pub struct RouteMetrics {
    metrics: Metrics,
    labels: [Label; 2],
    seconds: Histogram,
    /// A counter for each status from 100 to 599, made when it first occurs.
    answered: Vec<OnceLock<Counter>>,
}

const FIRST_STATUS: u16 = 100;
const STATUSES: usize = 500;

impl Metrics {
    /// Starts to count.
    ///
    /// # Errors
    /// When the classes of time are not in order, which is a bug.
    pub fn new(app: &App) -> Result<Self, Fault> {
        let seconds = Matcher::Full("kontor_http_request_seconds".to_owned());
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(seconds, SECONDS)
            .map_err(|error| Fault::new(FaultKind::Bug, "the figures can't be set up", error))?;
        let recorder = builder.build_recorder();
        describe(&recorder);
        let file = app.reads.file().map(Path::to_owned);
        let shared = Shared { recorder, writer: app.writer.clone(), file, connections: Arc::default() };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The figures of a route, by its method and its path as the router knows it.
    #[must_use]
    pub fn route(&self, method: &'static str, path: &'static str) -> RouteMetrics {
        let labels = [Label::from_static_parts("method", method), Label::from_static_parts("route", path)];
        let key = Key::from_parts("kontor_http_request_seconds", labels.to_vec());
        let seconds = self.shared.recorder.register_histogram(&key, &METADATA);
        let answered = (0..STATUSES).map(|_| OnceLock::new()).collect();
        RouteMetrics { metrics: self.clone(), labels, seconds, answered }
    }

    /// The counts of connections.
    #[must_use]
    pub fn connections(&self) -> Arc<Connections> {
        Arc::clone(&self.shared.connections)
    }

    /// All figures as Prometheus reads them.
    #[must_use]
    pub fn text(&self) -> String {
        self.ask_writer(&self.shared.writer.counts().read());
        self.ask_connections(&self.shared.connections);
        self.ask_process();
        if let Some(file) = &self.shared.file {
            self.ask_disk(file);
        }
        self.shared.recorder.handle().render()
    }

    /// Sorts the times that were noted into their classes. To be called every few seconds, or they pile up.
    pub fn keep_up(&self) {
        self.shared.recorder.handle().run_upkeep();
    }

    fn ask_writer(&self, reading: &Reading) {
        let counters = [
            ("kontor_writer_batches_total", reading.batches),
            ("kontor_writer_events_total", reading.events),
            ("kontor_writer_rows_total", reading.rows),
            ("kontor_writer_bytes_total", reading.bytes),
            ("kontor_writer_cpu_microseconds_total", reading.cpu_micros),
            ("kontor_writer_save_cpu_microseconds_total", reading.save_cpu_micros),
            ("kontor_writer_batches_over_20_ms_total", reading.over_20_ms),
            ("kontor_writer_batches_over_50_ms_total", reading.over_50_ms),
            ("kontor_writer_turned_away_total", reading.turned_away),
            ("kontor_writer_retries_total", reading.retries),
            ("kontor_writer_constraint_bugs_total", reading.constraint_bugs),
        ];
        for (name, value) in counters {
            self.counter(name, value);
        }
        self.gauge("kontor_writer_longest_batch_microseconds", reading.longest_micros);
        let waiting = u64::try_from(self.shared.writer.waiting()).unwrap_or(u64::MAX);
        self.gauge("kontor_writer_queue_commands", waiting);
        let behind = self.shared.writer.counts().clock_behind_micros();
        self.gauge("kontor_clock_behind_microseconds", behind);
        let troubled = self.shared.writer.counts().troubled();
        for trouble in Trouble::ALL {
            let kind = Label::from_static_parts("kind", trouble.code());
            let key = Key::from_parts("kontor_writer_trouble", vec![kind]);
            let value = if troubled == Some(trouble) { 1.0 } else { 0.0 };
            self.shared.recorder.register_gauge(&key, &METADATA).set(value);
        }
    }

    /// How large an SQLite database is, and what room is left for it.
    fn ask_disk(&self, file: &Path) {
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
        self.gauge("kontor_database_file_bytes", size(file));
        self.gauge("kontor_database_log_bytes", size(&beside(file, "-wal")));
        if let Ok(disk) = rustix::fs::statvfs(file) {
            self.gauge("kontor_database_free_bytes", disk.f_bavail.saturating_mul(disk.f_frsize));
        }
    }

    fn ask_connections(&self, connections: &Connections) {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        self.gauge("kontor_http_connections", get(&connections.open));
        self.counter("kontor_http_connections_total", get(&connections.taken));
        self.counter("kontor_http_connections_cut_off_total", get(&connections.cut_off));
        self.counter("kontor_http_connections_gave_way_total", get(&connections.gave_way));
    }

    fn ask_process(&self) {
        self.counter("kontor_process_cpu_microseconds_total", process_cpu_micros());
        self.gauge("process_resident_memory_bytes", memory_kilobytes("self", "VmRSS").saturating_mul(1_024));
    }

    fn counter(&self, name: &'static str, value: u64) {
        self.shared.recorder.register_counter(&Key::from_static_name(name), &METADATA).absolute(value);
    }

    fn gauge(&self, name: &'static str, value: u64) {
        // Figures of this size are exact in a double.
        let value = u32::try_from(value).map_or_else(|_| approximate(value), f64::from);
        self.shared.recorder.register_gauge(&Key::from_static_name(name), &METADATA).set(value);
    }
}

/// A number beyond 32 bits as a double, put together from its halves.
#[expect(clippy::float_arithmetic, reason = "Prometheus' gauges are doubles")]
fn approximate(value: u64) -> f64 {
    let high = u32::try_from(value >> 32).unwrap_or(u32::MAX);
    let low = u32::try_from(value & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    f64::from(high) * 4_294_967_296.0 + f64::from(low)
}

impl RouteMetrics {
    /// Notes an answer and the time it took.
    pub fn answered(&self, status: u16, took: Duration) {
        self.seconds.record(took.as_secs_f64());
        let place = status.checked_sub(FIRST_STATUS).and_then(|index| self.answered.get(usize::from(index)));
        if let Some(counter) = place {
            counter.get_or_init(|| self.counter(status)).increment(1);
        }
    }

    fn counter(&self, status: u16) -> Counter {
        let mut labels = self.labels.to_vec();
        labels.push(Label::new("status", status.to_string()));
        let key = Key::from_parts("kontor_http_requests_total", labels);
        self.metrics.shared.recorder.register_counter(&key, &METADATA)
    }
}

impl Connections {
    /// Counts a connection that was taken, and as open until what is returned goes.
    #[must_use]
    pub fn open(self: &Arc<Self>) -> Open {
        self.taken.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(self))
    }

    /// Counts one that was cut off because its other end was too slow.
    pub fn cut_off(&self) {
        self.cut_off.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts one that was idle and gave way to a new one.
    pub fn gave_way(&self) {
        self.gave_way.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn describe(recorder: &PrometheusRecorder) {
    let counters = [
        ("kontor_http_requests_total", "Requests answered, by route and status."),
        ("kontor_http_connections_total", "Connections taken."),
        ("kontor_http_connections_cut_off_total", "Connections cut off: the other end was too slow."),
        ("kontor_http_connections_gave_way_total", "Idle connections closed to make room for new ones."),
        ("kontor_writer_batches_total", "Transactions of the writer."),
        ("kontor_writer_events_total", "Events recorded."),
        ("kontor_writer_rows_total", "Rows written, the journal's among them."),
        ("kontor_writer_bytes_total", "Bytes of the events' payloads."),
        ("kontor_writer_cpu_microseconds_total", "CPU time of the writer's thread from begin to commit."),
        ("kontor_writer_save_cpu_microseconds_total", "The part of it for writing rows and committing."),
        ("kontor_writer_batches_over_20_ms_total", "Transactions that took longer than 20 ms."),
        ("kontor_writer_batches_over_50_ms_total", "Transactions that took longer than 50 ms."),
        ("kontor_writer_turned_away_total", "Commands turned away because the queue was full."),
        ("kontor_writer_retries_total", "Transactions tried again because the database asked for it."),
        ("kontor_writer_constraint_bugs_total", "Constraints violated: each is a bug to report."),
        ("kontor_process_cpu_microseconds_total", "CPU time of the process."),
    ];
    for (name, about) in counters {
        recorder.describe_counter(name.into(), None, about.into());
    }
    let gauges = [
        ("kontor_http_connections", "Connections that are open."),
        ("kontor_writer_longest_batch_microseconds", "The longest transaction since the start."),
        ("kontor_writer_queue_commands", "Commands that wait."),
        ("kontor_clock_behind_microseconds", "How far the clock is behind the newest event."),
        ("kontor_writer_trouble", "1 while the database takes no writes, by what is the trouble."),
        ("kontor_database_file_bytes", "Size of the SQLite file."),
        ("kontor_database_log_bytes", "Size of its write-ahead log."),
        ("kontor_database_free_bytes", "Room that is left for both."),
        ("process_resident_memory_bytes", "Memory of the process."),
    ];
    for (name, about) in gauges {
        recorder.describe_gauge(name.into(), None, about.into());
    }
    recorder.describe_histogram(
        "kontor_http_request_seconds".into(),
        None,
        "Time to answer a request.".into(),
    );
}

/// CPU time of the whole process.
#[must_use]
pub fn process_cpu_micros() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    seconds.saturating_mul(1_000_000).saturating_add(u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000)
}

/// Memory of a process, which is `self` or its number, as this field of proc(5)'s status has it, such as `VmRSS`; 0 where
/// the system does not tell.
#[must_use]
pub fn memory_kilobytes(process: &str, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
