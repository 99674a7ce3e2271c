//! Rules that features here and rooms above share. Pure.

use kontor_kernel::{Amount, Timestamp, limits, rejects};
use kontor_store::own::ContactVersion;
use kontor_store::{Desk, Stop};

use crate::events::AccountMoved;
use crate::model::{ContactCard, CustomerId, CustomerKind};
use crate::records::{Customer, CustomerTables};

rejects! {
    /// Why a contact card or an account's terms are not taken, in the order of the checks.
    pub enum Reject {
        /// A person is known by name.
        PersonWithoutName at "contact/name" => 422, "person_without_name", "A person needs a name: fill in the contact's name."
                | "Eine Person braucht einen Namen: füllen Sie ihn aus.";
        /// A company is known by its registered name.
        CompanyWithoutName at "contact/company" => 422, "company_without_name", "A company needs its registered name: fill in the contact's company."
                | "Ein Unternehmen braucht seine Firma: füllen Sie sie aus.";
        /// A card has a bound.
        TooManyEntries { place: &'static str } at "{place}" => 422, "too_many_contact_entries", "A contact card has at most 50 addresses and 50 persons: leave out what is not needed."
                | "Eine Kontaktkarte hat höchstens 50 Adressen und 50 Personen: lassen Sie weg, was nicht gebraucht wird.";
        /// Plain text, not too long.
        BadText { place: &'static str } at "{place}" => 422, "bad_contact_text", "A text of the contact is too long or holds control characters: 200 characters of plain text are the limit."
                | "Eine Angabe zum Kontakt ist zu lang oder enthält Steuerzeichen: höchstens 200 Zeichen einfacher Text.";
        /// A mail address has one @.
        BadMail { place: &'static str } at "{place}" => 422, "bad_mail", "The mail address can't be right: it needs one @ with something on both sides."
                | "Die Mailadresse kann nicht stimmen: sie braucht ein @ mit etwas auf beiden Seiten.";
        /// Terms are up to a year.
        BadTerms at "terms_days" => 422, "bad_terms", "Payment terms are 0 to 365 days."
                | "Das Zahlungsziel liegt zwischen 0 und 365 Tagen.";
        /// A limit is no debt.
        NegativeCreditLimit at "credit_limit" => 422, "negative_credit_limit", "A credit limit is zero or more; leave it out for no limit."
                | "Ein Kreditlimit ist null oder mehr; lassen Sie es weg, wenn es keines gibt.";
    }
}

rejects! {
    /// Why nothing new is done for a customer.
    pub enum ClosedReject {
        /// It was a duplicate.
        Merged { survivor: CustomerId } at "customer", facts(survivor) => 409, "customer_merged", "This customer was merged into {survivor}: take that one."
                | "Dieser Kunde wurde mit {survivor} zusammengeführt: nehmen Sie jenen.";
        /// Nobody knows any more who it was.
        Erased at "customer" => 409, "customer_erased", "This customer's data was erased: register them anew."
                | "Die Daten dieses Kunden wurden gelöscht: legen Sie ihn neu an.";
    }
}

/// Checks a contact card.
///
/// # Errors
/// [`Reject`], the first that applies.
pub fn check_card(kind: CustomerKind, card: &ContactCard) -> Result<(), Reject> {
    match kind {
        CustomerKind::Person if card.name.trim().is_empty() => return Err(Reject::PersonWithoutName),
        CustomerKind::Company if card.company.trim().is_empty() => return Err(Reject::CompanyWithoutName),
        CustomerKind::Person | CustomerKind::Company => {}
    }
    for (place, count) in
        [("contact/addresses", card.addresses.len()), ("contact/persons", card.persons.len())]
    {
        if count > limits::CONTACT_ENTRIES {
            return Err(Reject::TooManyEntries { place });
        }
    }
    let is_bad = |text: &str| text.chars().count() > limits::TEXT_CHARS || text.chars().any(char::is_control);
    if let Some((place, _)) = card.texts().find(|(_, text)| is_bad(text)) {
        return Err(Reject::BadText { place });
    }
    let is_mail = |(name, host): (&str, &str)| !name.is_empty() && !host.is_empty() && !host.contains('@');
    let is_bad = |mail: &str| !mail.is_empty() && !mail.split_once('@').is_some_and(is_mail);
    match card.mails().find(|(_, mail)| is_bad(mail)) {
        Some((place, _)) => Err(Reject::BadMail { place }),
        None => Ok(()),
    }
}

/// Checks payment terms and a credit limit.
///
/// # Errors
/// [`Reject::BadTerms`], [`Reject::NegativeCreditLimit`].
pub fn check_terms(terms_days: i32, credit_limit: Option<Amount>) -> Result<(), Reject> {
    if !(0..=365).contains(&terms_days) {
        return Err(Reject::BadTerms);
    }
    match credit_limit {
        Some(limit) if limit < Amount::ZERO => Err(Reject::NegativeCreditLimit),
        Some(_) | None => Ok(()),
    }
}

/// A card as a contact version of its customer. The ids are the version's own and the customer's.
pub(crate) fn contact_version(
    [id, subject]: [i64; 2],
    card: &ContactCard,
    salt: [u8; 16],
    written_at: Timestamp,
) -> ContactVersion {
    // A struct of strings always becomes JSON.
    let data = serde_json::to_string(card).unwrap_or_default();
    ContactVersion { id, subject, data, salt: salt.to_vec(), written_at, erased_at: None }
}

/// Whether something new may be done for a customer: ordered, written on their card.
///
/// # Errors
/// [`ClosedReject`].
pub fn check_open(customer: &Customer) -> Result<(), ClosedReject> {
    match (customer.merged_into, customer.erased_at) {
        (Some(survivor), _) => Err(ClosedReject::Merged { survivor }),
        (None, Some(_)) => Err(ClosedReject::Erased),
        (None, None) => Ok(()),
    }
}

/// The customer whose row holds the figures: the one that a duplicate was merged into, or itself.
///
/// # Errors
/// `Stop::Need` when it is not in hand.
pub fn account_of(desk: &Desk, customer: CustomerId) -> Result<&Customer, Stop> {
    let row = desk.customers().get(&(customer,))?;
    match row.merged_into {
        Some(survivor) => desk.customers().get(&(survivor,)),
        None => Ok(row),
    }
}

/// How much more a customer may order on account: the limit less what is ordered and owed. `None`: no limit.
#[must_use]
pub fn credit_left(customer: &Customer) -> Option<Amount> {
    let limit = customer.credit_limit?;
    let used = customer.open_orders.checked_add(customer.open_balance);
    Some(used.and_then(|used| limit.checked_sub(used)).unwrap_or(Amount::ZERO))
}

/// A customer placed an order of this gross total.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand.
pub fn count_order(desk: &mut Desk, customer: CustomerId, order: i64, gross: Amount) -> Result<(), Stop> {
    desk.record(AccountMoved {
        customer,
        document: order,
        order_count: 1,
        volume: gross,
        open_orders: gross,
        open_balance: Amount::ZERO,
    })
}

/// Changes what a customer has ordered and owes, because of a document. The figures of a duplicate that was merged stand
/// with the survivor.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand.
pub fn move_account(desk: &mut Desk, mut movement: AccountMoved) -> Result<(), Stop> {
    let nothing = AccountMoved {
        customer: movement.customer,
        document: movement.document,
        order_count: 0,
        volume: Amount::ZERO,
        open_orders: Amount::ZERO,
        open_balance: Amount::ZERO,
    };
    if movement == nothing {
        return Ok(());
    }
    movement.customer = account_of(desk, movement.customer)?.id;
    desk.record(movement)
}
