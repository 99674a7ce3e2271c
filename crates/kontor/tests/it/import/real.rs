//! Three months of a real shop: *Online Retail* of the UCI Machine Learning Repository (D. Chen, CC BY 4.0).
//!
//! `./test` reads its first six thousand rows and works out itself what must come; `./test full` reads the whole file
//! and knows the figures.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::process::Command;

use kontor_testkit::is_full;
use serde_json::Value;

use crate::import::{british, events, file, import, number, orders_csv};
use crate::support::{Client, Place, Server};

/// The file, beside the repository.
const FILE: &str = "../../../shared/data/online-retail/orders-2010-12-to-2011-02.csv.gz";

/// Rows of the daily run.
const ROWS: usize = 6_000;

const COLUMNS: &str = "number=InvoiceNo,sku=StockCode,name=Description,quantity=Quantity,at=InvoiceDate,\
                       price=UnitPrice,customer=CustomerID,country=Country";

/// What must come of a file, worked out in another way than the program does.
#[derive(Debug, Default, PartialEq, Eq)]
struct Expected {
    orders: i64,
    lines: i64,
    /// In pence.
    sum: i64,
    refused: BTreeMap<&'static str, i64>,
}

/// The file's text, as much of it as is to be read; `None` where it is not there.
fn content() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let Ok(packed) = std::fs::File::open(&path) else {
        eprintln!("skipped: no ../shared/data");
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("the file");
    if !is_full() {
        text = text.lines().take(ROWS + 1).flat_map(|line| [line, "\n"]).collect();
    }
    Some(text)
}

/// The fields of a line: commas between them, quotes around those that hold a comma, doubled within.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            other => fields.last_mut().expect("a field").push(other),
        }
    }
    fields
}

/// A price of the file in tenths of a thousandth.
fn price(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part = format!("{part:0<4}");
    whole.parse::<i64>().expect("a price") * 10_000 + part.parse::<i64>().expect("a price of four places")
}

fn expected(content: &str) -> Expected {
    let (mut expected, mut numbers) = (Expected::default(), BTreeSet::new());
    for line in content.lines().skip(1) {
        let fields = fields(line);
        let (number, quantity, price) =
            (&fields[0], fields[3].parse::<i64>().expect("a quantity"), price(&fields[5]));
        let refused = match number.chars().next() {
            Some('C') => Some("needs_return"),
            Some('A') => Some("adjustment"),
            _ if quantity <= 0 => Some("bad_quantity"),
            _ if price == 0 => Some("no_price"),
            _ => None,
        };
        match refused {
            Some(code) => *expected.refused.entry(code).or_default() += 1,
            None => {
                numbers.insert(number.clone());
                expected.lines += 1;
                expected.sum += (quantity * price + 50) / 100;
            }
        }
    }
    expected.orders = i64::try_from(numbers.len()).expect("a number");
    expected
}

fn pounds(pence: i64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

fn check_report(report: &Value, expected: &Expected) {
    assert_eq!(report["orders"], expected.orders, "{report}");
    assert_eq!(report["lines"], expected.lines, "{report}");
    assert_eq!(
        (&report["sum"], &report["currency"]),
        (&pounds(expected.sum).into(), &"GBP".into()),
        "{report}"
    );
    let refused: BTreeMap<&str, i64> = report["refused"]
        .as_object()
        .expect("counts")
        .iter()
        .map(|(code, count)| (code.as_str(), count.as_i64().expect("a count")))
        .collect();
    assert_eq!(refused, expected.refused);
}

/// The balances of the trial balance, in pence by account.
fn trial_balance(place: &Place, token: &str) -> BTreeMap<String, i64> {
    let server = Server::start(place);
    let balance = Client::new(&server.address, token).see("/api/v1/reports/trial-balance").body;
    server.stop();
    let accounts = balance["accounts"].as_array().unwrap_or_else(|| panic!("no accounts: {balance}"));
    let pence = |value: &Value| -> i64 {
        value.as_str().expect("an amount").replace('.', "").parse().expect("an amount")
    };
    let of = |account: &Value| {
        let number = account["account"].as_str().expect("a number").to_owned();
        (number, pence(&account["debit"]) - pence(&account["credit"]))
    };
    accounts.iter().map(of).filter(|(_, balance)| *balance != 0).collect()
}

/// The balances of a journal of a plain-text accounting program: each posting is a line that ends in amount and
/// currency, with the account's number in its name.
fn balances(journal: &str) -> BTreeMap<String, i64> {
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    for line in journal.lines().filter(|line| line.starts_with(' ') && line.ends_with(" GBP")) {
        let mut words = line.trim_end_matches(" GBP").trim().rsplitn(2, ' ');
        let amount: i64 = words.next().expect("an amount").replace('.', "").parse().expect("an amount");
        let account =
            words.next().expect("an account").split([':', ' ', '-']).find(|part| part.parse::<u32>().is_ok());
        *balances.entry(account.expect("a number").to_owned()).or_default() += amount;
    }
    balances.retain(|_, balance| *balance != 0);
    balances
}

/// Has a program check a file, where that program is there.
fn checked_by(program: Option<std::ffi::OsString>, arguments: &[&str]) {
    let Some(program) = program else { return };
    match Command::new(&program).args(arguments).env("LANG", "C.UTF-8").env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => assert!(output.status.success(), "{program:?} {arguments:?}: {output:?}"),
        Err(error) => eprintln!("skipped: {program:?} can't be run: {error}"),
    }
}

