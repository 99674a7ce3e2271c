//! The JSON door.

use axum::extract::State;
use kontor_kernel::PageCursor;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::model::{AccountKind, AccountNumber, Role};
use crate::records::Account;

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Its number.
    #[schema(value_type = String, example = "1400")]
    number: AccountNumber,
    /// Its German name.
    #[schema(example = "Forderungen aus Lieferungen und Leistungen")]
    name_de: String,
    /// Its English name.
    #[schema(example = "Trade receivables")]
    name_en: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    #[schema(value_type = String, example = "asset")]
    kind: AccountKind,
    /// The job it does when documents are booked; null if only people post to it.
    #[schema(value_type = Option<String>, example = "receivables")]
    role: Option<Role>,
}

impl From<Account> for AccountView {
    fn from(row: Account) -> Self {
        let Account { number, name_de, name_en, kind, role } = row;
        Self { number, name_de, name_en, kind, role }
    }
}

/// A page of accounts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    /// The accounts, by number.
    items: Vec<AccountView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountFilter {
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List the accounts, by number.
///
/// Refusals: `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "ledger", params(AccountFilter),
    responses((status = 200, body = AccountList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<AccountFilter>,
) -> Result<Listed<AccountView>, Problem> {
    let paging = Paging { limit: filter.limit, after: filter.after };
    let size = paging.size()?;
    let after = number_behind(paging.after(FIRST)?);
    let rows = super::page(&app.reads, caller.org, &after, size).await?;
    let cursor = |account: &Account| PageCursor::new(cursor_of(account.number)).to_string();
    Ok(Listed::of(rows, size, cursor, AccountView::from))
}

/// A cursor is an integer, and leading zeros count in an account's number: a 1 stands before them.
const FIRST: i64 = 1;

fn cursor_of(number: AccountNumber) -> i64 {
    format!("{FIRST}{number}").parse().unwrap_or(FIRST)
}

fn number_behind(cursor: i64) -> String {
    cursor.to_string().strip_prefix('1').unwrap_or_default().to_owned()
}
