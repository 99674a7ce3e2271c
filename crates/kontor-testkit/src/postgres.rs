//! The throw-away PostgreSQL cluster that `./test` starts.

use kontor_store::{DatabaseUrl, Schema};

/// The address of a database for this set of rooms; made when it is missing.
pub(crate) fn database(schema: &Schema, name: &str) -> DatabaseUrl {
    #[expect(clippy::disallowed_methods, reason = "the test runner names its cluster this way")]
    let cluster = std::env::var("KONTOR_TEST_POSTGRES");
    let Ok(cluster) = cluster else {
        panic!("KONTOR_TEST_POSTGRES is not set: run ./test, or `./test postgres` and export what it prints")
    };
    let rooms: Vec<&str> = schema.rooms().iter().map(|room| room.name).collect();
    let steps: String = schema.migrations().iter().map(|migration| migration.sql).collect();
    let fingerprint = kontor_store::journal::Sha256Digest(kontor_store::journal::digest(
        format!("{} {} {name}", rooms.join(","), steps).as_bytes(),
    ));
    let hex = fingerprint.to_string();
    let database = format!("kontor_test_{}", hex.get(..16).unwrap_or(&hex));
    kontor_store::db::create_database(&cluster, &database).expect("a database for this test");
    let (server, _) = cluster.rsplit_once('/').unwrap_or((&cluster, ""));
    format!("{server}/{database}").parse().expect("a database address")
}
