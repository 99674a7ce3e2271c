//! How the counter looks: large enough for fingers, the total in sight.

use kontor_identity::model::CountryCode;
use kontor_kernel::{Amount, Quantity};
use kontor_web::Problem;
use kontor_web::console::{Page, Visit};
use kontor_web::page::{
    Action, Field, Icon, Kind, Lookup, Target, Tone, action, badge, card, empty, facts, field, icon,
    problem_notice, split,
};
use maud::{Markup, html};

use crate::counter::texts as say;
use crate::counter::till::{GIVEN, SCAN, SHOWN, Till, WHO};
use crate::lookup::page::{customer_name, product_note};
use crate::new_order::draft::Line;

/// The page.
pub(super) fn page(visit: &Visit, till: &Till) -> Page {
    let problem = till.problem.as_ref();
    let body = html! {
        // In a place of its own that is always there, so that the form below keeps the cursor when it comes and goes.
        div #said { @if let Some(problem) = problem { (problem_notice(visit, problem)) } }
        form #till.till method="post" action="/counter" novalidate {
            (visit.own_fields())
            (split(&html! { (scan(visit, till)) (basket(visit, till)) }, &pay(visit, till)))
        }
    };
    Page::new(visit, visit.say(say::COUNTER)).status(problem.map_or(200, Problem::status)).body(body)
}

fn scan(visit: &Visit, till: &Till) -> Markup {
    let wanted = Field {
        value: till.form.value(SCAN),
        kind: Kind::Scan,
        hint: visit.say(say::SCAN_HINT),
        has_focus: true,
        ..Field::new(SCAN, visit.say(say::SCAN))
    };
    html! {
        div.with-button {
            (field(visit, &wanted.with_problem(visit, till.problem.as_ref())))
            (action(visit, &Action::new(visit.say(say::ADD), Target::Send("look"))))
        }
        @if !till.found.is_empty() {
            p.hint role="status" { (visit.say(say::CHOOSE)) }
            ul.choose {
                @for product in &till.found {
                    li {
                        button.button type="submit" name="do" value={ "product:0:" (product.sku) } {
                            (product.name) small { (product_note(visit, product)) }
                        }
                    }
                }
            }
        }
    }
}

fn basket(visit: &Visit, till: &Till) -> Markup {
    if till.lines.0.is_empty() {
        return empty(visit.say(say::NOTHING_YET), &html! {});
    }
    html! {
        table.lines.basket {
            caption.unseen { (visit.say(say::COUNTER)) }
            thead {
                tr {
                    th scope="col" { (visit.say(say::PRODUCT)) }
                    th.num scope="col" { (visit.say(say::QUANTITY)) }
                    th.num scope="col" { (visit.say(say::AMOUNT)) }
                    td {}
                }
            }
            tbody #lines {
                @for (row, line) in till.lines.0.iter().enumerate() { (row_of(visit, till, row, line)) }
            }
        }
    }
}

fn row_of(visit: &Visit, till: &Till, row: usize, line: &Line) -> Markup {
    let name = line.product.as_ref().map_or(&*line.sku, |product| product.name.as_str());
    let (sku, quantity) = (format!("lines[{row}][sku]"), format!("lines[{row}][quantity]"));
    let problems = [till.problem.as_ref(), line.problem.as_ref()];
    let start = format!("lines/{row}/");
    let here =
        |problem: &&Problem| problem.body().field.as_deref().is_some_and(|field| field.starts_with(&start));
    let error =
        problems.into_iter().flatten().find(here).map_or("", |problem| problem.sentence(visit.language));
    html! {
        tr id={ "line-" (line.key) } {
            td {
                input type="hidden" name={ "lines[" (row) "][row]" } value=(line.key);
                input type="hidden" name=(sku) value=(line.sku);
                input type="hidden" name={ "lines[" (row) "][price]" } value=(line.price);
                (name) small { (line.sku) }
                (not_here(visit, line))
            }
            td.num.steps-of {
                (step(visit, line, name, false))
                (field(visit, &Field {
                    value: &line.quantity,
                    kind: Kind::Decimal,
                    error,
                    is_bare: true,
                    ..Field::new(&quantity, visit.say(say::QUANTITY))
                }))
                (step(visit, line, name, true))
            }
            td.num { @if let Some(result) = line.result { strong { (visit.money(result.totals.gross)) } } }
            td {
                button.icon-button type="submit" name="do" value={ "remove:" (line.key) }
                    aria-label=(visit.say_with(say::REMOVE, &[&name])) { (icon(Icon::Close)) }
            }
        }
    }
}

