//! Taking an order, by forms alone, on both databases.

use kontor_customers::model::{CustomerKind, Language as Tongue, PaymentMethod};
use kontor_customers::register::Register;
use kontor_kernel::Amount;
use kontor_orders::model::{Channel, OrderId, OrderState};
use kontor_orders::place::{Place, PlaceLine};
use kontor_orders::records::{Line, Order};
use kontor_testkit::{TestApp, TestDb, Visited, on_both, on_both_alone};
use kontor_web::Language;

use super::PlaceForNew;
use super::samples::{SERVICE, count, inner, open, open_found, pages, rooms};

type Fields<'a> = Vec<(&'a str, &'a str)>;

/// Fields of a form with these lines: SKU and quantity.
fn form<'a>(head: &[(&'a str, &'a str)], lines: &[(&'a str, &'a str)]) -> Fields<'a> {
    const NAMES: [(&str, &str, &str, &str); 3] = [
        ("1", "lines[0][row]", "lines[0][sku]", "lines[0][quantity]"),
        ("2", "lines[1][row]", "lines[1][sku]", "lines[1][quantity]"),
        ("3", "lines[2][row]", "lines[2][sku]", "lines[2][quantity]"),
    ];
    let mut fields = head.to_vec();
    for ((key, row, sku, quantity), (wanted, count)) in NAMES.into_iter().zip(lines) {
        fields.extend([(row, key), (sku, *wanted), (quantity, *count)]);
    }
    fields
}

async fn send(app: &TestApp, button: &str, fields: &Fields<'_>) -> Visited {
    let mut fields = fields.clone();
    fields.push(("do", button));
    inner(app.form("/orders/new", &fields).await)
}

async fn orders(db: &TestDb) -> Vec<(Order, Vec<Line>)> {
    let found: Vec<Order> = db.reads.records("org_id = $1 ORDER BY id", vec![db.org.into()]).await.unwrap();
    let mut orders = Vec::new();
    for order in found {
        orders.push(kontor_orders::show::one(&db.reads, db.org, order.id).await.unwrap().unwrap());
    }
    orders
}

