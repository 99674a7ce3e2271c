//! What stands beside a customer's orders: the card, and on what terms they buy.

use kontor_customers::model::{Address, Person};
use kontor_customers::records::Customer;
use kontor_customers::show::Shown;
use kontor_web::console::Visit;
use kontor_web::page::{card, facts};
use maud::{Markup, html};

use super::{form, texts};
use crate::words;

/// The contact card.
pub(super) fn contact(visit: &Visit, shown: &Shown) -> Markup {
    let one = &shown.card;
    let mut list = vec![
        (visit.say(texts::NUMBER), html! { (shown.customer.number) }),
        (visit.say(texts::KIND), html! { (visit.say(form::kind(shown.customer.kind))) }),
    ];
    let mut add = |label, value: &str, shown: Markup| {
        if !value.is_empty() {
            list.push((visit.say(label), shown));
        }
    };
    add(texts::COMPANY, &one.company, html! { (one.company) });
    add(texts::FULL_NAME, &one.name, html! { (one.name) });
    add(texts::MAIL, &one.mail, html! { a href={ "mailto:" (one.mail) } { (one.mail) } });
    add(texts::PHONE, &one.phone, html! { a href={ "tel:" (plain_phone(&one.phone)) } { (one.phone) } });
    add(texts::VAT_ID, &one.vat_id, html! { (one.vat_id) });
    list.extend(
        one.addresses
            .iter()
            .map(|address| (visit.say(form::address_kind(address.kind)), self::address(address))),
    );
    html! {
        (card(visit.say(texts::CONTACT), &facts(&list)))
        @if !one.persons.is_empty() { (card(visit.say(texts::PEOPLE), &html! { @for one in &one.persons { (person(one)) } })) }
    }
}

/// A number as telephones dial it.
fn plain_phone(phone: &str) -> String {
    phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

fn address(address: &Address) -> Markup {
    let town = format!("{} {}", address.zip, address.city);
    let lines = [&address.name, &address.street, &address.addition, &town, &address.country];
    html! {
        @for line in lines.into_iter().filter(|line| !line.is_empty()) { span.line { (line) } br; }
    }
}

fn person(person: &Person) -> Markup {
    html! {
        p {
            strong { (person.name) }
            @if !person.role.is_empty() { " · " (person.role) }
            @if !person.mail.is_empty() { br; a href={ "mailto:" (person.mail) } { (person.mail) } }
            @if !person.phone.is_empty() { br; a href={ "tel:" (plain_phone(&person.phone)) } { (person.phone) } }
        }
    }
}

/// On what terms they buy.
pub(super) fn preferences(visit: &Visit, customer: &Customer) -> Markup {
    let days = visit.number(i64::from(customer.terms_days));
    let limit = customer.credit_limit;
    let limit = limit.map_or_else(|| visit.say(texts::NO_LIMIT).to_owned(), |limit| visit.money(limit));
    let list = [
        (visit.say(texts::PAYMENT), html! { (visit.say(words::payment_method(customer.payment_method))) }),
        (visit.say(texts::TERMS), html! { (days) }),
        (visit.say(texts::CREDIT_LIMIT), html! { (limit) }),
        (visit.say(texts::LANGUAGE), html! { (visit.say(form::language(customer.language))) }),
    ];
    card(visit.say(texts::PREFERENCES), &facts(&list))
}
