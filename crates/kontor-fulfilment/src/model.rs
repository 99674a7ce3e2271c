//! The words of this room as types.

use kontor_kernel::{id_type, text_type};

id_type! {
    /// A shipment.
    pub struct ShipmentId("shp");
}

text_type! {
    /// Who takes a shipment to the buyer: a parcel service or a forwarder.
    pub struct Carrier { max: 64 }
}

text_type! {
    /// The carrier's number of a parcel (*Sendungsnummer*).
    pub struct TrackingNumber { max: 100 }
}
