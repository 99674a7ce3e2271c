//! Several orders at once.

use kontor_orders::model::OrderState;
use kontor_testkit::{TestApp, on_both};
use kontor_web::Language;

use super::{head, order, pages, routes};
use crate::samples::{Shop, place, rooms};

#[test]
fn each_order_answers_for_itself() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let one = place(&db, shop.anna, &[("TEA", "2")]).await;
        let two = place(&db, shop.ben, &[("TEA", "1")]).await;
        let waits = place(&db, shop.ben, &[("POT", "1")]).await;
        let ids = [one, two, waits, one].map(|id| id.to_string());
        let app = pages(&db, Language::English);
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("pick", id.as_str())).collect();
        fields.push(("do", "ship"));
        let before = head(&db).await;
        let asked = app.form("/orders/bulk", &fields).await;
        assert_eq!((asked.status, head(&db).await), (200, before), "{}", asked.html);
        assert!(asked.html.contains("2 possible, 1 not"), "{}", asked.html);

        let mut fields: Vec<(&str, &str)> = ids.iter().take(3).map(|id| ("order[]", id.as_str())).collect();
        fields.extend([("do", "ship"), ("sure", "true"), ("_key", "form-1")]);
        for _ in 0..2 {
            let done = app.form("/orders/bulk", &fields).await;
            assert!(done.html.contains("2 done, 1 not"), "{}", done.html);
            assert!(done.html.contains("href=\"/shipments/shp_"), "{}", done.html);
            assert!(done.html.contains("Nothing of this order can be shipped now"), "{}", done.html);
            assert!(done.html.contains(&format!("href=\"/orders/{waits}\"")), "{}", done.html);
        }
        assert_eq!(order(&db, one).await.lines_to_ship, 0);
    });
}

#[test]
fn nothing_is_cancelled_without_a_reason() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "2")]).await;
        let (app, text) = (pages(&db, Language::German), id.to_string());
        let asked = app.form("/orders/bulk", &[("order[]", &text), ("do", "cancel")]).await;
        assert!(asked.status == 200 && asked.html.contains("1 möglich, 0 nicht"), "{}", asked.html);
        let sure = [("order[]", &*text), ("do", "cancel"), ("sure", "true")];
        let again = app.form("/orders/bulk", &sure).await;
        assert!(again.status == 422 && again.html.contains("f-reason-error"), "{}", again.html);
        assert_eq!(order(&db, id).await.state, OrderState::Placed);
        let fields = [&sure[..], &[("reason", "Käufer will nicht mehr")]].concat();
        let done = app.form("/orders/bulk", &fields).await;
        assert!(done.html.contains("1 erledigt, 0 nicht"), "{}", done.html);
        assert_eq!(order(&db, id).await.state, OrderState::Cancelled);
    });
}

#[test]
fn what_is_no_step_or_not_allowed_is_refused() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "2")]).await.to_string();
        let app = pages(&db, Language::German);
        for (fields, status) in [
            (vec![("do", "ship")], 422),
            (vec![("pick", &*id), ("do", "burn")], 422),
            (vec![("pick", &*id)], 422),
            (vec![("pick", &*id), ("do", "picklist")], 303),
        ] {
            let answer = app.form("/orders/bulk", &fields).await;
            assert_eq!(answer.status, status, "{fields:?}: {}", answer.html);
        }
        let warehouse = TestApp::new(&db, routes())
            .visited(Language::German, &["orders:read", "shipments:read", "shipments:write"]);
        for (step, status) in [("ship", 200), ("invoice", 403), ("cancel", 403)] {
            let answer = warehouse.form("/orders/bulk", &[("pick", &id), ("do", step)]).await;
            assert_eq!(answer.status, status, "{step}");
        }
    });
}
