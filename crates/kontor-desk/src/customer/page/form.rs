//! The fields of a customer: who, where, whom to ask for, and on what terms.

use kontor_customers::model::{Address, AddressKind, CustomerKind, Language, PaymentMethod, Person};
use kontor_kernel::{Amount, limits};
use kontor_web::console::{Form, Visit};
use kontor_web::page::{Choice, Field, Kind, card, fields, format};
use kontor_web::{Problem, Text};
use maud::{Markup, html};

use super::texts;
use crate::page::Entry;
use crate::words;

/// What stands in the fields before anything is typed.
pub(super) struct There {
    pub(super) kind: CustomerKind,
    pub(super) card: kontor_customers::model::ContactCard,
    pub(super) language: Language,
    pub(super) payment_method: PaymentMethod,
    pub(super) terms_days: i32,
    pub(super) credit_limit: Option<Amount>,
    /// The country of a new address.
    pub(super) country: String,
}

/// The form without rows of which nothing is meant.
pub(super) fn meant(form: &Form) -> Form {
    form.clone().without_empty(ADDRESSES, "street").without_empty(PERSONS, "name")
}

/// A problem at the place of a field: a card of which nothing is given lacks a name.
pub(super) fn placed(problem: Problem) -> Problem {
    if problem.body().field.as_deref() == Some("contact") { problem.at("contact/name") } else { problem }
}

const ADDRESSES: &str = "contact[addresses]";
const PERSONS: &str = "contact[persons]";

pub(super) fn kind(kind: CustomerKind) -> Text {
    match kind {
        CustomerKind::Person => texts::PERSON,
        CustomerKind::Company => texts::COMPANY_KIND,
    }
}

pub(super) fn language(language: Language) -> Text {
    match language {
        Language::German => texts::IN_GERMAN,
        Language::English => texts::IN_ENGLISH,
    }
}

pub(super) fn address_kind(kind: AddressKind) -> Text {
    match kind {
        AddressKind::Billing => texts::BILLING,
        AddressKind::Shipping => texts::SHIPPING,
    }
}

/// All fields.
pub(super) fn all(entry: &Entry<'_>, there: &There, number: Option<&Markup>) -> Markup {
    let visit = entry.visit;
    html! {
        (card(visit.say(texts::CONTACT), &who(entry, there)))
        (card(visit.say(texts::ADDRESSES), &addresses(entry, there)))
        (card(visit.say(texts::PEOPLE), &people(entry, there)))
        (card(visit.say(texts::PREFERENCES), &terms(entry, there, number)))
    }
}

fn choice<T: Copy>(visit: &Visit, one: T, code: &'static str, word: fn(T) -> Text) -> Choice<'static> {
    Choice::new(code, visit.say(word(one)))
}

fn who(entry: &Entry<'_>, there: &There) -> Markup {
    let (visit, contact) = (entry.visit, &there.card);
    let kinds =
        [CustomerKind::Person, CustomerKind::Company].map(|one| choice(visit, one, one.as_str(), kind));
    let text = |name, label, value: &str, kind| {
        entry.field(Field { value, kind, ..Field::new(name, visit.say(label)) })
    };
    fields(&[
        text("kind", texts::KIND, there.kind.as_str(), Kind::Select(&kinds)),
        entry.field(Field {
            value: &contact.name,
            has_focus: entry.typed.is_none(),
            ..Field::new("contact[name]", visit.say(texts::FULL_NAME))
        }),
        text("contact[company]", texts::COMPANY, &contact.company, Kind::Text),
        text("contact[mail]", texts::MAIL, &contact.mail, Kind::Mail),
        text("contact[phone]", texts::PHONE, &contact.phone, Kind::Phone),
        text("contact[vat_id]", texts::VAT_ID, &contact.vat_id, Kind::Text),
    ])
}

/// How many rows a list shows: those there are and one more, within what a card may hold.
fn rows(entry: &Entry<'_>, list: &str, there: usize, least: usize) -> usize {
    let typed = entry.typed.map_or(there, |form| form.rows(list));
    typed.saturating_add(1).max(least).min(limits::CONTACT_ENTRIES)
}

fn addresses(entry: &Entry<'_>, there: &There) -> Markup {
    let count = rows(entry, ADDRESSES, there.card.addresses.len(), 2);
    html! {
        p.hint { (entry.visit.say(texts::ADDRESS_HINT)) }
        // A refusal of the addresses is about all of them.
        div #f-contact-addresses tabindex="-1" {
            @for row in 0..count { (address(entry, row, there.card.addresses.get(row), &there.country)) }
        }
    }
}

