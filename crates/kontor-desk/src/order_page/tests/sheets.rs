//! Shipments, and sheets to print.

use kontor_testkit::{TestApp, on_both};
use kontor_web::Language;

use super::{pages, routes};
use crate::samples::{Shop, place, rooms, ship};

#[test]
fn shipments_are_listed_found_and_shown() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let app = pages(&db, Language::German);
        let none = app.page("/shipments").await;
        assert!(none.html.contains("Noch ist nichts versandt") && none.html.contains("/orders?tab=to_ship"));
        let id = place(&db, shop.anna, &[("TEA", "2")]).await;
        let shipment = ship(&db, id, &[]).await;
        let (number, order) = {
            let (row, _) = kontor_fulfilment::show::one(&db.reads, db.org, shipment).await.unwrap().unwrap();
            (row.number, super::order(&db, id).await.number)
        };
        for path in
            ["/shipments".to_owned(), format!("/shipments?q={number}"), format!("/shipments?q={order}")]
        {
            let found = app.page(&path).await;
            for word in [&*number, &*order, "DHL", "JJD 0003 404"] {
                assert!(found.html.contains(word), "{path}: {word}: {}", found.html);
            }
        }
        let nothing = app.page("/shipments?q=%3Cscript%3E").await;
        assert!(nothing.html.contains("Keine Lieferung passt") && !nothing.html.contains("<script>"));
        let shown = app.page(&format!("/shipments/{shipment}")).await;
        assert!(
            shown.html.contains("Grüner Tee") && shown.html.contains(&format!("/orders/{id}")),
            "{}",
            shown.html
        );
        assert_eq!(app.page("/shipments/shp_0000000000001").await.status, 404);
        assert_eq!(app.page("/shipments?after=x").await.status, 400);
    });
}

#[test]
fn papers_are_in_the_language_of_who_gets_them() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "2")]).await;
        let shipment = ship(&db, id, &[]).await;
        let app = pages(&db, Language::English);
        let note = app.page(&format!("/shipments/{shipment}/print")).await;
        for word in
            ["Lieferschein LS-", "Anna Müller", "20457 Hamburg", "Grüner Tee", "lang=\"de\"", "JJD 0003 404"]
        {
            assert!(note.html.contains(word), "{word}: {}", note.html);
        }
        let confirmation = app.page(&format!("/orders/{id}/print")).await;
        for word in ["Auftragsbestätigung A-", "Netto", "Gesamt", "Bestellt am"] {
            assert!(confirmation.html.contains(word), "{word}: {}", confirmation.html);
        }
        // Who may not see customers sees no names.
        let partner =
            TestApp::new(&db, routes()).visited(Language::English, &["orders:read", "shipments:read"]);
        let note = partner.page(&format!("/shipments/{shipment}/print")).await;
        assert!(note.html.contains("Delivery note") && !note.html.contains("Müller"), "{}", note.html);
    });
}

#[test]
fn a_pick_list_has_what_lies_ready() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let one = place(&db, shop.anna, &[("TEA", "2"), ("POT", "1")]).await;
        let two = place(&db, shop.ben, &[("TEA", "3")]).await;
        let app = pages(&db, Language::English);
        let both = app.page(&format!("/orders/picklist?order={one}&order={two}")).await;
        assert!(both.html.contains("All together"), "{}", both.html);
        let sum = both.html.split("All together").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(sum.contains(">5<") && !sum.contains("POT"), "{sum}");
        assert!(both.html.contains("The rest waits for goods"), "{}", both.html);
        let single = app.page(&format!("/orders/picklist?order={two}")).await;
        assert!(single.html.contains("TEA") && !single.html.contains("All together"));
        assert_eq!(app.page("/orders/picklist").await.status, 422);
        assert_eq!(app.page("/orders/picklist?order=ord_0000000000001").await.status, 404);
    });
}
