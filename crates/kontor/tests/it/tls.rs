//! TLS as callers and the database see it: who is let in, who is told what, and certificates that are renewed.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustix::process::Signal;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion};

use crate::support::{Place, Server, Start, path_in};

/// An authority, and what it vouches for.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pub(crate) pem: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let own = params.self_signed(&key).unwrap();
        Self { der: own.der().clone(), pem: own.pem(), issuer: Issuer::new(params, key) }
    }

    /// A certificate for a name behind an authority in between, as a chain, and its key.
    pub(crate) fn vouch(&self, name: &str) -> (String, String) {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let between_key = KeyPair::generate().unwrap();
        let between = params.signed_by(&between_key, &self.issuer).unwrap();
        let between_issuer = Issuer::new(params, between_key);
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let end = params.signed_by(&key, &between_issuer).unwrap();
        (format!("{}{}", end.pem(), between.pem()), key.serialize_pem())
    }

    fn write(&self, name: &str, certificate: &Path, key: &Path) {
        let (chain, private) = self.vouch(name);
        std::fs::write(certificate, chain).unwrap();
        std::fs::write(key, private).unwrap();
    }
}

/// A merchant with a certificate for `localhost`.
struct Shop {
    place: Place,
    token: String,
    authority: Authority,
    certificate: PathBuf,
    key: PathBuf,
}

impl Shop {
    fn new() -> Self {
        let place = Place::sqlite();
        let (_, token) = place.found();
        let authority = Authority::new();
        let (certificate, key) = (path_in(&place, "fullchain.pem"), path_in(&place, "key.pem"));
        authority.write("localhost", &certificate, &key);
        Self { place, token, authority, certificate, key }
    }

    fn serve(&self, more: &[(&str, &str)]) -> Server {
        let files = [
            ("tls_certificate", self.certificate.to_str().unwrap()),
            ("tls_key", self.key.to_str().unwrap()),
        ];
        let settings = [&files, more].concat();
        Server::start_as(&self.place, &Start { settings: &settings, ..Start::default() })
    }

