//! What somebody who is in does about their own way in, and an owner about a colleague's.

use std::time::Duration;

use kontor_kernel::{Refuse, limits};
use kontor_store::Value;
use kontor_web::Problem;

use super::{Gate, Opened, Reject, Step, Visitor};
use crate::attempt::Subjects;
use crate::change_profile::ChangeProfile;
use crate::end_all_sessions::EndAllSessions;
use crate::end_session::{self, EndSession};
use crate::model::{Hidden, MemberState, OrgId, Password, SignInBy, TicketKind, UserId};
use crate::records::{Member, Session, User};
use crate::session::{Signed, user_actor};
use crate::set_password::{self, SetPassword};
use crate::sign_in::gate::Proof;
use crate::ticket::{self, NewTicket};

/// What a reset link remembers when it takes the second step away as well.
const WITHOUT_SECOND_STEP: &[u8] = b"without_second_step";

/// A link with which somebody chooses a new password.
#[derive(Debug, Clone)]
pub struct ResetLink {
    /// Its text, behind `/reset/`; shown once.
    pub text: Hidden,
}

/// Makes a reset link's command and text.
///
/// # Errors
/// When there is no random source.
pub fn reset_link(
    user: UserId,
    merchant: Option<OrgId>,
    without_second_step: bool,
) -> Result<(ticket::MakeTicket, ResetLink), Problem> {
    let new = NewTicket::new(TicketKind::Reset, Duration::from_secs(limits::RESET_HOURS * 60 * 60))?;
    let new = new.of(user).about(merchant);
    let new = if without_second_step { new.with(WITHOUT_SECOND_STEP.to_vec()) } else { new };
    Ok((new.command, ResetLink { text: new.text }))
}

impl Gate {
    /// Ends this session.
    ///
    /// # Errors
    /// When it can't be written. One that has ended is no error.
    pub async fn sign_out(&self, signed: &Signed) -> Result<(), Problem> {
        let command = EndSession { session: signed.session, of: Some(signed.user) };
        match self.at_merchant(OrgId::new(signed.caller.org), signed.caller.actor.clone(), command).await {
            Err(problem) if problem.body().code != end_session::Reject::UnknownSession.refusal().code => {
                Err(problem)
            }
            _ => Ok(()),
        }
    }