#[test]
fn an_order_is_taken_without_script() {
    on_both_alone(rooms, |db| async move {
        open_found(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let empty = inner(app.page("/orders/new").await);
        assert_eq!(empty.status, 200);
        assert!(
            empty.html.contains("Neuer Auftrag") && empty.html.contains("name=\"who\""),
            "{}",
            empty.html
        );
        assert_eq!(count(&empty.html, "<tr id=\"line-"), 1);
        assert_eq!(count(&empty.html, "autofocus"), 1, "one place to begin: {}", empty.html);

        // Somebody is named by a word that fits two.
        let found = send(&app, "look", &form(&[("who", "hansen")], &[])).await;
        for part in
            ["Mehrere passen", "customer:K10001", "customer:K10002", "anna@example.com", "Hansen &amp; Sohn"]
        {
            assert!(found.html.contains(part), "{part}: {}", found.html);
        }
        // One of them is chosen, and a product is named by its name.
        let chosen = send(&app, "customer:K10001", &form(&[("who", "hansen")], &[("", "")])).await;
        for part in
            ["Anna Hansen", "Am Kai 1, 20457 Hamburg, DE", "Auf Rechnung (wie der Kunde es wünscht)", "50,00"]
        {
            assert!(chosen.html.contains(part), "{part}: {}", chosen.html);
        }
        let named = send(&app, "look", &form(&[("who", "K10001")], &[("earl grey", "2")])).await;
        assert_eq!(named.status, 200);
        for part in
            ["value=\"TEA\"", "Earl Grey &lt;b&gt;", "Sofort lieferbar, 10 frei", "23,80", "20,00", "3,80"]
        {
            assert!(named.html.contains(part), "{part}: {}", named.html);
        }
        assert!(!named.html.contains("Grey <b>"));
        assert_eq!(count(&named.html, "<tr id=\"line-"), 2, "the line, and an empty one behind it");
        assert!(orders(&db).await.is_empty(), "nothing is placed before it is wanted");

        let fields = form(
            &[("who", "K10001"), ("channel", "b2b"), ("reference", "PO 4711"), ("_key", "form-1")],
            &[("tea", "2"), ("", ""), ("BOOK", "1,5")],
        );
        let placed = send(&app, "place", &fields).await;
        assert_eq!(placed.status, 303, "{}", placed.html);
        let all = orders(&db).await;
        let (order, lines) = &all[0];
        assert_eq!(placed.onward(), format!("/orders/{}", order.id));
        assert_eq!(
            (all.len(), order.channel, order.payment_method),
            (1, Channel::B2b, PaymentMethod::Invoice)
        );
        assert_eq!(order.reference.as_ref().map(kontor_orders::model::Reference::as_str), Some("PO 4711"));
        let got: Vec<_> = lines.iter().map(|line| format!("{} {}", line.sku, line.quantity)).collect();
        assert_eq!((got.join(", "), order.gross.minor()), ("TEA 2, BOOK 1.5".to_owned(), 3_985));

        // Sent twice by a double click, it is one order.
        let again = send(&app, "place", &fields).await;
        assert_eq!((again.status, again.onward(), orders(&db).await.len()), (303, placed.onward(), 1));
    });
}

#[test]
fn lines_come_and_go() {
    on_both_alone(rooms, |db| async move {
        open_found(&db, "DE").await;
        let app = pages(&db, Language::English, SERVICE);
        let lines = [("TEA", "1"), ("BOOK", "2"), ("WRAP", "3")];
        let added = send(&app, "add", &form(&[], &lines)).await;
        assert_eq!(count(&added.html, "<tr id=\"line-"), 4);
        assert!(added.html.contains("name=\"lines[3][row]\" value=\"4\""), "{}", added.html);
        assert_eq!(count(&added.html, "autofocus"), 1);
        let removed = send(&app, "remove:2", &form(&[], &lines)).await;
        assert!(!removed.html.contains("value=\"BOOK\""), "{}", removed.html);
        assert!(removed.html.contains("id=\"line-3\"") && removed.html.contains("value=\"WRAP\""));
        let chosen = send(&app, "product:3:BOOK", &form(&[], &lines)).await;
        assert_eq!(count(&chosen.html, "value=\"BOOK\""), 2);
        // A word that fits two products asks which.
        let asked = send(&app, "look", &form(&[], &[("tea", "1"), ("cup", "1")])).await;
        assert!(asked.html.contains("value=\"TEA\""), "a SKU in small letters is a SKU");
        assert!(asked.html.contains("value=\"CUP\""), "what is archived is not offered: {}", asked.html);
        // While somebody types nothing is searched for and no row comes.
        let typed = send(&app, "preview", &form(&[("who", "hans")], &[("earl", "1")])).await;
        assert_eq!((count(&typed.html, "<tr id=\"line-"), typed.status), (1, 200));
        assert!(typed.html.contains("value=\"earl\"") && typed.html.contains("value=\"hans\""));
        let unknown = send(&app, "look", &form(&[("who", "nobody")], &[])).await;
        assert!(unknown.html.contains("No customer fits"), "{}", unknown.html);
    });
}

#[test]
fn what_is_refused_is_said_at_its_field_and_keeps_what_was_typed() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        for (head, lines, status, field, part) in [
            (vec![], vec![], 422, "", "mindestens eine Position"),
            (vec![("who", "K99")], vec![("TEA", "1")], 422, "f-who", "Diesen Kunden gibt es nicht"),
            (vec![], vec![("TEA", "1"), ("NOPE", "7")], 422, "f-lines-1-sku", "NOPE"),
            (vec![], vec![("", ""), ("OLD", "7")], 422, "f-lines-1-sku", "archiviert"),
            (vec![], vec![("TEA", "many")], 422, "f-lines-0-quantity", "many"),
            (vec![], vec![("TEA", "0")], 422, "f-lines-0-quantity", "größer als null"),
            (vec![], vec![("", "3")], 422, "f-lines-0-sku", "nicht lesbar"),
            (vec![], vec![("", ""), ("WRAP", "1"), ("TEA", "11")], 409, "f-lines-2-quantity", "10 verfügbar"),
            (
                vec![("payment_method", "invoice")],
                vec![("TEA", "1")],
                422,
                "f-payment_method",
                "nur ein Kunde",
            ),
            (vec![("payment_method", "gold")], vec![("TEA", "1")], 422, "f-payment_method", "nicht lesbar"),
            (vec![("who", "K10001")], vec![("TEA", "5")], 409, "f-who", "Kreditlimit"),
        ] {
            let head: Fields<'_> = head.into_iter().chain([("reference", "<PO>")]).collect();
            let refused = send(&app, "place", &form(&head, &lines)).await;
            assert_eq!(refused.status, status, "{part}: {}", refused.html);
            for wanted in [part, "value=\"&lt;PO&gt;\"", "role=\"alert\""] {
                assert!(refused.html.contains(wanted), "{wanted}: {}", refused.html);
            }
            let error = format!("id=\"{field}-error\"");
            assert!(field.is_empty() || refused.html.contains(&error), "{error}: {}", refused.html);
            for (sku, quantity) in lines {
                let typed = format!("value=\"{sku}\"");
                assert!(
                    refused.html.contains(&typed) && refused.html.contains(&format!("value=\"{quantity}\""))
                );
            }
        }
        assert!(orders(&db).await.is_empty());
    });
}

