//! The words of what is found.

use kontor_web::texts;

texts! {
    pub(super) ORDER: "Order" | "Auftrag";
    pub(super) CUSTOMER: "Customer" | "Kunde";
    pub(super) PRODUCT: "Product" | "Artikel";
    pub(super) INVOICE: "Invoice" | "Rechnung";
    pub(super) SHIPMENT: "Shipment" | "Lieferung";
    pub(super) PAYMENT: "Payment" | "Zahlung";
    pub(super) ARCHIVED: "Archived" | "Archiviert";
    pub(super) PAID: "Paid" | "Bezahlt";
    pub(super) OPEN: "Unpaid" | "Unbezahlt";
    pub(super) PARTLY_PAID: "Partly paid" | "Teils bezahlt";
    pub(super) CREDITED: "Credited" | "Korrigiert";
    pub(super) OVERDUE: "Overdue" | "Überfällig";
    pub(super) UNASSIGNED: "Unassigned" | "Nicht zugeordnet";
    pub(super) ERASED: "Erased" | "Gelöscht";
}
