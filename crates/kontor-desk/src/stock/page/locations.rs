//! The places where stock lies: seen and added.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_inventory::add_location::AddLocation;
use kontor_inventory::add_location::http::AddLocationBody;
use kontor_inventory::records::Location;
use kontor_web::App;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Column, Field, Row, Small, Target, card, fields, stack};
use maud::{Markup, html};

use super::parts::simple;
use super::{all_locations, texts};
use crate::page::{Entry, Told, address};

/// The list, with the form for one more.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    sheet(&app, &visit, None, &Told::default()).await
}

/// Adds one.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let command: AddLocation = match form.read::<AddLocationBody>(visit.language, &[]) {
        Ok(body) => body.command(),
        Err(problem) => return sheet(&app, &visit, Some(&form), &Told::refused(problem)).await,
    };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) => {
            let said = visit.say_with(texts::LOCATION_ADDED, &[&reply.answer.name]);
            Ok(Onward::to("/locations").saying(Flash::new(said)).into_response())
        }
        Err(problem) => sheet(&app, &visit, Some(&form), &Told::refused(problem)).await,
    }
}

async fn sheet(app: &App, visit: &Visit, typed: Option<&Form>, told: &Told) -> Result<Response, PageProblem> {
    let locations = all_locations(&app.reads, visit.caller.org).await;
    let locations = locations.map_err(|fault| PageProblem::new(visit, fault))?;
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let mut parts = vec![told.notice(visit), table(visit, &locations)];
    if visit.may("locations:write") {
        parts.push(card(visit.say(texts::ADD_LOCATION), &new_form(&entry)));
    }
    Ok(Page::new(visit, visit.say(texts::LOCATIONS))
        .status(told.status())
        .live("locations")
        .heading(page::heading(Some((visit.say(texts::STOCK), "/stock")), visit.say(texts::LOCATIONS), &[]))
        .body(stack(&parts))
        .into_response())
}

fn table(visit: &Visit, locations: &[Location]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::NAME), Small::Title),
        Column::text(visit.say(texts::CODE), Small::Sub),
    ];
    let row = |one: &Location| Row {
        id: format!("l-{}", one.code),
        href: visit.may("stock:read").then(|| address("/stock", &[("location", one.code.as_str())])),
        cells: vec![html! { (one.name) }, html! { (one.code) }],
        ..Row::default()
    };
    let rows: Vec<Row> = locations.iter().map(row).collect();
    simple(visit, ("locations", texts::LOCATIONS, texts::NO_LOCATIONS), &columns, &rows)
}

fn new_form(entry: &Entry<'_>) -> Markup {
    let visit = entry.visit;
    let inner = html! {
        (fields(&[
            entry.field(Field { is_required: true, ..Field::new("name", visit.say(texts::NAME)) }),
            entry.field(Field {
                is_required: true,
                hint: visit.say(texts::CODE_HINT),
                ..Field::new("code", visit.say(texts::CODE))
            }),
        ]))
        (page::actions(visit, &[Action::primary(visit.say(texts::ADD_LOCATION), Target::Send("")).key("Ctrl Enter")]))
    };
    page::form(visit, "/locations", None, &inner)
}
