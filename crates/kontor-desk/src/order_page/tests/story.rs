//! An order's way from its pages' forms alone, and what they refuse.

use kontor_inventory::samples::receipt;
use kontor_kernel::Amount;
use kontor_orders::model::OrderState;
use kontor_testkit::{on_both, on_both_alone};
use kontor_web::Language;

use super::{fill, head, order, pages, preset, send};
use crate::samples::{Shop, euros, invoice, pay, place, rooms, ship};

#[test]
fn an_order_is_shipped_invoiced_and_paid_by_forms_to_its_end() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "3")]).await;
        let gross = order(&db, id).await.gross;
        let app = pages(&db, Language::German);

        let shipped = fill(&app, &format!("/orders/{id}/ship"), &[("carrier", "DHL")], "").await;
        assert_eq!((shipped.status, shipped.onward()), (303, &*format!("/orders/{id}")), "{}", shipped.html);
        let invoiced = fill(&app, &format!("/orders/{id}/invoice"), &[], "").await;
        assert_eq!(invoiced.status, 303, "{}", invoiced.html);
        let opened = app.page(&format!("/orders/{id}/pay")).await;
        let amount = preset(&opened).into_iter().find(|(name, _)| name == "amount").unwrap().1;
        assert_eq!(Amount::parse(&amount.replace(',', "."), kontor_kernel::Currency::EUR), Ok(gross));
        let paid =
            send(&app, &format!("/orders/{id}/pay"), preset(&opened), &[("method", "invoice")], "").await;
        assert_eq!(paid.status, 303, "{}", paid.html);
        let done = order(&db, id).await;
        assert_eq!((done.state, done.paid), (OrderState::Completed, gross));
        // The database's own checks run at the end of the test.
    });
}

#[test]
fn a_preview_says_what_changes_and_changes_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "3")]).await;
        let before = head(&db).await;
        for (step, fields, words) in [
            (
                "ship",
                &[("carrier", "DHL")][..],
                [
                    "TEA: 3 gehen aus dem Bestand in main, Wert 7,50",
                    "danach ist nichts mehr zu versenden",
                    "Soll",
                ],
            ),
            (
                "cancel",
                &[("reason", "Nicht gewünscht")],
                ["TEA: 3 werden storniert", "TEA: 3 werden wieder frei", "der ganze Auftrag ist storniert"],
            ),
            ("pay", &[("method", "invoice")], ["begleichen noch nichts", "Kunde schuldet", "Haben"]),
        ] {
            let path = format!("/orders/{id}/{step}");
            let tried = fill(&pages(&db, Language::German), &path, fields, "preview").await;
            assert_eq!(tried.status, 200, "{}", tried.html);
            let html = tried.html.replace('\u{a0}', " ");
            for word in words {
                assert!(html.contains(word), "{path}: {word}: {html}");
            }
            let english = fill(&pages(&db, Language::English), &path, fields, "preview").await;
            assert!(english.html.contains("What happens"), "{}", english.html);
        }
        assert_eq!(head(&db).await, before);
    });
}

#[test]
fn what_is_refused_is_said_beside_its_field_and_keeps_what_was_typed() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        db.submit(receipt(&[("POT", "2", "4.00")])).await.unwrap();
        let id = place(&db, shop.anna, &[("TEA", "3"), ("POT", "2")]).await;
        let app = pages(&db, Language::English);
        let ship = format!("/orders/{id}/ship");
        for (changes, status, word) in [
            (vec![("lines[0][quantity]", "9"), ("carrier", "<script>")], 409, "Of line 1 only 3"),
            (vec![("lines[0][quantity]", "many")], 422, "f-lines-0-quantity-error"),
            (
                vec![("lines[0][quantity]", ""), ("lines[1][quantity]", "many")],
                422,
                "href=\"#f-lines-1-quantity\"",
            ),
            // Nothing of anything is not everything.
            (vec![("lines[0][quantity]", ""), ("lines[1][quantity]", "")], 422, "above zero; line 1"),
            (vec![("date", "2999-01-01")], 422, "f-date-error"),
        ] {
            let refused = fill(&app, &ship, &changes, "").await;
            assert_eq!(refused.status, status, "{}", refused.html);
            assert!(
                refused.html.contains(word) && refused.html.contains("role=\"alert\""),
                "{}",
                refused.html
            );
            assert!(!refused.html.contains("<script>"), "{}", refused.html);
            for (name, value) in changes {
                let typed = preset(&refused).into_iter().find(|(known, _)| known == name);
                assert_eq!(typed.map(|(_, typed)| typed).as_deref(), Some(value), "{name}");
            }
        }
        let reasonless = fill(&app, &format!("/orders/{id}/cancel"), &[], "").await;
        assert_eq!(reasonless.status, 422);
        assert!(reasonless.html.contains("f-reason-error"), "{}", reasonless.html);
        let money =
            fill(&app, &format!("/orders/{id}/pay"), &[("method", "invoice"), ("amount", "x")], "").await;
        assert!(money.html.contains("f-amount-error"), "{}", money.html);
        let nothing =
            fill(&app, &format!("/orders/{id}/pay"), &[("method", "invoice"), ("amount", "0")], "").await;
        assert!(nothing.status == 422 && nothing.html.contains("f-amount-error"), "{}", nothing.html);
        let all = fill(&app, &ship, &[], "").await;
        assert_eq!(all.status, 303);
        let again = app.page(&ship).await;
        assert!(again.html.contains("Nothing of this order can be shipped now"), "{}", again.html);
        let cancel = app.page(&format!("/orders/{id}/cancel")).await;
        assert!(cancel.html.contains("Nothing of this order is open any more"), "{}", cancel.html);
        assert!(!cancel.html.contains("button danger"), "{}", cancel.html);
        assert_eq!(app.page("/orders/ord_0000000000001/ship").await.status, 404);
    });
}

#[test]
fn a_part_is_credited_and_its_money_paid_back() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.ben, &[("TEA", "4")]).await;
        ship(&db, id, &[]).await;
        let bill = invoice(&db, id).await;
        let gross = order(&db, id).await.invoiced;
        let payment = pay(&db, bill, &gross.text(kontor_kernel::Currency::EUR)).await;
        let app = pages(&db, Language::English);
        let path = format!("/invoices/{bill}/credit");
        let changes = [("lines[0][quantity]", "1"), ("reason", "Broken on the way")];
        let tried = fill(&app, &path, &changes, "preview").await;
        assert!(tried.html.contains("that were paid are free again"), "{}", tried.html);
        let credited = fill(&app, &path, &changes, "").await;
        assert_eq!(
            (credited.status, credited.onward()),
            (303, &*format!("/orders/{id}")),
            "{}",
            credited.html
        );
        let freed = gross.minor() / 4;
        let back = fill(&app, &format!("/payments/{payment}/refund"), &[("reason", "Credited")], "").await;
        assert_eq!(back.status, 303, "{}", back.html);
        let (payment, _) = kontor_billing::payments::one(&db.reads, db.org, payment).await.unwrap().unwrap();
        assert_eq!((payment.refunded.minor(), payment.unassigned), (freed, euros("0.00")));
        let none = fill(&app, &format!("/payments/{}/refund", payment.id), &[("reason", "Again")], "").await;
        assert_eq!(none.status, 409, "{}", none.html);
    });
}
