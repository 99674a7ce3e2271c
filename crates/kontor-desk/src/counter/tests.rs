//! Selling over the counter, by forms alone, on both databases.

use kontor_billing::counter_sale::CounterSale;
use kontor_billing::records::Invoice;
use kontor_customers::model::PaymentMethod;
use kontor_identity::change_org::ChangeOrg;
use kontor_identity::model::{OrgId, TaxStatus};
use kontor_kernel::Amount;
use kontor_orders::place::PlaceLine;
use kontor_testkit::{TestApp, TestDb, Visited, on_both, on_both_alone};
use kontor_web::Language;

use super::Sell;
use crate::new_order::samples::{SERVICE, TEA_BARCODE, count, inner, open, open_found, pages, rooms};

const LINES: [(&str, &str, &str); 2] = [
    ("lines[0][row]", "lines[0][sku]", "lines[0][quantity]"),
    ("lines[1][row]", "lines[1][sku]", "lines[1][quantity]"),
];

/// Sends the form with what lies on the counter: SKU and quantity; the rows have the keys 1 and 2.
async fn send(app: &TestApp, button: &str, lines: &[(&str, &str)], more: &[(&str, &str)]) -> Visited {
    let mut fields = more.to_vec();
    for (((row, sku, quantity), key), (what, count)) in LINES.into_iter().zip(["1", "2"]).zip(lines) {
        fields.extend([(row, key), (sku, *what), (quantity, *count)]);
    }
    fields.push(("do", button));
    inner(app.form("/counter", &fields).await)
}

async fn invoices(db: &TestDb) -> Vec<Invoice> {
    db.reads.records("org_id = $1 ORDER BY id", vec![db.org.into()]).await.unwrap()
}

fn has(page: &Visited, parts: &[&str]) {
    for part in parts {
        assert!(page.html.contains(part), "{part}: {}", page.html);
    }
}

