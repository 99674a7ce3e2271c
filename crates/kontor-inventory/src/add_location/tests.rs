//! Every rule of adding a location, on both databases.

use kontor_testkit::{TestDb, on_both_alone};
use serde_json::json;

use super::AddLocation;
use crate::model::{LocationCode, LocationName};
use crate::tests::{last_event, open_shop, outcome, rooms};

fn location(code: &str, name: &str) -> AddLocation {
    AddLocation { code: LocationCode::parse(code).unwrap(), name: LocationName::parse(name).unwrap() }
}

async fn check(db: &TestDb, cases: Vec<(AddLocation, &str)>) {
    for (location, expected) in cases {
        let shown = format!("{location:?}");
        assert_eq!(outcome(db.submit(location).await), expected, "{shown}");
    }
}

#[test]
fn a_code_names_one_location() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        let cases = vec![
            (location("b", "Back room"), "done"),
            (location("B", "Another"), "done"),
            (location("b", "Again"), "409 location_exists at code"),
            (location("main", "Again"), "409 location_exists at code"),
        ];
        check(&db, cases).await;
        assert_eq!(
            last_event(&db, "inventory.location_added").await,
            json!({ "code": "B", "name": "Another" })
        );
    });
}
