//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Zone};
use kontor_web::{App, Caller, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{CountryCode, OrgId, OrgName, TaxStatus};

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
    /// `regular` or `small_business` (§ 19 UStG).
    #[schema(value_type = String, example = "regular")]
    tax_status: TaxStatus,
    /// The name that customers know, where it isn't the registered one.
    display_name: String,
    /// Street and house number.
    street: String,
    /// A second line: floor, yard.
    addition: String,
    /// The postal code.
    zip: String,
    /// The town.
    city: String,
    /// The VAT id with its country prefix.
    vat_id: String,
    /// The tax office's number.
    tax_number: String,
    /// Where to call.
    phone: String,
    /// Where mail goes.
    mail: String,
    /// The bank account that invoices are paid to.
    iban: String,
    /// Its bank's code.
    bic: String,
    /// The bank's name.
    bank: String,
    /// The language of documents for customers who are not asked; empty when nothing was set.
    language: String,
    /// Days until an invoice is due, for customers who are not given others.
    terms_days: Option<i32>,
    /// The position of the last event that changed it; 1 since it was founded.
    version: i64,
}

/// Show the merchant that the token acts for.
#[utoipa::path(
    get, path = "/api/v1/org", tag = "org",
    responses((status = 200, body = OrgView), (status = "4XX", body = ProblemBody)),
)]
pub async fn show_org(State(app): State<App>, caller: Caller) -> Result<Shown<OrgView>, Problem> {
    let org = super::one(&app.reads, caller.org).await?.ok_or_else(|| Problem::not_found("merchant"))?;
    let profile = org.profile();
    Ok(Shown(OrgView {
        tax_status: org.tax_status(),
        display_name: profile.display_name,
        street: profile.street,
        addition: profile.addition,
        zip: profile.zip,
        city: profile.city,
        vat_id: profile.vat_id,
        tax_number: profile.tax_number,
        phone: profile.phone,
        mail: profile.mail,
        iban: profile.iban,
        bic: profile.bic,
        bank: profile.bank,
        language: profile.language,
        terms_days: profile.terms_days,
        version: org.version.unwrap_or(1),
        id: OrgId::new(caller.org),
        name: org.name,
        country: org.country,
        currency: org.currency,
        zone: org.zone,
    }))
}
