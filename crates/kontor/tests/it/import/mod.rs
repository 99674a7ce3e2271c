//! Files come in and go out again: real processes, real databases, real orders.

mod files;
mod orders;
mod real;
mod server;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use kontor_store::{DatabaseUrl, ReadDb};
use serde_json::Value;

use crate::support::{KONTOR, Place, json, path_in};

/// A British merchant with nothing in it.
pub(crate) fn british(place: &Place) -> String {
    let founding = "org create --country GB --currency GBP --zone Europe/London --chart skr03 --json";
    let mut arguments: Vec<&str> = founding.split(' ').collect();
    arguments.extend(["--name", "Gifts Ltd"]);
    json(&place.kontor_ok(&arguments))["org"].as_str().expect("the merchant's id").to_owned()
}

/// Writes a file into the test's folder.
pub(crate) fn file(place: &Place, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = path_in(place, name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

/// Imports a file; the report.
pub(crate) fn import(place: &Place, arguments: &[&str]) -> Value {
    json(&place.kontor_ok(&[&["import"], arguments, &["--json"]].concat()))
}

/// Imports a file, which must not work; what is said.
pub(crate) fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.kontor(&[&["import"], arguments].concat());
    assert!(!output.status.success(), "{arguments:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).expect("a text")
}

/// Runs the program without a database of its own.
pub(crate) fn bare(arguments: &[&str]) -> Output {
    Command::new(KONTOR).args(arguments).stdin(Stdio::null()).output().expect("the program runs")
}

/// All orders as they are exported.
pub(crate) fn orders_csv(place: &Place) -> String {
    place.kontor_ok(&["export", "orders-csv"])
}

/// The only number that a query finds.
pub(crate) fn number(place: &Place, query: &str) -> i64 {
    let url: DatabaseUrl = place.url.parse().expect("an address");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let rows = runtime.block_on(ReadDb::new(&url).query(query, Vec::new())).expect("an answer");
    rows.into_iter().next().and_then(|mut row| row.take().ok()).expect("a number")
}

/// How many events there are: an import that adds nothing leaves none.
pub(crate) fn events(place: &Place) -> i64 {
    number(place, "SELECT COUNT(*) FROM journal")
}

/// What of a report is not zero, but its time.
pub(crate) fn told(report: &Value) -> String {
    let fields = report.as_object().expect("a report").iter();
    let told = fields.filter(|(name, value)| {
        !matches!(name.as_str(), "seconds" | "import" | "currency")
            && **value != 0
            && **value != Value::Bool(false)
    });
    told.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ").replace('"', "")
}
