//! Backup and restore, as an operator sees them: while the shop sells, when it is killed, when the disk is full.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Client, KONTOR, Place, Server, json, path_in};

const CLIENTS: usize = 4;

/// A merchant with tea in stock, served.
fn shop(place: &Place) -> (String, Server) {
    let (_, token) = place.found();
    let server = Server::start(place);
    let mut client = Client::new(&server.address, &token);
    let tea =
        json!({ "sku": "TEA", "name": "Tee", "price": "11.90", "basis": "gross", "tax_class": "standard" });
    client.post("/api/v1/products", &tea, 201);
    let lines = json!({ "lines": [{ "sku": "TEA", "quantity": "1000000", "unit_cost": "2.50" }] });
    client.post("/api/v1/stock/receipts", &lines, 201);
    (token, server)
}

fn order() -> String {
    json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }).to_string()
}

/// Orders until it is stopped; which order each key has made.
fn buy(address: &str, token: &str, number: usize, stop: &AtomicBool) -> BTreeMap<String, String> {
    let mut client = Client::new(address, token);
    let mut orders = BTreeMap::new();
    for count in 0.. {
        let key = format!("client-{number}-{count}");
        let answer = client.send("POST", "/api/v1/orders", &[("idempotency-key", &key)], &order()).unwrap();
        assert_eq!(answer.status, 201, "{answer:?}");
        orders.insert(key, answer.text("/id").to_owned());
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    orders
}

fn file(place: &Place, name: &str) -> String {
    path_in(place, name).display().to_string()
}

fn placed(client: &mut Client) -> u64 {
    let tabs = client.see("/api/v1/orders/tabs").body;
    let tab = tabs.as_array().unwrap().iter().find(|tab| tab["tab"] == "placed").unwrap();
    tab["count"].as_u64().unwrap()
}

/// Backups are made while clients order; then the last one becomes a database elsewhere.
fn sells_while_it_is_backed_up(place: &Place, elsewhere: &[Place]) {
    let (token, server) = shop(place);
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (address, token, stop) = (server.address.clone(), token.clone(), Arc::clone(&stop));
            std::thread::spawn(move || buy(&address, &token, number, &stop))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    let positions: Vec<i64> = (0..3)
        .map(|number| {
            let held =
                json(&place.kontor_ok(&["backup", &file(place, &format!("{number}.backup")), "--json"]));
            std::thread::sleep(Duration::from_millis(200));
            // The first is the house itself, which holds users.
            held["merchants"].as_array().unwrap().last().unwrap()["position"].as_i64().unwrap()
        })
        .collect();
    stop.store(true, Ordering::Relaxed);
    let orders: BTreeMap<String, String> =
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect();
    assert!(positions[0] < positions[1] && positions[1] < positions[2], "{positions:?}");
    server.stop();
    place.finish();
    for other in elsewhere {
        other.kontor_ok(&["restore", &file(place, "2.backup"), "--verify"]);
        let server = Server::start(other);
        let mut client = Client::new(&server.address, &token);
        let known = placed(&mut client);
        assert!(known > 0 && known <= u64::try_from(orders.len()).unwrap(), "{known}");
        // Tokens and idempotency keys have come along: who asks again gets their order, and nobody gets two.
        for (key, id) in orders.iter().filter(|(key, _)| key.ends_with("-0")) {
            let again = client.send("POST", "/api/v1/orders", &[("idempotency-key", key)], &order()).unwrap();
            assert_eq!((again.status, again.text("/id")), (201, id.as_str()), "{key}");
        }
        assert_eq!(placed(&mut client), known);
        client.send("POST", "/api/v1/orders", &[("idempotency-key", "a new one")], &order()).unwrap();
        assert_eq!(placed(&mut client), known + 1);
        server.stop();
        other.finish();
    }
}

#[test]
fn sqlite_is_backed_up_while_it_sells_and_goes_on_elsewhere() {
    sells_while_it_is_backed_up(&Place::sqlite(), &[Place::sqlite(), Place::postgres()]);
}

#[test]
fn postgres_is_backed_up_while_it_sells_and_goes_on_elsewhere() {
    sells_while_it_is_backed_up(&Place::postgres(), &[Place::postgres(), Place::sqlite()]);
}

fn start(place: &Place, args: &[&str]) -> std::process::Child {
    let mut command = Command::new(KONTOR);
    command.args(args).args(["--database", &place.url]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A file that exists is whole, whenever the process is killed; what is left of it is in nobody's way.
fn is_whole_or_not_there(place: &Place, step: Duration) {
    let (_, server) = shop(place);
    let schema = kontor::schema::schema().unwrap();
    let (mut killed, mut made) = (0, 0);
    for number in 0..40 {
        let path = path_in(place, &format!("{number}.backup"));
        let mut child = start(place, &["backup", &path.display().to_string()]);
        std::thread::sleep(step * number);
        let _ = child.kill();
        child.wait().unwrap();
        if path.exists() {
            kontor_store::backup::examine(&path, &schema).unwrap();
            made += 1;
        } else {
            killed += 1;
            place.kontor_ok(&["backup", &path.display().to_string()]);
        }
    }
    eprintln!("{killed} were killed, {made} were made");
    assert!(killed > 0);
    server.stop();
    let parts = std::fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let parts: Vec<PathBuf> = parts.filter(|path| path.to_string_lossy().contains(".part")).collect();
    assert_eq!(parts, Vec::<PathBuf>::new());
}

#[test]
fn crash_of_a_backup_of_sqlite_leaves_no_half_file() {
    is_whole_or_not_there(&Place::sqlite(), Duration::from_millis(3));
}

#[test]
fn crash_of_a_backup_of_postgres_leaves_no_half_file() {
    is_whole_or_not_there(&Place::postgres(), Duration::from_millis(10));
}

fn kontor(place: &Place, args: &[&str]) -> (Option<i32>, String) {
    answered(&place.kontor(args))
}

fn answered(output: &Output) -> (Option<i32>, String) {
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "answers alone go to stdout");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_can_not_be_restored_is_refused_and_said_why() {
    let place = Place::sqlite();
    place.found();
    let good = file(&place, "good.backup");
    let text = place.kontor_ok(&["backup", &good]);
    assert!(text.contains("schema     ") && text.contains("merchants  1\n           org_"), "{text}");
    assert!(text.contains(" up to event 4"), "{text}");
    let bytes = std::fs::read(&good).unwrap();
    let changed = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        change(&mut bytes);
        std::fs::write(path_in(&place, name), bytes).unwrap();
        file(&place, name)
    };
    let cases = [
        (
            changed("text.csv", &|bytes| *bytes = b"number;sku\n".repeat(99)),
            "is no backup that `kontor backup` has made",
        ),
        (file(&place, "shop.db"), "is a database that is worked with: make a backup of it"),
        (changed("cut", &|bytes| bytes.truncate(bytes.len() / 2)), "is not whole: it has"),
        (changed("damaged", &|bytes| bytes[4_096..8_192].fill(0x55)), "is damaged: take another backup"),
        (file(&place, "missing"), "can't read"),
    ];
    for (backup, says) in &cases {
        for target in [Place::sqlite(), Place::postgres()] {
            let (code, said) = kontor(&target, &["restore", backup]);
            assert!(code == Some(1) && said.contains(says), "{backup}: {said}");
            assert!(!path_in(&target, "shop.db").exists());
        }
    }
    let other = Place::postgres();
    other.found();
    for (target, says) in [(&place, "shop.db exists already"), (&other, "the database holds data already")] {
        let (code, said) = kontor(target, &["restore", &good]);
        assert!(code == Some(1) && said.contains(says), "{said}");
        target.finish();
    }
    let (code, said) = kontor(&place, &["backup", &good]);
    assert!(code == Some(1) && said.contains("good.backup exists already"), "{said}");
    let (code, said) = kontor(&Place::sqlite(), &["backup", &file(&place, "other.backup")]);
    assert!(code == Some(1) && said.contains("there is no database"), "{said}");
}

#[test]
fn a_backup_that_is_not_in_order_is_found_out_before_anybody_works_with_it() {
    let place = Place::sqlite();
    place.found();
    let path = path_in(&place, "altered.backup");
    place.kontor_ok(&["backup", &path.display().to_string()]);
    // A row that was changed by hand: the file is whole, but the journal doesn't make it.
    alter(&path, "UPDATE identity_org SET name = 'Somebody else'");
    let backup = path.display().to_string();
    let target = Place::sqlite();
    let (code, said) = kontor(&target, &["restore", &backup, "--verify"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("nothing was restored") && said.contains("name is Somebody else"), "{said}");
    assert_eq!(std::fs::read_dir(target.folder.path()).unwrap().count(), 0);
    let postgres = Place::postgres();
    let (code, said) = kontor(&postgres, &["restore", &backup, "--verify"]);
    assert!(code == Some(1) && said.contains("don't work with what lies in the database now"), "{said}");
    // Without --verify it is restored as it is: `check` and `replay` are the next step, as it says.
    let output = target.kontor(&["restore", &backup]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("next: kontor check and kontor replay"));
}

fn alter(path: &Path, sql: &str) {
    let python =
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    let done = Command::new("python3").args(["-c", python]).arg(path).arg(sql).status().unwrap();
    assert!(done.success());
}

/// Runs the program where no file may be larger than this: what it sees of a full disk.
fn on_a_full_disk(place: &Place, kilobytes: u32, args: &[&str]) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, KONTOR]).args(args).args(["--database", &place.url]).stdin(Stdio::null());
    answered(&command.output().unwrap())
}

