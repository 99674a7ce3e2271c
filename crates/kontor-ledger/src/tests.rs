//! The books as a whole: what the rooms above rely on, and random business against a model.

use std::collections::BTreeMap;

use kontor_kernel::{Amount, Date};
use kontor_store::{DatabaseUrl, Failure, Schema};
use kontor_testkit::{TestDb, on_both, on_both_alone, on_sqlite};
use proptest::prelude::*;

use crate::model::{AccountNumber, Chart, Role, Side, SourceKind};
use crate::post::{Line, Post};
use crate::reverse::Reverse;
use crate::rules::Draft;
use crate::samples::{
    Book, Open, TakeNumbers, account, cents, day, open_with_sale, payment, rent, rooms, sale,
};
use crate::trial_balance::trial_balance;

#[test]
fn the_books_are_opened_once_with_the_accounts_of_the_chart() {
    on_both(rooms, |db| async move {
        assert_eq!(db.refused(Book(vec![sale()])).await, "ledger_not_open");
        db.submit(Open(Chart::Skr04)).await.unwrap();
        assert_eq!(db.refused(Open(Chart::Skr03)).await, "ledger_already_open");
        let events = db.events().await;
        assert_eq!(events.len(), 1);
        let start = r#"ledger.opened {"chart":"skr04","accounts":[{"number":"1600","name_de":"Kasse","name_en":"Cash","kind":"asset","role":"cash"},"#;
        assert!(events[0].starts_with(start), "{events:?}");
        let accounts = crate::accounts::page(&db.reads, db.org, "", 1_000).await.unwrap();
        assert_eq!(accounts.len(), crate::chart::accounts(Chart::Skr04).len());
    });
}

/// The whole of what is stored, so that an unexpected posting shows up.
#[test]
fn entries_are_stored_as_small_events() {
    on_both_alone(rooms, |db| async move {
        open_with_sale(&db).await;
        db.submit(rent()).await.unwrap();
        db.submit(Reverse { entry: 3, date: day("2026-11-30"), reason: None }).await.unwrap();
        let events = db.events().await[1..].join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(events, @r#"
        ledger.booked {"entry":1,"text":"Rechnung RE-2026-000001","source_kind":"invoice","source_id":7,"document_date":"2026-11-24","supply_date":"2026-11-23","postings":[{"account":"1400","debit":11900},{"account":"8400","credit":10000},{"account":"1776","credit":1900}]}
        ledger.booked {"entry":2,"text":"Zahlung ZE-2026-000001","source_kind":"payment","source_id":8,"document_date":"2026-11-26","postings":[{"account":"1200","debit":5000},{"account":"1400","credit":5000}]}
        ledger.booked {"entry":3,"text":"Miete November","source_kind":"manual","source_id":3,"document_date":"2026-11-25","postings":[{"account":"4900","debit":80000},{"account":"1200","credit":80000}]}
        ledger.booked {"entry":4,"text":"Storno zu Buchung 3: Miete November","source_kind":"manual","source_id":4,"document_date":"2026-11-30","reverses":3,"postings":[{"account":"4900","credit":80000},{"account":"1200","debit":80000}]}
        "#); }
    });
}

#[test]
fn an_entry_without_amounts_is_none() {
    on_sqlite(rooms, |db| async move {
        open_with_sale(&db).await;
        let nothing = || {
            Draft::new("Nichts", SourceKind::Issue, 9, day("2026-11-24"))
                .debit(Role::CostOfGoods, Amount::ZERO)
                .credit(Role::Stock, Amount::ZERO)
        };
        assert_eq!(db.submit(Book(vec![nothing(), payment(), nothing()])).await.unwrap().answer, [3]);
    });
}

#[test]
fn what_cannot_be_booked_leaves_nothing_behind() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        let stray = Draft::new("Zahlung", SourceKind::Payment, 9, day("2026-11-24"))
            .debit(account("1299"), cents(100))
            .credit(Role::Receivables, cents(100));
        assert_eq!(db.refused(Book(vec![sale(), stray])).await, "unknown_account");

        let huge = |amounts: &[i64]| {
            let start = Draft::new("Rechnung", SourceKind::Invoice, 9, day("2026-11-24"));
            amounts.iter().fold(start, |draft, amount| {
                draft.debit(Role::Receivables, cents(*amount)).credit(Role::RevenueZero, cents(*amount))
            })
        };
        assert_eq!(db.refused(Book(vec![huge(&[Amount::MAX])])).await, "account_moves_too_much");
        assert_eq!(db.refused(Book(vec![huge(&[Amount::MAX, Amount::MAX])])).await, "account_moves_too_much");
        assert_eq!(db.refused(Book(vec![huge(&[i64::MAX])])).await, "account_moves_too_much");

        let short = Draft::new("Rechnung", SourceKind::Invoice, 9, day("2026-11-24"))
            .debit(Role::Receivables, cents(100))
            .credit(Role::RevenueZero, cents(99));
        match db.submit(Book(vec![short])).await {
            Err(Failure::Fault(why)) => {
                assert!(why.contains("does not balance: debit 100, credit 99"), "{why}");
            }
            other => panic!("{:?}", other.map(|reply| reply.answer)),
        }
        assert_eq!(db.events().await.len(), 3);
        assert_eq!(db.submit(Book(vec![payment()])).await.unwrap().answer, [3]);
    });
}

