//! The server as a process: over a real connection, from its start to its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

struct Server {
    child: Child,
    address: String,
    token: String,
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command.current_dir(folder).env_remove("KONTOR_DATABASE").env_remove("KONTOR_LISTEN");
    command
}

fn answer(folder: &Path, arguments: &[&str]) -> String {
    let output = program(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

impl Server {
    /// A merchant with a token, served at a port that the system chooses.
    fn start(folder: &Path, settings: &str) -> Self {
        std::fs::write(folder.join("kontor.toml"), settings).unwrap();
        let create = "org create --name Hansen --country DE --currency EUR --chart skr04";
        let org = answer(folder, &create.split(' ').collect::<Vec<_>>());
        let token = answer(folder, &["token", "create", "--org", &org, "--role", "owner"]);
        let mut child = program(folder)
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let listening = lines.by_ref().map(Result::unwrap).find(|line| line.contains("listening")).unwrap();
        let listening: Value = serde_json::from_str(&listening).unwrap();
        // What is logged later must be read, or the server would wait for it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: listening["address"].as_str().unwrap().to_owned(), token }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    fn request(&self, method: &str, path: &str, body: &str) -> String {
        format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
    }

    fn terminate(&self) {
        let killed = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    fn wait(mut self) {
        assert!(self.child.wait().unwrap().success(), "the server did not end well");
    }
}

/// One answer: status line, headers, body.
fn read_answer(stream: &mut BufReader<TcpStream>) -> (String, String, String) {
    let (mut status, mut headers) = (String::new(), String::new());
    stream.read_line(&mut status).unwrap();
    while !headers.ends_with("\r\n\r\n") && headers != "\r\n" {
        assert_ne!(stream.read_line(&mut headers).unwrap(), 0, "{status}{headers}");
    }
    let length = headers.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    (status.trim_end().to_owned(), headers, String::from_utf8(body).unwrap())
}

#[test]
fn requests_follow_each_other_on_one_connection() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "");
    let mut stream = BufReader::new(server.connect());
    for number in 1..=3 {
        let body = format!(r#"{{"contact":{{"name":"Anna {number}"}}}}"#);
        let request = server.request("POST", "/api/v1/customers", &body);
        stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (status, headers, body) = read_answer(&mut stream);
        assert_eq!(status, "HTTP/1.1 201 Created", "{body}");
        assert!(headers.contains("kontor-position: ") && headers.contains("x-request-id: "), "{headers}");
    }
    stream.get_mut().write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    assert_eq!(read_answer(&mut stream).2, r#"{"status":"ready"}"#);
    let create = "org create --name X --country DE --currency EUR --chart skr03";
    let other = program(folder.path()).args(create.split(' ')).output().unwrap();
    let said = String::from_utf8_lossy(&other.stderr);
    assert!(!other.status.success() && said.contains("another Kontor process writes to"), "{said}");
    server.terminate();
    server.wait();
}

#[test]
fn what_is_under_way_is_answered_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "");
    let mut waiting = BufReader::new(server.connect());
    let request = server.request("GET", "/api/v1/events?after=1000&wait=30", "");
    waiting.get_mut().write_all(request.as_bytes()).unwrap();
    let mut half = BufReader::new(server.connect());
    let whole = server.request("POST", "/api/v1/customers", r#"{"contact":{"name":"Anna"}}"#);
    let (first, second) = whole.split_at(whole.len() - 5);
    half.get_mut().write_all(first.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.terminate();
    std::thread::sleep(Duration::from_millis(300));
    // The address is free for the next server already.
    assert!(TcpStream::connect(&server.address).is_err());
    half.get_mut().write_all(second.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut half).0, "HTTP/1.1 201 Created");
    assert_eq!(read_answer(&mut waiting).0, "HTTP/1.1 200 OK");
    server.wait();
    assert!(answer(folder.path(), &["check"]).lines().all(|line| line.starts_with("ok")));
}

#[test]
fn who_sends_no_headers_is_cut_off_and_who_is_too_many_waits() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), "connections = 1\nheader_seconds = 1\ndrain_seconds = 1\n");
    let mut slow = server.connect();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nho").unwrap();
    let mut second = BufReader::new(server.connect());
    second.get_mut().write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    // The first holds the only place until its time is over; then the second is answered.
    assert_eq!(read_answer(&mut second).2, r#"{"status":"alive"}"#);
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).unwrap();
    server.terminate();
    server.wait();
}

#[test]
fn a_taken_address_is_said_before_the_database_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = program(folder.path()).args(["serve", "--listen", &address]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("choose another with --listen"), "{said}");
    assert!(!folder.path().join("kontor.db").exists());
}

/// Starts the demo, asks it for its orders with the token that it printed, and ends it. The token and the answer.
fn demo(folder: &Path) -> (String, String) {
    let mut child = program(folder)
        .args(["demo", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut field = |name: &str| lines.next().unwrap().strip_prefix(name).unwrap().trim().to_owned();
    let (address, _, token) = (field("address"), field("api"), field("token"));
    let sign_ins: Vec<String> = (0..7).map(|_| field("sign-in")).collect();
    assert!(sign_ins.iter().any(|line| line.starts_with("owner ")), "{sign_ins:?}");
    let file = field("file");
    assert!(Path::new(&file).is_file(), "{file}");
    let address = address.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    let server = Server { child, address, token: token.clone() };
    let mut stream = BufReader::new(server.connect());
    stream.get_mut().write_all(server.request("GET", "/api/v1/orders", "").as_bytes()).unwrap();
    let (status, _, body) = read_answer(&mut stream);
    assert_eq!(status, "HTTP/1.1 200 OK", "{body}");
    server.terminate();
    server.wait();
    (token, body)
}

#[test]
fn the_demo_is_made_once_and_served_again() {
    let folder = tempfile::tempdir().unwrap();
    let (token, orders) = demo(folder.path());
    assert!(orders.contains("A-100"), "{orders}");
    let (second, again) = demo(folder.path());
    assert_eq!(again, orders);
    assert_ne!(second, token, "a token is shown once; the next start makes another");
}
