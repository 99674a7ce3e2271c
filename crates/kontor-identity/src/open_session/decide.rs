//! The decision: pure, from the rows it names to the events it records.

use std::time::Duration;

use kontor_kernel::{Context, limits, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{NewSession, OpenSession};
use crate::events::{SignedIn, SignedOut};
use crate::model::{MemberState, SessionId};
use crate::records::{MemberTables, Session, SessionTables};

rejects! {
    /// Why no session is opened.
    pub enum Reject {
        /// Rule 1.
        NotAMember => 403, "not_a_member", "You don't work for this merchant: ask an owner for an invitation."
                | "Sie arbeiten nicht für diesen Mandanten: bitten Sie einen Inhaber um eine Einladung.";
    }
}

impl Command for OpenSession {
    type Answer = NewSession;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let own = vec![KeyPart::of(&self.user)];
        desk.members().want(&(self.user,));
        desk.sessions().want_set(&Session::OPEN_OF, &own);
        desk.ready()?;
        let is_member =
            desk.members().find(&(self.user,))?.is_some_and(|member| member.state == MemberState::Active);
        if !is_member {
            return Err(Reject::NotAMember.into());
        }
        let mut open: Vec<Session> =
            desk.sessions().set(&Session::OPEN_OF, &own)?.into_iter().cloned().collect();
        open.sort_by_key(|session| session.last_seen_at);
        let over = (open.len() + 1).saturating_sub(limits::SESSIONS_OF_USER);
        for mut session in open.into_iter().take(over) {
            session.ended_at = Some(context.now);
            let id = session.id;
            desk.put_side(session);
            desk.record(SignedOut { user: self.user, session: id })?;
        }
        let session = SessionId::new(context.id());
        desk.put_side(Session {
            id: session,
            hash: self.hash,
            user_id: self.user,
            session_round: self.session_round,
            signed_in_by: self.by,
            device: self.device.clone(),
            workplace_id: self.workplace,
            opened_at: context.now,
            last_seen_at: context.now,
            expires_at: context.now.plus(Duration::from_secs(limits::SESSION_DAYS * 24 * 60 * 60)),
            ended_at: None,
        });
        desk.record(SignedIn { user: self.user, session, by: self.by })
    }

    fn answer(recorded: &Recorded) -> Result<NewSession, Fault> {
        recorded.the::<SignedIn>().map(|signed| NewSession { session: signed.session })
    }
}