    fn client(&self, versions: &[&'static SupportedProtocolVersion]) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.der.clone()).unwrap();
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth()
    }

    fn connect(&self, server: &Server) -> Secured {
        secure(server, self.client(&[&TLS13])).unwrap()
    }

    fn request(&self, path: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\r\n", self.token)
    }
}

type Secured = StreamOwned<ClientConnection, TcpStream>;

fn plain(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Connects, and ends the handshake.
fn secure(server: &Server, config: ClientConfig) -> io::Result<Secured> {
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(client, plain(server));
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    Ok(stream)
}

/// Reads one answer, with its body.
fn answer(stream: &mut impl Read) -> String {
    let (mut text, mut byte) = (String::new(), [0; 1]);
    while !text.ends_with("\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        text.push(char::from(byte[0]));
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    text + &String::from_utf8(body).unwrap()
}

/// Asks over a connection, and must be answered with 200.
fn ask(stream: &mut Secured, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let text = answer(stream);
    assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
    text
}

#[expect(clippy::disallowed_methods, reason = "whether somebody waited is real time")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn the_api_speaks_tls_1_2_and_1_3_and_http_1_1_over_it() {
    let shop = Shop::new();
    let server = shop.serve(&[]);
    for versions in [[&TLS12], [&TLS13]] {
        let mut config = shop.client(&versions);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let mut stream = secure(&server, config).unwrap();
        assert_eq!(stream.conn.alpn_protocol(), Some(b"http/1.1".as_slice()));
        assert_eq!(stream.conn.protocol_version(), Some(versions[0].version));
        for _ in 0..3 {
            let text = ask(&mut stream, &shop.request("/api/v1/orders"));
            assert!(text.ends_with(r#"{"items":[]}"#), "{text}");
            // HTTPS alone is no ground to forbid plain HTTP on all other ports of this name: that is the proxy's to say.
            assert!(!text.contains("strict-transport-security"), "{text}");
        }
    }
    // Who speaks nothing but HTTP/2 is told so in the handshake, and who trusts others goes away.
    let mut only_h2 = shop.client(&[&TLS13]);
    only_h2.alpn_protocols = vec![b"h2".to_vec()];
    assert!(secure(&server, only_h2).is_err());
    let stranger = Shop { place: Place::sqlite(), authority: Authority::new(), ..Shop::new() };
    assert!(secure(&server, stranger.client(&[&TLS13])).is_err());
    ask(&mut shop.connect(&server), &shop.request("/readyz"));
    assert!(!server.log().contains("\"ERROR\""), "{}", server.log());
    server.stop();
    shop.place.finish();
}

#[test]
fn a_client_library_calls_the_api_over_tls() {
    let shop = Shop::new();
    let server = shop.serve(&[]);
    let port = server.address.rsplit_once(':').unwrap().1;
    let client = reqwest::Client::builder().use_preconfigured_tls(shop.client(&[&TLS13, &TLS12]));
    let client = client.resolve("localhost", server.address.parse().unwrap()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = format!("https://localhost:{port}/api/v1/customers");
        let body = r#"{"contact":{"name":"Anna"}}"#;
        let answer = client.post(&url).bearer_auth(&shop.token).body(body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
    });
    server.stop();
}

#[test]
fn what_is_wrong_with_the_files_is_said_before_anything_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let path = |name: &str| folder.path().join(name).display().to_string();
    authority.write("localhost", &folder.path().join("cert"), &folder.path().join("key"));
    authority.write("localhost", &folder.path().join("cert2"), &folder.path().join("key2"));
    std::fs::write(folder.path().join("empty"), "").unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    std::fs::write(folder.path().join("broken"), broken).unwrap();
    for (certificate, key, says) in [
        ("cert", "", "belong together"),
        ("", "key", "belong together"),
        ("missing", "key", "missing can't be read: No such file"),
        ("cert", "missing", "the key "),
        ("empty", "key", "empty holds no certificate"),
        ("key", "key", "key holds no certificate"),
        ("cert", "cert", "does not hold an unencrypted private key in PEM"),
        ("cert", "empty", "does not hold an unencrypted private key in PEM"),
        ("cert", "key2", "does not fit the first certificate in"),
        ("broken", "key", "does not fit the first certificate in"),
    ] {
        let named = |name: &str| if name.is_empty() { String::new() } else { path(name) };
        let output = std::process::Command::new(crate::support::KONTOR)
            .current_dir(folder.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--tls-certificate", &named(certificate), "--tls-key", &named(key)])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(says), "{certificate} {key}: {said}");
    }
    assert!(!folder.path().join("kontor.db").exists());
}

#[test]
fn a_renewed_certificate_is_served_without_a_restart() {
    let shop = Shop::new();
    let server = shop.serve(&[]);
    let shown = |stream: &Secured| stream.conn.peer_certificates().unwrap()[0].to_vec();
    let mut before = shop.connect(&server);
    let old = shown(&before);
    // Renewing writes one file after the other; who looks in between finds two that don't belong together.
    let (chain, key) = shop.authority.vouch("localhost");
    std::fs::write(&shop.key, key).unwrap();
    server.signal(Signal::HUP);
    server.wait_for_log("the certificate was not renewed");
    assert_eq!(shown(&shop.connect(&server)), old);
    std::fs::write(&shop.certificate, chain).unwrap();
    server.signal(Signal::HUP);
    server.wait_for_log("the renewed certificate is served");
    let mut after = shop.connect(&server);
    assert_ne!(shown(&after), old);
    // Nobody who is connected notices.
    for stream in [&mut before, &mut after] {
        ask(stream, &shop.request("/api/v1/orders"));
    }
    server.stop();
}

#[test]
fn who_speaks_no_tls_is_told_or_cut_off() {
    let shop = Shop::new();
    let server = shop.serve(&[("header_seconds", "1")]);
    let started = now();
    let mut http = plain(&server);
    http.write_all(shop.request("/api/v1/orders").as_bytes()).unwrap();
    let mut text = String::new();
    http.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 400 Bad Request\r\n") && text.contains("tls_required"), "{text}");
    assert!(text.contains("https:// instead of http://"), "{text}");
    let mut garbage = plain(&server);
    garbage.write_all(&[0x16, 3, 1, 0, 4, 1, 2, 3, 4, 5]).unwrap();
    let _ = garbage.read_to_end(&mut Vec::new());
    let mut other = plain(&server);
    other.write_all(b"\x00\x01").unwrap();
    let _ = other.read_to_end(&mut Vec::new());
    // Who says nothing, and who sends the handshake byte by byte, is cut off when the time for it is over.
    let mut silent = plain(&server);
    assert_eq!(silent.read_to_end(&mut Vec::new()).unwrap_or(0), 0);
    let mut slow = plain(&server);
    let config = Arc::new(shop.client(&[&TLS13]));
    let mut client = ClientConnection::new(config, ServerName::try_from("localhost").unwrap()).unwrap();
    let mut hello = Vec::new();
    client.write_tls(&mut hello).unwrap();
    let dripped = hello.iter().try_for_each(|byte| {
        std::thread::sleep(Duration::from_millis(100));
        slow.write_all(&[*byte])
    });
    assert!(dripped.is_err(), "all of the handshake was taken");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    ask(&mut shop.connect(&server), &shop.request("/readyz"));
    server.stop();
}

#[test]
fn what_is_under_way_over_tls_is_answered_before_the_end() {
    let shop = Shop::new();
    let server = shop.serve(&[]);
    let mut waiting = shop.connect(&server);
    waiting.write_all(shop.request("/api/v1/events?after=1000&wait=30").as_bytes()).unwrap();
    let mut idle = shop.connect(&server);
    ask(&mut idle, &shop.request("/readyz"));
    let _handshaking = plain(&server);
    std::thread::sleep(Duration::from_millis(300));
    let started = now();
    server.signal(Signal::TERM);
    assert!(answer(&mut waiting).starts_with("HTTP/1.1 200 OK"));
    assert_eq!(idle.read_to_end(&mut Vec::new()).unwrap_or(0), 0);
    server.wait();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
