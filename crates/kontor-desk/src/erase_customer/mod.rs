//! Erase a customer's personal data, when nothing is under way any more.
//!
//! *As a merchant I erase what I know of somebody when they demand it; not while a parcel is to be sent to them.*
//!
//! 1. No order of theirs is unfinished: to deliver, to invoice or to pay. Customers knows amounts alone; an order that is
//!    paid and invoiced may still have to be delivered.
//! 2. All else is said by [`kontor_customers::erase`].
//!
//! An order that comes in between both is caught there: then something is open.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_customers::erase::{EraseCustomer, Reject};
use kontor_customers::model::CustomerId;
use kontor_kernel::Refuse;
use kontor_store::Reply;
use kontor_web::{App, Caller, Intent, Problem};

/// Erases a customer: the room that all doors lead to.
///
/// # Errors
/// The [`Problem`] to answer with.
pub async fn submit(
    app: &App,
    caller: &Caller,
    intent: &Intent,
    customer: CustomerId,
) -> Result<Reply<CustomerId>, Problem> {
    if kontor_orders::list::unfinished(&app.reads, caller.org, customer).await?.is_some() {
        return Err(Problem::from(Reject::OpenOrders.refusal()));
    }
    app.submit(caller, intent, EraseCustomer { customer }).await
}
