//! The words of the board.

use kontor_web::texts;

texts! {
    pub(crate) ALL_ORDERS: "All" | "Alle";
    pub(crate) TAB_TO_SHIP: "To ship" | "Zu versenden";
    pub(crate) TAB_TO_INVOICE: "To invoice" | "Zu berechnen";
    pub(crate) TAB_PLACED: "In work" | "In Arbeit";
    pub(crate) TAB_COMPLETED: "Completed" | "Abgeschlossen";
    pub(crate) TAB_CANCELLED: "Cancelled" | "Storniert";
    pub(crate) TAB_UNPAID: "Unpaid" | "Unbezahlt";
    pub(crate) TAB_BACKORDERED: "Backordered" | "Im Rückstand";
    pub(crate) STATE_CANCELLED: "Cancelled" | "Storniert";
    pub(crate) STATE_COMPLETED: "Completed" | "Abgeschlossen";
    pub(crate) STATE_OVERDUE: "Overdue" | "Überfällig";
    pub(crate) STATE_WAITING: "Waiting for goods" | "Wartet auf Ware";
    pub(crate) STATE_PARTLY_SHIPPED: "Partly shipped" | "Teils versandt";
    pub(crate) STATE_TO_SHIP: "To ship" | "Zu versenden";
    pub(crate) STATE_TO_INVOICE: "To invoice" | "Zu berechnen";
    pub(crate) STATE_UNPAID: "Unpaid" | "Unbezahlt";
    pub(crate) STATE_TO_REFUND: "To refund" | "Zu erstatten";
    pub(crate) ORDERS: "Orders" | "Aufträge";
    pub(crate) ORDER: "Order" | "Auftrag";
    pub(crate) PLACED_AT: "Received" | "Eingang";
    pub(crate) CUSTOMER: "Customer" | "Kunde";
    pub(crate) TOWN: "Town" | "Ort";
    pub(crate) CHANNEL: "Channel" | "Kanal";
    pub(crate) PAYMENT: "Payment" | "Zahlungsart";
    pub(crate) STATE: "Status" | "Status";
    pub(crate) LINES: "Lines" | "Positionen";
    pub(crate) TOTAL: "Total" | "Summe";
    pub(crate) ANY_CHANNEL: "Every channel" | "Alle Kanäle";
    pub(crate) ANY_PAYMENT: "Every payment" | "Alle Zahlungsarten";
    pub(crate) FROM_DAY: "From" | "Von";
    pub(crate) TO_DAY: "To" | "Bis";
    pub(crate) SEARCH_ORDERS: "Number, customer, SKU …" | "Nummer, Kunde, Artikel …";
    pub(crate) EXPORT: "Export" | "Export";
    pub(crate) NEW_ORDER: "New order" | "Neuer Auftrag";
    pub(crate) NO_ACCOUNT: "Without account" | "Ohne Konto";
    pub(crate) NONE_FOUND: "No order fits this filter." | "Kein Auftrag passt zu diesem Filter.";
    pub(crate) CLEAR_FILTER: "Clear the filter" | "Filter aufheben";
    pub(crate) NO_ORDERS: "There are no orders yet: take the first one by phone or at the counter." | "Es gibt noch keine Aufträge: nehmen Sie den ersten am Telefon oder an der Kasse an.";
    pub(crate) TAB_DONE: "Nothing is left here." | "Hier ist nichts mehr zu tun.";
    pub(crate) LOOK_FURTHER: "The newest orders were looked through; there may be more on the next page." | "Die neuesten Aufträge sind durchsucht; auf der nächsten Seite können weitere sein.";
    pub(crate) SHIP: "Ship" | "Versenden";
    pub(crate) INVOICE: "Invoice" | "Berechnen";
    pub(crate) PICK_LIST: "Pick list" | "Pickliste";
}
