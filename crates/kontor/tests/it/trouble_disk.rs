//! No room, and no right to write: what is asked is refused in so many words, reading goes on, nothing that was
//! acknowledged is lost, and once somebody has seen to it the same server goes on.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Place, Server, Start, figure, sql};

/// Refusals in a row that show that a trouble lasts.
const LASTS: usize = 8;

/// A merchant with plenty to sell, and somebody who buys.
struct Shop {
    token: String,
    next: usize,
    /// The orders that were acknowledged, by key.
    orders: BTreeMap<String, String>,
}

impl Shop {
    fn found(place: &Place) -> Self {
        let (_, token) = place.found();
        let server = Server::start(place);
        let mut client = Client::new(&server.address, &token);
        let tea = json!({ "sku": "TEA", "name": "Tee", "price": "11.90", "basis": "gross", "tax_class": "standard" });
        client.post("/api/v1/products", &tea, 201);
        let lines = json!({ "lines": [{ "sku": "TEA", "quantity": "1000000", "unit_cost": "2.50" }] });
        client.post("/api/v1/stock/receipts", &lines, 201);
        server.stop();
        Self { token, next: 0, orders: BTreeMap::new() }
    }

    fn client(&self, server: &Server) -> Client {
        Client::new(&server.address, &self.token)
    }

    /// Asks for the order of a key.
    fn order(&mut self, client: &mut Client, number: usize) -> Answer {
        let key = format!("order-{number}");
        let body = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }).to_string();
        let answer = client.send("POST", "/api/v1/orders", &[("idempotency-key", &key)], &body).unwrap();
        if answer.status == 201 {
            let id = answer.text("/id").to_owned();
            let before = self.orders.insert(key, id.clone());
            assert!(before.is_none_or(|before| before == id), "a key made two orders");
        }
        answer
    }

    /// Orders until that is refused for good; how it is refused.
    fn order_until_refused(&mut self, client: &mut Client) -> Answer {
        let mut refused = 0;
        for number in self.next..self.next + 20_000 {
            self.next = number + 1;
            let answer = self.order(client, number);
            refused = if answer.status == 201 { 0 } else { refused + 1 };
            if refused == LASTS {
                return answer;
            }
        }
        panic!("{} orders and no trouble", self.orders.len());
    }

    /// In trouble: refused with this code, and everything that was acknowledged can be read.
    fn is_refused(&mut self, server: &Server, code: &str) {
        let mut client = self.client(server);
        let refused = self.order_until_refused(&mut client);
        assert_eq!((refused.status, refused.code()), (503, code), "{refused:?}");
        assert!(refused.head.contains("retry-after: 30"), "{}", refused.head);
        assert!(refused.text("/detail").contains("nothing was done"), "{refused:?}");
        let last = self.orders.values().next_back().cloned();
        for path in last.iter().map(|id| format!("/api/v1/orders/{id}")).chain(["/api/v1/orders".to_owned()])
        {
            client.see(&path);
        }
        // What little the search writes down may find room in between; the next order tells the trouble again.
        let mut is_told = false;
        for _ in 0..20 {
            let ready = client.see("/readyz").body["trouble"] == *code;
            is_told = ready && figure(server, &format!("kontor_writer_trouble{{kind=\"{code}\"}}")) == "1";
            if is_told {
                break;
            }
            self.order_until_refused(&mut client);
        }
        assert!(is_told, "{code} is not told");
        // The log says once what to do, not with every order; and anew when a little was written in between.
        let logged = server.logged("the database takes no writes");
        assert!(logged.iter().any(|line| line["trouble"] == *code), "{}", server.log());
        let over = server.log().matches("the database takes writes again").count();
        assert!(logged.len() < 4 + over, "{logged:?}");
    }

    /// Out of it: the same server goes on, and a refused order is made once when it is sent again.
    fn goes_on(&mut self, server: &Server) {
        let mut client = self.client(server);
        for number in self.next - LASTS..self.next + 20 {
            let answer = self.order(&mut client, number);
            assert_eq!(answer.status, 201, "{answer:?}");
        }
        self.next += 20;
        server.wait_for_log("the database takes writes again");
        assert_eq!(client.see("/readyz").body, json!({ "status": "ready" }));
    }

    /// Exactly the orders that were acknowledged are there, and all checks and a replay agree.
    fn finish(self, place: &Place, server: Server) {
        let tabs = self.client(&server).see("/api/v1/orders/tabs");
        let placed = tabs.body.as_array().and_then(|tabs| tabs.iter().find(|tab| tab["tab"] == "placed"));
        let placed = placed.and_then(|tab| tab["count"].as_u64());
        assert_eq!(
            placed,
            u64::try_from(self.orders.len()).ok(),
            "orders that nobody was told of, or lost ones"
        );
        server.stop();
        place.finish();
    }
}

