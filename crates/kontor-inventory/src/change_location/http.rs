//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ChangeLocation;
use crate::model::{LocationCode, LocationName};

/// What to change of a location. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeLocationBody {
    /// What people call it from now on.
    #[schema(value_type = Option<String>, example = "Warehouse Harburg")]
    name: Option<LocationName>,
    /// `true`: nothing is ordered from it or received there any more; `false` opens it again.
    closed: Option<bool>,
}

/// The location that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocationChangedView {
    /// Its code.
    #[schema(value_type = String, example = "hamburg")]
    code: LocationCode,
}

/// Rename a location, or close it.
///
/// Refusals: `nothing_to_change`, `unknown_location`, `main_stays_open`.
#[utoipa::path(
    patch, path = "/api/v1/locations/{code}", tag = "stock", request_body = ChangeLocationBody,
    params(("code" = String, Path, description = "The location's code", example = "hamburg")),
    responses((status = 200, body = LocationChangedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn change_location(
    State(app): State<App>,
    caller: Caller,
    Id(code): Id<LocationCode>,
    Posted { body, intent }: Posted<ChangeLocationBody>,
) -> Result<Answer, Problem> {
    let command = ChangeLocation { code, name: body.name, closed: body.closed };
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |()| LocationChangedView { code }))
}
