//! One story on both databases: from an order by phone to books that balance, each figure to the cent.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Client, Place, Server, path_in};

/// The balance of an account in the trial balance, debit less credit.
fn balance(client: &mut Client, account: &str) -> String {
    let report = client.see("/api/v1/reports/trial-balance");
    let rows = report.body["accounts"].as_array().expect("accounts");
    let row = rows.iter().find(|row| row["account"] == account);
    row.map_or("0.00".to_owned(), |row| row["balance"].as_str().expect("a balance").to_owned())
}

fn stock(client: &mut Client) -> (String, String, String) {
    let stock = client.see("/api/v1/stock?sku=TEE");
    let text = |name: &str| stock.text(&format!("/items/0/{name}")).to_owned();
    (text("on_hand"), text("reserved"), text("available"))
}

fn line(quantity: &str) -> Value {
    json!([{ "line": 1, "quantity": quantity }])
}

fn from_the_phone_to_the_ledger(place: &Place) {
    let (_, owner) = place.found();
    let server = Server::start(place);
    let mut owner = Client::new(&server.address, &owner);
    owner.post(
        "/api/v1/products",
        &json!({ "sku": "TEE", "name": "Earl Grey 250 g", "price": "23.80", "basis": "gross", "tax_class": "standard" }),
        201,
    );

    // A service agent registers a customer.
    let service = token_of(&mut owner, "service");
    let mut service = Client::new(&server.address, &service);
    let anna = json!({ "contact": { "name": "Anna Hansen", "mail": "anna@example.com" }, "terms_days": 14 });
    let anna = service.post("/api/v1/customers", &anna, 201).text("/id").to_owned();

    // The warehouse receives 10 pieces at 12.50.
    let warehouse = token_of(&mut owner, "warehouse");
    let mut warehouse = Client::new(&server.address, &warehouse);
    let goods = json!({ "lines": [{ "sku": "TEE", "quantity": "10", "unit_cost": "12.50" }] });
    warehouse.post("/api/v1/stock/receipts", &goods, 201);
    assert_eq!(stock(&mut warehouse), ("10".into(), "0".into(), "10".into()));
    assert_eq!(balance(&mut owner, "3980"), "125.00");

    // An order of 4 by phone: 4 × 23.80 = 95.20, of which 15.20 are VAT.
    let order = json!({ "customer": anna, "channel": "phone", "lines": [{ "sku": "TEE", "quantity": "4" }] });
    let order = service.post("/api/v1/orders", &order, 201);
    assert_eq!((order.text("/net"), order.text("/tax"), order.text("/gross")), ("80.00", "15.20", "95.20"));
    let order = order.text("/id").to_owned();
    assert_eq!(stock(&mut warehouse), ("10".into(), "4".into(), "6".into()));

    // 3 are shipped at their moving average of 12.50.
    let path = format!("/api/v1/orders/{order}");
    warehouse.post(&format!("{path}/ship"), &json!({ "lines": line("3") }), 201);
    assert_eq!(stock(&mut warehouse), ("7".into(), "1".into(), "6".into()));
    assert_eq!(balance(&mut owner, "3980"), "87.50");
    assert_eq!(balance(&mut owner, "3960"), "37.50");

    // Accounting invoices what was shipped: 71.40, of which 11.40 are VAT.
    let accounting = token_of(&mut owner, "accounting");
    let mut accounting = Client::new(&server.address, &accounting);
    let invoice = accounting.post(&format!("{path}/invoice"), &json!({}), 201);
    assert_eq!(invoice.text("/gross"), "71.40");
    let year = service.see(&path).text("/order_date")[..4].to_owned();
    assert_eq!(invoice.text("/number"), format!("RE-{year}-000001"));
    assert_eq!(balance(&mut accounting, "1400"), "71.40");
    assert_eq!(balance(&mut accounting, "8400"), "-60.00");
    assert_eq!(balance(&mut accounting, "1776"), "-11.40");

    // Part of it is paid.
    let part = json!({ "method": "invoice", "amount": "50.00", "customer": anna });
    accounting.post("/api/v1/payments", &part, 201);
    assert_eq!(balance(&mut accounting, "1400"), "21.40");
    assert_eq!(balance(&mut accounting, "1200"), "50.00");

    // The rest is shipped and invoiced; then 50.00 come in where 45.20 are owed.
    warehouse.post(&format!("{path}/ship"), &json!({}), 201);
    let second = accounting.post(&format!("{path}/invoice"), &json!({}), 201);
    assert_eq!((second.text("/number"), second.text("/gross")), (&*format!("RE-{year}-000002"), "23.80"));
    let over = json!({ "method": "invoice", "amount": "50.00", "customer": anna });
    let over = accounting.post("/api/v1/payments", &over, 201);
    assert_eq!(over.text("/unassigned"), "4.80");
    assert_eq!(balance(&mut accounting, "1400"), "-4.80");
    assert_eq!(balance(&mut accounting, "1200"), "100.00");
    assert_eq!(balance(&mut accounting, "3980"), "75.00");
    assert_eq!(balance(&mut accounting, "3960"), "50.00");
    assert_eq!(balance(&mut accounting, "8400"), "-80.00");
    assert_eq!(balance(&mut accounting, "1776"), "-15.20");

    // The order is complete; the customer has 4.80 too much with us.
    let shown = service.see(&path);
    assert_eq!(
        (shown.text("/state"), shown.text("/invoiced"), shown.text("/paid")),
        ("completed", "95.20", "95.20")
    );
    let customer = service.see(&format!("/api/v1/customers/{anna}"));
    assert_eq!(customer.text("/volume"), "95.20");
    assert_eq!((customer.text("/open_orders"), customer.text("/open_balance")), ("0.00", "-4.80"));

    // Who may not, is told so.
    assert_eq!(warehouse.post("/api/v1/payments", &json!({ "amount": "1" }), 403).code(), "forbidden");
    server.stop();
    books_balance_elsewhere(place);
    place.finish();
}

/// A token for somebody of this role, made by the owner.
fn token_of(owner: &mut Client, role: &str) -> String {
    owner.post("/api/v1/tokens", &json!({ "role": role, "name": role }), 201).text("/token").to_owned()
}

/// hledger accepts the export and comes to the same balances.
fn books_balance_elsewhere(place: &Place) {
    let journal = place.kontor_ok(&["export", "hledger"]);
    let file = path_in(place, "books.journal");
    std::fs::write(&file, &journal).expect("a file");
    let hledger = |args: &[&str]| {
        let output = Command::new("hledger").arg("-f").arg(&file).args(args).output();
        let output = output.expect("hledger is installed: run ./test");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "hledger {args:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    };
    hledger(&["check", "--strict"]);
    for (account, amount) in
        [("1400", "-4.80"), ("1200", "100.00"), ("3980", "75.00"), ("8400", "-80.00"), ("1776", "-15.20")]
    {
        let balance = hledger(&["balance", "--flat", "--no-total", account]);
        assert!(balance.contains(amount), "{account} is not {amount}: {balance}");
    }
}

#[test]
fn from_the_phone_to_the_ledger_on_sqlite() {
    from_the_phone_to_the_ledger(&Place::sqlite());
}

#[test]
fn from_the_phone_to_the_ledger_on_postgres() {
    from_the_phone_to_the_ledger(&Place::postgres());
}
