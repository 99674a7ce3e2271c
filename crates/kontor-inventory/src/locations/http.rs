//! The JSON door.

use axum::extract::State;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::model::{LocationCode, LocationName};
use crate::records::Location;

/// A place where stock lies.
#[derive(Debug, Serialize, ToSchema)]
pub struct LocationView {
    /// Its code.
    #[schema(value_type = String, example = "main")]
    pub(crate) code: LocationCode,
    /// What people call it.
    #[schema(value_type = String, example = "Main warehouse")]
    pub(crate) name: LocationName,
    /// Whether nothing is ordered from it or received there any more.
    pub(crate) closed: bool,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LocationFilter {
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List locations, by code.
///
/// Refusals: `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/locations", tag = "stock", params(LocationFilter),
    responses((status = 200, body = Listed<LocationView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<LocationFilter>,
) -> Result<Listed<LocationView>, Problem> {
    let size = Paging { limit: filter.limit, after: None }.size()?;
    let after = filter.after.as_deref().map(LocationCode::parse).transpose();
    let after = after.map_err(|_| bad_cursor())?;
    let rows = super::page(&app.reads, caller.org, after, size).await?;
    let view = |location: Location| LocationView {
        code: location.code,
        name: location.name,
        closed: location.closed_at.is_some(),
    };
    Ok(Listed::of(rows, size, |location| location.code.to_string(), view))
}

/// The cursor of a page that is not found by one number was not made by us.
pub(crate) fn bad_cursor() -> Problem {
    Problem::bad_request("bad_cursor", "after must be the `next` of the page before, as it was given.")
}
