//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Zone};
use kontor_web::{App, Caller, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{CountryCode, OrgId, OrgName};

/// The merchant.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgView {
    /// Its id.
    #[schema(value_type = String, example = "org_01jd0000000ab")]
    id: OrgId,
    /// Its registered name.
    #[schema(value_type = String, example = "Teekontor am Fleet GmbH")]
    name: OrgName,
    /// The country of its seat.
    #[schema(value_type = String, example = "DE")]
    country: CountryCode,
    /// The currency of its books and of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// The time zone in which its days begin.
    #[schema(value_type = String, example = "Europe/Berlin")]
    zone: Zone,
}

/// Show the merchant that the token acts for.
#[utoipa::path(
    get, path = "/api/v1/org", tag = "org",
    responses((status = 200, body = OrgView), (status = "4XX", body = ProblemBody)),
)]
pub async fn show_org(State(app): State<App>, caller: Caller) -> Result<Shown<OrgView>, Problem> {
    let org = super::one(&app.reads, caller.org).await?.ok_or_else(|| Problem::not_found("merchant"))?;
    Ok(Shown(OrgView {
        id: OrgId::new(caller.org),
        name: org.name,
        country: org.country,
        currency: org.currency,
        zone: org.zone,
    }))
}
