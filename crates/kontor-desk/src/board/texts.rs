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
}
