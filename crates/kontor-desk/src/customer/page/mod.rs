//! The pages of customers: who they are, what they bought and owe, what was noted about them, and what is changed.
//!
//! *As the order desk I find a customer by what they say on the telephone, see all of them on one page, and register them
//! once.*
//!
//! 1. The list is the newest first; a search shows who has that number, or whom it finds.
//! 2. Before somebody is registered, those who may be the same person are shown: the same mail, telephone, or name and
//!    postal code. Who presses again registers all the same.
//! 3. A form changes a customer as its reader saw it: who comes too late is told who changed what, and keeps what they
//!    typed.
//! 4. What can't be taken back (a merge, an erasure) says first what it does.

mod aside;
pub mod change;
pub mod erase;
pub mod export;
mod find;
mod form;
mod history;
pub mod list;
pub mod merge;
pub mod new;
pub mod notes;
pub mod show;
#[cfg(test)]
mod tests;
mod texts;

use kontor_customers::model::ContactCard;
use kontor_customers::records::Customer;
use kontor_store::Fault;
use kontor_store::db::Row;
use kontor_web::console::Visit;

/// A customer with its card, which is empty once erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) customer: Customer,
    pub(crate) card: ContactCard,
}

impl Known {
    fn read(mut row: Row) -> Result<Self, Fault> {
        let customer: Customer = row.record()?;
        let data: Option<String> = row.take()?;
        let card = data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
        Ok(Self { customer, card })
    }

    /// What people call them.
    fn name(&self, visit: &Visit) -> String {
        name_of(visit, &self.customer, &self.card)
    }

    /// The town of the first address.
    fn town(&self) -> &str {
        self.card.addresses.first().map_or("", |address| &address.city)
    }
}

/// What people call a customer: the company, else the name.
fn name_of(visit: &Visit, customer: &Customer, card: &ContactCard) -> String {
    match (&*card.company, &*card.name) {
        ("", "") if customer.erased_at.is_some() => visit.say(texts::ERASED_NAME).to_owned(),
        ("", "") => customer.number.to_string(),
        ("", name) => name.to_owned(),
        (company, _) => company.to_owned(),
    }
}

pub(crate) fn queries() -> Vec<String> {
    find::queries()
}
