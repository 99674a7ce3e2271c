//! The pages in the side, in their order, each with what one must be allowed to see it.

use kontor_identity::permissions::{Noun, Scope};
use kontor_web::console::NavLink;
use kontor_web::{Text, texts};

texts! {
    TODAY: "Today" | "Heute";
    ORDERS: "Orders" | "Aufträge";
    COUNTER: "Counter" | "Kasse";
    SHIPMENTS: "Shipments" | "Versand";
    STOCK: "Stock" | "Bestand";
    PRODUCTS: "Products" | "Artikel";
    CUSTOMERS: "Customers" | "Kunden";
    INVOICES: "Invoices" | "Rechnungen";
    PAYMENTS: "Payments" | "Zahlungen";
    LEDGER: "Ledger" | "Hauptbuch";
    SETTINGS: "Settings" | "Einstellungen";
}

/// A page in the side.
pub(super) struct Link {
    pub(super) scope: Scope,
    pub(super) shown: NavLink,
}

const fn link(
    scope: Scope,
    label: Text,
    href: &'static str,
    (icon, key): (&'static str, &'static str),
) -> Link {
    Link { scope, shown: NavLink { label, href, icon, key } }
}

pub(super) static LINKS: &[Link] = &[
    link(Scope::read(Noun::Org), TODAY, "/", ("today", "g t")),
    link(Scope::read(Noun::Orders), ORDERS, "/orders", ("orders", "g o")),
    link(Scope::write(Noun::CounterSales), COUNTER, "/counter", ("counter", "g k")),
    link(Scope::read(Noun::Shipments), SHIPMENTS, "/shipments", ("shipping", "g v")),
    link(Scope::read(Noun::Stock), STOCK, "/stock", ("stock", "g s")),
    link(Scope::read(Noun::Products), PRODUCTS, "/products", ("products", "g p")),
    link(Scope::read(Noun::Customers), CUSTOMERS, "/customers", ("customers", "g c")),
    link(Scope::read(Noun::Invoices), INVOICES, "/invoices", ("invoice", "g r")),
    link(Scope::read(Noun::Payments), PAYMENTS, "/payments", ("payment", "g z")),
    link(Scope::read(Noun::Ledger), LEDGER, "/ledger", ("ledger", "g h")),
    link(Scope::read(Noun::Org), SETTINGS, "/settings", ("settings", "g e")),
];
