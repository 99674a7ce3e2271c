//! The page of the books: every account with its balance as of a day, by kind.

use axum::extract::State;
use kontor_kernel::{Amount, Date};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Field, Filter, Icon, Kind, Row, Small, Table, Target, Tone, action, actions, badge, card,
    card_with, data_table, empty, field, filter, stack,
};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{AccountSums, TrialBalance};
use crate::model::AccountKind;
use crate::page::{amount, balance, bare, kind_text, name_of, views};
use crate::texts as say;

/// What is shown of the books.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Shown {
    /// The last posting date that counts; today when empty.
    #[serde(default)]
    at: String,
    /// A part of an account's number or name.
    #[serde(default)]
    q: String,
    /// `all`: accounts without movement, too.
    #[serde(default)]
    accounts: String,
}

/// The trial balance.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(shown): Query<Shown>,
) -> Result<Page, PageProblem> {
    let at = day(&app, &visit, &shown.at).map_err(|problem| PageProblem::new(&visit, problem))?;
    let found = read(&app, &visit, at, shown.accounts == "all").await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let is_filtered = !shown.q.trim().is_empty();
    let fitting: Vec<&AccountSums> = found.accounts.iter().filter(|sums| fits(sums, &shown.q)).collect();
    let mut parts = vec![narrowed(&visit, &shown, at)];
    for kind in AccountKind::ALL {
        let of_kind: Vec<&AccountSums> = fitting.iter().copied().filter(|sums| sums.kind == *kind).collect();
        if !of_kind.is_empty() {
            parts.push(card(visit.say(kind_text(*kind)), &accounts(&visit, *kind, &of_kind)));
        }
    }
    if fitting.is_empty() {
        parts.push(nothing(&visit, is_filtered));
    } else if !is_filtered {
        parts.push(totals(&visit, &found));
    }
    let body = html! { (views(&visit, false)) (stack(&parts)) };
    Ok(Page::new(&visit, visit.say(say::LEDGER)).live("ledger").tools(tools(&visit)).body(body))
}

fn day(app: &App, visit: &Visit, text: &str) -> Result<Date, Problem> {
    if text.trim().is_empty() {
        return Ok(visit.caller.zone.date_at(app.clock.now()));
    }
    text.trim().parse().map_err(|error| {
        Problem::bad_request("bad_date", &format!("at can't be read: {error}."))
            .german("Dieser Tag ist nicht lesbar: wählen Sie ihn im Kalender, oder schreiben Sie ihn als 2026-11-24.")
            .at("at")
    })
}

/// The trial balance, with accounts that never moved when they are wanted.
async fn read(app: &App, visit: &Visit, at: Date, all: bool) -> Result<TrialBalance, kontor_store::Fault> {
    let org = visit.caller.org;
    let mut found = super::trial_balance(&app.reads, org, at).await?;
    if all {
        for account in crate::export::accounts(&app.reads, org).await? {
            if let Err(place) = found.accounts.binary_search_by(|sums| sums.number.cmp(&account.number)) {
                let (debit, credit) = (Amount::ZERO, Amount::ZERO);
                let (number, kind) = (account.number, account.kind);
                let (name_de, name_en) = (account.name_de, account.name_en);
                found.accounts.insert(place, AccountSums { number, name_de, name_en, kind, debit, credit });
            }
        }
    }
    Ok(found)
}

fn fits(sums: &AccountSums, wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    sums.number.as_str().starts_with(&wanted)
        || [&sums.name_de, &sums.name_en].iter().any(|name| name.to_lowercase().contains(&wanted))
}

fn tools(visit: &Visit) -> Markup {
    let mut list = Vec::new();
    if visit.may("ledger:write") {
        list.push(Action::new(visit.say(say::NEW_ACCOUNT), Target::Link("/ledger/accounts/new")));
        let entry = Action::primary(visit.say(say::NEW_ENTRY), Target::Link("/ledger/entries/new"));
        list.push(entry.key("n"));
    }
    actions(visit, &list)
}

