//! Change the merchant's own settings.
//!
//! *As the owner I say what stands on my documents, where money goes, and how I am taxed.*
//!
//! 1. Something is given to change.
//! 2. Nobody else has changed it since the version that the caller saw, if they say one.
//! 3. Texts are plain and have at most 200 characters; an empty one takes away what stood there. A mail address has one
//!    `@`. VAT id, IBAN and BIC have the form of such; the IBAN's check digits are right.
//! 4. The language is German or English; terms are 0 to 365 days.
//! 5. A small business (*Kleinunternehmer*, § 19 UStG) charges no tax: the lines of every order placed from then on have
//!    the tax class `small_business` at 0 %, gross prices stay what is paid, and revenue goes to an account of its own.
//!    Orders that were placed before, and invoices of them, keep the tax they were placed with. The same holds the other
//!    way round.
//! 6. What is already so is not recorded again.
//!
//! Country, currency and time zone never change: the books are kept in them.
//!
//! Records [`OrgChanged`](crate::events::OrgChanged).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{OrgId, OrgName, TaxStatus};

/// The merchant's settings are to be changed. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeOrg {
    /// The merchant.
    pub org: OrgId,
    /// The version that the caller saw.
    pub version: Option<i64>,
    /// The registered name.
    pub name: Option<OrgName>,
    /// How it is taxed.
    pub tax_status: Option<TaxStatus>,
    /// Texts of the profile by name; an empty one takes it away.
    pub texts: Vec<(&'static str, String)>,
    /// Days until an invoice is due, for customers who are not given others.
    pub terms_days: Option<i32>,
}

impl ChangeOrg {
    /// A change of nothing yet.
    #[must_use]
    pub const fn of(org: OrgId) -> Self {
        Self { org, version: None, name: None, tax_status: None, texts: Vec::new(), terms_days: None }
    }
}
