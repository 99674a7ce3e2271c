//! Imports through a server: over TLS, and while it goes down and comes back.

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, crypto::ring};
use tokio_rustls::TlsAcceptor;

use crate::import::orders::many;
use crate::import::{bare, british, file, import, number, orders_csv, told};
use crate::support::{KONTOR, Place, Server, json};

#[test]
fn crash_of_a_server_is_waited_for_and_nothing_comes_twice() {
    for (served, own) in [(Place::sqlite(), Place::sqlite()), (Place::postgres(), Place::sqlite())] {
        let token = served.token(&british(&served), "integration");
        british(&own);
        let orders = file(&own, "orders.csv", many(500));
        let server = Server::start(&served);
        let address = server.address.clone();
        let url = format!("http://{address}");
        let mut command = Command::new(KONTOR);
        command.args(["import", "orders", &orders, "--complete", "--server", &url, "--json"]);
        command.env("KONTOR_TOKEN", &token).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = command.spawn().expect("the program starts");
        let placed = || number(&served, "SELECT COUNT(*) FROM orders_order");
        let wait_for = |orders: i64, running: &mut std::process::Child| {
            while placed() < orders {
                assert!(
                    running.try_wait().expect("a state").is_none(),
                    "it ended before the server was killed"
                );
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        wait_for(1, &mut running);
        server.kill();
        let server = Server::start_at(&served, &address);
        wait_for(300, &mut running);
        server.stop();
        let server = Server::start_at(&served, &address);
        let output = running.wait_with_output().expect("its end");
        assert!(output.status.success(), "{output:?}");
        let report = json(&String::from_utf8_lossy(&output.stdout));
        let sum = |report: &serde_json::Value| {
            let of = |name: &str| report[name].as_i64().expect("a number");
            of("orders") + of("orders_here_already")
        };
        assert_eq!((sum(&report), &report["rows_refused"]), (500, &0.into()), "{report}");
        server.stop();
        import(&own, &["orders", &orders, "--complete"]);
        assert_eq!(orders_csv(&served), orders_csv(&own), "as if nothing had happened");
        served.finish();
    }
}

/// Takes connections with TLS, and hands on what comes to a server without: what a proxy does.
fn proxy(to: String, certificate: &rcgen::CertifiedKey<rcgen::KeyPair>) -> String {
    let chain = vec![CertificateDer::from(certificate.cert.der().to_vec())];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(certificate.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.set_nonblocking(true).expect("a listener");
    let port = listener.local_addr().expect("its address").port();
    // It lives as long as the test's process.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                let Ok(mut inside) = acceptor.accept(stream).await else { continue };
                let mut outside = tokio::net::TcpStream::connect(&to).await.expect("the server");
                let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
            }
        });
    });
    format!("https://localhost:{port}")
}

#[test]
fn a_server_is_reached_over_tls_if_its_certificate_is_trusted() {
    let place = Place::sqlite();
    let token = place.token(&british(&place), "integration");
    let server = Server::start(&place);
    let certificate =
        rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let url = proxy(server.address.clone(), &certificate);
    let orders = file(&place, "orders.csv", many(20));
    let trusted = file(&place, "ca.pem", certificate.cert.pem());
    let through = |more: &[&str]| {
        bare(&[&["import", "orders", &orders, "--json", "--server", &url, "--token", &token], more].concat())
    };
    let output = through(&["--server-certificate", &trusted]);
    assert!(output.status.success(), "{output:?}");
    let report = json(&String::from_utf8_lossy(&output.stdout));
    assert!(told(&report).contains("orders 20"), "{report}");
    let output = through(&[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("name its authority with --server-certificate"),
        "{said}"
    );
    for (path, says) in [(orders.as_str(), "no certificate in PEM"), ("missing.pem", "missing.pem")] {
        let output = through(&["--server-certificate", path]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(says), "{said}");
    }
    server.stop();
}
