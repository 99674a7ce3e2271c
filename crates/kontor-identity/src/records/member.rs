//! Who works for a merchant. Members are business: a replay of the journal tells who might do what, and when.

use kontor_kernel::Timestamp;
use kontor_store::desk::{KeyPart, Rows};
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{MemberChanged, MemberJoined, MemberRemoved};
use crate::model::{MemberState, UserId};
use crate::permissions::Role;

record! {
    /// A user who works for the merchant.
    pub struct Member in "identity_member", business, brief {
        key {
            /// The user.
            user_id: UserId,
        }
        /// What they do.
        role: Role,
        /// Whether they still do.
        state: MemberState,
        /// When they joined; the last time, if they came again.
        joined_at: Timestamp,
        /// When this row changed.
        changed_at: Timestamp,
    }
    sets {
        /// Active members with a role.
        WITH_ROLE (role: Role) where "state = 'active'" => |row| {
            (row.state == MemberState::Active).then(|| vec![KeyPart::of(&row.role)])
        };
    }
}

tables! {
    /// Members on a desk.
    pub trait MemberTables, MemberTablesMut {
        /// Members.
        members, members_mut: Member;
    }
}

pub(crate) fn apply_member_joined(event: &MemberJoined, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let new = || Member {
        user_id: event.user,
        role: event.role,
        state: MemberState::Active,
        joined_at: stamp.at,
        changed_at: stamp.at,
    };
    rows.members_mut().upsert(&(event.user,), new, |member| *member = new())
}

pub(crate) fn apply_member_changed(
    event: &MemberChanged,
    rows: &mut Rows,
    stamp: &Stamp,
) -> Result<(), Stop> {
    rows.members_mut().change(&(event.user,), |member| {
        member.role = event.role;
        member.changed_at = stamp.at;
    })
}

pub(crate) fn apply_member_removed(
    event: &MemberRemoved,
    rows: &mut Rows,
    stamp: &Stamp,
) -> Result<(), Stop> {
    rows.members_mut().change(&(event.user,), |member| {
        member.state = MemberState::Removed;
        member.changed_at = stamp.at;
    })
}
