//! The form of a payment: what it is for, by a number; how much, how, when.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::events::Paid;
use kontor_billing::pay::http::PaymentBody;
use kontor_billing::records::Invoice;
use kontor_customers::model::PaymentMethod;
use kontor_kernel::{Amount, limits};
use kontor_orders::list::{self as orders, Filter};
use kontor_orders::records::Order;
use kontor_store::{Fault, Recorded, Reply};
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Field, Kind, Target, Tone, actions, card, field, fields, form as form_of, format,
    heading, problem_notice, stack,
};
use kontor_web::{App, Language, Problem, Query, Text};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::texts;
use crate::words;

/// The button that looks up what the number names.
const LOOK: &str = "look";
const PATH: &str = "/payments/new";

/// What the money is for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct For {
    /// The number of an invoice or an order.
    #[serde(default, rename = "for")]
    number: String,
}

/// What a number names.
enum Named {
    Invoice(Box<Invoice>),
    Order(Box<Order>),
}

impl Named {
    fn open(&self) -> Amount {
        match self {
            Self::Invoice(invoice) => invoice.open(),
            Self::Order(order) => order.unpaid(),
        }
    }

    fn sentence(&self, visit: &Visit) -> String {
        let open = visit.money(self.open());
        match self {
            Self::Invoice(invoice) => {
                visit.say_with(texts::INVOICE_OPEN, &[&invoice.number, &open, &visit.money(invoice.gross)])
            }
            Self::Order(order) => visit.say_with(texts::ORDER_OPEN, &[&order.number, &open]),
        }
    }
}

/// A form, filled with what is open where the address names something.
pub async fn blank(
    State(app): State<App>,
    visit: Visit,
    Query(For { number }): Query<For>,
) -> Result<Page, PageProblem> {
    let form = Form::default().with("for", number);
    let named = find(&app, &visit, form.value("for")).await;
    let named = named.map_err(|fault| PageProblem::new(&visit, fault))?;
    Ok(page(&visit, &filled(&visit, form, named.as_ref()), named.as_ref(), None, html! {}))
}

/// Records it, shows what it would settle, or looks up the number.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let fault = |fault: Fault| PageProblem::new(&visit, fault);
    let named = find(&app, &visit, form.value("for")).await.map_err(fault)?;
    if form.button() == LOOK {
        let problem = named.is_none().then(|| unknown(&form));
        let form = filled(&visit, form, named.as_ref());
        return Ok(page(&visit, &form, named.as_ref(), problem.as_ref(), html! {}).into_response());
    }
    match pay(&app, &visit, &form, named.as_ref()).await {
        Err(problem) => Ok(page(&visit, &form, named.as_ref(), Some(&problem), html! {}).into_response()),
        Ok(reply) if form.is_preview() => {
            let shown = effects(&app, &visit, &reply.answer, &reply.recorded).await.map_err(fault)?;
            Ok(page(&visit, &form, named.as_ref(), None, shown).into_response())
        }
        Ok(reply) => {
            let paid = reply.answer;
            let said = visit.say_with(texts::RECORDED, &[&paid.number, &visit.money(paid.amount)]);
            Ok(Onward::to(format!("/payments/{}", paid.id)).saying(Flash::new(said)).into_response())
        }
    }
}

async fn pay(app: &App, visit: &Visit, form: &Form, named: Option<&Named>) -> Result<Reply<Paid>, Problem> {
    let named = named.ok_or_else(|| unknown(form))?;
    let form = form.clone().without(&["for"]);
    let form = match named {
        Named::Invoice(invoice) => form.with("invoices[0][invoice]", invoice.id.to_string()),
        Named::Order(order) => form.with("order", order.id.to_string()),
    };
    let body: PaymentBody = form.read(visit.language, &["amount"])?;
    app.submit(&visit.caller, &form.intent(), body.command(visit.caller.currency)?).await
}

/// The invoice or order with this number; credit notes are not paid.
async fn find(app: &App, visit: &Visit, number: &str) -> Result<Option<Named>, Fault> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let number = number.trim().to_uppercase();
    if number.is_empty() {
        return Ok(None);
    }
    let today = visit.caller.zone.date_at(app.clock.now());
    let invoices = crate::invoices::by_number(reads, org, &number, today).await?;
    let invoice =
        invoices.cards.into_iter().map(|card| card.invoice).find(|invoice| invoice.settlement().is_some());
    if let Some(invoice) = invoice {
        return Ok(Some(Named::Invoice(Box::new(invoice))));
    }
    let filter = Filter { number: Some(number), ..Filter::default() };
    let found = orders::page(reads, org, &filter, i64::MAX, usize::from(limits::PAGE_DEFAULT)).await?;
    Ok(found.into_iter().next().map(|order| Named::Order(Box::new(order))))
}

