//! The page: what waits as links to the lists where it is done, and the day's figures beside those of a week ago.

use std::time::Duration;

use axum::extract::State;
use kontor_kernel::Amount;
use kontor_web::App;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::chart::{Chart, Room, Series, bar_and_line};
use kontor_web::page::{
    Action, Column, Row, Small, Stat, Table, Target, Tone, action, card, data_table, empty, grid, notice,
    stack, stat, task,
};
use maud::{Markup, html};

use super::{Day, Short, Waiting, Work};
use crate::page::path_part;
use crate::texts as say;

/// Products that are listed; more are on the page of stock.
const SHORT_ROWS: usize = 10;

const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What waits and how the day goes.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Page, PageProblem> {
    let now = app.clock.now();
    let failed = |fault| PageProblem::new(&visit, fault);
    let work = super::work(&app.reads, &visit.caller, now).await.map_err(failed)?;
    let (today, before) = if visit.may("orders:read") {
        let today = super::day(&app.reads, &visit.caller, now).await.map_err(failed)?;
        let before = super::day(&app.reads, &visit.caller, now.minus(WEEK)).await.map_err(failed)?;
        (today, before)
    } else {
        (Day::default(), Day::default())
    };
    let mut parts = vec![waiting(&visit, &work)];
    if visit.may("orders:read") {
        parts.push(figures(&visit, &today, &before));
    }
    if visit.may("stock:read") && !work.short.is_empty() {
        parts.push(card(visit.say(say::SHORT_TABLE), &short_table(&visit, &work.short)));
    }
    let new = visit.may("orders:write").then(|| {
        action(&visit, &Action::primary(visit.say(say::NEW_ORDER), Target::Link("/orders/new")).key("n"))
    });
    Ok(Page::new(&visit, visit.say(say::TODAY))
        .live("orders stock invoices payments shipments customers")
        .tools(html! { @if let Some(new) = new { (new) } })
        .body(stack(&parts)))
}

/// What waits, each as a link to where it is done; only what the person may read.
fn waiting(visit: &Visit, work: &Work) -> Markup {
    let mut tasks = Vec::new();
    let mut add = |scope: &str, count: i64, tone: Tone, label: String, href: &str| {
        if count > 0 && visit.may(scope) {
            tasks.push(task(tone, &counted(visit, count), &label, href, None));
        }
    };
    let overdue = visit.say_with(say::OVERDUE, &[&visit.money(work.overdue.amount)]);
    add("invoices:read", work.overdue.count, Tone::Bad, overdue, "/invoices?tab=overdue");
    let mut to_ship = visit.say(if work.to_ship == 1 { say::TO_SHIP_ONE } else { say::TO_SHIP }).to_owned();
    if let Some(oldest) = work.oldest_to_ship {
        to_ship = format!("{to_ship} · {}", visit.say_with(say::OLDEST, &[&visit.time(oldest)]));
    }
    add("orders:read", work.to_ship, Tone::Info, to_ship, "/orders?tab=to_ship");
    add(
        "orders:read",
        work.to_invoice,
        Tone::Info,
        visit.say(say::TO_INVOICE).to_owned(),
        "/orders?tab=to_invoice",
    );
    let short = i64::try_from(work.short.len()).unwrap_or(i64::MAX);
    add("stock:read", short, Tone::Warn, visit.say(say::SHORT).to_owned(), "/orders?tab=backordered");
    let unassigned = visit.say_with(say::UNASSIGNED, &[&visit.money(work.unassigned.amount)]);
    add("payments:read", work.unassigned.count, Tone::Warn, unassigned, "/payments?tab=unassigned");
    html! {
        section {
            h2 { (visit.say(say::WAITING)) }
            @if !work.failed.is_empty() && visit.may("org:write") {
                (notice(Tone::Bad, visit.say(say::STOPPED), &html! {
                    ul { @for (name, why) in &work.failed { li { code { (name) } ": " (why) } } }
                }))
            }
            @if tasks.is_empty() && work.failed.is_empty() {
                (empty(visit.say(say::NOTHING_WAITS), &html! {}))
            } @else {
                div.tasks { @for one in &tasks { (one) } }
            }
        }
    }
}

