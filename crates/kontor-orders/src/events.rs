//! What happened to orders. Released shapes: never edited, only followed by a new version.

use kontor_catalog::model::{PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Currency, Date, Quantity, TaxRate, UnitPrice};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Channel, ExternalNumber, LineQuantity, OrderId, Reference, order_number};
use crate::records;

/// An order was placed: received, priced, taxed, and its goods reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The new order.
    pub order: OrderId,
    /// The counter's value, of which its number is made.
    pub sequence: i64,
    /// Who ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The customer's order before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_prev: Option<OrderId>,
    /// Where it came in.
    pub channel: Channel,
    /// Where it is shipped from.
    pub location: LocationCode,
    /// Whether prices are net or gross.
    pub basis: PriceBasis,
    /// How it is to be paid.
    pub payment_method: PaymentMethod,
    /// The day it was ordered.
    pub order_date: Date,
    /// The buyer's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Its number in the channel it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external: Option<ExternalNumber>,
    /// The lines, numbered from 1.
    pub lines: Vec<PlacedLine>,
}

/// A line of a placed order. What most lines have in common is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedLine {
    /// The product.
    pub product: ProductId,
    /// Its SKU as of then.
    pub sku: Sku,
    /// Its name as of then.
    pub name: ProductName,
    /// The unit, unless it is a piece.
    #[serde(default, skip_serializing_if = "Unit::is_piece")]
    pub unit: Unit,
    /// Goods, unless said otherwise.
    #[serde(default = "goods", skip_serializing_if = "is_goods")]
    pub kind: ProductKind,
    /// How much.
    pub quantity: Quantity,
    /// The price of one base quantity, in the order's basis.
    pub price: UnitPrice,
    /// The quantity the price is for, unless it is one.
    #[serde(default = "Quantity::one", skip_serializing_if = "Quantity::is_one")]
    pub price_base: Quantity,
    /// The tax class.
    pub tax_class: TaxClass,
    /// The tax rate.
    pub tax_rate: TaxRate,
    /// The line without tax.
    pub net: Amount,
    /// Its tax.
    pub tax: Amount,
    /// How much of it waits for goods.
    #[serde(default, skip_serializing_if = "Quantity::is_zero")]
    pub waiting: Quantity,
}

fn goods() -> ProductKind {
    ProductKind::Goods
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_goods(kind: &ProductKind) -> bool {
    *kind == ProductKind::Goods
}

impl PlacedLine {
    /// The line with tax.
    #[must_use]
    pub fn gross(&self) -> Amount {
        Amount::new(self.net.minor().saturating_add(self.tax.minor()))
    }
}

impl Placed {
    /// The sum of one figure over the lines.
    ///
    /// # Errors
    /// `Stop::Broken` when it is beyond all bounds; the decision has refused that.
    pub(crate) fn total(&self, figure: impl Fn(&PlacedLine) -> Amount) -> Result<Amount, Stop> {
        Amount::sum(self.lines.iter().map(figure))
            .ok_or_else(|| Stop::Broken("a total beyond all bounds".to_owned()))
    }
}

impl Event for Placed {
    const KIND: &'static str = "orders.placed";

    fn subject(&self) -> i64 {
        self.order.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_placed(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        let lines = (1..).zip(&self.lines).map(|(number, line): (i32, &PlacedLine)| {
            json!({
                "line": number,
                "product": line.product,
                "sku": line.sku,
                "name": line.name,
                "unit": line.unit,
                "kind": line.kind,
                "quantity": line.quantity,
                "price": line.price,
                "price_base": line.price_base,
                "tax_class": line.tax_class,
                "tax_rate": line.tax_rate,
                "net": line.net.text(currency),
                "tax": line.tax.text(currency),
                "gross": line.gross().text(currency),
                "backordered": line.waiting,
            })
        });
        json!({
            "order": self.order,
            "number": order_number(self.sequence),
            "customer": self.customer,
            "channel": self.channel,
            "location": self.location,
            "basis": self.basis,
            "payment_method": self.payment_method,
            "order_date": self.order_date,
            "reference": self.reference,
            "external": self.external,
            "currency": currency,
            "lines": lines.collect::<Vec<_>>(),
        })
    }
}

/// Defines an event that moves quantities of an order's lines.
macro_rules! line_event {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $apply:ident { $( $(#[$fmeta:meta])* $field:ident : $fty:ty ),* }, $publish:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The order.
            pub order: OrderId,
            $( $(#[$fmeta])* pub $field: $fty, )*
        }

        impl Event for $name {
            const KIND: &'static str = $kind;

            fn subject(&self) -> i64 {
                self.order.raw()
            }

            fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
                records::$apply(self, rows, stamp)
            }

            fn publish(&self, currency: Currency) -> Value {
                let publish: fn(&Self, Currency) -> Value = $publish;
                publish(self, currency)
            }
        }
    };
}

line_event! {
    /// Goods came in for lines that waited for them: they are reserved now.
    Allocated, "orders.allocated", apply_allocated {
        /// How much of which line. Below zero, reserved goods were not there after all, and the line waits again.
        lines: Vec<LineQuantity>
    },
    |event, _| json!({ "order": event.order, "lines": event.lines })
}

line_event! {
    /// Goods were handed over, services rendered.
    Shipped, "orders.shipped", apply_shipped {
        /// The shipment or other document behind it.
        document: i64,
        /// The day.
        date: Date,
        /// How much of which line.
        lines: Vec<LineQuantity>
    },
    |event, _| json!({ "order": event.order, "date": event.date, "lines": event.lines })
}

line_event! {
    /// Lines were invoiced.
    Invoiced, "orders.invoiced", apply_invoiced {
        /// The invoice.
        document: i64,
        /// What it comes to with tax.
        gross: Amount,
        /// What the order had planned for these lines, with tax; a cent may lie between the two.
        planned: Amount,
        /// How much of which line.
        lines: Vec<LineQuantity>
    },
    |event, currency| json!({
        "order": event.order, "gross": event.gross.text(currency), "currency": currency, "lines": event.lines,
    })
}

line_event! {
    /// An invoice of the order was credited, in part or whole.
    Credited, "orders.credited", apply_credited {
        /// The credit note.
        document: i64,
        /// What it takes back, with tax.
        gross: Amount,
        /// How much of which line it takes back.
        lines: Vec<LineQuantity>
    },
    |event, currency| json!({
        "order": event.order, "gross": event.gross.text(currency), "currency": currency, "lines": event.lines,
    })
}

line_event! {
    /// Money for the order's invoices came in, or went back when below zero.
    Paid, "orders.paid", apply_paid {
        /// The payment.
        document: i64,
        /// How much.
        amount: Amount
    },
    |event, currency| json!({ "order": event.order, "amount": event.amount.text(currency), "currency": currency })
}

line_event! {
    /// What was open of some lines was cancelled.
    Cancelled, "orders.cancelled", apply_cancelled {
        /// Why.
        reason: String,
        /// Whether nothing of the order is left.
        whole: bool,
        /// What the order had planned for these lines, with tax.
        gross: Amount,
        /// How much of which line.
        lines: Vec<LineQuantity>
    },
    |event, currency| json!({
        "order": event.order, "reason": event.reason, "whole": event.whole, "gross": event.gross.text(currency),
        "currency": currency, "lines": event.lines,
    })
}

line_event! {
    /// Nothing is left to deliver, invoice or pay.
    Completed, "orders.completed", apply_completed {},
    |event, _| json!({ "order": event.order })
}

events![Placed, Allocated, Shipped, Invoiced, Credited, Paid, Cancelled, Completed];