    /// Ends all sessions of a user, at every merchant, this one too.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn sign_out_everywhere(&self, user: UserId) -> Result<(), Problem> {
        self.in_house(user_actor(user), EndAllSessions { user }).await.map(drop)
    }

    /// The user who is signed in.
    ///
    /// # Errors
    /// `unknown_user` when they were closed a moment ago.
    pub async fn own(&self, signed: &Signed) -> Result<User, Problem> {
        self.user(signed.user).await?.ok_or_else(unknown_user)
    }

    /// Changes how a user who is signed in is called and likes the console.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn change_profile(&self, signed: &Signed, change: ChangeProfile) -> Result<(), Problem> {
        let change = ChangeProfile { user: signed.user, ..change };
        self.in_house(signed.caller.actor.clone(), change).await.map(drop)
    }

    /// Looks at the password of somebody who is in, before what needs it once more.
    ///
    /// # Errors
    /// `password_wrong`, `too_many_attempts`.
    pub async fn confirm(&self, user: UserId, password: Password, visitor: &Visitor) -> Result<(), Problem> {
        let user = self.user(user).await?.ok_or_else(unknown_user)?;
        let subjects = Subjects::of(user.mail.as_str(), visitor.address);
        self.count(subjects).await?;
        if !self.hasher.verify(password, user.password).await? {
            return Err(Reject::PasswordWrong.refusal().into());
        }
        self.went_well(subjects).await
    }

    /// Changes the password of somebody who knows the old one. All sessions end; this browser gets a new one.
    ///
    /// # Errors
    /// `password_wrong`, `too_many_attempts`.
    pub async fn change_password(
        &self,
        signed: &Signed,
        (old, new): (Password, Password),
        visitor: &Visitor,
    ) -> Result<Opened, Problem> {
        self.confirm(signed.user, old, visitor).await?;
        let by = self.signed_in_by(signed).await?;
        let password = self.hasher.hash(new).await?;
        let user = signed.user;
        let command = SetPassword { user, password, ticket: None, without_second_step: false };
        self.in_house(user_actor(user), command).await?;
        let user = self.user(user).await?.ok_or_else(unknown_user)?;
        self.open(&user, OrgId::new(signed.caller.org), by, visitor).await
    }

    /// An owner makes a reset link for a colleague, who must work for no other merchant: whoever has the link gets in
    /// wherever its user does.
    ///
    /// # Errors
    /// `unknown_member`, `member_beyond_own`, `works_elsewhere`.
    pub async fn make_reset_link(&self, signed: &Signed, user: UserId) -> Result<ResetLink, Problem> {
        let org = OrgId::new(signed.caller.org);
        let (command, link) = reset_link(user, Some(org), false)?;
        self.may_reset(org, user, signed.rights).await?;
        self.in_house(signed.caller.actor.clone(), command).await?;
        Ok(link)
    }

    /// Whether somebody with these rights at a merchant may reset a member's password.
    pub(crate) async fn may_reset(
        &self,
        org: OrgId,
        user: UserId,
        rights: crate::permissions::Rights,
    ) -> Result<(), Problem> {
        let reads = &self.app.reads;
        let members: Vec<Member> =
            reads.records("org_id = $1 AND user_id = $2", vec![Value::of(&org), Value::of(&user)]).await?;
        let member = members.into_iter().find(|member| member.state == MemberState::Active);
        let member =
            member.ok_or_else(|| Problem::from(crate::change_member::Reject::UnknownMember.refusal()))?;
        if !rights.cover(crate::permissions::Rights::of_role(member.role)) {
            return Err(crate::change_member::Reject::MemberBeyondOwn.refusal().into());
        }
        self.works_only_at(user, org).await
    }

    async fn works_only_at(&self, user: UserId, org: OrgId) -> Result<(), Problem> {
        let merchants = self.merchants(user).await?;
        if merchants.iter().any(|choice| choice.org != org) {
            return Err(Reject::WorksElsewhere.refusal().into());
        }
        Ok(())
    }

    /// Whom a reset link is for.
    ///
    /// # Errors
    /// `link_over`; `works_elsewhere` when its user has begun to work for another merchant since an owner made it.
    pub async fn reset_of(&self, text: &str) -> Result<User, Problem> {
        let ticket = ticket::find(&self.app.reads, text, TicketKind::Reset, self.app.clock.now()).await?;
        let over = || Problem::from(ticket::Reject::LinkOver.refusal());
        let user = self.user(ticket.user_id.ok_or_else(over)?).await?.ok_or_else(over)?;
        if let Some(org) = ticket.merchant {
            self.works_only_at(user.id, org).await?;
        }
        Ok(user)
    }

    /// Chooses a new password by a link, and goes on as after a password that was typed.
    ///
    /// # Errors
    /// As [`Gate::reset_of`].
    pub async fn reset(&self, text: &str, new: Password, visitor: &Visitor) -> Result<Step, Problem> {
        let user = self.reset_of(text).await?;
        let ticket = ticket::find(&self.app.reads, text, TicketKind::Reset, self.app.clock.now()).await?;
        let without_second_step = ticket.state.is_some_and(|state| state.0 == WITHOUT_SECOND_STEP);
        let password = self.hasher.hash(new).await?;
        let command = SetPassword { user: user.id, password, ticket: Some(ticket.id), without_second_step };
        self.in_house(user_actor(user.id), command).await?;
        self.went_well(Subjects::of(user.mail.as_str(), visitor.address)).await?;
        let user = self.user(user.id).await?.ok_or_else(unknown_user)?;
        let proof = Proof::of(SignInBy::Password);
        if user.totp_key.is_some() {
            let ticket = NewTicket::new(TicketKind::SecondStep, super::password::STEP)?;
            return self.ticket(ticket.of(user.id).with(proof.bytes())).await.map(Step::Code);
        }
        self.let_in(&user, proof, visitor).await
    }

    /// How a session was opened.
    pub(crate) async fn signed_in_by(&self, signed: &Signed) -> Result<SignInBy, Problem> {
        let params = vec![Value::Int(signed.caller.org), Value::of(&signed.session)];
        let sessions: Vec<Session> = self.app.reads.records("org_id = $1 AND id = $2", params).await?;
        Ok(sessions.first().map_or(SignInBy::Password, |session| session.signed_in_by))
    }
}

pub(crate) fn unknown_user() -> Problem {
    set_password::Reject::UnknownUser.refusal().into()
}
