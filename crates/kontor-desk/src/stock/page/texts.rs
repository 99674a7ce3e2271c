//! The words of the stock pages.

use kontor_web::texts;

texts! {
    pub(super) STOCK: "Stock" | "Bestand";
    pub(super) ALL: "All" | "Alles";
    pub(super) TAB_WAITING: "Waited for" | "Fehlt";
    pub(super) SEARCH: "SKU, barcode, name …" | "Artikelnummer, Barcode, Name …";
    pub(super) LOCATION: "Location" | "Standort";
    pub(super) ANY_LOCATION: "Every location" | "Alle Standorte";
    pub(super) SKU: "SKU" | "Artikelnummer";
    pub(super) NAME: "Name" | "Bezeichnung";
    pub(super) ON_HAND: "On hand" | "Vorhanden";
    pub(super) RESERVED: "Reserved" | "Reserviert";
    pub(super) AVAILABLE: "Available" | "Verfügbar";
    pub(super) WAITING: "Waiting" | "Wartet";
    pub(super) NONE_FOUND: "No stock fits this filter." | "Kein Bestand passt zu diesem Filter.";
    pub(super) CLEAR: "Clear the filter" | "Filter aufheben";
    pub(super) NO_STOCK: "Nothing has come in yet: receive the first goods." | "Noch ist nichts hereingekommen: buchen Sie den ersten Wareneingang.";
    pub(super) NO_PRODUCTS: "There are no goods yet: add a product first." | "Es gibt noch keine Waren: legen Sie zuerst einen Artikel an.";
    pub(super) NOTHING_WAITS: "No order waits for goods." | "Kein Auftrag wartet auf Ware.";
    pub(super) RECEIVE: "Receive goods" | "Wareneingang";
    pub(super) ADJUST: "Adjust" | "Bestand berichtigen";
    pub(super) LOCATIONS: "Locations" | "Standorte";

    pub(super) PLACES: "Where it lies" | "Wo er liegt";
    pub(super) NEVER: "It has never been in stock." | "Er war noch nie im Bestand.";
    pub(super) WHO_WAITS: "Who waits" | "Wer wartet";
    pub(super) ORDER: "Order" | "Auftrag";
    pub(super) CUSTOMER: "Customer" | "Kunde";
    pub(super) SINCE: "Since" | "Seit";
    pub(super) QUANTITY: "Quantity" | "Menge";
    pub(super) NOBODY_WAITS: "No order waits for it." | "Kein Auftrag wartet darauf.";
    pub(super) MOVEMENTS: "Movements" | "Bewegungen";
    pub(super) NO_MOVEMENTS: "Nothing has moved here yet." | "Hier hat sich noch nichts bewegt.";
    pub(super) WHEN: "When" | "Wann";
    pub(super) WHY: "Why" | "Warum";
    pub(super) BEHIND: "There then" | "Danach";
    pub(super) WORTH: "Value" | "Wert";
    pub(super) RECEIPT: "Goods receipt" | "Wareneingang";
    pub(super) ISSUE: "Goods issue" | "Warenausgang";
    pub(super) ADJUSTMENT: "Adjustment" | "Berichtigung";
    pub(super) RETURN: "Return" | "Rücksendung";
    pub(super) FIGURES: "Value" | "Wert";
    pub(super) VALUE: "Cost of all of it" | "Einstandswert";
    pub(super) LAST_COST: "Last unit cost" | "Letzter Einstandspreis";
    pub(super) PAST: "At the end of a day" | "Am Ende eines Tages";
    pub(super) DAY: "Day" | "Tag";
    pub(super) LOOK: "Show" | "Zeigen";
    pub(super) PAST_OF: "At the end of {0} there lay:" | "Am Ende des {0} lagen:";
    pub(super) NOTHING_THEN: "Nothing had come in by then." | "Bis dahin war nichts hereingekommen.";
    pub(super) FUTURE: "This day is not over: choose one that is." | "Dieser Tag ist noch nicht vorbei: wählen Sie einen früheren.";
    pub(super) PRODUCT_PAGE: "Product" | "Artikel";

    pub(super) SCAN: "Scan or type" | "Scannen oder tippen";
    pub(super) SCAN_HINT: "Barcode or SKU; each scan counts one more" | "Barcode oder Artikelnummer; jeder Scan zählt eins mehr";
    pub(super) ADD_SCANNED: "Take over" | "Übernehmen";
    pub(super) UNKNOWN_CODE: "No product has this SKU or barcode: check it, or add the product first." | "Kein Artikel hat diese Artikelnummer oder diesen Barcode: prüfen Sie sie, oder legen Sie den Artikel an.";
    pub(super) NO_SERVICE: "This is a service, which is not kept in stock." | "Das ist eine Dienstleistung, die keinen Bestand hat.";
    pub(super) UNIT_COST: "Unit cost" | "Einstandspreis";
    pub(super) REFERENCE: "Delivery note" | "Lieferschein";
    pub(super) REFERENCE_HINT: "The supplier's number" | "Die Nummer des Lieferanten";
    pub(super) DATE: "Day it came" | "Tag des Eingangs";
    pub(super) TODAY_WHEN_EMPTY: "Today when left empty" | "Leer bedeutet heute";
    pub(super) LINES: "What came" | "Was kam";
    pub(super) LINE_HINT: "A row without SKU is left out." | "Eine Zeile ohne Artikelnummer entfällt.";
    pub(super) MORE_ROWS: "More rows" | "Weitere Zeilen";
    pub(super) BOOK: "Book in" | "Einbuchen";
    pub(super) BOOKED: "Goods worth {0} are booked in; {1} orders got what they waited for" | "Ware im Wert von {0} ist eingebucht; {1} Aufträge haben bekommen, worauf sie warteten";
    pub(super) E_COMES: "{0}: {1} come to {2}, worth {3}" | "{0}: {1} kommen nach {2}, Wert {3}";
    pub(super) E_GETS: "{0} gets {1}" | "{0} bekommt {1}";
    pub(super) E_MORE: "and {0} more order lines get goods" | "und {0} weitere Auftragspositionen bekommen Ware";
    pub(super) E_NOBODY: "No order waited for it: all of it is available" | "Kein Auftrag wartete darauf: alles ist verfügbar";
    pub(super) WHO_GOT: "Who got goods of it" | "Wer davon Ware bekam";
    pub(super) GOT_NOBODY: "No order waited: all of it is available." | "Kein Auftrag wartete: alles ist verfügbar.";
    pub(super) TOTAL: "Total" | "Summe";

    pub(super) COUNTED: "Counted" | "Gezählt";
    pub(super) COUNTED_HINT: "How much lies there. Fill in this or the difference." | "Wie viel dort liegt. Füllen Sie dies oder den Unterschied aus.";
    pub(super) DIFFERENCE: "Difference" | "Unterschied";
    pub(super) DIFFERENCE_HINT: "How much more; with a minus, how much less" | "Wie viel mehr; mit Minus, wie viel weniger";
    pub(super) REASON: "Reason" | "Grund";
    pub(super) REASON_HINT: "Without names of persons: it stands in the journal for ever" | "Ohne Namen von Personen: er steht für immer im Journal";
    pub(super) COST_HINT: "Of a gain; the last one when left empty" | "Eines Zugangs; leer bedeutet der letzte";
    pub(super) ADJUST_STOCK: "Adjust stock" | "Bestand berichtigen";
    pub(super) ADJUSTED: "The stock of {0} is adjusted" | "Der Bestand von {0} ist berichtigt";
    pub(super) E_AGREES: "{0}: the count agrees, nothing moves" | "{0}: die Zählung stimmt, nichts bewegt sich";
    pub(super) E_GAIN: "{0}: {1} more at {2}, worth {3}" | "{0}: {1} mehr in {2}, Wert {3}";
    pub(super) E_LOSS: "{0}: {1} less at {2}, worth {3}" | "{0}: {1} weniger in {2}, Wert {3}";
    pub(super) E_LOSES: "{0} loses {1} and waits for it again" | "{0} verliert {1} und wartet wieder darauf";
    pub(super) E_MORE_LOSE: "and {0} more order lines lose goods" | "und {0} weitere Auftragspositionen verlieren Ware";

    pub(super) CODE: "Code" | "Kürzel";
    pub(super) CODE_HINT: "1 to 16 letters, digits, - _ ." | "1 bis 16 Buchstaben, Ziffern, - _ .";
    pub(super) ADD_LOCATION: "Add location" | "Standort anlegen";
    pub(super) LOCATION_ADDED: "Location {0} is added" | "Standort {0} ist angelegt";
    pub(super) NO_LOCATIONS: "There are no locations yet: add the first one here." | "Es gibt noch keine Standorte: legen Sie hier den ersten an.";
}
