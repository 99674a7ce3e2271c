//! The page of an account: what moved it, down to entries and documents.

use axum::extract::{Path, State};
use kontor_kernel::limits;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{Column, Row, Small, Table, Tone, data_table, empty, facts, heading, pager, stack};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Sheet, SheetCursor, SheetLine};
use crate::page::{amount, balance, document, kind_text, name_of};
use crate::texts as say;

/// Which page of the sheet.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct After {
    /// Where the page before ended.
    #[serde(default)]
    after: String,
}

/// The sheet of an account.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(After { after }): Query<After>,
) -> Result<Page, PageProblem> {
    let read = async {
        let number = number.parse().map_err(|_| Problem::not_found("account"))?;
        let after = Some(after.as_str()).filter(|after| !after.is_empty()).map(str::parse::<SheetCursor>);
        let after = after.transpose().map_err(|error| {
            Problem::bad_request("bad_cursor", &format!("after can't be read: {error}."))
                .german("Diese Seite des Kontenblatts gibt es nicht: beginnen Sie von vorn.")
        })?;
        let size = usize::from(limits::PAGE_DEFAULT);
        let sheet = super::page(&app.reads, visit.caller.org, number, after, size).await?;
        let sheet = sheet.ok_or_else(|| Problem::not_found("account"))?;
        Ok::<_, Problem>((sheet, after.is_none()))
    };
    let (sheet, is_first) = read.await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let number = sheet.account.number;
    let title = format!("{number} {}", name_of(&visit, &sheet.account.name_de, &sheet.account.name_en));
    let path = format!("/ledger/accounts/{number}");
    let next = sheet.next.map(|next| format!("{path}?after={next}"));
    let pages = pager(&visit, (!is_first).then_some(path.as_str()), next.as_deref());
    let mut states = Vec::new();
    if sheet.account.is_kept_by_documents() {
        states.push((Tone::Idle, visit.say(say::BY_DOCUMENTS)));
    }
    let body = stack(&[about(&visit, &sheet, is_first), lines(&visit, &sheet), pages]);
    let page = Page::new(&visit, title.clone()).body(body);
    // Only the newest postings change: whoever has turned the page is left in peace.
    let page = if is_first { page.live("ledger") } else { page };
    Ok(page.heading(heading(Some((visit.say(say::LEDGER), "/ledger")), &title, &states)))
}

fn about(visit: &Visit, sheet: &Sheet, is_first: bool) -> Markup {
    let label = if is_first { say::BALANCE_NOW } else { say::BALANCE_HERE };
    facts(&[
        (visit.say(say::KIND), html! { (visit.say(kind_text(sheet.account.kind))) }),
        (visit.say(label), balance(visit, sheet.balance)),
    ])
}

fn lines(visit: &Visit, sheet: &Sheet) -> Markup {
    let columns = [
        Column::text(visit.say(say::DATE), Small::Sub),
        Column::number(visit.say(say::ENTRY), Small::Hidden),
        Column::text(visit.say(say::TEXT), Small::Title),
        Column::text(visit.say(say::DOCUMENT), Small::Hidden),
        Column::number(visit.say(say::DEBIT), Small::Side),
        Column::number(visit.say(say::CREDIT), Small::Side),
        Column::number(visit.say(say::BALANCE), Small::Foot),
    ];
    let row = |line: &SheetLine| Row {
        id: format!("posting-{}-{}", line.entry, line.line),
        href: Some(format!("/ledger/entries/{}", line.entry)),
        cells: vec![
            html! { (visit.date(line.posting_date)) },
            html! { (line.entry) },
            html! { (line.text) },
            document(visit, line.source_kind, line.source_id),
            amount(visit, line.debit),
            amount(visit, line.credit),
            balance(visit, line.balance),
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = sheet.lines.iter().map(row).collect();
    let table = Table {
        id: "sheet",
        caption: visit.say(say::SHEET),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(say::NO_POSTINGS), &html! {}),
        foot: None,
    };
    data_table(visit, &table)
}
