//! The pages of products, on both databases and in both languages.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{Gtin, ProductId, ProductName, Sku};
use kontor_catalog::records::Product;
use kontor_catalog::samples::goods;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use kontor_web::Language;

use super::{archive, change, list, new, show};
use crate::samples::{Shop, place, rooms, searchable};

const ALL: &[&str] = &["products:read", "products:write", "stock:read", "orders:read", "customers:read"];

fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/products", get(list::show))
        .route("/products/new", get(new::show).post(new::submit))
        .route("/products/{id}", get(show::show))
        .route("/products/{id}/change", get(change::show).post(change::submit))
        .route("/products/{id}/archive", post(archive::submit));
    TestApp::new(db, routes).visited(language, scopes)
}

async fn product(db: &TestDb, sku: &str) -> Product {
    kontor_catalog::show::by_sku(&db.reads, db.org, &Sku::parse(sku).unwrap()).await.unwrap().unwrap()
}

#[test]
fn the_list_is_in_the_order_of_the_skus_and_found_by_sku_barcode_and_name() {
    on_both_alone(rooms, |db| async move {
        for (language, sentence) in [
            (Language::German, "Es gibt noch keine Artikel"),
            (Language::English, "There are no products yet"),
        ] {
            let empty = pages(&db, language, ALL).page("/products").await;
            assert!(empty.status == 200 && empty.html.contains(sentence), "{}", empty.html);
        }
        Shop::open(&db).await;
        let barcode = Gtin::parse("036000291452").ok();
        let name = ProductName::parse("<script>Mug").unwrap();
        db.submit(AddProduct { barcode, name, ..goods("MUG") }).await.unwrap();
        searchable(&db).await;
        let app = pages(&db, Language::German, ALL);
        let all = app.page("/products").await;
        let at = |text: &str| all.html.find(text).unwrap_or_else(|| panic!("no {text} in {}", all.html));
        assert!(at(">MUG<") < at(">POT<") && at(">POT<") < at(">TEA<"));
        assert!(all.html.contains("&lt;script&gt;Mug") && all.html.contains("9,90"), "{}", all.html);
        assert!(all.html.contains(">100<") && all.html.contains("/products/new"));
        for (text, sku) in [("tea", "TEA"), ("gr%C3%9Cner", "TEA"), ("0036000291452", "MUG"), ("rund", "POT")]
        {
            let found = app.page(&format!("/products?q={text}")).await;
            assert!(found.html.contains(&format!(">{sku}<")), "{text}: {}", found.html);
            let others = ["TEA", "MUG", "POT"].iter().filter(|other| **other != sku);
            for other in others {
                assert!(!found.html.contains(&format!(">{other}<")), "{text}: {}", found.html);
            }
        }
        assert!(app.page("/products?q=%25").await.html.contains("Kein Artikel passt"));
        assert!(app.page("/products?tab=archived").await.html.contains("Kein Artikel ist archiviert"));
        let reader = pages(&db, Language::English, &["products:read"]).page("/products").await;
        assert!(!reader.html.contains("/products/new") && !reader.html.contains(">100<"), "{}", reader.html);
    });
}

const NEW: &[(&str, &str)] = &[
    ("sku", "CUP"),
    ("kind", "goods"),
    ("unit", "C62"),
    ("basis", "gross"),
    ("name", "Tasse"),
    ("price", "1.234,50"),
    ("price_base", "1"),
    ("tax_class", "standard"),
    ("out_of_stock", "backorder"),
    ("barcode", "96385074"),
];

fn with(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let kept = NEW.iter().filter(|(name, _)| *name != field).copied();
    kept.chain([(field, value)]).collect()
}

#[test]
fn a_product_is_added_and_refusals_stand_beside_their_fields() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let app = pages(&db, Language::German, ALL);
        assert!(app.page("/products/new").await.html.contains("name=\"barcode\""));
        let added = app.form("/products/new", NEW).await;
        assert_eq!(added.status, 303, "{}", added.html);
        let cup = product(&db, "CUP").await;
        assert_eq!(added.onward(), format!("/products/{}", cup.id));
        assert_eq!((cup.price.millionths(), cup.barcode.is_some()), (1_234_500_000, true));
        for (field, value, status) in [
            ("sku", "TEA", 409),
            ("price", "-1", 422),
            ("price", "cheap", 422),
            ("name", "", 422),
            ("barcode", "96385075", 422),
            ("unit", "piece", 422),
            ("price_base", "0", 422),
        ] {
            let mut fields = with(field, value);
            if field != "sku" {
                fields.retain(|(name, _)| *name != "sku");
                fields.push(("sku", "NEW"));
            }
            let refused = app.form("/products/new", &fields).await;
            assert_eq!(refused.status, status, "{field}: {}", refused.html);
            assert!(refused.html.contains(&format!("f-{field}-error")), "{field}: {}", refused.html);
        }
    });
}

