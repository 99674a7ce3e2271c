//! Journals, and what the real program says of them.

use std::path::PathBuf;
use std::process::Command;

use kontor_kernel::Amount;

use super::*;

const ACCOUNTS: [Account<'_>; 6] = [
    Account { number: "1000", name: "Kasse", kind: Kind::Cash },
    Account { number: "1400", name: "Forderungen aus Lieferungen und Leistungen", kind: Kind::Asset },
    Account { number: "1776", name: "Umsatzsteuer 19 %", kind: Kind::Liability },
    Account { number: "8400", name: "Erlöse 19 % USt", kind: Kind::Income },
    Account { number: "9000", name: "Saldenvorträge, Sachkonten", kind: Kind::Equity },
    Account { number: "3200", name: "Wareneingang", kind: Kind::Expense },
];

fn euro() -> Currency {
    "EUR".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn posting(account: &str, minor: i64) -> Posting<'_> {
    Posting { account, amount: Amount::new(minor) }
}

fn journal(currency: Currency, accounts: &[Account<'_>], transactions: &[Transaction<'_>]) -> String {
    let mut journal = Journal::begin(Vec::new(), currency, accounts).unwrap();
    for transaction in transactions {
        journal.transaction(transaction).unwrap();
    }
    String::from_utf8(journal.finish().unwrap()).unwrap()
}

/// The real program: `KONTOR_BEAN_CHECK`, which must be there then, or `bean-check` on the path, or none.
fn bean_check() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("KONTOR_BEAN_CHECK") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let found =
        std::env::split_paths(&path).map(|folder| folder.join("bean-check")).find(|file| file.is_file());
    if found.is_none() {
        eprintln!("skipped: no bean-check; install beancount, or name the program in KONTOR_BEAN_CHECK");
    }
    found
}

/// What the real program complains of; `None` where there is none.
fn complaints(journal: &str) -> Option<String> {
    let program = bean_check()?;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books.beancount");
    std::fs::write(&path, journal).unwrap();
    let output = Command::new(&program)
        .arg(&path)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap_or_else(|error| panic!("{} can't be run: {error}", program.display()));
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.success(), said.is_empty(), "{said}");
    Some(said)
}

fn accepted(journal: &str) {
    let said = complaints(journal).unwrap_or_default();
    assert!(said.is_empty(), "bean-check refuses:\n{said}\n{journal}");
}

/// The journal with the assertion that accounts have just these balances (without the `~ 0` a cent may be missing).
/// `bean-check` compares.
fn with_balances(journal: &str, balances: &[(&str, &str)]) -> String {
    let asserted = balances.iter().map(|(account, amount)| {
        let (number, currency) = amount.split_once(' ').unwrap();
        format!("2099-01-01 balance {account} {number} ~ 0 {currency}\n")
    });
    format!("{journal}\n{}", asserted.collect::<String>())
}

#[test]
fn a_journal_reads_like_this() {
    let sale = [posting("1400", 11_900), posting("8400", -10_000), posting("1776", -1_900)];
    let sale = Transaction {
        date: day("2026-11-24"),
        code: "JE-17",
        description: "Rechnung RE-2026-0005",
        postings: &sale,
    };
    let opening = [posting("1000", 5_000), posting("9000", -5_000)];
    let opening = Transaction { date: day("2026-01-01"), code: "", description: "", postings: &opening };
    let text = journal(euro(), &ACCOUNTS[..5], &[sale, opening]);
    assert_eq!(
        text,
        "\
option \"operating_currency\" \"EUR\"

2026-11-24 * \"Rechnung RE-2026-0005\"
  code: \"JE-17\"
  Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen                    119.00 EUR
  Income:8400-Erlöse-19-USt                                                -100.00 EUR
  Liabilities:1776-Umsatzsteuer-19                                          -19.00 EUR

2026-01-01 * \"\"
  Assets:1000-Kasse                                                          50.00 EUR
  Equity:9000-Saldenvorträge-Sachkonten                                     -50.00 EUR

2026-01-01 open Assets:1000-Kasse EUR
  number: \"1000\"
  name: \"Kasse\"

2026-01-01 open Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen EUR
  number: \"1400\"
  name: \"Forderungen aus Lieferungen und Leistungen\"

2026-01-01 open Liabilities:1776-Umsatzsteuer-19 EUR
  number: \"1776\"
  name: \"Umsatzsteuer 19 %\"

2026-01-01 open Income:8400-Erlöse-19-USt EUR
  number: \"8400\"
  name: \"Erlöse 19 % USt\"

2026-01-01 open Equity:9000-Saldenvorträge-Sachkonten EUR
  number: \"9000\"
  name: \"Saldenvorträge, Sachkonten\"
"
    );
    accepted(&with_balances(
        &text,
        &[
            ("Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen", "119.00 EUR"),
            ("Income:8400-Erlöse-19-USt", "-100.00 EUR"),
            ("Assets:1000-Kasse", "50.00 EUR"),
        ],
    ));
}

