//! Facts in words, with what a page needs beside them: a tone, and where to read more.

use kontor_catalog::model::Sku;
use kontor_identity::model::{SignInBy, UserId};
use kontor_kernel::{Currency, Quantity};
use kontor_orders::model::LineQuantity;
use kontor_web::page::{Tone, format};
use kontor_web::{Language, Text};

use super::{Entry, Fact, Names, texts};
use crate::terms;

/// How facts are told: in which language, in the merchant's currency, with the names of people.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The language.
    pub language: Language,
    /// The currency of amounts.
    pub currency: Currency,
    /// Who is who.
    pub names: &'a Names,
}

/// Parts that are named one by one; of more, it is said how many.
const NAMED: usize = 3;

/// What happened, as a sentence without its end.
#[must_use]
pub fn words(entry: &Entry, told: Told<'_>) -> String {
    told.fact(&entry.fact)
}

impl Told<'_> {
    fn fact(self, fact: &Fact) -> String {
        match fact {
            Fact::OrderPlaced { .. }
            | Fact::LinesAllocated { .. }
            | Fact::LinesShorted { .. }
            | Fact::HandedOver { .. }
            | Fact::OrderCancelled { .. }
            | Fact::OrderCompleted { .. }
            | Fact::ShipmentSent { .. } => self.of_order(fact),
            Fact::InvoiceIssued { .. }
            | Fact::InvoiceCredited { .. }
            | Fact::PaymentRecorded { .. }
            | Fact::PaymentRefunded { .. }
            | Fact::Booked { .. }
            | Fact::AccountAdded { .. } => self.of_money(fact),
            Fact::CustomerRegistered { .. }
            | Fact::CustomerChanged { .. }
            | Fact::CustomerMerged { .. }
            | Fact::CustomerErased { .. }
            | Fact::CustomerNoted { .. }
            | Fact::NoteRemoved { .. } => self.of_customer(fact),
            Fact::ProductAdded { .. }
            | Fact::ProductChanged { .. }
            | Fact::GoodsReceived { .. }
            | Fact::StockAdjusted { .. }
            | Fact::LocationAdded { .. } => self.of_goods(fact),
            Fact::Founded { .. }
            | Fact::TokenCreated { .. }
            | Fact::TokenRevoked
            | Fact::MemberInvited { .. }
            | Fact::MemberJoined { .. }
            | Fact::MemberChanged { .. }
            | Fact::MemberRemoved { .. }
            | Fact::SignedIn { .. } => self.of_team(fact),
            Fact::Other { kind } => kind.clone(),
        }
    }

    fn of_order(self, fact: &Fact) -> String {
        match fact {
            Fact::OrderPlaced { number, channel, lines, waiting, gross, .. } => {
                let text = if *lines == 1 { texts::PLACED_ONE } else { texts::PLACED };
                let channel = self.language.say(terms::channel(*channel));
                let mut words = self.fill(text, &[number, &channel, lines, &self.money(*gross)]);
                if *waiting > 0 {
                    words.push_str(&self.fill(texts::WAITS, &[waiting]));
                }
                words
            }
            Fact::LinesAllocated { lines, .. } => self.fill(texts::ALLOCATED, &[&self.lines(lines)]),
            Fact::LinesShorted { lines, .. } => self.fill(texts::SHORTED, &[&self.lines(lines)]),
            Fact::HandedOver { lines, .. } => self.fill(texts::HANDED_OVER, &[&self.lines(lines)]),
            Fact::OrderCancelled { whole, gross, reason, .. } => {
                let text = if *whole { texts::CANCELLED } else { texts::PARTLY_CANCELLED };
                self.fill(text, &[reason, &self.money(*gross)])
            }
            Fact::OrderCompleted { .. } => self.language.say(texts::COMPLETED).to_owned(),
            Fact::ShipmentSent { number, carrier, lines, .. } => match carrier {
                Some(carrier) => self.fill(texts::SENT_WITH, &[number, &self.goods(lines), carrier]),
                None => self.fill(texts::SENT, &[number, &self.goods(lines)]),
            },
            _ => String::new(),
        }
    }

    fn of_money(self, fact: &Fact) -> String {
        match fact {
            Fact::InvoiceIssued { number, gross, due, .. } => {
                let due = format::date(*due, self.language);
                self.fill(texts::INVOICED, &[number, &self.money(*gross), &due])
            }
            Fact::InvoiceCredited { number, gross, reason, .. } => {
                self.fill(texts::CREDITED, &[number, &self.money(*gross), reason])
            }
            Fact::PaymentRecorded { number, method, amount, unassigned, .. } => {
                let method = self.language.say(terms::payment_method(*method));
                let mut words = self.fill(texts::PAID, &[number, &self.money(*amount), &method]);
                if unassigned.minor() != 0 {
                    words.push_str(&self.fill(texts::UNASSIGNED, &[&self.money(*unassigned)]));
                }
                words
            }
            Fact::PaymentRefunded { number, amount, reason, .. } => {
                self.fill(texts::REFUNDED, &[number, &self.money(*amount), reason])
            }
            Fact::Booked { entry, text, total } => {
                self.fill(texts::BOOKED, &[entry, text, &self.money(*total)])
            }
            Fact::AccountAdded { account, names: (german, english) } => {
                let name = if self.language == Language::German { german } else { english };
                self.fill(texts::ACCOUNT_ADDED, &[account, name])
            }
            _ => String::new(),
        }
    }

    fn of_customer(self, fact: &Fact) -> String {
        let text = match fact {
            Fact::CustomerRegistered { number, .. } => return self.fill(texts::REGISTERED, &[number]),
            Fact::CustomerChanged { .. } => texts::CUSTOMER_CHANGED,
            Fact::CustomerMerged { .. } => texts::CUSTOMER_MERGED,
            Fact::CustomerErased { .. } => texts::CUSTOMER_ERASED,
            Fact::CustomerNoted { .. } => texts::NOTED,
            _ => texts::NOTE_REMOVED,
        };
        self.language.say(text).to_owned()
    }

    fn of_goods(self, fact: &Fact) -> String {
        match fact {
            Fact::ProductAdded { sku, price, .. } => {
                self.fill(texts::PRODUCT_ADDED, &[sku, &format::price(*price, self.currency, self.language)])
            }
            Fact::ProductChanged { sku, price, archived, .. } => match (price, archived) {
                (Some(price), _) => {
                    let price = format::price(*price, self.currency, self.language);
                    self.fill(texts::PRICE_CHANGED, &[sku, &price])
                }
                (None, Some(true)) => self.fill(texts::ARCHIVED, &[sku]),
                (None, Some(false)) => self.fill(texts::UNARCHIVED, &[sku]),
                (None, None) => self.fill(texts::PRODUCT_CHANGED, &[sku]),
            },
            Fact::GoodsReceived { location, lines, .. } => {
                self.fill(texts::RECEIVED, &[location, &self.goods(lines)])
            }
            Fact::StockAdjusted { sku, location, quantity, reason } => {
                let by = format::quantity(*quantity, self.language);
                self.fill(texts::ADJUSTED, &[sku, location, &by, reason])
            }
            Fact::LocationAdded { code } => self.fill(texts::LOCATION_ADDED, &[code]),
            _ => String::new(),
        }
    }

    fn of_team(self, fact: &Fact) -> String {
        match fact {
            Fact::Founded { name } => self.fill(texts::FOUNDED, &[name]),
            Fact::TokenCreated { name, role } => {
                self.fill(texts::TOKEN_CREATED, &[name, &self.language.say(terms::role(*role))])
            }
            Fact::TokenRevoked => self.language.say(texts::TOKEN_REVOKED).to_owned(),
            Fact::MemberInvited { role } => {
                self.fill(texts::INVITED, &[&self.language.say(terms::role(*role))])
            }
            Fact::MemberJoined { user, role } => {
                self.fill(texts::JOINED, &[&self.user(*user), &self.language.say(terms::role(*role))])
            }
            Fact::MemberChanged { user, role } => {
                self.fill(texts::CHANGED, &[&self.user(*user), &self.language.say(terms::role(*role))])
            }
            Fact::MemberRemoved { user } => self.fill(texts::REMOVED, &[&self.user(*user)]),
            Fact::SignedIn { user, by } => {
                self.fill(texts::SIGNED_IN, &[&self.user(*user), &self.language.say(signed_in_by(*by))])
            }
            _ => String::new(),
        }
    }

    fn fill(self, text: Text, values: &[&dyn std::fmt::Display]) -> String {
        text.fill(self.language, values)
    }

    fn money(self, amount: kontor_kernel::Amount) -> String {
        format::money(amount, self.currency, self.language)
    }

    fn user(self, user: UserId) -> String {
        self.names.user(user).map_or_else(|| self.language.say(texts::SOMEBODY).to_owned(), str::to_owned)
    }

    /// `2 × TEE-EARL, 1 × KANNE`.
    fn goods(self, lines: &[(Sku, Quantity)]) -> String {
        self.list(lines, |(sku, quantity)| format!("{} × {sku}", format::quantity(*quantity, self.language)))
    }

    fn lines(self, lines: &[LineQuantity]) -> String {
        self.list(lines, |part| {
            self.fill(texts::LINE, &[&part.line, &format::quantity(part.quantity, self.language)])
        })
    }

    fn list<T>(self, parts: &[T], say: impl Fn(&T) -> String) -> String {
        let named: Vec<String> = parts.iter().take(NAMED).map(say).collect();
        let mut words = named.join(", ");
        let more = parts.len().saturating_sub(NAMED);
        if more > 0 {
            words.push_str(&self.fill(texts::AND_MORE, &[&more]));
        }
        words
    }
}

