//! By password, and the steps behind it.

use std::time::Duration;

use kontor_kernel::{Refuse, limits};
use kontor_web::Problem;

use super::gate::Proof;
use super::{Gate, Opened, Reject, Step, Visitor};
use crate::attempt::Subjects;
use crate::model::{Mail, OrgId, Password, SignInBy, TicketKind};
use crate::records::{Ticket, User};
use crate::second_step::{self, PassSecondStep, Shown};
use crate::session::{Signed, user_actor};
use crate::ticket::{self, NewTicket, UseTicket};

/// How long a step may take.
pub(super) const STEP: Duration = Duration::from_secs(limits::STEP_MINUTES * 60);

impl Gate {
    /// The first step: mail address and password. With an invitation's text, they are about to accept it.
    ///
    /// # Errors
    /// `sign_in_failed` whatever of it is wrong, `too_many_attempts`, `no_merchant`, `other_invited`, `invitation_over`.
    pub async fn password(
        &self,
        (mail, password): (&str, Password),
        invitation: Option<&str>,
        visitor: &Visitor,
    ) -> Result<Step, Problem> {
        let subjects = Subjects::of(mail, visitor.address);
        self.count(subjects).await?;
        let user = match mail.parse::<Mail>() {
            Ok(mail) => self.user_of(&mail).await?,
            Err(_) => None,
        };
        let stored = user.as_ref().and_then(|user| user.password.clone());
        let fits = self.hasher.verify(password, stored).await?;
        let Some(user) = user.filter(|_| fits) else { return Err(Reject::SignInFailed.refusal().into()) };
        let invitation = match invitation {
            Some(text) => Some(self.invitation_for(text, &user).await?),
            None => None,
        };
        let proof = Proof { by: SignInBy::Password, invitation };
        if user.totp_key.is_some() {
            let ticket = NewTicket::new(TicketKind::SecondStep, STEP)?.of(user.id).with(proof.bytes());
            return self.ticket(ticket).await.map(Step::Code);
        }
        self.went_well(subjects).await?;
        self.let_in(&user, proof, visitor).await
    }

    /// The second step: a code of the authenticator, or one of the recovery codes.
    ///
    /// # Errors
    /// `code_wrong`, `link_over` when the step took too long, `too_many_attempts`; and as the first step.
    pub async fn code(&self, ticket: &str, code: &str, visitor: &Visitor) -> Result<Step, Problem> {
        let now = self.app.clock.now();
        let ticket = ticket::find(&self.app.reads, ticket, TicketKind::SecondStep, now).await?;
        let (user, mut proof) = self.known(&ticket).await?;
        let subjects = Subjects::of(user.mail.as_str(), visitor.address);
        self.count(subjects).await?;
        let shown = second_step::read(code, user.totp_key.as_ref(), now)?;
        proof.by = match shown {
            Shown::Code { .. } => SignInBy::Code,
            Shown::Recovery { .. } => SignInBy::Recovery,
        };
        let command = PassSecondStep { user: user.id, ticket: ticket.id, shown };
        self.in_house(user_actor(user.id), command).await?;
        self.went_well(subjects).await?;
        self.let_in(&user, proof, visitor).await
    }

    /// The last step of somebody who works for several merchants.
    ///
    /// # Errors
    /// `link_over` when the step took too long; `not_a_member` of that merchant.
    pub async fn choose(&self, ticket: &str, org: OrgId, visitor: &Visitor) -> Result<Opened, Problem> {
        let now = self.app.clock.now();
        let ticket = ticket::find(&self.app.reads, ticket, TicketKind::Choice, now).await?;
        let (user, proof) = self.known(&ticket).await?;
        if !self.merchants(user.id).await?.iter().any(|choice| choice.org == org) {
            return Err(crate::open_session::Reject::NotAMember.refusal().into());
        }
        self.in_house(user_actor(user.id), UseTicket { ticket: ticket.id }).await?;
        self.open(&user, org, proof.by, visitor).await
    }

    /// Somebody who is signed in goes over to another merchant of theirs; the session here stays open elsewhere only.
    ///
    /// # Errors
    /// `not_a_member` of that merchant.
    pub async fn go_over(&self, signed: &Signed, org: OrgId, visitor: &Visitor) -> Result<Opened, Problem> {
        let user = self.user(signed.user).await?;
        let user = user.ok_or_else(|| Problem::from(crate::open_session::Reject::NotAMember.refusal()))?;
        let by = self.signed_in_by(signed).await?;
        let opened = self.open(&user, org, by, visitor).await?;
        self.sign_out(signed).await?;
        Ok(opened)
    }

    /// The user of a ticket, with what it remembers of their proof.
    async fn known(&self, ticket: &Ticket) -> Result<(User, Proof), Problem> {
        let over = || Problem::from(ticket::Reject::LinkOver.refusal());
        let user = match ticket.user_id {
            Some(user) => self.user(user).await?,
            None => None,
        };
        let state = ticket.state.as_ref().ok_or_else(over)?;
        Ok((user.ok_or_else(over)?, Proof::read(&state.0)?))
    }
}
