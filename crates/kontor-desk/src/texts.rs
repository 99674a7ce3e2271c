//! The texts of this room's pages.

use kontor_web::texts;

texts! {
    pub(crate) TODAY: "Today" | "Heute";
    pub(crate) WAITING: "What waits for you" | "Was auf Sie wartet";
    pub(crate) NOTHING_WAITS: "Nothing waits for a person now." | "Gerade wartet nichts auf einen Menschen.";
    pub(crate) TO_SHIP: "orders to ship" | "Aufträge zu versenden";
    pub(crate) TO_SHIP_ONE: "order to ship" | "Auftrag zu versenden";
    pub(crate) OLDEST: "oldest of {0}" | "ältester vom {0}";
    pub(crate) TO_INVOICE: "orders to invoice" | "Aufträge zu berechnen";
    pub(crate) SHORT: "products short of stock" | "Artikel fehlen im Bestand";
    pub(crate) OVERDUE: "overdue invoices, {0}" | "überfällige Rechnungen, {0}";
    pub(crate) UNASSIGNED: "payments not assigned, {0}" | "Zahlungen nicht zugeordnet, {0}";
    pub(crate) FAILED: "jobs stand still" | "Aufgaben stehen still";
    pub(crate) GOES: "How the day goes" | "Wie der Tag läuft";
    pub(crate) AGAINST: "{0}: {1}" | "{0}: {1}";
    pub(crate) ORDERS_TODAY: "Orders" | "Aufträge";
    pub(crate) SALES_TODAY: "Sales incl. tax" | "Umsatz brutto";
    pub(crate) SHIPPED_TODAY: "Shipments" | "Sendungen";
    pub(crate) NEW_CUSTOMERS: "New customers" | "Neue Kunden";
    pub(crate) BY_HOUR: "Sales by the hour, today and a week ago" | "Umsatz nach Stunde, heute und vor einer Woche";
    pub(crate) NOW_DAY: "Today" | "Heute";
    pub(crate) WEEK_AGO: "A week ago" | "Vor einer Woche";
    pub(crate) SHORT_TABLE: "Products that orders wait for" | "Artikel, auf die Aufträge warten";
    pub(crate) PRODUCT: "Product" | "Artikel";
    pub(crate) LOCATION: "Location" | "Standort";
    pub(crate) WAITED_FOR: "Missing" | "Fehlmenge";
    pub(crate) LINES: "Lines" | "Positionen";
    pub(crate) SINCE: "Since" | "Seit";
    pub(crate) NOTHING_SHORT: "Every order has its goods." | "Jeder Auftrag hat seine Ware.";
    pub(crate) NEW_ORDER: "New order" | "Neuer Auftrag";
    pub(crate) STOPPED: "Stopped, and why" | "Was stillsteht, und warum";
    pub(crate) AND_MORE: "{0} and more" | "{0} und mehr";
}
