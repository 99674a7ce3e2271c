//! What an event says to a person, as typed facts. What is only a consequence of another event of the same command says
//! nothing by itself.

use std::any::Any;

use kontor_billing::events as billing;
use kontor_billing::model::{InvoiceId, PaymentId};
use kontor_catalog::events as catalog;
use kontor_catalog::model::{ProductId, Sku};
use kontor_customers::events as customers;
use kontor_customers::model::{CustomerId, CustomerNumber, PaymentMethod};
use kontor_fulfilment::events as fulfilment;
use kontor_fulfilment::model::{Carrier, ShipmentId, TrackingNumber};
use kontor_identity::events as identity;
use kontor_identity::model::{SignInBy, TokenName, UserId};
use kontor_identity::permissions::Role;
use kontor_inventory::events as inventory;
use kontor_inventory::model::{LocationCode, ReceiptId};
use kontor_kernel::{Amount, Date, Quantity, UnitPrice};
use kontor_ledger::events as ledger;
use kontor_ledger::model::{AccountNumber, Side};
use kontor_orders::events as orders;
use kontor_orders::model::{Channel, LineQuantity, OrderId, order_number};
use kontor_store::event::ErasedEvent;

/// What happened, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An order was placed.
    OrderPlaced {
        /// The order.
        order: OrderId,
        /// Its number.
        number: String,
        /// Where it came in.
        channel: Channel,
        /// How many lines.
        lines: usize,
        /// How many of them wait for goods.
        waiting: usize,
        /// Its total with tax.
        gross: Amount,
    },
    /// Goods came in for lines that waited.
    LinesAllocated {
        /// The order.
        order: OrderId,
        /// How much of which line.
        lines: Vec<LineQuantity>,
    },
    /// Reserved goods were not there after all; lines wait again.
    LinesShorted {
        /// The order.
        order: OrderId,
        /// How much of which line.
        lines: Vec<LineQuantity>,
    },
    /// Goods were handed over without a shipment, as over the counter.
    HandedOver {
        /// The order.
        order: OrderId,
        /// How much of which line.
        lines: Vec<LineQuantity>,
    },
    /// Lines were cancelled.
    OrderCancelled {
        /// The order.
        order: OrderId,
        /// Whether nothing of it is left.
        whole: bool,
        /// What they came to, with tax.
        gross: Amount,
        /// Why.
        reason: String,
    },
    /// Nothing is left to do.
    OrderCompleted {
        /// The order.
        order: OrderId,
    },
    /// A shipment left.
    ShipmentSent {
        /// The shipment.
        shipment: ShipmentId,
        /// Its number.
        number: String,
        /// The order.
        order: OrderId,
        /// Who takes it.
        carrier: Option<Carrier>,
        /// The carrier's number of it.
        tracking: Option<TrackingNumber>,
        /// What is in it.
        lines: Vec<(Sku, Quantity)>,
        /// Whether nothing of the order was left to ship.
        is_last: bool,
    },
    /// An invoice was issued.
    InvoiceIssued {
        /// The invoice.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// The order.
        order: OrderId,
        /// Its total with tax.
        gross: Amount,
        /// The day by which it is to be paid.
        due: Date,
    },
    /// An invoice was corrected.
    InvoiceCredited {
        /// The credit note.
        credit_note: InvoiceId,
        /// Its number.
        number: String,
        /// The invoice.
        corrects: InvoiceId,
        /// What it takes back, with tax.
        gross: Amount,
        /// Why.
        reason: String,
    },
    /// Money came in.
    PaymentRecorded {
        /// The payment.
        payment: PaymentId,
        /// Its number.
        number: String,
        /// How it was paid.
        method: PaymentMethod,
        /// How much.
        amount: Amount,
        /// What of it settles no invoice.
        unassigned: Amount,
    },
    /// Money went back.
    PaymentRefunded {
        /// The refund.
        refund: PaymentId,
        /// Its number.
        number: String,
        /// The payment that was paid back.
        payment: PaymentId,
        /// How much.
        amount: Amount,
        /// Why.
        reason: String,
    },
    /// An entry of the books.
    Booked {
        /// Its number.
        entry: i64,
        /// What it is about.
        text: String,
        /// The sum of its debit side.
        total: Amount,
    },
    /// An account was added.
    AccountAdded {
        /// Its number.
        account: AccountNumber,
        /// Its German and its English name.
        names: (String, String),
    },
    /// A customer was registered.
    CustomerRegistered {
        /// The customer.
        customer: CustomerId,
        /// Their number.
        number: CustomerNumber,
    },
    /// A customer's card or terms were changed.
    CustomerChanged {
        /// The customer.
        customer: CustomerId,
    },
    /// A duplicate was merged into a customer.
    CustomerMerged {
        /// Who survives.
        customer: CustomerId,
        /// The duplicate.
        from: CustomerId,
    },
    /// A customer's personal data was erased.
    CustomerErased {
        /// The customer.
        customer: CustomerId,
    },
    /// Somebody wrote a note about a customer.
    CustomerNoted {
        /// The customer.
        customer: CustomerId,
    },
    /// A note about a customer was removed.
    NoteRemoved {
        /// The customer.
        customer: CustomerId,
    },
    /// A product was added.
    ProductAdded {
        /// The product.
        product: ProductId,
        /// Its SKU.
        sku: Sku,
        /// Its price.
        price: UnitPrice,
    },
    /// A product was changed.
    ProductChanged {
        /// The product.
        product: ProductId,
        /// Its SKU.
        sku: Sku,
        /// Its new price, if that changed.
        price: Option<UnitPrice>,
        /// Whether it was taken out of sale, or back in.
        archived: Option<bool>,
    },
    /// Goods came in.
    GoodsReceived {
        /// The receipt.
        receipt: ReceiptId,
        /// Where they lie.
        location: LocationCode,
        /// What came.
        lines: Vec<(Sku, Quantity)>,
    },
    /// Stock was counted, damaged, lost or found.
    StockAdjusted {
        /// The product's SKU.
        sku: Sku,
        /// Where.
        location: LocationCode,
        /// How much more there is.
        quantity: Quantity,
        /// Why.
        reason: String,
    },
    /// A location was added.
    LocationAdded {
        /// Its code.
        code: LocationCode,
    },
    /// The merchant was founded.
    Founded {
        /// Its name.
        name: String,
    },
    /// A token was made.
    TokenCreated {
        /// What it is for.
        name: TokenName,
        /// What its bearer does.
        role: Role,
    },
    /// A token was revoked.
    TokenRevoked,
    /// Somebody was invited.
    MemberInvited {
        /// What they are to do.
        role: Role,
    },
    /// Somebody joined.
    MemberJoined {
        /// Who.
        user: UserId,
        /// What they do.
        role: Role,
    },
    /// Somebody does something else now.
    MemberChanged {
        /// Who.
        user: UserId,
        /// What they do.
        role: Role,
    },
    /// Somebody works here no more.
    MemberRemoved {
        /// Who.
        user: UserId,
    },
    /// Somebody signed in.
    SignedIn {
        /// Who.
        user: UserId,
        /// By what.
        by: SignInBy,
    },
    /// Something that has no words of its own yet: its kind.
    Other {
        /// `room.what_happened`.
        kind: String,
    },
}