fn signed_in_by(by: SignInBy) -> Text {
    match by {
        SignInBy::Password => texts::BY_PASSWORD,
        SignInBy::Code => texts::BY_CODE,
        SignInBy::Recovery => texts::BY_RECOVERY,
        SignInBy::Passkey => texts::BY_PASSKEY,
        SignInBy::Pin => texts::BY_PIN,
        SignInBy::SetUp => texts::BY_SET_UP,
        SignInBy::Invitation => texts::BY_INVITATION,
    }
}

impl Fact {
    /// How it looks.
    #[must_use]
    pub fn tone(&self) -> Tone {
        match self {
            Self::OrderCompleted { .. } | Self::PaymentRecorded { .. } => Tone::Ok,
            Self::ShipmentSent { .. } | Self::HandedOver { .. } | Self::LinesAllocated { .. } => Tone::Info,
            Self::InvoiceIssued { .. } | Self::GoodsReceived { .. } => Tone::Info,
            Self::LinesShorted { .. } | Self::InvoiceCredited { .. } | Self::PaymentRefunded { .. } => {
                Tone::Warn
            }
            Self::OrderCancelled { .. } => Tone::Bad,
            Self::OrderPlaced { waiting, .. } if *waiting > 0 => Tone::Warn,
            _ => Tone::Idle,
        }
    }

