//! The tables of this room, and the only place that changes them.

use kontor_catalog::model::Sku;
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Date, Quantity, Timestamp};
use kontor_orders::model::OrderId;
use kontor_store::desk::Rows;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::Shipped;
use crate::model::{Carrier, ShipmentId, TrackingNumber};

record! {
    /// A shipment. Never changed once it has left.
    pub struct Shipment in "fulfilment_shipment", business, brief {
        key {
            /// Its id.
            id: ShipmentId,
        }
        /// The number on the delivery note.
        number: String,
        /// The order it belongs to.
        order_id: OrderId,
        /// Where it left from.
        location: LocationCode,
        /// The day it left, in the merchant's zone.
        date: Date,
        /// Who takes it.
        carrier: Option<Carrier>,
        /// The carrier's number of it.
        tracking: Option<TrackingNumber>,
        /// When it was recorded.
        shipped_at: Timestamp,
        /// The position of the event that made it.
        version: i64,
    }
}

record! {
    /// What is in a shipment of one line of its order.
    pub struct ShipmentLine in "fulfilment_shipment_line", business, brief {
        key {
            /// The shipment.
            shipment: ShipmentId,
            /// The line of the order.
            line: i32,
        }
        /// The SKU as of the order.
        sku: Sku,
        /// How much.
        quantity: Quantity,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait FulfilmentTables, FulfilmentTablesMut {
        /// Shipments.
        shipments, shipments_mut: Shipment;
        /// Their lines.
        shipment_lines, shipment_lines_mut: ShipmentLine;
    }
}

pub(crate) fn apply_shipped(event: &Shipped, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    rows.shipments_mut().insert(Shipment {
        id: event.shipment,
        number: event.number.clone(),
        order_id: event.order,
        location: event.location,
        date: event.date,
        carrier: event.carrier.clone(),
        tracking: event.tracking.clone(),
        shipped_at: stamp.at,
        version: stamp.position,
    });
    for line in &event.lines {
        rows.shipment_lines_mut().insert(ShipmentLine {
            shipment: event.shipment,
            line: line.line,
            sku: line.sku.clone(),
            quantity: line.quantity,
        });
    }
    Ok(())
}
