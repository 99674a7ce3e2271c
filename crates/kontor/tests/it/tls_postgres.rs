//! TLS to PostgreSQL: a cluster with a certificate, and who connects to it how.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use kontor_store::DatabaseUrl;
use kontor_testkit::Cluster;

use crate::support::{Client, Place, Server, Start};
use crate::tls::Authority;

/// Gives a cluster a certificate for `localhost`, and from then on lets nobody in without TLS.
fn secure(cluster: &Cluster, authority: &Authority) {
    let data = cluster.folder().join("data");
    let (chain, key) = authority.vouch("localhost");
    write(&data, "server.crt", &chain);
    write(&data, "server.key", &key);
    let settings = std::fs::read_to_string(data.join("postgresql.conf")).unwrap();
    write(&data, "postgresql.conf", &format!("{settings}\nssl = on\n"));
    let access = std::fs::read_to_string(data.join("pg_hba.conf")).unwrap();
    write(&data, "pg_hba.conf", &access.replace("\nhost ", "\nhostssl "));
    cluster.restart();
}

/// Writes a file of the server's: its own, and nobody else's to read.
fn write(data: &Path, name: &str, text: &str) {
    let (path, owner) = (data.join(name), data.metadata().unwrap());
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
}

/// The cluster's address by its name, with these parameters.
fn url(cluster: &Cluster, query: &str) -> String {
    let DatabaseUrl::Postgres(url) = &cluster.url else { panic!("a cluster has servers") };
    format!("{}{query}", url.replace("127.0.0.1", "localhost"))
}

fn place(cluster: &Cluster, query: &str) -> Place {
    Place::at(&url(cluster, query))
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Connections of the program to the cluster that are encrypted, and those that aren't.
fn connections(cluster: &Cluster) -> (i64, i64) {
    let database: DatabaseUrl = url(cluster, "?sslmode=require").parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let reads = kontor_store::ReadDb::new(&database);
        let counts = "SELECT COUNT(*) FILTER (WHERE s.ssl), COUNT(*) FILTER (WHERE NOT s.ssl) \
            FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) \
            WHERE a.application_name = 'kontor' AND s.pid <> pg_backend_pid()";
        let mut row = reads.query(counts, Vec::new()).await.unwrap().remove(0);
        (row.take().unwrap(), row.take().unwrap())
    })
}

#[test]
fn postgres_is_reached_over_tls_and_only_the_right_server_is_believed() {
    let (cluster, authority) = (Cluster::start(), Authority::new());
    secure(&cluster, &authority);
    let folder = tempfile::tempdir().unwrap();
    let right = file(folder.path(), "right.pem", &authority.pem).display().to_string();
    let wrong = file(folder.path(), "wrong.pem", &Authority::new().pem).display().to_string();

    // The writer's and the readers' connections.
    let shop = place(&cluster, &format!("?sslmode=verify-full&sslrootcert={right}"));
    let (_, token) = shop.found();
    let server = Server::start_as(&shop, &Start::default());
    let mut client = Client::new(&server.address, &token);
    client.post("/api/v1/customers", &serde_json::json!({ "contact": { "name": "Anna" } }), 201);
    client.see("/api/v1/customers");
    let (encrypted, plain) = connections(&cluster);
    assert!(encrypted >= 2 && plain == 0, "{encrypted} encrypted, {plain} plain");
    server.stop();
    shop.finish();

    for (query, expected) in [
        // Without a word, and where only encryption is asked for.
        (String::new(), ""),
        ("?sslmode=prefer".to_owned(), ""),
        ("?sslmode=require".to_owned(), ""),
        // The chain alone, and with the name.
        (format!("?sslmode=verify-ca&sslrootcert={right}"), ""),
        (format!("?sslmode=require&sslrootcert={right}"), ""),
        (format!("?sslrootcert={right}"), ""),
        ("?sslmode=disable".to_owned(), "no encryption"),
        (format!("?sslmode=verify-ca&sslrootcert={wrong}"), "invalid peer certificate"),
        (format!("?sslmode=verify-full&sslrootcert={wrong}"), "invalid peer certificate"),
        ("?sslmode=verify-full".to_owned(), "UnknownIssuer"),
        ("?sslrootcert=missing.pem".to_owned(), "missing.pem, can't be read: No such file"),
    ] {
        let output = place(&cluster, &query).kontor(&["check"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), expected.is_empty(), "{query}: {said}");
        assert!(said.contains(expected), "{query}: {said}");
    }
    // Under another name than the certificate's, the chain is right and the name isn't.
    let elsewhere = |mode: &str| {
        let mut place = place(&cluster, &format!("?sslmode={mode}&sslrootcert={right}"));
        place.url = place.url.replace("localhost", "127.0.0.1");
        place.kontor(&["check"])
    };
    assert!(elsewhere("verify-ca").status.success());
    let output = elsewhere("verify-full");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("not valid for name"), "{said}");
}

#[test]
fn a_server_without_tls_is_refused_where_tls_is_asked_for() {
    let shop = Place::postgres();
    shop.found();
    for (query, works) in [("", true), ("?sslmode=prefer", true), ("?sslmode=require", false)] {
        let output = Place::at(&format!("{}{query}", shop.url)).kontor(&["check"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), works, "{query}: {said}");
        assert!(works || said.contains("server does not support TLS"), "{query}: {said}");
    }
}