fn narrowed(visit: &Visit, shown: &Shown, day_shown: Date) -> Markup {
    let at = day_shown.to_string();
    let keep: Vec<(&str, &str)> =
        [("accounts", shown.accounts.as_str())].into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let day =
        Field { kind: Kind::Date, value: &at, is_bare: true, ..Field::new("at", visit.say(say::AS_OF)) };
    let form = Filter {
        action: "/ledger",
        query: &shown.q,
        placeholder: visit.say(say::FIND_ACCOUNT),
        keep: &keep,
        more: field(visit, &day),
    };
    let is_all = shown.accounts == "all";
    let (other, href) = if is_all {
        (say::SHOW_MOVED, format!("/ledger?at={at}"))
    } else {
        (say::SHOW_ALL, format!("/ledger?at={at}&accounts=all"))
    };
    html! {
        (filter(visit, &form))
        p.muted {
            (visit.say_with(say::UP_TO, &[&visit.date(day_shown), &visit.caller.currency])) " "
            a href=(href) { (visit.say(other)) }
        }
    }
}

fn accounts(visit: &Visit, kind: AccountKind, of_kind: &[&AccountSums]) -> Markup {
    let columns = [
        Column::text(visit.say(say::NUMBER), Small::Sub),
        Column::text(visit.say(say::NAME), Small::Title),
        Column::number(visit.say(say::DEBIT), Small::Hidden),
        Column::number(visit.say(say::CREDIT), Small::Hidden),
        Column::number(visit.say(say::BALANCE), Small::Side),
    ];
    let row = |sums: &&AccountSums| Row {
        id: format!("account-{}", sums.number),
        href: Some(format!("/ledger/accounts/{}", sums.number)),
        cells: vec![
            html! { (sums.number) },
            html! { (name_of(visit, &sums.name_de, &sums.name_en)) },
            amount(visit, sums.debit),
            amount(visit, sums.credit),
            balance(visit, sums.balance()),
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = of_kind.iter().map(row).collect();
    let sum = |side: fn(&AccountSums) -> Amount| {
        of_kind.iter().fold(0_i64, |sum, sums| sum.saturating_add(side(sums).minor()))
    };
    let (debit, credit) = (sum(|sums| sums.debit), sum(|sums| sums.credit));
    let foot = [
        html! {},
        html! { (visit.say(say::SUM)) },
        html! { (bare(visit, Amount::new(debit))) },
        html! { (bare(visit, Amount::new(credit))) },
        balance(visit, Amount::new(debit.saturating_sub(credit))),
    ];
    let table = Table {
        id: kind.as_str(),
        caption: visit.say(kind_text(kind)),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: Some(&foot),
    };
    data_table(visit, &table)
}

fn totals(visit: &Visit, found: &TrialBalance) -> Markup {
    let apart = Amount::new(found.debit.minor().saturating_sub(found.credit.minor()).saturating_abs());
    let state = if apart == Amount::ZERO {
        badge(Tone::Ok, visit.say(say::EQUAL))
    } else {
        badge(Tone::Bad, &visit.say_with(say::DIFFER, &[&bare(visit, apart)]))
    };
    let sums = [
        (visit.say(say::DEBIT), bare(visit, found.debit)),
        (visit.say(say::CREDIT), bare(visit, found.credit)),
    ];
    let files = html! {
        span.muted { (visit.say(say::FILES)) }
        @for (label, href) in [
            (say::EXPORT_HLEDGER, "/ledger/export.hledger"), (say::EXPORT_BEANCOUNT, "/ledger/export.beancount"),
        ] {
            (action(visit, &Action { icon: Some(Icon::Download), ..Action::new(visit.say(label), Target::Link(href)) }))
        }
    };
    card_with(
        visit.say(say::TOTALS),
        &state,
        &html! { (kontor_web::page::totals(&sums)) div.actions { (files) } },
    )
}

fn nothing(visit: &Visit, is_filtered: bool) -> Markup {
    if is_filtered {
        let clear = Action::new(visit.say(say::CLEAR), Target::Link("/ledger"));
        return empty(visit.say(say::NO_SUCH_ACCOUNT), &action(visit, &clear));
    }
    let way = html! {
        @if visit.may("ledger:write") {
            (action(visit, &Action::new(visit.say(say::NEW_ENTRY), Target::Link("/ledger/entries/new"))))
        }
    };
    empty(visit.say(say::NOTHING_MOVED), &way)
}
