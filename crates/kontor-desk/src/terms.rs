//! What people call the words of closed lists, in both languages.

use kontor_customers::model::PaymentMethod;
use kontor_identity::permissions::Role;
use kontor_orders::model::Channel;
use kontor_web::{Text, texts};

texts! {
    WEB: "Web shop" | "Webshop";
    COUNTER: "Counter" | "Ladentheke";
    PHONE: "Phone" | "Telefon";
    B2B: "Dealers" | "Händler";
    MARKETPLACE: "Marketplace" | "Marktplatz";
    IMPORT: "File" | "Datei";
    PORTAL: "Portal" | "Portal";
    INVOICE: "On account" | "Auf Rechnung";
    PREPAYMENT: "Prepayment" | "Vorkasse";
    CARD: "Card" | "Karte";
    DIRECT_DEBIT: "Direct debit" | "Lastschrift";
    ON_DELIVERY: "Cash on delivery" | "Nachnahme";
    CASH: "Cash" | "Bar";
    OWNER: "Owner" | "Inhaber";
    SERVICE: "Service" | "Service";
    WAREHOUSE: "Warehouse" | "Lager";
    PURCHASING: "Purchasing" | "Einkauf";
    ACCOUNTING: "Accounting" | "Buchhaltung";
    ANALYST: "Analyst" | "Auswertung";
    PARTNER: "Partner" | "Partner";
    INTEGRATION: "Integration" | "Anbindung";
}

/// Where an order came in.
#[must_use]
pub fn channel(channel: Channel) -> Text {
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

/// How somebody pays.
#[must_use]
pub fn payment_method(method: PaymentMethod) -> Text {
    match method {
        PaymentMethod::Invoice => INVOICE,
        PaymentMethod::Prepayment => PREPAYMENT,
        PaymentMethod::Card => CARD,
        PaymentMethod::DirectDebit => DIRECT_DEBIT,
        PaymentMethod::OnDelivery => ON_DELIVERY,
        PaymentMethod::Cash => CASH,
    }
}

/// What somebody does.
#[must_use]
pub fn role(role: Role) -> Text {
    match role {
        Role::Owner => OWNER,
        Role::Service => SERVICE,
        Role::Warehouse => WAREHOUSE,
        Role::Purchasing => PURCHASING,
        Role::Accounting => ACCOUNTING,
        Role::Analyst => ANALYST,
        Role::Partner => PARTNER,
        Role::Integration => INTEGRATION,
    }
}
