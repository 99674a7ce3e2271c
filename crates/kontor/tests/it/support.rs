//! A real server process, a real database, and a client over a real connection.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The program under test.
pub(crate) const KONTOR: &str = env!("CARGO_BIN_EXE_kontor");

/// A database for one test, in a folder that goes with it.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) folder: tempfile::TempDir,
    /// The command that runs the program for it, such as `nsenter …`; empty where it is run plainly.
    pub(crate) within: Vec<String>,
}

impl Place {
    /// A file in a temporary folder.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("shop.db").display());
        Self { url, folder, within: Vec::new() }
    }

    /// A database that is there already.
    pub(crate) fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { url: url.to_owned(), folder, within: Vec::new() }
    }

    /// A database of its own in the throw-away cluster.
    pub(crate) fn postgres() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the test runner names its cluster this way")]
        let cluster = std::env::var("KONTOR_TEST_POSTGRES")
            .expect("KONTOR_TEST_POSTGRES: run ./test, or `./test postgres` and export what it prints");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = folder.path().file_name().expect("a name").to_string_lossy().to_lowercase();
        let name = format!("kontor_it_{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
        kontor_store::db::create_database(&cluster, &name).expect("a database for this test");
        let (server, _) = cluster.rsplit_once('/').expect("an address with a database");
        Self { url: format!("{server}/{name}"), folder, within: Vec::new() }
    }

    /// Runs the program on this database.
    pub(crate) fn kontor(&self, args: &[&str]) -> Output {
        let mut command = self.program(&[]);
        command.args(args).args(["--database", &self.url]).stdin(Stdio::null());
        command.output().expect("the program runs")
    }

    /// The program, run by the place's command and by this one.
    pub(crate) fn program(&self, within: &[&str]) -> Command {
        let mut words = self.within.iter().map(String::as_str).chain(within.iter().copied()).chain([KONTOR]);
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words);
        command
    }

    /// Runs the program, which must succeed; what it answered.
    pub(crate) fn kontor_ok(&self, args: &[&str]) -> String {
        let output = self.kontor(args);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "kontor {args:?} on {}: {out}\n{err}", self.url);
        out.into_owned()
    }

    /// Founds a merchant and makes a token of this role.
    pub(crate) fn found(&self) -> (String, String) {
        let founded = self.kontor_ok(&[
            "org",
            "create",
            "--name",
            "Teekontor Hansen",
            "--country",
            "DE",
            "--currency",
            "EUR",
            "--chart",
            "skr03",
            "--json",
        ]);
        let org = json(&founded)["org"].as_str().expect("the merchant's id").to_owned();
        (org.clone(), self.token(&org, "owner"))
    }

    /// Makes a token.
    pub(crate) fn token(&self, org: &str, role: &str) -> String {
        let made = self.kontor_ok(&["token", "create", "--org", org, "--role", role, "--json"]);
        json(&made)["token"].as_str().expect("the token").to_owned()
    }

    /// The end of every story: all checks are clean, and a replay of the journal agrees.
    pub(crate) fn finish(&self) {
        let checks = json(&self.kontor_ok(&["check", "--json"]));
        assert!(checks.to_string().contains("journal_is_whole"), "{checks}");
        self.kontor_ok(&["replay"]);
    }
}

