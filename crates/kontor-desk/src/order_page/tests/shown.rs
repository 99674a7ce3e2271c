//! The order's page: what it shows, to whom, and as of when.

use kontor_customers::model::ContactCard;
use kontor_kernel::Currency;
use kontor_orders::model::OrderId;
use kontor_testkit::{TestApp, on_both};
use kontor_web::Language;

use super::{order, pages, routes};
use crate::samples::{Shop, invoice, order_of, pay, place, register, rooms, ship};

/// The primary button's path, if there is one.
fn primary(html: &str) -> Option<&str> {
    let button = html.split("button primary").nth(1)?.split('>').next()?;
    button.split("href=\"").nth(1)?.split('"').next()
}

fn path(id: OrderId, step: &str) -> String {
    format!("/orders/{id}/{step}")
}

#[test]
fn the_page_tells_all_of_an_order_and_its_next_step() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "3"), ("POT", "2")]).await;
        let app = pages(&db, Language::German);
        let new = app.page(&format!("/orders/{id}")).await;
        assert_eq!(new.status, 200, "{}", new.html);
        for word in [
            "3 reserviert",
            "2 im Rückstand",
            "Wartet auf Ware",
            "Anna Müller",
            "20457 Hamburg",
            "keines",
            "Noch keine: Versand",
            &*format!("data-live=\"order:{id}"),
            "Verlauf",
        ] {
            assert!(new.html.contains(word), "{word}: {}", new.html);
        }
        assert_eq!(primary(&new.html), Some(&*path(id, "ship")));

        let shipment = ship(&db, id, &[(1, "3")]).await;
        let shipped = app.page(&format!("/orders/{id}")).await;
        assert_eq!(primary(&shipped.html), Some(&*path(id, "invoice")), "{}", shipped.html);
        assert!(
            shipped.html.contains(&format!("href=\"/shipments/{shipment}\"")) && shipped.html.contains("DHL")
        );
        let bill = invoice(&db, id).await;
        let invoiced = app.page(&format!("/orders/{id}")).await;
        assert_eq!(primary(&invoiced.html), Some(&*path(id, "pay")), "{}", invoiced.html);
        assert!(invoiced.html.contains(&format!("/invoices/{bill}/credit")), "{}", invoiced.html);
        let gross = order(&db, id).await.invoiced.text(Currency::EUR);
        let payment = pay(&db, bill, &gross).await;
        let paid = pages(&db, Language::English).page(&format!("/orders/{id}")).await;
        assert_eq!(primary(&paid.html), None, "{}", paid.html);
        for word in
            [&*format!("/payments/{payment}"), "3 shipped", "3 invoiced", "2 waiting", "Waiting for goods"]
        {
            assert!(paid.html.contains(word), "{word}: {}", paid.html);
        }
        assert!(!paid.html.contains("/refund"), "nothing is left of the payment");
        assert_eq!(app.page("/orders/ord_0000000000001").await.status, 404);
        assert!(paid.html.len() < 60_000, "{}", paid.html.len());
    });
}

#[test]
fn who_pays_ahead_pays_before_anything_leaves() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let mut ahead = order_of(Some(shop.ben), &[("TEA", "1")]);
        ahead.payment_method = Some(kontor_customers::model::PaymentMethod::Prepayment);
        let id = db.submit(ahead).await.unwrap().answer.order;
        let app = pages(&db, Language::English);
        let new = app.page(&format!("/orders/{id}")).await;
        assert_eq!(primary(&new.html), Some(&*path(id, "pay")), "{}", new.html);
        let sent = super::fill(&app, &path(id, "pay"), &[("method", "prepayment")], "").await;
        assert_eq!(sent.status, 303, "{}", sent.html);
        let paid = app.page(&format!("/orders/{id}")).await;
        assert_eq!(primary(&paid.html), Some(&*path(id, "ship")), "{}", paid.html);
        assert!(paid.html.contains("Paid ahead") && paid.html.contains("settle nothing"), "{}", paid.html);
    });
}