/// A text from outside may be anything; the entry's is one line of bounded length.
#[test]
fn the_text_of_an_entry_is_made_to_fit() {
    on_sqlite(rooms, |db| async move {
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let text = format!("a\u{0}b\n{}", "ä".repeat(300));
        let draft = Draft::new(text, SourceKind::Payment, 9, day("2026-11-24"))
            .debit(Role::Cash, cents(1))
            .credit(Role::Transit, cents(1));
        db.submit(Book(vec![draft])).await.unwrap();
        let whole = crate::entries::one(&db.reads, db.org, 1).await.unwrap().unwrap();
        assert_eq!(whole.entry.text, format!("a b {}", "ä".repeat(196)));
    });
}

#[test]
fn document_numbers_have_no_gaps_whatever_is_refused() {
    on_both_alone(rooms, |db| async move {
        let take = |series: &[&'static str]| TakeNumbers { series: series.to_vec(), refused: false };
        let refused = || TakeNumbers { series: vec!["invoice-2026", "payment-2026"], refused: true };
        assert_eq!(db.submit(take(&["invoice-2026"])).await.unwrap().answer, [1]);
        assert_eq!(db.refused(refused()).await, "ledger_not_open");
        let both = take(&["invoice-2026", "payment-2026", "invoice-2026"]);
        assert_eq!(db.submit(both).await.unwrap().answer, [2, 1, 3]);
        assert_eq!(db.submit(take(&["invoice-2027"])).await.unwrap().answer, [1]);
        assert_eq!(db.submit(take(&["invoice-2026"])).await.unwrap().answer, [4]);
        assert!(matches!(db.submit(take(&["bill-2026"])).await, Err(Failure::Fault(_))));
        let events = db.events().await.join("\n");
        insta::allow_duplicates! { insta::assert_snapshot!(events, @r#"
        ledger.number_taken {"series":"invoice-2026","number":1,"format":{"prefix":"RE-2026-","digits":6}}
        ledger.number_taken {"series":"invoice-2026","number":2}
        ledger.number_taken {"series":"payment-2026","number":1,"format":{"prefix":"ZE-2026-","digits":6}}
        ledger.number_taken {"series":"invoice-2026","number":3}
        ledger.number_taken {"series":"invoice-2027","number":1,"format":{"prefix":"RE-2027-","digits":6}}
        ledger.number_taken {"series":"invoice-2026","number":4}
        "#); }
    });
}

fn damaged(db: &TestDb, statement: &str) {
    let DatabaseUrl::Sqlite(path) = &db.url else { panic!("a file to damage") };
    let changed = rusqlite::Connection::open(path).unwrap().execute(statement, []).unwrap();
    assert!(changed > 0, "{statement}");
}

/// One statement a check: the database is damaged behind the program's back, and the check of that name says so.
#[test]
fn each_check_finds_what_it_is_for() {
    let table = [
        ("UPDATE ledger_posting SET debit = debit + 1 WHERE entry = 1 AND line = 0", "entries_balance"),
        ("UPDATE ledger_posting SET credit = debit WHERE entry = 2 AND line = 0", "entries_balance"),
        ("DELETE FROM ledger_posting WHERE entry = 3", "entries_balance"),
        (
            "UPDATE ledger_posting SET account = '1299' WHERE entry = 1 AND line = 0",
            "postings_have_entry_and_account",
        ),
        ("DELETE FROM ledger_entry WHERE number = 2", "postings_have_entry_and_account"),
        ("DELETE FROM ledger_entry WHERE number = 2", "entry_numbers_have_no_gaps"),
        ("UPDATE ledger_settings SET next_entry = 9", "entry_numbers_have_no_gaps"),
        ("UPDATE ledger_entry SET reversed_by = NULL WHERE number = 3", "reversals_are_pairs"),
        ("UPDATE ledger_entry SET reversed_by = 1 WHERE number = 2", "reversals_are_pairs"),
        (
            "UPDATE ledger_balance SET debit = debit + 1 WHERE account = '1400'",
            "ledger_balances_are_sum_of_postings",
        ),
        ("DELETE FROM ledger_balance WHERE account = '4900'", "ledger_balances_are_sum_of_postings"),
        ("UPDATE ledger_balance SET debit = debit + 1 WHERE account = '1400'", "ledger_debits_equal_credits"),
        ("UPDATE ledger_series SET next = 5", "series_numbers_have_no_gaps"),
        ("DELETE FROM ledger_series", "series_numbers_have_no_gaps"),
        (
            "UPDATE journal SET payload = '{\"series\":\"invoice-2026\",\"number\":3}' WHERE position = 7",
            "series_numbers_have_no_gaps",
        ),
    ];
    for (damage, name) in table {
        let db = TestDb::new(kontor_testkit::Backend::Sqlite, rooms());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            open_with_sale(&db).await;
            db.submit(rent()).await.unwrap();
            db.submit(Reverse { entry: 3, date: day("2026-11-30"), reason: None }).await.unwrap();
            let series = vec!["invoice-2026", "invoice-2026"];
            db.submit(TakeNumbers { series, refused: false }).await.unwrap();
            assert!(db.broken().await.is_empty());
            damaged(&db, damage);
            let broken = db.broken().await;
            assert!(broken.iter().any(|(found, _)| found == name), "{damage}: {name} not in {broken:?}");
            db.writer.close().await;
        });
    }
}

#[test]
fn the_schema_names_every_check() {
    let schema = Schema::new(rooms()).unwrap();
    let names: Vec<_> = schema.checks().map(|check| check.name).collect();
    for name in [
        "entries_balance",
        "ledger_balances_are_sum_of_postings",
        "ledger_debits_equal_credits",
        "entry_numbers_have_no_gaps",
        "series_numbers_have_no_gaps",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

/// Something that happens to the books.
#[derive(Debug, Clone)]
enum Step {
    /// Documents book these amounts in one command: two roles, an amount of any sign, days after the first.
    Book(Vec<(Role, Role, i64, i64)>),
    /// Somebody posts by hand: two accounts, two amounts, days after the first. Unequal amounts are refused.
    Post(usize, usize, i64, i64, i64),
    /// Somebody reverses this entry, whether or not it can be.
    Reverse(i64, i64),
    /// Somebody takes numbers, and is refused in the end or not.
    Numbers(Vec<&'static str>, bool),
}

/// Accounts for entries by hand; the last two are refused.
const BY_HAND: [&str; 6] = ["1000", "1200", "4900", "0800", "1400", "1299"];

fn any_step() -> impl Strategy<Value = Step> {
    let role = || prop::sample::select(Role::ALL);
    let amount = || prop_oneof![-20..20_i64, -1_000_000..1_000_000_i64];
    let series = prop::sample::select(&["invoice-2026", "credit_note-2026", "shipment-2026"][..]);
    prop_oneof![
        4 => prop::collection::vec((role(), role(), amount(), 0..4_i64), 1..4).prop_map(Step::Book),
        3 => (0..6_usize, 0..6_usize, amount(), 0..3_i64, 0..4_i64)
            .prop_map(|(one, other, amount, off, day)| Step::Post(one, other, amount, off / 2, day)),
        2 => (0..40_i64, 0..6_i64).prop_map(|(entry, day)| Step::Reverse(entry, day)),
        1 => (prop::collection::vec(series, 1..4), any::<bool>())
            .prop_map(|(series, refused)| Step::Numbers(series, refused)),
    ]
}

fn on(days: i64) -> Date {
    day("2026-11-24").add_days(days).unwrap()
}

/// What the books must come to: debit less credit by account and day, and the postings of each entry.
#[derive(Default)]
struct Model {
    balances: BTreeMap<(AccountNumber, Date), i64>,
    entries: i64,
}

impl Model {
    fn book(&mut self, entries: &[crate::events::Booked]) {
        for booked in entries {
            self.entries += 1;
            assert_eq!(booked.entry, self.entries, "entries are dense");
            for posting in &booked.postings {
                let signed = match posting.side {
                    Side::Debit => posting.amount.minor(),
                    Side::Credit => -posting.amount.minor(),
                };
                *self.balances.entry((posting.account, booked.posting_date())).or_default() += signed;
            }
        }
    }

    fn at(&self, at: Date) -> BTreeMap<AccountNumber, i64> {
        let mut sums = BTreeMap::new();
        for ((account, _), moved) in self.balances.iter().filter(|((_, day), _)| *day <= at) {
            *sums.entry(*account).or_default() += moved;
        }
        sums
    }
}

async fn act(db: &TestDb, step: Step) -> Option<Vec<crate::events::Booked>> {
    let recorded = match step {
        Step::Book(lines) => {
            let draft = |(debit, credit, amount, days)| {
                Draft::new("Beleg", SourceKind::Issue, 5, on(days))
                    .debit(debit, cents(amount))
                    .credit(credit, cents(amount))
            };
            db.submit(Book(lines.into_iter().map(draft).collect())).await.map(|reply| reply.recorded)
        }
        Step::Post(one, other, amount, off, days) => {
            let line = |index: usize, debit, credit| Line { account: account(BY_HAND[index]), debit, credit };
            let lines = vec![
                line(one, Some(cents(amount)), None),
                line(other, None, Some(cents(amount.saturating_add(off)))),
            ];
            db.submit(Post { date: on(days), lines, ..rent() }).await.map(|reply| reply.recorded)
        }
        Step::Reverse(entry, days) => {
            db.submit(Reverse { entry, date: on(days), reason: None }).await.map(|reply| reply.recorded)
        }
        Step::Numbers(series, refused) => {
            db.submit(TakeNumbers { series, refused }).await.map(|reply| reply.recorded)
        }
    };
    match recorded {
        Ok(recorded) => Some(recorded.all().cloned().collect()),
        Err(Failure::Refused(_)) => None,
        Err(other) => panic!("{other:?}"),
    }
}

proptest! {
    // Each case makes two databases. proptest prints the smallest case that fails, and its seed.
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_books_are_the_sum_of_what_was_booked(
        steps in prop::collection::vec(any_step(), 20..60),
    ) {
        on_both_alone(rooms, |db| {
            let steps = steps.clone();
            async move {
                db.submit(Open(Chart::Skr03)).await.unwrap();
                let mut model = Model::default();
                for step in steps {
                    let booked = act(&db, step).await;
                    model.book(&booked.unwrap_or_default());
                }
                for days in 0..6 {
                    let found = trial_balance(&db.reads, db.org, on(days)).await.unwrap();
                    assert_eq!(found.debit, found.credit);
                    let found: BTreeMap<_, _> =
                        found.accounts.iter().map(|sums| (sums.number, sums.balance().minor())).collect();
                    assert_eq!(found, model.at(on(days)));
                }
            }
        });
    }
}
