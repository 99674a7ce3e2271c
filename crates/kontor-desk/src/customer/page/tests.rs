//! The pages of customers, on both databases and in both languages.

use kontor_customers::model::{ContactCard, CustomerId};
use kontor_customers::show;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, Visited, on_both, on_both_alone};
use kontor_web::Language;

use super::{change, erase, export, find, list, merge, new, notes};
use crate::samples::{Shop, card, invoice, place, register, rooms, searchable, ship};

const ALL: &[&str] = &["customers:read", "customers:write", "orders:read", "orders:write", "invoices:read"];

fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/customers", get(list::show))
        .route("/customers/new", get(new::show).post(new::submit))
        .route("/customers/{id}", get(super::show::show))
        .route("/customers/{id}/change", get(change::show).post(change::submit))
        .route("/customers/{id}/notes", post(notes::write))
        .route("/customers/{id}/notes/remove", post(notes::remove))
        .route("/customers/{id}/merge", get(merge::show).post(merge::submit))
        .route("/customers/{id}/erase", get(erase::show).post(erase::submit))
        .route("/customers/{id}/export.json", get(export::file));
    TestApp::new(db, routes).visited(language, scopes)
}

async fn shown(db: &TestDb, id: CustomerId) -> show::Shown {
    show::one(&db.reads, db.org, id).await.unwrap().unwrap()
}

#[test]
fn the_list_shows_the_newest_and_whom_a_search_finds() {
    on_both_alone(rooms, |db| async move {
        for (language, sentence) in [
            (Language::German, "Es gibt noch keine Kunden"),
            (Language::English, "There are no customers yet"),
        ] {
            let empty = pages(&db, language, ALL).page("/customers").await;
            assert!(empty.status == 200 && empty.html.contains(sentence), "{}", empty.html);
        }
        Shop::open(&db).await;
        db.submit(register(card("<script>Eve", "", "eve@example.com", "", "Köln"))).await.unwrap();
        searchable(&db).await;
        let app = pages(&db, Language::German, ALL);
        let all = app.page("/customers").await;
        let place = |name: &str| all.html.find(name).unwrap_or_else(|| panic!("no {name} in {}", all.html));
        assert!(place("&lt;script&gt;Eve") < place("K10002"), "the newest first");
        assert!(place("K10002") < place("Anna Müller"));
        assert!(all.html.contains("/customers/new") && !all.html.contains("<script>Eve"));
        for (text, name) in [
            ("K10001", "Anna Müller"),
            ("anna@EXAMPLE", "Anna Müller"),
            ("M%C3%9CLLER", "Anna Müller"),
            ("kiel", "K10002"),
        ] {
            let found = app.page(&format!("/customers?q={text}")).await;
            assert!(found.html.contains(name), "{text}: {}", found.html);
            assert!(!found.html.contains("Eve"), "{text}: {}", found.html);
        }
        for nothing in ["%25", "_", "mail", "Nobody", "Hansen+Kiel+Ulm"] {
            let found = app.page(&format!("/customers?q={nothing}")).await;
            assert!(found.html.contains("Kein Kunde passt"), "{nothing}: {}", found.html);
        }
        assert_eq!(app.page("/customers?after=x").await.status, 422);
        let reader = pages(&db, Language::English, &["customers:read"]).page("/customers").await;
        assert!(!reader.html.contains("/customers/new"));
    });
}

const NEW: &[(&str, &str)] = &[
    ("kind", "person"),
    ("contact[name]", "Anna Müller"),
    ("contact[mail]", "A.Mueller@example.com"),
    ("contact[addresses][0][kind]", "billing"),
    ("contact[addresses][0][street]", ""),
    ("contact[addresses][0][country]", "DE"),
    ("contact[addresses][1][kind]", "shipping"),
    ("contact[addresses][1][street]", "Deich 9"),
    ("contact[addresses][1][zip]", "20457"),
    ("contact[addresses][1][city]", "Hamburg"),
    ("contact[addresses][1][country]", "DE"),
    ("contact[persons][0][name]", ""),
    ("payment_method", "card"),
    ("terms_days", "30"),
    ("credit_limit", "1.234,50"),
    ("language", "en"),
];

fn with(fields: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let is_kept = |one: &&(&str, &str)| !fields.iter().any(|(name, _)| name == &one.0);
    NEW.iter().filter(is_kept).chain(fields).copied().collect()
}

