//! Orders: files as they come, runs that are repeated, stopped, and go through a server.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::import::{bare, british, events, file, import, number, orders_csv, refusal, told};
use crate::support::{KONTOR, Place, Server, json};

/// An order of so many lines, and one with prices below a penny.
fn long() -> String {
    let mut text = String::from("number,sku,name,quantity,at,price\n");
    for line in 0..1_114 {
        text.push_str(&format!(
            "1,S{},Thing {line},{},2011-10-31 14:41:00,0.{:03}\n",
            line % 900,
            1 + line % 7,
            line % 999 + 1
        ));
    }
    text.push_str("2,TINY,Tiny,1500,2011-11-01,0.001\n2,TINY,Tiny,1,2011-11-01,0.001\n");
    text
}

#[test]
fn an_order_of_1114_lines_and_prices_below_a_penny_are_taken() {
    for place in [Place::sqlite(), Place::postgres()] {
        british(&place);
        let orders = file(&place, "long.csv", long());
        let arguments = ["orders", &orders, "--complete"];
        let thousandths = |line: i64| (1 + line % 7) * (line % 999 + 1);
        let pence: i64 = (0..1_114).map(|line| (thousandths(line) + 5) / 10).sum();
        // 1,500 pieces at a tenth of a penny are 1.50, one of them is nothing.
        let sum = pence + 150;
        let report = import(&place, &arguments);
        assert_eq!(report["sum"], format!("{}.{:02}", sum / 100, sum % 100), "{report}");
        assert_eq!((&report["orders"], &report["lines"]), (&2.into(), &1_116.into()));
        let placed = events(&place);
        let again = import(&place, &arguments);
        assert_eq!((&again["orders"], &again["lines_here_already"]), (&0.into(), &1_116.into()));
        assert_eq!(events(&place), placed);
        place.finish();
    }
}

/// As a spreadsheet on Windows writes it: semicolons, decimal commas, Windows-1252, line breaks within a cell.
const GERMAN: &[u8] = b"Auftrag;Artikel;Bezeichnung;Menge;Datum;Preis;Kunde;Land\r\n\
    R-1;T-1;\"Tee \xFCber \x80 5\r\ngro\xDF\";2;1.12.2010 08:26;1.234,50;17850;Deutschland\r\n\
    R-1;T-2;=cmd|' /C calc'!A0;0,5;1.12.2010 08:26;0,10;17850;Deutschland\r\n\
    R-2;VERSAND;@SUM(A1);1;2.12.2010;4,90;;\r\n\
    R-3;T-1;Tee;zwei;2.12.2010;4,90;;\r\n\
    R-3;T-1;Tee;1;32.12.2010;4,90;;\r\n\
    R-4;T-1;Tee;-1;2.12.2010;4,90;;\r\n\
    R-5;T-1;Tee;1;2.12.2010;4,90\r\n";

const COLUMNS: &str = "number=Auftrag,sku=Artikel,name=Bezeichnung,quantity=Menge,at=Datum,price=Preis,customer=Kunde,country=Land";

#[test]
fn a_file_of_a_german_spreadsheet_is_read_as_it_is() {
    let place = Place::sqlite();
    british(&place);
    let orders = file(&place, "german.csv", GERMAN);
    let rejects = file(&place, "rejects.csv", "");
    let report = import(&place, &["orders", &orders, "--columns", COLUMNS, "--rejects", &rejects]);
    assert_eq!(
        told(&report),
        "customers 1, lines 3, orders 2, products 3, \
         refused {bad_quantity:1,bad_row:1,unreadable_date:1,unreadable_number:1}, rows 7, rows_refused 4, sum 2473.95"
    );
    assert_eq!(
        orders_csv(&place),
        "number,channel,sku,name,kind,unit,quantity,at,price,price_base,basis,tax_class,payment_method,customer,\
         country,reference\n\
         R-1,import,T-1,Tee über € 5 groß,goods,C62,2,2010-12-01,1234.5,1,gross,none,invoice,17850,DE,\n\
         R-1,import,T-2,'=cmd|' /C calc'!A0,goods,C62,0.5,2010-12-01,0.1,1,gross,none,invoice,17850,DE,\n\
         R-2,import,VERSAND,'@SUM(A1),service,C62,1,2010-12-02,4.9,1,gross,none,prepayment,,,\n"
    );
    // The list of what was not taken keeps the file's own form, so that it can be put right and read again.
    let listed = std::fs::read_to_string(&rejects).expect("the rejects");
    let expected = [
        "line;code;reason;Auftrag;Artikel;Bezeichnung;Menge;Datum;Preis;Kunde;Land",
        "6;unreadable_number;\"The column Menge can't be read: ",
        "7;unreadable_date;The column Datum can't be read: ",
        "8;bad_quantity;\"The quantity is -1: what came back is a return, what was lost an adjustment of stock.\";R-4;T-1;Tee;'-1;2.12.2010;\"4,90\";;",
        "9;bad_row;\"The row can't be read: ",
    ];
    for (line, starts) in listed.lines().zip(expected) {
        assert!(line.starts_with(starts) || line.starts_with(&starts.replace('"', "")), "{line}\n{starts}");
    }
    assert_eq!(listed.lines().count(), expected.len(), "{listed}");
    let mended = listed.replace("zwei", "2").replace("32.12.2010", "31.12.2010").replace("'-1", "1");
    let mended = mended.lines().filter(|line| !line.starts_with("9;")).collect::<Vec<_>>().join("\r\n");
    let mended = file(&place, "mended.csv", mended);
    let report = import(&place, &["orders", &mended, "--columns", COLUMNS]);
    assert_eq!(told(&report), "lines 3, orders 2, refused {}, rows 3, sum 19.60");
    place.finish();
}

