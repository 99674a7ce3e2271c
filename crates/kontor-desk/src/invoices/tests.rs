//! Invoices are listed by how far they are settled, found by number, and read as the buyer has them.

use std::time::Duration;

use kontor_billing::credit::CreditInvoice;
use kontor_billing::model::{InvoiceId, Reason};
use kontor_customers::model::CustomerId;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};
use kontor_web::Language;

use super::{Tab, meant};
use crate::samples::{Shop, invoice, order_of, pay, place, rooms, ship, today};
use crate::{invoices, order_page};

const ACCOUNTING: &[&str] = &[
    "invoices:read",
    "invoices:write",
    "payments:read",
    "payments:write",
    "customers:read",
    "orders:read",
    "ledger:read",
];
const ANALYST: &[&str] = &["invoices:read", "payments:read", "orders:read", "ledger:read"];

fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/invoices", get(invoices::page::list))
        .route("/invoices/{id}", get(invoices::page::show::show))
        .route("/invoices/{id}/print", get(invoices::page::print::show))
        .route(
            "/invoices/{id}/credit",
            get(order_page::page::credit::show).post(order_page::page::credit::submit),
        );
    TestApp::new(db, routes).visited(language, scopes)
}

/// What is the page's own: what stands around it names the merchant and who is signed in.
pub(crate) fn own(html: &str) -> &str {
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    main.split_once("</main>").map_or(main, |(main, _)| main)
}

