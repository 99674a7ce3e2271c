//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::Deserialize;
use utoipa::ToSchema;

use super::AddLocation;
use crate::locations::http::LocationView;
use crate::model::{LocationCode, LocationName};

/// A location to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLocationBody {
    /// Its code: 1 to 16 letters, digits, `-`, `_` and `.`.
    #[schema(value_type = String, example = "hamburg")]
    code: LocationCode,
    /// What people call it: at most 100 characters.
    #[schema(value_type = String, example = "Warehouse Hamburg")]
    name: LocationName,
}

impl AddLocationBody {
    /// The command.
    #[must_use]
    pub fn command(self) -> AddLocation {
        AddLocation { code: self.code, name: self.name }
    }
}

/// Add a location.
///
/// Refusals: `location_exists`.
#[utoipa::path(
    post, path = "/api/v1/locations", tag = "stock", request_body = AddLocationBody,
    responses((status = 201, body = LocationView), (status = "4XX", body = ProblemBody)),
)]
pub async fn add_location(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<AddLocationBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, body.command()).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, |added| LocationView {
        code: added.code,
        name: added.name,
        closed: false,
    }))
}
