//! Adjust stock: what was counted or how much it differs, tried first, then done.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_inventory::adjust::http::AdjustBody;
use kontor_inventory::model::LocationCode;
use kontor_inventory::records::Location;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Field, Kind, Lookup, fields};
use kontor_web::{App, Problem, Query};
use maud::Markup;
use serde::Deserialize;

use super::{all_locations, effects, location_choices, texts};
use crate::lookup;
use crate::page::{Entry, Sheet, Told, path_part};

/// Fields in which numbers stand as people write them.
const DECIMALS: &[&str] = &["on_hand", "delta", "unit_cost"];

/// What to begin with.
#[derive(Debug, Default, Deserialize)]
pub struct AdjustQuery {
    #[serde(default)]
    sku: String,
    #[serde(default)]
    location: String,
}

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<AdjustQuery>,
) -> Result<Response, PageProblem> {
    sheet(&app, &visit, (&query, None), &Told::default()).await
}

/// Sends it.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let query = AdjustQuery::default();
    // A barcode may be scanned into the field for the SKU.
    let named = lookup::product(&app.reads, visit.caller.org, form.value("sku")).await.map_err(failed)?;
    let form = match named {
        Some(product) => form.with("sku", product.sku.to_string()),
        None => form,
    };
    let command = match form.read::<AdjustBody>(visit.language, DECIMALS) {
        Ok(body) => body.command(&app, visit.caller.org).await,
        Err(problem) => Err(problem),
    };
    let command = match command {
        Ok(command) => command,
        Err(problem) => return refused(&app, &visit, &form, problem).await,
    };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) if form.is_preview() => {
            let effects = effects::adjusted(&app, &visit, &reply.answer, reply.recorded).await;
            let told = Told::tried(effects.map_err(failed)?);
            sheet(&app, &visit, (&query, Some(&form)), &told).await
        }
        Ok(reply) => {
            let sku = reply.answer.sku;
            let said = visit.say_with(texts::ADJUSTED, &[&sku]);
            let to = format!("/stock/{}?location={}", path_part(sku.as_str()), reply.answer.location);
            Ok(Onward::to(to).saying(Flash::new(said)).into_response())
        }
        Err(problem) => refused(&app, &visit, &form, problem).await,
    }
}

/// The form again, with what is wrong beside its field.
async fn refused(app: &App, visit: &Visit, form: &Form, problem: Problem) -> Result<Response, PageProblem> {
    let problem = if problem.body().code == "count_or_difference" { problem.at("on_hand") } else { problem };
    sheet(app, visit, (&AdjustQuery::default(), Some(form)), &Told::refused(problem)).await
}

async fn sheet(
    app: &App,
    visit: &Visit,
    (query, typed): (&AdjustQuery, Option<&Form>),
    told: &Told,
) -> Result<Response, PageProblem> {
    let locations = all_locations(&app.reads, visit.caller.org).await;
    let locations = locations.map_err(|fault| PageProblem::new(visit, fault))?;
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let sheet = Sheet {
        visit,
        back: (visit.say(texts::STOCK), "/stock"),
        names: (texts::ADJUST_STOCK, texts::ADJUST),
        action: "/stock/adjust",
        version: None,
        has_preview: true,
        is_danger: false,
        fields: form_fields(&entry, query, &locations),
    };
    Ok(sheet.page(told))
}

fn form_fields(entry: &Entry<'_>, query: &AdjustQuery, locations: &[Location]) -> Markup {
    let visit = entry.visit;
    let choices = location_choices(locations);
    let place = if query.location.is_empty() { LocationCode::MAIN.as_str() } else { &query.location };
    let is_new = entry.typed.is_none();
    let number = |name, label, hint, has_focus| {
        let hint = visit.say(hint);
        entry.field(Field { kind: Kind::Decimal, hint, has_focus, ..Field::new(name, visit.say(label)) })
    };
    fields(&[
        entry.field(Field {
            value: &query.sku,
            kind: Kind::Lookup(Lookup { href: "/lookup/products", ..Lookup::default() }),
            is_required: true,
            has_focus: is_new && query.sku.is_empty(),
            ..Field::new("sku", visit.say(texts::SKU))
        }),
        entry.field(Field {
            value: place,
            kind: Kind::Select(&choices),
            ..Field::new("location", visit.say(texts::LOCATION))
        }),
        number("on_hand", texts::COUNTED, texts::COUNTED_HINT, is_new && !query.sku.is_empty()),
        number("delta", texts::DIFFERENCE, texts::DIFFERENCE_HINT, false),
        entry.field(Field {
            hint: visit.say(texts::REASON_HINT),
            is_required: true,
            ..Field::new("reason", visit.say(texts::REASON))
        }),
        number("unit_cost", texts::UNIT_COST, texts::COST_HINT, false),
    ])
}
