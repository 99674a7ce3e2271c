//! The journal, newest first, and the page of an entry.

use axum::extract::{Path, State};
use kontor_kernel::{Amount, PageCursor, limits};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Column, Field, Filter as FilterForm, Kind, Row, Small, Table, Target, Tone, action,
    badge, card, data_table, empty, facts, field, filter, heading, pager, stack,
};
use kontor_web::{App, Paging, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Filter, WholeEntry};
use crate::model::SourceKind;
use crate::page::{amount, document, postings, source_text, views};
use crate::records::{Account, Entry};
use crate::texts as say;

/// Which entries.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// Only those from a sort of document, such as `invoice`, or those of one document, by its id.
    #[serde(default)]
    source: String,
    /// The number of an entry.
    #[serde(default)]
    q: String,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Asked {
    fn filter(&self) -> Filter {
        let source = self.source.as_str();
        if let Ok(kind) = source.parse() {
            return Filter::Kind(kind);
        }
        let digits = source.rsplit_once('_').map_or(source, |(_, digits)| digits);
        kontor_kernel::decode_digits(digits).map_or(Filter::All, Filter::Document)
    }
}

/// The journal.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Page, PageProblem> {
    let (entries, next) =
        read(&app, &visit, &asked).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let source = if asked.source.is_empty() { String::new() } else { format!("source={}&", asked.source) };
    let next = next.map(|next| format!("/ledger/entries?{source}after={next}"));
    let first = asked.after.is_some().then(|| format!("/ledger/entries?{source}"));
    let tools = html! {
        @if visit.may("ledger:write") {
            (action(&visit, &Action::primary(visit.say(say::NEW_ENTRY), Target::Link("/ledger/entries/new")).key("n")))
        }
    };
    let body = html! {
        (views(&visit, true))
        (stack(&[narrowed(&visit, &asked), journal(&visit, &entries), pager(&visit, first.as_deref(), next.as_deref())]))
    };
    let page = Page::new(&visit, visit.say(say::JOURNAL)).tools(tools).body(body);
    Ok(if asked.after.is_none() { page.live("ledger") } else { page })
}

async fn read(
    app: &App,
    visit: &Visit,
    asked: &Asked,
) -> Result<(Vec<WholeEntry>, Option<PageCursor>), Problem> {
    let org = visit.caller.org;
    let wanted = asked.q.trim();
    if !wanted.is_empty() {
        let number = wanted.parse().unwrap_or(0);
        return Ok((super::one(&app.reads, org, number).await?.into_iter().collect(), None));
    }
    let paging = Paging { limit: None, after: asked.after.clone() };
    let size = usize::from(limits::PAGE_DEFAULT);
    let mut entries = super::page(&app.reads, org, asked.filter(), paging.after(i64::MAX)?, size).await?;
    let has_more = entries.len() > size;
    entries.truncate(size);
    let last = entries.last().filter(|_| has_more);
    let next = last.map(|whole| PageCursor::new(whole.entry.number));
    Ok((entries, next))
}

fn narrowed(visit: &Visit, asked: &Asked) -> Markup {
    let mut choices = vec![Choice::new("", visit.say(say::ALL_ENTRIES))];
    choices
        .extend(SourceKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), visit.say(source_text(*kind)))));
    let source = Field {
        kind: Kind::Select(&choices),
        value: &asked.source,
        is_bare: true,
        ..Field::new("source", visit.say(say::DOCUMENT))
    };
    let form = FilterForm {
        action: "/ledger/entries",
        query: &asked.q,
        placeholder: visit.say(say::FIND_ENTRY),
        keep: &[],
        more: field(visit, &source),
    };
    filter(visit, &form)
}

fn journal(visit: &Visit, entries: &[WholeEntry]) -> Markup {
    let columns = [
        Column::text(visit.say(say::DATE), Small::Sub),
        Column::number(visit.say(say::NUMBER), Small::Hidden),
        Column::text(visit.say(say::TEXT), Small::Title),
        Column::text(visit.say(say::DOCUMENT), Small::Foot),
        Column::number(visit.say(say::AMOUNT), Small::Side),
    ];
    let row = |whole: &WholeEntry| {
        let entry = &whole.entry;
        Row {
            id: format!("entry-{}", entry.number),
            href: Some(format!("/ledger/entries/{}", entry.number)),
            cells: vec![
                html! { (visit.date(entry.posting_date)) },
                html! { (entry.number) },
                html! { (entry.text) @for (tone, word) in states(visit, entry) { " " (badge(tone, word)) } },
                document(visit, entry.source_kind, entry.source_id),
                amount(visit, sum(whole)),
            ],
            ..Row::default()
        }
    };
    let rows: Vec<Row> = entries.iter().map(row).collect();
    let clear = Action::new(visit.say(say::ALL_ENTRIES), Target::Link("/ledger/entries"));
    let table = Table {
        id: "journal",
        caption: visit.say(say::JOURNAL),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(say::NO_ENTRIES), &action(visit, &clear)),
        foot: None,
    };
    data_table(visit, &table)
}