fn step(visit: &Visit, line: &Line, name: &str, up: bool) -> Markup {
    let (word, sign, label) = if up { ("more", "+", say::MORE) } else { ("less", "\u{2212}", say::LESS) };
    html! {
        button.button.step type="submit" name="do" value={ (word) ":" (line.key) } aria-label=(visit.say_with(label, &[&name])) {
            (sign)
        }
    }
}

/// What is not there can't be handed over, even where an order could wait for it.
fn not_here(visit: &Visit, line: &Line) -> Markup {
    let waits = line.result.is_some_and(|result| result.backordered > Quantity::ZERO);
    let refused = line.result.is_none() && line.problem.is_some();
    html! {
        @if let Some(available) = line.available.filter(|_| waits || refused) {
            (badge(Tone::Bad, &visit.say_with(say::ONLY_HERE, &[&visit.quantity(available)])))
        }
    }
}

/// The total, and how it is paid.
fn pay(visit: &Visit, till: &Till) -> Markup {
    let sums = till.quote.totals;
    let total = sums.map_or(Amount::ZERO, |sums| sums.gross);
    let takes_cash = till.org.country != CountryCode::DE;
    html! {
        section.card.pay {
            h2 { (visit.say(say::TOTAL)) }
            output #total.total aria-live="polite" { (visit.money(total)) }
            @if let Some(sums) = sums {
                p.muted { (visit.say_with(say::TAX_OF_IT, &[&visit.money(sums.tax)])) }
                input type="hidden" name=(SHOWN) value=(total.text(visit.caller.currency));
            }
            div.actions {
                (action(visit, &Action::primary(visit.say(say::PAY_BY_CARD), Target::Send("place:card")).key("Ctrl Enter")))
                @if takes_cash { (action(visit, &Action::new(visit.say(say::PAY_IN_CASH), Target::Send("place:cash")))) }
                button.button.no-script type="submit" name="do" value="preview" data-recalc { (visit.say(say::RECALCULATE)) }
            }
            @if takes_cash { (cash(visit, till, total)) } @else { p.hint { (visit.say(say::NO_CASH)) } }
            p.hint { (visit.say(say::KEYS)) }
        }
        (customer(visit, till))
    }
}

/// The cash that is given, and the change.
fn cash(visit: &Visit, till: &Till, total: Amount) -> Markup {
    let given = till.given(visit).ok().flatten();
    let change = given.and_then(|given| given.checked_sub(total)).filter(|change| *change >= Amount::ZERO);
    let wanted = Field {
        value: till.form.value(GIVEN),
        kind: Kind::Decimal,
        ..Field::new(GIVEN, visit.say(say::GIVEN))
    };
    html! {
        (field(visit, &wanted.with_problem(visit, till.problem.as_ref())))
        @if let Some(change) = change {
            div #change { (facts(&[(visit.say(say::CHANGE), html! { strong { (visit.money(change)) } })])) }
        }
    }
}

fn customer(visit: &Visit, till: &Till) -> Markup {
    let chosen = till.customer.as_ref().map(customer_name).unwrap_or_default();
    let wanted = Field {
        value: till.form.value(WHO),
        kind: Kind::Lookup(Lookup { href: "/lookup/customers", id: None, chosen: &chosen }),
        ..Field::new(WHO, visit.say(say::FOR_CUSTOMER))
    };
    html! {
        @if visit.may("customers:read") {
            (card(visit.say(crate::new_order::texts::CUSTOMER), &field(visit, &wanted.with_problem(visit, till.problem.as_ref()))))
        }
    }
}
