//! The decision: pure, from the row it names to the event it records.

use kontor_kernel::{Context, limits, rejects};
use kontor_store::desk::check_version;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeOrg;
use crate::events::OrgChanged;
use crate::profile::{Profile, is_bic, is_iban, is_vat_id};
use crate::records::IdentityTables;

rejects! {
    /// Why the merchant's settings are not changed; the version comes behind the first.
    pub enum Reject {
        /// Rule 1.
        NothingToChange => 422, "nothing_to_change", "Nothing is given to change: send at least one setting."
                | "Es ist nichts angegeben, was sich ändern soll.";
        /// Rule 3.
        BadText { place: &'static str } at "{place}" => 422, "bad_org_text", "A text is too long or holds control characters: 200 characters of plain text are the limit."
                | "Ein Text ist zu lang oder enthält Steuerzeichen: höchstens 200 Zeichen einfacher Text.";
        /// Rule 3.
        BadMail at "mail" => 422, "bad_mail", "The mail address can't be right: it needs one @ with something on both sides."
                | "Die Mailadresse kann nicht stimmen: sie braucht ein @ mit etwas auf beiden Seiten.";
        /// Rule 3.
        BadVatId at "vat_id" => 422, "bad_vat_id", "This is no VAT id: two letters of the country and 2 to 12 letters and digits, a German one DE and nine digits."
                | "Das ist keine USt-IdNr.: zwei Buchstaben des Landes und 2 bis 12 Buchstaben und Ziffern, eine deutsche DE und neun Ziffern.";
        /// Rule 3.
        BadIban at "iban" => 422, "bad_iban", "This is no IBAN, its check digits are wrong: compare it with the bank's paper."
                | "Das ist keine IBAN, ihre Prüfziffern stimmen nicht: vergleichen Sie sie mit den Unterlagen der Bank.";
        /// Rule 3.
        BadBic at "bic" => 422, "bad_bic", "This is no BIC: it has 8 or 11 letters and digits."
                | "Das ist kein BIC: er hat 8 oder 11 Buchstaben und Ziffern.";
        /// Rule 4.
        BadLanguage at "language" => 422, "bad_language", "The language is de or en."
                | "Die Sprache ist de oder en.";
        /// Rule 4.
        BadTerms at "terms_days" => 422, "bad_terms", "Payment terms are 0 to 365 days."
                | "Das Zahlungsziel liegt zwischen 0 und 365 Tagen.";
    }
}

impl Command for ChangeOrg {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        if *self == (Self { version: self.version, ..Self::of(self.org) }) {
            return Err(Reject::NothingToChange.into());
        }
        desk.org().want(&());
        desk.ready()?;
        let row = desk.org().get(&())?;
        check_version(self.version, row.version.unwrap_or(0))?;
        let before = row.profile();
        let mut profile = before.clone();
        for (name, text) in &self.texts {
            set(&mut profile, name, text);
        }
        profile.terms_days = self.terms_days.or(profile.terms_days);
        check(&profile)?;
        let changed = OrgChanged {
            org: self.org,
            name: self.name.clone().filter(|name| *name != row.name),
            tax_status: self.tax_status.filter(|status| *status != row.tax_status()),
            profile: Some(profile).filter(|profile| *profile != before),
        };
        let differs = changed.name.is_some() || changed.tax_status.is_some() || changed.profile.is_some();
        if differs { desk.record(changed) } else { Ok(()) }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Puts a text to its place; codes lose their blanks and get capitals.
fn set(profile: &mut Profile, name: &str, text: &str) {
    let plain = || text.trim().to_owned();
    let code = || text.replace(' ', "").to_ascii_uppercase();
    match name {
        "display_name" => profile.display_name = plain(),
        "street" => profile.street = plain(),
        "addition" => profile.addition = plain(),
        "zip" => profile.zip = plain(),
        "city" => profile.city = plain(),
        "vat_id" => profile.vat_id = code(),
        "tax_number" => profile.tax_number = plain(),
        "phone" => profile.phone = plain(),
        "mail" => profile.mail = plain(),
        "iban" => profile.iban = code(),
        "bic" => profile.bic = code(),
        "bank" => profile.bank = plain(),
        "language" => profile.language = plain(),
        // The door's names are these.
        _ => {}
    }
}

/// Rules 3 and 4.
fn check(profile: &Profile) -> Result<(), Reject> {
    let is_bad = |text: &str| text.chars().count() > limits::TEXT_CHARS || text.chars().any(char::is_control);
    if let Some((place, _)) = profile.texts().into_iter().find(|(_, text)| is_bad(text)) {
        return Err(Reject::BadText { place });
    }
    let is_mail = |(name, host): (&str, &str)| !name.is_empty() && !host.is_empty() && !host.contains('@');
    if !profile.mail.is_empty() && !profile.mail.split_once('@').is_some_and(is_mail) {
        return Err(Reject::BadMail);
    }
    if !profile.vat_id.is_empty() && !is_vat_id(&profile.vat_id) {
        return Err(Reject::BadVatId);
    }
    if !profile.iban.is_empty() && !is_iban(&profile.iban) {
        return Err(Reject::BadIban);
    }
    if !profile.bic.is_empty() && !is_bic(&profile.bic) {
        return Err(Reject::BadBic);
    }
    if !matches!(profile.language.as_str(), "" | "de" | "en") {
        return Err(Reject::BadLanguage);
    }
    match profile.terms_days {
        Some(days) if !(0..=365).contains(&days) => Err(Reject::BadTerms),
        Some(_) | None => Ok(()),
    }
}
