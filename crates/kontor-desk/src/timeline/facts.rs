//! What an event says to a person, as typed facts. What is only a consequence of another event of the same command says
//! nothing by itself.

use super::read::{of_bill, of_books, of_customer, of_order, of_product, of_shipment, of_stock, of_team};
use kontor_billing::model::{InvoiceId, PaymentId};
use kontor_catalog::model::{ProductId, Sku};
use kontor_customers::model::{CustomerId, CustomerNumber, PaymentMethod};
use kontor_fulfilment::model::{Carrier, ShipmentId, TrackingNumber};
use kontor_identity::model::{SignInBy, TokenName, UserId};
use kontor_identity::permissions::Role;
use kontor_inventory::model::{LocationCode, ReceiptId};
use kontor_kernel::{Amount, Date, Quantity, UnitPrice};
use kontor_ledger::model::AccountNumber;
use kontor_orders::model::{Channel, LineQuantity, OrderId};
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
