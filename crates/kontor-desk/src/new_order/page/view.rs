//! How the order looks while it is taken.

use kontor_customers::model::{Address, AddressKind, PaymentMethod};
use kontor_customers::rules::credit_left;
use kontor_customers::show::Shown;
use kontor_identity::model::CountryCode;
use kontor_kernel::Amount;
use kontor_orders::model::Channel;
use kontor_web::Problem;
use kontor_web::console::{Page, Visit};
use kontor_web::page::{
    Action, Choice, Field, Kind, Lookup, Target, Tone, Weight, action, card, facts, field, fields, heading,
    notice, problem_notice, split, totals,
};
use maud::{Markup, html};

use super::lines;
use crate::lookup::page::{customer_name, customer_note};
use crate::new_order::sheet::{Sheet, WHO};
use crate::new_order::texts as say;
use crate::words;

/// The page.
pub(super) fn page(visit: &Visit, sheet: &Sheet) -> Page {
    let problem = sheet.problem.as_ref();
    let crumb = Some((visit.say(say::ORDERS), "/orders"));
    let body = html! {
        // In a place of its own that is always there, so that the form below keeps the cursor when it comes and goes.
        div #said { @if let Some(problem) = problem { (problem_notice(visit, problem)) } }
        form #take.take method="post" action="/orders/new" novalidate {
            (visit.own_fields())
            (split(&html! { (who(visit, sheet)) (what(visit, sheet)) }, &html! { (how(visit, sheet)) (sum(visit, sheet)) }))
        }
    };
    Page::new(visit, visit.say(say::NEW_ORDER))
        .heading(heading(crumb, visit.say(say::NEW_ORDER), &[]))
        .status(problem.map_or(200, Problem::status))
        .body(body)
}

fn who(visit: &Visit, sheet: &Sheet) -> Markup {
    let is_open = sheet.is_for_new() || sheet.problem.as_ref().is_some_and(is_of_new);
    let chosen = sheet.customer.as_ref().map(customer_name).unwrap_or_default();
    let wanted = Field {
        value: sheet.form.value(WHO),
        kind: Kind::Lookup(Lookup { href: "/lookup/customers", id: None, chosen: &chosen }),
        hint: visit.say(say::CUSTOMER_HINT),
        has_focus: !lines::begins_with_lines(sheet) && sheet.problem.is_none(),
        autocomplete: "off",
        ..Field::new(WHO, visit.say(say::CUSTOMER))
    };
    let problem = sheet.problem.as_ref().or(sheet.quote.problem.as_ref());
    card(
        visit.say(say::CUSTOMER),
        &html! {
            div.with-button {
                (field(visit, &wanted.with_problem(visit, problem)))
                (action(visit, &Action::new(visit.say(say::FIND), Target::Send("look"))))
            }
            (to_choose(visit, sheet))
            @match &sheet.customer {
                Some(shown) => (known(visit, sheet, shown)),
                None if visit.may("customers:write") => (unknown(visit, sheet, is_open)),
                None => {},
            }
        },
    )
}

fn is_of_new(problem: &Problem) -> bool {
    problem.body().field.as_deref().is_some_and(|field| field.starts_with("new/"))
}

/// Those that fit what was typed.
fn to_choose(visit: &Visit, sheet: &Sheet) -> Markup {
    html! {
        @if sheet.is_unknown { p.hint role="status" { (visit.say(say::NO_CUSTOMER_FITS)) } }
        @if !sheet.customers.is_empty() {
            p.hint role="status" { (visit.say(say::CHOOSE)) }
            ul.choose {
                @for shown in &sheet.customers {
                    li {
                        button.button type="submit" name="do" value={ "customer:" (shown.customer.number) } {
                            (customer_name(shown)) small { (customer_note(shown)) }
                        }
                    }
                }
            }
        }
    }
}