/// A check that accepts everything would prove nothing.
#[test]
fn bean_check_refuses_what_is_wrong() {
    let postings = [posting("1000", 100), posting("8400", -100)];
    let sale = Transaction { date: day("2026-11-24"), code: "1", description: "x", postings: &postings };
    let text = journal(euro(), &ACCOUNTS, &[sale]);
    for (wrong, expected) in [
        (text.replace("1.00 EUR", "1.01 EUR").replace("-1.01 EUR", "-1.00 EUR"), "does not balance"),
        (text.replace("open Assets:1000", "open Assets:1001"), "unknown account"),
        (with_balances(&text, &[("Assets:1000-Kasse", "1.01 EUR")]), "Balance failed"),
    ] {
        if let Some(said) = complaints(&wrong) {
            assert!(said.contains(expected), "{said}\n{wrong}");
        }
    }
}

#[test]
fn balances_are_the_same_in_every_kind_of_currency() {
    for (currency, cash, revenue) in [
        ("EUR", "1234567.89", "-1234567.89"),
        ("JPY", "123456789", "-123456789"),
        ("KWD", "123456.789", "-123456.789"),
    ] {
        let postings = [posting("1000", 123_456_789), posting("8400", -123_456_789), posting("1400", 0)];
        let sale = Transaction { date: day("2024-02-29"), code: "1", description: "", postings: &postings };
        let text = journal(currency.parse().unwrap(), &ACCOUNTS, &[sale]);
        accepted(&with_balances(
            &text,
            &[
                ("Assets:1000-Kasse", &format!("{cash} {currency}")),
                ("Income:8400-Erlöse-19-USt", &format!("{revenue} {currency}")),
                ("Assets:1400-Forderungen-aus-Lieferungen-und-Leistungen", &format!("0 {currency}")),
            ],
        ));
    }
}

#[test]
fn books_may_be_empty_and_entries_too() {
    accepted(&journal(euro(), &[], &[]));
    let bare = journal(euro(), &ACCOUNTS, &[]);
    assert!(bare.contains("\n1970-01-01 open Assets:1000-Kasse EUR\n"), "{bare}");
    accepted(&bare);
    let nothing = Transaction { date: day("2026-11-24"), code: "JE-1", description: "Storno", postings: &[] };
    let zero = [posting("1000", 0)];
    let zero = Transaction { postings: &zero, ..nothing };
    accepted(&journal(euro(), &ACCOUNTS, &[nothing, zero]));
}

