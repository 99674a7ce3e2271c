//! The decisions: pure.

use kontor_kernel::Context;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{ForgetHouse, ForgetSessions};
use crate::records::{Attempt, Session, Ticket, UserTables};

impl Command for ForgetHouse {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        self.attempts.iter().for_each(|subject| desk.attempts().want(&(*subject,)));
        desk.ready()?;
        for subject in &self.attempts {
            if desk.attempts().find(&(*subject,))?.is_some_and(|row| row.last_at < self.attempts_before) {
                desk.remove_side::<Attempt>((*subject,));
            }
        }
        // A ticket that is past its time is never good again.
        for ticket in &self.tickets {
            desk.remove_side::<Ticket>((*ticket,));
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for ForgetSessions {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        for session in &self.sessions {
            desk.remove_side::<Session>((*session,));
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