#[test]
fn what_is_scanned_is_sold_by_card() {
    on_both_alone(rooms, |db| async move {
        open_found(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let empty = inner(app.page("/counter").await);
        has(&empty, &["data-scan", "autofocus", "Scannen Sie den ersten Artikel", "§ 146a AO"]);
        assert!(!empty.html.contains("place:cash"), "{}", empty.html);

        let one = send(&app, "look", &[], &[("scan", TEA_BARCODE)]).await;
        has(&one, &["value=\"TEA\"", "Earl Grey &lt;b&gt;", "11,90", "name=\"shown\" value=\"11.90\""]);
        let two = send(&app, "look", &[("TEA", "1")], &[("scan", " tea ")]).await;
        has(
            &two,
            &["name=\"lines[0][quantity]\" value=\"2\"", "23,80", "id=\"f-scan\" name=\"scan\" value=\"\""],
        );
        let five = send(&app, "look", &[("TEA", "2")], &[("scan", "3*TEA")]).await;
        has(&five, &["value=\"5\"", "59,50"]);
        let beside = send(&app, "look", &[("TEA", "2")], &[("scan", "gift wrap")]).await;
        has(&beside, &["value=\"WRAP\"", "24,80", "darin Steuer 3,96"]);
        has(&send(&app, "more:1", &[("TEA", "2,5")], &[]).await, &["value=\"3,5\""]);
        has(&send(&app, "less:1", &[("TEA", "2")], &[]).await, &["name=\"lines[0][quantity]\" value=\"1\""]);
        assert!(
            !send(&app, "less:1", &[("TEA", "1"), ("WRAP", "1")], &[]).await.html.contains("value=\"TEA\"")
        );
        assert!(
            !send(&app, "remove:2", &[("TEA", "1"), ("WRAP", "1")], &[])
                .await
                .html
                .contains("value=\"WRAP\"")
        );
        assert!(invoices(&db).await.is_empty());

        let pay = [("shown", "24.80"), ("_key", "form-1")];
        let sold = send(&app, "place:card", &[("TEA", "2"), ("WRAP", "1")], &pay).await;
        assert_eq!(sold.status, 303, "{}", sold.html);
        let twice = send(&app, "place:card", &[("TEA", "2"), ("WRAP", "1")], &pay).await;
        let all = invoices(&db).await;
        assert_eq!((twice.onward(), all.len()), (sold.onward(), 1), "a double click is one sale");
        assert_eq!(sold.onward(), format!("/counter/receipt/{}", all[0].id));
        let receipt = inner(app.page(sold.onward()).await);
        has(
            &receipt,
            &[
                "Teekontor &lt;am Fleet&gt;",
                "RE-2026-000001",
                "A-100001",
                "24.11.2026 13:00",
                "Earl Grey &lt;b&gt;",
                "2 × 11,90",
                "24,80",
                "USt. 19",
                "3,96",
                "Netto zu 19",
                "20,84",
                "Bezahlt: Karte",
                "ZE-2026-000001",
                "data-print",
                "data-key=\"n\"",
            ],
        );
        assert!(!receipt.html.contains("Rückgeld") && !receipt.html.contains("250 €"));
        has(&receipt, &["fehlt Ihre Anschrift", "§ 33 UStDV"]);
    });
}

#[test]
fn what_cannot_be_sold_is_said_and_keeps_what_lies_there() {
    on_both_alone(rooms, |db| async move {
        open_found(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let tea: &[(&str, &str)] = &[("TEA", "1")];
        for (button, lines, more, status, parts) in [
            ("look", tea, vec![("scan", "4006381333948")], 422, vec!["f-scan-error", "4006381333948"]),
            ("look", tea, vec![("scan", "x*TEA")], 422, vec!["f-scan-error"]),
            ("place:cash", tea, vec![("shown", "11.90")], 409, vec!["§ 146a AO", "TSE"]),
            ("place:card", &[], vec![], 422, vec!["mindestens eine Position"]),
            ("place:card", tea, vec![("shown", "9.90")], 409, vec!["11.90 EUR", "nicht mehr die angezeigte"]),
            (
                "place:card",
                tea,
                vec![("scan", "cu"), ("shown", "11.90")],
                409,
                vec!["nur 0 verfügbar", "Nur 0 da"],
            ),
            ("place:invoice", tea, vec![], 422, vec!["not_paid_at_once"]),
            ("place:gold", tea, vec![], 422, vec!["bad_value"]),
            ("place:card", tea, vec![("who", "K99")], 422, vec!["f-who-error"]),
            ("place:card", &[("TEA", "11")], vec![], 409, vec!["f-lines-0-quantity-error", "Nur 10 da"]),
            ("place:card", &[("BOOK", "4")], vec![], 409, vec!["f-lines-0-quantity-error", "Nur 3 da"]),
            ("place:card", &[("TEA", "viel")], vec![], 422, vec!["f-lines-0-quantity-error"]),
        ] {
            let refused = send(&app, button, lines, &more).await;
            assert_eq!(refused.status, status, "{button} {more:?}: {}", refused.html);
            has(&refused, &parts);
            for (sku, quantity) in lines {
                has(&refused, &[&format!("value=\"{sku}\""), &format!("value=\"{quantity}\"")]);
            }
        }
        // Several that fit are offered, and one is taken.
        let several = send(&app, "look", &[], &[("scan", "b")]).await;
        has(&several, &["Mehrere passen", "product:0:BOOK", "product:0:CUP"]);
        has(&send(&app, "product:0:BOOK", &[], &[("scan", "b")]).await, &["value=\"BOOK\"", "10,70"]);
        assert!(invoices(&db).await.is_empty());
    });
}

#[test]
fn cash_is_taken_with_its_change_where_the_law_lets_one() {
    on_both(rooms, |db| async move {
        open(&db, "FR").await;
        let app = pages(&db, Language::English, SERVICE);
        let gifts: &[(&str, &str)] = &[("GIFT", "3")];
        let shown = send(&app, "preview", gifts, &[("given", "20")]).await;
        has(&shown, &["place:cash", "€15.00", "Change", "€5.00"]);
        let short = send(&app, "place:cash", gifts, &[("given", "14.99"), ("shown", "15.00")]).await;
        assert_eq!(short.status, 422, "{}", short.html);
        has(&short, &["f-given-error", "0.01 EUR", "value=\"14.99\""]);
        let odd = send(&app, "place:cash", gifts, &[("given", "a lot")]).await;
        has(&odd, &["f-given-error"]);
        let paid =
            send(&app, "place:cash", gifts, &[("given", "20"), ("shown", "15.00"), ("who", "K10002")]).await;
        assert_eq!(paid.status, 303, "{}", paid.html);
        let all = invoices(&db).await;
        assert_eq!(paid.onward(), format!("/counter/receipt/{}?given=20.00", all[0].id));
        assert!(all[0].customer.is_some());
        let receipt = inner(app.page(paid.onward()).await);
        has(&receipt, &["Paid by Cash", "Cash given", "€20.00", "Change", "€5.00", "Without VAT"]);
        // Exactly the total needs no amount to be typed.
        assert_eq!(send(&app, "place:cash", &[("GIFT", "60")], &[]).await.status, 303);
        let large = inner(app.page(&format!("/counter/receipt/{}", invoices(&db).await[1].id)).await);
        has(&large, &["§ 33 UStDV"]);
        for bad in ["inv_0000000000000", "x"] {
            assert_eq!(app.page(&format!("/counter/receipt/{bad}")).await.status, 404, "{bad}");
        }
    });
}

#[test]
fn the_command_checks_what_was_shown_and_given() {
    on_both(rooms, |db| async move {
        open(&db, "FR").await;
        let line = PlaceLine { sku: "GIFT".parse().unwrap(), quantity: "2".parse().unwrap(), price: None };
        let sell = |shown: Option<i64>, given: Option<i64>| Sell {
            sale: CounterSale {
                customer: None,
                location: None,
                payment_method: PaymentMethod::Cash,
                given: given.map(Amount::new),
                reference: None,
                lines: vec![line.clone()],
            },
            shown: shown.map(Amount::new),
        };
        let before = db.events().await.len();
        assert_eq!(db.refused(sell(Some(999), Some(2_000))).await, "total_changed");
        assert_eq!(db.refused(sell(Some(1_000), Some(999))).await, "too_little_given");
        assert_eq!(db.events().await.len(), before);
        let sold = db.submit(sell(Some(1_000), Some(1_000))).await.unwrap().answer;
        assert_eq!((sold.totals.gross.minor(), &*sold.invoice_number), (1_000, "RE-2026-000001"));
        db.submit(sell(None, None)).await.unwrap();
    });
}

#[test]
fn the_counter_is_light() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::English, &["counter_sales:write"]);
        let page = send(&app, "look", &[("TEA", "1"), ("WRAP", "1")], &[("who", "K10001")]).await;
        assert_eq!(count(&page.html, "Anna"), 0, "who may not see customers sees none: {}", page.html);
        assert!(page.html.len() < 20_000, "{}", page.html.len());
    });
}

#[test]
fn the_receipt_says_who_sells_and_why_there_is_no_tax() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let texts = [
            ("street", "Am <Fleet> 3"),
            ("zip", "20457"),
            ("city", "Hamburg"),
            ("tax_number", "22/123/45678"),
        ];
        let change = ChangeOrg {
            tax_status: Some(TaxStatus::SmallBusiness),
            texts: texts.map(|(name, text)| (name, text.to_owned())).to_vec(),
            ..ChangeOrg::of(OrgId::new(db.org))
        };
        db.submit(change).await.unwrap();
        let sold = send(&app, "place:card", &[("TEA", "1")], &[]).await;
        assert_eq!(sold.status, 303, "{}", sold.html);
        let receipt = inner(app.page(sold.onward()).await);
        has(
            &receipt,
            &[
                "Am &lt;Fleet&gt; 3",
                "20457 Hamburg",
                "Steuernummer 22/123/45678",
                "Kleinunternehmer (§ 19 UStG)",
                "11,90",
            ],
        );
        assert!(
            !receipt.html.contains("fehlt Ihre Anschrift") && !receipt.html.contains("USt. 19"),
            "{}",
            receipt.html
        );
    });
}