/// A customer who is here: where it goes, how they pay, how much they may owe.
fn known(visit: &Visit, sheet: &Sheet, shown: &Shown) -> Markup {
    let address = |kind: AddressKind| {
        let own = shown.card.addresses.iter().find(|address| address.kind == kind);
        own.or(shown.card.addresses.first())
    };
    let name = if shown.is_erased { visit.say(say::ERASED).to_owned() } else { customer_name(shown) };
    let row = &shown.customer;
    let href = format!("/customers/{}", row.id);
    html! {
        div #customer {
            (facts(&[
                (visit.say(say::NAME), html! { a href=(href) { (name) } " " span.muted { (row.number) } }),
                (visit.say(say::DELIVERED_TO), postal(visit, address(AddressKind::Shipping))),
                (visit.say(say::BILLED_TO), postal(visit, address(AddressKind::Billing))),
                (visit.say(say::USUALLY), html! { (visit.say(words::payment_method(row.payment_method))) }),
                (visit.say(say::CREDIT), credit(visit, sheet, shown)),
            ]))
            (too_much(visit, sheet, shown))
            (action(visit, &Action { weight: Weight::Quiet, ..Action::new(visit.say(say::OTHER_CUSTOMER), Target::Send("customer:")) }))
        }
    }
}

fn postal(visit: &Visit, address: Option<&Address>) -> Markup {
    let Some(address) = address else { return html! { span.muted { (visit.say(say::NO_ADDRESS)) } } };
    let town = format!("{} {}", address.zip, address.city);
    let parts = [&address.name, &address.street, &address.addition, &town, &address.country];
    let parts: Vec<&str> =
        parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    html! { (parts.join(", ")) }
}

/// The limit, what of it is used, and what this order leaves.
fn credit(visit: &Visit, sheet: &Sheet, shown: &Shown) -> Markup {
    let row = &shown.customer;
    let (Some(limit), Some(left)) = (row.credit_limit, credit_left(row)) else {
        return html! { (visit.say(say::NO_LIMIT)) };
    };
    let used = limit.checked_sub(left).unwrap_or(limit);
    let after = sheet.quote.totals.and_then(|totals| left.checked_sub(totals.gross));
    html! {
        (visit.say_with(say::CREDIT_USED, &[&visit.money(limit), &visit.money(used)]))
        @if let Some(after) = after.filter(|after| *after >= Amount::ZERO && on_account(sheet, shown)) {
            ", " (visit.say_with(say::CREDIT_LEFT, &[&visit.money(after)]))
        }
    }
}

/// Says before it is refused that the order goes beyond the credit limit.
fn too_much(visit: &Visit, sheet: &Sheet, shown: &Shown) -> Markup {
    let left = credit_left(&shown.customer).filter(|_| on_account(sheet, shown));
    let over = left.zip(sheet.quote.totals).and_then(|(left, totals)| {
        let over = totals.gross.checked_sub(left)?;
        (over > Amount::ZERO).then_some((left, over))
    });
    html! {
        @if let Some((left, over)) = over {
            (notice(
                Tone::Warn,
                &visit.say_with(say::CREDIT_EXCEEDED, &[&visit.money(over)]),
                &html! { p { (visit.say_with(say::CREDIT_EXCEEDED_WHY, &[&visit.money(left)])) } },
            ))
        }
    }
}

fn on_account(sheet: &Sheet, shown: &Shown) -> bool {
    match sheet.form.value("payment_method") {
        "" => shown.customer.payment_method == PaymentMethod::Invoice,
        chosen => chosen == PaymentMethod::Invoice.as_str(),
    }
}