#[test]
fn the_preview_says_what_placing_would_do() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::English, SERVICE);
        // A line that can't be had does not hide what the others come to.
        let some = send(&app, "preview", &form(&[], &[("BOOK", "5"), ("TEA", "99"), ("NOPE", "1")])).await;
        assert_eq!(some.status, 200);
        for part in [
            "3 of 5 now, the rest follows",
            "Only 10 available",
            "€53.50",
            "There is no product NOPE",
            "Without the lines",
        ] {
            assert!(some.html.contains(part), "{part}: {}", some.html);
        }
        let later = send(&app, "preview", &form(&[], &[("BOOK", "3"), ("BOOK", "1")])).await;
        assert!(later.html.contains("Follows when it comes in"), "{}", later.html);
        // Credit: 50.00 may be owed; four teas are within it, five beyond.
        let within = send(&app, "preview", &form(&[("who", "K10001")], &[("TEA", "4")])).await;
        assert!(within.html.contains("€2.40 left after this order"), "{}", within.html);
        let beyond = send(&app, "preview", &form(&[("who", "K10001")], &[("TEA", "5")])).await;
        assert_eq!(beyond.status, 200);
        for part in ["€9.50 beyond the credit limit", "€59.50"] {
            assert!(beyond.html.contains(part), "{part}: {}", beyond.html);
        }
        let card = [("who", "K10001"), ("payment_method", "card")];
        let card = send(&app, "preview", &form(&card, &[("TEA", "5")])).await;
        assert!(!card.html.contains("beyond the credit limit"), "{}", card.html);
        // A price of one's own counts.
        let mut own = form(&[], &[("TEA", "2")]);
        own.push(("lines[0][price]", "10.50"));
        let own = send(&app, "preview", &own).await;
        assert!(own.html.contains("€21.00") && own.html.contains("value=\"10.50\""), "{}", own.html);
        // In Germany cash is no way to pay.
        assert!(!own.html.contains("value=\"cash\"") && own.html.contains("value=\"on_delivery\""));
        assert!(
            orders(&db).await.is_empty()
                && db.events().await.iter().all(|event| !event.starts_with("orders."))
        );
    });
}

const BEN: [(&str, &str); 7] = [
    ("new[kind]", "person"),
    ("new[contact][name]", "Ben <Ott>"),
    ("new[contact][mail]", "ben@example.com"),
    ("new[contact][addresses][0][kind]", "billing"),
    ("new[contact][addresses][0][street]", "Deich 2"),
    ("new[contact][addresses][0][zip]", "20459"),
    ("new[contact][addresses][0][city]", "Hamburg"),
];

fn ben<'a>(with: &[(&'a str, &'a str)]) -> Fields<'a> {
    let country = ("new[contact][addresses][0][country]", "DE");
    let own = |(name, _): &&(&str, &str)| with.iter().all(|(other, _)| other != name);
    BEN.iter().filter(own).copied().chain([country]).chain(with.iter().copied()).collect()
}

#[test]
fn somebody_new_is_registered_with_their_order() {
    on_both_alone(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let shown = send(&app, "preview", &form(&ben(&[]), &[("TEA", "1")])).await;
        assert!(
            shown.html.contains("<details id=\"new-customer\" open") && shown.html.contains("11,90"),
            "{}",
            shown.html
        );
        for (with, lines, field) in [
            (("new[contact][mail]", "ben"), ("TEA", "1"), "f-new-contact-mail"),
            (("new[contact][addresses][0][zip]", ""), ("TEA", "1"), "f-new-contact-addresses-0-zip"),
            (("new[kind]", "company"), ("TEA", "1"), "f-new-contact-company"),
            (("reference", ""), ("TEA", "11"), "f-lines-0-quantity"),
            (("payment_method", "gold"), ("TEA", "1"), "f-payment_method"),
        ] {
            let refused = send(&app, "place", &form(&ben(&[with]), &[lines])).await;
            assert!(refused.status == 422 || refused.status == 409, "{field}: {}", refused.status);
            assert!(refused.html.contains("value=\"Ben &lt;Ott&gt;\""), "{}", refused.html);
            assert!(
                refused.html.contains(&format!("id=\"{field}-error\"")) || field.ends_with("zip"),
                "{field}: {}",
                refused.html
            );
        }
        assert!(kontor_customers::show::by_number(&db.reads, db.org, "K10003").await.unwrap().is_none());
        let fields = form(&ben(&[("_key", "form-9")]), &[("TEA", "1")]);
        let placed = send(&app, "place", &fields).await;
        assert_eq!(placed.status, 303, "{}", placed.html);
        assert_eq!(
            send(&app, "place", &fields).await.onward(),
            placed.onward(),
            "sent twice, once registered"
        );
        let customer = kontor_customers::show::by_number(&db.reads, db.org, "K10003").await.unwrap().unwrap();
        assert_eq!((&*customer.card.name, &*customer.card.addresses[0].city), ("Ben <Ott>", "Hamburg"));
        assert_eq!(customer.customer.payment_method, PaymentMethod::Prepayment);
        let all = orders(&db).await;
        assert_eq!((all.len(), all[0].0.customer), (1, Some(customer.customer.id)));
        assert_eq!(all[0].0.payment_method, PaymentMethod::Prepayment);
        assert!(kontor_customers::show::by_number(&db.reads, db.org, "K10004").await.unwrap().is_none());
    });
}

