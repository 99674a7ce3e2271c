//! What happened to shipments. Released shapes: never edited, only followed by a new version.

use kontor_catalog::model::Sku;
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Currency, Date, Quantity};
use kontor_orders::model::OrderId;
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Carrier, ShipmentId, TrackingNumber};
use crate::records;

/// Goods left for a buyer, services were rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shipped {
    /// The new shipment.
    pub shipment: ShipmentId,
    /// The number on its delivery note.
    pub number: String,
    /// The order.
    pub order: OrderId,
    /// Where it left from.
    pub location: LocationCode,
    /// The day it left.
    pub date: Date,
    /// Who takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// The carrier's number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<TrackingNumber>,
    /// Whether nothing of the order was left to ship behind it.
    pub is_last: bool,
    /// What is in it.
    pub lines: Vec<ShippedLine>,
}

/// What is in a shipment of one line of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippedLine {
    /// The line of the order.
    pub line: i32,
    /// Its SKU.
    pub sku: Sku,
    /// How much.
    pub quantity: Quantity,
}

impl Event for Shipped {
    const KIND: &'static str = "fulfilment.shipped";

    fn subject(&self) -> i64 {
        self.shipment.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_shipped(self, rows, stamp)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({
            "shipment": self.shipment,
            "number": self.number,
            "order": self.order,
            "location": self.location,
            "date": self.date,
            "carrier": self.carrier,
            "tracking": self.tracking,
            "is_last": self.is_last,
            "lines": self.lines,
        })
    }
}

events![Shipped];

#[cfg(test)]
mod tests {
    use super::*;

    /// What was written once is read for ever.
    #[test]
    fn version_1_is_read_as_it_was_written() {
        let written = r#"{"shipment":"shp_0000000000007","number":"LS-2026-000001","order":"ord_0000000000003","location":"main","date":"2026-11-24","carrier":"DHL","is_last":false,"lines":[{"line":1,"sku":"TEA","quantity":"3"}]}"#;
        let read: Shipped = serde_json::from_str(written).unwrap();
        assert_eq!((Shipped::KIND, Shipped::VERSION), ("fulfilment.shipped", 1));
        assert_eq!((read.shipment, read.tracking.is_none()), (ShipmentId::new(7), true));
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
        let published = read.publish(Currency::EUR);
        assert_eq!((&published["lines"][0]["quantity"], &published["tracking"]), (&json!("3"), &Value::Null));
    }
}
