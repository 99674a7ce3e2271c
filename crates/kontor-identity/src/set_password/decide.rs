//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::SetPassword;
use crate::events::{PasswordChanged, SecondStepOff};
use crate::records::UserTables;
use crate::ticket;

rejects! {
    /// Why no password is set.
    pub enum Reject {
        /// Rule 1.
        UnknownUser => 404, "unknown_user", "There is no such user: check the id."
                | "Diesen Benutzer gibt es nicht: prüfen Sie die Kennung.";
    }
}

impl Command for SetPassword {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.users().want(&(self.user,));
        if let Some(ticket) = self.ticket {
            desk.tickets().want(&(ticket,));
        }
        desk.ready()?;
        let user = desk.users().find(&(self.user,))?.filter(|user| user.closed_at.is_none());
        let mut user = user.ok_or(Reject::UnknownUser)?.clone();
        if let Some(ticket) = self.ticket {
            ticket::use_up(ticket, desk, context)?;
        }
        user.password = Some(self.password.clone());
        user.session_round = user.session_round.saturating_add(1);
        let drops = self.without_second_step && user.totp_key.is_some();
        if drops {
            user.totp_key = None;
        }
        desk.put_side(user);
        desk.record(PasswordChanged { user: self.user })?;
        if drops { desk.record(SecondStepOff { user: self.user }) } else { Ok(()) }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
