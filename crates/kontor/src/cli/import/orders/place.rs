//! Orders are sent to the door, portion by portion in the order of the file, and what it answers is counted.

use kontor_catalog::model::Sku;
use kontor_customers::model::CustomerNumber;
use kontor_kernel::{Amount, Currency, Quantity, UnitPrice, limits, line_amount};
use kontor_orders::model::Reference;
use kontor_store::Fault;
use serde::Serialize;
use serde_json::{Value, json};

use super::super::refused::{Refused, Rejects};
use super::super::reject::Reject;
use super::super::report::Report;
use super::Orders;
use super::gather::FileOrder;
use crate::cli::door::{Door, filtered, pause};

/// What this import counts.
pub(super) const COUNTS: [(&str, &str); 6] = [
    ("orders", "orders"),
    ("lines", "lines of these orders"),
    ("orders_here_already", "orders that were here already"),
    ("lines_here_already", "lines of those"),
    ("products", "products added"),
    ("customers", "customers added"),
];

/// Where orders are placed.
pub(super) struct Placing<'a> {
    pub(super) args: &'a Orders,
    pub(super) door: &'a Door,
    pub(super) run: &'a str,
    pub(super) currency: Currency,
}

/// An order as the door takes it.
#[derive(Serialize)]
struct Body<'a> {
    external: &'a str,
    channel: Value,
    location: Value,
    basis: Value,
    order_date: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_number: Option<&'a str>,
    lines: Vec<LineBody<'a>>,
}

#[derive(Serialize)]
struct LineBody<'a> {
    sku: &'a Sku,
    quantity: Quantity,
    price: UnitPrice,
}

/// Many of them.
#[derive(Serialize)]
struct BatchBody<'a> {
    orders: Vec<Body<'a>>,
    complete: bool,
    unit_cost: UnitPrice,
}

impl Placing<'_> {
    /// Places orders and counts them.
    ///
    /// # Errors
    /// When the door does not take orders at all, or has a fault with one.
    pub(super) async fn place(
        &self,
        mut orders: Vec<FileOrder>,
        report: &mut Report,
        rejects: &mut Rejects,
    ) -> Result<(), Fault> {
        let mut attempt = 1;
        while !orders.is_empty() {
            let results = self.send(&orders, attempt).await?;
            let mut left = Vec::new();
            for (order, result) in orders.into_iter().zip(results) {
                match result.get("status").and_then(Value::as_u64).unwrap_or(0) {
                    200..300 => self.took(&order, &result, report),
                    400..500 => self.refused(order, &result, report, rejects)?,
                    _ if attempt >= limits::DOOR_ATTEMPTS => return Err(gave_up(&order, &result)),
                    _ => left.push(order),
                }
            }
            orders = left;
            if !orders.is_empty() {
                pause(attempt).await;
                attempt += 1;
            }
        }
        Ok(())
    }

    /// Sends orders; a result for each.
    async fn send(&self, orders: &[FileOrder], attempt: u32) -> Result<Vec<Value>, Fault> {
        let body = BatchBody {
            orders: orders.iter().map(|order| self.body(order)).collect(),
            complete: self.args.complete,
            unit_cost: self.args.cost,
        };
        let body = serde_json::to_vec(&body).map_err(|error| {
            Fault::new(kontor_store::FaultKind::Bug, "orders that can't be written as JSON", error)
        })?;
        let first = orders.first().and_then(|order| order.lines.first()).map_or(0, |line| line.row.line);
        let key = format!("{}/{first}/{attempt}", self.run);
        let mut answered = self.door.post("/api/v1/imports/orders", body, &key).await?;
        match answered.body.get_mut("results").map(Value::take) {
            Some(Value::Array(results)) if results.len() == orders.len() => Ok(results),
            _ => Err(Fault::setting(format!(
                "the door does not take orders: {} [{}]",
                answered.text("/detail"),
                answered.text("/code")
            ))),
        }
    }

    fn body<'a>(&self, order: &'a FileOrder) -> Body<'a> {
        let head = &order.head;
        let line = |line: &'a super::line::Line| LineBody {
            sku: &line.sku,
            quantity: line.quantity,
            price: line.price,
        };
        Body {
            external: head.number.as_str(),
            channel: json!(head.channel),
            location: json!(self.args.location),
            basis: json!(head.basis),
            order_date: json!(head.date),
            payment_method: head.payment_method.map(|method| json!(method)),
            reference: head.reference.as_ref().map(Reference::as_str),
            customer_number: head.customer.as_ref().map(CustomerNumber::as_str),
            lines: order.lines.iter().map(line).collect(),
        }
    }

    fn took(&self, order: &FileOrder, result: &Value, report: &mut Report) {
        let gross = result.pointer("/order/gross").and_then(Value::as_str).unwrap_or_default();
        let gross = Amount::parse(gross, self.currency).unwrap_or(Amount::ZERO);
        self.count(order, gross, report);
    }

    fn count(&self, order: &FileOrder, gross: Amount, report: &mut Report) {
        report.count("orders", 1);
        report.count("lines", order.lines.len());
        let (sum, _) = report.sum.unwrap_or((Amount::ZERO, self.currency));
        report.sum = Some((sum.checked_add(gross).unwrap_or(sum), self.currency));
    }

    fn refused(
        &self,
        order: FileOrder,
        result: &Value,
        report: &mut Report,
        rejects: &mut Rejects,
    ) -> Result<(), Fault> {
        let text = |name| result.pointer(name).and_then(Value::as_str).unwrap_or_default();
        let (code, detail) = (text("/problem/code"), text("/problem/detail"));
        match code {
            "already_imported" => here_already(&order, report),
            "import_differs" if order.again => {
                let reject = Reject::LinesApart { number: order.head.number.to_string() };
                for line in order.lines {
                    rejects.add(Refused::by(line.row, &reject))?;
                }
            }
            _ => {
                for line in order.lines {
                    rejects.add(Refused::at_door(line.row, code, detail))?;
                }
            }
        }
        Ok(())
    }

    /// Counts what would be placed, as far as that can be told beforehand.
    ///
    /// # Errors
    /// When the door can't be asked.
    pub(super) async fn preview(&self, orders: &[FileOrder], report: &mut Report) -> Result<(), Fault> {
        for order in orders {
            let (channel, number) = (order.head.channel.to_string(), order.head.number.as_str());
            let filter = [("channel", channel.as_str()), ("external", number)];
            let found = self.door.get(&filtered("/api/v1/orders", &filter)).await?;
            if order.again || found.body.pointer("/items/0").is_some() {
                here_already(order, report);
            } else {
                let amounts = order.lines.iter().filter_map(|line| {
                    line_amount(line.price, line.price_base, line.quantity, self.currency)
                });
                self.count(order, Amount::sum(amounts).unwrap_or(Amount::ZERO), report);
            }
        }
        Ok(())
    }
}

fn here_already(order: &FileOrder, report: &mut Report) {
    report.count("orders_here_already", 1);
    report.count("lines_here_already", order.lines.len());
}

fn gave_up(order: &FileOrder, result: &Value) -> Fault {
    let text = |name| result.pointer(name).and_then(Value::as_str).unwrap_or_default();
    Fault::setting(format!(
        "the order {} could not be taken: {} [{}]; what was done stays done: run the import again",
        order.head.number,
        text("/problem/detail"),
        text("/problem/code")
    ))
}
