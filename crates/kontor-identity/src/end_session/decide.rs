//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::EndSession;
use crate::events::SignedOut;
use crate::model::SessionId;
use crate::records::SessionTables;

rejects! {
    /// Why a session is not ended.
    pub enum Reject {
        /// Rule 1.
        UnknownSession => 404, "unknown_session", "There is no such session, or it has ended already: check the id."
                | "Diese Sitzung gibt es nicht, oder sie ist schon beendet: prüfen Sie die Kennung.";
    }
}

impl Command for EndSession {
    type Answer = SessionId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.sessions().want(&(self.session,));
        desk.ready()?;
        let open = desk.sessions().find(&(self.session,))?.filter(|session| {
            session.ended_at.is_none() && self.of.is_none_or(|user| user == session.user_id)
        });
        let mut session = open.ok_or(Reject::UnknownSession)?.clone();
        session.ended_at = Some(context.now);
        let user = session.user_id;
        desk.put_side(session);
        desk.record(SignedOut { user, session: self.session })
    }

    fn answer(recorded: &Recorded) -> Result<SessionId, Fault> {
        recorded.the::<SignedOut>().map(|out| out.session)
    }
}
