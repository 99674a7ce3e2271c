//! Two windows on one order.

use kontor_testkit::on_both;
use kontor_web::Language;

use super::{order, pages, preset, send};
use crate::samples::{Shop, place, rooms, ship};
use crate::timeline::Names;

#[test]
fn who_comes_second_is_told_who_changed_what_and_keeps_what_was_typed() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "5")]).await;
        let app = pages(&db, Language::English);
        let path = format!("/orders/{id}/cancel");
        let opened = app.page(&path).await;
        ship(&db, id, &[(1, "2")]).await;

        let changes = [("lines[0][quantity]", "5"), ("reason", "<b>Not wanted</b>")];
        let second = send(&app, &path, preset(&opened), &changes, "").await;
        assert_eq!(second.status, 409, "{}", second.html);
        for word in ["changed meanwhile", "&lt;b&gt;Not wanted&lt;/b&gt;", "data-focus", "role=\"alert\""] {
            assert!(second.html.contains(word), "{word}: {}", second.html);
        }
        assert!(
            second.html.contains(&Names::default().of(&db.actor(), Language::English)),
            "{}",
            second.html
        );
        assert!(
            second.html.to_lowercase().contains("shipped") || second.html.contains("LS-"),
            "{}",
            second.html
        );
        let typed = preset(&second);
        assert!(typed.contains(&("lines[0][quantity]".into(), "5".into())), "{typed:?}");
        // What is possible now stands beside it, and the form acts on the order as it is now.
        assert!(typed.contains(&("_version".into(), order(&db, id).await.version.to_string())), "{typed:?}");
        let third = send(&app, &path, typed, &[("lines[0][quantity]", "3")], "").await;
        assert_eq!(third.status, 303, "{}", third.html);
    });
}

#[test]
fn a_preview_comes_too_late_as_well() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "5")]).await;
        let app = pages(&db, Language::German);
        let path = format!("/orders/{id}/ship");
        let opened = app.page(&path).await;
        ship(&db, id, &[(1, "2")]).await;
        let tried = send(&app, &path, preset(&opened), &[], "preview").await;
        assert_eq!(tried.status, 409);
        assert!(tried.html.contains("wurde inzwischen geändert"), "{}", tried.html);
    });
}

#[test]
fn a_form_that_is_sent_twice_acts_once() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let id = place(&db, shop.anna, &[("TEA", "5")]).await;
        let app = pages(&db, Language::German);
        let path = format!("/orders/{id}/ship");
        let opened = app.page(&path).await;
        for _ in 0..2 {
            let sent = send(&app, &path, preset(&opened), &[("lines[0][quantity]", "1")], "").await;
            assert_eq!(sent.status, 303, "{}", sent.html);
        }
        let (_, lines) = kontor_orders::show::one(&db.reads, db.org, id).await.unwrap().unwrap();
        assert_eq!(lines[0].shipped.to_string(), "1");
    });
}