/// How a server is started otherwise than plainly.
#[derive(Debug, Default, Clone)]
pub(crate) struct Start<'a> {
    /// Settings, by their names.
    pub(crate) settings: &'a [(&'a str, &'a str)],
    /// A command that runs the program.
    pub(crate) within: &'a [&'a str],
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    log: Option<PathBuf>,
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub(crate) fn start(place: &Place) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address").to_string();
        drop(listener);
        Self::start_at(place, &address)
    }

    /// Starts a server at an address, as after a crash.
    pub(crate) fn start_at(place: &Place, address: &str) -> Self {
        let mut command = place.program(&[]);
        command.args(["serve", "--database", &place.url, "--listen", address]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server =
            Self { child: child.expect("the server starts"), address: address.to_owned(), log: None };
        for _ in 0..600 {
            if Client::new(address, "").get("/readyz").is_ok_and(|answer| answer.status == 200) {
                return server;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server was not ready within 12 seconds");
    }

    /// Starts a server with settings of its own, at a port that the system chooses, with its log in a file.
    pub(crate) fn start_as(place: &Place, start: &Start) -> Self {
        let log = path_in(place, &format!("server-{}.log", start.settings.len()));
        let file = std::fs::File::create(&log).expect("a log");
        let mut command = place.program(start.within);
        command.args(["serve", "--database", &place.url, "--listen", "127.0.0.1:0", "--log-format", "json"]);
        for (name, value) in start.settings {
            command.env(format!("KONTOR_{}", name.to_uppercase()), value);
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).spawn();
        let mut server =
            Self { child: child.expect("the server starts"), address: String::new(), log: Some(log) };
        for _ in 0..600 {
            if let Some(listening) = server.logged("listening").first() {
                server.address = listening["address"].as_str().expect("an address").to_owned();
                return server;
            }
            assert!(server.child.try_wait().expect("its state").is_none(), "{}", server.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server did not listen within 12 seconds: {}", server.log());
    }

    /// Its process.
    pub(crate) fn pid(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_raw(i32::try_from(self.child.id()).expect("a pid")).expect("a pid")
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.pid(), signal).expect("a signal");
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        let log = self.log.as_ref().expect("a server that was started with a log");
        std::fs::read_to_string(log).expect("the log")
    }

    /// The lines of the log with this message.
    pub(crate) fn logged(&self, message: &str) -> Vec<Value> {
        let log = self.log();
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["message"].as_str().is_some_and(|said| said.contains(message))).collect()
    }

    /// Waits until it has logged this.
    pub(crate) fn wait_for_log(&self, message: &str) {
        for _ in 0..1_000 {
            if !self.logged(message).is_empty() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("\"{message}\" was not logged within 20 seconds: {}", self.log());
    }

    /// Waits for its end, which must be a good one.
    pub(crate) fn wait(mut self) {
        let status = self.child.wait().expect("its end");
        assert!(status.success(), "the server ended badly: {status}");
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("kill -9");
        self.child.wait().expect("its end");
    }

    /// Ends it in good order.
    pub(crate) fn stop(self) {
        self.signal(rustix::process::Signal::TERM);
        self.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The status line and the headers, in small letters.
    pub(crate) head: String,
    pub(crate) body: Value,
}

impl Answer {
    /// A text of the body by its JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.body
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no text at {pointer}: {self:?}"))
    }

    /// The refusal's code.
    pub(crate) fn code(&self) -> &str {
        self.body.get("code").and_then(Value::as_str).unwrap_or_default()
    }
}

/// A client that keeps its connection.
pub(crate) struct Client {
    address: String,
    token: String,
    stream: Option<TcpStream>,
}

impl Client {
    pub(crate) fn new(address: &str, token: &str) -> Self {
        Self { address: address.to_owned(), token: token.to_owned(), stream: None }
    }

    pub(crate) fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send("GET", path, &[], "")
    }

    /// Posts, and must be answered with this status.
    pub(crate) fn post(&mut self, path: &str, body: &Value, status: u16) -> Answer {
        let answer = self.send("POST", path, &[], &body.to_string()).expect("an answer");
        assert_eq!(answer.status, status, "POST {path} {body}: {answer:?}");
        answer
    }

    /// Gets, and must be answered with 200.
    pub(crate) fn see(&mut self, path: &str) -> Answer {
        let answer = self.get(path).expect("an answer");
        assert_eq!(answer.status, 200, "GET {path}: {answer:?}");
        answer
    }

    /// Sends a request and reads its answer.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<Answer> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        if !self.token.is_empty() {
            request.push_str(&format!("authorization: Bearer {}\r\n", self.token));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!(
            "content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ));
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(90)))?;
                stream
            }
        };
        stream.write_all(request.as_bytes())?;
        let answer = read_answer(&mut stream)?;
        self.stream = Some(stream);
        Ok(answer)
    }
}

fn read_answer(stream: &mut TcpStream) -> std::io::Result<Answer> {
    let bad = |what: &str| std::io::Error::new(std::io::ErrorKind::UnexpectedEof, what.to_owned());
    let mut bytes = Vec::new();
    let mut part = [0; 16_384];
    loop {
        let read = stream.read(&mut part)?;
        if read == 0 {
            return Err(bad("the connection was closed"));
        }
        bytes.extend_from_slice(&part[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
        let length = length.unwrap_or(0);
        while bytes.len() < end + 4 + length {
            let read = stream.read(&mut part)?;
            if read == 0 {
                return Err(bad("the answer was cut off"));
            }
            bytes.extend_from_slice(&part[..read]);
        }
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| bad("no status"))?;
        let body = serde_json::from_slice(&bytes[end + 4..end + 4 + length]).unwrap_or(Value::Null);
        return Ok(Answer { status, head, body });
    }
}

/// Reads JSON that must be some.
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("no JSON ({error}): {text}"))
}

/// The path of a file in the test's folder.
pub(crate) fn path_in(place: &Place, name: &str) -> PathBuf {
    place.folder.path().join(name)
}

/// A figure of the server's metrics, by its name and labels.
pub(crate) fn figure(server: &Server, name: &str) -> String {
    let text = text(&server.address, "/metrics");
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).to_owned()
}

/// What a path without a token answers, as text.
fn text(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("a request");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    text
}

/// Runs statements on a place's PostgreSQL, past the program, each in a transaction of its own.
pub(crate) fn sql(place: &Place, statements: &[&str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let connected = tokio_postgres::connect(&place.url, tokio_postgres::NoTls).await;
        let (client, connection) = connected.expect("the database");
        let run = async {
            for statement in statements {
                client
                    .batch_execute(statement)
                    .await
                    .unwrap_or_else(|error| panic!("{statement}: {error:?}"));
            }
        };
        tokio::select! {
            () = run => {}
            ended = connection => panic!("the connection ended: {ended:?}"),
        }
    });
}
