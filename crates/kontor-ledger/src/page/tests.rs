//! The pages of the books, in both languages and on both databases.

use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};
use kontor_web::Language;

use crate::model::Chart;
use crate::post::Post;
use crate::samples::{Book, Open, cents, open_with_sale, pages, payment, rent, rooms, sale};

const BOOKKEEPER: &[&str] = &["ledger:read", "ledger:write"];
const ANALYST: &[&str] = &["ledger:read"];

/// The text of a page without its markup, with single blanks.
fn words(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page that is there, as its words.
async fn read(app: &TestApp, path: &str) -> String {
    let page = app.page(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.html);
    words(&page.html)
}

/// Whether a page leads there.
async fn leads(app: &TestApp, path: &str, href: &str) -> bool {
    app.page(path).await.html.contains(&format!("href=\"{href}\""))
}

async fn german(db: &TestDb) -> TestApp {
    open_with_sale(db).await;
    db.submit(rent()).await.unwrap();
    pages(db, Language::German, BOOKKEEPER)
}

#[test]
fn a_figure_of_the_trial_balance_leads_down_to_its_document() {
    on_both(rooms, |db| async move {
        let app = german(&db).await;
        let balance = read(&app, "/ledger?at=2026-11-30").await;
        assert!(balance.contains("1400 Forderungen"), "{balance}");
        assert!(balance.contains("119,00 50,00 69,00 S"), "{balance}");
        assert!(balance.contains("8400") && balance.contains("100,00 100,00 H"), "{balance}");
        assert!(balance.contains("Gesamt Soll gleich Haben Soll 969,00 Haben 969,00"), "{balance}");
        // Behind the day of the rent nothing else was posted; before it there is less.
        assert!(!read(&app, "/ledger?at=2026-11-24").await.contains("4900"), "the rent is of the 25th");

        assert!(leads(&app, "/ledger?at=2026-11-30", "/ledger/accounts/1400").await);
        let sheet = read(&app, "/ledger/accounts/1400").await;
        assert!(sheet.contains("26.11.2026 2 Zahlung ZE-2026-000001 Zahlung 50,00 69,00 S"), "{sheet}");
        assert!(sheet.contains("24.11.2026 1 Rechnung RE-2026-000001 Rechnung 119,00 119,00 S"), "{sheet}");
        for href in ["/ledger/entries/1", "/invoices/inv_0000000000007", "/payments/pay_0000000000008"] {
            assert!(leads(&app, "/ledger/accounts/1400", href).await, "{href}");
        }
        let entry = read(&app, "/ledger/entries/1").await;
        assert!(entry.contains("Leistungsdatum 23.11.2026"), "{entry}");
        assert!(entry.contains("Summe 119,00 119,00"), "{entry}");
        assert!(leads(&app, "/ledger/entries/1", "/invoices/inv_0000000000007").await);
        assert!(leads(&app, "/ledger/entries/1", "/ledger/entries?source=0000000000007").await);
    });
}

#[test]
fn the_books_are_read_in_english_too() {
    on_sqlite(rooms, |db| async move {
        german(&db).await;
        let app = pages(&db, Language::English, BOOKKEEPER);
        let balance = read(&app, "/ledger?at=2026-11-30").await;
        assert!(balance.contains("Trade receivables 119.00 50.00 69.00 Dr"), "{balance}");
        assert!(balance.contains("Debits equal credits"), "{balance}");
        let sheet = read(&app, "/ledger/accounts/1200").await;
        assert!(sheet.contains("25 Nov 2026 3 Miete November By hand 800.00 750.00 Cr"), "{sheet}");
    });
}

#[test]
fn accounts_are_filtered_and_shown_without_movement() {
    on_sqlite(rooms, |db| async move {
        let app = german(&db).await;
        let page = read(&app, "/ledger?at=2026-11-30&q=bank").await;
        assert!(page.contains("1200") && !page.contains("1400") && !page.contains("Gesamt"), "{page}");
        assert!(read(&app, "/ledger?q=84").await.contains("8400"));
        assert!(read(&app, "/ledger?q=nobody").await.contains("Kein Konto passt zum Filter."));
        assert!(!read(&app, "/ledger?at=2026-11-30").await.contains("0800"));
        assert!(read(&app, "/ledger?at=2026-11-30&accounts=all").await.contains("0800"));
        let bad = app.page("/ledger?at=24.11.").await;
        assert_eq!(bad.status, 400);
        assert!(words(&bad.html).contains("Dieser Tag ist nicht lesbar"), "{}", bad.html);
    });
}

#[test]
fn empty_books_say_what_fills_them() {
    on_sqlite(rooms, |db| async move {
        db.submit(Open(Chart::Skr03)).await.unwrap();
        let app = pages(&db, Language::German, BOOKKEEPER);
        assert!(read(&app, "/ledger").await.contains("Bis zu diesem Tag ist nichts gebucht."));
        assert!(read(&app, "/ledger/entries").await.contains("Es gibt noch keine solche Buchung."));
        assert!(read(&app, "/ledger/accounts/1200").await.contains("noch nichts gebucht"));
        for path in ["/ledger/accounts/77", "/ledger/accounts/x", "/ledger/entries/1", "/ledger/entries/x"] {
            assert_eq!(app.page(path).await.status, 404, "{path}");
        }
        assert_eq!(app.page("/ledger/accounts/1200?after=x").await.status, 400);
        assert_eq!(app.page("/ledger/entries/x/reverse").await.status, 404);
    });
}

#[test]
fn the_sheet_and_the_journal_are_paged() {
    on_both(rooms, |db| async move {
        open_with_sale(&db).await;
        for _ in 0..30 {
            db.submit(Book(vec![sale(), payment()])).await.unwrap();
        }
        let app = pages(&db, Language::German, BOOKKEEPER);
        for (path, rows) in [("/ledger/accounts/1400", "id=\"posting-"), ("/ledger/entries", "id=\"entry-")] {
            let first = app.page(path).await.html;
            assert_eq!(first.matches(rows).count(), 50, "{path}");
            assert!(first.contains("data-live=\"ledger\"") && first.len() < 60_000, "{} bytes", first.len());
            let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
            let next = next.split('"').next().unwrap().replace("&amp;", "&");
            let second = app.page(&next).await.html;
            assert_eq!(second.matches(rows).count(), 12, "{next}");
            assert!(!second.contains("rel=\"next\"") && !second.contains("data-live"), "{second}");
        }
        let invoices = read(&app, "/ledger/entries?source=invoice").await;
        assert!(invoices.contains("61 Rechnung") && !invoices.contains("62 Zahlung"), "{invoices}");
        assert!(read(&app, "/ledger/entries?q=2").await.contains("2 Zahlung ZE-2026-000001"));
        assert!(read(&app, "/ledger/entries?q=x").await.contains("Es gibt noch keine"));
    });
}

#[test]
fn an_analyst_sees_the_books_and_has_no_buttons() {
    on_sqlite(rooms, |db| async move {
        german(&db).await;
        let (reader, writer) =
            (pages(&db, Language::German, ANALYST), pages(&db, Language::German, BOOKKEEPER));
        for (path, href) in [
            ("/ledger", "/ledger/entries/new"),
            ("/ledger", "/ledger/accounts/new"),
            ("/ledger/entries", "/ledger/entries/new"),
            ("/ledger/entries/3", "/ledger/entries/3/reverse"),
        ] {
            assert!(leads(&writer, path, href).await, "{path} {href}");
            assert!(!leads(&reader, path, href).await, "{path} {href}");
        }
        // What a document booked is not reversed by hand.
        assert!(!leads(&writer, "/ledger/entries/1", "/ledger/entries/1/reverse").await);
    });
}

/// The fields of an entry of two lines; the third one is left empty.
fn entry<'a>(debit: &'a str, credit: &'a str, button: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("text", "Miete & <b>Strom</b>"),
        ("date", "2026-11-24"),
        ("lines[0][account]", "4900"),
        ("lines[0][debit]", debit),
        ("lines[0][credit]", ""),
        ("lines[1][account]", ""),
        ("lines[1][debit]", ""),
        ("lines[1][credit]", " "),
        ("lines[2][account]", "1200"),
        ("lines[2][debit]", ""),
        ("lines[2][credit]", credit),
        ("do", button),
    ]
}