    /// The page that shows more of it.
    #[must_use]
    pub fn href(&self) -> Option<String> {
        Some(match self {
            Self::OrderPlaced { order, .. }
            | Self::LinesAllocated { order, .. }
            | Self::LinesShorted { order, .. }
            | Self::HandedOver { order, .. }
            | Self::OrderCancelled { order, .. }
            | Self::OrderCompleted { order } => format!("/orders/{order}"),
            Self::ShipmentSent { shipment, .. } => format!("/shipments/{shipment}"),
            Self::InvoiceIssued { invoice, .. } => format!("/invoices/{invoice}"),
            Self::InvoiceCredited { credit_note, .. } => format!("/invoices/{credit_note}"),
            Self::PaymentRecorded { payment, .. } => format!("/payments/{payment}"),
            Self::PaymentRefunded { refund, .. } => format!("/payments/{refund}"),
            Self::Booked { entry, .. } => format!("/ledger/entries/{entry}"),
            Self::AccountAdded { account, .. } => format!("/ledger/accounts/{account}"),
            Self::CustomerRegistered { customer, .. }
            | Self::CustomerChanged { customer }
            | Self::CustomerMerged { customer, .. }
            | Self::CustomerErased { customer }
            | Self::CustomerNoted { customer }
            | Self::NoteRemoved { customer } => format!("/customers/{customer}"),
            Self::ProductAdded { product, .. } | Self::ProductChanged { product, .. } => {
                format!("/products/{product}")
            }
            Self::StockAdjusted { sku, .. } => format!("/stock/{sku}"),
            Self::LocationAdded { .. } => "/locations".to_owned(),
            Self::GoodsReceived { .. }
            | Self::Founded { .. }
            | Self::TokenCreated { .. }
            | Self::TokenRevoked
            | Self::MemberInvited { .. }
            | Self::MemberJoined { .. }
            | Self::MemberChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SignedIn { .. }
            | Self::Other { .. } => return None,
        })
    }
}