/// Whatever stands in a name or a text stays what it is: part of that name or text.
#[test]
fn texts_of_users_cannot_break_the_journal() {
    let nasty = [
        "",
        "two  spaces",
        "a\nb\r\n\n2026-01-01 * \"fraud\"\n  Assets:1000-Kasse  1.00 EUR",
        "\ttab\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{a0}\u{3000}end",
        "nul\0bell\u{7}",
        "; comment",
        "\" #tag ^link",
        "\"quoted\" 'single' \\ back",
        "ends with \\",
        "\\\" \\n \\x41 \\u0041",
        "a:b::c",
        "- -- -",
        "lower case",
        "100.00 EUR",
        "payee | note",
        "include \"/etc/passwd\"",
        "option \"title\" \"x\"",
        "комментарий 注文 🛒 e\u{301} Ⅻ ² ½ ⓐ ٣ ªº",
    ];
    let numbers: Vec<String> = (0..nasty.len()).map(|index| (1000 + index).to_string()).collect();
    let mut accounts: Vec<Account<'_>> = nasty
        .iter()
        .zip(&numbers)
        .map(|(name, number)| Account { number, name, kind: Kind::Asset })
        .collect();
    accounts.extend(nasty.iter().skip(1).map(|name| Account { number: name, name, kind: Kind::Liability }));
    let entries: Vec<_> = nasty
        .iter()
        .zip(&numbers)
        .map(|(text, number)| (*text, [posting(number, 100), posting("lower case", -100)]))
        .collect();
    let transactions: Vec<Transaction<'_>> = entries
        .iter()
        .map(|(text, postings)| Transaction {
            date: day("2026-11-24"),
            code: text,
            description: text,
            postings,
        })
        .collect();
    let text = journal(euro(), &accounts, &transactions);
    let asserted: Vec<(String, &str)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("2026-11-24 open Assets:")?.strip_suffix(" EUR"))
        .map(|name| (format!("Assets:{name}"), "1.00 EUR"))
        .collect();
    assert_eq!(asserted.len(), nasty.len());
    let asserted: Vec<(&str, &str)> =
        asserted.iter().map(|(name, amount)| (name.as_str(), *amount)).collect();
    accepted(&with_balances(&text, &asserted));
    assert_eq!(text.lines().filter(|line| line.starts_with("2026-11-24 * ")).count(), nasty.len());
    assert!(text.contains("\n  name: \"\\\"quoted\\\" 'single' \\\\ back\"\n"), "{text}");
}

#[test]
fn every_letter_that_is_kept_is_one_to_beancount() {
    let letters: Vec<char> = (char::MIN..=char::MAX).filter(|letter| is_letter(*letter)).collect();
    assert!(letters.len() > 30_000);
    let names: Vec<String> = letters.chunks(500).map(|chunk| chunk.iter().collect()).collect();
    let numbers: Vec<String> = (0..names.len()).map(|index| index.to_string()).collect();
    let accounts: Vec<Account<'_>> = names
        .iter()
        .zip(&numbers)
        .map(|(name, number)| Account { number, name, kind: Kind::Asset })
        .collect();
    accepted(&journal(euro(), &accounts, &[]));
}

#[test]
fn names_of_accounts_differ() {
    let same = |number| Account { number, name: "Bank", kind: Kind::Asset };
    let accounts = [
        same("1 0"),
        same("1-0"),
        same("1/0"),
        Account { kind: Kind::Equity, ..same("1_0") },
        same("kasse"),
        same("Ä"),
    ];
    let text = journal(euro(), &accounts, &[]);
    let names: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("1970-01-01 open ")).collect();
    assert_eq!(
        names,
        [
            "Assets:1-0-Bank EUR",
            "Assets:1-0-Bank-2 EUR",
            "Assets:1-0-Bank-3 EUR",
            "Equity:1-0-Bank EUR",
            "Assets:Xkasse-Bank EUR",
            "Assets:XÄ-Bank EUR"
        ]
    );
    accepted(&text);
}

#[test]
fn what_does_not_fit_together_is_refused_and_leaves_no_trace() {
    let double = [ACCOUNTS[0], Account { name: "Kasse 2", ..ACCOUNTS[0] }];
    let refused = Journal::begin(Vec::new(), euro(), &double).unwrap_err();
    assert_eq!(refused.to_string(), "account 1000 occurs twice");

    let mut books = Journal::begin(Vec::new(), euro(), &ACCOUNTS).unwrap();
    let mut refuse = |postings: &[Posting<'_>]| {
        let transaction = Transaction { date: day("2026-11-24"), code: "JE-9", description: "", postings };
        books.transaction(&transaction).unwrap_err()
    };
    assert!(matches!(
        refuse(&[posting("1000", 100), posting("8400", -99)]),
        ExportError::Unbalanced { difference: 1, .. }
    ));
    assert!(matches!(refuse(&[posting("1000", 1), posting("8300", -1)]), ExportError::UnknownAccount { .. }));
    let untouched = Journal::begin(Vec::new(), euro(), &ACCOUNTS).unwrap();
    assert_eq!(books.finish().unwrap(), untouched.finish().unwrap());
}

#[test]
fn a_full_disk_is_an_error() {
    let mut room = [0_u8; 60];
    let books = Journal::begin(room.as_mut_slice(), euro(), &ACCOUNTS).unwrap();
    assert!(matches!(books.finish(), Err(ExportError::Io(_))));
}