#[test]
fn an_entry_is_posted_previewed_and_refused_beside_its_field() {
    on_both(rooms, |db| async move {
        let app = german(&db).await;
        let path = "/ledger/entries/new";
        assert!(read(&app, path).await.contains("Neue Buchung"));

        let refused = app.form(path, &entry("1.234,50", "1.234,00", "")).await;
        assert_eq!(refused.status, 422);
        let said = words(&refused.html);
        assert_eq!(said.matches("1234.50").count(), 2, "on top and below the sums: {said}");
        assert!(said.contains("0,50 Unterschied"), "{said}");
        for kept in ["value=\"1.234,50\"", "value=\"1.234,00\"", "value=\"4900\"", "value=\"1200\""] {
            assert!(refused.html.contains(kept), "{kept}: {}", refused.html);
        }
        assert!(refused.html.contains("Miete &amp; &lt;b&gt;Strom&lt;/b&gt;"), "{}", refused.html);

        let nobody = app.form(path, &[("lines[0][debit]", "5"), ("text", "x"), ("date", "2026-11-24")]).await;
        assert!(nobody.html.contains("id=\"f-lines-0-account-error\""), "{}", nobody.html);
        let unknown = entry("1", "1", "")
            .into_iter()
            .map(|(name, value)| if name == "lines[2][account]" { (name, "1299") } else { (name, value) });
        let unknown = app.form(path, &unknown.collect::<Vec<_>>()).await;
        assert!(unknown.html.contains("id=\"f-lines-1-account-error\""), "{}", unknown.html);
        let no_side = app.form(path, &entry("", "1", "")).await;
        assert!(no_side.html.contains("id=\"f-lines-0-debit-error\""), "{}", no_side.html);

        let preview = app.form(path, &entry("1.234,50", "1234,50", "preview")).await;
        assert_eq!(preview.status, 200);
        assert!(words(&preview.html).contains("Das würde gebucht"), "{}", preview.html);
        assert_eq!(app.page("/ledger/entries/4").await.status, 404, "a preview posts nothing");
        let more = app.form(path, &entry("1", "2", "more")).await;
        assert!(more.html.contains("lines[6][account]") && more.html.contains("value=\"4900\""));

        let summed = app.form(path, &entry("10,00", "7,50", "sums")).await;
        assert_eq!(summed.status, 200);
        assert!(
            words(&summed.html).contains("Soll 10,00 Haben 7,50 2,50 Unterschied"),
            "{}",
            words(&summed.html)
        );
        let button = summed.html.split("type=\"submit\" name=\"do\"").nth(1).unwrap();
        assert!(button.starts_with(" value=\"\""), "what Enter presses posts: {button}");

        let posted = app.form(path, &entry("1.234,50", "1234,50", "")).await;
        assert_eq!((posted.status, posted.onward()), (303, "/ledger/entries/4"));
        let shown = read(&app, "/ledger/entries/4").await;
        assert!(shown.contains("Summe 1.234,50 1.234,50"), "{shown}");
    });
}