/// Events that say nothing by themselves: another of the same command tells it.
const SILENT: &[&str] = &[
    "customers.account_moved",
    "inventory.issued",
    "inventory.released",
    "inventory.reserved",
    "ledger.number_taken",
    "ledger.opened",
    "orders.credited",
    "orders.invoiced",
    "orders.paid",
    "identity.signed_out",
];

impl Fact {
    /// What an event says; nothing when it is a consequence of another one.
    #[must_use]
    pub fn of(event: &dyn ErasedEvent) -> Option<Self> {
        let kind = event.kind();
        if SILENT.contains(&kind) {
            return None;
        }
        let any = event.as_any();
        let fact = match kind.split('.').next() {
            Some("orders") => of_order(any),
            Some("fulfilment") => of_shipment(any),
            Some("billing") => of_bill(any),
            Some("ledger") => of_books(any),
            Some("inventory") => of_stock(any),
            Some("identity") => of_team(any),
            Some("customers") => of_customer(any),
            Some("catalog") => of_product(any),
            _ => None,
        };
        Some(fact.unwrap_or_else(|| Self::Other { kind: kind.to_owned() }))
    }
}

fn of_order(event: &dyn Any) -> Option<Fact> {
    if let Some(placed) = event.downcast_ref::<orders::Placed>() {
        let gross = Amount::sum(placed.lines.iter().map(orders::PlacedLine::gross)).unwrap_or_default();
        return Some(Fact::OrderPlaced {
            order: placed.order,
            number: order_number(placed.sequence),
            channel: placed.channel,
            lines: placed.lines.len(),
            waiting: placed.lines.iter().filter(|line| line.waiting.is_positive()).count(),
            gross,
        });
    }
    if let Some(orders::Allocated { order, lines }) = event.downcast_ref() {
        let is_short = lines.iter().any(|line| line.quantity.thousandths() < 0);
        let turned = |line: &LineQuantity| LineQuantity {
            line: line.line,
            quantity: Quantity::new(line.quantity.thousandths().saturating_abs()),
        };
        let lines = lines.iter().map(turned).collect();
        return Some(if is_short {
            Fact::LinesShorted { order: *order, lines }
        } else {
            Fact::LinesAllocated { order: *order, lines }
        });
    }
    if let Some(shipped) = event.downcast_ref::<orders::Shipped>() {
        return Some(Fact::HandedOver { order: shipped.order, lines: shipped.lines.clone() });
    }
    if let Some(cancelled) = event.downcast_ref::<orders::Cancelled>() {
        return Some(Fact::OrderCancelled {
            order: cancelled.order,
            whole: cancelled.whole,
            gross: cancelled.gross,
            reason: cancelled.reason.clone(),
        });
    }
    let completed = event.downcast_ref::<orders::Completed>()?;
    Some(Fact::OrderCompleted { order: completed.order })
}

