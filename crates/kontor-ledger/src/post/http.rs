//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Amount, Currency, Date};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Line, NewEntry, Post};
use crate::model::AccountNumber;

/// An entry to post.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostBody {
    /// What it is about. It stands in the journal for ever, so it names no person.
    #[schema(example = "Miete November")]
    text: String,
    /// Its date, to which it is posted.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// What is posted: 2 to 500 lines whose debits sum to their credits.
    #[schema(example = json!([{ "account": "4900", "debit": "800.00" }, { "account": "1200", "credit": "800.00" }]))]
    lines: Vec<LineBody>,
}

impl PostBody {
    /// As a command of a merchant who counts in this currency.
    pub(super) fn command(self, currency: Currency) -> Result<Post, Problem> {
        let lines = self.lines.iter().enumerate().map(|(index, line)| line.line(index, currency));
        Ok(Post { lines: lines.collect::<Result<_, _>>()?, text: self.text, date: self.date, currency })
    }
}

/// A line of an entry: an account with either a debit or a credit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineBody {
    /// The account's number.
    #[schema(value_type = String, example = "4900")]
    account: AccountNumber,
    /// The amount, if it is a debit.
    #[serde(default)]
    #[schema(example = "800.00")]
    debit: Option<String>,
    /// The amount, if it is a credit.
    #[serde(default)]
    credit: Option<String>,
}

impl LineBody {
    fn line(&self, index: usize, currency: Currency) -> Result<Line, Problem> {
        let read = |side: &str, text: &Option<String>| {
            let amount = text.as_deref().map(|text| Amount::parse(text, currency)).transpose();
            amount.map_err(|error| Problem::bad_value(&format!("lines/{index}/{side}"), &error.to_string()))
        };
        Ok(Line {
            account: self.account,
            debit: read("debit", &self.debit)?,
            credit: read("credit", &self.credit)?,
        })
    }
}

/// The new entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewEntryView {
    /// Its number.
    #[schema(example = 17)]
    number: i64,
    /// The day it is posted to.
    #[schema(value_type = String, example = "2026-11-24")]
    posting_date: Date,
}

impl From<NewEntry> for NewEntryView {
    fn from(new: NewEntry) -> Self {
        Self { number: new.number, posting_date: new.posting_date }
    }
}

/// Post a journal entry by hand.
///
/// Refusals: `bad_value`, `bad_entry_text`, `bad_line_count`, `line_not_one_sided`, `line_not_positive`,
/// `entry_one_sided`, `entry_unbalanced`, `ledger_not_open`, `unknown_account`, `account_kept_by_documents`,
/// `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/journal-entries", tag = "ledger", request_body = PostBody,
    responses((status = 201, body = NewEntryView), (status = "4XX", body = ProblemBody)),
)]
pub async fn post(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<PostBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, body.command(caller.currency)?).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, NewEntryView::from))
}
