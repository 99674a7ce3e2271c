//! The tables of this room: derived from the journal, and made again from it at any time.

use kontor_kernel::text_enum;
use kontor_store::desk::TableEntry;
use kontor_store::record;

text_enum! {
    /// What a term finds.
    pub enum TermKind {
        /// A customer, by names, town, mail, phone and number.
        Customer = "customer",
        /// An order, by its number elsewhere and the buyer's reference.
        Order = "order",
        /// A payment, by what stands with it at the bank.
        Payment = "payment",
        /// A product, by SKU and name.
        Product = "product",
        /// A shipment, by the carrier's number.
        Shipment = "shipment",
    }
}

record! {
    /// A term by which something is found.
    pub struct Term in "desk_term", derived, brief {
        key {
            /// What it finds.
            kind: TermKind,
            /// The folded text.
            term: String,
            /// The id of what it finds.
            id: i64,
        }
    }
}

/// The tables of this room. Nothing decides by them, so no desk gives them out by name.
pub(crate) fn tables() -> Vec<TableEntry> {
    vec![TableEntry::of::<Term>()]
}
