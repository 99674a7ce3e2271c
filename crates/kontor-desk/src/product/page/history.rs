//! What was done to a product, in words.

use kontor_catalog::events::{ProductAdded, ProductChanged};
use kontor_store::event::ErasedEvent;
use kontor_web::console::Visit;

use super::{form, texts};

/// Says what an event did to a product.
pub(super) fn sentence(visit: &Visit, event: &dyn ErasedEvent) -> Option<String> {
    let event = event.as_any();
    if let Some(added) = event.downcast_ref::<ProductAdded>() {
        return Some(visit.say_with(texts::H_ADDED, &[&visit.price(added.price)]));
    }
    let changed = event.downcast_ref::<ProductChanged>()?;
    Some(visit.say_with(texts::H_CHANGED, &[&parts(visit, changed)]))
}

/// What a change changed, with what it is now.
fn parts(visit: &Visit, changed: &ProductChanged) -> String {
    let mut parts = Vec::new();
    let mut add = |label, value: &str| parts.push(format!("{} {value}", visit.say(label)));
    if let Some(name) = &changed.name {
        add(texts::NAME, name.as_str());
    }
    if let Some(price) = changed.price {
        add(texts::PRICE, &visit.price(price));
    }
    if let Some(base) = changed.price_base {
        add(texts::PRICE_BASE, &visit.quantity(base));
    }
    if let Some(class) = changed.tax_class {
        add(texts::TAX, visit.say(form::tax(class)));
    }
    if let Some(policy) = changed.out_of_stock {
        add(texts::OUT_OF_STOCK, visit.say(form::out_of_stock(policy)));
    }
    match &changed.barcode {
        Some(Some(barcode)) => add(texts::BARCODE, &barcode.to_string()),
        Some(None) => parts.push(visit.say(texts::H_NO_BARCODE).to_owned()),
        None => {}
    }
    if let Some(archived) = changed.archived {
        parts.push(visit.say(if archived { texts::ARCHIVED } else { texts::ON_SALE }).to_owned());
    }
    parts.join(", ")
}
