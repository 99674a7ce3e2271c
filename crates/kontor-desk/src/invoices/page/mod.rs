//! The list of invoices.

pub mod print;
pub mod show;

use axum::extract::State;
use kontor_customers::model::CustomerId;
use kontor_kernel::{Date, PageCursor, limits};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Filter, Icon, Row, Small, Tab as TabLink, Table, Target, action, actions, badge,
    data_table, empty, filter, pager, stack, tabs,
};
use kontor_web::{App, Paging, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Card, Listed, Tab, texts, words};

/// Which invoices.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The tab.
    #[serde(default)]
    tab: String,
    /// A number to look for.
    #[serde(default)]
    q: String,
    /// Only those of this customer.
    #[serde(default)]
    customer: String,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Asked {
    fn tab(&self) -> Tab {
        self.tab.parse().unwrap_or(Tab::All)
    }

    /// The address of the list from a place on.
    fn href(&self, after: Option<i64>) -> String {
        let place = after.map(|after| format!("&after={}", PageCursor::new(after))).unwrap_or_default();
        match self.customer.parse::<CustomerId>() {
            Ok(customer) => format!("/invoices?customer={customer}{place}"),
            Err(_) => format!("/invoices?tab={}{place}", self.tab()),
        }
    }
}

/// The list.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Page, PageProblem> {
    let today = visit.caller.zone.date_at(app.clock.now());
    let (listed, counts) =
        read(&app, &visit, &asked, today).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let next = listed.next.map(|next| asked.href(Some(next)));
    let first = asked.after.is_some().then(|| asked.href(None));
    let body = html! {
        (views(&visit, &asked, counts))
        (stack(&[
            narrowed(&visit, &asked),
            table(&visit, &asked, &listed, today),
            cut(&visit, &listed),
            pager(&visit, first.as_deref(), next.as_deref()),
        ]))
    };
    let page = Page::new(&visit, visit.say(texts::INVOICES)).tools(tools(&visit)).body(body);
    Ok(if asked.after.is_none() { page.live("invoices payments") } else { page })
}

async fn read(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    today: Date,
) -> Result<(Listed, [Option<i64>; 2]), Problem> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let size = usize::from(limits::PAGE_DEFAULT);
    let paging = Paging { limit: None, after: asked.after.clone() };
    let after = asked.after.as_ref().map(|_| paging.after(0)).transpose()?;
    let listed = if !asked.q.trim().is_empty() {
        super::by_number(reads, org, &asked.q, today).await?
    } else if let Ok(customer) = asked.customer.parse() {
        super::of_customer(reads, org, customer, after, size).await?
    } else {
        super::page(reads, org, (asked.tab(), today), after, size).await?
    };
    Ok((listed, super::counts(reads, org, today).await?))
}

fn tools(visit: &Visit) -> Markup {
    let mut list = vec![Action {
        icon: Some(Icon::Download),
        ..Action::new(visit.say(texts::CSV), Target::Link("/invoices/export.csv"))
    }];
    if visit.may("payments:write") {
        list.push(Action::primary(visit.say(texts::PAY), Target::Link("/payments/new")).key("n"));
    }
    actions(visit, &list)
}

fn views(visit: &Visit, asked: &Asked, [open, overdue]: [Option<i64>; 2]) -> Markup {
    let is_plain = asked.q.trim().is_empty() && asked.customer.is_empty();
    let hrefs: Vec<String> = Tab::ALL.iter().map(|tab| format!("/invoices?tab={tab}")).collect();
    let list: Vec<TabLink<'_>> = Tab::ALL
        .iter()
        .zip(&hrefs)
        .map(|(tab, href)| TabLink {
            label: visit.say(tab.text()),
            href,
            count: match tab {
                Tab::Open => open,
                Tab::Overdue => overdue,
                _ => None,
            },
            is_current: is_plain && asked.tab() == *tab,
        })
        .collect();
    tabs(visit.say(texts::TABS), &list)
}

fn narrowed(visit: &Visit, asked: &Asked) -> Markup {
    let tab = asked.tab().as_str();
    let form = Filter {
        action: "/invoices",
        query: &asked.q,
        placeholder: visit.say(texts::FIND),
        keep: &[("tab", tab)],
        more: html! {},
    };
    html! {
        (filter(visit, &form))
        @if asked.customer.parse::<CustomerId>().is_ok() {
            p.muted { (visit.say(texts::OF_CUSTOMER)) " " a href="/invoices" { (visit.say(texts::CLEAR)) } }
        }
    }
}

fn cut(visit: &Visit, listed: &Listed) -> Markup {
    html! {
        @if listed.is_cut { p.muted { (visit.say_with(texts::CUT, &[&visit.number(limits::BOARD_SCAN)])) } }
    }
}

fn table(visit: &Visit, asked: &Asked, listed: &Listed, today: Date) -> Markup {
    let columns = [
        Column::text(visit.say(texts::NUMBER), Small::Title),
        Column::text(visit.say(texts::DATE), Small::Hidden),
        Column::text(visit.say(texts::CUSTOMER), Small::Sub),
        Column::text(visit.say(texts::ORDER), Small::Hidden),
        Column::text(visit.say(texts::DUE), Small::Hidden),
        Column::number(visit.say(texts::AMOUNT), Small::Hidden),
        Column::number(visit.say(texts::LEFT), Small::Side),
        Column::text(visit.say(texts::STATE), Small::Foot),
    ];
    let rows: Vec<Row> = listed.cards.iter().map(|card| row(visit, card, today)).collect();
    let table = Table {
        id: "invoices",
        caption: visit.say(texts::INVOICES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: nothing(visit, asked),
        foot: None,
    };
    data_table(visit, &table)
}

fn row(visit: &Visit, card: &Card, today: Date) -> Row {
    let invoice = &card.invoice;
    let (tone, word) = words::state(invoice, today);
    let customer = customer(visit, card);
    Row {
        id: invoice.id.to_string(),
        href: Some(format!("/invoices/{}", invoice.id)),
        name: invoice.number.clone(),
        cells: vec![
            html! { (invoice.number) },
            html! { (visit.date(invoice.document_date)) },
            customer,
            html! { a href={ "/orders/" (invoice.order_id) } { (card.order_number) } },
            html! { @if invoice.settlement().is_some() { (visit.date(invoice.due_date)) } },
            html! { (visit.money(invoice.gross)) },
            html! { @if invoice.is_open() { (visit.money(invoice.open())) } },
            badge(tone, visit.say(word)),
        ],
        ..Row::default()
    }
}

/// The customer's name for those who may see names; otherwise their number.
fn customer(visit: &Visit, card: &Card) -> Markup {
    let number = card.customer_number.as_ref().map(ToString::to_string);
    html! {
        @if !card.name.is_empty() && visit.may("customers:read") { (card.name) }
        @else if let Some(number) = number { (number) }
        @else { span.muted { (visit.say(texts::WITHOUT_ACCOUNT)) } }
    }
}

fn nothing(visit: &Visit, asked: &Asked) -> Markup {
    let all = Action::new(visit.say(texts::CLEAR), Target::Link("/invoices"));
    if !asked.q.trim().is_empty() {
        return empty(visit.say(texts::NOT_FOUND), &action(visit, &all));
    }
    if asked.tab() == Tab::Overdue {
        return empty(visit.say(texts::NONE_OVERDUE), &action(visit, &all));
    }
    let orders = Action::new(visit.say(texts::TO_INVOICE), Target::Link("/orders?tab=to_invoice"));
    empty(visit.say(texts::NONE), &html! { @if visit.may("orders:read") { (action(visit, &orders)) } })
}
