//! The fields of a product.

use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, TaxClass};
use kontor_catalog::records::Product;
use kontor_web::Text;
use kontor_web::console::Visit;
use kontor_web::page::{Choice, Field, Kind, card, format};
use maud::{Markup, html};

use super::texts;
use crate::page::Entry;

/// Fields in which numbers stand as people write them.
pub(super) const DECIMALS: &[&str] = &["price", "price_base"];

pub(super) fn kind(kind: ProductKind) -> Text {
    match kind {
        ProductKind::Goods => texts::GOODS,
        ProductKind::Service => texts::SERVICE,
    }
}

pub(super) fn basis(basis: PriceBasis) -> Text {
    match basis {
        PriceBasis::Net => texts::NET,
        PriceBasis::Gross => texts::GROSS,
    }
}

pub(super) fn tax(class: TaxClass) -> Text {
    match class {
        TaxClass::Standard => texts::STANDARD,
        TaxClass::Reduced => texts::REDUCED,
        TaxClass::Zero => texts::ZERO,
        TaxClass::None | TaxClass::SmallBusiness => texts::NO_TAX,
    }
}

pub(super) fn out_of_stock(policy: OutOfStock) -> Text {
    match policy {
        OutOfStock::Deny => texts::DENY,
        OutOfStock::Backorder => texts::BACKORDER,
    }
}

/// What a product costs, with the quantity that the price is for unless it is one piece.
pub(super) fn price(visit: &Visit, product: &Product) -> String {
    let price = visit.price(product.price);
    if product.price_base.is_one() && product.unit.is_piece() {
        return price;
    }
    visit.say_with(texts::PER, &[&price, &visit.quantity(product.price_base), &product.unit])
}

fn choices<T: Copy>(
    visit: &Visit,
    all: &[T],
    code: fn(T) -> &'static str,
    word: fn(T) -> Text,
) -> Vec<Choice<'static>> {
    all.iter().map(|one| Choice::new(code(*one), visit.say(word(*one)))).collect()
}

/// What never changes once a product is there.
pub(super) fn fixed(entry: &Entry<'_>) -> Markup {
    let visit = entry.visit;
    let kinds = choices(visit, ProductKind::ALL, ProductKind::as_str, kind);
    let bases = choices(visit, PriceBasis::ALL, PriceBasis::as_str, basis);
    let select = |name, label, value, choices: &[Choice<'_>]| {
        entry.field(Field { value, kind: Kind::Select(choices), ..Field::new(name, visit.say(label)) })
    };
    let inner = html! {
        p.hint { (visit.say(texts::FOREVER_HINT)) }
        div.fields {
            (entry.field(Field {
                is_required: true, has_focus: entry.typed.is_none(), ..Field::new("sku", visit.say(texts::SKU))
            }))
            (select("kind", texts::KIND, ProductKind::Goods.as_str(), &kinds))
            (entry.field(Field {
                value: "C62", hint: visit.say(texts::UNIT_HINT), ..Field::new("unit", visit.say(texts::UNIT))
            }))
            (select("basis", texts::BASIS, PriceBasis::Gross.as_str(), &bases))
        }
    };
    card(visit.say(texts::FACTS), &inner)
}

/// What can change; filled with what there is.
pub(super) fn changing(entry: &Entry<'_>, there: Option<&Product>) -> Markup {
    let visit = entry.visit;
    // A small business charges no tax whatever the class; the class of its lines is no product's.
    let of_products: Vec<TaxClass> =
        TaxClass::ALL.iter().copied().filter(|class| *class != TaxClass::SmallBusiness).collect();
    let classes = choices(visit, &of_products, TaxClass::as_str, tax);
    let policies = choices(visit, OutOfStock::ALL, OutOfStock::as_str, out_of_stock);
    let price = there.map(|there| format::input_price(there.price, visit.caller.currency, visit.language));
    let base = there.map(|there| format::input_quantity(there.price_base, visit.language));
    let barcode = there.and_then(|there| there.barcode.as_ref());
    let one = |name, label, value: &str, kind| {
        entry.field(Field { value, kind, ..Field::new(name, visit.say(label)) })
    };
    let class = there.map_or(TaxClass::Standard, |there| there.tax_class).as_str();
    let policy = there.map_or(OutOfStock::Deny, |there| there.out_of_stock).as_str();
    let inner = html! {
        div.fields {
            (entry.field(Field {
                value: there.map_or("", |there| there.name.as_str()), is_required: true,
                ..Field::new("name", visit.say(texts::NAME))
            }))
            (entry.field(Field {
                value: &price.unwrap_or_default(), kind: Kind::Decimal, is_required: true,
                ..Field::new("price", visit.say(texts::PRICE))
            }))
            (one("price_base", texts::PRICE_BASE, &base.unwrap_or_else(|| "1".to_owned()), Kind::Decimal))
            (one("tax_class", texts::TAX, class, Kind::Select(&classes)))
            (one("out_of_stock", texts::OUT_OF_STOCK, policy, Kind::Select(&policies)))
            (entry.field(Field {
                value: &barcode.map(ToString::to_string).unwrap_or_default(), kind: Kind::Scan,
                hint: visit.say(texts::BARCODE_HINT), ..Field::new("barcode", visit.say(texts::BARCODE))
            }))
        }
    };
    card(visit.say(texts::PRICE), &inner)
}
