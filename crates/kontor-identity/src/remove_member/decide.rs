//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::Context;
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::RemoveMember;
use crate::change_member::check_other;
use crate::events::MemberRemoved;
use crate::model::UserId;
use crate::records::{Session, SessionTables};

impl Command for RemoveMember {
    type Answer = UserId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let own = vec![KeyPart::of(&self.user)];
        desk.sessions().want_set(&Session::OPEN_OF, &own);
        check_other(desk, self.user, self.grantor, false)?;
        let open: Vec<Session> = desk.sessions().set(&Session::OPEN_OF, &own)?.into_iter().cloned().collect();
        for mut session in open {
            session.ended_at = Some(context.now);
            desk.put_side(session);
        }
        desk.record(MemberRemoved { user: self.user })
    }

    fn answer(recorded: &Recorded) -> Result<UserId, Fault> {
        recorded.the::<MemberRemoved>().map(|removed| removed.user)
    }
}