#[test]
fn a_full_disk_leaves_neither_half_a_backup_nor_half_a_database() {
    for place in [Place::sqlite(), Place::postgres()] {
        let (_, server) = shop(&place);
        let backup = file(&place, "shop.backup");
        let (code, said) = on_a_full_disk(&place, 150, &["backup", &backup]);
        assert!(code == Some(1) && !Path::new(&backup).exists(), "{said}");
        assert!(said.contains("full") || said.contains("disk I/O error"), "{said}");
        place.kontor_ok(&["backup", &backup]);
        let target = Place::sqlite();
        let (code, said) = on_a_full_disk(&target, 150, &["restore", &backup]);
        assert!(code == Some(1) && said.contains("can't write"), "{said}");
        assert_eq!(std::fs::read_dir(target.folder.path()).unwrap().count(), 0);
        server.stop();
        place.finish();
    }
}

#[test]
fn what_a_restore_says_can_be_read_by_programs() {
    let place = Place::sqlite();
    let (org, _) = place.found();
    let backup = file(&place, "shop.backup");
    let held = json(&place.kontor_ok(&["backup", &backup, "--json"]));
    let size = std::fs::metadata(&backup).unwrap().len();
    assert_eq!((&held["bytes"], &held["file"]), (&json!(size), &json!(backup)));
    assert_eq!(held["merchants"], json!([{ "org": org, "position": 4 }]));
    let target = Place::postgres();
    let mut restored = json(&target.kontor_ok(&["restore", &backup, "--verify", "--json"]));
    let answer = restored.as_object_mut().unwrap();
    assert_eq!(
        (answer.remove("migrated"), answer.remove("verified")),
        (Some(json!([])), Some(Value::Bool(true)))
    );
    assert_eq!(restored, held);
}
