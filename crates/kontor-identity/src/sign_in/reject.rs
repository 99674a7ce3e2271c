//! Why somebody is not let in.

use kontor_kernel::rejects;

rejects! {
    /// Why somebody is not let in, beside what the steps' own commands refuse.
    pub enum Reject {
        /// Rule 2.
        SignInFailed => 401, "sign_in_failed", "The mail address or the password is wrong."
                | "Mail-Adresse oder Passwort ist falsch.";
        /// Rule 4.
        NoMerchant => 403, "no_merchant", "You work for no merchant here: ask an owner for an invitation."
                | "Sie arbeiten hier für keinen Mandanten: bitten Sie einen Inhaber um eine Einladung.";
        /// Rule 5.
        OtherInvited => 409, "other_invited", "Somebody else was invited by this link: sign in with the mail address that it was made for."
                | "Mit diesem Link wurde jemand anderes eingeladen: melden Sie sich mit der Mail-Adresse an, für die er gemacht wurde.";
        /// A password is changed by whoever knows it.
        PasswordWrong at "password" => 422, "password_wrong", "This is not your password: type the one that you signed in with."
                | "Das ist nicht Ihr Passwort: geben Sie das ein, mit dem Sie sich angemeldet haben.";
        /// An owner must not get at what somebody does for another merchant.
        WorksElsewhere => 409, "works_elsewhere", "This user works for another merchant as well: only the operator can reset their password (kontor user reset)."
                | "Dieser Benutzer arbeitet auch für einen anderen Mandanten: nur der Betreiber kann sein Passwort zurücksetzen (kontor user reset).";
        /// The set-up link of a house that has people already.
        SetUpDone => 410, "set_up_done", "This house is set up: sign in, or ask an owner for an invitation."
                | "Kontor ist schon eingerichtet: melden Sie sich an, oder bitten Sie einen Inhaber um eine Einladung.";
    }
}
