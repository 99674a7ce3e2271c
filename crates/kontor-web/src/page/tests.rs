//! What every component must keep: text is escaped, names reach those who don't see, no style in the markup.

use kontor_kernel::{Actor, Currency};

use crate::console::{Assets, Looking, NavLink, Permits, Visit};
use crate::{Caller, Language, Text};

/// A visit by Jana at a merchant in Hamburg.
pub(super) fn visit() -> Visit {
    visit_in(Language::English)
}

pub(super) fn visit_in(language: Language) -> Visit {
    let caller = Caller {
        org: 1,
        actor: Actor::new("user:usr_1"),
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    let link = |en, de, href, icon, key| NavLink { label: Text { en, de }, href, icon, key };
    let looking = Looking {
        name: "Jana <Lager>".into(),
        org_name: "Kaffee & Gerät GmbH".into(),
        theme: String::new(),
        density: String::new(),
        csrf: "c0ffee".into(),
        permits: Permits::new(|_| true),
        nav: vec![
            link("Today", "Heute", "/", "today", "g t"),
            link("Orders", "Aufträge", "/orders", "orders", "g o"),
            link("Counter", "Kasse", "/counter", "counter", "g k"),
            link("Shipping", "Versand", "/shipments", "shipping", "g v"),
            link("Stock", "Bestand", "/stock", "stock", "g s"),
            link("Products", "Artikel", "/products", "products", "g p"),
            link("Customers", "Kunden", "/customers", "customers", "g c"),
            link("Invoices", "Rechnungen", "/invoices", "invoice", "g r"),
            link("Payments", "Zahlungen", "/payments", "payment", "g z"),
            link("Ledger", "Hauptbuch", "/ledger", "ledger", "g h"),
            link("Settings", "Einstellungen", "/settings", "settings", "g e"),
        ],
        path: "/orders/ord_1".into(),
        address: "/orders/ord_1".into(),
        request_id: "req_7f3a".into(),
        flash: None,
        is_fragment: false,
        is_shared: false,
        position: Some(7),
        assets: Assets { style: "kontor.css".into(), script: "kontor.js".into(), icon: "icon.svg".into() },
    };
    Visit::new(caller, language, looking)
}
