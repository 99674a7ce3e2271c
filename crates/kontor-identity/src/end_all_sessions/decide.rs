//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::Context;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::EndAllSessions;
use crate::events::SignedOutEverywhere;
use crate::records::UserTables;
use crate::set_password::Reject;

impl Command for EndAllSessions {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        desk.ready()?;
        let mut user = desk.users().find(&(self.user,))?.ok_or(Reject::UnknownUser)?.clone();
        user.session_round = user.session_round.saturating_add(1);
        desk.put_side(user);
        desk.record(SignedOutEverywhere { user: self.user })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
