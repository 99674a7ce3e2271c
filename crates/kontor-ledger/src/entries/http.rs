//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Date, PageCursor, Timestamp, decode_digits};
use kontor_web::{App, Caller, Id, Listed, Paging, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Filter, WholeEntry};
use crate::events::source_digits;
use crate::model::{AccountNumber, Side, SourceKind};
use crate::records::PostingRow;

/// A posting: an amount on one side of an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingView {
    /// The account.
    #[schema(value_type = String, example = "1400")]
    account: AccountNumber,
    /// The amount, if it stands on the debit side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "119.00")]
    debit: Option<String>,
    /// The amount, if it stands on the credit side.
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<String>,
}

impl PostingView {
    fn of(posting: &PostingRow, currency: Currency) -> Self {
        let text = posting.amount().text(currency);
        let (debit, credit) = match posting.side() {
            Side::Debit => (Some(text), None),
            Side::Credit => (None, Some(text)),
        };
        Self { account: posting.account, debit, credit }
    }
}

/// A journal entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    /// Its number.
    #[schema(example = 17)]
    number: i64,
    /// What it is about.
    #[schema(example = "Rechnung RE-2026-000001")]
    text: String,
    /// What sort of document it comes from: `receipt`, `issue`, `adjustment`, `invoice`, `credit_note`, `payment`,
    /// `refund`, `opening` or `manual`.
    #[schema(value_type = String, example = "invoice")]
    source: SourceKind,
    /// The 13 characters behind the prefix of that document's id; null for an entry by hand.
    #[schema(example = "01jd0000000ab")]
    source_id: Option<String>,
    /// The date on the document.
    #[schema(value_type = String, example = "2026-11-24")]
    document_date: Date,
    /// When goods or services were supplied, where that matters for tax.
    #[schema(value_type = Option<String>, example = "2026-11-23")]
    supply_date: Option<Date>,
    /// The day whose balances it moves.
    #[schema(value_type = String, example = "2026-11-24")]
    posting_date: Date,
    /// The entry that this one takes back.
    reverses: Option<i64>,
    /// The entry that takes this one back.
    reversed_by: Option<i64>,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    recorded_at: Timestamp,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// The postings; their debits sum to their credits.
    postings: Vec<PostingView>,
}

impl EntryView {
    fn of(whole: &WholeEntry, currency: Currency) -> Self {
        let entry = &whole.entry;
        Self {
            number: entry.number,
            text: entry.text.clone(),
            source: entry.source_kind,
            source_id: source_digits(entry.source_kind, entry.source_id),
            document_date: entry.document_date,
            supply_date: entry.supply_date,
            posting_date: entry.posting_date,
            reverses: entry.reverses,
            reversed_by: entry.reversed_by,
            recorded_at: entry.recorded_at,
            currency,
            postings: whole.postings.iter().map(|posting| PostingView::of(posting, currency)).collect(),
        }
    }
}

/// A page of journal entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryList {
    /// The entries, newest first.
    items: Vec<EntryView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntryFilter {
    /// Only those from a sort of document (`invoice`), or of one document, by its id (`inv_01jd0000000ab`).
    source: Option<String>,
    /// Only those that move this account. Not together with `source`.
    account: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

impl EntryFilter {
    fn filter(&self) -> Result<Filter, Problem> {
        let bad = |detail: &str| Problem::bad_request("bad_filter", detail);
        match (&self.source, &self.account) {
            (None, None) => Ok(Filter::All),
            (Some(_), Some(_)) => Err(bad("Filter by source or by account, not by both.")),
            (None, Some(account)) => account
                .parse()
                .map(Filter::Account)
                .map_err(|_| bad("account must be an account's number, such as 1400.")),
            (Some(source), None) => source.parse().map(Filter::Kind).or_else(|_| {
                let digits = source.rsplit_once('_').map_or(source.as_str(), |(_, digits)| digits);
                let bad = || bad("source must be a sort of document, such as invoice, or a document's id.");
                decode_digits(digits).map(Filter::Document).ok_or_else(bad)
            }),
        }
    }
}

/// List journal entries, newest first.
///
/// Refusals: `bad_filter`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/journal-entries", tag = "ledger", params(EntryFilter),
    responses((status = 200, body = EntryList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<EntryFilter>,
) -> Result<Listed<EntryView>, Problem> {
    let filter = query.filter()?;
    let paging = Paging { limit: query.limit, after: query.after };
    let size = paging.size()?;
    let rows = super::page(&app.reads, caller.org, filter, paging.after(i64::MAX)?, size).await?;
    let cursor = |whole: &WholeEntry| PageCursor::new(whole.entry.number).to_string();
    Ok(Listed::of(rows, size, cursor, |whole| EntryView::of(&whole, caller.currency)))
}

/// Show a journal entry with its postings.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/journal-entries/{number}", tag = "ledger",
    params(("number" = i64, Path, description = "The entry's number", example = 17)),
    responses((status = 200, body = EntryView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(number): Id<i64>,
) -> Result<Shown<EntryView>, Problem> {
    let found = super::one(&app.reads, caller.org, number).await?;
    let whole = found.ok_or_else(|| Problem::not_found("journal entry"))?;
    Ok(Shown(EntryView::of(&whole, caller.currency)))
}