fn of_shipment(event: &dyn Any) -> Option<Fact> {
    let shipped = event.downcast_ref::<fulfilment::Shipped>()?;
    Some(Fact::ShipmentSent {
        shipment: shipped.shipment,
        number: shipped.number.clone(),
        order: shipped.order,
        carrier: shipped.carrier.clone(),
        tracking: shipped.tracking.clone(),
        lines: shipped.lines.iter().map(|line| (line.sku.clone(), line.quantity)).collect(),
        is_last: shipped.is_last,
    })
}

fn of_bill(event: &dyn Any) -> Option<Fact> {
    if let Some(invoiced) = event.downcast_ref::<billing::Invoiced>() {
        return Some(Fact::InvoiceIssued {
            invoice: invoiced.id,
            number: invoiced.number.clone(),
            order: invoiced.order,
            gross: invoiced.totals().unwrap_or_default().gross,
            due: invoiced.due_date(),
        });
    }
    if let Some(credited) = event.downcast_ref::<billing::Credited>() {
        return Some(Fact::InvoiceCredited {
            credit_note: credited.id,
            number: credited.number.clone(),
            corrects: credited.corrects,
            gross: credited.totals().unwrap_or_default().gross,
            reason: credited.reason.to_string(),
        });
    }
    if let Some(paid) = event.downcast_ref::<billing::Paid>() {
        return Some(Fact::PaymentRecorded {
            payment: paid.id,
            number: paid.number.clone(),
            method: paid.method,
            amount: paid.amount,
            unassigned: paid.unassigned(),
        });
    }
    let refunded = event.downcast_ref::<billing::Refunded>()?;
    Some(Fact::PaymentRefunded {
        refund: refunded.id,
        number: refunded.number.clone(),
        payment: refunded.payment,
        amount: refunded.amount,
        reason: refunded.reason.to_string(),
    })
}

