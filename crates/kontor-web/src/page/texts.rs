//! The texts that the components say themselves.

use crate::texts;

texts! {
    pub(crate) SKIP: "Skip to the content" | "Zum Inhalt springen";
    pub(crate) NAVIGATION: "Rooms" | "Bereiche";
    pub(crate) SEARCH: "Search" | "Suchen";
    pub(crate) SEARCH_HINT: "Number, name, SKU, barcode or what you want to do" | "Nummer, Name, Artikel, Barcode oder was Sie tun möchten";
    pub(crate) SEARCH_FOOT: "choose with the arrows, open with Enter, leave with Escape" | "wählen mit den Pfeilen, öffnen mit Enter, verlassen mit Escape";
    pub(crate) NOTHING_FOUND: "Nothing found. Try fewer letters." | "Nichts gefunden. Versuchen Sie weniger Buchstaben.";
    pub(crate) MORE: "More" | "Mehr";
    pub(crate) ACCOUNT: "Your account" | "Ihr Konto";
    pub(crate) SIGN_OUT: "Sign out" | "Abmelden";
    pub(crate) THEME: "Brightness" | "Helligkeit";
    pub(crate) THEME_SYSTEM: "As the system" | "Wie das System";
    pub(crate) THEME_LIGHT: "Light" | "Hell";
    pub(crate) THEME_DARK: "Dark" | "Dunkel";
    pub(crate) DENSITY: "Rows" | "Zeilen";
    pub(crate) DENSITY_COMPACT: "Compact" | "Eng";
    pub(crate) DENSITY_COSY: "Roomy" | "Weit";
    pub(crate) LANGUAGE: "Language" | "Sprache";
    pub(crate) LIVE: "Live" | "Live";
    pub(crate) CONNECTING: "Connecting" | "Verbinde";
    pub(crate) AWAY: "Not connected" | "Nicht verbunden";
    pub(crate) OFFLINE: "The server can't be reached. What you typed stays here; this page tries again by itself." | "Der Server ist nicht erreichbar. Ihre Eingaben bleiben hier; die Seite versucht es von selbst wieder.";
    pub(crate) RETRY: "Try now" | "Jetzt versuchen";
    pub(crate) KEYS: "Keys" | "Tasten";
    pub(crate) KEYS_MOVE: "Next and previous row" | "Nächste und vorige Zeile";
    pub(crate) KEYS_OPEN: "Open the row" | "Zeile öffnen";
    pub(crate) KEYS_SELECT: "Select the row" | "Zeile auswählen";
    pub(crate) KEYS_FILTER: "Filter this page" | "Diese Seite filtern";
    pub(crate) KEYS_PALETTE: "Search and do everything" | "Alles suchen und tun";
    pub(crate) KEYS_HELP: "This list" | "Diese Liste";
    pub(crate) KEYS_LEAVE: "Close, leave a field" | "Schließen, Feld verlassen";
    pub(crate) KEYS_HERE: "On this page" | "Auf dieser Seite";
    pub(crate) KEYS_ALWAYS: "Everywhere" | "Überall";
    pub(crate) CLOSE: "Close" | "Schließen";
    pub(crate) UNDO: "Undo" | "Rückgängig";
    pub(crate) TODAY: "Today" | "Heute";
    pub(crate) YESTERDAY: "Yesterday" | "Gestern";
    pub(crate) TO_THE_FIELD: "Go to the field" | "Zum Feld";
    pub(crate) PROBLEM: "That did not work" | "Das hat nicht geklappt";
    pub(crate) PROBLEM_CODE: "Code" | "Code";
    pub(crate) PROBLEM_REQUEST: "Request" | "Anfrage";
    pub(crate) SHEET: "Question" | "Rückfrage";
    pub(crate) NEW_ROWS: "{0} new" | "{0} neu";
}
