//! One step for several orders at once: asked first, then done, each order by itself; what came of each.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::issue::IssueInvoice;
use kontor_fulfilment::ship::Ship;
use kontor_orders::cancel::Cancel;
use kontor_orders::model::OrderId;
use kontor_store::Command;
use kontor_web::console::{BUTTON, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Column, Field, Row, Small, Table, Tone, badge, data_table, field, heading, problem_notice,
};
use kontor_web::{App, Intent, Problem, Text};
use maud::{Markup, html};

use crate::order_page::{numbers, texts};

/// The boxes of the board's rows.
const PICK: &str = "pick";
/// The orders of a form that names them.
const ORDER: &str = "order[]";
/// Says that the question was answered.
const SURE: &str = "sure";

/// What can be done with several orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Ship,
    Invoice,
    Cancel,
}

impl Step {
    fn of(button: &str) -> Option<Self> {
        match button {
            "ship" => Some(Self::Ship),
            "invoice" => Some(Self::Invoice),
            "cancel" => Some(Self::Cancel),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Invoice => "invoice",
            Self::Cancel => "cancel",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Ship => texts::SHIP,
            Self::Invoice => texts::INVOICE,
            Self::Cancel => texts::CANCEL_ORDER,
        }
    }

    fn question(self) -> Text {
        match self {
            Self::Ship => texts::BULK_SHIP,
            Self::Invoice => texts::BULK_INVOICE,
            Self::Cancel => texts::BULK_CANCEL,
        }
    }

    fn scope(self) -> &'static str {
        match self {
            Self::Ship => "shipments:write",
            Self::Invoice => "invoices:write",
            Self::Cancel => "orders:write",
        }
    }
}

/// What came of one order.
type Done = Result<Made, Problem>;

/// What was made, or would be.
struct Made {
    /// The number of the document and its page; a trial gives no numbers away.
    document: Option<(String, String)>,
    /// More about it.
    note: String,
}

/// Asks, or does it when the question was answered.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let named = form.values(PICK).chain(form.values(ORDER)).chain(form.values("order"));
    let mut orders: Vec<OrderId> = Vec::new();
    for order in named.filter_map(|id| id.parse().ok()) {
        if !orders.contains(&order) {
            orders.push(order);
        }
    }
    if form.button() == "picklist" {
        let query = orders.iter().map(|order| format!("order={order}")).collect::<Vec<_>>().join("&");
        return Ok(Onward::to(format!("/orders/picklist?{query}")).into_response());
    }
    let step = Step::of(form.button()).ok_or_else(|| {
        PageProblem::new(&visit, Problem::bad_value(BUTTON, "Choose ship, invoice, cancel or picklist."))
    })?;
    if !visit.may(step.scope()) {
        return Err(PageProblem::new(&visit, Problem::forbidden_page(step.scope())));
    }
    let reason = form.value("reason").trim().to_owned();
    let is_sure = form.value(SURE) == "true";
    // Without a reason nothing is cancelled: the question is asked again. A preview of it needs none.
    let lacks_reason = step == Step::Cancel && reason.is_empty();
    let is_done = is_sure && !lacks_reason;
    let intent = if is_done { form.intent() } else { Intent { key: None, dry_run: true } };
    let shown_reason = if lacks_reason { "-" } else { &reason };
    let done = carry_out(&app, &visit, step, &intent, (&orders, shown_reason)).await;
    let done = done.map_err(|problem| PageProblem::new(&visit, problem))?;
    let numbers = numbers::of(&app.reads, visit.caller.org, &orders).await;
    let numbers = numbers.map_err(|fault| PageProblem::new(&visit, fault))?;
    let came = Came { visit: &visit, step, orders: &orders, numbers: &numbers, done: &done };
    if is_done {
        return Ok(came.result().into_response());
    }
    let problem = (is_sure && lacks_reason)
        .then(|| Problem::bad_value("reason", "Fill this in.").german("Füllen Sie dieses Feld aus."));
    Ok(came.question(problem.as_ref()).into_response())
}

async fn carry_out(
    app: &App,
    visit: &Visit,
    step: Step,
    intent: &Intent,
    (orders, reason): (&[OrderId], &str),
) -> Result<Vec<Done>, Problem> {
    match step {
        Step::Ship => {
            let command =
                |order| Ship { order, lines: Vec::new(), date: None, carrier: None, tracking: None };
            let said = |shipped: kontor_fulfilment::events::Shipped| {
                let document = (shipped.number, format!("/shipments/{}", shipped.shipment));
                Made { document: Some(document), note: String::new() }
            };
            batch(app, visit, intent, orders.iter().copied().map(command).collect(), said).await
        }
        Step::Invoice => {
            let command =
                |order| IssueInvoice { order, lines: Vec::new(), document_date: None, supply_date: None };
            let said = |invoiced: kontor_billing::events::Invoiced| {
                let gross = visit.money(invoiced.totals().unwrap_or_default().gross);
                let document = (invoiced.number, format!("/invoices/{}", invoiced.id));
                Made { document: Some(document), note: gross }
            };
            batch(app, visit, intent, orders.iter().copied().map(command).collect(), said).await
        }
        Step::Cancel => {
            let command = |order| Cancel { order, lines: Vec::new(), reason: reason.to_owned() };
            let said = |cancelled: kontor_orders::cancel::CancelledLines| {
                let text = if cancelled.whole { texts::CANCELLED_WHOLE } else { texts::CANCELLED_PART };
                Made { document: None, note: visit.say(text).to_owned() }
            };
            batch(app, visit, intent, orders.iter().copied().map(command).collect(), said).await
        }
    }
}