#[test]
fn a_price_is_changed_at_the_version_that_was_seen() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let app = pages(&db, Language::German, ALL);
        let tea = product(&db, "TEA").await;
        let path = format!("/products/{}/change", tea.id);
        let version = tea.version.to_string();
        let form = app.page(&path).await;
        assert!(form.html.contains("value=\"9,90\"") && form.html.contains(&format!("value=\"{version}\"")));
        let fields = |price: &'static str, version: &str| {
            let kept = [
                ("name", "Tee"),
                ("price", price),
                ("price_base", "1"),
                ("tax_class", "reduced"),
                ("out_of_stock", "deny"),
                ("barcode", ""),
            ];
            kept.into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .chain([("_version".to_owned(), version.to_owned())])
                .collect::<Vec<(String, String)>>()
        };
        let send = |fields: Vec<(String, String)>| {
            let (app, path) = (app.clone(), path.clone());
            async move {
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                app.form(&path, &fields).await
            }
        };
        assert_eq!(send(fields("10,50", &version)).await.status, 303);
        let late = send(fields("11,75", &version)).await;
        assert_eq!(late.status, 409, "{}", late.html);
        for part in ["Preis 10,50", "value=\"11,75\"", "Steuer Ermäßigt"] {
            assert!(late.html.contains(part), "no {part} in {}", late.html);
        }
        let now = product(&db, "TEA").await.version.to_string();
        assert!(late.html.contains(&format!("name=\"_version\" value=\"{now}\"")));
        assert_eq!(send(fields("11,75", &now)).await.status, 303);
        assert_eq!(product(&db, "TEA").await.price.millionths(), 11_750_000);
    });
}

#[test]
fn archiving_can_be_undone_at_once() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let app = pages(&db, Language::English, ALL);
        let id = product(&db, "TEA").await.id;
        let path = format!("/products/{id}/archive");
        let done = app.form(&path, &[("archived", "true")]).await;
        assert_eq!((done.status, done.onward()), (303, format!("/products/{id}").as_str()));
        let cookie = done.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.contains("undo") && cookie.contains("false"), "{cookie}");
        assert!(product(&db, "TEA").await.archived);
        assert!(app.page("/products?tab=archived").await.html.contains(">TEA"));
        assert!(!app.page("/products").await.html.contains(">TEA"));
        app.form(&path, &[("archived", "false")]).await;
        assert!(!product(&db, "TEA").await.archived);
        let gone = app.form("/products/prd_0000000000007/archive", &[("archived", "true")]).await;
        assert_eq!(gone.status, 404);
    });
}

#[test]
fn the_page_shows_stock_and_who_waits_to_those_who_may_see_it() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("POT", "3")]).await;
        let (tea, pot): (ProductId, ProductId) = (product(&db, "TEA").await.id, product(&db, "POT").await.id);
        let app = pages(&db, Language::German, ALL);
        let page = app.page(&format!("/products/{pot}")).await;
        assert_eq!(page.status, 200, "{}", page.html);
        for part in [
            "Kanne, rund",
            "Anna Müller",
            &format!("/orders/{order}"),
            "angelegt zu",
            "/change",
            "24.11.2026",
        ] {
            assert!(page.html.contains(part), "no {part} in {}", page.html);
        }
        let page = app.page(&format!("/products/{tea}")).await;
        for part in ["/stock/TEA?location=main", "+100", "Wareneingang", "250,00"] {
            assert!(page.html.contains(part), "no {part} in {}", page.html);
        }
        let reader = pages(&db, Language::English, &["products:read"]);
        let reader = reader.page(&format!("/products/{pot}")).await;
        for hidden in ["/change", "/archive", "Anna Müller", "/orders/"] {
            assert!(!reader.html.contains(hidden), "{hidden} in {}", reader.html);
        }
        assert_eq!(app.page("/products/prd_0000000000007").await.status, 404);
    });
}
