//! The decision: pure, carried out by the rooms below.

use kontor_customers::events::Registered;
use kontor_kernel::Context;
use kontor_orders::place::{Place, PlacedOrder};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::PlaceForNew;

impl Command for PlaceForNew {
    type Answer = PlacedOrder;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.place.check()?;
        // Named with what registering needs, so that both are loaded at once.
        Place { customer: None, ..self.place.clone() }.name(desk, &self.place.location.unwrap_or_default());
        self.register.decide(desk, context)?;
        let customer = desk.recorded().find::<Registered>().map(|registered| registered.customer);
        let customer = customer.ok_or_else(|| Stop::Broken("registering recorded no customer".to_owned()))?;
        Place { customer: Some(customer), ..self.place.clone() }.decide(desk, context)
    }

    fn answer(recorded: &Recorded) -> Result<PlacedOrder, Fault> {
        Place::answer(recorded)
    }
}