/// A customer to register with the order.
fn unknown(visit: &Visit, sheet: &Sheet, is_open: bool) -> Markup {
    let text = |name: &'static str, label, kind, completes| {
        let one = Field {
            value: sheet.form.value(name),
            kind,
            autocomplete: completes,
            ..Field::new(name, visit.say(label))
        };
        field(visit, &one.with_problem(visit, sheet.problem.as_ref()))
    };
    let kinds =
        [Choice::new("person", visit.say(say::PERSON)), Choice::new("company", visit.say(say::COMPANY))];
    let kind = match sheet.form.value("new[kind]") {
        "" => "person",
        kind => kind,
    };
    let country = match sheet.form.value("new[contact][addresses][0][country]") {
        "" => sheet.org.country.to_string(),
        country => country.to_owned(),
    };
    html! {
        details #new-customer open[is_open] {
            summary { (visit.say(say::NEW_CUSTOMER)) }
            p.hint { (visit.say(say::NEW_CUSTOMER_HINT)) }
            (field(visit, &Field { value: kind, kind: Kind::Radio(&kinds), ..Field::new("new[kind]", visit.say(say::KIND)) }))
            (fields(&[
                text("new[contact][name]", say::NAME, Kind::Text, "off"),
                text("new[contact][company]", say::COMPANY_NAME, Kind::Text, "off"),
                text("new[contact][mail]", say::MAIL, Kind::Mail, "off"),
                text("new[contact][phone]", say::PHONE, Kind::Phone, "off"),
            ]))
            input type="hidden" name="new[contact][addresses][0][kind]" value="billing";
            (fields(&[
                text("new[contact][addresses][0][street]", say::STREET, Kind::Text, "off"),
                text("new[contact][addresses][0][zip]", say::ZIP, Kind::Text, "off"),
                text("new[contact][addresses][0][city]", say::CITY, Kind::Text, "off"),
                field(visit, &Field {
                    value: &country,
                    autocomplete: "off",
                    ..Field::new("new[contact][addresses][0][country]", visit.say(say::COUNTRY))
                }.with_problem(visit, sheet.problem.as_ref())),
            ]))
        }
    }
}

fn what(visit: &Visit, sheet: &Sheet) -> Markup {
    card(
        visit.say(say::LINES),
        &html! {
            (lines::table(visit, sheet))
            div.actions {
                button.button type="submit" name="do" value="add" {
                    (visit.say(say::ANOTHER))
                }
            }
        },
    )
}

/// How it came in and is paid.
fn how(visit: &Visit, sheet: &Sheet) -> Markup {
    let channels = [Channel::Phone, Channel::B2b, Channel::Counter, Channel::Web, Channel::Marketplace];
    let channels = channels.map(|channel| Choice::new(channel.as_str(), visit.say(words::channel(channel))));
    let usual = match &sheet.customer {
        Some(shown) => {
            visit.say_with(say::AS_USUAL, &[&visit.say(words::payment_method(shown.customer.payment_method))])
        }
        None => visit.say_with(say::AS_NEW, &[&visit.say(words::PREPAYMENT)]),
    };
    let mut methods = vec![Choice::new("", &usual)];
    for method in PaymentMethod::ALL {
        // In Germany nobody here may take cash (§ 146a AO), so it is no way to pay either.
        if *method != PaymentMethod::Cash || sheet.org.country != CountryCode::DE {
            methods.push(Choice::new(method.as_str(), visit.say(words::payment_method(*method))));
        }
    }
    let problem = sheet.problem.as_ref().or(sheet.quote.problem.as_ref());
    let one = |name: &'static str, label, kind, hint| {
        let one = Field { value: sheet.form.value(name), kind, hint, ..Field::new(name, visit.say(label)) };
        field(visit, &one.with_problem(visit, problem))
    };
    card(
        visit.say(say::PAYMENT),
        &html! {
            (one("payment_method", say::PAYMENT, Kind::Select(&methods), ""))
            (one("channel", say::CHANNEL, Kind::Select(&channels), ""))
            (one("reference", say::REFERENCE, Kind::Text, visit.say(say::REFERENCE_HINT)))
        },
    )
}

/// What it comes to, and the button that places it.
fn sum(visit: &Visit, sheet: &Sheet) -> Markup {
    let refused = sheet.lines.0.iter().any(|line| line.problem.is_some());
    card(
        visit.say(say::TOTAL),
        &html! {
            div #sum aria-live="polite" {
                @match sheet.quote.totals {
                    Some(sums) => (totals(&[
                        (visit.say(say::NET), visit.money(sums.net)),
                        (visit.say(say::TAX), visit.money(sums.tax)),
                        (visit.say(say::GROSS), visit.money(sums.gross)),
                    ])),
                    None if refused => {},
                    None => p.muted { (visit.say(say::NO_TOTAL)) },
                }
                @if refused { p.hint { (visit.say(say::WITHOUT_REFUSED)) } }
            }
            div.actions {
                button.button.no-script type="submit" name="do" value="preview" data-recalc { (visit.say(say::RECALCULATE)) }
                (action(visit, &Action::primary(visit.say(say::PLACE), Target::Send("place")).key("Ctrl Enter")))
            }
            p.hint { (visit.say(say::KEYS)) }
        },
    )
}
