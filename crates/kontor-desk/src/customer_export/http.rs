//! The JSON door.

use axum::extract::State;
use kontor_billing::payments::http::PaymentView;
use kontor_billing::show::http::InvoiceView;
use kontor_customers::model::{ContactCard, ContactId, CustomerId};
use kontor_customers::notes::http::NoteView;
use kontor_customers::show::http::CustomerView;
use kontor_kernel::{Currency, Timestamp};
use kontor_orders::show::http::OrderView;
use kontor_store::own::ContactVersion;
use kontor_web::{App, Caller, Id, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use super::Known;

/// Everything that is known of a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerExportView {
    /// When it was put together.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    exported_at: Timestamp,
    /// The customer, and behind it the duplicates that were merged into it.
    customers: Vec<CustomerView>,
    /// All versions of their contact cards, oldest first.
    contact_versions: Vec<ContactVersionView>,
    /// Notes, newest first.
    notes: Vec<NoteView>,
    /// Orders with their lines, newest first.
    orders: Vec<OrderView>,
    /// Invoices and credit notes, newest first.
    invoices: Vec<InvoiceView>,
    /// Payments and refunds, oldest first.
    payments: Vec<PaymentView>,
}

/// A contact card as of a moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactVersionView {
    /// Its id, as the journal's events name it.
    #[schema(value_type = String, example = "con_01jd0000000ab")]
    id: ContactId,
    /// Whose it is.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    customer: CustomerId,
    /// When it was written.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    written_at: Timestamp,
    /// When it was erased; what is left then is kept with invoices by law.
    #[schema(value_type = Option<String>)]
    erased_at: Option<Timestamp>,
    /// The card; empty when nothing is left of it.
    contact: ContactCard,
}

impl From<ContactVersion> for ContactVersionView {
    fn from(version: ContactVersion) -> Self {
        Self {
            id: ContactId::new(version.id),
            customer: CustomerId::new(version.subject),
            written_at: version.written_at,
            erased_at: version.erased_at,
            contact: serde_json::from_str(&version.data).unwrap_or_default(),
        }
    }
}

impl CustomerExportView {
    fn of(known: Known, exported_at: Timestamp, currency: Currency) -> Self {
        let order = |(order, lines)| OrderView::of(order, lines, currency);
        Self {
            exported_at,
            customers: known.customers.into_iter().map(|one| CustomerView::of(one, currency)).collect(),
            contact_versions: known.versions.into_iter().map(ContactVersionView::from).collect(),
            notes: known.notes.into_iter().map(NoteView::from).collect(),
            orders: known.orders.into_iter().map(order).collect(),
            invoices: known.invoices.into_iter().map(|one| InvoiceView::of(one, currency)).collect(),
            payments: known.payments.into_iter().map(|one| PaymentView::of(one, None, currency)).collect(),
        }
    }
}

/// Export everything that is known of a customer (Art. 15 and 20 GDPR).
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/customers/{id}/export", tag = "customers", operation_id = "export_customer",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 200, body = CustomerExportView), (status = "4XX", body = ProblemBody)),
)]
pub async fn export(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
) -> Result<Shown<CustomerExportView>, Problem> {
    let known = super::of(&app.reads, caller.org, customer).await?;
    let known = known.ok_or_else(|| Problem::not_found("customer"))?;
    Ok(Shown(CustomerExportView::of(known, app.clock.now(), caller.currency)))
}