#[expect(clippy::disallowed_methods, reason = "the test runner says so this way")]
fn bean_check() -> Option<std::ffi::OsString> {
    std::env::var("KONTOR_BEAN_CHECK").ok().map(Into::into).or_else(|| Some("bean-check".into()))
}

fn real_orders(place: &Place) {
    let Some(content) = content() else { return };
    let expected = expected(&content);
    if is_full() {
        assert_eq!((expected.orders, expected.lines, expected.sum), (3_528, 97_687, 195_713_607));
    }
    let org = british(place);
    let token = place.token(&org, "owner");
    let path = file(place, "orders.csv", &content);
    let arguments = ["orders", &path, "--columns", COLUMNS, "--complete"];
    let preview = import(place, &[&arguments[..], &["--dry-run"]].concat());
    check_report(&preview, &expected);
    let report = import(place, &arguments);
    check_report(&report, &expected);
    assert_eq!((&preview["products"], &preview["customers"]), (&report["products"], &report["customers"]));
    let invoiced = "SELECT CAST(SUM(gross) AS BIGINT) FROM billing_invoice WHERE gross > 0";
    assert_eq!(number(place, invoiced), expected.sum);
    assert_eq!(number(place, "SELECT COUNT(*) FROM billing_invoice"), expected.orders);
    let before = events(place);
    let again = import(place, &arguments);
    assert_eq!((&again["orders"], &again["orders_here_already"]), (&0.into(), &expected.orders.into()));
    assert_eq!(events(place), before, "a second run adds nothing");
    place.finish();

    let hledger = place.kontor_ok(&["export", "hledger"]);
    let beancount = place.kontor_ok(&["export", "beancount"]);
    let trial = trial_balance(place, &token);
    assert!(trial.values().any(|balance| *balance == -expected.sum), "revenue is missing: {trial:?}");
    assert_eq!(balances(&hledger), trial);
    assert_eq!(balances(&beancount), trial);
    let books = file(place, "books.journal", hledger);
    checked_by(Some("hledger".into()), &["--file", &books, "check", "--strict"]);
    let books = file(place, "books.beancount", beancount);
    checked_by(bean_check(), &[&books]);

    // What is exported makes the same orders at another merchant.
    let exported = orders_csv(place);
    assert_eq!(exported.lines().count(), usize::try_from(expected.lines).expect("a number") + 1);
    let other = Place::sqlite();
    british(&other);
    let path = file(&other, "orders.csv", &exported);
    let report = import(&other, &["orders", &path]);
    assert_eq!(
        (&report["orders"], &report["rows_refused"]),
        (&expected.orders.into(), &0.into()),
        "{report}"
    );
    assert!(orders_csv(&other) == exported, "the second export differs");
}

#[test]
fn the_orders_of_a_real_shop_come_in_to_the_penny_on_sqlite() {
    real_orders(&Place::sqlite());
}

#[test]
fn the_orders_of_a_real_shop_come_in_to_the_penny_on_postgres() {
    real_orders(&Place::postgres());
}
