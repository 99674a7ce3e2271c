//! What happened to stock. Released shapes: never edited, only followed by a new version.

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Amount, Currency, Date, Quantity, UnitPrice};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{
    AdjustmentId, HolderQuantity, LocationCode, LocationName, Reason, ReceiptId, ReceiptReference,
};
use crate::records;

/// A location was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationAdded {
    /// Its code.
    pub code: LocationCode,
    /// What people call it.
    pub name: LocationName,
}

impl Event for LocationAdded {
    const KIND: &'static str = "inventory.location_added";

    /// Locations have no id; there are few of them.
    fn subject(&self) -> i64 {
        0
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_location_added(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "code": self.code, "name": self.name })
    }
}

/// Goods came in. Those who waited for them have them already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Where the goods lie now.
    pub location: LocationCode,
    /// The day they came.
    pub date: Date,
    /// The supplier's number of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<ReceiptReference>,
    /// What came.
    pub lines: Vec<ReceivedLine>,
    /// Who had waited and got how much, the oldest first within each product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<HolderQuantity>,
}

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedLine {
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// How much.
    pub quantity: Quantity,
    /// What one unit cost.
    pub unit_cost: UnitPrice,
    /// What the line cost: quantity × unit cost, rounded once.
    pub value: Amount,
}

impl Event for Received {
    const KIND: &'static str = "inventory.received";

    fn subject(&self) -> i64 {
        self.receipt.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_received(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let line = |line: &ReceivedLine| {
            json!({
                "product": line.product,
                "sku": line.sku,
                "quantity": line.quantity,
                "unit_cost": line.unit_cost,
                "value": line.value.text(currency),
            })
        };
        json!({
            "receipt": self.receipt,
            "location": self.location,
            "date": self.date,
            "reference": self.reference,
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "currency": currency,
        })
    }
}

/// Stock was counted, damaged, lost or found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// The adjustment.
    pub adjustment: AdjustmentId,
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Where.
    pub location: LocationCode,
    /// The day it counts for.
    pub date: Date,
    /// How much more there is; below zero, how much less; zero, when a count agreed.
    pub quantity: Quantity,
    /// How much more the stock is worth.
    pub value: Amount,
    /// What one unit of a gain cost, when it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<UnitPrice>,
    /// Why.
    pub reason: Reason,
    /// Who had waited and got how much of a gain, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<HolderQuantity>,
    /// Who lost what was reserved and waits for it again, the youngest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shorted: Vec<HolderQuantity>,
}

impl Event for Adjusted {
    const KIND: &'static str = "inventory.adjusted";

    fn subject(&self) -> i64 {
        self.product.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_adjusted(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "adjustment": self.adjustment,
            "product": self.product,
            "sku": self.sku,
            "location": self.location,
            "date": self.date,
            "quantity": self.quantity,
            "value": self.value.text(currency),
            "reason": self.reason,
            "currency": currency,
        })
    }
}

/// Goods were set aside for an order; what is not there yet waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// The order.
    pub holder: i64,
    /// Where the goods are taken from.
    pub location: LocationCode,
    /// What was set aside.
    pub lines: Vec<ReservedLine>,
}

/// A line of a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedLine {
    /// The order's line.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// How much is set aside.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub reserved: Quantity,
    /// How much is waited for.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub waiting: Quantity,
}

impl Event for Reserved {
    const KIND: &'static str = "inventory.reserved";

    fn subject(&self) -> i64 {
        self.holder
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_reserved(self, rows, stamp)
    }

    fn publish(&self, _: Currency) -> Value {
        let line = |line: &ReservedLine| {
            json!({
                "line": line.line,
                "product": line.product,
                "reserved": line.reserved,
                "waiting": line.waiting,
            })
        };
        let lines: Vec<_> = self.lines.iter().map(line).collect();
        json!({ "location": self.location, "lines": lines })
    }
}

/// Goods are no longer wanted by an order. Those who waited for them have them already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The order.
    pub holder: i64,
    /// What it gave back.
    pub lines: Vec<ReleasedLine>,
    /// Who had waited and got how much, the oldest first within each product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<HolderQuantity>,
}

/// What a line of an order gave back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleasedLine {
    /// The order's line.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// Where it lies.
    pub location: LocationCode,
    /// How much was set aside and is free now.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub reserved: Quantity,
    /// How much is no longer waited for.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub waiting: Quantity,
}

impl Event for Released {
    const KIND: &'static str = "inventory.released";

    fn subject(&self) -> i64 {
        self.holder
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_released(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        let line = |line: &ReleasedLine| {
            json!({
                "line": line.line,
                "product": line.product,
                "location": line.location,
                "reserved": line.reserved,
                "waiting": line.waiting,
            })
        };
        json!({ "lines": self.lines.iter().map(line).collect::<Vec<_>>() })
    }
}

/// Goods went out to a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The order whose reservations are used up.
    pub holder: i64,
    /// The shipment or counter sale.
    pub document: i64,
    /// The day they went.
    pub date: Date,
    /// What went out.
    pub lines: Vec<IssuedLine>,
}

/// What went out for a line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLine {
    /// The order's line.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// Where it was taken from.
    pub location: LocationCode,
    /// How much.
    pub quantity: Quantity,
    /// What it had cost, at the moving average.
    pub value: Amount,
}

impl Event for Issued {
    const KIND: &'static str = "inventory.issued";

    fn subject(&self) -> i64 {
        self.document
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_issued(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let line = |line: &IssuedLine| {
            json!({
                "line": line.line,
                "product": line.product,
                "location": line.location,
                "quantity": line.quantity,
                "value": line.value.text(currency),
            })
        };
        json!({
            "date": self.date,
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "currency": currency,
        })
    }
}

/// A location was renamed, closed or opened again. What is absent stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationChanged {
    /// Its code.
    pub code: LocationCode,
    /// What people call it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<LocationName>,
    /// Whether it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
}

impl Event for LocationChanged {
    const KIND: &'static str = "inventory.location_changed";

    /// As of [`LocationAdded`].
    fn subject(&self) -> i64 {
        0
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_location_changed(self, rows, stamp)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "code": self.code, "name": self.name, "closed": self.closed })
    }
}

/// It was said at what quantity a product is short at a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThresholdSet {
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Where.
    pub location: LocationCode,
    /// At what quantity; none for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_at: Option<Quantity>,
}

impl Event for ThresholdSet {
    const KIND: &'static str = "inventory.threshold_set";

    fn subject(&self) -> i64 {
        self.product.raw()
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_threshold_set(self, rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "product": self.product, "sku": self.sku, "location": self.location, "low_at": self.low_at })
    }
}

events![LocationAdded, Received, Adjusted, Reserved, Released, Issued, LocationChanged, ThresholdSet];
