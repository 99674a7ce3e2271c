//! The day's work: who does it, on which database, in which looks.

use serde_json::json;

use super::demo::Demo;
use super::{ONE_LOOK, Story};
use crate::support::{Client, Place, Server, json as read};

#[test]
fn an_order_by_phone_is_shipped_invoiced_and_paid_by_keys_alone() {
    let demo = Demo::start(Place::sqlite());
    demo.play("order-by-phone", &["1440-light-de", "820-dark-en", "390-light-en"]);
    demo.finish();
}

#[test]
fn an_order_by_phone_on_postgres() {
    let demo = Demo::start(Place::postgres());
    demo.play("order-by-phone", ONE_LOOK);
    demo.play("no-script", ONE_LOOK);
    demo.finish();
}

#[test]
fn the_whole_path_needs_no_script() {
    let demo = Demo::start(Place::sqlite());
    demo.play("no-script", &["390-light-en", "820-dark-de"]);
    demo.finish();
}

#[test]
fn goods_are_short_until_they_come() {
    let demo = Demo::start(Place::sqlite());
    demo.play("stock-short", &["1440-light-en", "390-dark-de"]);
    demo.finish();
}

#[test]
fn who_comes_second_is_told_and_loses_nothing() {
    let demo = Demo::start(Place::sqlite());
    demo.play("conflict-of-two-windows", &["1440-light-de", "390-dark-en"]);
    demo.play("many-at-once", &["1440-dark-de", "390-light-en"]);
    demo.play("undo", &["820-light-en"]);
    demo.play("palette", &["1440-light-en"]);
    demo.finish();
}

#[test]
fn the_counter_sells_where_cash_needs_a_tse() {
    let demo = Demo::start(Place::sqlite());
    demo.play("counter-in-germany", &["1440-light-de", "820-dark-en"]);
    demo.finish();
}

#[test]
fn the_counter_takes_cash_elsewhere() {
    let place = Place::sqlite();
    let found = [
        "org",
        "create",
        "--name",
        "Teehaus Wien",
        "--country",
        "AT",
        "--currency",
        "EUR",
        "--chart",
        "skr03",
        "--json",
    ];
    let org = read(&place.kontor_ok(&found))["org"].as_str().expect("the merchant's id").to_owned();
    let token = place.token(&org, "owner");
    let invite = ["user", "invite", "--org", &org, "--mail", "tresen@example.org", "--name", "Toni Gruber"];
    let invited = read(&place.kontor_ok(&[&invite[..], &["--role", "service", "--json"]].concat()));
    // Where it is served is chosen below.
    let link = invited["link"].as_str().expect("a link");
    let invitation = link.find("/invite/").map(|at| &link[at..]);
    let server = Server::start(&place);
    let mut owner = Client::new(&server.address, &token);
    let tea = json!({
        "sku": "TEE-EARLGR-100", "name": "Earl Grey", "kind": "goods", "unit": "C62", "price": "5.40", "basis": "gross",
        "tax_class": "none", "out_of_stock": "deny",
    });
    owner.post("/api/v1/products", &tea, 201);
    let lines = json!([{ "sku": "TEE-EARLGR-100", "quantity": "20", "unit_cost": "1.80" }]);
    owner.post("/api/v1/stock/receipts", &json!({ "location": "main", "lines": lines }), 201);
    let given = json!({ "facts": { "sku": "TEE-EARLGR-100", "invitation": invitation } });
    Story { name: "counter-elsewhere", looks: &["820-light-en"], given }.play(&server.address);
    server.stop();
    place.finish();
}

#[test]
fn figures_of_live_pages() {
    let demo = Demo::start(Place::sqlite());
    demo.play("live", ONE_LOOK);
}
