//! What happened to customers. Released shapes: never edited, only followed by a new version.

use kontor_kernel::{Amount, Currency};
use kontor_store::desk::Rows;
use kontor_store::journal::Sha256Digest;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{ContactId, CustomerId, CustomerKind, CustomerNumber, Language, NoteId, PaymentMethod};
use crate::records;

/// A customer was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The new customer.
    pub customer: CustomerId,
    /// Its number.
    pub number: CustomerNumber,
    /// The counter's value behind which the counter goes on, when the number is one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// Person or company.
    pub kind: CustomerKind,
    /// Where names and addresses are.
    pub contact: ContactId,
    /// Their salted digest.
    pub contact_digest: Sha256Digest,
    /// The language of documents and messages.
    pub language: Language,
    /// How they prefer to pay.
    pub payment_method: PaymentMethod,
    /// Days until an invoice is due.
    pub terms_days: i32,
    /// What may be ordered and owed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Amount>,
}

impl Event for Registered {
    const KIND: &'static str = "customers.registered";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_registered(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "customer": self.customer,
            "number": self.number,
            "kind": self.kind,
            "contact": self.contact,
            "language": self.language,
            "payment_method": self.payment_method,
            "terms_days": self.terms_days,
            "credit_limit": self.credit_limit.map(|limit| limit.text(currency)),
            "currency": currency,
        })
    }
}

/// What a customer has ordered or owes changed, because of a document. All figures are differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMoved {
    /// The customer.
    pub customer: CustomerId,
    /// The order, invoice or payment behind it; also the subject, so that it lies beside that document's events.
    pub document: i64,
    /// Orders more or fewer. Above zero, the document is the customer's newest order.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order_count: i64,
    /// Change of the volume ordered.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub volume: Amount,
    /// Change of what is ordered and not yet invoiced.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_orders: Amount,
    /// Change of what is invoiced and not yet paid.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_balance: Amount,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nothing(amount: &Amount) -> bool {
    *amount == Amount::ZERO
}

impl Event for AccountMoved {
    const KIND: &'static str = "customers.account_moved";

    fn subject(&self) -> i64 {
        self.document
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_account_moved(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "customer": self.customer,
            "order_count": self.order_count,
            "volume": self.volume.text(currency),
            "open_orders": self.open_orders.text(currency),
            "open_balance": self.open_balance.text(currency),
            "currency": currency,
        })
    }
}

/// A customer was changed. What is absent stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The customer.
    pub customer: CustomerId,
    /// Person or company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<CustomerKind>,
    /// The new contact card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<NewCard>,
    /// The language of documents and messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// How they prefer to pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// Days until an invoice is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_days: Option<i32>,
    /// What may be ordered and owed together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<NewLimit>,
}

/// Where a new contact card lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCard {
    /// The contact version.
    pub contact: ContactId,
    /// Its salted digest.
    pub digest: Sha256Digest,
}

/// A new credit limit, or that there is none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewLimit {
    /// No limit.
    None,
    /// This much.
    Amount(Amount),
}

impl NewLimit {
    /// The limit, if there is one.
    #[must_use]
    pub fn amount(self) -> Option<Amount> {
        match self {
            Self::None => None,
            Self::Amount(amount) => Some(amount),
        }
    }
}

impl From<Option<Amount>> for NewLimit {
    fn from(limit: Option<Amount>) -> Self {
        limit.map_or(Self::None, Self::Amount)
    }
}

impl Event for Changed {
    const KIND: &'static str = "customers.changed";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_changed(self, rows, stamp)
    }

    /// A limit that was taken away is shown as the text `none`.
    fn publish(&self, currency: Currency) -> Value {
        let limit = |limit: NewLimit| {
            limit.amount().map_or_else(|| "none".to_owned(), |amount| amount.text(currency))
        };
        json!({
            "customer": self.customer,
            "kind": self.kind,
            "contact": self.card.map(|card| card.contact),
            "language": self.language,
            "payment_method": self.payment_method,
            "terms_days": self.terms_days,
            "credit_limit": self.credit_limit.map(limit),
            "currency": currency,
        })
    }
}

/// Somebody wrote a note about a customer. The note lies beside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The customer.
    pub customer: CustomerId,
    /// The note.
    pub note: NoteId,
    /// Its salted digest.
    pub digest: Sha256Digest,
}

impl Event for Noted {
    const KIND: &'static str = "customers.noted";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "customer": self.customer, "note": self.note })
    }
}

/// A note about a customer was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRemoved {
    /// The customer.
    pub customer: CustomerId,
    /// The note.
    pub note: NoteId,
}

impl Event for NoteRemoved {
    const KIND: &'static str = "customers.note_removed";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, _: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "customer": self.customer, "note": self.note })
    }
}

/// A customer's personal data was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The customer.
    pub customer: CustomerId,
    /// The duplicates that had been merged into them: theirs was erased as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<CustomerId>,
}

impl Event for Erased {
    const KIND: &'static str = "customers.erased";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_erased(self, rows, stamp)
    }

    fn publish(&self, _: Currency) -> Value {
        json!({ "customer": self.customer, "duplicates": self.duplicates })
    }
}

/// A duplicate was merged into a customer, with its figures as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Who survives.
    pub customer: CustomerId,
    /// The duplicate.
    pub from: CustomerId,
    /// Its orders.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order_count: i64,
    /// Its volume ordered.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub volume: Amount,
    /// What of it was ordered and not yet invoiced.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_orders: Amount,
    /// What of it was invoiced and not yet paid.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub open_balance: Amount,
    /// What had been merged into the duplicate before, and follows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duplicates: Vec<CustomerId>,
}

impl Event for Merged {
    const KIND: &'static str = "customers.merged";

    fn subject(&self) -> i64 {
        self.customer.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_merged(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "customer": self.customer,
            "from": self.from,
            "order_count": self.order_count,
            "volume": self.volume.text(currency),
            "open_orders": self.open_orders.text(currency),
            "open_balance": self.open_balance.text(currency),
            "duplicates": self.duplicates,
            "currency": currency,
        })
    }
}

events![Registered, AccountMoved, Changed, Noted, NoteRemoved, Erased, Merged];