/// The text of a page without its markup, with single blanks.
pub(crate) fn words(html: &str) -> String {
    let html = own(html).split_once('>').map_or(html, |(_, inner)| inner);
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn read(app: &TestApp, path: &str) -> String {
    let page = app.page(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.html);
    words(&page.html)
}

async fn bill(db: &TestDb, customer: CustomerId, quantity: &str) -> InvoiceId {
    let order = place(db, customer, &[("TEA", quantity)]).await;
    ship(db, order, &[]).await;
    invoice(db, order).await
}

async fn credit(db: &TestDb, invoice: InvoiceId) {
    let reason = Reason::parse("Damaged & <b>wet</b>").unwrap();
    let command = CreditInvoice { invoice, lines: Vec::new(), document_date: None, reason };
    db.submit(command).await.unwrap();
}

/// One invoice of each sort: open, paid, in part, credited; then the open ones become overdue.
async fn five(db: &TestDb) -> [InvoiceId; 4] {
    let shop = Shop::open(db).await;
    let open = bill(db, shop.anna, "1").await;
    let paid = bill(db, shop.ben, "2").await;
    let total = kontor_billing::show::one(&db.reads, db.org, paid).await.unwrap().unwrap().invoice.gross;
    pay(db, paid, &total.text(kontor_kernel::Currency::EUR)).await;
    let partly = bill(db, shop.anna, "3").await;
    pay(db, partly, "1.00").await;
    let credited = bill(db, shop.ben, "4").await;
    credit(db, credited).await;
    [open, paid, partly, credited]
}

async fn on_tab(db: &TestDb, tab: Tab) -> Vec<String> {
    let (day, _) = today(db);
    let mut numbers = Vec::new();
    let mut after = None;
    loop {
        let listed = super::page(&db.reads, db.org, (tab, day), after, 2).await.unwrap();
        assert!(listed.cards.len() <= 2 && !listed.is_cut);
        numbers.extend(listed.cards.into_iter().map(|card| card.invoice.number));
        let Some(next) = listed.next else { return numbers };
        after = Some(next);
    }
}

#[test]
fn each_tab_shows_what_is_settled_so_far() {
    on_both(rooms, |db| async move {
        five(&db).await;
        let number = |number: i32| format!("RE-2026-{number:06}");
        let note = || "GU-2026-000001".to_owned();
        let all = vec![note(), number(4), number(3), number(2), number(1)];
        assert_eq!(on_tab(&db, Tab::All).await, all);
        assert_eq!(on_tab(&db, Tab::Open).await, [number(3), number(1)]);
        assert_eq!(on_tab(&db, Tab::Overdue).await, [""; 0]);
        assert_eq!(on_tab(&db, Tab::Paid).await, [number(2)]);
        assert_eq!(on_tab(&db, Tab::Credited).await, [number(4)]);
        assert_eq!(on_tab(&db, Tab::CreditNotes).await, [note()]);
        let (day, _) = today(&db);
        assert_eq!(super::counts(&db.reads, db.org, day).await.unwrap(), [Some(2), Some(0)]);

        db.advance(Duration::from_secs(15 * 24 * 3_600));
        assert_eq!(on_tab(&db, Tab::Overdue).await, [number(1), number(3)], "the oldest first");
        let (day, _) = today(&db);
        assert_eq!(super::counts(&db.reads, db.org, day).await.unwrap(), [Some(2), Some(2)]);
    });
}

#[test]
fn an_invoice_is_found_by_its_number_or_its_last_digits() {
    assert_eq!(meant(" re-2026-1 ", "2026-11-24".parse().unwrap()), ["RE-2026-1"]);
    let digits = meant("17", "2026-11-24".parse().unwrap());
    assert_eq!(digits, ["17", "RE-2026-000017", "GU-2026-000017", "RE-2025-000017", "GU-2025-000017"]);
    on_both(rooms, |db| async move {
        five(&db).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        let found = read(&app, "/invoices?q=re-2026-000002").await;
        assert!(found.contains("RE-2026-000002") && !found.contains("RE-2026-000001"), "{found}");
        let found = read(&app, "/invoices?q=1").await;
        assert!(found.contains("RE-2026-000001") && found.contains("GU-2026-000001"), "{found}");
        assert!(read(&app, "/invoices?q=nobody").await.contains("Keine Rechnung hat diese Nummer."));
    });
}

#[test]
fn the_list_names_customers_to_those_who_may_see_them() {
    on_both(rooms, |db| async move {
        let [open, ..] = five(&db).await;
        let customer =
            kontor_billing::show::one(&db.reads, db.org, open).await.unwrap().unwrap().invoice.customer;
        let app = pages(&db, Language::German, ACCOUNTING);
        let list = read(&app, "/invoices").await;
        assert!(list.contains("Anna Müller") && list.contains("Hansen Kaffee GmbH"), "{list}");
        assert!(list.contains("Teilweise bezahlt") && list.contains("Zurückgenommen"), "{list}");
        let theirs = read(&app, &format!("/invoices?customer={}", customer.unwrap())).await;
        assert!(theirs.contains("Anna Müller") && !theirs.contains("Hansen Kaffee"), "{theirs}");

        let analyst = pages(&db, Language::English, ANALYST);
        let list = analyst.page("/invoices").await.html;
        let list = own(&list);
        assert!(!list.contains("Anna") && list.contains("K10001"), "{list}");
        assert!(!list.contains("/payments/new"), "{list}");
        let shown = analyst.page(&format!("/invoices/{open}")).await.html;
        let shown = own(&shown);
        assert!(
            !shown.contains("Anna") && !shown.contains("/credit\"") && !shown.contains("/payments/new"),
            "{shown}"
        );
        let letter = analyst.page(&format!("/invoices/{open}/print")).await.html;
        assert!(!own(&letter).contains("Anna"), "{letter}");
    });
}

#[test]
fn an_invoice_shows_the_document_and_what_became_of_it() {
    on_both(rooms, |db| async move {
        let [open, paid, partly, credited] = five(&db).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        let shown = read(&app, &format!("/invoices/{partly}")).await;
        for part in [
            "Rechnung RE-2026-000003 Teilweise bezahlt",
            "Anna Müller Deich 7 20457 Hamburg",
            "Leistungsdatum 24.11.2026",
            "Fällig 08.12.2026",
            "Grüner Tee TEA 3 Stk.",
            "19 %",
            "ZE-2026-000002 · 24.11.2026 · 1,00 €",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let page = app.page(&format!("/invoices/{partly}")).await.html;
        for href in
            ["/payments/new?for=RE-2026-000003", &format!("/invoices/{partly}/credit"), "/ledger/entries/"]
        {
            assert!(page.contains(href), "{href}: {page}");
        }
        // A settled one is paid no more, a credited one credited no more.
        assert!(!app.page(&format!("/invoices/{paid}")).await.html.contains("/payments/new"));
        let page = app.page(&format!("/invoices/{credited}")).await.html;
        assert!(
            !page.contains("/credit\"") && page.contains("Damaged &amp; &lt;b&gt;wet&lt;/b&gt;"),
            "{page}"
        );
        assert!(words(&page).contains("4 zurückgenommen"), "{page}");
        let note = page.split("Korrigiert durch").nth(1).unwrap();
        let note = note.split("href=\"/invoices/inv_").nth(1).unwrap().split('"').next().unwrap();
        let note = read(&app, &format!("/invoices/inv_{note}")).await;
        assert!(note.contains("Korrigiert RE-2026-000004"), "{note}");

        for bad in ["inv_0000000000000", "pay_0000000000000", "x"] {
            assert_eq!(app.page(&format!("/invoices/{bad}")).await.status, 404, "{bad}");
        }
        let english = read(&pages(&db, Language::English, ACCOUNTING), &format!("/invoices/{open}")).await;
        assert!(
            english.contains("Invoice RE-2026-000001 Open") && english.contains("24 Nov 2026"),
            "{english}"
        );
    });
}

#[test]
fn the_letter_is_in_the_recipients_language_and_bare() {
    on_both(rooms, |db| async move {
        let [open, .., credited] = five(&db).await;
        let app = pages(&db, Language::English, ACCOUNTING);
        let letter = app.page(&format!("/invoices/{open}/print")).await.html;
        assert!(letter.contains("class=\"letter\"") && !letter.contains("<nav"), "{letter}");
        assert_eq!(letter.matches("<h1").count(), 1, "{letter}");
        let said = words(&letter);
        for part in [
            "Anna Müller Deich 7 20457 Hamburg",
            "Rechnung RE-2026-000001",
            "Bitte zahlen Sie",
            "unter Angabe von RE-2026-000001",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(
            !words(&app.page(&format!("/invoices/{credited}/print")).await.html).contains("Bitte zahlen")
        );
    });
}

/// The address as it was when the invoice was issued, not as it is now.
#[test]
fn a_recipient_who_has_moved_since_stands_where_they_were() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let before = bill(&db, shop.anna, "1").await;
        db.advance(Duration::from_secs(60));
        crate::samples::move_to(&db, shop.anna, "Bremen").await;
        db.advance(Duration::from_secs(60));
        let after = bill(&db, shop.anna, "1").await;
        let app = pages(&db, Language::German, ACCOUNTING);
        assert!(read(&app, &format!("/invoices/{before}")).await.contains("20457 Hamburg"));
        assert!(read(&app, &format!("/invoices/{after}")).await.contains("20457 Bremen"));
    });
}