#[test]
fn what_the_door_refuses_is_listed_line_by_line() {
    for place in [Place::sqlite(), Place::postgres()] {
        british(&place);
        let products = file(
            &place,
            "products.csv",
            "sku,name,price,price_base,out_of_stock\nHUNDRED,By the hundred,5,100,\nGONE,Sold out,5,1,deny\n",
        );
        import(&place, &["products", &products]);
        let head = "number,sku,quantity,price,at,customer\n";
        let orders = file(
            &place,
            "orders.csv",
            format!(
                "{head}1,HUNDRED,50,5,2010-12-01,\n1,MUG,1,2,2010-12-01,\n2,GONE,1,5,2010-12-01,\n2,MUG,1,5,2010-12-01,\n\
                 3,MUG,1,2,2010-12-01,17850\n"
            ),
        );
        let rejects = file(&place, "rejects.csv", "");
        let arguments = ["orders", &orders, "--rejects", &rejects];
        assert_eq!(
            told(&import(&place, &arguments)),
            "customers 1, lines 2, orders 2, products 1, refused {other_price_base:1,out_of_stock:2}, rows 5, \
             rows_refused 3, sum 4.00"
        );
        let codes: Vec<String> = std::fs::read_to_string(&rejects)
            .expect("the rejects")
            .lines()
            .skip(1)
            .map(|line| line.split(',').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(codes, ["2 other_price_base", "4 out_of_stock", "5 out_of_stock"]);

        // The same number with other lines, in another file and further down in one.
        let other = file(&place, "other.csv", format!("{head}3,MUG,2,2,2010-12-01,17850\n"));
        assert_eq!(
            told(&import(&place, &["orders", &other])),
            "refused {import_differs:1}, rows 1, rows_refused 1"
        );
        let mut apart = format!("{head}10,MUG,1,2,2010-12-01,\n");
        for number in 11..30 {
            apart.push_str(&format!("{number},MUG,1,2,2010-12-01,\n"));
        }
        apart.push_str("10,MUG,3,2,2010-12-01,\n11,MUG,1,2,2010-12-01,\n");
        let apart = file(&place, "apart.csv", apart);
        let report = import(&place, &["orders", &apart]);
        assert_eq!(
            told(&report),
            "lines 20, lines_here_already 1, orders 20, orders_here_already 1, refused {lines_apart:1}, rows 22, \
             rows_refused 1, sum 40.00"
        );
        place.finish();
    }
}

/// A file of orders of one to four lines, of a few products and customers.
pub(crate) fn many(orders: usize) -> String {
    let mut text = String::from("number,sku,name,quantity,at,price,customer,country\n");
    for order in 0..orders {
        let customer = if order % 3 == 0 { String::new() } else { format!("{}.0", 17_000 + order % 40) };
        for line in 0..=order % 4 {
            let product = (order * 7 + line * 11) % 50;
            text.push_str(&format!(
                "{order},P{product},Product {product},{},2010-12-{:02} 10:00:00,{}.{:02},{customer},United Kingdom\n",
                1 + line,
                1 + order % 28,
                1 + product % 9,
                product
            ));
        }
    }
    text
}

#[test]
fn crash_of_an_import_is_made_good_by_running_it_again() {
    for (killed, whole) in [(Place::sqlite(), Place::sqlite()), (Place::postgres(), Place::sqlite())] {
        let content = many(500);
        for place in [&killed, &whole] {
            british(place);
        }
        let orders = file(&killed, "orders.csv", &content);
        let arguments = ["import", "orders", &orders, "--complete", "--database", &killed.url];
        for wanted in [1, 128, 300] {
            let mut command = Command::new(KONTOR);
            let running =
                command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut running = running.spawn().expect("the program starts");
            while number(&killed, "SELECT COUNT(*) FROM orders_order") < wanted {
                assert!(running.try_wait().expect("a state").is_none(), "it ended before it was killed");
                std::thread::sleep(Duration::from_millis(20));
            }
            running.kill().expect("kill -9");
            running.wait().expect("its end");
        }
        let report = import(&killed, &["orders", &orders, "--complete"]);
        let (new, old) = (report["orders"].as_i64(), report["orders_here_already"].as_i64());
        assert_eq!(new.and_then(|new| Some(new + old?)), Some(500), "{report}");
        assert!(old.is_some_and(|old| old >= 300), "{report}");
        assert_eq!(report["rows_refused"], 0, "{report}");
        let again = import(&killed, &["orders", &orders, "--complete"]);
        assert_eq!(again["orders_here_already"], 500, "{again}");

        import(&whole, &["orders", &orders, "--complete"]);
        assert_eq!(orders_csv(&killed), orders_csv(&whole), "as if nothing had happened");
        assert_eq!(killed.kontor_ok(&["export", "hledger"]), whole.kontor_ok(&["export", "hledger"]));
        killed.finish();
    }
}

#[test]
fn an_import_through_a_server_comes_to_the_same() {
    for (served, own) in [(Place::sqlite(), Place::sqlite()), (Place::postgres(), Place::sqlite())] {
        let org = british(&served);
        let token = served.token(&org, "owner");
        let analyst = served.token(&org, "analyst");
        british(&own);
        let orders = file(&own, "orders.csv", many(300));
        let server = Server::start(&served);
        let url = format!("http://{}", server.address);
        let through = |token: &str, more: &[&str]| {
            bare(
                &[&["import", "orders", &orders, "--complete", "--server", &url, "--token", token], more]
                    .concat(),
            )
        };
        if served.url.starts_with("sqlite") {
            let said = refusal(&served, &["orders", &orders]);
            assert!(said.contains("go through it with `--server URL --token …`"), "{said}");
        }
        for (token, says) in [("kontor_nobody", "check --token"), (analyst.as_str(), "Take another token")] {
            let output = through(token, &[]);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success() && said.contains(says), "{said}");
        }
        let preview = through(&token, &["--dry-run", "--json"]);
        let preview = json(&String::from_utf8_lossy(&preview.stdout));
        let output = through(&token, &["--json"]);
        assert!(output.status.success(), "{output:?}");
        let report = json(&String::from_utf8_lossy(&output.stdout));
        let here = import(&own, &["orders", &orders, "--complete"]);
        assert_eq!(told(&report), told(&here));
        assert_eq!(told(&preview).replace("dry_run true, ", ""), told(&here));
        let again = json(&String::from_utf8_lossy(&through(&token, &["--json"]).stdout));
        assert_eq!((&again["orders"], &again["orders_here_already"]), (&0.into(), &300.into()));
        server.stop();
        assert_eq!(orders_csv(&served), orders_csv(&own));
        served.finish();
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let place = Place::sqlite();
    let orders = file(&place, "orders.csv", many(1));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let output = bare(&["import", "orders", &orders, "--server", &url, "--token", "x"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("does not answer"), "{said}");
    let output = bare(&["import", "orders", &orders, "--server", &url]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("--token"), "{output:?}");
}

/// The most memory (VmHWM, in KB) that an import takes.
fn memory(place: &Place, orders: &str) -> u64 {
    let mut command = Command::new(KONTOR);
    command
        .args(["import", "orders", orders, "--database", &place.url])
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let mut running = command.stderr(Stdio::null()).spawn().expect("the program starts");
    let status = format!("/proc/{}/status", running.id());
    let mut most = 0;
    while running.try_wait().expect("a state").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        most = kilobytes.unwrap_or(0).max(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(running.wait().expect("its end").success());
    most
}

#[test]
fn memory_stays_the_same_however_long_a_file_is() {
    let content = many(1_000);
    let (_, rows) = content.split_once('\n').expect("a head line");
    let place = Place::sqlite();
    british(&place);
    let once = file(&place, "once.csv", &content);
    let ten_times = file(&place, "ten.csv", format!("{content}{}", rows.repeat(9)));
    let (short, long) = (memory(&place, &once), memory(&place, &ten_times));
    println!("memory: {short} KB for a file, {long} KB for ten times the same");
    assert!(long < short + short / 4 + 16_384, "{short} KB became {long} KB");
    let report: Value = import(&place, &["orders", &ten_times]);
    assert_eq!(report["orders_here_already"], 10_000);
}
