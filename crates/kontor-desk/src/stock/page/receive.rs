//! Receive goods: by scanning or typing what came, tried first, then booked in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_catalog::model::ProductKind;
use kontor_inventory::model::LocationCode;
use kontor_inventory::receive::http::ReceiveBody;
use kontor_inventory::records::Location;
use kontor_kernel::{Amount, Quantity, limits};
use kontor_store::Fault;
use kontor_web::console::{Flash, Form, Onward, PREVIEW, Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Field, Kind, Lookup, Target, card, fields, format};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{all_locations, effects, location_choices, texts};
use crate::lookup;
use crate::page::{Entry, Told};

const LIST: &str = "lines";
/// The field that scanners type into.
const SCAN: &str = "scan";
/// The buttons that don't send the receipt.
const ADD: &str = "add";
const MORE: &str = "more";
/// Empty rows at the end, and as many more as one asks for.
const SPARE: usize = 3;

/// A product to begin with.
#[derive(Debug, Default, Deserialize)]
pub struct ReceiveQuery {
    #[serde(default)]
    sku: String,
}

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<ReceiveQuery>,
) -> Result<Response, PageProblem> {
    let mut form = None;
    if !query.sku.is_empty() {
        let begun = Form::default().with(SCAN, query.sku);
        form = scanned(&app, &visit, &begun).await.map_err(|fault| PageProblem::new(&visit, fault))?.ok();
    }
    sheet(&app, &visit, form.as_ref(), (&Told::default(), SPARE)).await
}

/// Sends it.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let form = form.without_empty(LIST, "sku");
    if form.button() == MORE {
        return sheet(&app, &visit, Some(&form), (&Told::default(), SPARE.saturating_mul(3))).await;
    }
    if form.button() == ADD || !form.value(SCAN).trim().is_empty() {
        return match scanned(&app, &visit, &form).await.map_err(failed)? {
            Ok(with) => sheet(&app, &visit, Some(&with), (&Told::default(), SPARE)).await,
            Err(problem) => sheet(&app, &visit, Some(&form), (&Told::refused(problem), SPARE)).await,
        };
    }
    let body = form.clone().without(&[SCAN]).read::<ReceiveBody>(visit.language, &["quantity", "unit_cost"]);
    let command = match body {
        Ok(body) => body.command(),
        Err(problem) => return sheet(&app, &visit, Some(&form), (&Told::refused(problem), SPARE)).await,
    };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) if form.is_preview() => {
            let effects = effects::received(&app, &visit, &reply.answer, reply.recorded).await;
            let told = Told::tried(effects.map_err(failed)?);
            sheet(&app, &visit, Some(&form), (&told, SPARE)).await
        }
        Ok(reply) => {
            let received = reply.answer;
            let value = Amount::sum(received.lines.iter().map(|line| line.value)).unwrap_or_default();
            let mut orders: Vec<i64> = received.filled.iter().map(|part| part.holder).collect();
            orders.sort_unstable();
            orders.dedup();
            let said = visit.say_with(texts::BOOKED, &[&visit.money(value), &orders.len()]);
            let to = format!("/stock/receipts/{}", received.receipt);
            Ok(Onward::to(to).saying(Flash::new(said)).into_response())
        }
        Err(problem) => sheet(&app, &visit, Some(&form), (&Told::refused(problem), SPARE)).await,
    }
}

fn name(row: usize, part: &str) -> String {
    format!("{LIST}[{row}][{part}]")
}

/// The form with one more of what was scanned: on its line, or on a new one with its last cost.
async fn scanned(app: &App, visit: &Visit, form: &Form) -> Result<Result<Form, Problem>, Fault> {
    let org = visit.caller.org;
    let refused =
        |text: kontor_web::Text| Ok(Err(Problem::new(422, "unknown_sku", text.en).german(text.de).at(SCAN)));
    let code = form.value(SCAN).trim();
    if code.is_empty() {
        return Ok(Ok(form.clone()));
    }
    let Some(product) = lookup::product(&app.reads, org, code).await? else {
        return refused(texts::UNKNOWN_CODE);
    };
    if product.kind == ProductKind::Service {
        return refused(texts::NO_SERVICE);
    }
    let form = form.clone().without(&[SCAN]);
    let rows = form.rows(LIST);
    let is_its = |row: &usize| form.value(&name(*row, "sku")).trim() == product.sku.as_str();
    if let Some(row) = (0..rows).find(is_its) {
        let count = one_more(form.value(&name(row, "quantity")), visit);
        return Ok(Ok(form.with(&name(row, "quantity"), count)));
    }
    let cost = kontor_inventory::stock::one(&app.reads, org, product.id).await?.map(|stock| stock.last_cost);
    let cost = cost.map(|cost| format::input_price(cost, visit.caller.currency, visit.language));
    let form = form.with(&name(rows, "sku"), product.sku.to_string()).with(&name(rows, "quantity"), "1");
    Ok(Ok(form.with(&name(rows, "unit_cost"), cost.unwrap_or_default())))
}

