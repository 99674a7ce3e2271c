//! Why somebody is not let in.

use kontor_kernel::rejects;

rejects! {
    /// Why somebody is not let in, beside what the steps' own commands refuse.
    pub enum Reject {
        /// Rule 2.
        SignInFailed => 401, "sign_in_failed", "The mail address or the password is wrong.";
        /// Rule 4.
        NoMerchant => 403, "no_merchant", "You work for no merchant here: ask an owner for an invitation.";
        /// Rule 5.
        OtherInvited => 409, "other_invited", "Somebody else was invited by this link: sign in with the mail address that it was made for.";
        /// A password is changed by whoever knows it.
        PasswordWrong at "password" => 422, "password_wrong", "This is not your password: type the one that you signed in with.";
        /// An owner must not get at what somebody does for another merchant.
        WorksElsewhere => 409, "works_elsewhere", "This user works for another merchant as well: only the operator can reset their password (kontor user reset).";
        /// The set-up link of a house that has people already.
        SetUpDone => 410, "set_up_done", "This house is set up: sign in, or ask an owner for an invitation.";
    }
}
