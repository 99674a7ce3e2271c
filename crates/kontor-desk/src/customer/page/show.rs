//! A customer's page: who they are, what they bought and owe, what was noted and changed.

use axum::extract::State;
use kontor_billing::list::Whose;
use kontor_billing::records::Invoice;
use kontor_customers::model::CustomerId;
use kontor_customers::records::Customer;
use kontor_customers::show::Shown;
use kontor_kernel::{Amount, Date};
use kontor_orders::list::Filter;
use kontor_web::console::{Form, Page, PageProblem, Visit};
use kontor_web::page::{
    self, Action, Column, Row, Small, Stat, Table, Target, Tone, Weight, badge, card, card_with, data_table,
    empty, grid, notice, split, stat,
};
use kontor_web::{App, Id};
use maud::{Markup, html};

use super::change::found;
use super::{aside, history, name_of, notes, texts};
use crate::board::{self, Card};
use crate::page::changes;
use crate::page::{Told, address};
use crate::timeline::Names;

/// Orders that are shown; the board has all.
const ORDERS: usize = 20;
/// Open invoices that are shown.
const INVOICES: usize = 20;

/// The page.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<CustomerId>) -> Result<Page, PageProblem> {
    page(&app, &visit, id, (None, &Told::default())).await
}

/// What a page shows beside the customer.
struct Around {
    orders: Vec<Card>,
    invoices: Vec<Invoice>,
    today: Date,
}

/// The page, with a note that was typed and refused.
pub(super) async fn page(
    app: &App,
    visit: &Visit,
    id: CustomerId,
    typed: (Option<&Form>, &Told),
) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(visit, fault);
    let shown = found(app, visit, id).await?;
    let around = around(app, visit, id).await.map_err(failed)?;
    let written = kontor_customers::notes::of(&app.reads, visit.caller.org, id).await.map_err(failed)?;
    let names = Names::read(&app.reads, visit.caller.org).await.map_err(failed)?;
    let history = changes::newest(app, visit, id.raw(), history::sentence).await.map_err(failed)?;
    let customer = &shown.customer;
    let is_open = customer.merged_into.is_none() && customer.erased_at.is_none();
    let main = html! {
        (figures(visit, customer))
        @if visit.may("orders:read") { (orders(visit, customer, &around.orders)) }
        @if visit.may("invoices:read") { (invoices(visit, &around)) }
        (card(visit.say(texts::HISTORY), &history))
    };
    let side = html! {
        (aside::contact(visit, &shown))
        (aside::preferences(visit, customer))
        (notes::notes(visit, (id, is_open), (&written, &names), typed))
    };
    let body = html! {
        (typed.1.notice(visit))
        @if let Some(survivor) = customer.merged_into { (merged(visit, survivor)) }
        (split(&main, &side))
    };
    let name = name_of(visit, customer, &shown.card);
    let back = (visit.say(texts::CUSTOMERS), "/customers");
    Ok(Page::new(visit, format!("{name} · {}", customer.number))
        .status(typed.1.status())
        .live(&format!("customers customer:{id} orders invoices"))
        .heading(page::heading(Some(back), &name, &states(visit, customer)))
        .tools(tools(visit, &shown, is_open))
        .body(body))
}

async fn around(app: &App, visit: &Visit, id: CustomerId) -> Result<Around, kontor_store::Fault> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let today = visit.caller.zone.date_at(app.clock.now());
    let (mut orders, mut invoices) = (Vec::new(), Vec::new());
    if visit.may("orders:read") {
        let filter = Filter { customer: Some(id), ..Filter::default() };
        let newest = kontor_orders::list::page(reads, org, &filter, i64::MAX, ORDERS).await?;
        let ids: Vec<_> = newest.iter().take(ORDERS).map(|order| order.id).collect();
        orders = board::cards(reads, org, today, &ids).await?;
    }
    if visit.may("invoices:read") {
        let whose = Whose::Customer(id);
        invoices = kontor_billing::list::open_page(reads, org, &whose, i64::MAX, INVOICES).await?;
        invoices.truncate(INVOICES);
    }
    Ok(Around { orders, invoices, today })
}

fn states(visit: &Visit, customer: &Customer) -> Vec<(Tone, &'static str)> {
    let mut states = Vec::new();
    if customer.merged_into.is_some() {
        states.push((Tone::Idle, visit.say(texts::MERGED)));
    }
    if customer.erased_at.is_some() {
        states.push((Tone::Idle, visit.say(texts::ERASED)));
    }
    if kontor_customers::rules::credit_left(customer).is_some_and(|left| left <= Amount::ZERO) {
        states.push((Tone::Warn, visit.say(texts::OVER_LIMIT)));
    }
    states
}

fn merged(visit: &Visit, survivor: CustomerId) -> Markup {
    let link = html! { a href={ "/customers/" (survivor) } { (survivor) } };
    notice(
        Tone::Info,
        visit.say(texts::MERGED),
        &html! { p { (visit.say(texts::MERGED_INTO)) " " (link) "." } },
    )
}

