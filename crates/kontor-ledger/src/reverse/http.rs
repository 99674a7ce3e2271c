//! The JSON door.

use axum::extract::State;
use kontor_kernel::Date;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Reverse;
use crate::post::http::NewEntryView;

/// How an entry is to be reversed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseBody {
    /// The date of the reversal, to which it is posted; today when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2026-11-30")]
    date: Option<Date>,
    /// Why, in at most 200 characters, without names of persons.
    #[serde(default)]
    #[schema(example = "Posted twice")]
    reason: Option<String>,
}

impl ReverseBody {
    /// As a command, dated today where no date is named.
    pub(super) fn command(self, entry: i64, today: Date) -> Reverse {
        Reverse { entry, date: self.date.unwrap_or(today), reason: self.reason }
    }
}

/// Reverse a journal entry that was posted by hand.
///
/// Refusals: `bad_reversal_reason`, `ledger_not_open`, `unknown_entry`, `entry_of_document`, `entry_is_reversal`, `entry_already_reversed`,
/// `reversal_too_early`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/journal-entries/{number}/reverse", tag = "ledger", request_body = ReverseBody,
    params(("number" = i64, Path, description = "The entry's number", example = 17)),
    responses((status = 201, body = NewEntryView), (status = "4XX", body = ProblemBody)),
)]
pub async fn reverse(
    State(app): State<App>,
    caller: Caller,
    Id(entry): Id<i64>,
    Posted { body, intent }: Posted<ReverseBody>,
) -> Result<Answer, Problem> {
    let today = caller.zone.date_at(app.clock.now());
    let reply = app.submit(&caller, &intent, body.command(entry, today)).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, NewEntryView::from))
}
