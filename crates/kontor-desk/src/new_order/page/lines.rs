//! The lines of the order as they look while they are typed.

use kontor_catalog::model::ProductKind;
use kontor_kernel::Quantity;
use kontor_orders::place::PlacedOrderLine;
use kontor_web::console::Visit;
use kontor_web::page::{Field, Icon, Kind, Lookup, Tone, badge, field, icon};
use maud::{Markup, html};

use crate::lookup::page::product_note;
use crate::new_order::draft::Line;
use crate::new_order::sheet::{Sheet, WHO};
use crate::new_order::texts as say;

/// The lines.
pub(super) fn table(visit: &Visit, sheet: &Sheet) -> Markup {
    let focus = sheet.lines.0.iter().position(Line::is_empty);
    let focus = focus.filter(|_| begins_with_lines(sheet) && sheet.problem.is_none());
    html! {
        table.lines {
            caption.unseen { (visit.say(say::LINES)) }
            thead {
                tr {
                    th scope="col" { (visit.say(say::PRODUCT)) }
                    th.num scope="col" { (visit.say(say::QUANTITY)) }
                    th.num scope="col" { (visit.say(say::PRICE)) }
                    th scope="col" { (visit.say(say::AVAILABILITY)) }
                    th.num scope="col" { (visit.say(say::AMOUNT)) }
                    th { span.unseen { (visit.say(say::REMOVE).replace(" {0}", "")) } }
                }
            }
            tbody #lines {
                @for (row, line) in sheet.lines.0.iter().enumerate() {
                    (self::row(visit, sheet, row, line, focus == Some(row)))
                }
            }
        }
    }
}

/// The cursor goes to the customer first; once somebody is named, or lines are here already, to the first empty line.
pub(super) fn begins_with_lines(sheet: &Sheet) -> bool {
    let is_named = sheet.customer.is_some() || sheet.is_for_new() || !sheet.form.value(WHO).is_empty();
    is_named || sheet.lines.0.iter().any(|line| !line.is_empty())
}

/// What is wrong with the fields of a line.
#[derive(Debug, Default)]
struct Errors {
    sku: String,
    quantity: String,
    price: String,
}

impl Errors {
    /// Of the line's own problem, or that of the whole order where it is about this line.
    fn of(visit: &Visit, sheet: &Sheet, row: usize, line: &Line) -> Self {
        let mut errors = Self::default();
        for problem in [sheet.problem.as_ref(), line.problem.as_ref()].into_iter().flatten() {
            let field = problem.body().field.as_deref().unwrap_or_default();
            let Some(field) = field.strip_prefix(&format!("lines/{row}/")) else { continue };
            let place = match field {
                "quantity" => &mut errors.quantity,
                "price" => &mut errors.price,
                _ => &mut errors.sku,
            };
            problem.sentence(visit.language).clone_into(place);
        }
        errors
    }
}

fn row(visit: &Visit, sheet: &Sheet, row: usize, line: &Line, has_focus: bool) -> Markup {
    let errors = Errors::of(visit, sheet, row, line);
    html! {
        tr id={ "line-" (line.key) } {
            (inputs(visit, row, line, &errors, has_focus))
            td { (promise(visit, line)) }
            td.num {
                @if let Some(result) = line.result {
                    strong { (visit.money(result.totals.gross)) }
                    small { (visit.say_with(say::NET_AND_TAX, &[&visit.money(result.totals.net), &visit.money(result.totals.tax)])) }
                }
            }
            (remove(visit, line))
        }
    }
}

fn inputs(visit: &Visit, row: usize, line: &Line, errors: &Errors, has_focus: bool) -> Markup {
    let name = |part: &str| format!("lines[{row}][{part}]");
    let (sku, quantity, price) = (name("sku"), name("quantity"), name("price"));
    let product = line.product.as_ref();
    let list_price = product.map(|product| visit.price(product.price)).unwrap_or_default();
    html! {
        td {
            input type="hidden" name=(name("row")) value=(line.key);
            (field(visit, &Field {
                value: &line.sku,
                kind: Kind::Lookup(Lookup {
                    href: "/lookup/products",
                    id: None,
                    chosen: product.map_or("", |product| product.name.as_str()),
                }),
                placeholder: visit.say(say::PRODUCT_HINT),
                error: &errors.sku,
                has_focus,
                is_bare: true,
                ..Field::new(&sku, visit.say(say::PRODUCT))
            }))
            (to_choose(visit, line))
        }
        td.num {
            (field(visit, &Field {
                value: &line.quantity,
                kind: Kind::Decimal,
                placeholder: "1",
                error: &errors.quantity,
                is_bare: true,
                ..Field::new(&quantity, visit.say(say::QUANTITY))
            }))
        }
        td.num {
            (field(visit, &Field {
                value: &line.price,
                kind: Kind::Decimal,
                placeholder: &list_price,
                error: &errors.price,
                is_bare: true,
                ..Field::new(&price, visit.say(say::PRICE))
            }))
        }
    }
}

/// Those that fit what was typed into a line.
fn to_choose(visit: &Visit, line: &Line) -> Markup {
    html! {
        @if !line.found.is_empty() {
            ul.choose {
                @for product in &line.found {
                    li {
                        button.button type="submit" name="do" value={ "product:" (line.key) ":" (product.sku) } {
                            (product.name) small { (product_note(visit, product)) }
                        }
                    }
                }
            }
        }
    }
}

fn remove(visit: &Visit, line: &Line) -> Markup {
    let label = visit.say_with(say::REMOVE, &[&line.sku]);
    html! {
        td {
            button.icon-button type="submit" name="do" value={ "remove:" (line.key) } aria-label=(label.trim()) {
                (icon(Icon::Close))
            }
        }
    }
}

/// When it can be had.
fn promise(visit: &Visit, line: &Line) -> Markup {
    let Some(product) = &line.product else { return html! {} };
    if product.kind == ProductKind::Service {
        return badge(Tone::Idle, visit.say(say::SERVICE));
    }
    let shown = |quantity: Quantity| visit.quantity(quantity);
    match (line.result, line.available) {
        (Some(PlacedOrderLine { reserved, backordered, .. }), available) => {
            if backordered == Quantity::ZERO {
                match available {
                    Some(available) => badge(Tone::Ok, &visit.say_with(say::READY_OF, &[&shown(available)])),
                    None => badge(Tone::Ok, visit.say(say::READY)),
                }
            } else if reserved == Quantity::ZERO {
                badge(Tone::Warn, visit.say(say::LATER))
            } else {
                let whole = reserved.checked_add(backordered).unwrap_or(reserved);
                badge(Tone::Warn, &visit.say_with(say::PARTLY, &[&shown(reserved), &shown(whole)]))
            }
        }
        (None, Some(available)) if line.problem.is_some() => {
            badge(Tone::Bad, &visit.say_with(say::SHORT, &[&shown(available)]))
        }
        (None, _) => html! {},
    }
}
