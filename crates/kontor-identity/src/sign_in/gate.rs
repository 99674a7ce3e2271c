//! The gate: what all ways in have in common.

use std::net::IpAddr;

use kontor_kernel::{Actor, Refuse, limits};
use kontor_store::db::select;
use kontor_store::{Command, Envelope, Failure, Reply, Value, system_actor};
use kontor_web::{App, Problem};
use serde::{Deserialize, Serialize};

use super::Reject;
use crate::attempt::{AttemptWentWell, CountAttempt, Subjects};
use crate::hasher::Hasher;
use crate::house::{self, HOUSE};
use crate::join::{self, Join};
use crate::model::{
    DeviceName, Hidden, InvitationId, Mail, OrgId, OrgName, SessionId, SignInBy, TicketKind, UserId,
    WorkplaceId,
};
use crate::open_session::OpenSession;
use crate::permissions::Role;
use crate::records::User;
use crate::seal::Seal;
use crate::session::user_actor;
use crate::ticket::NewTicket;

/// Lets people in. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    pub(crate) app: App,
    pub(crate) hasher: Hasher,
}

/// Who stands before the gate.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The network address they come from.
    pub address: IpAddr,
    /// Their browser.
    pub device: DeviceName,
    /// The merchant and the workplace, when the browser is one ([`Gate::workplace`]).
    pub workplace: Option<(OrgId, WorkplaceId)>,
}

/// Where a way in goes on.
#[derive(Debug, Clone)]
pub enum Step {
    /// A code of the authenticator is wanted, with this ticket.
    Code(Hidden),
    /// It is to be said for which merchant, with this ticket.
    Choose(Hidden, Vec<Choice>),
    /// They are in.
    In(Opened),
}

/// A merchant that somebody works for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The merchant.
    pub org: OrgId,
    /// Its name.
    pub name: OrgName,
    /// What they do there.
    pub role: Role,
}

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The value of the cookie, for the browser alone.
    pub cookie: Hidden,
    /// The session.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// At which merchant.
    pub org: OrgId,
}

/// What is remembered of a proof until the session is opened.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub(crate) by: SignInBy,
    /// The merchant and the invitation that they are about to accept.
    pub(crate) invitation: Option<(OrgId, InvitationId)>,
}

impl Proof {
    pub(crate) fn of(by: SignInBy) -> Self {
        Self { by, invitation: None }
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        serde_json::to_vec(&self).unwrap_or_default()
    }

    /// What a ticket remembers; nothing that can be read is a link that is over.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        serde_json::from_slice(bytes).map_err(|_| Problem::from(crate::ticket::Reject::LinkOver.refusal()))
    }
}

const BY_MAIL: &str = "org_id = $1 AND mail = $2";
const BY_ID: &str = "org_id = $1 AND id = $2";
/// The merchants of a user, by name.
const MERCHANTS: &str = "SELECT m.org_id, o.name, m.role FROM identity_member m \
    JOIN identity_org o ON o.org_id = m.org_id \
    WHERE m.user_id = $1 AND m.state = 'active' ORDER BY o.name, m.org_id LIMIT $2";

pub(super) fn queries() -> Vec<String> {
    vec![select::<User>(BY_MAIL), select::<User>(BY_ID), MERCHANTS.to_owned()]
}

impl Gate {
    /// A gate to this house.
    #[must_use]
    pub fn new(app: App, hasher: Hasher) -> Self {
        Self { app, hasher }
    }