fn of_books(event: &dyn Any) -> Option<Fact> {
    if let Some(booked) = event.downcast_ref::<ledger::Booked>() {
        let debit = booked.postings.iter().filter(|posting| posting.side == Side::Debit);
        let total = Amount::sum(debit.map(|posting| posting.amount)).unwrap_or_default();
        return Some(Fact::Booked { entry: booked.entry, text: booked.text.clone(), total });
    }
    let ledger::AccountAdded { account } = event.downcast_ref()?;
    let names = (account.name_de.clone(), account.name_en.clone());
    Some(Fact::AccountAdded { account: account.number, names })
}

fn of_stock(event: &dyn Any) -> Option<Fact> {
    if let Some(received) = event.downcast_ref::<inventory::Received>() {
        return Some(Fact::GoodsReceived {
            receipt: received.receipt,
            location: received.location,
            lines: received.lines.iter().map(|line| (line.sku.clone(), line.quantity)).collect(),
        });
    }
    if let Some(adjusted) = event.downcast_ref::<inventory::Adjusted>() {
        return Some(Fact::StockAdjusted {
            sku: adjusted.sku.clone(),
            location: adjusted.location,
            quantity: adjusted.quantity,
            reason: adjusted.reason.to_string(),
        });
    }
    let added = event.downcast_ref::<inventory::LocationAdded>()?;
    Some(Fact::LocationAdded { code: added.code })
}

fn of_team(event: &dyn Any) -> Option<Fact> {
    if let Some(founded) = event.downcast_ref::<identity::OrgFounded>() {
        return Some(Fact::Founded { name: founded.name.to_string() });
    }
    if let Some(created) = event.downcast_ref::<identity::TokenCreated>() {
        return Some(Fact::TokenCreated { name: created.name.clone(), role: created.role });
    }
    if event.is::<identity::TokenRevoked>() {
        return Some(Fact::TokenRevoked);
    }
    if let Some(invited) = event.downcast_ref::<identity::MemberInvited>() {
        return Some(Fact::MemberInvited { role: invited.role });
    }
    if let Some(joined) = event.downcast_ref::<identity::MemberJoined>() {
        return Some(Fact::MemberJoined { user: joined.user, role: joined.role });
    }
    if let Some(changed) = event.downcast_ref::<identity::MemberChanged>() {
        return Some(Fact::MemberChanged { user: changed.user, role: changed.role });
    }
    if let Some(removed) = event.downcast_ref::<identity::MemberRemoved>() {
        return Some(Fact::MemberRemoved { user: removed.user });
    }
    let signed = event.downcast_ref::<identity::SignedIn>()?;
    Some(Fact::SignedIn { user: signed.user, by: signed.by })
}

fn of_customer(event: &dyn Any) -> Option<Fact> {
    if let Some(registered) = event.downcast_ref::<customers::Registered>() {
        let (customer, number) = (registered.customer, registered.number.clone());
        return Some(Fact::CustomerRegistered { customer, number });
    }
    if let Some(customers::Changed { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerChanged { customer: *customer });
    }
    if let Some(customers::Merged { customer, from, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerMerged { customer: *customer, from: *from });
    }
    if let Some(customers::Erased { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerErased { customer: *customer });
    }
    if let Some(customers::Noted { customer, .. }) = event.downcast_ref() {
        return Some(Fact::CustomerNoted { customer: *customer });
    }
    let customers::NoteRemoved { customer, .. } = event.downcast_ref()?;
    Some(Fact::NoteRemoved { customer: *customer })
}

fn of_product(event: &dyn Any) -> Option<Fact> {
    if let Some(added) = event.downcast_ref::<catalog::ProductAdded>() {
        let (product, sku, price) = (added.product, added.sku.clone(), added.price);
        return Some(Fact::ProductAdded { product, sku, price });
    }
    let changed = event.downcast_ref::<catalog::ProductChanged>()?;
    Some(Fact::ProductChanged {
        product: changed.product,
        sku: changed.sku.clone(),
        price: changed.price,
        archived: changed.archived,
    })
}
