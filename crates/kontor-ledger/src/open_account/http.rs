//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::Deserialize;
use utoipa::ToSchema;

use super::OpenAccount;
use crate::accounts::http::AccountView;
use crate::model::{AccountKind, AccountNumber};

/// An account to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAccountBody {
    /// Its number: 1 to 12 digits, not in use.
    #[schema(value_type = String, example = "1210")]
    number: AccountNumber,
    /// Its German name.
    #[schema(example = "Sparkasse")]
    name_de: String,
    /// Its English name; the German one when left out.
    #[serde(default)]
    #[schema(example = "Savings bank")]
    name_en: Option<String>,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    #[schema(value_type = String, example = "asset")]
    kind: AccountKind,
}

impl OpenAccountBody {
    /// As a command.
    pub(super) fn command(self) -> OpenAccount {
        let Self { number, name_de, name_en, kind } = self;
        OpenAccount { number, name_de, name_en, kind }
    }
}

/// Add an account to the merchant's chart.
///
/// Refusals: `bad_account_name`, `ledger_not_open`, `account_number_taken`.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "ledger", request_body = OpenAccountBody,
    responses((status = 201, body = AccountView), (status = "4XX", body = ProblemBody)),
)]
pub async fn open_account(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<OpenAccountBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, body.command()).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, |account| AccountView::from(account.row())))
}
