//! The page: scanned, shown with the total, paid.

pub mod receipt;
mod view;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::counter_sale::Sold;
use kontor_customers::model::PaymentMethod;
use kontor_kernel::Amount;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::{App, Problem};

use super::texts as say;
use super::till::Till;
use crate::new_order::draft::Button;

/// An empty counter.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Page, PageProblem> {
    let till = Till::of(&app, &visit, Form::default()).await;
    till.map(|till| view::page(&visit, &till)).map_err(|problem| PageProblem::new(&visit, problem))
}

/// Takes what was scanned, or the money.
///
/// Refusals: those of a sale over the counter, `total_changed`.
///
/// # Errors
/// When the database can't be read.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let done = async {
        let button = Button::of(&form);
        let mut till = Till::of(&app, &visit, form).await?;
        if let Button::Place(method) = button {
            match sell(&app, &visit, &till, &method).await {
                Ok((sold, given)) => return Ok(sold_page(&visit, &sold, given)),
                Err(problem) => till.problem = Some(problem),
            }
        }
        till.price(&app, &visit).await?;
        Ok::<_, Problem>(view::page(&visit, &till).into_response())
    };
    done.await.map_err(|problem| PageProblem::new(&visit, problem))
}

async fn sell(
    app: &App,
    visit: &Visit,
    till: &Till,
    method: &str,
) -> Result<(Sold, Option<Amount>), Problem> {
    let method: PaymentMethod =
        method.parse().map_err(|_| Problem::bad_value("payment_method", "Choose how it is paid."))?;
    let sell = till.sell(visit, method)?;
    let given = sell.sale.given;
    let reply = app.submit(&visit.caller, &till.form.intent(), sell).await?;
    Ok((reply.answer, given))
}

fn sold_page(visit: &Visit, sold: &Sold, given: Option<Amount>) -> Response {
    let said = visit.say_with(say::SOLD, &[&sold.invoice_number, &visit.money(sold.totals.gross)]);
    let mut path = format!("/counter/receipt/{}", sold.invoice);
    if let Some(given) = given {
        path.push_str(&format!("?given={}", given.text(visit.caller.currency)));
    }
    Onward::to(path).saying(Flash::new(said)).into_response()
}
