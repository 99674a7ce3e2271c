//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Amount, Currency};
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ChangeCustomer;
use crate::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};
use crate::show;

/// What to change of a customer. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCustomerBody {
    /// The `version` that was seen: a change by somebody else behind it is a 409 `changed_meanwhile`.
    #[schema(example = 42)]
    version: Option<i64>,
    /// `person` or `company`.
    #[schema(value_type = Option<String>, example = "company")]
    kind: Option<CustomerKind>,
    /// Names and addresses, all of them: what is left out of it is gone.
    contact: Option<ContactCard>,
    /// `de` or `en`.
    #[schema(value_type = Option<String>, example = "en")]
    language: Option<Language>,
    /// `invoice`, `prepayment`, `card`, `direct_debit`, `on_delivery` or `cash`.
    #[schema(value_type = Option<String>, example = "prepayment")]
    payment_method: Option<PaymentMethod>,
    /// Days until an invoice is due.
    #[schema(example = 30)]
    terms_days: Option<i32>,
    /// What may be ordered and owed together; null takes the limit away.
    #[serde(default, deserialize_with = "kontor_kernel::deserialize_given")]
    #[schema(value_type = Option<String>, example = "5000.00")]
    credit_limit: Option<Option<String>>,
}

impl ChangeCustomerBody {
    /// The command for a customer of a merchant who counts in this currency.
    ///
    /// # Errors
    /// `bad_value` when the credit limit is no amount; when the system has no randomness.
    pub fn command(self, customer: CustomerId, currency: Currency) -> Result<ChangeCustomer, Problem> {
        let mut salt = [0; 16];
        kontor_store::random(&mut salt)?;
        let limit = |limit: String| {
            Amount::parse(&limit, currency)
                .map_err(|error| Problem::bad_value("credit_limit", &error.to_string()))
        };
        Ok(ChangeCustomer {
            customer,
            version: self.version,
            kind: self.kind,
            card: self.contact,
            salt,
            language: self.language,
            payment_method: self.payment_method,
            terms_days: self.terms_days,
            credit_limit: self.credit_limit.map(|given| given.map(limit).transpose()).transpose()?,
        })
    }
}

/// The customer that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedView {
    /// Its id.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    id: CustomerId,
}

/// Change a customer.
///
/// Documents that were issued keep what they were issued with. Refusals: `nothing_to_change`, `unknown_customer`,
/// `customer_merged`, `customer_erased`, `changed_meanwhile`, `person_without_name`, `company_without_name`,
/// `too_many_contact_entries`, `bad_contact_text`, `bad_mail`, `bad_terms`, `negative_credit_limit`.
#[utoipa::path(
    patch, path = "/api/v1/customers/{id}", tag = "customers", request_body = ChangeCustomerBody,
    operation_id = "change_customer",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 200, body = ChangedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
    Posted { body, intent }: Posted<ChangeCustomerBody>,
) -> Result<Answer, Problem> {
    show::one(&app.reads, caller.org, customer).await?.ok_or_else(|| Problem::not_found("customer"))?;
    let reply = app.submit(&caller, &intent, body.command(customer, caller.currency)?).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |()| ChangedView { id: customer }))
}
