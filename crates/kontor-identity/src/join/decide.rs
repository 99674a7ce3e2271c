//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Join, Joined};
use crate::events::MemberJoined;
use crate::model::{InvitationId, MemberState};
use crate::permissions::Role;
use crate::records::{Member, MemberTables, SessionTables};

rejects! {
    /// Why somebody does not join, in the order of the checks.
    pub enum Reject {
        /// Rule 1. The same for one that never was: a link tells nothing.
        InvitationOver => 410, "invitation_over", "This invitation was used, taken back, or is past its time: ask for a new one."
                | "Diese Einladung ist verbraucht, zurückgenommen oder abgelaufen: bitten Sie um eine neue.";
        /// Rule 1.
        AlreadyMember => 409, "already_member", "You work for this merchant already: sign in."
                | "Sie arbeiten schon für diesen Mandanten: melden Sie sich an.";
        /// Rule 2.
        NotTheFirst => 409, "not_the_first", "Somebody works for this merchant already: ask an owner for an invitation."
                | "Für diesen Mandanten arbeitet schon jemand: bitten Sie einen Inhaber um eine Einladung.";
    }
}

impl Command for Join {
    type Answer = Joined;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.members().want(&(self.user,));
        let role = match self.invitation {
            Some(invitation) => invited(invitation, desk, context)?,
            None => first(desk)?,
        };
        let is_member =
            desk.members().find(&(self.user,))?.is_some_and(|member| member.state == MemberState::Active);
        if is_member {
            return Err(Reject::AlreadyMember.into());
        }
        if let Some(invitation) = self.invitation
            && let Some(mut used) = desk.invitations().find(&(invitation,))?.cloned()
        {
            used.used_at = Some(context.now);
            desk.put_side(used);
        }
        desk.record(MemberJoined { user: self.user, role, invitation: self.invitation })
    }

    fn answer(recorded: &Recorded) -> Result<Joined, Fault> {
        recorded.the::<MemberJoined>().map(|joined| Joined { user: joined.user, role: joined.role })
    }
}

fn invited(id: InvitationId, desk: &Desk, context: &Context) -> Result<Role, Stop> {
    desk.invitations().want(&(id,));
    desk.ready()?;
    let open = desk.invitations().find(&(id,))?.filter(|invitation| {
        invitation.used_at.is_none()
            && invitation.withdrawn_at.is_none()
            && context.now < invitation.expires_at
    });
    Ok(open.ok_or(Reject::InvitationOver)?.role)
}

/// Who works for a merchant has had an owner from the first day on: there is always one.
fn first(desk: &Desk) -> Result<Role, Stop> {
    let owners = vec![KeyPart::of(&Role::Owner)];
    desk.members().want_set(&Member::WITH_ROLE, &owners);
    desk.ready()?;
    if !desk.members().set(&Member::WITH_ROLE, &owners)?.is_empty() {
        return Err(Reject::NotTheFirst.into());
    }
    Ok(Role::Owner)
}