#[test]
fn previewing_a_credit_changes_nothing() {
    on_both(rooms, |db| async move {
        let [open, ..] = five(&db).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        let events = db.events().await.len();
        let path = format!("/invoices/{open}/credit");
        let fields =
            [("lines[0][line]", "1"), ("lines[0][quantity]", "1"), ("reason", "x"), ("do", "preview")];
        let preview = app.form(&path, &fields).await;
        assert_eq!(preview.status, 200, "{}", preview.html);
        assert!(words(&preview.html).contains("Was geschieht"), "{}", preview.html);
        assert_eq!(db.events().await.len(), events);
        assert!(read(&app, &format!("/invoices/{open}")).await.contains("Rechnung RE-2026-000001 Offen"));
        let done = app.form(&path, &fields[..3]).await;
        assert_eq!(done.status, 303);
        assert!(read(&app, &format!("/invoices/{open}")).await.contains("Zurückgenommen"));
    });
}

#[test]
fn a_list_without_invoices_says_where_they_come_from() {
    on_sqlite(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        assert!(read(&app, "/invoices").await.contains("Rechnungen entstehen aus Aufträgen"));
        assert!(read(&app, "/invoices?tab=overdue").await.contains("Nichts ist überfällig."));
        assert_eq!(app.page("/invoices?after=x").await.status, 400);
        // A sale without account has no name to show.
        let order = db.submit(order_of(None, &[("TEA", "1")])).await.unwrap().answer.order;
        ship(&db, order, &[]).await;
        let sold = invoice(&db, order).await;
        assert!(read(&app, "/invoices").await.contains("ohne Konto"));
        assert!(read(&app, &format!("/invoices/{sold}")).await.contains("An ohne Konto"));
        assert!(read(&app, &format!("/invoices/{sold}/print")).await.contains("Rechnung RE-2026-000001"));
        bill(&db, shop.anna, "1").await;
    });
}

#[test]
fn a_page_of_fifty_is_small_and_goes_on() {
    on_sqlite(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        for _ in 0..52 {
            bill(&db, shop.anna, "1").await;
        }
        let app = pages(&db, Language::German, ACCOUNTING);
        for tab in ["all", "open"] {
            let first = app.page(&format!("/invoices?tab={tab}")).await.html;
            assert_eq!(first.matches("<tr id=\"inv_").count(), 50);
            assert!(first.len() < 60_000, "{} bytes", first.len());
            let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
            let next = next.split('"').next().unwrap().replace("&amp;", "&");
            let second = app.page(&next).await.html;
            assert_eq!(second.matches("<tr id=\"inv_").count(), 2, "{next}");
            assert!(!second.contains("rel=\"next\""), "{second}");
        }
    });
}

/// However many documents there are, a page is found by an index, and names and numbers by their keys.
#[test]
fn no_statement_walks_through_all_documents() {
    on_sqlite(rooms, |db| async move {
        Shop::open(&db).await;
        let mut statements = super::queries();
        statements.extend(crate::payments::queries());
        for statement in statements {
            let plan = crate::samples::plan(&db, &statement).await;
            let scanned = plan.iter().find(|step| {
                step.starts_with("SCAN")
                    && ["billing", "customers", "contact", "orders"].iter().any(|t| step.contains(t))
            });
            assert_eq!(scanned, None, "{statement}: {plan:#?}");
        }
    });
}
