//! Upgrades, as an operator sees them: databases of released versions, and what is said and done about older ones.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::read::GzDecoder;
use kontor_store::Schema;
use serde_json::{Value, json};

use crate::support::{Client, KONTOR, Place, Server, json, path_in};

/// The databases of released versions.
fn released() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/released");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "gz")).collect();
    files.sort();
    files
}

/// A released database, as its merchant has it.
fn unpacked(packed: &Path) -> Place {
    let place = Place::sqlite();
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(packed).unwrap()).read_to_end(&mut bytes).unwrap();
    std::fs::write(path_in(&place, "shop.db"), bytes).unwrap();
    place
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("no {name}: {value}"))
}

/// What lies in the test's folder.
fn listed(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.folder.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a merchant sees first, on any database: orders with lines, stock, books.
fn seen(place: &Place, org: &str) -> Vec<Value> {
    let token = place.token(org, "owner");
    let server = Server::start(place);
    let mut client = Client::new(&server.address, &token);
    let list = client.see("/api/v1/orders?limit=200").body;
    let mut all = vec![client.see("/api/v1/orders/tabs").body];
    for order in list["items"].as_array().unwrap() {
        all.push(client.see(&format!("/api/v1/orders/{}", order["id"].as_str().unwrap())).body);
    }
    for path in ["/api/v1/stock?limit=200", "/api/v1/reports/trial-balance", "/api/v1/customers?limit=200"] {
        all.push(client.see(path).body);
    }
    all.push(list);
    server.stop();
    all
}

/// A customer of the released shop goes on: one more order, all the way to the money.
fn goes_on(place: &Place, org: &str) {
    let token = place.token(org, "owner");
    let server = Server::start(place);
    let mut client = Client::new(&server.address, &token);
    let order = json!({ "channel": "phone", "lines": [{ "sku": "MUG-TEAL", "quantity": "1" }] });
    let placed = client.post("/api/v1/orders", &order, 201);
    let id = placed.text("/id");
    assert_eq!(placed.text("/gross"), "29.75");
    client.post(&format!("/api/v1/orders/{id}/ship"), &json!({}), 201);
    client.post(&format!("/api/v1/orders/{id}/invoice"), &json!({}), 201);
    client.post("/api/v1/payments", &json!({ "method": "invoice", "amount": "29.75", "order": id }), 201);
    assert_eq!(client.see(&format!("/api/v1/orders/{id}")).text("/state"), "completed");
    server.stop();
}

#[test]
fn a_database_of_every_released_version_is_migrated_served_and_moved_to_postgres() {
    let all = released();
    assert!(!all.is_empty());
    for packed in all {
        let place = unpacked(&packed);
        let plan = json(&place.kontor_ok(&["upgrade", "--check", "--json"]));
        assert!(number(&plan, "schema") >= 9 && number(&plan, "rows") > 1_000, "{plan}");
        let is_older = number(&plan, "schema") < number(&plan, "then");
        assert_eq!(plan["backup"].is_object(), is_older, "{plan}");
        // The start itself brings it up to date.
        Server::start(&place).stop();
        let backups: Vec<_> = listed(&place).into_iter().filter(|name| name.ends_with(".backup")).collect();
        assert_eq!(backups.len(), usize::from(is_older), "{backups:?}");
        place.finish();

        let file = path_in(&place, "moved.backup").display().to_string();
        let held = json(&place.kontor_ok(&["backup", &file, "--json"]));
        assert_eq!(held["schema"], plan["then"]);
        let merchants = held["merchants"].as_array().unwrap();
        assert_eq!(merchants.len(), 2, "{held}");
        let org = merchants[0]["org"].as_str().unwrap();
        let postgres = Place::postgres();
        postgres.kontor_ok(&["restore", &file, "--verify"]);
        let orders = seen(&place, org);
        assert!(orders.len() > 45, "{}", orders.len());
        assert_eq!(orders, seen(&postgres, org));
        for place in [place, postgres] {
            goes_on(&place, org);
            place.finish();
        }
    }
}

/// The steps of an older program, as far as the tests go back behind the first release.
const OLDER: i64 = 8;

/// A database as an older program left it, with data: the first release's, with its last step undone.
fn older(on_postgres: bool) -> Place {
    let place = unpacked(released().first().unwrap());
    let undo = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); \
        [db.execute('DROP TABLE ' + name) for name, in db.execute(\"SELECT name FROM sqlite_schema WHERE type = 'table' \
        AND name LIKE 'ledger%'\").fetchall()]; db.execute('DELETE FROM schema_migration WHERE number > 8'); db.commit()";
    let undone = Command::new("python3").args(["-c", undo]).arg(path_in(&place, "shop.db")).status().unwrap();
    assert!(undone.success());
    if !on_postgres {
        return place;
    }
    let postgres = Place::postgres();
    let schema = Schema::new(kontor::schema::rooms()).unwrap().as_of(u16::try_from(OLDER).unwrap());
    let file = path_in(&postgres, "older.backup");
    let (from, to) = (place.url.parse().unwrap(), postgres.url.parse().unwrap());
    kontor_store::backup::make(&from, &schema, &file, &mut |_| ()).unwrap();
    let now = kontor_kernel::Timestamp::from_micros(0);
    let restore = kontor_store::backup::Restore { file: &file, url: &to, schema: &schema, now };
    restore.run(&mut |_| (), &mut |_| Ok(())).unwrap();
    postgres
}

/// Runs the program in the test's folder, with settings from the environment.
fn kontor(place: &Place, settings: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = Command::new(KONTOR);
    command.current_dir(place.folder.path()).args(args).args(["--database", &place.url]);
    command.envs(settings.iter().copied()).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn checked(place: &Place) -> Value {
    json(&String::from_utf8_lossy(&kontor(place, &[], &["upgrade", "--check", "--json"]).stdout))
}

fn is_told_before_it_is_done(place: &Place) {
    let names = listed(place);
    let plan = checked(place);
    assert_eq!(number(&plan, "schema"), OLDER, "{plan}");
    assert_eq!(plan["migrations"][0], "0009_ledger_account");
    let backup = &plan["backup"];
    let file = backup["file"].as_str().unwrap().to_owned();
    assert!(file.contains(".before-0009-") && file.ends_with(".backup"), "{file}");
    assert!(backup["obstacle"].is_null() && number(backup, "bytes_free") > number(backup, "bytes_at_most"));
    let text = said(&kontor(place, &[], &["upgrade", "--check"]));
    assert!(text.contains("schema     8 now, ") && text.contains("migration  0009_ledger_account"), "{text}");
    assert!(text.contains("holds      2 merchants, "), "{text}");
    assert_eq!(listed(place), names, "nothing was changed");
    // Reading doesn't bring it up to date, and says what does.
    let refused = said(&kontor(place, &[], &["check"]));
    assert!(refused.contains("run `kontor upgrade` on it"), "{refused}");
}

fn is_left_alone_without_its_backup(place: &Place) {
    let nowhere = [("KONTOR_BACKUPS", "no-folder")];
    let output = kontor(place, &nowhere, &["serve", "--listen", "127.0.0.1:0"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("the database was not upgraded, because no backup could be made first"), "{text}");
    let output = kontor(place, &nowhere, &["upgrade", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the upgrade can't be done: no-folder can't be written to"),
        "{}",
        said(&output)
    );
    assert_eq!(number(&checked(place), "schema"), OLDER);
}

fn is_upgraded_behind_a_backup(place: &Place) {
    let planned = checked(place)["backup"]["file"].as_str().unwrap().to_owned();
    let done = kontor(place, &[], &["upgrade", "--json"]);
    let done = json(&String::from_utf8_lossy(&done.stdout));
    assert_eq!((&done["backup"], &done["migrated"][0]), (&json!(planned), &json!("0009_ledger_account")));
    let again = said(&kontor(place, &[], &["upgrade"]));
    assert_eq!(again.trim(), "up to date: nothing was to do");
    assert!(said(&kontor(place, &[], &["upgrade", "--check"])).contains("up to date: nothing is to do"));
    // The backup holds what was there before, and becomes a database of today.
    let restored = Place::sqlite();
    let file = place.folder.path().join(&planned).display().to_string();
    let answer = json(&restored.kontor_ok(&["restore", &file, "--json"]));
    assert_eq!((number(&answer, "schema"), &answer["migrated"]), (OLDER, &done["migrated"]));
}

#[test]
fn an_older_database_on_sqlite_is_upgraded_behind_a_backup() {
    let place = older(false);
    is_told_before_it_is_done(&place);
    is_left_alone_without_its_backup(&place);
    is_upgraded_behind_a_backup(&place);
}

#[test]
fn an_older_database_on_postgres_is_upgraded_behind_a_backup() {
    let place = older(true);
    is_told_before_it_is_done(&place);
    is_left_alone_without_its_backup(&place);
    is_upgraded_behind_a_backup(&place);
}

#[test]
fn who_makes_other_backups_needs_none() {
    for on_postgres in [false, true] {
        let place = older(on_postgres);
        let settings = [("KONTOR_BACKUP_BEFORE_UPGRADE", "false"), ("KONTOR_BACKUPS", "no-folder")];
        let plan = said(&kontor(&place, &settings, &["upgrade", "--check"]));
        assert!(plan.contains("backup     none: backup_before_upgrade = false"), "{plan}");
        let names = listed(&place);
        let done = kontor(&place, &settings, &["upgrade"]);
        assert!(
            done.status.success() && said(&done).contains("migrated   0009_ledger_account"),
            "{}",
            said(&done)
        );
        let backups = |names: &[String]| names.iter().filter(|name| name.contains(".before-")).count();
        assert_eq!((backups(&names), backups(&listed(&place))), (0, 0));
    }
}
