//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Date};
use kontor_web::{App, Caller, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{AccountSums, TrialBalance};
use crate::model::{AccountKind, AccountNumber};

/// What one account moved.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountSumsView {
    /// Its number.
    #[schema(value_type = String, example = "1400")]
    account: AccountNumber,
    /// Its German name.
    #[schema(example = "Forderungen aus Lieferungen und Leistungen")]
    name_de: String,
    /// Its English name.
    #[schema(example = "Trade receivables")]
    name_en: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    #[schema(value_type = String, example = "asset")]
    kind: AccountKind,
    /// The sum of its debit side.
    #[schema(example = "357.00")]
    debit: String,
    /// The sum of its credit side.
    #[schema(example = "119.00")]
    credit: String,
    /// Debit less credit: below zero, the balance stands on the credit side.
    #[schema(example = "238.00")]
    balance: String,
}

/// A trial balance.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrialBalanceView {
    /// The last posting date that counts.
    #[schema(value_type = String, example = "2026-11-30")]
    at: Date,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// The accounts that moved, by number.
    accounts: Vec<AccountSumsView>,
    /// The sum of all debits.
    #[schema(example = "357.00")]
    debit: String,
    /// The sum of all credits: the same.
    #[schema(example = "357.00")]
    credit: String,
}

impl TrialBalanceView {
    fn of(found: TrialBalance, currency: Currency) -> Self {
        let view = |sums: AccountSums| AccountSumsView {
            account: sums.number,
            debit: sums.debit.text(currency),
            credit: sums.credit.text(currency),
            balance: sums.balance().text(currency),
            name_de: sums.name_de,
            name_en: sums.name_en,
            kind: sums.kind,
        };
        Self {
            at: found.at,
            currency,
            accounts: found.accounts.into_iter().map(view).collect(),
            debit: found.debit.text(currency),
            credit: found.credit.text(currency),
        }
    }
}

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// The last posting date that counts; today when left out.
    #[param(example = "2026-11-30")]
    at: Option<String>,
}

/// Show the trial balance: debit, credit and balance of each account up to a posting date.
///
/// Refusals: `bad_date`.
#[utoipa::path(
    get, path = "/api/v1/reports/trial-balance", tag = "ledger", params(AsOf),
    responses((status = 200, body = TrialBalanceView), (status = "4XX", body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(as_of): Query<AsOf>,
) -> Result<Shown<TrialBalanceView>, Problem> {
    let at = match as_of.at {
        Some(at) => at.parse().map_err(|error| {
            Problem::bad_request("bad_date", &format!("at can't be read: {error}.")).at("at")
        })?,
        None => caller.zone.date_at(app.clock.now()),
    };
    let found = super::trial_balance(&app.reads, caller.org, at).await?;
    Ok(Shown(TrialBalanceView::of(found, caller.currency)))
}
