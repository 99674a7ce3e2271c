//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ChangeOrg;
use crate::model::{OrgId, OrgName, TaxStatus};

/// What to change of the merchant's settings. What is left out stays as it is; an empty text takes away what stood there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOrgBody {
    /// The `version` that was seen: a change by somebody else behind it is a 409 `changed_meanwhile`.
    #[schema(example = 42)]
    version: Option<i64>,
    /// The registered name.
    #[schema(value_type = Option<String>, example = "Teekontor am Fleet GmbH")]
    name: Option<OrgName>,
    /// `regular`, or `small_business`, which charges no tax (§ 19 UStG) from the next order on.
    #[schema(value_type = Option<String>, example = "regular")]
    tax_status: Option<TaxStatus>,
    /// The name that customers know, where it isn't the registered one.
    display_name: Option<String>,
    /// Street and house number.
    #[schema(example = "Am Kai 1")]
    street: Option<String>,
    /// A second line: floor, yard.
    addition: Option<String>,
    /// The postal code.
    zip: Option<String>,
    /// The town.
    city: Option<String>,
    /// The VAT id with its country prefix.
    #[schema(example = "DE123456789")]
    vat_id: Option<String>,
    /// The tax office's number.
    tax_number: Option<String>,
    /// Where to call.
    phone: Option<String>,
    /// Where mail goes.
    mail: Option<String>,
    /// The bank account that invoices are paid to.
    #[schema(example = "DE89 3704 0044 0532 0130 00")]
    iban: Option<String>,
    /// Its bank's code.
    bic: Option<String>,
    /// The bank's name.
    bank: Option<String>,
    /// The language of documents for customers who are not asked: `de` or `en`.
    language: Option<String>,
    /// Days until an invoice is due, for customers who are not given others.
    terms_days: Option<i32>,
}

/// The merchant that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgChangedView {
    /// Its id.
    #[schema(value_type = String, example = "org_01jd0000000ab")]
    id: OrgId,
}

/// Change the merchant's settings.
///
/// Refusals: `nothing_to_change`, `changed_meanwhile`, `bad_org_text`, `bad_mail`, `bad_vat_id`, `bad_iban`, `bad_bic`,
/// `bad_language`, `bad_terms`.
#[utoipa::path(
    patch, path = "/api/v1/org", tag = "org", request_body = ChangeOrgBody,
    responses((status = 200, body = OrgChangedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn change_org(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<ChangeOrgBody>,
) -> Result<Answer, Problem> {
    let org = OrgId::new(caller.org);
    let texts = [
        ("display_name", body.display_name),
        ("street", body.street),
        ("addition", body.addition),
        ("zip", body.zip),
        ("city", body.city),
        ("vat_id", body.vat_id),
        ("tax_number", body.tax_number),
        ("phone", body.phone),
        ("mail", body.mail),
        ("iban", body.iban),
        ("bic", body.bic),
        ("bank", body.bank),
        ("language", body.language),
    ];
    let command = ChangeOrg {
        org,
        version: body.version,
        name: body.name,
        tax_status: body.tax_status,
        texts: texts.into_iter().filter_map(|(name, text)| Some((name, text?))).collect(),
        terms_days: body.terms_days,
    };
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |()| OrgChangedView { id: org }))
}