fn counted(visit: &Visit, count: i64) -> String {
    let number = visit.number(count);
    if (Waiting { count, amount: Amount::ZERO }).is_cut() {
        visit.say_with(say::AND_MORE, &[&number])
    } else {
        number
    }
}

fn figures(visit: &Visit, today: &Day, before: &Day) -> Markup {
    let week_ago = |value: String| visit.say_with(say::AGAINST, &[&visit.say(say::WEEK_AGO), &value]);
    let one = |label, value: String, note: String, (now, then): (i64, i64)| {
        let change = change(visit, now, then);
        let shown = change.as_ref().map(|(tone, text)| (*tone, text.as_str()));
        stat(&Stat { label: visit.say(label), value: &value, change: shown, note: &note, ..Stat::default() })
    };
    let count =
        |label, now: i64, then: i64| one(label, visit.number(now), week_ago(visit.number(then)), (now, then));
    let sales = one(
        say::SALES_TODAY,
        visit.money(today.gross),
        week_ago(visit.money(before.gross)),
        (today.gross.minor(), before.gross.minor()),
    );
    let mut stats = vec![count(say::ORDERS_TODAY, today.orders, before.orders), sales];
    if visit.may("shipments:read") {
        stats.push(count(say::SHIPPED_TODAY, today.shipments, before.shipments));
    }
    if visit.may("customers:read") {
        stats.push(count(say::NEW_CUSTOMERS, today.customers, before.customers));
    }
    html! {
        section {
            h2 { (visit.say(say::GOES)) }
            (grid(&stats))
            @if today.orders > 0 || before.orders > 0 { (by_hour(visit, today, before)) }
        }
    }
}

/// How much more or less than a week ago, in tenths of a percent; nothing where there was nothing.
fn change(visit: &Visit, now: i64, then: i64) -> Option<(Tone, String)> {
    if then <= 0 {
        return None;
    }
    let tenths =
        i128::from(now).checked_sub(i128::from(then))?.checked_mul(1_000)?.checked_div(i128::from(then))?;
    let tenths = i64::try_from(tenths).ok()?;
    let tone = if tenths < 0 { Tone::Warn } else { Tone::Ok };
    Some((tone, kontor_web::page::format::change(tenths, visit.language)))
}

fn by_hour(visit: &Visit, today: &Day, before: &Day) -> Markup {
    let labels: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let values = |day: &Day| -> Vec<i64> {
        if day.hours.is_empty() {
            vec![0; 24]
        } else {
            day.hours.iter().map(|amount| amount.minor()).collect()
        }
    };
    let show = |minor: i64| visit.money(Amount::new(minor));
    let (now, then) = (values(today), values(before));
    let series = [
        Series { name: visit.say(say::NOW_DAY), values: &now, show: &show },
        Series { name: visit.say(say::WEEK_AGO), values: &then, show: &show },
    ];
    let chart = Chart { title: visit.say(say::BY_HOUR), labels: &labels, series: &series, room: Room::Wide };
    card(visit.say(say::BY_HOUR), &bar_and_line(visit, &chart))
}

fn short_table(visit: &Visit, short: &[Short]) -> Markup {
    let columns = [
        Column::text(visit.say(say::PRODUCT), Small::Title),
        Column::text(visit.say(say::LOCATION), Small::Sub),
        Column::number(visit.say(say::WAITED_FOR), Small::Side),
        Column::number(visit.say(say::LINES), Small::Hidden),
        Column::text(visit.say(say::SINCE), Small::Foot),
    ];
    let row = |short: &Short| Row {
        id: format!("short-{}-{}", short.sku, short.location.as_str()),
        href: Some(format!("/stock/{}", path_part(&short.sku))),
        cells: vec![
            html! { (short.sku) },
            html! { (short.location.as_str()) },
            html! { (visit.quantity(short.waiting)) },
            html! { (visit.number(short.lines)) },
            html! { (visit.time(short.since)) },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = short.iter().take(SHORT_ROWS).map(row).collect();
    data_table(
        visit,
        &Table {
            id: "short",
            caption: visit.say(say::SHORT_TABLE),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: empty(visit.say(say::NOTHING_SHORT), &html! {}),
            foot: None,
        },
    )
}
