//! The words of the products' pages.

use kontor_web::texts;

texts! {
    pub(super) PRODUCTS: "Products" | "Artikel";
    pub(super) NEW_PRODUCT: "New product" | "Neuer Artikel";
    pub(super) ON_SALE: "On sale" | "Im Verkauf";
    pub(super) ARCHIVED: "Archived" | "Archiviert";
    pub(super) SEARCH: "SKU, barcode, name …" | "Artikelnummer, Barcode, Name …";
    pub(super) NONE_FOUND: "No product fits this search." | "Kein Artikel passt zu dieser Suche.";
    pub(super) CLEAR: "Clear the search" | "Suche aufheben";
    pub(super) NO_PRODUCTS: "There are no products yet: add the first one, or import them from a file." | "Es gibt noch keine Artikel: legen Sie den ersten an, oder lesen Sie sie aus einer Datei ein.";
    pub(super) NO_ARCHIVED: "No product is archived." | "Kein Artikel ist archiviert.";
    pub(super) SKU: "SKU" | "Artikelnummer";
    pub(super) NAME: "Name" | "Bezeichnung";
    pub(super) PRICE: "Price" | "Preis";
    pub(super) AVAILABLE: "Available" | "Verfügbar";

    pub(super) KIND: "Kind" | "Art";
    pub(super) GOODS: "Goods" | "Ware";
    pub(super) SERVICE: "Service" | "Dienstleistung";
    pub(super) UNIT: "Unit" | "Einheit";
    pub(super) UNIT_HINT: "UN/ECE code: C62 piece, KGM kilogram, MTR metre, HUR hour" | "UN/ECE-Code: C62 Stück, KGM Kilogramm, MTR Meter, HUR Stunde";
    pub(super) PRICE_BASE: "For a quantity of" | "Für eine Menge von";
    pub(super) BASIS: "Price is" | "Preis ist";
    pub(super) NET: "without tax" | "netto";
    pub(super) GROSS: "with tax" | "brutto";
    pub(super) TAX: "Tax" | "Steuer";
    pub(super) STANDARD: "Standard rate" | "Regelsatz";
    pub(super) REDUCED: "Reduced rate" | "Ermäßigt";
    pub(super) ZERO: "Zero rate" | "Nullsatz";
    pub(super) NO_TAX: "No tax" | "Keine Steuer";
    pub(super) OUT_OF_STOCK: "When sold out" | "Wenn ausverkauft";
    pub(super) DENY: "Refuse the order" | "Auftrag ablehnen";
    pub(super) BACKORDER: "Take it, it waits" | "Annehmen, er wartet";
    pub(super) BARCODE: "Barcode" | "Barcode";
    pub(super) BARCODE_HINT: "GTIN (EAN, UPC): scan it here" | "GTIN (EAN, UPC): hier scannen";
    pub(super) FOREVER_HINT: "SKU, kind, unit and price basis never change later." | "Artikelnummer, Art, Einheit und Preisbasis ändern sich später nicht mehr.";
    pub(super) ADD: "Add" | "Anlegen";
    pub(super) ADDED: "Product {0} is added" | "Artikel {0} ist angelegt";
    pub(super) CHANGE: "Change" | "Ändern";
    pub(super) CHANGE_PRODUCT: "Change product" | "Artikel ändern";
    pub(super) SAVE: "Save" | "Speichern";
    pub(super) CHANGED: "Product {0} is changed" | "Artikel {0} ist geändert";
    pub(super) KEEPS_HINT: "Orders that were placed keep the price they were placed with." | "Aufträge behalten den Preis, zu dem sie angenommen wurden.";
    pub(super) ARCHIVE: "Archive" | "Archivieren";
    pub(super) UNARCHIVE: "Put back on sale" | "Wieder verkaufen";
    pub(super) ARCHIVED_DONE: "{0} is archived" | "{0} ist archiviert";
    pub(super) UNARCHIVED_DONE: "{0} is on sale again" | "{0} ist wieder im Verkauf";

    pub(super) FACTS: "Facts" | "Angaben";
    pub(super) STOCK: "Stock" | "Bestand";
    pub(super) WAITING: "Orders that wait" | "Aufträge, die warten";
    pub(super) MOVEMENTS: "Last movements" | "Letzte Bewegungen";
    pub(super) ALL_STOCK: "All of its stock" | "Alles zum Bestand";
    pub(super) HISTORY: "Changes" | "Änderungen";
    pub(super) PER: "{0} for {1} {2}" | "{0} für {1} {2}";

    pub(super) H_ADDED: "added at {0}" | "angelegt zu {0}";
    pub(super) H_CHANGED: "changed: {0}" | "geändert: {0}";
    pub(super) H_NO_BARCODE: "no barcode" | "kein Barcode";
}