#[test]
fn a_customer_is_registered_after_a_look_at_who_may_be_the_same() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        searchable(&db).await;
        let app = pages(&db, Language::German, ALL);
        let form = app.page("/customers/new").await;
        assert!(form.html.contains("name=\"contact[addresses][1][street]\""), "{}", form.html);
        let first = app.form("/customers/new", NEW).await;
        assert_eq!(first.status, 409, "{}", first.html);
        assert!(
            first.html.contains("Vielleicht gibt es diesen Kunden schon") && first.html.contains("K10001")
        );
        assert!(first.html.contains("value=\"anyway\"") && first.html.contains("value=\"1.234,50\""));
        let again = app.form("/customers/new", &with(&[("do", "anyway")])).await;
        assert_eq!(again.status, 303, "{}", again.html);
        let id: CustomerId = again.onward().strip_prefix("/customers/").unwrap().parse().unwrap();
        let shown = shown(&db, id).await;
        assert_eq!(
            (shown.customer.terms_days, shown.card.addresses.len(), shown.card.persons.len()),
            (30, 1, 0)
        );
        assert_eq!(shown.customer.credit_limit.map(kontor_kernel::Amount::minor), Some(123_450));

        for (field, value, place) in [
            ("contact[name]", "", "f-contact-name-error"),
            ("terms_days", "soon", "f-terms_days-error"),
            ("contact[addresses][1][zip]", "", "f-contact-addresses-0-zip-error"),
            ("credit_limit", "much", "f-credit_limit-error"),
        ] {
            let name = ("contact[mail]", "new@example.com");
            let refused = app.form("/customers/new", &with(&[name, ("do", "anyway"), (field, value)])).await;
            assert_eq!(refused.status, 422, "{field}: {}", refused.html);
            assert!(refused.html.contains(place), "{field}: {}", refused.html);
        }
    });
}

#[test]
fn twins_have_the_same_mail_telephone_or_name_and_place() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        searchable(&db).await;
        for (name, mail, phone, city, twin) in [
            ("X", "ANNA@example.com", "", "Ulm", Some(shop.anna)),
            ("X", "", "0049 (40) 123 45 67", "Ulm", Some(shop.anna)),
            ("anna müller", "", "", "Hamburg", Some(shop.anna)),
            ("Ben Ode", "", "7654321", "Kiel", Some(shop.ben)),
            ("X", "nna@example.com", "4567", "Ulm", None),
            ("X", "", "", "Hamburg", None),
        ] {
            let found =
                find::possible_duplicates(&db.reads, db.org, &card(name, "", mail, phone, city)).await;
            let ids: Vec<CustomerId> = found.unwrap().iter().map(|known| known.customer.id).collect();
            assert_eq!(ids, Vec::from_iter(twin), "{name} {mail} {phone}");
        }
        let nobody = find::possible_duplicates(&db.reads, db.org, &ContactCard::default()).await.unwrap();
        assert_eq!(nobody, []);
    });
}

#[test]
fn the_page_shows_all_of_a_customer_and_buttons_by_right() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "3")]).await;
        ship(&db, order, &[]).await;
        let invoice = invoice(&db, order).await;
        let app = pages(&db, Language::German, ALL);
        let page = app.page(&format!("/customers/{}", shop.anna)).await;
        assert_eq!(page.status, 200, "{}", page.html);
        for part in [
            "Anna Müller",
            "tel:+49401234567",
            "Deich 7",
            "Auf Rechnung",
            &format!("/orders/{order}"),
            &format!("/invoices/{invoice}"),
            "29,70",
            &format!("/orders?customer={}", shop.anna),
            &format!("/customers/{}/erase", shop.anna),
            "angelegt",
        ] {
            assert!(page.html.contains(part), "no {part} in {}", page.html);
        }
        let path = format!("/customers/{}", shop.anna);
        let reader = pages(&db, Language::English, &["customers:read"]).page(&path).await;
        for hidden in ["/change", "/erase", "/merge", "/orders/", "/invoices/", "name=\"text\"", "export"] {
            assert!(!reader.html.contains(hidden), "{hidden} in {}", reader.html);
        }
        assert_eq!(app.page("/customers/cus_0000000000007").await.status, 404);
        let file = app.page(&format!("{path}/export.json")).await;
        assert_eq!(file.status, 200);
        assert!(file.headers["content-disposition"].to_str().unwrap().contains(".json"));
        assert!(file.html.contains("anna@example.com"));
    });
}

