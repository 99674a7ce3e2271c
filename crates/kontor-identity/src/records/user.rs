//! Users and what proves who they are. Under the house's own id, beside the journal: names, addresses and hashes have
//! no place in it.

use kontor_kernel::Timestamp;
use kontor_store::desk::KeyPart;
use kontor_store::{record, tables};

use crate::model::{
    Density, HiddenBytes, Mail, OrgId, PasskeyId, PasswordHash, PersonName, Theme, TicketId, TicketKind,
    UiLanguage, UserId,
};

record! {
    /// A person who signs in.
    pub struct User in "identity_user", operational, brief {
        key {
            /// Their id.
            id: UserId,
        }
        /// What they sign in with.
        mail: Mail,
        /// Their name.
        name: PersonName,
        /// The hash of their password; none before they have chosen one.
        password: Option<PasswordHash>,
        /// Sessions are good that were opened in this round: it goes up when all of them are to end.
        session_round: i64,
        /// The language they read; none: as the browser asks.
        language: Option<UiLanguage>,
        /// Light or dark.
        theme: Theme,
        /// How close rows stand.
        density: Density,
        /// The key that they share with their authenticator (RFC 6238).
        totp_key: Option<HiddenBytes>,
        /// The last time step whose code was taken: it and those before are not taken again.
        totp_step: i64,
        /// When they were entered.
        created_at: Timestamp,
        /// When they were closed for good.
        closed_at: Option<Timestamp>,
    }
    sets {
        /// The user of a mail address: one or none.
        WITH_MAIL (mail: Mail) where "" => |row| Some(vec![KeyPart::of(&row.mail)]);
    }
}

record! {
    /// A recovery code, for the day on which the authenticator is lost.
    pub struct RecoveryCode in "identity_recovery_code", operational, brief {
        key {
            /// Whose it is.
            user_id: UserId,
            /// Which of them.
            number: i64,
        }
        /// SHA-256 of the code.
        hash: [u8; 32],
        /// When it was used.
        used_at: Option<Timestamp>,
    }
    sets {
        /// All codes of a user.
        OF_USER (user_id: UserId) where "" => |row| Some(vec![KeyPart::of(&row.user_id)]);
    }
}

record! {
    /// A passkey (W3C Web Authentication).
    pub struct Passkey in "identity_passkey", operational, brief {
        key {
            /// Its id.
            id: PasskeyId,
        }
        /// Whose it is.
        user_id: UserId,
        /// The credential's id, as the authenticator names it.
        credential: Vec<u8>,
        /// Its public key and counter, as the protocol's library keeps them.
        data: String,
        /// What its owner calls it.
        name: PersonName,
        /// When it was made.
        created_at: Timestamp,
        /// When it was shown last.
        last_used_at: Option<Timestamp>,
    }
    sets {
        /// All passkeys of a user.
        OF_USER (user_id: UserId) where "" => |row| Some(vec![KeyPart::of(&row.user_id)]);
    }
}

record! {
    /// What is good once and for a time: a link, or a step on the way in.
    pub struct Ticket in "identity_ticket", operational, brief {
        key {
            /// Its id.
            id: TicketId,
        }
        /// What it is good for.
        kind: TicketKind,
        /// SHA-256 of its secret.
        hash: [u8; 32],
        /// Whom it is for.
        user_id: Option<UserId>,
        /// The merchant it is about.
        merchant: Option<OrgId>,
        /// What must be remembered until it is used, such as a challenge.
        state: Option<HiddenBytes>,
        /// When it was made.
        created_at: Timestamp,
        /// Until when it is good.
        expires_at: Timestamp,
        /// When it was used.
        used_at: Option<Timestamp>,
    }
    sets {
        /// Tickets of a kind that were not used.
        OPEN_OF (kind: TicketKind) where "used_at IS NULL" => |row| {
            row.used_at.is_none().then(|| vec![KeyPart::of(&row.kind)])
        };
    }
}

record! {
    /// How often somebody was not let in, by mail address or network address.
    pub struct Attempt in "identity_attempt", operational, brief {
        key {
            /// A hash of the address.
            subject: [u8; 32],
        }
        /// Attempts since the last one that went well.
        failures: i64,
        /// When the last one was.
        last_at: Timestamp,
        /// Before this moment none is taken.
        blocked_until: Timestamp,
    }
}

tables! {
    /// Users on the house's desk.
    pub trait UserTables {
        /// Users.
        users: User;
        /// Recovery codes.
        recovery_codes: RecoveryCode;
        /// Passkeys.
        passkeys: Passkey;
        /// Tickets.
        tickets: Ticket;
        /// Attempts to sign in.
        attempts: Attempt;
    }
}