#[test]
fn registering_and_placing_is_one_step() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let command = |sku: &str, name: &str| PlaceForNew {
            register: Register {
                number: None,
                kind: CustomerKind::Person,
                card: kontor_customers::model::ContactCard { name: name.into(), ..Default::default() },
                salt: [1; 16],
                language: Tongue::English,
                payment_method: PaymentMethod::Card,
                terms_days: 14,
                credit_limit: Some(Amount::new(100)),
            },
            place: Place::new(
                Channel::Phone,
                vec![PlaceLine { sku: sku.parse().unwrap(), quantity: "1".parse().unwrap(), price: None }],
            ),
        };
        let before = db.events().await.len();
        assert_eq!(db.refused(command("NOPE", "Ben")).await, "unknown_sku");
        assert_eq!(db.refused(command("TEA", " ")).await, "person_without_name");
        assert_eq!(db.events().await.len(), before, "neither of both");
        let placed = db.submit(command("TEA", "Ben")).await.unwrap();
        let kinds: Vec<&str> = placed.recorded.iter().map(kontor_store::event::ErasedEvent::kind).collect();
        let expected =
            ["customers.registered", "orders.placed", "inventory.reserved", "customers.account_moved"];
        assert_eq!(kinds, expected);
        let (order, _) =
            kontor_orders::show::one(&db.reads, db.org, placed.answer.order).await.unwrap().unwrap();
        assert_eq!((order.payment_method, order.state), (PaymentMethod::Card, OrderState::Placed));
    });
}

#[test]
fn an_order_is_repeated_at_todays_prices() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::German, SERVICE);
        let mut fields = form(&[("who", "K10001")], &[("TEA", "1"), ("BOOK", "1,5")]);
        fields.push(("lines[0][price]", "9"));
        assert_eq!(send(&app, "place", &fields).await.status, 303);
        let order: OrderId = orders(&db).await[0].0.id;
        let again = inner(app.page(&format!("/orders/new?again={order}")).await);
        for part in [
            "value=\"K10001\"",
            "Anna Hansen",
            "value=\"TEA\"",
            "value=\"BOOK\"",
            "value=\"1,5\"",
            "11,90",
            "27,95",
        ] {
            assert!(again.html.contains(part), "{part}: {}", again.html);
        }
        assert!(!again.html.contains("value=\"9\""), "the price of then is not taken over: {}", again.html);
        for bad in ["ord_0000000000000", "x", ""] {
            assert_eq!(app.page(&format!("/orders/new?again={bad}")).await.status, 404, "{bad}");
        }
        let of = inner(app.page("/orders/new?customer=K10002").await);
        assert!(
            of.html.contains("Hansen &amp; Sohn") && of.html.contains("Karte (wie der Kunde"),
            "{}",
            of.html
        );
    });
}

#[test]
fn who_may_not_see_customers_takes_orders_without_them() {
    on_both(rooms, |db| async move {
        open(&db, "DE").await;
        let app = pages(&db, Language::English, &["orders:write"]);
        let hidden = send(&app, "look", &form(&[("who", "K10001")], &[("TEA", "1")])).await;
        for secret in ["Anna", "Am Kai", "new-customer", "in stock"] {
            assert!(!hidden.html.contains(secret), "{secret}: {}", hidden.html);
        }
        let refused = send(&app, "place", &form(&ben(&[]), &[("TEA", "1")])).await;
        assert_eq!(refused.status, 403, "{}", refused.html);
        assert!(orders(&db).await.is_empty());
    });
}
