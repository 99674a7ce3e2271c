//! The page: what is typed is found, priced and shown again, until it is placed.

mod lines;
mod view;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::model::PaymentMethod;
use kontor_orders::model::OrderId;
use kontor_orders::place::PlacedOrder;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::format;
use kontor_web::{App, Problem, Query};
use serde::Deserialize;

use super::draft::Button;
use super::quote::in_row;
use super::sheet::{Sheet, WHO, of_form};
use super::{PlaceForNew, texts as say};

/// With what a new order begins.
#[derive(Debug, Default, Deserialize)]
pub struct Beginning {
    /// An order to repeat, at today's prices.
    again: Option<String>,
    /// A customer's number.
    customer: Option<String>,
}

/// An empty order, or one that begins with a customer or repeats another.
///
/// # Errors
/// `not_found` for an order to repeat that is none; when the database can't be read.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(beginning): Query<Beginning>,
) -> Result<Page, PageProblem> {
    let shown = async {
        let mut form = match &beginning.again {
            Some(order) => again(&app, &visit, order).await?,
            None => Form::default(),
        };
        if let Some(number) = beginning.customer {
            form = form.with(WHO, number);
        }
        let mut sheet = Sheet::of(&app, &visit, form, false).await?;
        sheet.price(&app, &visit).await?;
        sheet.lines.grow();
        Ok::<_, Problem>(view::page(&visit, &sheet))
    };
    shown.await.map_err(|problem| PageProblem::new(&visit, problem))
}

/// The form of an order like another one.
async fn again(app: &App, visit: &Visit, order: &str) -> Result<Form, Problem> {
    let unknown = || Problem::not_found("order");
    let order: OrderId = order.parse().map_err(|_| unknown())?;
    let found = kontor_orders::show::one(&app.reads, visit.caller.org, order).await?;
    let (order, lines) = found.ok_or_else(unknown)?;
    let mut form = Form::default();
    if let Some(customer) = order.customer {
        let shown = kontor_customers::show::one(&app.reads, visit.caller.org, customer).await?;
        form = form.with(WHO, shown.map_or_else(String::new, |shown| shown.customer.number.to_string()));
    }
    for (row, line) in lines.iter().enumerate() {
        form = form
            .with(&format!("lines[{row}][sku]"), line.sku.as_str())
            .with(&format!("lines[{row}][quantity]"), format::input_quantity(line.quantity, visit.language));
    }
    Ok(form)
}

/// Shows what was typed with what it comes to, or places the order.
///
/// Refusals: those of placing an order and of registering a customer.
///
/// # Errors
/// When the database can't be read.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let done = async {
        let button = Button::of(&form);
        let search = matches!(button, Button::Look | Button::Place(_));
        let mut sheet = Sheet::of(&app, &visit, form, search).await?;
        if let Button::Place(_) = button {
            match place(&app, &visit, &sheet).await {
                Ok(placed) => return Ok(placed_page(&visit, &placed)),
                Err(problem) => sheet.problem = Some(problem),
            }
        }
        sheet.price(&app, &visit).await?;
        if !matches!(button, Button::Preview) {
            sheet.lines.grow();
        }
        Ok::<_, Problem>(view::page(&visit, &sheet).into_response())
    };
    done.await.map_err(|problem| PageProblem::new(&visit, problem))
}

async fn place(app: &App, visit: &Visit, sheet: &Sheet) -> Result<PlacedOrder, Problem> {
    let (place, rows) = sheet.place(visit)?;
    let intent = sheet.form.intent();
    let submitted = if sheet.is_for_new() {
        let register = sheet.register(visit)?;
        let place = kontor_orders::place::Place {
            payment_method: place.payment_method.or(Some(PaymentMethod::Prepayment)),
            ..place
        };
        app.submit(&visit.caller, &intent, PlaceForNew { register, place }).await.map(|reply| reply.answer)
    } else {
        app.submit(&visit.caller, &intent, place).await.map(|reply| reply.answer)
    };
    submitted.map_err(|problem| of_form(at_row(problem, &rows)))
}

/// A refused line with its place in the form, in which empty rows may stand between.
fn at_row(problem: Problem, rows: &[usize]) -> Problem {
    let Some(field) = problem.body().field.clone() else { return problem };
    let mut parts = field.splitn(3, '/');
    let (Some("lines"), Some(line), rest) = (parts.next(), parts.next(), parts.next()) else {
        return problem;
    };
    match line.parse::<usize>().ok().and_then(|line| rows.get(line)) {
        Some(row) => in_row(problem.at(rest.unwrap_or("sku")), *row),
        None => problem,
    }
}

fn placed_page(visit: &Visit, placed: &PlacedOrder) -> Response {
    let waits = placed.lines.iter().any(|line| line.backordered.is_positive());
    let text = if waits { say::PLACED_WAITS } else { say::PLACED };
    let said = visit.say_with(text, &[&placed.number, &visit.money(placed.totals.gross)]);
    Onward::to(format!("/orders/{}", placed.order)).saying(Flash::new(said)).into_response()
}
