//! The texts of the set-up.

use kontor_web::texts;

texts! {
    pub(super) TITLE: "Set Kontor up" | "Kontor einrichten";
    pub(super) WELCOME: "Two things and you are at work: what your business is called, and who you are." | "Zwei Dinge, und Sie sind bei der Arbeit: wie Ihr Geschäft heißt, und wer Sie sind.";
    pub(super) BUSINESS: "Your business" | "Ihr Geschäft";
    pub(super) NAME: "Registered name" | "Firma";
    pub(super) COUNTRY: "Country" | "Land";
    pub(super) COUNTRY_HINT: "As two letters, such as DE, AT or CH." | "Mit zwei Buchstaben, etwa DE, AT oder CH.";
    pub(super) CURRENCY: "Currency" | "Währung";
    pub(super) CURRENCY_HINT: "Of your books, as three letters; it stays." | "Ihrer Bücher, mit drei Buchstaben; sie bleibt.";
    pub(super) ZONE: "Time zone" | "Zeitzone";
    pub(super) ZONE_HINT: "Such as Europe/Berlin; left empty, that of the country." | "Etwa Europe/Berlin; leer: die des Landes.";
    pub(super) ZONE_WANTED: "This country has several time zones: name yours, such as Europe/Berlin." | "Dieses Land hat mehrere Zeitzonen: nennen Sie Ihre, etwa Europe/Berlin.";
    pub(super) CHART: "Chart of accounts" | "Kontenrahmen";
    pub(super) TAX_STATUS: "VAT" | "Umsatzsteuer";
    pub(super) TAX_REGULAR: "Charged as usual" | "Regelbesteuert";
    pub(super) TAX_SMALL: "Small business, none is charged (§ 19 UStG)" | "Kleinunternehmer, es wird keine berechnet (§ 19 UStG)";
    pub(super) TAX_HINT: "It can be changed later, for orders from then on." | "Lässt sich später ändern, für Aufträge von da an.";
    pub(super) CHART_HINT: "Ask your tax adviser when in doubt; SKR03 is usual for shops." | "Fragen Sie im Zweifel Ihre Steuerberatung; SKR03 ist im Handel üblich.";
    pub(super) YOU: "You" | "Sie";
    pub(super) YOUR_NAME: "Your name" | "Ihr Name";
    pub(super) MAIL: "Mail address" | "Mail-Adresse";
    pub(super) MAIL_HINT: "You sign in with it." | "Damit melden Sie sich an.";
    pub(super) PASSWORD: "Password" | "Passwort";
    pub(super) PASSWORD_HINT: "At least 12 characters; a few words are good." | "Mindestens 12 Zeichen; ein paar Wörter sind gut.";
    pub(super) BEGIN: "Begin" | "Anfangen";
    pub(super) READY: "Kontor is set up. Next: your first product, or an order." | "Kontor ist eingerichtet. Als Nächstes: Ihr erster Artikel, oder ein Auftrag.";
}
