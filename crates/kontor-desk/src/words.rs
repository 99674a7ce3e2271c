//! What people call channels and ways to pay, on every page of the desk.

use kontor_customers::model::PaymentMethod;
use kontor_orders::model::Channel;
use kontor_web::console::Visit;
use kontor_web::page::Choice;
use kontor_web::{Text, texts};

texts! {
    pub(crate) WEB: "Web shop" | "Webshop";
    pub(crate) COUNTER: "Counter" | "Kasse";
    pub(crate) PHONE: "Phone" | "Telefon";
    pub(crate) B2B: "Dealer" | "Händler";
    pub(crate) MARKETPLACE: "Marketplace" | "Marktplatz";
    pub(crate) IMPORT: "File" | "Datei";
    pub(crate) PORTAL: "Portal" | "Portal";
    pub(crate) BY_INVOICE: "On account" | "Auf Rechnung";
    pub(crate) PREPAYMENT: "Prepayment" | "Vorkasse";
    pub(crate) CARD: "Card" | "Karte";
    pub(crate) DIRECT_DEBIT: "Direct debit" | "Lastschrift";
    pub(crate) ON_DELIVERY: "On delivery" | "Nachnahme";
    pub(crate) CASH: "Cash" | "Bar";
    pub(crate) TRANSFER: "Transfer" | "Überweisung";
}

/// What people call a channel.
#[must_use]
pub(crate) fn channel(channel: Channel) -> Text {
    match channel {
        Channel::Web => WEB,
        Channel::Counter => COUNTER,
        Channel::Phone => PHONE,
        Channel::B2b => B2B,
        Channel::Marketplace => MARKETPLACE,
        Channel::Import => IMPORT,
        Channel::Portal => PORTAL,
    }
}

/// What people call a way to pay.
#[must_use]
pub(crate) fn payment_method(method: PaymentMethod) -> Text {
    match method {
        PaymentMethod::Invoice => BY_INVOICE,
        PaymentMethod::Prepayment => PREPAYMENT,
        PaymentMethod::Card => CARD,
        PaymentMethod::DirectDebit => DIRECT_DEBIT,
        PaymentMethod::OnDelivery => ON_DELIVERY,
        PaymentMethod::Cash => CASH,
    }
}

/// How money of a way to pay comes: what is bought on account is paid by transfer.
#[must_use]
pub(crate) fn paid_by(method: PaymentMethod) -> Text {
    if method == PaymentMethod::Invoice { TRANSFER } else { payment_method(method) }
}

/// The choices of a field: the one that leaves it open, then each value under its name.
#[must_use]
pub(crate) fn choices<T: Copy + Coded>(
    visit: &Visit,
    open: Text,
    all: &[T],
    word: fn(T) -> Text,
) -> Vec<Choice<'static>> {
    let first = Choice { value: "", label: visit.say(open), closed: None };
    let rest = all.iter().map(|one| Choice { value: one.code(), label: visit.say(word(*one)), closed: None });
    std::iter::once(first).chain(rest).collect()
}

/// A value with the code that stands for it in forms and addresses.
pub(crate) trait Coded {
    /// The code.
    fn code(self) -> &'static str;
}

impl Coded for Channel {
    fn code(self) -> &'static str {
        self.as_str()
    }
}

impl Coded for PaymentMethod {
    fn code(self) -> &'static str {
        self.as_str()
    }
}
