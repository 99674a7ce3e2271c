//! The words of payments.

use kontor_web::texts;

texts! {
    pub(super) PAYMENTS: "Payments" | "Zahlungen";
    pub(super) TABS: "Payments by what they settle" | "Zahlungen nach Zuordnung";
    pub(super) ALL: "All" | "Alle";
    pub(super) UNASSIGNED: "Not assigned" | "Nicht zugeordnet";
    pub(super) FIND: "Number, such as ZE-2026-000017" | "Nummer, etwa ZE-2026-000017";
    pub(super) NUMBER: "Number" | "Nummer";
    pub(super) DATE: "Date" | "Datum";
    pub(super) CUSTOMER: "Customer" | "Kunde";
    pub(super) ORDER: "Order" | "Auftrag";
    pub(super) METHOD: "Method" | "Zahlungsart";
    pub(super) AMOUNT: "Amount" | "Betrag";
    pub(super) KIND: "Kind" | "Art";
    pub(super) PAYMENT: "Payment" | "Zahlung";
    pub(super) REFUND: "Refund" | "Erstattung";
    pub(super) WITHOUT_ACCOUNT: "without account" | "ohne Konto";
    pub(super) NONE: "No payment is here yet. Note one when money has come in." | "Hier ist noch keine Zahlung. Erfassen Sie eine, wenn Geld eingegangen ist.";
    pub(super) ALL_ASSIGNED: "All money is assigned to invoices." | "Alles Geld ist Rechnungen zugeordnet.";
    pub(super) NOT_FOUND: "No payment has this number." | "Keine Zahlung hat diese Nummer.";
    pub(super) CLEAR: "Show all payments" | "Alle Zahlungen zeigen";
    pub(super) RECORD: "Record payment" | "Zahlung erfassen";

    pub(super) FOR: "Invoice or order number" | "Rechnungs- oder Auftragsnummer";
    pub(super) FOR_HINT: "An invoice is settled first; for an order its oldest open invoices. What is left stays unassigned." | "Eine Rechnung wird zuerst beglichen, bei einem Auftrag seine ältesten offenen Rechnungen. Was übrig bleibt, bleibt nicht zugeordnet.";
    pub(super) NOTHING_FOUND: "No invoice and no order has this number: check it." | "Keine Rechnung und kein Auftrag hat diese Nummer: prüfen Sie sie.";
    pub(super) NOTHING_NAMED: "Say what the money is for: the number of an invoice or an order." | "Sagen Sie, wofür das Geld ist: die Nummer einer Rechnung oder eines Auftrags.";
    pub(super) LOOK: "Look up" | "Nachsehen";
    pub(super) INVOICE_OPEN: "Invoice {0}: {1} open of {2}." | "Rechnung {0}: {1} von {2} offen.";
    pub(super) ORDER_OPEN: "Order {0}: {1} invoiced and not paid." | "Auftrag {0}: {1} berechnet und nicht bezahlt.";
    pub(super) REFERENCE: "Reference" | "Verwendungszweck";
    pub(super) REFERENCE_HINT: "As it stands at the bank or the provider; names no person." | "Wie er bei Bank oder Anbieter steht; ohne Namen von Personen.";
    pub(super) DATE_HINT: "Today when left empty." | "Leer: heute.";
    pub(super) PREVIEW: "Preview" | "Vorschau";
    pub(super) CANCEL: "Cancel" | "Abbrechen";
    pub(super) WOULD_SETTLE: "{0} settle invoice {1}." | "{0} begleichen die Rechnung {1}.";
    pub(super) WOULD_LEAVE: "{0} stay unassigned." | "{0} bleiben nicht zugeordnet.";
    pub(super) WHAT_HAPPENS: "What happens" | "Was geschieht";
    pub(super) RECORDED: "Payment {0} over {1} is recorded." | "Zahlung {0} über {1} ist erfasst.";

    pub(super) SETTLES: "Settles" | "Begleicht";
    pub(super) SETTLES_NOTHING: "It settles no invoice yet." | "Sie begleicht noch keine Rechnung.";
    pub(super) REFUNDED: "Paid back" | "Erstattet";
    pub(super) REFUNDS: "Pays back" | "Erstattet aus";
    pub(super) REFUNDED_BY: "Paid back by" | "Erstattet durch";
    pub(super) REASON: "Reason" | "Grund";
    pub(super) NOTED: "Recorded" | "Erfasst";
    pub(super) PAY_BACK: "Pay back" | "Erstatten";
    pub(super) MONEY: "Money" | "Geld";
    pub(super) IN_THE_BOOKS: "In the books" | "In den Büchern";
    pub(super) ENTRY: "Entry {0}" | "Buchung {0}";
}
