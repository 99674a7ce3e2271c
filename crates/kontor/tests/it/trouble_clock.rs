//! A clock that jumps by a day, back and forth, while orders are placed, shipped, invoiced and paid.

use kontor::schema::rooms;
use kontor_identity::permissions::Role;
use kontor_kernel::{Clock, Timestamp};
use kontor_testkit::on_both_alone;
use serde_json::{Value, json};

use crate::client::{Client, Doors};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// An order from its placing to its payment; the invoice.
async fn order_to_cash(client: &Client, customer: &str) -> Value {
    let order =
        json!({ "customer": customer, "channel": "phone", "lines": [{ "sku": "TEA", "quantity": "1" }] });
    let order = client.make("/api/v1/orders", &order).await;
    let path = format!("/api/v1/orders/{}", order["id"].as_str().unwrap());
    client.make(&format!("{path}/ship"), &json!({})).await;
    let invoice = client.make(&format!("{path}/invoice"), &json!({})).await;
    let paid = json!({ "method": "invoice", "amount": "11.90", "order": order["id"] });
    client.make("/api/v1/payments", &paid).await;
    let shown = client.get(&path).await;
    assert_eq!((&shown.body["state"], &shown.body["paid"]), (&json!("completed"), &json!("11.90")));
    client.get(&format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap())).await.body
}

#[test]
fn documents_and_books_go_on_in_order() {
    on_both_alone(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        client
            .make(
                "/api/v1/products",
                &json!({ "sku": "TEA", "name": "Tee", "price": "11.90", "basis": "gross" }),
            )
            .await;
        let lines = json!({ "lines": [{ "sku": "TEA", "quantity": "100", "unit_cost": "2.50" }] });
        client.make("/api/v1/stock/receipts", &lines).await;
        let anna = client.make("/api/v1/customers", &json!({ "contact": { "name": "Anna" } })).await;
        let anna = anna["id"].as_str().unwrap();

        let mut invoices = Vec::new();
        for jump in [0, DAY, -DAY, -DAY, 0, DAY, DAY, DAY] {
            db.clock.set(Timestamp::from_micros(db.clock.now().micros() + jump));
            let invoice = order_to_cash(&client, anna).await;
            let text =
                |name: &str| invoice[name].as_str().unwrap_or_else(|| panic!("{name}: {invoice}")).to_owned();
            invoices.push((text("number"), text("document_date")));
        }
        // Numbers without a gap, and no document that is older than the one before it.
        let numbers: Vec<_> = invoices.iter().map(|(number, _)| &number[number.len() - 2..]).collect();
        assert_eq!(numbers, ["01", "02", "03", "04", "05", "06", "07", "08"]);
        assert!(invoices.is_sorted_by_key(|(_, date)| date), "{invoices:?}");
        let dates: std::collections::BTreeSet<_> = invoices.iter().map(|(_, date)| date).collect();
        // A day ahead, where it stood still until the clock had caught up, and the day behind that.
        assert_eq!(dates.len(), 3, "{invoices:?}");
        // Who follows what happened sees it in order, and to the end.
        let feed = client.get("/api/v1/events?limit=1000").await;
        let items = feed.body["items"].as_array().unwrap();
        assert!(items.is_sorted_by_key(|item| item["at"].as_str()));
        assert!(items.is_sorted_by_key(|item| item["position"].as_i64()));
        assert_eq!(items.iter().filter(|item| item["kind"] == "orders.placed").count(), invoices.len());
    });
}
