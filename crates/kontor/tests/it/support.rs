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
}

impl Place {
    /// A file in a temporary folder.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("shop.db").display());
        Self { url, folder }
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
        Self { url: format!("{server}/{name}"), folder }
    }

    /// Runs the program on this database.
    pub(crate) fn kontor(&self, args: &[&str]) -> Output {
        let mut command = Command::new(KONTOR);
        command.args(args).args(["--database", &self.url]).stdin(Stdio::null());
        command.output().expect("the program runs")
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

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
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
        let mut command = Command::new(KONTOR);
        command.args(["serve", "--database", &place.url, "--listen", address]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server = Self { child: child.expect("the server starts"), address: address.to_owned() };
        for _ in 0..600 {
            if Client::new(address, "").get("/readyz").is_ok_and(|answer| answer.status == 200) {
                return server;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server was not ready within 12 seconds");
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("kill -9");
        self.child.wait().expect("its end");
    }

    /// Ends it in good order.
    pub(crate) fn stop(mut self) {
        let pid =
            rustix::process::Pid::from_raw(i32::try_from(self.child.id()).expect("a pid")).expect("a pid");
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("a signal");
        let status = self.child.wait().expect("its end");
        assert!(status.success(), "the server ended badly: {status}");
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
        return Ok(Answer { status, body });
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
