//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Amount, Currency};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NewCustomer, Register};
use crate::model::{ContactCard, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod};

/// A customer to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterBody {
    /// The customer number; left out, the next free one is given.
    #[schema(value_type = Option<String>, example = "K10001")]
    number: Option<CustomerNumber>,
    /// `person` or `company`.
    #[serde(default = "person")]
    #[schema(value_type = String, example = "person")]
    kind: CustomerKind,
    /// Names and addresses.
    contact: ContactCard,
    /// `de` or `en`.
    #[serde(default = "german")]
    #[schema(value_type = String, example = "de")]
    language: Language,
    /// `invoice`, `prepayment`, `card`, `direct_debit`, `on_delivery` or `cash`.
    #[serde(default = "on_account")]
    #[schema(value_type = String, example = "invoice")]
    payment_method: PaymentMethod,
    /// Days until an invoice is due.
    #[serde(default = "two_weeks")]
    #[schema(example = 14)]
    terms_days: i32,
    /// What may be ordered and owed together, as a decimal in the merchant's currency; left out, there is no limit.
    #[schema(example = "5000.00")]
    credit_limit: Option<String>,
}

impl RegisterBody {
    /// The command, with fresh salt for the card's digest.
    ///
    /// # Errors
    /// `bad_value` when the credit limit is no amount of the currency; a fault when the system has no chance to give.
    pub fn command(self, currency: Currency) -> Result<Register, Problem> {
        let mut salt = [0; 16];
        kontor_store::random(&mut salt)?;
        let credit_limit = self.credit_limit.map(|limit| Amount::parse(&limit, currency)).transpose();
        Ok(Register {
            number: self.number,
            kind: self.kind,
            card: self.contact,
            salt,
            language: self.language,
            payment_method: self.payment_method,
            terms_days: self.terms_days,
            credit_limit: credit_limit
                .map_err(|error| Problem::bad_value("credit_limit", &error.to_string()))?,
        })
    }
}

fn person() -> CustomerKind {
    CustomerKind::Person
}

fn german() -> Language {
    Language::German
}

fn on_account() -> PaymentMethod {
    PaymentMethod::Invoice
}

fn two_weeks() -> i32 {
    14
}

/// The new customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisteredView {
    /// Its id.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    id: CustomerId,
    /// Its number.
    #[schema(value_type = String, example = "K10001")]
    number: CustomerNumber,
}

impl From<NewCustomer> for RegisteredView {
    fn from(new: NewCustomer) -> Self {
        Self { id: new.customer, number: new.number }
    }
}

/// Register a customer.
///
/// Refusals: `person_without_name`, `company_without_name`, `too_many_contact_entries`, `bad_contact_text`, `bad_mail`,
/// `bad_terms`, `negative_credit_limit`, `customer_number_taken`.
#[utoipa::path(
    post, path = "/api/v1/customers", tag = "customers", request_body = RegisterBody,
    responses((status = 201, body = RegisteredView), (status = "4XX", body = ProblemBody)),
)]
pub async fn register(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<RegisterBody>,
) -> Result<Answer, Problem> {
    let command = body.command(caller.currency)?;
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, RegisteredView::from))
}