/// One more than a typed quantity; what can't be read stays as it is.
fn one_more(typed: &str, visit: &Visit) -> String {
    let point = match visit.language {
        kontor_web::Language::German => typed.trim().replace(',', "."),
        kontor_web::Language::English => typed.trim().to_owned(),
    };
    let more = match &*point {
        "" => Some(Quantity::ONE),
        text => text.parse::<Quantity>().ok().and_then(|count| count.checked_add(Quantity::ONE)),
    };
    more.map_or_else(|| typed.to_owned(), |more| format::input_quantity(more, visit.language))
}

async fn sheet(
    app: &App,
    visit: &Visit,
    typed: Option<&Form>,
    (told, spare): (&Told, usize),
) -> Result<Response, PageProblem> {
    let locations = all_locations(&app.reads, visit.caller.org).await;
    let locations = locations.map_err(|fault| PageProblem::new(visit, fault))?;
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let inner = html! {
        (scan(visit, told))
        (about(&entry, &locations))
        (card(visit.say(texts::LINES), &lines(&entry, spare)))
        (told.effects(visit))
        (page::actions(visit, &[
            Action::new(visit.say(texts::STOCK), Target::Link("/stock")),
            Action::new(visit.say(crate::page::PREVIEW_NAME), Target::Send(PREVIEW)).key("p"),
            Action::primary(visit.say(texts::BOOK), Target::Send("")).key("Ctrl Enter"),
        ]))
    };
    let body = html! {
        (told.notice(visit))
        (page::form(visit, "/stock/receive", None, &inner))
    };
    Ok(Page::new(visit, visit.say(texts::RECEIVE))
        .status(told.status())
        .heading(page::heading(Some((visit.say(texts::STOCK), "/stock")), visit.say(texts::RECEIVE), &[]))
        .body(body)
        .into_response())
}

/// The field for scans. Its button comes first in the form, so that a scanner's Enter presses it.
fn scan(visit: &Visit, told: &Told) -> Markup {
    let one = Field {
        kind: Kind::Scan,
        hint: visit.say(texts::SCAN_HINT),
        has_focus: true,
        key: Some("s"),
        ..Field::new(SCAN, visit.say(texts::SCAN))
    };
    html! {
        section.card {
            (page::field(visit, &one.with_problem(visit, told.problem.as_ref())))
            (page::action(visit, &Action::new(visit.say(texts::ADD_SCANNED), Target::Send(ADD))))
        }
    }
}

fn about(entry: &Entry<'_>, locations: &[Location]) -> Markup {
    let visit = entry.visit;
    let choices = location_choices(locations);
    fields(&[
        entry.field(Field {
            value: LocationCode::MAIN.as_str(),
            kind: Kind::Select(&choices),
            ..Field::new("location", visit.say(texts::LOCATION))
        }),
        entry.field(Field {
            hint: visit.say(texts::REFERENCE_HINT),
            ..Field::new("reference", visit.say(texts::REFERENCE))
        }),
        entry.field(Field {
            kind: Kind::Date,
            hint: visit.say(texts::TODAY_WHEN_EMPTY),
            ..Field::new("date", visit.say(texts::DATE))
        }),
    ])
}

fn lines(entry: &Entry<'_>, spare: usize) -> Markup {
    let visit = entry.visit;
    let typed = entry.typed.map_or(0, |form| form.rows(LIST));
    let count = typed.saturating_add(spare).min(limits::BATCH_PARTS);
    html! {
        p.hint { (visit.say(texts::LINE_HINT)) }
        div.table-box #f-lines tabindex="-1" {
            table.data {
                caption.unseen { (visit.say(texts::LINES)) }
                thead {
                    tr {
                        th scope="col" { (visit.say(texts::SKU)) }
                        th.num scope="col" { (visit.say(texts::QUANTITY)) }
                        th.num scope="col" { (visit.say(texts::UNIT_COST)) }
                    }
                }
                tbody { @for row in 0..count { (line(entry, row)) } }
            }
        }
        (page::action(visit, &Action::new(visit.say(texts::MORE_ROWS), Target::Send(MORE))))
    }
}

fn line(entry: &Entry<'_>, row: usize) -> Markup {
    let visit = entry.visit;
    let one = |part: &str, label, kind| {
        let name = name(row, part);
        entry.field(Field { kind, is_bare: true, ..Field::new(&name, visit.say(label)) })
    };
    let lookup = Kind::Lookup(Lookup { href: "/lookup/products", ..Lookup::default() });
    html! {
        tr {
            td.s-title { (one("sku", texts::SKU, lookup)) }
            td.num.s-side { (one("quantity", texts::QUANTITY, Kind::Decimal)) }
            td.num.s-foot { (one("unit_cost", texts::UNIT_COST, Kind::Decimal)) }
        }
    }
}
