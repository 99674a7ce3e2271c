//! `kontor generate`: the same seed makes the same merchant, on either database, and it is a sound one.

use serde_json::Value;

use crate::support::{Client, Place, Server, json};

const SIZE: &[&str] = &["--orders", "300", "--skus", "80", "--customers", "20", "--to-cash", "50", "--json"];

fn generate(place: &Place, seed: &str) -> Value {
    json(&place.kontor_ok(&[&["generate", "--seed", seed], SIZE].concat()))
}

#[test]
fn the_same_seed_makes_the_same_journal_on_both_databases() {
    let (sqlite, again, postgres) = (Place::sqlite(), Place::sqlite(), Place::postgres());
    let made = [&sqlite, &again, &postgres].map(|place| generate(place, "7"));
    let hash = |made: &Value| made["hash"].as_str().expect("a hash").to_owned();
    let position = made[0]["position"].as_i64().expect("a position");
    assert!(position > 300, "{made:?}");
    for other in &made[1..] {
        assert_eq!(
            (hash(other), &other["position"], &other["org"]),
            (hash(&made[0]), &made[0]["position"], &made[0]["org"])
        );
        assert_ne!(other["token"], made[0]["token"], "a secret is nobody's to foresee");
    }
    // Another merchant beside the first one.
    let other = generate(&sqlite, "8");
    assert_ne!((hash(&other), &other["org"]), (hash(&made[0]), &made[0]["org"]));
    for place in [sqlite, postgres] {
        place.finish();
    }
}

#[test]
fn a_generated_merchant_has_what_was_asked_for() {
    let place = Place::sqlite();
    let made = generate(&place, "1");
    let server = Server::start(&place);
    let mut client = Client::new(&server.address, made["token"].as_str().expect("a token"));
    let tabs = client.see("/api/v1/orders/tabs").body;
    let count = |tab: &str| {
        let tab = tabs.as_array().and_then(|tabs| tabs.iter().find(|found| found["tab"] == tab));
        tab.and_then(|tab| tab["count"].as_i64()).unwrap_or(0)
    };
    assert_eq!(count("completed"), 150, "{tabs}");
    assert_eq!(count("placed") + count("cancelled"), 150, "{tabs}");
    assert!(count("cancelled") > 0, "{tabs}");
    assert_eq!(count("to_ship"), count("placed"), "{tabs}");
    assert_eq!(client.see("/api/v1/products?limit=200").body["items"].as_array().map(Vec::len), Some(80));
    assert_eq!(client.see("/api/v1/customers?limit=200").body["items"].as_array().map(Vec::len), Some(20));
    let newest = client.see("/api/v1/orders?limit=1");
    let day = newest.text("/items/0/order_date");
    assert!(("2026-10-01".."2026-11-02").contains(&day), "{day}");
    server.stop();
}

#[test]
fn what_can_not_be_generated_is_said() {
    let place = Place::sqlite();
    generate(&place, "1");
    let refused = |words: &[&str]| {
        let output = place.kontor(&[&["generate", "--seed", "1"], words].concat());
        assert!(!output.status.success(), "{words:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let twice = refused(SIZE);
    assert!(twice.contains("there is such a merchant already"), "{twice}");
    let future = refused(&["--orders", "1", "--until", "2999-12-31"]);
    assert!(future.contains("--until lies in the future"), "{future}");
    let percent = refused(&["--orders", "1", "--to-cash", "101"]);
    assert!(percent.contains("101 is not in 0..=100"), "{percent}");
    let nobody = refused(&["--orders", "1", "--customers", "0"]);
    assert!(nobody.contains("0 is not in 1..=1000000"), "{nobody}");
}
