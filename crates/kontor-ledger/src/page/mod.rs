//! What the pages of the books have in common, and what pages of upper rooms show of them.

#[cfg(test)]
mod tests;

use kontor_kernel::{Amount, encode_digits};
use kontor_store::{Fault, ReadDb, Recorded};
use kontor_web::Text;
use kontor_web::console::Visit;
use kontor_web::page::{Column, Row, Small, Tab, Table, card, data_table, format, stack, tabs};
use maud::{Markup, html};

use crate::events::Booked;
use crate::model::{AccountKind, AccountNumber, Side, SourceKind};
use crate::records::Account;
use crate::texts as say;

/// An amount in a column of amounts; nothing for zero.
pub(crate) fn amount(visit: &Visit, amount: Amount) -> Markup {
    html! { @if amount != Amount::ZERO { (bare(visit, amount)) } }
}

/// An amount without its currency.
pub(crate) fn bare(visit: &Visit, amount: Amount) -> String {
    format::bare_money(amount, visit.caller.currency, visit.language)
}

/// A balance, debit less credit, with the side it stands on.
pub(crate) fn balance(visit: &Visit, balance: Amount) -> Markup {
    let (side, name) = match balance.minor() {
        0 => return html! { (bare(visit, balance)) },
        1.. => (say::DEBIT_SIDE, say::DEBIT),
        _ => (say::CREDIT_SIDE, say::CREDIT),
    };
    let size = Amount::new(balance.minor().saturating_abs());
    html! { (bare(visit, size)) " " abbr title=(visit.say(name)) { (visit.say(side)) } }
}

/// What the accounts of a kind are called together.
pub(crate) fn kind_text(kind: AccountKind) -> Text {
    match kind {
        AccountKind::Asset => say::ASSETS,
        AccountKind::Liability => say::LIABILITIES,
        AccountKind::Equity => say::EQUITY,
        AccountKind::Income => say::INCOME,
        AccountKind::Expense => say::EXPENSES,
    }
}

/// What a sort of document is called.
pub(crate) fn source_text(kind: SourceKind) -> Text {
    match kind {
        SourceKind::Receipt => say::RECEIPT,
        SourceKind::Issue => say::ISSUE,
        SourceKind::Adjustment => say::ADJUSTMENT,
        SourceKind::Invoice => say::INVOICE,
        SourceKind::CreditNote => say::CREDIT_NOTE,
        SourceKind::Payment => say::PAYMENT,
        SourceKind::Refund => say::REFUND,
        SourceKind::Opening => say::OPENING,
        SourceKind::Manual => say::MANUAL,
    }
}

/// The page of the document behind an entry, where it has one of its own.
pub(crate) fn document_href(kind: SourceKind, id: i64) -> Option<String> {
    let start = match kind {
        SourceKind::Invoice | SourceKind::CreditNote => "/invoices/inv_",
        SourceKind::Payment | SourceKind::Refund => "/payments/pay_",
        SourceKind::Receipt
        | SourceKind::Issue
        | SourceKind::Adjustment
        | SourceKind::Opening
        | SourceKind::Manual => return None,
    };
    let digits = encode_digits(id);
    Some(format!("{start}{}", std::str::from_utf8(&digits).unwrap_or_default()))
}

/// The sort of document behind an entry, as a link to it where it has a page.
pub(crate) fn document(visit: &Visit, kind: SourceKind, id: i64) -> Markup {
    let name = visit.say(source_text(kind));
    match document_href(kind, id) {
        Some(href) => html! { a href=(href) { (name) } },
        None => html! { (name) },
    }
}

/// An account's name in the language of the page.
pub(crate) fn name_of<'a>(visit: &Visit, name_de: &'a str, name_en: &'a str) -> &'a str {
    match visit.language {
        kontor_web::Language::German => name_de,
        kontor_web::Language::English => name_en,
    }
}

/// The two views of the books.
pub(crate) fn views(visit: &Visit, is_journal: bool) -> Markup {
    let tab = |label: Text, href, is_current| Tab { label: visit.say(label), href, count: None, is_current };
    tabs(
        visit.say(say::VIEWS),
        &[tab(say::TRIAL_BALANCE, "/ledger", !is_journal), tab(say::JOURNAL, "/ledger/entries", is_journal)],
    )
}

/// A posting to show: account, debit, credit.
pub(crate) type Shown = (AccountNumber, Amount, Amount);

/// Postings with the names of their accounts and their sums.
pub(crate) fn postings(visit: &Visit, id: &str, lines: &[Shown], accounts: &[Account]) -> Markup {
    let columns = [
        Column::text(visit.say(say::NUMBER), Small::Sub),
        Column::text(visit.say(say::ACCOUNT), Small::Title),
        Column::number(visit.say(say::DEBIT), Small::Side),
        Column::number(visit.say(say::CREDIT), Small::Foot),
    ];
    let row = |(line, (number, debit, credit)): (usize, &Shown)| {
        let account = accounts.iter().find(|account| account.number == *number);
        let name = account.map_or("", |account| name_of(visit, &account.name_de, &account.name_en));
        Row {
            id: format!("{id}-{line}"),
            href: Some(format!("/ledger/accounts/{number}")),
            cells: vec![
                html! { (number) },
                html! { @if name.is_empty() { (number) } @else { (name) } },
                amount(visit, *debit),
                amount(visit, *credit),
            ],
            ..Row::default()
        }
    };
    let rows: Vec<Row> = lines.iter().enumerate().map(row).collect();
    let sum = |side: fn(&Shown) -> Amount| {
        let sum = lines.iter().fold(0_i64, |sum, line| sum.saturating_add(side(line).minor()));
        html! { (bare(visit, Amount::new(sum))) }
    };
    let foot = [
        html! {},
        html! { (visit.say(say::SUM)) },
        sum(|(_, debit, _)| *debit),
        sum(|(_, _, credit)| *credit),
    ];
    let caption = visit.say(say::POSTINGS);
    let table = Table {
        id,
        caption,
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: Some(&foot),
    };
    data_table(visit, &table)
}

/// What a dry run would book: each entry with its postings. Empty when it would book nothing.
///
/// # Errors
/// When the database can't be read.
pub async fn would_book(reads: &ReadDb, visit: &Visit, recorded: &Recorded) -> Result<Markup, Fault> {
    let entries: Vec<&Booked> = recorded.all::<Booked>().collect();
    if entries.is_empty() {
        return Ok(html! {});
    }
    let accounts = crate::export::accounts(reads, visit.caller.org).await?;
    let shown = |booked: &&Booked| {
        let line = |posting: &crate::model::Posting| match posting.side {
            Side::Debit => (posting.account, posting.amount, Amount::ZERO),
            Side::Credit => (posting.account, Amount::ZERO, posting.amount),
        };
        let lines: Vec<Shown> = booked.postings.iter().map(line).collect();
        let body = html! {
            p { (booked.text) " · " (visit.date(booked.posting_date())) }
            (postings(visit, &format!("preview-{}", booked.entry), &lines, &accounts))
        };
        card(visit.say(say::PREVIEW_TITLE), &body)
    };
    let cards: Vec<Markup> = entries.iter().map(shown).collect();
    Ok(stack(&cards))
}
