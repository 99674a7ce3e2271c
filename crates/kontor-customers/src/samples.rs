//! Customers for tests.

use kontor_kernel::Context;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use crate::events::AccountMoved;
use crate::model::{ContactCard, CustomerKind, Language, PaymentMethod};
use crate::records::CustomerTables;
use crate::register::Register;

/// A person who buys on account, without a limit.
pub(crate) fn anna() -> Register {
    Register {
        number: None,
        kind: CustomerKind::Person,
        card: ContactCard {
            name: "Anna Hansen".into(),
            mail: "anna@example.com".into(),
            ..ContactCard::default()
        },
        salt: [7; 16],
        language: Language::German,
        payment_method: PaymentMethod::Invoice,
        terms_days: 14,
        credit_limit: None,
    }
}

/// What a room above does to an account.
pub(crate) struct Moves(pub(crate) AccountMoved);

impl Command for Moves {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.customers().want(&(self.0.customer,));
        desk.ready()?;
        crate::rules::move_account(desk, self.0.clone())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