fn run(words: &[&str]) -> Output {
    Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()).output().unwrap()
}

fn is_root() -> bool {
    rustix::process::getuid().is_root()
}

/// A small file system that only those see who enter it. Ends with the value.
struct SmallDisk {
    holder: Child,
    /// What runs a command inside.
    enter: Vec<String>,
}

impl SmallDisk {
    /// Mounts one over a folder; `None` where the system does not let us.
    fn over(folder: &Path, size: &str) -> Option<Self> {
        let options = if is_root() { "-m" } else { "-rm" };
        let mount = "mount -t tmpfs -o size=$2 small \"$1\" && echo ready && exec sleep 300";
        let holder = Command::new("unshare")
            .args([options, "sh", "-c", mount, "sh"])
            .args([folder.as_os_str(), size.as_ref()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut holder = holder.ok()?;
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).ok()?;
        let id = holder.id().to_string();
        let mut disk = Self { holder, enter: ["nsenter", "-m", "-t", &id].map(str::to_owned).to_vec() };
        if !is_root() {
            disk.enter.extend(["-U", "--preserve-credentials"].map(str::to_owned));
        }
        (line == "ready\n").then_some(disk)
    }

    fn run(&self, script: &str) {
        let words: Vec<&str> = self.enter.iter().map(String::as_str).chain(["sh", "-c", script]).collect();
        let output = run(&words);
        assert!(output.status.success(), "{script}: {output:?}");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

#[test]
fn a_full_disk_refuses_orders_and_goes_on_when_there_is_room() {
    let mut place = Place::sqlite();
    let Some(disk) = SmallDisk::over(place.folder.path(), "16m") else {
        println!("skipped: a small file system can't be mounted here (unshare -rm)");
        return;
    };
    place.within.clone_from(&disk.enter);
    let mut shop = Shop::found(&place);
    let server = Server::start_as(&place, &Start::default());
    let folder = place.folder.path().display();
    let filler = format!("{folder}/filler");
    // All but 1 MB is taken by somebody else.
    disk.run(&format!(
        "free=$(df --output=avail -B1 {folder} | tail -n 1) && head -c $((free - 1000000)) /dev/zero > {filler}"
    ));
    shop.is_refused(&server, "storage_full");
    let full = &server.logged("the database takes no writes")[0];
    assert!(full["message"].as_str().unwrap().contains("make room where the database lies"), "{full}");
    disk.run(&format!("rm {filler}"));
    shop.goes_on(&server);
    // And once more, with a disk that is full to the last byte.
    disk.run(&format!("cat /dev/zero > {filler} 2>/dev/null || true"));
    shop.is_refused(&server, "storage_full");
    let started = place.kontor(&["org", "create", "--name", "X", "--country", "DE", "--currency", "EUR"]);
    assert!(!started.status.success());
    disk.run(&format!("rm {filler}"));
    shop.goes_on(&server);
    shop.finish(&place, server);
}

#[test]
fn a_limit_of_file_sizes_refuses_orders_and_goes_on_when_it_is_raised() {
    let place = Place::sqlite();
    let mut shop = Shop::found(&place);
    let file = place.folder.path().join("shop.db");
    let kilobytes = file.metadata().unwrap().len() / 1_024 + 600;
    let limited = format!("trap '' XFSZ; ulimit -S -f {kilobytes}; exec \"$@\"");
    let server =
        Server::start_as(&place, &Start { within: &["bash", "-c", &limited, "bash"], ..Start::default() });
    shop.is_refused(&server, "storage_full");
    let raise =
        ["prlimit", "--pid", &server.pid().as_raw_nonzero().to_string(), "--fsize=unlimited:unlimited"];
    assert!(run(&raise).status.success());
    shop.goes_on(&server);
    shop.finish(&place, server);
}

#[test]
fn a_full_postgres_refuses_orders_and_goes_on_when_there_is_room() {
    let place = Place::postgres();
    let mut shop = Shop::found(&place);
    let server = Server::start_as(&place, &Start::default());
    let mut client = shop.client(&server);
    assert_eq!(shop.order(&mut client, 0).status, 201);
    shop.next = 1;
    sql(
        &place,
        &[
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
            "CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION no_room()",
        ],
    );
    shop.is_refused(&server, "storage_full");
    sql(&place, &["DROP TRIGGER no_room ON journal", "DROP FUNCTION no_room()"]);
    shop.goes_on(&server);
    shop.finish(&place, server);
}

/// Ends the sessions of a place's server, so that new ones find things changed.
const END_SESSIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND application_name = 'kontor'";

fn alter(place: &Place, setting: &str) {
    let database = place.url.rsplit_once('/').unwrap().1;
    let alter = format!("ALTER DATABASE {database} {setting}");
    // This session may be one of those that may not write.
    sql(place, &["SET default_transaction_read_only = off", &alter, END_SESSIONS]);
}

#[test]
fn a_read_only_postgres_is_said_at_the_start_and_survived_while_serving() {
    let place = Place::postgres();
    let mut shop = Shop::found(&place);
    let server = Server::start_as(&place, &Start::default());
    let mut client = shop.client(&server);
    assert_eq!(shop.order(&mut client, 0).status, 201);
    shop.next = 1;
    alter(&place, "SET default_transaction_read_only = on");
    shop.is_refused(&server, "read_only");
    let refused = place.kontor(&["serve", "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        !refused.status.success() && said.contains("takes no writes: its sessions are read-only"),
        "{said}"
    );
    place.kontor_ok(&["check"]);
    alter(&place, "RESET default_transaction_read_only");
    shop.goes_on(&server);
    shop.finish(&place, server);
}

#[test]
fn a_file_that_may_not_be_written_is_said_at_the_start() {
    let place = Place::sqlite();
    place.found();
    let file = place.folder.path().join("shop.db").display().to_string();
    let folder = place.folder.path().display().to_string();
    for what in [&file, &folder] {
        let options = if is_root() { "-m" } else { "-rm" };
        let mount =
            "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\" || exit 99; shift; exec \"$@\"";
        let words = ["unshare", options, "sh", "-c", mount, "sh", what, crate::support::KONTOR, "serve"];
        let output = run(&[&words[..], &["--listen", "127.0.0.1:0", "--database", &place.url]].concat());
        if matches!(output.status.code(), Some(99)) || output.status.code().is_none() {
            println!("skipped: nothing can be mounted here (unshare -rm)");
            return;
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && said.contains("can't be written: this user needs"),
            "{what}: {said}"
        );
    }
}

#[test]
fn a_file_that_turns_read_only_while_serving_is_survived() {
    let place = Place::sqlite();
    let mut shop = Shop::found(&place);
    let server = Server::start_as(&place, &Start::default());
    let mut client = shop.client(&server);
    assert_eq!(shop.order(&mut client, 0).status, 201);
    shop.next = 1;
    let log = place.folder.path().join("shop.db-wal").display().to_string();
    if !run(&["chattr", "+i", &log]).status.success() {
        println!("skipped: files can't be made immutable here (chattr +i, as root)");
        return;
    }
    // Mended whatever comes: nobody could delete the folder.
    let refused =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shop.is_refused(&server, "read_only")));
    assert!(run(&["chattr", "-i", &log]).status.success());
    refused.unwrap();
    shop.goes_on(&server);
    shop.finish(&place, server);
}

#[test]
fn a_database_that_is_away_is_said_to_be_so() {
    let cluster = kontor_testkit::Cluster::start();
    let kontor_store::DatabaseUrl::Postgres(url) = &cluster.url else { panic!("a server") };
    let place = Place::at(url);
    let mut shop = Shop::found(&place);
    let server = Server::start_as(&place, &Start::default());
    let mut client = shop.client(&server);
    assert_eq!(shop.order(&mut client, 0).status, 201);
    cluster.kill();
    let read = client.get("/api/v1/orders").unwrap();
    assert_eq!((read.status, read.code()), (503, "database_away"), "{read:?}");
    let ready = client.get("/readyz").unwrap();
    assert_eq!(ready.status, 503, "{ready:?}");
    // Who sends an order now waits; the server is back before their patience ends.
    let address = server.address.clone();
    let token = shop.token.clone();
    let waiting = std::thread::spawn(move || {
        let body = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }).to_string();
        Client::new(&address, &token).send("POST", "/api/v1/orders", &[("idempotency-key", "order-1")], &body)
    });
    std::thread::sleep(Duration::from_millis(500));
    cluster.restart();
    let answer = waiting.join().unwrap().unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    shop.orders.insert("order-1".to_owned(), answer.text("/id").to_owned());
    let again: Value = shop.order(&mut client, 1).body;
    assert_eq!(again["id"], answer.body["id"]);
    shop.finish(&place, server);
}
