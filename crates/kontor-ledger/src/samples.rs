//! What the tests of this room have in common: commands that call its rules as the rooms above do, and its doors.

use kontor_kernel::{Amount, Context, Currency, Date};
use kontor_store::{Command, Desk, Fault, Recorded, Room, Stop};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb};
use kontor_web::Language;

use crate::events::{Booked, NumberTaken};
use crate::model::{AccountNumber, Chart, Role, SourceKind};
use crate::post::{Line, Post};
use crate::rules::{self, Draft};

/// This room alone.
pub(crate) fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

/// Opens the books.
#[derive(Debug)]
pub(crate) struct Open(pub(crate) Chart);

impl Command for Open {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        rules::want(desk, day("2026-11-24"), &[]);
        desk.ready()?;
        rules::open(desk, self.0)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Books entries, one after the other, in one command.
#[derive(Debug)]
pub(crate) struct Book(pub(crate) Vec<Draft>);

impl Command for Book {
    type Answer = Vec<i64>;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        rules::want(desk, day("2026-11-24"), &[Role::Receivables]);
        desk.ready()?;
        self.0.iter().try_for_each(|draft| rules::book(desk, draft.clone()))
    }

    fn answer(recorded: &Recorded) -> Result<Vec<i64>, Fault> {
        Ok(recorded.all::<Booked>().map(|booked| booked.entry).collect())
    }
}

/// Takes numbers from series; afterwards it may be refused.
#[derive(Debug)]
pub(crate) struct TakeNumbers {
    pub(crate) series: Vec<&'static str>,
    pub(crate) refused: bool,
}

impl Command for TakeNumbers {
    type Answer = Vec<i64>;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        self.series.iter().for_each(|series| rules::want_number(desk, series));
        desk.ready()?;
        for series in &self.series {
            rules::next_number(desk, series)?;
        }
        if self.refused { Err(rules::Reject::NotOpen.into()) } else { Ok(()) }
    }

    fn answer(recorded: &Recorded) -> Result<Vec<i64>, Fault> {
        Ok(recorded.all::<NumberTaken>().map(|taken| taken.number).collect())
    }
}

/// A day.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An account's number.
pub(crate) fn account(number: &str) -> AccountNumber {
    number.parse().unwrap()
}

/// Cents.
pub(crate) fn cents(cents: i64) -> Amount {
    Amount::new(cents)
}

/// An invoice of 119.00 for document 7.
pub(crate) fn sale() -> Draft {
    Draft::new("Rechnung RE-2026-000001", SourceKind::Invoice, 7, day("2026-11-24"))
        .supply_date(day("2026-11-23"))
        .debit(Role::Receivables, cents(11_900))
        .credit(Role::RevenueStandard, cents(10_000))
        .credit(Role::VatStandard, cents(1_900))
}

/// Its payment in part, two days later, for document 8.
pub(crate) fn payment() -> Draft {
    Draft::new("Zahlung ZE-2026-000001", SourceKind::Payment, 8, day("2026-11-26"))
        .debit(Role::Bank, cents(5_000))
        .credit(Role::Receivables, cents(5_000))
}

/// An entry by hand: 800.00 of rent from the bank (SKR03).
pub(crate) fn rent() -> Post {
    let line = |number, debit, credit| Line { account: account(number), debit, credit };
    Post {
        text: "Miete November".into(),
        date: day("2026-11-25"),
        currency: Currency::EUR,
        lines: vec![line("4900", Some(cents(80_000)), None), line("1200", None, Some(cents(80_000)))],
    }
}

/// Opens the books on SKR03 and books a sale (entry 1) and its payment in part (entry 2).
pub(crate) async fn open_with_sale(db: &TestDb) {
    db.submit(Open(Chart::Skr03)).await.unwrap();
    assert_eq!(db.submit(Book(vec![sale(), payment()])).await.unwrap().answer, [1, 2]);
}

/// All doors of this room.
pub(crate) fn app(db: &TestDb) -> TestApp {
    use crate::{accounts, entries, open_account, reverse, trial_balance};
    let routes = Router::new()
        .route("/api/v1/accounts", get(accounts::http::list).post(open_account::http::open_account))
        .route("/api/v1/journal-entries", get(entries::http::list).post(crate::post::http::post))
        .route("/api/v1/journal-entries/{number}", get(entries::http::show))
        .route("/api/v1/journal-entries/{number}/reverse", post(reverse::http::reverse))
        .route("/api/v1/reports/trial-balance", get(trial_balance::http::show));
    TestApp::new(db, routes)
}

/// The pages of this room, for somebody with these scopes.
pub(crate) fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    use crate::{accounts, entries, open_account, reverse, sheet, trial_balance};
    let routes = Router::new()
        .route("/ledger", get(trial_balance::page::show))
        .route("/ledger/accounts/new", get(open_account::page::blank).post(open_account::page::submit))
        .route("/ledger/accounts/{number}", get(sheet::page::show))
        .route("/ledger/entries", get(entries::page::list))
        .route("/ledger/entries/new", get(crate::post::page::blank).post(crate::post::page::submit))
        .route("/ledger/entries/{number}", get(entries::page::show))
        .route("/ledger/entries/{number}/reverse", get(reverse::page::ask).post(reverse::page::submit))
        .route("/lookup/accounts", get(accounts::page::lookup));
    TestApp::new(db, routes).visited(language, scopes)
}

/// What the tests ask the doors more than once.
pub(crate) trait Balances {
    /// The balance of an account as of a day, as the trial balance shows it.
    fn get_balance(&self, account: &str, at: &str) -> impl Future<Output = String>;
}

impl Balances for TestApp {
    async fn get_balance(&self, account: &str, at: &str) -> String {
        let shown = self.get(&format!("/api/v1/reports/trial-balance?at={at}")).await;
        let lines = shown.body["accounts"].as_array().unwrap();
        let line = lines.iter().find(|line| line["account"] == account).unwrap();
        line["balance"].as_str().unwrap().to_owned()
    }
}
