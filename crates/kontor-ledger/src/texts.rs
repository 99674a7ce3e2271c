//! The texts of this room's pages.

use kontor_web::texts;

texts! {
    pub(crate) LEDGER: "Ledger" | "Hauptbuch";
    pub(crate) VIEWS: "Views of the books" | "Ansichten der Bücher";
    pub(crate) TRIAL_BALANCE: "Trial balance" | "Summen und Salden";
    pub(crate) JOURNAL: "Journal" | "Journal";
    pub(crate) NEW_ENTRY: "New entry" | "Neue Buchung";
    pub(crate) NEW_ACCOUNT: "New account" | "Neues Konto";
    pub(crate) AS_OF: "As of" | "Stichtag";
    pub(crate) FIND_ACCOUNT: "Account number or name" | "Kontonummer oder Name";
    pub(crate) SHOW_ALL: "Accounts without movement, too" | "Auch Konten ohne Bewegung";
    pub(crate) SHOW_MOVED: "Only accounts that moved" | "Nur bewegte Konten";
    pub(crate) ALL_AMOUNTS_IN: "All amounts in {0}." | "Alle Beträge in {0}.";
    pub(crate) UP_TO: "Posted up to {0}, all amounts in {1}." | "Gebucht bis {0}, alle Beträge in {1}.";
    pub(crate) NUMBER: "Number" | "Nummer";
    pub(crate) ACCOUNT: "Account" | "Konto";
    pub(crate) NAME: "Name" | "Bezeichnung";
    pub(crate) DEBIT: "Debit" | "Soll";
    pub(crate) CREDIT: "Credit" | "Haben";
    pub(crate) DEBIT_SIDE: "Dr" | "S";
    pub(crate) CREDIT_SIDE: "Cr" | "H";
    pub(crate) BALANCE: "Balance" | "Saldo";
    pub(crate) SUM: "Sum" | "Summe";
    pub(crate) TOTALS: "Totals" | "Gesamt";
    pub(crate) EQUAL: "Debits equal credits" | "Soll gleich Haben";
    pub(crate) DIFFER: "{0} apart" | "{0} Unterschied";
    pub(crate) NOTHING_MOVED: "Nothing was posted up to this day. Entries come by themselves with invoices, payments and goods." | "Bis zu diesem Tag ist nichts gebucht. Buchungen entstehen von selbst mit Rechnungen, Zahlungen und Waren.";
    pub(crate) NO_SUCH_ACCOUNT: "No account fits the filter." | "Kein Konto passt zum Filter.";
    pub(crate) CLEAR: "Clear the filter" | "Filter aufheben";
    pub(crate) ASSETS: "Assets" | "Aktiva";
    pub(crate) LIABILITIES: "Liabilities" | "Verbindlichkeiten";
    pub(crate) EQUITY: "Equity" | "Eigenkapital";
    pub(crate) INCOME: "Income" | "Erträge";
    pub(crate) EXPENSES: "Expenses" | "Aufwendungen";
    pub(crate) EXPORT_HLEDGER: "hledger" | "hledger";
    pub(crate) EXPORT_BEANCOUNT: "Beancount" | "Beancount";
    pub(crate) FILES: "The whole books as a file" | "Die ganzen Bücher als Datei";

    pub(crate) SHEET: "Account sheet" | "Kontenblatt";
    pub(crate) NO_POSTINGS: "Nothing was posted to this account yet." | "Auf dieses Konto ist noch nichts gebucht.";
    pub(crate) KIND: "Kind" | "Art";
    pub(crate) BY_DOCUMENTS: "Kept by documents" | "Wird von Belegen geführt";
    pub(crate) BALANCE_NOW: "Balance behind all entries" | "Saldo nach allen Buchungen";
    pub(crate) BALANCE_HERE: "Balance where this page begins" | "Saldo am Anfang dieser Seite";
    pub(crate) DATE: "Date" | "Datum";
    pub(crate) ENTRY: "Entry" | "Buchung";
    pub(crate) TEXT: "Text" | "Text";
    pub(crate) DOCUMENT: "Document" | "Beleg";
    pub(crate) AMOUNT: "Amount" | "Betrag";

    pub(crate) RECEIPT: "Goods receipt" | "Wareneingang";
    pub(crate) ISSUE: "Goods issue" | "Warenausgang";
    pub(crate) ADJUSTMENT: "Stock count" | "Bestandskorrektur";
    pub(crate) INVOICE: "Invoice" | "Rechnung";
    pub(crate) CREDIT_NOTE: "Credit note" | "Rechnungskorrektur";
    pub(crate) PAYMENT: "Payment" | "Zahlung";
    pub(crate) REFUND: "Refund" | "Erstattung";
    pub(crate) OPENING: "Opening balance" | "Eröffnung";
    pub(crate) MANUAL: "By hand" | "Von Hand";

    pub(crate) ALL_ENTRIES: "All" | "Alle";
    pub(crate) FIND_ENTRY: "Entry number" | "Buchungsnummer";
    pub(crate) NO_ENTRIES: "There is no such entry yet. Entries come by themselves with invoices, payments and goods; the rest is posted by hand." | "Es gibt noch keine solche Buchung. Buchungen entstehen von selbst mit Rechnungen, Zahlungen und Waren; der Rest wird von Hand gebucht.";
    pub(crate) ENTRY_NUMBER: "Entry {0}" | "Buchung {0}";
    pub(crate) REVERSED: "reversed" | "storniert";
    pub(crate) REVERSAL: "reversal" | "Storno";
    pub(crate) DOCUMENT_DATE: "Document date" | "Belegdatum";
    pub(crate) SUPPLY_DATE: "Supply date" | "Leistungsdatum";
    pub(crate) POSTING_DATE: "Posting date" | "Buchungsdatum";
    pub(crate) RECORDED: "Recorded" | "Erfasst";
    pub(crate) REVERSES: "Takes back" | "Nimmt zurück";
    pub(crate) REVERSED_BY: "Taken back by" | "Zurückgenommen durch";
    pub(crate) SAME_DOCUMENT: "All entries of this document" | "Alle Buchungen dieses Belegs";
    pub(crate) POSTINGS: "Postings" | "Buchungszeilen";
    pub(crate) REVERSE: "Reverse" | "Stornieren";
    pub(crate) REVERSE_ENTRY: "Reverse entry {0}" | "Buchung {0} stornieren";
    pub(crate) REVERSE_HINT: "The entry stays; a second one with the sides exchanged makes it come to nothing (§ 239(3) HGB)." | "Die Buchung bleibt stehen; eine zweite mit vertauschten Seiten hebt sie auf (§ 239 Abs. 3 HGB).";
    pub(crate) REASON: "Reason" | "Grund";
    pub(crate) REASON_HINT: "Stands in the journal for ever: name no person." | "Steht für immer im Journal: keine Personen nennen.";
    pub(crate) REVERSED_AS: "Entry {0} is reversed by entry {1}." | "Buchung {0} ist durch Buchung {1} storniert.";
    pub(crate) PREVIEW: "Preview" | "Vorschau";
    pub(crate) PREVIEW_TITLE: "This would be booked" | "Das würde gebucht";
    pub(crate) PREVIEW_NOTE: "Nothing is done yet." | "Noch ist nichts geschehen.";

    pub(crate) POST: "Post" | "Buchen";
    pub(crate) POST_HINT: "Rent, bank charges, contributions: what no document of yours brings about. Receivables and stock are kept by invoices and goods." | "Miete, Kontogebühren, Einlagen: was kein Beleg von Ihnen auslöst. Forderungen und Warenbestand führen Rechnungen und Waren.";
    pub(crate) LINES: "Lines" | "Zeilen";
    pub(crate) LINE: "Line {0}" | "Zeile {0}";
    pub(crate) MORE_LINES: "More lines" | "Weitere Zeilen";
    pub(crate) ADD_UP: "Add up" | "Summen bilden";
    pub(crate) NO_ACCOUNT: "Choose the account of this line, by its number or name." | "Wählen Sie das Konto dieser Zeile, nach Nummer oder Name.";
    pub(crate) POSTED: "Entry {0} is posted." | "Buchung {0} ist gebucht.";
    pub(crate) WHAT: "What it is about" | "Worum es geht";

    pub(crate) ADD: "Add" | "Anlegen";
    pub(crate) ACCOUNT_NUMBER_HINT: "1 to 12 digits that no account has." | "1 bis 12 Ziffern, die noch kein Konto hat.";
    pub(crate) NAME_DE: "German name" | "Deutsche Bezeichnung";
    pub(crate) NAME_EN: "English name" | "Englische Bezeichnung";
    pub(crate) NAME_EN_HINT: "The German one when left empty." | "Leer: wie die deutsche.";
    pub(crate) ADDED: "Account {0} is added." | "Konto {0} ist angelegt.";
    pub(crate) CANCEL: "Cancel" | "Abbrechen";
}
