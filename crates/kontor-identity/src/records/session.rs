//! Invitations, sessions and workplaces of a merchant: rows beside the journal, since secrets' hashes and addresses have
//! no place in it.

use kontor_kernel::{Actor, Timestamp};
use kontor_store::desk::KeyPart;
use kontor_store::{record, tables};

use crate::model::{
    DeviceName, InvitationId, Mail, PasswordHash, PersonName, SessionId, SignInBy, UserId, WorkplaceId,
};
use crate::permissions::Role;

record! {
    /// An invitation to work for the merchant.
    pub struct Invitation in "identity_invitation", operational, brief {
        key {
            /// Its id.
            id: InvitationId,
        }
        /// SHA-256 of its secret.
        hash: [u8; 32],
        /// Who is invited.
        mail: Mail,
        /// What they are called.
        name: PersonName,
        /// What they will do.
        role: Role,
        /// Who invited them.
        invited_by: Actor,
        /// When.
        created_at: Timestamp,
        /// Until when it may be accepted.
        expires_at: Timestamp,
        /// When it was accepted.
        used_at: Option<Timestamp>,
        /// When it was taken back.
        withdrawn_at: Option<Timestamp>,
    }
    sets {
        /// Open invitations of an address.
        OPEN_FOR (mail: Mail) where "used_at IS NULL AND withdrawn_at IS NULL" => |row| {
            (row.used_at.is_none() && row.withdrawn_at.is_none()).then(|| vec![KeyPart::of(&row.mail)])
        };
    }
}

record! {
    /// One user at this merchant in one browser.
    pub struct Session in "identity_session", operational, brief {
        key {
            /// Its id.
            id: SessionId,
        }
        /// SHA-256 of its secret.
        hash: [u8; 32],
        /// Whose it is.
        user_id: UserId,
        /// The user's round in which it was opened.
        session_round: i64,
        /// How they signed in.
        signed_in_by: SignInBy,
        /// The browser.
        device: DeviceName,
        /// The workplace, where the browser is one.
        workplace_id: Option<WorkplaceId>,
        /// When it was opened.
        opened_at: Timestamp,
        /// When it was seen last, to the quarter of an hour.
        last_seen_at: Timestamp,
        /// When it ends at the latest.
        expires_at: Timestamp,
        /// When it was ended.
        ended_at: Option<Timestamp>,
    }
    sets {
        /// A user's sessions that were not ended.
        OPEN_OF (user_id: UserId) where "ended_at IS NULL" => |row| {
            row.ended_at.is_none().then(|| vec![KeyPart::of(&row.user_id)])
        };
    }
}

record! {
    /// A browser that several people share.
    pub struct Workplace in "identity_workplace", operational, brief {
        key {
            /// Its id.
            id: WorkplaceId,
        }
        /// SHA-256 of the secret that the browser keeps.
        hash: [u8; 32],
        /// What it is called.
        name: DeviceName,
        /// When it was made one.
        created_at: Timestamp,
        /// When it ceased to be one.
        ended_at: Option<Timestamp>,
    }
}

record! {
    /// Somebody who signs in at a workplace, and may switch to their session there by PIN.
    pub struct Pin in "identity_pin", operational, brief {
        key {
            /// Where.
            workplace_id: WorkplaceId,
            /// Who.
            user_id: UserId,
        }
        /// The hash of the PIN; none before they have chosen one, and when it is locked for good.
        pin: Option<PasswordHash>,
        /// Wrong PINs since the last full sign-in.
        misses: i64,
        /// When they signed in fully, here, the last time.
        signed_in_at: Timestamp,
        /// The user's round then.
        session_round: i64,
    }
    sets {
        /// Everybody at a workplace.
        AT (workplace_id: WorkplaceId) where "" => |row| Some(vec![KeyPart::of(&row.workplace_id)]);
    }
}

tables! {
    /// Sessions and what leads to them, on a desk.
    pub trait SessionTables {
        /// Invitations.
        invitations: Invitation;
        /// Sessions.
        sessions: Session;
        /// Workplaces.
        workplaces: Workplace;
        /// PINs.
        pins: Pin;
    }
}