    /// The merchants that a user works for.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn merchants(&self, user: UserId) -> Result<Vec<Choice>, Problem> {
        let params = vec![Value::of(&user), Value::Int(limits::MERCHANTS_OF_USER)];
        let mut merchants = Vec::new();
        for mut row in self.app.reads.query(MERCHANTS, params).await? {
            merchants.push(Choice { org: row.take()?, name: row.take()?, role: row.take()? });
        }
        Ok(merchants)
    }

    /// A user who is not closed.
    pub(crate) async fn user(&self, user: UserId) -> Result<Option<User>, Problem> {
        let rows: Vec<User> = self.app.reads.records(BY_ID, vec![HOUSE.into(), Value::of(&user)]).await?;
        Ok(rows.into_iter().find(|user| user.closed_at.is_none()))
    }

    /// The user of a mail address.
    pub(crate) async fn user_of(&self, mail: &Mail) -> Result<Option<User>, Problem> {
        let rows: Vec<User> = self.app.reads.records(BY_MAIL, vec![HOUSE.into(), Value::of(mail)]).await?;
        Ok(rows.into_iter().find(|user| user.closed_at.is_none()))
    }

    /// Counts an attempt, before anything is looked at.
    pub(crate) async fn count(&self, subjects: Subjects) -> Result<(), Problem> {
        self.in_house(system_actor("sign_in"), CountAttempt(subjects)).await.map(drop)
    }

    /// Takes the count away: they are who they say.
    pub(crate) async fn went_well(&self, subjects: Subjects) -> Result<(), Problem> {
        self.in_house(system_actor("sign_in"), AttemptWentWell(subjects)).await.map(drop)
    }

    /// Has a command of the house carried out.
    pub(crate) async fn in_house<C: Command>(
        &self,
        actor: Actor,
        command: C,
    ) -> Result<Reply<C::Answer>, Problem> {
        let done = self.app.writer.submit(house::envelope(actor), command).await;
        done.map_err(|failure| Problem::of_failure(&failure))
    }

    /// Has a command of a merchant carried out.
    pub(crate) async fn at_merchant<C: Command>(
        &self,
        org: OrgId,
        actor: Actor,
        command: C,
    ) -> Result<Reply<C::Answer>, Problem> {
        let done = self.app.writer.submit(Envelope::new(org.raw(), actor), command).await;
        done.map_err(|failure| Problem::of_failure(&failure))
    }

    /// Makes a ticket that a user goes on with.
    pub(crate) async fn ticket(&self, ticket: NewTicket) -> Result<Hidden, Problem> {
        self.in_house(system_actor("sign_in"), ticket.command).await?;
        Ok(ticket.text)
    }

    /// Somebody has proved who they are, with all that is wanted of them: to their merchant, or to the choice of one.
    pub(crate) async fn let_in(&self, user: &User, proof: Proof, visitor: &Visitor) -> Result<Step, Problem> {
        if let Some((org, invitation)) = proof.invitation {
            self.join(user.id, org, Some(invitation)).await?;
            return self.open(user, org, proof.by, visitor).await.map(Step::In);
        }
        let merchants = self.merchants(user.id).await?;
        match merchants.as_slice() {
            [] => Err(Reject::NoMerchant.refusal().into()),
            [only] => self.open(user, only.org, proof.by, visitor).await.map(Step::In),
            _ => {
                let ticket = NewTicket::new(TicketKind::Choice, super::password::STEP)?.of(user.id);
                let ticket = self.ticket(ticket.with(proof.bytes())).await?;
                Ok(Step::Choose(ticket, merchants))
            }
        }
    }

    /// Joins a merchant's people; who is one of them already has nothing left to do.
    pub(crate) async fn join(
        &self,
        user: UserId,
        org: OrgId,
        invitation: Option<InvitationId>,
    ) -> Result<(), Problem> {
        let envelope = Envelope::new(org.raw(), user_actor(user));
        match self.app.writer.submit(envelope, Join { user, invitation }).await {
            Ok(_) => Ok(()),
            Err(Failure::Refused(refusal)) if *refusal == join::Reject::AlreadyMember.refusal() => Ok(()),
            Err(failure) => Err(Problem::of_failure(&failure)),
        }
    }

    /// Opens a session.
    pub(crate) async fn open(
        &self,
        user: &User,
        org: OrgId,
        by: SignInBy,
        visitor: &Visitor,
    ) -> Result<Opened, Problem> {
        let seal = Seal::new()?;
        let command = OpenSession {
            user: user.id,
            session_round: user.session_round,
            by,
            device: visitor.device.clone(),
            workplace: visitor.workplace.filter(|(at, _)| *at == org).map(|(_, workplace)| workplace),
            hash: seal.hash(),
        };
        let session = self.at_merchant(org, user_actor(user.id), command).await?.answer.session;
        let cookie = Hidden(seal.text(org.raw(), session.raw()));
        Ok(Opened { cookie, session, user: user.id, org })
    }
}
