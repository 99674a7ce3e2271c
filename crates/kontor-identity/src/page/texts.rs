//! The texts of this room's pages.

use kontor_web::{Text, texts};

use crate::model::SignInBy;
use crate::permissions::Role;

texts! {
    pub(super) SIGN_IN: "Sign in" | "Anmelden";
    pub(super) MAIL: "Mail address" | "Mail-Adresse";
    pub(super) PASSWORD: "Password" | "Passwort";
    pub(super) CODE: "Code" | "Code";
    pub(super) CODE_HINT: "Six digits from your authenticator, or one of your recovery codes." | "Sechs Ziffern aus Ihrer Authenticator-App, oder einer Ihrer Wiederherstellungscodes.";
    pub(super) CODE_TITLE: "One more step" | "Noch ein Schritt";
    pub(super) GO_ON: "Go on" | "Weiter";
    pub(super) FOR_WHOM: "For which merchant?" | "Für welchen Mandanten?";
    pub(super) SIGNED_OUT: "You are signed out." | "Sie sind abgemeldet.";
    pub(super) FORGOTTEN: "Password forgotten? An owner makes you a link for a new one." | "Passwort vergessen? Ein Inhaber macht Ihnen einen Link für ein neues.";
    pub(super) SWITCH: "Switch by PIN" | "Mit PIN wechseln";

    pub(super) INVITED: "You are invited" | "Sie sind eingeladen";
    pub(super) INVITED_BY: "{0} invites you to work with the role {1}." | "{0} lädt Sie ein, in der Rolle {1} mitzuarbeiten.";
    pub(super) YOUR_NAME: "Your name" | "Ihr Name";
    pub(super) NEW_PASSWORD: "New password" | "Neues Passwort";
    pub(super) PASSWORD_HINT: "At least 12 characters; a few words are good." | "Mindestens 12 Zeichen; ein paar Wörter sind gut.";
    pub(super) OLD_PASSWORD: "Password until now" | "Bisheriges Passwort";
    pub(super) ACCEPT: "Accept and sign in" | "Annehmen und anmelden";
    pub(super) ACCEPT_AS: "Accept as {0}" | "Als {0} annehmen";
    pub(super) SIGN_IN_TO_ACCEPT: "There is a user with the address {0}: sign in to accept." | "Es gibt einen Benutzer mit der Adresse {0}: melden Sie sich an, um anzunehmen.";

    pub(super) RESET: "Choose a new password" | "Neues Passwort wählen";
    pub(super) RESET_FOR: "For {0}. All sessions end with it." | "Für {0}. Alle Sitzungen enden damit.";
    pub(super) SAVE: "Save" | "Speichern";

    pub(super) ME: "Your account" | "Ihr Konto";
    pub(super) PROFILE: "Name and looks" | "Name und Aussehen";
    pub(super) NAME: "Name" | "Name";
    pub(super) LANGUAGE: "Language" | "Sprache";
    pub(super) AS_BROWSER: "As the browser asks" | "Wie der Browser";
    pub(super) THEME: "Colours" | "Farben";
    pub(super) THEME_SYSTEM: "As the system" | "Wie das System";
    pub(super) THEME_LIGHT: "Light" | "Hell";
    pub(super) THEME_DARK: "Dark" | "Dunkel";
    pub(super) DENSITY: "Rows" | "Zeilen";
    pub(super) DENSITY_COMPACT: "Compact" | "Eng";
    pub(super) DENSITY_COSY: "With room" | "Luftig";
    pub(super) SAVED: "Saved." | "Gespeichert.";
    pub(super) CHANGE_PASSWORD: "Change the password" | "Passwort ändern";
    pub(super) PASSWORD_CHANGED: "The password is changed; all other sessions are over." | "Das Passwort ist geändert; alle anderen Sitzungen sind beendet.";
    pub(super) SECOND_STEP: "Authenticator" | "Authenticator-App";
    pub(super) SECOND_STEP_ON: "Signing in asks for a code." | "Die Anmeldung fragt nach einem Code.";
    pub(super) SECOND_STEP_OFF: "Signing in asks for the password alone. With a code as well, a stolen password is of no use." | "Die Anmeldung fragt nur nach dem Passwort. Mit einem Code dazu nützt ein gestohlenes Passwort nichts.";
    pub(super) TURN_ON: "Turn on" | "Einschalten";
    pub(super) TURN_OFF: "Turn off" | "Ausschalten";
    pub(super) SCAN_QR: "Scan this with your authenticator, or type the key; then show a code." | "Scannen Sie das mit Ihrer Authenticator-App, oder tippen Sie den Schlüssel ab; dann zeigen Sie einen Code.";
    pub(super) KEY: "Key" | "Schlüssel";
    pub(super) FIRST_CODE_HINT: "The six digits that your authenticator shows now." | "Die sechs Ziffern, die Ihre Authenticator-App jetzt zeigt.";
    pub(super) RECOVERY_CODES: "Recovery codes" | "Wiederherstellungscodes";
    pub(super) RECOVERY_ONCE: "Keep these where you keep keys: each lets you in once without the telephone. They are not shown again." | "Bewahren Sie diese auf wie Schlüssel: jeder lässt Sie einmal ohne Telefon hinein. Sie werden nicht noch einmal gezeigt.";
    pub(super) NEW_RECOVERY_CODES: "New recovery codes" | "Neue Wiederherstellungscodes";
    pub(super) TURNED_OFF: "The authenticator is turned off." | "Die Authenticator-App ist ausgeschaltet.";
    pub(super) DONE: "Done" | "Fertig";
    pub(super) SESSIONS: "Where you are signed in" | "Wo Sie angemeldet sind";
    pub(super) THIS_SESSION: "here" | "hier";
    pub(super) LAST_SEEN: "last used {0}" | "zuletzt benutzt {0}";
    pub(super) END: "End" | "Beenden";
    pub(super) ENDED: "The session is ended." | "Die Sitzung ist beendet.";
    pub(super) END_ALL: "Sign out everywhere" | "Überall abmelden";
    pub(super) OTHER_MERCHANTS: "Your other merchants" | "Ihre anderen Mandanten";
    pub(super) GO_OVER: "Go to {0}" | "Zu {0}";

    pub(super) TEAM: "Team" | "Team";
    pub(super) ROLE: "Role" | "Rolle";
    pub(super) SINCE: "Since" | "Seit";
    pub(super) TWO_STEPS: "with code" | "mit Code";
    pub(super) INVITE: "Invite somebody" | "Jemanden einladen";
    pub(super) INVITE_BUTTON: "Make an invitation" | "Einladung erstellen";
    pub(super) INVITATIONS: "Open invitations" | "Offene Einladungen";
    pub(super) NO_INVITATIONS: "Nobody is invited at the moment." | "Gerade ist niemand eingeladen.";
    pub(super) UNTIL: "Until" | "Bis";
    pub(super) WITHDRAW: "Take back" | "Zurücknehmen";
    pub(super) WITHDRAWN: "The invitation is taken back." | "Die Einladung ist zurückgenommen.";
    pub(super) LINK_ONCE: "Give this link to {0}. It is shown this once, and good once." | "Geben Sie diesen Link an {0}. Er wird nur jetzt gezeigt und gilt einmal.";
    pub(super) ROLE_CHANGED: "{0} has the role {1} now." | "{0} hat jetzt die Rolle {1}.";
    pub(super) MEMBER: "Member" | "Mitglied";
    pub(super) REMOVE: "Remove" | "Entfernen";
    pub(super) REMOVE_EFFECT: "{0} is signed out here at once and can't sign in any more. What they did keeps their name." | "{0} ist hier sofort abgemeldet und kann sich nicht mehr anmelden. Was sie getan haben, behält ihren Namen.";
    pub(super) REMOVED: "{0} is removed." | "{0} ist entfernt.";
    pub(super) RESET_LINK: "Link for a new password" | "Link für ein neues Passwort";

    pub(super) TOKENS: "Tokens" | "Token";
    pub(super) SETTINGS: "Settings" | "Einstellungen";
    pub(super) MERCHANT: "Merchant" | "Mandant";
    pub(super) LOCATIONS: "Locations" | "Standorte";
    pub(super) AUDIT: "Audit" | "Protokoll";
    pub(super) API: "API" | "API";
    pub(super) REGISTERED_NAME: "Registered name" | "Eingetragener Name";
    pub(super) COUNTRY: "Country" | "Land";
    pub(super) CURRENCY: "Currency" | "Währung";
    pub(super) ZONE: "Time zone" | "Zeitzone";
    pub(super) FOUNDED: "Here since" | "Angelegt";
    pub(super) MERCHANT_ID: "Id for programs" | "Kennung für Programme";
    pub(super) NEVER_CHANGES: "Country, currency and time zone never change: the books are kept in them." | "Land, Währung und Zeitzone ändern sich nie: die Bücher werden in ihnen geführt.";
    pub(super) NO_TOKENS: "A token lets a program act for your business, such as your shop." | "Mit einem Token handelt ein Programm für Ihr Geschäft, etwa Ihr Shop.";
    pub(super) NEW_TOKEN: "New token" | "Neues Token";
    pub(super) TOKEN_NAME: "What it is for" | "Wofür es ist";
    pub(super) SCOPES: "Scopes" | "Rechte";
    pub(super) SCOPES_HINT: "Such as orders:write stock:read; left empty, all that the role may do." | "Etwa orders:write stock:read; leer: alles, was die Rolle darf.";
    pub(super) ALL_OF_ROLE: "all of the role" | "alles der Rolle";
    pub(super) MAKE_TOKEN: "Make a token" | "Token erstellen";
    pub(super) TOKEN_ONCE: "Keep this token now: it is not shown again." | "Bewahren Sie dieses Token jetzt auf: es wird nicht noch einmal gezeigt.";
    pub(super) REVOKE: "Revoke" | "Widerrufen";
    pub(super) REVOKED: "revoked" | "widerrufen";
    pub(super) REVOKED_NOW: "The token is revoked." | "Das Token ist widerrufen.";

    ROLE_OWNER: "Owner" | "Inhaber";
    ROLE_SERVICE: "Order desk" | "Auftragsannahme";
    ROLE_WAREHOUSE: "Warehouse" | "Lager";
    ROLE_PURCHASING: "Purchasing" | "Einkauf";
    ROLE_ACCOUNTING: "Accounting" | "Buchhaltung";
    ROLE_ANALYST: "Analyst" | "Auswertung";
    ROLE_PARTNER: "Partner" | "Partner";
    ROLE_INTEGRATION: "Program" | "Programm";

    PASSWORD_BY: "by password" | "mit Passwort";
    CODE_BY: "by password and code" | "mit Passwort und Code";
    RECOVERY_BY: "by recovery code" | "mit Wiederherstellungscode";
    PASSKEY_BY: "by passkey" | "mit Passkey";
    PIN_BY: "by PIN" | "mit PIN";
    SET_UP_BY: "at set-up" | "bei der Einrichtung";
    INVITATION_BY: "by invitation" | "per Einladung";
}

/// What a role is called.
#[must_use]
pub fn role(role: Role) -> Text {
    match role {
        Role::Owner => ROLE_OWNER,
        Role::Service => ROLE_SERVICE,
        Role::Warehouse => ROLE_WAREHOUSE,
        Role::Purchasing => ROLE_PURCHASING,
        Role::Accounting => ROLE_ACCOUNTING,
        Role::Analyst => ROLE_ANALYST,
        Role::Partner => ROLE_PARTNER,
        Role::Integration => ROLE_INTEGRATION,
    }
}

/// How somebody signed in.
pub(super) fn by(by: SignInBy) -> Text {
    match by {
        SignInBy::Password => PASSWORD_BY,
        SignInBy::Code => CODE_BY,
        SignInBy::Recovery => RECOVERY_BY,
        SignInBy::Passkey => PASSKEY_BY,
        SignInBy::Pin => PIN_BY,
        SignInBy::SetUp => SET_UP_BY,
        SignInBy::Invitation => INVITATION_BY,
    }
}
