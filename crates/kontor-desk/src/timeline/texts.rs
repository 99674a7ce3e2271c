//! What happened, in words.

use kontor_web::texts;

texts! {
    pub(super) PLACED: "Order {0} placed by {1}: {2} lines, {3}" | "Auftrag {0} eingegangen über {1}: {2} Positionen, {3}";
    pub(super) PLACED_ONE: "Order {0} placed by {1}: one line, {3}" | "Auftrag {0} eingegangen über {1}: eine Position, {3}";
    pub(super) WAITS: ", {0} waiting for goods" | ", davon {0} im Rückstand";
    pub(super) ALLOCATED: "Goods came in and are reserved: {0}" | "Ware eingetroffen und reserviert: {0}";
    pub(super) SHORTED: "Reserved goods were missing, waiting again: {0}" | "Reservierte Ware fehlte, wieder im Rückstand: {0}";
    pub(super) HANDED_OVER: "Handed over: {0}" | "Übergeben: {0}";
    pub(super) CANCELLED: "Order cancelled: {0}" | "Auftrag storniert: {0}";
    pub(super) PARTLY_CANCELLED: "Lines worth {1} cancelled: {0}" | "Positionen über {1} storniert: {0}";
    pub(super) COMPLETED: "Order completed" | "Auftrag abgeschlossen";
    pub(super) SENT: "Shipment {0} left: {1}" | "Lieferung {0} versandt: {1}";
    pub(super) SENT_WITH: "Shipment {0} left with {2}: {1}" | "Lieferung {0} mit {2} versandt: {1}";
    pub(super) INVOICED: "Invoice {0} over {1}, due {2}" | "Rechnung {0} über {1}, fällig am {2}";
    pub(super) CREDITED: "Credit note {0} over {1}: {2}" | "Rechnungskorrektur {0} über {1}: {2}";
    pub(super) PAID: "Payment {0} over {1} ({2})" | "Zahlung {0} über {1} ({2})";
    pub(super) UNASSIGNED: ", {0} of it unassigned" | ", davon {0} nicht zugeordnet";
    pub(super) REFUNDED: "Refund {0} over {1}: {2}" | "Erstattung {0} über {1}: {2}";
    pub(super) BOOKED: "Journal entry {0}: {1}, {2}" | "Buchung {0}: {1}, {2}";
    pub(super) ACCOUNT_ADDED: "Account {0} {1} opened" | "Konto {0} {1} angelegt";
    pub(super) REGISTERED: "Customer {0} registered" | "Kunde {0} angelegt";
    pub(super) CUSTOMER_CHANGED: "Customer changed" | "Kunde geändert";
    pub(super) CUSTOMER_MERGED: "Duplicate merged into a customer" | "Doppel mit einem Kunden zusammengeführt";
    pub(super) CUSTOMER_ERASED: "Customer’s personal data erased" | "Personenbezogene Daten eines Kunden gelöscht";
    pub(super) NOTED: "Note about a customer" | "Notiz zu einem Kunden";
    pub(super) NOTE_REMOVED: "Note about a customer removed" | "Notiz zu einem Kunden entfernt";
    pub(super) PRODUCT_ADDED: "Product {0} added at {1}" | "Artikel {0} angelegt zu {1}";
    pub(super) PRODUCT_CHANGED: "Product {0} changed" | "Artikel {0} geändert";
    pub(super) PRICE_CHANGED: "Product {0} costs {1} now" | "Artikel {0} kostet jetzt {1}";
    pub(super) ARCHIVED: "Product {0} archived" | "Artikel {0} archiviert";
    pub(super) UNARCHIVED: "Product {0} sold again" | "Artikel {0} wieder im Verkauf";
    pub(super) RECEIVED: "Goods received at {0}: {1}" | "Wareneingang in {0}: {1}";
    pub(super) ADJUSTED: "Stock of {0} at {1} adjusted by {2}: {3}" | "Bestand von {0} in {1} um {2} korrigiert: {3}";
    pub(super) LOCATION_ADDED: "Location {0} added" | "Lagerort {0} angelegt";
    pub(super) FOUNDED: "{0} founded" | "{0} angelegt";
    pub(super) TOKEN_CREATED: "Token “{0}” made ({1})" | "Token „{0}“ angelegt ({1})";
    pub(super) TOKEN_REVOKED: "Token revoked" | "Token widerrufen";
    pub(super) INVITED: "Somebody invited ({0})" | "Jemand eingeladen ({0})";
    pub(super) JOINED: "{0} joined ({1})" | "{0} ist dabei ({1})";
    pub(super) CHANGED: "{0} is now: {1}" | "{0} ist jetzt: {1}";
    pub(super) REMOVED: "{0} removed" | "{0} entfernt";
    pub(super) SIGNED_IN: "{0} signed in ({1})" | "{0} angemeldet ({1})";
    pub(super) BY_PASSWORD: "password" | "Passwort";
    pub(super) BY_CODE: "password and code" | "Passwort und Code";
    pub(super) BY_RECOVERY: "recovery code" | "Wiederherstellungscode";
    pub(super) BY_PASSKEY: "passkey" | "Passkey";
    pub(super) BY_PIN: "PIN" | "PIN";
    pub(super) BY_SET_UP: "set-up link" | "Einrichtungslink";
    pub(super) BY_INVITATION: "invitation" | "Einladung";
    pub(super) LINE: "{1} of line {0}" | "{1} von Position {0}";
    pub(super) AND_MORE: " and {0} more" | " und {0} weitere";
    pub(super) SOMEBODY: "somebody" | "jemand";
    pub(super) SYSTEM: "Kontor" | "Kontor";
}