fn sum(whole: &WholeEntry) -> Amount {
    Amount::new(whole.postings.iter().fold(0, |sum: i64, posting| sum.saturating_add(posting.debit.minor())))
}

fn states(visit: &Visit, entry: &Entry) -> Vec<(Tone, &'static str)> {
    let reversed = entry.reversed_by.map(|_| (Tone::Warn, visit.say(say::REVERSED)));
    let reversal = entry.reverses.map(|_| (Tone::Idle, visit.say(say::REVERSAL)));
    reversed.into_iter().chain(reversal).collect()
}

/// An entry with its postings.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Page, PageProblem> {
    let read = async {
        let number = number.parse().map_err(|_| Problem::not_found("journal entry"))?;
        let whole = super::one(&app.reads, visit.caller.org, number).await?;
        let whole = whole.ok_or_else(|| Problem::not_found("journal entry"))?;
        Ok::<_, Problem>((whole, crate::export::accounts(&app.reads, visit.caller.org).await?))
    };
    let (whole, accounts) = read.await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let entry = &whole.entry;
    let title = visit.say_with(say::ENTRY_NUMBER, &[&entry.number]);
    let reverse = format!("/ledger/entries/{}/reverse", entry.number);
    let tools = html! {
        @if visit.may("ledger:write") && is_reversible(entry) {
            (action(&visit, &Action::new(visit.say(say::REVERSE), Target::Sheet(&reverse)).key("s")))
        }
    };
    let crumb = Some((visit.say(say::JOURNAL), "/ledger/entries"));
    Ok(Page::new(&visit, title.clone())
        .live("ledger")
        .heading(heading(crumb, &title, &states(&visit, entry)))
        .tools(tools)
        .body(stack(&[
            card(&entry.text, &about(&visit, entry)),
            card(visit.say(say::POSTINGS), &lines(&visit, &whole, &accounts)),
        ])))
}

/// What a document booked is corrected by a document, and a reversal is not reversed.
fn is_reversible(entry: &Entry) -> bool {
    entry.source_kind == SourceKind::Manual && entry.reverses.is_none() && entry.reversed_by.is_none()
}

fn about(visit: &Visit, entry: &Entry) -> Markup {
    let link = |number: i64| {
        html! { a href={ "/ledger/entries/" (number) } { (visit.say_with(say::ENTRY_NUMBER, &[&number])) } }
    };
    let mut list = vec![
        (visit.say(say::DOCUMENT), source(visit, entry)),
        (visit.say(say::POSTING_DATE), html! { (visit.date(entry.posting_date)) }),
        (visit.say(say::DOCUMENT_DATE), html! { (visit.date(entry.document_date)) }),
    ];
    if let Some(supplied) = entry.supply_date {
        list.push((visit.say(say::SUPPLY_DATE), html! { (visit.date(supplied)) }));
    }
    list.push((visit.say(say::RECORDED), html! { (visit.time(entry.recorded_at)) }));
    if let Some(other) = entry.reverses {
        list.push((visit.say(say::REVERSES), link(other)));
    }
    if let Some(other) = entry.reversed_by {
        list.push((visit.say(say::REVERSED_BY), link(other)));
    }
    facts(&list)
}

/// The document behind an entry, and what else it has booked.
fn source(visit: &Visit, entry: &Entry) -> Markup {
    let digits = crate::events::source_digits(entry.source_kind, entry.source_id);
    html! {
        (document(visit, entry.source_kind, entry.source_id))
        @if let Some(digits) = digits {
            " · " a href={ "/ledger/entries?source=" (digits) } { (visit.say(say::SAME_DOCUMENT)) }
        }
    }
}

fn lines(visit: &Visit, whole: &WholeEntry, accounts: &[Account]) -> Markup {
    let shown: Vec<_> =
        whole.postings.iter().map(|posting| (posting.account, posting.debit, posting.credit)).collect();
    html! {
        (postings(visit, "postings", &shown, accounts))
        p.muted { (visit.say_with(say::ALL_AMOUNTS_IN, &[&visit.caller.currency])) }
    }
}
