//! The sample merchant can be made on both databases, and its books and stock are in order.

use kontor::sample;
use kontor::schema::rooms;
use kontor_identity::model::OrgId;
use kontor_identity::permissions::Role;
use kontor_testkit::on_both_alone;

use crate::client::Doors;

#[test]
fn the_sample_shop_has_orders_in_every_state() {
    on_both_alone(rooms, |db| async move {
        let doors = Doors::new(&db);
        sample::make(&doors.house.app, OrgId::new(db.org), |_| ())
            .await
            .unwrap_or_else(|fault| panic!("{}", fault.chain()));
        let owner = doors.client(db.org, Role::Owner, "").await;
        let tabs = owner.get("/api/v1/orders/tabs").await.body;
        for tab in tabs.as_array().unwrap() {
            assert!(tab["count"].as_i64().unwrap() >= 3, "{tabs}");
        }
        assert_eq!(tabs.as_array().unwrap().len(), 5, "{tabs}");
        let count = async |path: &str| owner.get(path).await.body["items"].as_array().map_or(0, Vec::len);
        assert!(count("/api/v1/products?limit=200").await >= 40);
        assert!(count("/api/v1/invoices?limit=200").await >= 25);
        assert!(count("/api/v1/payments?limit=200").await >= 20);
        let newest =
            owner.get("/api/v1/orders?limit=1").await.body["items"][0]["id"].as_str().unwrap().to_owned();
        let newest = owner.get(&format!("/api/v1/orders/{newest}")).await.body;
        assert_eq!(newest["lines"][0]["backordered"], "3", "a basket that has to be got first: {newest}");
        // Beside this, every test ends with all checks clean and a replay that agrees.
    });
}
