//! The words of the order's page and its steps.

use kontor_customers::model::PaymentMethod;
use kontor_web::{Text, texts};

use crate::terms;

texts! {
    // The steps.
    pub(super) SHIP: "Ship" | "Versenden";
    pub(super) INVOICE: "Invoice" | "Berechnen";
    pub(super) PAY: "Record payment" | "Zahlung erfassen";
    pub(super) CANCEL_ORDER: "Cancel order" | "Stornieren";
    pub(super) CREDIT: "Credit invoice" | "Rechnung korrigieren";
    pub(super) REFUND: "Pay back" | "Erstatten";
    pub(super) PREVIEW: "Preview" | "Vorschau";
    pub(super) BACK: "Back" | "Zurück";
    pub(super) WHAT_HAPPENS: "What happens" | "Was geschieht";
    pub(super) LOOK_AGAIN: "Below is the order as it is now; what you typed is kept. Check it and send it again." | "Unten sehen Sie den Auftrag, wie er jetzt ist; Ihre Eingaben sind noch da. Prüfen Sie sie und senden Sie noch einmal.";

    // Their forms.
    pub(super) LINES: "Lines" | "Positionen";
    pub(super) ARTICLE: "Article" | "Artikel";
    pub(super) NAME: "Name" | "Bezeichnung";
    pub(super) POSSIBLE: "Possible" | "Möglich";
    pub(super) QUANTITY: "Quantity" | "Menge";
    pub(super) QUANTITY_OF: "Quantity of {0}" | "Menge von {0}";
    pub(super) CARRIER: "Carrier" | "Versanddienst";
    pub(super) TRACKING: "Tracking number" | "Sendungsnummer";
    pub(super) SHIP_DATE: "Day it leaves" | "Versandtag";
    pub(super) TODAY_WHEN_EMPTY: "Today when left empty" | "Leer bedeutet heute";
    pub(super) DOCUMENT_DATE: "Date on the document" | "Belegdatum";
    pub(super) SUPPLY_DATE: "Day of supply" | "Leistungsdatum";
    pub(super) AS_DOCUMENT_WHEN_EMPTY: "As the document when left empty" | "Leer bedeutet wie das Belegdatum";
    pub(super) METHOD: "Paid by" | "Zahlungsart";
    pub(super) AMOUNT: "Amount" | "Betrag";
    pub(super) PAY_DATE: "Day of the money" | "Tag des Geldes";
    pub(super) REFERENCE: "Reference" | "Verwendungszweck";
    pub(super) REFERENCE_HINT: "As it stands at the bank or the provider, without names of persons" | "Wie er bei der Bank oder beim Dienst steht, ohne Namen von Personen";
    pub(super) REASON: "Reason" | "Grund";
    pub(super) REASON_HINT: "Without names of persons: it stands in the journal for ever" | "Ohne Namen von Personen: er steht für immer im Journal";

    pub(super) CREDIT_OF: "Invoice {0} over {1}: choose what is taken back." | "Rechnung {0} über {1}: wählen Sie, was zurückgenommen wird.";
    pub(super) REFUND_OF: "Payment {0} of {1}: {2} of it settle nothing and can be paid back." | "Zahlung {0} über {1}: {2} davon begleichen nichts und können erstattet werden.";

    // What was done.
    pub(super) SHIPPED: "Shipment {0} has left" | "Lieferung {0} ist unterwegs";
    pub(super) INVOICED: "Invoice {0} over {1} is issued" | "Rechnung {0} über {1} ist gestellt";
    pub(super) PAID: "Payment {0} of {1} is recorded" | "Zahlung {0} über {1} ist erfasst";
    pub(super) CANCELLED_WHOLE: "The order is cancelled" | "Der Auftrag ist storniert";
    pub(super) CANCELLED_PART: "A part of the order is cancelled" | "Ein Teil des Auftrags ist storniert";
    pub(super) CREDITED: "Credit note {0} over {1} is issued" | "Rechnungskorrektur {0} über {1} ist gestellt";
    pub(super) REFUNDED: "Refund {0} of {1} is recorded" | "Erstattung {0} über {1} ist erfasst";

    // What a step changes.
    pub(super) E_SHIPPED: "Shipment {0} leaves {1} on {2}" | "Lieferung {0} verlässt {1} am {2}";
    pub(super) E_SHIPPED_LAST: "Shipment {0} leaves {1} on {2}; nothing of the order is left to ship" | "Lieferung {0} verlässt {1} am {2}; danach ist nichts mehr zu versenden";
    pub(super) E_ISSUED: "{0}: {1} leave stock at {2}, worth {3}" | "{0}: {1} gehen aus dem Bestand in {2}, Wert {3}";
    pub(super) E_RENDERED: "{0}: {1} are rendered" | "{0}: {1} sind erbracht";
    pub(super) E_RELEASED: "{0}: {1} are free again" | "{0}: {1} werden wieder frei";
    pub(super) E_NOT_WAITING: "{0}: {1} are waited for no more" | "{0}: auf {1} wird nicht mehr gewartet";
    pub(super) E_FILLED: "{0} of that go to other orders that wait for them" | "{0} davon gehen an andere Aufträge, die darauf warten";
    pub(super) E_INVOICED: "Invoice {0}: {1} net and {2} tax make {3}, due on {4}" | "Rechnung {0}: {1} netto und {2} Steuer ergeben {3}, fällig am {4}";
    pub(super) E_PAID_AHEAD: "{0} that were paid ahead settle it at once" | "{0} aus Vorauszahlungen begleichen sie sofort";
    pub(super) E_PAID: "Payment {0}: {1} by {2} on {3}" | "Zahlung {0}: {1} per {2} am {3}";
    pub(super) E_SETTLES: "{0} settle invoices of the order" | "{0} begleichen Rechnungen des Auftrags";
    pub(super) E_UNASSIGNED: "{0} settle nothing yet; they settle the order's next invoice" | "{0} begleichen noch nichts; sie begleichen die nächste Rechnung des Auftrags";
    pub(super) E_CREDITED: "Credit note {0}: {1} less net and {2} less tax, {3} in all" | "Rechnungskorrektur {0}: {1} weniger netto und {2} weniger Steuer, zusammen {3}";
    pub(super) E_FREED: "{0} that were paid are free again: they can be paid back" | "{0} gezahltes Geld wird wieder frei: es kann erstattet werden";
    pub(super) E_REFUNDED: "Refund {0}: {1} go back on {2}" | "Erstattung {0}: {1} gehen am {2} zurück";
    pub(super) E_CANCELLED: "{0}: {1} are cancelled" | "{0}: {1} werden storniert";
    pub(super) E_WHOLE: "Nothing is left: the whole order is cancelled" | "Nichts bleibt übrig: der ganze Auftrag ist storniert";
    pub(super) E_COMPLETED: "The order is complete: nothing is left to deliver, invoice or pay" | "Der Auftrag ist abgeschlossen: nichts ist mehr zu liefern, zu berechnen oder zu zahlen";
    pub(super) E_OWES: "The customer owes {0} more" | "Der Kunde schuldet {0} mehr";
    pub(super) E_OWES_LESS: "The customer owes {0} less" | "Der Kunde schuldet {0} weniger";
    pub(super) E_OTHER: "Also recorded: {0}" | "Außerdem: {0}";
    pub(super) BOOKS: "In the books" | "In den Büchern";
    pub(super) ACCOUNT: "Account" | "Konto";
    pub(super) DEBIT: "Debit" | "Soll";
    pub(super) CREDIT_SIDE: "Credit" | "Haben";
    pub(super) NO_BOOKING: "Nothing is booked: no money and no stock moves." | "Es wird nichts gebucht: weder Geld noch Ware bewegt sich.";

    // Several orders at once.
    pub(super) ORDERS: "Orders" | "Aufträge";
    pub(super) ORDER: "Order" | "Auftrag";
    pub(super) STATE: "State" | "Stand";
    pub(super) RESULT: "Result" | "Ergebnis";
    pub(super) DONE: "Done" | "Erledigt";
    pub(super) REFUSED: "Not done" | "Nicht möglich";
    pub(super) WOULD_BE_DONE: "Possible" | "Möglich";
    pub(super) BULK_SHIP: "What can go of each order leaves stock today, its cost is booked, and it gets a delivery note." | "Was von jedem Auftrag gehen kann, verlässt heute den Bestand, sein Einsatz wird gebucht, und es bekommt einen Lieferschein.";
    pub(super) BULK_INVOICE: "What is shipped of each order and not invoiced is invoiced with today's date and booked." | "Was von jedem Auftrag versandt und nicht berechnet ist, wird mit dem heutigen Datum berechnet und gebucht.";
    pub(super) BULK_CANCEL: "What is open of each order is cancelled, and its goods are free for others. This can't be taken back." | "Was von jedem Auftrag offen ist, wird storniert, und seine Ware wird für andere frei. Das lässt sich nicht zurücknehmen.";
    pub(super) BULK_WOULD: "{0} possible, {1} not" | "{0} möglich, {1} nicht";
    pub(super) BULK_DONE: "{0} done, {1} not" | "{0} erledigt, {1} nicht";
    pub(super) TO_THE_ORDERS: "To the orders" | "Zu den Aufträgen";

    // Shipments and sheets to print.
    pub(super) SHIPMENTS: "Shipments" | "Lieferungen";
    pub(super) SHIPMENT_SEARCH: "Number of a shipment or an order" | "Nummer einer Lieferung oder eines Auftrags";
    pub(super) NO_SHIPMENTS: "Nothing has left yet: ship an order, and its shipment stands here." | "Noch ist nichts versandt: versenden Sie einen Auftrag, dann steht seine Lieferung hier.";
    pub(super) NO_SHIPMENT_FITS: "No shipment fits. It is looked for by its whole number, or by that of its order." | "Keine Lieferung passt. Gesucht wird nach ihrer ganzen Nummer oder der ihres Auftrags.";
    pub(super) SHOW_ALL: "Show all" | "Alle zeigen";
    pub(super) NUMBER: "Number" | "Nummer";
    pub(super) LOCATION: "Location" | "Standort";
    pub(super) RECORDED: "Recorded" | "Erfasst";
    pub(super) ABOUT: "About it" | "Angaben";
    pub(super) CONTENT: "What is in it" | "Inhalt";
    pub(super) NONE: "none" | "keine";
    pub(super) PRINT_HINT: "Print this page with your browser (Ctrl P)." | "Drucken Sie diese Seite mit Ihrem Browser (Strg P).";
    pub(super) PICK_LIST: "Pick list" | "Pickliste";
    pub(super) PICK_ALL: "All together" | "Alle zusammen";
    pub(super) PICKED: "Picked" | "Entnommen";
    pub(super) REST_WAITS: "The rest waits for goods" | "Rest wartet auf Ware";
    pub(super) NOTHING_TO_PICK: "Nothing of this order lies ready." | "Von diesem Auftrag liegt nichts bereit.";
    pub(super) DELIVERY_NOTE: "Delivery note" | "Lieferschein";
    pub(super) CONFIRMATION: "Order confirmation" | "Auftragsbestätigung";
    pub(super) DATE: "Date" | "Datum";
    pub(super) ORDER_DATE: "Ordered on" | "Bestellt am";
    pub(super) YOUR_REFERENCE: "Your reference" | "Ihr Zeichen";
    pub(super) CUSTOMER_NUMBER: "Customer number" | "Kundennummer";
    pub(super) POSITION: "Pos." | "Pos.";
    pub(super) ORDERED: "Ordered" | "Bestellt";
    pub(super) DELIVERED: "Delivered" | "Geliefert";
    pub(super) PRICE: "Price" | "Preis";
    pub(super) TAX_RATE: "Tax" | "USt";
    pub(super) NET: "Net" | "Netto";
    pub(super) TAX: "Tax" | "USt";
    pub(super) GROSS: "Total" | "Gesamt";

    // The order.
    pub(super) WHERE_IT_STANDS: "Where it stands" | "Wo er steht";
    pub(super) A_PLACED: "Placed" | "Eingegangen";
    pub(super) A_RESERVED: "Reserved" | "Reserviert";
    pub(super) A_WAITING: "Waiting for goods" | "Wartet auf Ware";
    pub(super) A_SHIPPED: "Shipped" | "Versandt";
    pub(super) A_INVOICED: "Invoiced" | "Berechnet";
    pub(super) A_PAID: "Paid" | "Bezahlt";
    pub(super) A_COMPLETED: "Completed" | "Abgeschlossen";
    pub(super) A_CANCELLED: "Cancelled" | "Storniert";
    pub(super) LINES_WAIT: "lines: {0}" | "Positionen: {0}";
    pub(super) LINES_DONE: "{0} of {1} lines" | "{0} von {1} Positionen";
    pub(super) OVERDUE_SINCE: "overdue since {0}" | "überfällig seit {0}";
    pub(super) DUE_ON: "due on {0}" | "fällig am {0}";
    pub(super) WHERE: "Where it is" | "Wo es ist";
    pub(super) AVAILABLE: "Available now" | "Jetzt verfügbar";
    pub(super) GROSS_AMOUNT: "Gross" | "Brutto";
    pub(super) Q_OPEN: "{0} open" | "{0} offen";
    pub(super) Q_RESERVED: "{0} reserved" | "{0} reserviert";
    pub(super) Q_WAITING: "{0} waiting" | "{0} im Rückstand";
    pub(super) Q_SHIPPED: "{0} shipped" | "{0} versandt";
    pub(super) Q_INVOICED: "{0} invoiced" | "{0} berechnet";
    pub(super) Q_CREDITED: "{0} credited" | "{0} gutgeschrieben";
    pub(super) Q_CANCELLED: "{0} cancelled" | "{0} storniert";
    pub(super) CUSTOMER: "Customer" | "Kunde";
    pub(super) CUSTOMER_HIDDEN: "Your role does not see customers." | "Ihre Rolle sieht keine Kunden.";
    pub(super) NO_CUSTOMER: "A sale without account." | "Ein Verkauf ohne Kundenkonto.";
    pub(super) NAME_OF: "Name" | "Name";
    pub(super) PLACE: "Place" | "Ort";
    pub(super) VOLUME: "{0} in all" | "{0} Umsatz";
    pub(super) OWES: "Owes" | "Schuldet";
    pub(super) LIMIT: "Credit limit" | "Kreditlimit";
    pub(super) NO_LIMIT: "none" | "keines";
    pub(super) LIMIT_EXCEEDED: "{0} exceeded" | "{0} überschritten";
    pub(super) LIMIT_LEFT: "{0} of {1} left" | "noch {0} von {1}";
    pub(super) MONEY: "Amounts" | "Beträge";
    pub(super) M_INVOICED: "Invoiced" | "Berechnet";
    pub(super) M_CANCELLED: "Cancelled" | "Storniert";
    pub(super) M_CREDITED: "Credited" | "Gutgeschrieben";
    pub(super) M_PAID: "Paid" | "Bezahlt";
    pub(super) M_AHEAD: "Paid ahead" | "Vorausgezahlt";
    pub(super) M_OPEN: "Open" | "Offen";
    pub(super) DOCUMENTS: "Documents" | "Dokumente";
    pub(super) NO_DOCUMENTS: "None yet: a shipment, an invoice or a payment makes one." | "Noch keine: Versand, Rechnung und Zahlung erzeugen sie.";
    pub(super) SHIPMENT: "Shipment" | "Lieferung";
    pub(super) BILL: "Invoice" | "Rechnung";
    pub(super) CREDIT_NOTE: "Credit note" | "Korrektur";
    pub(super) PAYMENT: "Payment" | "Zahlung";
    pub(super) REFUND_NOUN: "Refund" | "Erstattung";
    pub(super) B_OPEN: "Open" | "Offen";
    pub(super) B_PARTLY: "Partly paid" | "Teils bezahlt";
    pub(super) B_PAID: "Paid" | "Bezahlt";
    pub(super) B_CREDITED: "Credited" | "Korrigiert";
    pub(super) FREE: "{0} settle nothing" | "{0} ohne Zuordnung";
    pub(super) CHANNEL: "Came in by" | "Eingang";
    pub(super) THEIR_REFERENCE: "Their reference" | "Zeichen des Kunden";
    pub(super) EXTERNAL: "Number there" | "Nummer dort";
    pub(super) HISTORY: "History" | "Verlauf";
    pub(super) EARLIER: "Earlier" | "Früheres";
    pub(super) AS_OF_THEN: "as of then" | "Stand damals";
    pub(super) AS_OF: "As of {0}" | "Stand vom {0}";
    pub(super) AS_OF_WHY: "You see the order as it was then; nothing can be done with it here." | "Sie sehen den Auftrag, wie er damals war; hier lässt sich nichts mit ihm tun.";
    pub(super) BACK_TO_NOW: "Back to now" | "Zurück zu jetzt";

    TRANSFER: "Transfer" | "Überweisung";
}

/// How money comes: what is ordered on account is paid by a transfer.
pub(super) fn paid_by(method: PaymentMethod) -> Text {
    if method == PaymentMethod::Invoice { TRANSFER } else { terms::payment_method(method) }
}