#[test]
fn who_comes_too_late_is_told_who_was_first_and_keeps_what_they_typed() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let app = pages(&db, Language::German, ALL);
        let path = format!("/customers/{}/change", shop.anna);
        let version = shown(&db, shop.anna).await.customer.version.to_string();
        let send = |fields: &[(&'static str, &'static str)], version: &str| {
            let fields = with(fields);
            let (app, path, version) = (app.clone(), path.clone(), version.to_owned());
            async move {
                let fields: Vec<(&str, &str)> =
                    fields.into_iter().chain([("_version", version.as_str())]).collect();
                app.form(&path, &fields).await
            }
        };
        let form = app.page(&path).await;
        assert!(form.html.contains(&format!("name=\"_version\" value=\"{version}\"")), "{}", form.html);
        assert!(form.html.contains("value=\"Deich 7\""));
        assert_eq!(send(&[("contact[phone]", "1")], &version).await.status, 303);
        let late = send(&[("contact[phone]", "2"), ("contact[company]", "Übers. GmbH")], &version).await;
        assert_eq!(late.status, 409, "{}", late.html);
        assert!(late.html.contains("Namen und Adressen") && late.html.contains("value=\"Übers. GmbH\""));
        let now = shown(&db, shop.anna).await.customer.version.to_string();
        assert!(late.html.contains(&format!("name=\"_version\" value=\"{now}\"")), "{}", late.html);
        let third = send(&[("contact[phone]", "2"), ("credit_limit", "")], &now).await;
        assert_eq!(third.status, 303, "{}", third.html);
        let customer = shown(&db, shop.anna).await;
        assert_eq!((customer.card.phone.as_str(), customer.customer.credit_limit), ("2", None));
        let now = customer.customer.version.to_string();
        let bad = send(&[("contact[mail]", "anna")], &now).await;
        assert!(bad.status == 422 && bad.html.contains("f-contact-mail-error"), "{}", bad.html);
    });
}

#[test]
fn notes_are_written_and_removed() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let app = pages(&db, Language::English, ALL);
        let path = format!("/customers/{}", shop.anna);
        let bad = app.form(&format!("{path}/notes"), &[("text", "")]).await;
        assert!(bad.status == 422 && bad.html.contains("f-text-error"), "{}", bad.html);
        let noted = app.form(&format!("{path}/notes"), &[("text", "Likes <b>tea</b>")]).await;
        assert_eq!((noted.status, noted.onward()), (303, path.as_str()));
        let page = app.page(&path).await;
        assert!(page.html.contains("Likes &lt;b&gt;tea") && page.html.contains("wrote a note"));
        let note = kontor_customers::notes::of(&db.reads, db.org, shop.anna).await.unwrap()[0].id;
        let note = kontor_customers::model::NoteId::new(note).to_string();
        let other = format!("/customers/{}/notes/remove", shop.ben);
        assert_eq!(app.form(&other, &[("note", &note)]).await.status, 404, "another customer's note stays");
        assert_eq!(app.form(&format!("{path}/notes/remove"), &[("note", &note)]).await.status, 303);
        assert!(!app.page(&path).await.html.contains("Likes"));
    });
}

#[test]
fn a_merge_says_what_it_does_before_it_does_it() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        place(&db, shop.ben, &[("TEA", "2")]).await;
        let app = pages(&db, Language::German, ALL);
        let path = format!("/customers/{}/merge", shop.anna);
        assert!(app.page(&path).await.html.contains("name=\"from\""));
        let send = |number: &'static str, button: &'static str| {
            let (app, path) = (app.clone(), path.clone());
            async move { app.form(&path, &[("from", number), ("do", button)]).await }
        };
        let said =
            |page: &Visited, text: &str| assert!(page.html.contains(text), "no {text} in {}", page.html);
        let unknown = send("K9", "").await;
        assert_eq!(unknown.status, 422);
        said(&unknown, "f-from-error");
        let itself = send("K10001", "").await;
        said(&itself, "f-from-error");
        let dry = send("K10002", "preview").await;
        assert_eq!(dry.status, 200);
        said(&dry, "1 Aufträge, 19,80");
        assert!(shown(&db, shop.ben).await.customer.merged_into.is_none());
        assert_eq!(send("K10002", "").await.status, 303);
        assert_eq!(shown(&db, shop.ben).await.customer.merged_into, Some(shop.anna));
        said(&app.page(&format!("/customers/{}", shop.ben)).await, "Das ist ein Doppel");
        said(&app.page(&format!("/customers/{}", shop.anna)).await, "ein Doppel mit 1 Aufträgen");
        assert!(!app.page("/customers").await.html.contains("K10002"));
    });
}

#[test]
fn an_erasure_names_what_goes_and_waits_for_what_is_open() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        place(&db, shop.ben, &[("TEA", "2")]).await;
        let app = pages(&db, Language::English, ALL);
        let open = app.page(&format!("/customers/{}/erase", shop.ben)).await;
        assert!(open.html.contains("customer_has_open_orders"), "{}", open.html);
        assert!(!open.html.contains("§ 147 AO"), "nothing to press yet");
        let refused = app.form(&format!("/customers/{}/erase", shop.ben), &[]).await;
        assert_eq!(refused.status, 409);
        let path = format!("/customers/{}/erase", shop.anna);
        let asked = app.page(&path).await;
        assert!(asked.html.contains("Anna Müller") && asked.html.contains("§ 147 AO"), "{}", asked.html);
        assert_eq!(shown(&db, shop.anna).await.card.name, "Anna Müller", "nothing is done by looking");
        assert_eq!(app.form(&path, &[]).await.status, 303);
        let page = app.page(&format!("/customers/{}", shop.anna)).await;
        assert!(page.html.contains("Erased customer") && !page.html.contains("Müller"), "{}", page.html);
    });
}
