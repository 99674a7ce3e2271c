//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeMember;
use crate::events::MemberChanged;
use crate::invite::Reject as InviteReject;
use crate::model::{MemberState, UserId};
use crate::permissions::{Rights, Role};
use crate::records::{Member, MemberTables};

rejects! {
    /// Why a member does not change, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        UnknownMember => 404, "unknown_member", "Nobody with this id works for this merchant: check the id."
                | "Niemand mit dieser Kennung arbeitet für diesen Mandanten: prüfen Sie die Kennung.";
        /// Rule 2.
        MemberBeyondOwn => 403, "member_beyond_own", "This member may do more than you: ask an owner."
                | "Dieses Mitglied darf mehr als Sie: bitten Sie einen Inhaber.";
        /// Rule 4.
        LastOwner => 409, "last_owner", "This is the last owner: make somebody else an owner before."
                | "Das ist der letzte Inhaber: machen Sie vorher jemand anderen zum Inhaber.";
    }
}

impl Command for ChangeMember {
    type Answer = UserId;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        check_other(desk, self.user, self.grantor, self.role == Role::Owner)?;
        if !self.grantor.cover(Rights::of_role(self.role)) {
            return Err(InviteReject::RoleBeyondOwn.into());
        }
        if self.role == Role::Integration {
            return Err(InviteReject::RoleOfPrograms.into());
        }
        desk.record(MemberChanged { user: self.user, role: self.role })
    }

    fn answer(recorded: &Recorded) -> Result<UserId, Fault> {
        recorded.the::<MemberChanged>().map(|changed| changed.user)
    }
}

/// Whether somebody with these rights may change this member; one who is not to stay an owner must not be the last.
pub(crate) fn check_other(desk: &Desk, user: UserId, grantor: Rights, stays_owner: bool) -> Result<(), Stop> {
    let owners = vec![KeyPart::of(&Role::Owner)];
    desk.members().want(&(user,));
    desk.members().want_set(&Member::WITH_ROLE, &owners);
    desk.ready()?;
    let member = desk.members().find(&(user,))?.filter(|member| member.state == MemberState::Active);
    let member = member.ok_or(Reject::UnknownMember)?;
    if !grantor.cover(Rights::of_role(member.role)) {
        return Err(Reject::MemberBeyondOwn.into());
    }
    let is_last = member.role == Role::Owner && desk.members().set(&Member::WITH_ROLE, &owners)?.len() == 1;
    if is_last && !stays_owner {
        return Err(Reject::LastOwner.into());
    }
    Ok(())
}