#[test]
fn nobody_is_shown_a_button_that_they_may_not_press() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "3")]).await;
        ship(&db, id, &[(1, "1")]).await;
        invoice(&db, id).await;
        let seen = |scopes| {
            let app = TestApp::new(&db, routes()).visited(Language::English, scopes);
            async move { app.page(&format!("/orders/{id}")).await.html }
        };
        let warehouse =
            seen(&["orders:read", "stock:read", "shipments:read", "shipments:write", "customers:read"]).await;
        assert!(warehouse.contains(&path(id, "ship")), "{warehouse}");
        for hidden in ["pay", "invoice", "cancel"] {
            assert!(!warehouse.contains(&path(id, hidden)), "{hidden}: {warehouse}");
        }
        assert!(!warehouse.contains("/invoices/inv_"), "{warehouse}");
        let analyst = seen(&["orders:read", "invoices:read"]).await;
        assert!(!analyst.contains("Müller") && !analyst.contains("button primary"), "{analyst}");
        assert!(analyst.contains("/invoices/inv_") && !analyst.contains("/credit"), "{analyst}");
        let accounting = seen(&["orders:read", "invoices:write", "payments:write", "payments:read"]).await;
        assert_eq!(primary(&accounting), Some(&*path(id, "pay")), "{accounting}");
    });
}

#[test]
fn an_order_is_seen_as_of_any_of_its_events_without_buttons() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "3")]).await;
        let placed = order(&db, id).await.version;
        ship(&db, id, &[(1, "2")]).await;
        invoice(&db, id).await;
        let app = pages(&db, Language::English);
        let now = app.page(&format!("/orders/{id}")).await;
        // The entry of the shipment leads to the state behind all that the shipment did.
        assert!(now.html.contains("as of then") && now.html.contains("2 shipped"), "{}", now.html);
        let then = app.page(&format!("/orders/{id}?at={placed}")).await;
        assert_eq!(then.status, 200, "{}", then.html);
        for word in ["3 reserved", "As of ", "Back to now"] {
            assert!(then.html.contains(word), "{word}: {}", then.html);
        }
        for later in ["2 shipped", "/ship\"", "button primary", "LS-", "data-live"] {
            assert!(!then.html.contains(later), "{later}: {}", then.html);
        }
        let after = {
            let part = now.html.split("?at=").find(|part| {
                part.split('"').next().is_some_and(|at| at.parse::<i64>().is_ok_and(|at| at > placed))
            });
            part.and_then(|part| part.split('"').next()).unwrap().to_owned()
        };
        let later = app.page(&format!("/orders/{id}?at={after}")).await;
        assert!(later.html.contains("2 shipped"), "{}", later.html);
        for nowhere in ["1", "999999", "0", "-5"] {
            assert_eq!(app.page(&format!("/orders/{id}?at={nowhere}")).await.status, 404, "{nowhere}");
        }
        assert_eq!(app.page(&format!("/orders/{id}?at=x")).await.status, 400);
    });
}

#[test]
fn what_people_wrote_is_text() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let card = ContactCard { name: "<script>alert(1)</script>".into(), ..ContactCard::default() };
        let customer = db.submit(register(card)).await.unwrap().answer.customer;
        let mut wild = order_of(Some(customer), &[("TEA", "1")]);
        wild.reference = kontor_orders::model::Reference::parse("\"><img src=x>").ok();
        let id = db.submit(wild).await.unwrap().answer.order;
        for language in Language::ALL {
            let app = pages(&db, language);
            for path in [format!("/orders/{id}"), path(id, "print"), path(id, "ship")] {
                let shown = app.page(&path).await;
                assert!(
                    !shown.html.contains("<script>alert") && !shown.html.contains("<img"),
                    "{}",
                    shown.html
                );
            }
        }
    });
}