async fn batch<C: Command>(
    app: &App,
    visit: &Visit,
    intent: &Intent,
    commands: Vec<C>,
    said: impl Fn(C::Answer) -> Made,
) -> Result<Vec<Done>, Problem> {
    let done = app.submit_batch(&visit.caller, intent, "orders", commands).await?;
    Ok(done.into_iter().map(|done| done.map(&said)).collect())
}

/// What came of a step for several orders, or would.
struct Came<'a> {
    visit: &'a Visit,
    step: Step,
    orders: &'a [OrderId],
    numbers: &'a BTreeMap<OrderId, String>,
    done: &'a [Done],
}

impl Came<'_> {
    fn count(&self) -> (usize, usize) {
        let done = self.done.iter().filter(|done| done.is_ok()).count();
        (done, self.done.len().saturating_sub(done))
    }

    /// What would come of it, and the button that does it.
    fn question(&self, problem: Option<&Problem>) -> Page {
        let visit = self.visit;
        let (possible, refused) = self.count();
        let reason = Field {
            hint: visit.say(texts::REASON_HINT),
            is_required: true,
            has_focus: true,
            ..Field::new("reason", visit.say(texts::REASON))
        };
        let counts = visit.say_with(texts::BULK_WOULD, &[&possible, &refused]);
        let body = html! {
            @if let Some(problem) = problem { (problem_notice(visit, problem)) }
            section.card {
                form.form method="post" action="/orders/bulk" novalidate {
                    (visit.own_fields())
                    input type="hidden" name=(SURE) value="true";
                    @for order in self.orders { input type="hidden" name=(ORDER) value=(order); }
                    p { (visit.say(self.step.question())) }
                    @if self.step == Step::Cancel { (field(visit, &reason.with_problem(visit, problem))) }
                    p { strong { (counts) } }
                    div.actions {
                        a.button href="/orders" data-close { (visit.say(texts::BACK)) }
                        @if possible > 0 {
                            @let weight = if self.step == Step::Cancel { "danger" } else { "primary" };
                            button class={ "button " (weight) } type="submit" name=(BUTTON) value=(self.step.word())
                                autofocus[self.step != Step::Cancel] {
                                (visit.say(self.step.name())) " (" (possible) ")"
                            }
                        }
                    }
                }
            }
            (self.table(texts::WOULD_BE_DONE))
        };
        let status = problem.map_or(200, Problem::status);
        self.page(body).status(status)
    }

    /// What came of it.
    fn result(&self) -> Page {
        let visit = self.visit;
        let (done, refused) = self.count();
        let body = html! {
            p role="status" { strong { (visit.say_with(texts::BULK_DONE, &[&done, &refused])) } }
            (self.table(texts::DONE))
            div.actions { a.button href="/orders" { (visit.say(texts::TO_THE_ORDERS)) } }
        };
        self.page(body)
    }

    fn page(&self, body: Markup) -> Page {
        let visit = self.visit;
        let name = visit.say(self.step.name());
        let heading = heading(Some((visit.say(texts::ORDERS), "/orders")), name, &[]);
        Page::new(visit, name).heading(heading).body(body)
    }

    fn table(&self, done: Text) -> Markup {
        let visit = self.visit;
        let columns = [
            Column::text(visit.say(texts::ORDER), Small::Title),
            Column::text(visit.say(texts::STATE), Small::Foot),
            Column::text(visit.say(texts::RESULT), Small::Sub),
        ];
        let rows: Vec<Row> =
            self.orders.iter().zip(self.done).map(|(order, came)| self.row(*order, came, done)).collect();
        let table = Table {
            id: "results",
            caption: visit.say(texts::RESULT),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: html! {},
            foot: None,
        };
        data_table(visit, &table)
    }

    fn row(&self, order: OrderId, came: &Done, done: Text) -> Row {
        let visit = self.visit;
        let number = self.numbers.get(&order).cloned().unwrap_or_else(|| order.to_string());
        let (state, result) = match came {
            Ok(made) => {
                let document = made.document.as_ref().filter(|_| done == texts::DONE);
                let said = html! {
                    @if let Some((number, href)) = document { a href=(href) { (number) } " " }
                    (made.note)
                };
                (badge(Tone::Ok, visit.say(done)), said)
            }
            Err(problem) => {
                (badge(Tone::Bad, visit.say(texts::REFUSED)), html! { (problem.sentence(visit.language)) })
            }
        };
        Row {
            id: order.to_string(),
            href: Some(format!("/orders/{order}")),
            value: None,
            name: number.clone(),
            cells: vec![html! { (number) }, state, result],
        }
    }
}
