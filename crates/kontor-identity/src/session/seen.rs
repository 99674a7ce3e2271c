//! Writes down that a session was seen. Nobody waits for it, and it is no news: no event.

use kontor_kernel::{Actor, Context};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use crate::model::SessionId;
use crate::records::SessionTables;

/// A session was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) session: SessionId,
}

impl Command for Seen {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.sessions().want(&(self.session,));
        desk.ready()?;
        let session = desk.sessions().find(&(self.session,))?.cloned();
        if let Some(mut session) = session.filter(|session| session.last_seen_at < context.now) {
            session.last_seen_at = context.now;
            desk.put_side(session);
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Who writes it down.
pub(super) fn actor() -> Actor {
    kontor_store::system_actor("session")
}
