//! The merchant is shown as it was founded.

use kontor_kernel::Currency;
use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both};

use crate::found_org::FoundOrg;
use crate::model::{CountryCode, OrgId, OrgName};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn a_merchant_is_shown_with_its_currency() {
    on_both(rooms, |db| async move {
        let app = TestApp::new(&db, Router::new().route("/org", get(super::http::show_org)));
        assert_eq!(app.get("/org").await.status, 404, "nobody was founded yet");
        let org = OrgId::new(db.org);
        let founding = FoundOrg {
            org,
            name: OrgName::parse("Gifts & Co Ltd").unwrap(),
            country: CountryCode::DE,
            currency: Currency::EUR,
            zone: "Europe/London".parse().unwrap(),
        };
        db.submit(founding).await.unwrap();
        let shown = app.get("/org").await;
        assert_eq!(shown.text("/id"), org.to_string());
        assert_eq!((shown.text("/name"), shown.text("/currency")), ("Gifts & Co Ltd", "EUR"));
        assert_eq!((shown.text("/country"), shown.text("/zone")), ("DE", "Europe/London"));
    });
}
