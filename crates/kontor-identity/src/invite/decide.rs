//! The decision: pure, from the rows it names to the event it records.

use std::time::Duration;

use kontor_kernel::{Context, limits, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Invite, NewInvitation};
use crate::events::{InvitationWithdrawn, MemberInvited};
use crate::model::{InvitationId, MemberState};
use crate::permissions::{Rights, Role};
use crate::records::{Invitation, MemberTables, SessionTables};

rejects! {
    /// Why nobody is invited, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        RoleBeyondOwn at "role" => 403, "role_beyond_own", "Nobody can hand out more than they may do themselves: take a narrower role."
                | "Niemand kann mehr vergeben, als er selbst darf: nehmen Sie eine engere Rolle.";
        /// Rule 2.
        RoleOfPrograms at "role" => 422, "role_of_programs", "This role is for programs: make a token for them."
                | "Diese Rolle ist für Programme: legen Sie ihnen ein Token an.";
        /// Rule 3.
        WorksHere at "mail" => 409, "works_here", "Somebody with this mail address works for this merchant already."
                | "Jemand mit dieser Mail-Adresse arbeitet schon für diesen Mandanten.";
    }
}

impl Command for Invite {
    type Answer = NewInvitation;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        if !self.grantor.cover(Rights::of_role(self.role)) {
            return Err(Reject::RoleBeyondOwn.into());
        }
        if self.role == Role::Integration {
            return Err(Reject::RoleOfPrograms.into());
        }
        let same = vec![KeyPart::of(&self.mail)];
        desk.invitations().want_set(&Invitation::OPEN_FOR, &same);
        if let Some(user) = self.user {
            desk.members().want(&(user,));
        }
        desk.ready()?;
        if let Some(user) = self.user
            && desk.members().find(&(user,))?.is_some_and(|member| member.state == MemberState::Active)
        {
            return Err(Reject::WorksHere.into());
        }
        let open: Vec<Invitation> =
            desk.invitations().set(&Invitation::OPEN_FOR, &same)?.into_iter().cloned().collect();
        for mut former in open {
            former.withdrawn_at = Some(context.now);
            let invitation = former.id;
            desk.put_side(former);
            desk.record(InvitationWithdrawn { invitation })?;
        }
        let invitation = InvitationId::new(context.id());
        desk.put_side(Invitation {
            id: invitation,
            hash: self.hash,
            mail: self.mail.clone(),
            name: self.name.clone(),
            role: self.role,
            invited_by: context.actor.clone(),
            created_at: context.now,
            expires_at: context.now.plus(Duration::from_secs(limits::INVITATION_DAYS * 24 * 60 * 60)),
            used_at: None,
            withdrawn_at: None,
        });
        desk.record(MemberInvited { invitation, role: self.role })
    }

    fn answer(recorded: &Recorded) -> Result<NewInvitation, Fault> {
        recorded
            .the::<MemberInvited>()
            .map(|new| NewInvitation { invitation: new.invitation, role: new.role })
    }
}
