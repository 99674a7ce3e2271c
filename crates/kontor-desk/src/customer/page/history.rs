//! What was done to a customer, in words.

use kontor_customers::events::{Changed, Erased, Merged, NoteRemoved, Noted, Registered};
use kontor_store::event::ErasedEvent;
use kontor_web::console::Visit;

use super::{form, texts};
use crate::words;

/// Says what an event did to a customer.
pub(super) fn sentence(visit: &Visit, event: &dyn ErasedEvent) -> Option<String> {
    let event = event.as_any();
    if event.is::<Registered>() {
        return Some(visit.say(texts::H_REGISTERED).to_owned());
    }
    if let Some(changed) = event.downcast_ref::<Changed>() {
        return Some(visit.say_with(texts::H_CHANGED, &[&parts(visit, changed)]));
    }
    if event.is::<Noted>() {
        return Some(visit.say(texts::H_NOTED).to_owned());
    }
    if event.is::<NoteRemoved>() {
        return Some(visit.say(texts::H_NOTE_REMOVED).to_owned());
    }
    if event.is::<Erased>() {
        return Some(visit.say(texts::H_ERASED).to_owned());
    }
    let merged = event.downcast_ref::<Merged>()?;
    let (count, volume) = (visit.number(merged.order_count), visit.money(merged.volume));
    Some(visit.say_with(texts::H_MERGED, &[&count, &volume]))
}

/// What a change changed, with what it is now.
fn parts(visit: &Visit, changed: &Changed) -> String {
    let mut parts = Vec::new();
    let mut add = |label, value: &str| parts.push(format!("{} {value}", visit.say(label)));
    if let Some(kind) = changed.kind {
        add(texts::KIND, visit.say(form::kind(kind)));
    }
    if let Some(language) = changed.language {
        add(texts::LANGUAGE, visit.say(form::language(language)));
    }
    if let Some(method) = changed.payment_method {
        add(texts::PAYMENT, visit.say(words::payment_method(method)));
    }
    if let Some(days) = changed.terms_days {
        add(texts::TERMS, &visit.number(i64::from(days)));
    }
    if let Some(limit) = changed.credit_limit {
        let none = || visit.say(texts::NO_LIMIT).to_owned();
        add(texts::CREDIT_LIMIT, &limit.amount().map_or_else(none, |amount| visit.money(amount)));
    }
    if changed.card.is_some() {
        parts.push(visit.say(texts::H_CARD).to_owned());
    }
    parts.join(", ")
}