fn unknown(form: &Form) -> Problem {
    let is_empty = form.value("for").trim().is_empty();
    let text: Text = if is_empty { texts::NOTHING_NAMED } else { texts::NOTHING_FOUND };
    Problem::bad_value("for", Language::English.say(text)).german(Language::German.say(text))
}

/// With what is open as the amount, and the order's way to pay, where nothing was typed.
fn filled(visit: &Visit, form: Form, named: Option<&Named>) -> Form {
    let Some(named) = named else { return form };
    let (open, currency) = (named.open(), visit.caller.currency);
    let is_bare = |name: &str| form.value(name).trim().is_empty();
    let (no_amount, no_method) = (is_bare("amount"), is_bare("method"));
    let form = if no_amount && open > Amount::ZERO {
        form.with("amount", format::input_money(open, currency, visit.language))
    } else {
        form
    };
    match named {
        Named::Order(order) if no_method => form.with("method", order.payment_method.as_str()),
        _ => form,
    }
}

/// What it would settle, and what it would book.
async fn effects(app: &App, visit: &Visit, paid: &Paid, recorded: &Recorded) -> Result<Markup, Fault> {
    let mut sentences = Vec::new();
    for part in &paid.settles {
        let invoice = kontor_billing::show::one(&app.reads, visit.caller.org, part.invoice).await?;
        let number = invoice.map(|shown| shown.invoice.number).unwrap_or_default();
        let said = visit.say_with(texts::WOULD_SETTLE, &[&visit.money(part.amount), &number]);
        sentences.push((Tone::Ok, said));
    }
    if paid.unassigned() > Amount::ZERO {
        let said = visit.say_with(texts::WOULD_LEAVE, &[&visit.money(paid.unassigned())]);
        sentences.push((Tone::Warn, said));
    }
    let list = html! {
        ul.effects role="status" { @for (tone, sentence) in &sentences { li class=(tone.class()) { (sentence) } } }
    };
    let booked = kontor_ledger::page::would_book(&app.reads, visit, recorded).await?;
    Ok(stack(&[card(visit.say(texts::WHAT_HAPPENS), &list), booked]))
}

fn page(
    visit: &Visit,
    form: &Form,
    named: Option<&Named>,
    problem: Option<&Problem>,
    preview: Markup,
) -> Page {
    let title = visit.say(texts::RECORD);
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (stack(&[preview, card(title, &form_of(visit, PATH, None, &inner(visit, form, named, problem)))]))
    };
    Page::new(visit, title)
        .heading(heading(Some((visit.say(texts::PAYMENTS), "/payments")), title, &[]))
        .status(problem.map_or(200, Problem::status))
        .body(body)
}

fn inner(visit: &Visit, form: &Form, named: Option<&Named>, problem: Option<&Problem>) -> Markup {
    let methods: Vec<Choice<'_>> = PaymentMethod::ALL
        .iter()
        .map(|method| Choice::new(method.as_str(), visit.say(words::paid_by(*method))))
        .collect();
    let found = named.map(|named| named.sentence(visit)).unwrap_or_default();
    let hint = if found.is_empty() { visit.say(texts::FOR_HINT) } else { &found };
    let is_new = named.is_none() && problem.is_none();
    let one = |name, label, kind, hint, is_required| {
        let one = Field {
            value: form.value(name),
            kind,
            hint,
            is_required,
            has_focus: if is_new { name == "for" } else { problem.is_none() && name == "amount" },
            ..Field::new(name, visit.say(label))
        };
        field(visit, &one.with_problem(visit, problem))
    };
    html! {
        (fields(&[
            one("for", texts::FOR, Kind::Text, hint, true),
            one("amount", texts::AMOUNT, Kind::Decimal, "", true),
            one("method", texts::METHOD, Kind::Select(&methods), "", true),
            one("date", texts::DATE, Kind::Date, visit.say(texts::DATE_HINT), false),
            one("reference", texts::REFERENCE, Kind::Text, visit.say(texts::REFERENCE_HINT), false),
        ]))
        (actions(visit, &[
            Action::primary(visit.say(texts::RECORD), Target::Send("")),
            Action::new(visit.say(texts::PREVIEW), Target::Send("preview")).key("p"),
            Action::new(visit.say(texts::LOOK), Target::Send(LOOK)),
            Action::new(visit.say(texts::CANCEL), Target::Link("/payments")),
        ]))
    }
}