fn tools(visit: &Visit, shown: &Shown, is_open: bool) -> Markup {
    let id = shown.customer.id;
    let [new, change, merge, erase, export] = [
        format!("/orders/new?customer={id}"),
        format!("/customers/{id}/change"),
        format!("/customers/{id}/merge"),
        format!("/customers/{id}/erase"),
        format!("/customers/{id}/export.json"),
    ];
    let mut list = Vec::new();
    if visit.may("customers:write") {
        list.push(Action::new(visit.say(texts::EXPORT), Target::Link(&export)));
        if is_open {
            let erase = Action::new(visit.say(texts::ERASE), Target::Sheet(&erase));
            list.push(Action { weight: Weight::Danger, ..erase });
            list.push(Action::new(visit.say(texts::MERGE_HERE), Target::Link(&merge)));
            list.push(Action::new(visit.say(texts::CHANGE), Target::Link(&change)).key("e"));
        }
    }
    if visit.may("orders:write") && is_open {
        list.push(Action::primary(visit.say(texts::NEW_ORDER), Target::Link(&new)).key("n"));
    }
    page::actions(visit, &list)
}

fn figures(visit: &Visit, customer: &Customer) -> Markup {
    let average = customer.volume.minor().checked_div(customer.order_count).map(Amount::new);
    let last = customer.last_order_at.map(|at| visit.say_with(texts::LAST_ORDER, &[&visit.time(at)]));
    let used = customer.open_orders.checked_add(customer.open_balance);
    let limit = customer.credit_limit.zip(used);
    let limit = limit
        .map(|(limit, used)| visit.say_with(texts::CREDIT_USED, &[&visit.money(used), &visit.money(limit)]));
    let one = |label, value: &str, note: &str| {
        stat(&Stat { label: visit.say(label), value, note, ..Stat::default() })
    };
    let open_orders = visit.money(customer.open_orders);
    grid(&[
        one(texts::ORDERS, &visit.number(customer.order_count), &last.unwrap_or_default()),
        one(texts::VOLUME, &visit.money(customer.volume), ""),
        one(texts::AVERAGE, &average.map_or_else(|| "–".to_owned(), |average| visit.money(average)), ""),
        one(texts::OPEN_ORDERS, &open_orders, ""),
        one(texts::OPEN_BALANCE, &visit.money(customer.open_balance), &limit.unwrap_or_default()),
    ])
}

fn orders(visit: &Visit, customer: &Customer, cards: &[Card]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::ORDER), Small::Title),
        Column::text(visit.say(texts::RECEIVED), Small::Sub),
        Column::text(visit.say(texts::STATE), Small::Foot),
        Column::number(visit.say(texts::TOTAL), Small::Side),
    ];
    let row = |card: &Card| Row {
        id: card.order.id.to_string(),
        href: Some(format!("/orders/{}", card.order.id)),
        cells: vec![
            html! { (card.order.number) },
            html! { time { (visit.time(card.order.placed_at)) } },
            badge(card.summary.tone(), visit.say(card.summary.text())),
            html! { (visit.money(card.order.gross)) },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = cards.iter().map(row).collect();
    let table = Table {
        id: "orders",
        caption: visit.say(texts::ORDERS),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(texts::NO_ORDERS), &html! {}),
        foot: None,
    };
    let all = address("/orders", &[("customer", &customer.id.to_string())]);
    let all =
        Action { weight: Weight::Quiet, ..Action::new(visit.say(texts::ALL_ORDERS), Target::Link(&all)) };
    card_with(visit.say(texts::ORDERS), &page::action(visit, &all), &data_table(visit, &table))
}

fn invoices(visit: &Visit, around: &Around) -> Markup {
    let columns = [
        Column::text(visit.say(texts::INVOICE), Small::Title),
        Column::text(visit.say(texts::DUE), Small::Sub),
        Column::text(visit.say(texts::STATE), Small::Foot),
        Column::number(visit.say(texts::TOTAL), Small::Hidden),
        Column::number(visit.say(texts::LEFT), Small::Side),
    ];
    let row = |invoice: &Invoice| {
        let is_late = invoice.due_date < around.today;
        Row {
            id: invoice.id.to_string(),
            href: Some(format!("/invoices/{}", invoice.id)),
            cells: vec![
                html! { (invoice.number) },
                html! { (visit.date(invoice.due_date)) },
                html! { @if is_late { (badge(Tone::Bad, visit.say(texts::OVERDUE))) } },
                html! { (visit.money(invoice.gross)) },
                html! { (visit.money(invoice.open())) },
            ],
            ..Row::default()
        }
    };
    let rows: Vec<Row> = around.invoices.iter().map(row).collect();
    let table = Table {
        id: "invoices",
        caption: visit.say(texts::OPEN_INVOICES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(texts::NO_OPEN), &html! {}),
        foot: None,
    };
    card(visit.say(texts::OPEN_INVOICES), &data_table(visit, &table))
}
