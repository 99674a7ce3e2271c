//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::WithdrawInvitation;
use crate::events::InvitationWithdrawn;
use crate::model::InvitationId;
use crate::records::SessionTables;

rejects! {
    /// Why an invitation is not taken back.
    pub enum Reject {
        /// Rule 1.
        UnknownInvitation => 404, "unknown_invitation", "There is no such open invitation: check the id."
                | "Diese offene Einladung gibt es nicht: prüfen Sie die Kennung.";
    }
}

impl Command for WithdrawInvitation {
    type Answer = InvitationId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.invitations().want(&(self.invitation,));
        desk.ready()?;
        let open = desk.invitations().find(&(self.invitation,))?;
        let open =
            open.filter(|invitation| invitation.used_at.is_none() && invitation.withdrawn_at.is_none());
        let mut invitation = open.ok_or(Reject::UnknownInvitation)?.clone();
        invitation.withdrawn_at = Some(context.now);
        desk.put_side(invitation);
        desk.record(InvitationWithdrawn { invitation: self.invitation })
    }

    fn answer(recorded: &Recorded) -> Result<InvitationId, Fault> {
        recorded.the::<InvitationWithdrawn>().map(|withdrawn| withdrawn.invitation)
    }
}