#[test]
fn an_entry_is_reversed_after_its_effects_were_seen() {
    on_both(rooms, |db| async move {
        let app = german(&db).await;
        let path = "/ledger/entries/3/reverse";
        // Today is the day before the entry's: the page asks for another one.
        let early = app.page(path).await;
        assert!(early.html.contains("id=\"f-date-error\""), "{}", early.html);
        let seen = app.form(path, &[("date", "2026-11-30"), ("reason", "doppelt"), ("do", "preview")]).await;
        let said = words(&seen.html);
        assert!(
            said.contains("Das würde gebucht Storno zu Buchung 3 (doppelt): Miete November · 30.11.2026"),
            "{said}"
        );
        assert!(said.contains("Summe 800,00 800,00") && seen.html.contains("value=\"doppelt\""), "{said}");
        assert_eq!(app.page("/ledger/entries/4").await.status, 404, "a preview posts nothing");

        let done = app.form(path, &[("date", "2026-11-30"), ("reason", "doppelt")]).await;
        assert_eq!((done.status, done.onward()), (303, "/ledger/entries/3"));
        let shown = read(&app, "/ledger/entries/3").await;
        assert!(shown.contains("storniert") && shown.contains("Zurückgenommen durch Buchung 4"), "{shown}");
        assert!(!leads(&app, "/ledger/entries/3", path).await);
        assert_eq!(app.form(path, &[("date", "2026-11-30")]).await.status, 409);
        assert_eq!(app.page("/ledger/entries/1/reverse").await.status, 409);
        assert!(read(&app, "/ledger/entries").await.contains("Storno"));
    });
}

#[test]
fn an_account_is_added_and_found_while_one_types() {
    on_both(rooms, |db| async move {
        let app = german(&db).await;
        let path = "/ledger/accounts/new";
        assert!(read(&app, path).await.contains("Neues Konto"));
        let fields =
            [("number", "1210"), ("name_de", "<script>Sparkasse"), ("name_en", ""), ("kind", "asset")];
        let added = app.form(path, &fields).await;
        assert_eq!((added.status, added.onward()), (303, "/ledger/accounts/1210"));
        let sheet = app.page("/ledger/accounts/1210").await.html;
        assert!(sheet.contains("&lt;script&gt;Sparkasse") && !sheet.contains("<script>Spark"), "{sheet}");
        let taken = app.form(path, &fields).await;
        assert_eq!(taken.status, 409);
        assert!(
            taken.html.contains("id=\"f-number-error\"") && taken.html.contains("&lt;script&gt;Sparkasse")
        );

        let found = app.page("/lookup/accounts?q=spark").await.html;
        assert!(found.contains("data-value=\"1210\""), "{found}");
        assert_eq!(app.page("/lookup/accounts?q=").await.html.matches("<li").count(), 12);
        assert_eq!(app.page("/lookup/accounts?q=zzz").await.html.matches("<li").count(), 0);
    });
}

/// Their ids on the page differ, or one would be taken for the other when the page is renewed.
#[test]
fn both_sides_of_an_account_in_one_entry_have_rows_of_their_own() {
    on_sqlite(rooms, |db| async move {
        open_with_sale(&db).await;
        let [mut debit, mut credit] = <[_; 2]>::try_from(rent().lines).unwrap();
        (debit.account, credit.account) = (credit.account, debit.account);
        let mut third = debit.clone();
        (third.debit, third.credit) = (None, Some(cents(80_000)));
        credit.credit = None;
        credit.debit = Some(cents(80_000));
        let mut fourth = credit.clone();
        (fourth.debit, fourth.credit) = (None, Some(cents(80_000)));
        db.submit(Post { lines: vec![debit, third, credit, fourth], ..rent() }).await.unwrap();
        let app = pages(&db, Language::German, BOOKKEEPER);
        let sheet = app.page("/ledger/accounts/4900").await.html;
        assert!(sheet.contains("id=\"posting-3-2\"") && sheet.contains("id=\"posting-3-3\""), "{sheet}");
    });
}
