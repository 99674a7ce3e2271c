//! What the counter says.

use kontor_web::texts;

texts! {
    pub(super) COUNTER: "Counter" | "Kasse";
    pub(super) SCAN: "Scan or type" | "Scannen oder tippen";
    pub(super) SCAN_HINT: "Barcode, SKU or name; 3*… for three of it" | "Barcode, Artikelnummer oder Name; 3*… für drei davon";
    pub(super) ADD: "Add" | "Hinzufügen";
    pub(super) CHOOSE: "Several fit: choose one." | "Mehrere passen: wählen Sie einen.";
    pub(super) NOTHING_YET: "Nothing is on the counter yet. Scan the first product." | "Noch liegt nichts auf der Theke. Scannen Sie den ersten Artikel.";
    pub(super) PRODUCT: "Product" | "Artikel";
    pub(super) QUANTITY: "Quantity" | "Menge";
    pub(super) AMOUNT: "Amount" | "Betrag";
    pub(super) REMOVE: "Remove {0}" | "{0} entfernen";
    pub(super) MORE: "One more of {0}" | "Eins mehr von {0}";
    pub(super) LESS: "One less of {0}" | "Eins weniger von {0}";
    pub(super) ONLY_HERE: "Only {0} here" | "Nur {0} da";
    pub(super) TOTAL: "Total" | "Summe";
    pub(super) TAX_OF_IT: "of it tax {0}" | "darin Steuer {0}";
    pub(super) RECALCULATE: "Calculate" | "Berechnen";
    pub(super) PAY_BY_CARD: "Paid by card" | "Mit Karte bezahlt";
    pub(super) PAY_IN_CASH: "Paid in cash" | "Bar bezahlt";
    pub(super) GIVEN: "Cash given" | "Gegeben";
    pub(super) CHANGE: "Change" | "Rückgeld";
    pub(super) NO_CASH: "Cash is not taken here: in Germany that needs a certified technical security system (TSE, § 146a AO), and none is connected." | "Bargeld wird hier nicht angenommen: in Deutschland braucht es dafür eine zertifizierte technische Sicherheitseinrichtung (TSE, § 146a AO), und es ist keine angeschlossen.";
    pub(super) FOR_CUSTOMER: "Customer (if they want to be known)" | "Kunde (wenn er genannt werden will)";
    pub(super) KEYS: "Enter adds what is scanned; Ctrl Enter takes the card." | "Enter fügt hinzu, was gescannt ist; Strg Enter nimmt die Karte.";
    pub(super) SOLD: "Sold: {0}, {1}." | "Verkauft: {0}, {1}.";
    pub(super) RECEIPT: "Receipt {0}" | "Beleg {0}";
    pub(super) PRINT: "Print" | "Drucken";
    pub(super) NEXT_SALE: "Next sale" | "Nächster Verkauf";
    pub(super) WHOLE_INVOICE: "As an invoice" | "Als Rechnung";
    pub(super) INVOICE_NUMBER: "Invoice" | "Rechnung";
    pub(super) ORDER_NUMBER: "Order" | "Auftrag";
    pub(super) DATE: "Date" | "Datum";
    pub(super) SUPPLIED: "Date of supply" | "Lieferdatum";
    pub(super) NET: "Net" | "Netto";
    pub(super) NET_AT: "Net at {0}" | "Netto zu {0}";
    pub(super) TAX_AT: "VAT {0}" | "USt. {0}";
    pub(super) UNTAXED: "Without VAT" | "Ohne USt.";
    pub(super) SMALL_BUSINESS: "No VAT: small business (§ 19 UStG)" | "Keine USt.: Kleinunternehmer (§ 19 UStG)";
    pub(super) VAT_ID: "VAT id {0}" | "USt-IdNr. {0}";
    pub(super) TAX_NUMBER: "Tax number {0}" | "Steuernummer {0}";
    pub(super) NO_ADDRESS: "The receipt lacks your address" | "Auf dem Beleg fehlt Ihre Anschrift";
    pub(super) NO_ADDRESS_WHY: "Without it the receipt is no invoice (§ 33 UStDV): fill it in under Settings." | "Ohne sie ist der Beleg keine Rechnung (§ 33 UStDV): tragen Sie sie unter Einstellungen ein.";
    pub(super) GROSS: "Total" | "Summe";
    pub(super) PAID_BY: "Paid by {0}" | "Bezahlt: {0}";
    pub(super) STILL_OPEN: "Still to pay" | "Noch zu zahlen";
    pub(super) PAYMENT_NUMBER: "Payment" | "Zahlung";
    pub(super) THANKS: "Thank you for your purchase" | "Vielen Dank für Ihren Einkauf";
    pub(super) TOO_LARGE: "Above 250 € a receipt is no invoice for the buyer's tax office (§ 33 UStDV): print the invoice for a business." | "Über 250 € genügt ein Beleg dem Finanzamt nicht als Rechnung (§ 33 UStDV): drucken Sie für ein Unternehmen die Rechnung.";
}