fn address(entry: &Entry<'_>, row: usize, there: Option<&Address>, country: &str) -> Markup {
    let visit = entry.visit;
    let kinds = [AddressKind::Billing, AddressKind::Shipping]
        .map(|one| choice(visit, one, one.as_str(), address_kind));
    let usual = if row == 0 { AddressKind::Billing } else { AddressKind::Shipping };
    let kind = there.map_or(usual, |address| address.kind).as_str();
    let name = |part: &str| format!("{ADDRESSES}[{row}][{part}]");
    // A row that nobody has sent yet keeps what it begins with.
    let is_typed = entry.typed.is_some_and(|form| row < form.rows(ADDRESSES));
    let entry = Entry { typed: entry.typed.filter(|_| is_typed), ..*entry };
    let one = |part: &str, label, value: &str, kind| {
        let name = name(part);
        entry.field(Field { value, kind, ..Field::new(&name, visit.say(label)) })
    };
    let part = |get: fn(&Address) -> &String| there.map_or("", |address| get(address).as_str());
    fields(&[
        one("kind", texts::ADDRESS_KIND, kind, Kind::Select(&kinds)),
        one("street", texts::STREET, part(|address| &address.street), Kind::Text),
        one("addition", texts::ADDITION, part(|address| &address.addition), Kind::Text),
        one("zip", texts::ZIP, part(|address| &address.zip), Kind::Text),
        one("city", texts::TOWN, part(|address| &address.city), Kind::Text),
        one("country", texts::COUNTRY, there.map_or(country, |address| &address.country), Kind::Text),
        one("name", texts::ADDRESS_NAME, part(|address| &address.name), Kind::Text),
    ])
}

fn people(entry: &Entry<'_>, there: &There) -> Markup {
    let count = rows(entry, PERSONS, there.card.persons.len(), 1);
    html! {
        p.hint { (entry.visit.say(texts::PERSON_HINT)) }
        div #f-contact-persons tabindex="-1" {
            @for row in 0..count { (person(entry, row, there.card.persons.get(row))) }
        }
    }
}

fn person(entry: &Entry<'_>, row: usize, there: Option<&Person>) -> Markup {
    let one = |part: &str, label, get: fn(&Person) -> &String, kind| {
        let name = format!("{PERSONS}[{row}][{part}]");
        let value = there.map_or("", |person| get(person).as_str());
        entry.field(Field { value, kind, ..Field::new(&name, entry.visit.say(label)) })
    };
    fields(&[
        one("name", texts::FULL_NAME, |person| &person.name, Kind::Text),
        one("role", texts::ROLE, |person| &person.role, Kind::Text),
        one("mail", texts::MAIL, |person| &person.mail, Kind::Mail),
        one("phone", texts::PHONE, |person| &person.phone, Kind::Phone),
    ])
}

fn terms(entry: &Entry<'_>, there: &There, number: Option<&Markup>) -> Markup {
    let visit = entry.visit;
    let languages =
        [Language::German, Language::English].map(|one| choice(visit, one, one.as_str(), language));
    let methods: Vec<Choice<'_>> = PaymentMethod::ALL
        .iter()
        .map(|one| choice(visit, *one, one.as_str(), words::payment_method))
        .collect();
    let limit = there.credit_limit;
    let limit = limit.map(|limit| format::input_money(limit, visit.caller.currency, visit.language));
    let days = there.terms_days.to_string();
    let text = |name, label, value: &str, kind| {
        entry.field(Field { value, kind, ..Field::new(name, visit.say(label)) })
    };
    html! {
        div.fields {
            @if let Some(number) = number { (number) }
            (text("payment_method", texts::PAYMENT, there.payment_method.as_str(), Kind::Select(&methods)))
            (text("terms_days", texts::TERMS, &days, Kind::Number))
            (entry.field(Field {
                value: &limit.unwrap_or_default(),
                kind: Kind::Decimal,
                hint: visit.say(texts::LIMIT_HINT),
                ..Field::new("credit_limit", visit.say(texts::CREDIT_LIMIT))
            }))
            (text("language", texts::LANGUAGE, there.language.as_str(), Kind::Select(&languages)))
        }
    }
}
