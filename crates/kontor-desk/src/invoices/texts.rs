//! The words of invoices.

use kontor_web::texts;

texts! {
    pub(crate) INVOICES: "Invoices" | "Rechnungen";
    pub(crate) TABS: "Invoices by state" | "Rechnungen nach Stand";
    pub(crate) ALL: "All" | "Alle";
    pub(crate) OPEN: "Open" | "Offen";
    pub(crate) OVERDUE: "Overdue" | "Überfällig";
    pub(crate) PAID: "Paid" | "Bezahlt";
    pub(crate) PARTLY_PAID: "Partly paid" | "Teilweise bezahlt";
    pub(crate) CREDITED: "Credited" | "Zurückgenommen";
    pub(crate) CREDIT_NOTES: "Credit notes" | "Korrekturen";
    pub(crate) INVOICE: "Invoice" | "Rechnung";
    pub(crate) CREDIT_NOTE: "Credit note" | "Rechnungskorrektur";
    pub(crate) FIND: "Number, such as RE-2026-000017 or 17" | "Nummer, etwa RE-2026-000017 oder 17";
    pub(crate) CSV: "As CSV" | "Als CSV";
    pub(crate) NUMBER: "Number" | "Nummer";
    pub(crate) DATE: "Date" | "Datum";
    pub(crate) CUSTOMER: "Customer" | "Kunde";
    pub(crate) ORDER: "Order" | "Auftrag";
    pub(crate) DUE: "Due" | "Fällig";
    pub(crate) AMOUNT: "Amount" | "Betrag";
    pub(crate) LEFT: "Open" | "Offen";
    pub(crate) STATE: "State" | "Stand";
    pub(crate) WITHOUT_ACCOUNT: "without account" | "ohne Konto";
    pub(crate) NONE: "No invoice is here. Invoices are made from orders once something was shipped." | "Hier ist keine Rechnung. Rechnungen entstehen aus Aufträgen, sobald etwas versandt ist.";
    pub(crate) NONE_OVERDUE: "Nothing is overdue." | "Nichts ist überfällig.";
    pub(crate) NOT_FOUND: "No invoice has this number." | "Keine Rechnung hat diese Nummer.";
    pub(crate) CLEAR: "Show all invoices" | "Alle Rechnungen zeigen";
    pub(crate) TO_INVOICE: "Orders to invoice" | "Aufträge zu berechnen";
    pub(crate) CUT: "The last {0} documents were looked through." | "Die letzten {0} Belege wurden durchgesehen.";
    pub(crate) OF_CUSTOMER: "Documents of one customer." | "Belege eines Kunden.";

    pub(crate) ISSUER: "From" | "Von";
    pub(crate) RECIPIENT: "To" | "An";
    pub(crate) DOCUMENT: "Document" | "Beleg";
    pub(crate) DOCUMENT_DATE: "Document date" | "Belegdatum";
    pub(crate) SUPPLY_DATE: "Supply date" | "Leistungsdatum";
    pub(crate) CUSTOMER_NUMBER: "Customer number" | "Kundennummer";
    pub(crate) VAT_ID: "VAT id" | "USt-IdNr.";
    pub(crate) CORRECTS: "Corrects" | "Korrigiert";
    pub(crate) REASON: "Reason" | "Grund";
    pub(crate) LINES: "Lines" | "Positionen";
    pub(crate) POSITION: "No." | "Pos.";
    pub(crate) NAME: "Name" | "Bezeichnung";
    pub(crate) QUANTITY: "Quantity" | "Menge";
    pub(crate) PRICE: "Price" | "Preis";
    pub(crate) PER: "{0} for {1}" | "{0} je {1}";
    pub(crate) TAX_RATE: "VAT" | "USt";
    pub(crate) NET: "Net" | "Netto";
    pub(crate) TAX: "Tax" | "Steuer";
    pub(crate) GROSS: "Gross" | "Brutto";
    pub(crate) TAXES: "Tax per rate" | "Steuer je Satz";
    pub(crate) NO_TAX: "no VAT" | "ohne USt";
    pub(crate) TAKEN_BACK: "{0} taken back" | "{0} zurückgenommen";
    pub(crate) TOTAL: "Total" | "Gesamtbetrag";
    pub(crate) PAID_SO_FAR: "Paid" | "Bezahlt";
    pub(crate) CREDITED_SO_FAR: "Taken back" | "Zurückgenommen";
    pub(crate) SETTLED_BY: "Settled by" | "Beglichen durch";
    pub(crate) NO_PAYMENTS: "Nothing is paid yet." | "Noch ist nichts bezahlt.";
    pub(crate) CORRECTED_BY: "Corrected by" | "Korrigiert durch";
    pub(crate) IN_THE_BOOKS: "In the books" | "In den Büchern";
    pub(crate) ENTRY: "Entry {0}" | "Buchung {0}";
    pub(crate) NOT_BOOKED: "An invoice of nothing books nothing." | "Eine Rechnung über nichts bucht nichts.";
    pub(crate) SETTLEMENT: "Settlement" | "Ausgleich";
    pub(crate) ERASED: "The customer's data was erased." | "Die Daten des Kunden wurden gelöscht.";

    pub(crate) CREDIT: "Credit" | "Korrigieren";
    pub(crate) PAY: "Record payment" | "Zahlung erfassen";
    pub(crate) PRINT: "Print" | "Drucken";

    pub(crate) PRICES_GROSS: "All prices include VAT." | "Alle Preise enthalten die Umsatzsteuer.";
    pub(crate) PRICES_NET: "All prices are without VAT." | "Alle Preise verstehen sich ohne Umsatzsteuer.";
    pub(crate) PAYABLE: "Please pay {0} by {1}, naming {2}." | "Bitte zahlen Sie {0} bis zum {1} unter Angabe von {2}.";
    pub(crate) SETTLED: "This invoice is settled." | "Diese Rechnung ist beglichen.";
    pub(crate) CORRECTION_OF: "Correction of invoice {0} of {1}." | "Korrektur der Rechnung {0} vom {1}.";

    pub(crate) PIECES: "pcs" | "Stk.";
    pub(crate) KILOGRAMS: "kg" | "kg";
    pub(crate) GRAMS: "g" | "g";
    pub(crate) LITRES: "l" | "l";
    pub(crate) METRES: "m" | "m";
    pub(crate) HOURS: "h" | "Std.";
}
