//! The first start: a house that has nobody is set up by a link that stands in its log.

use std::time::Duration;

use kontor_kernel::{IdGenerator, Refuse, limits};
use kontor_store::{Fault, Value, system_actor};
use kontor_web::Problem;

use super::{Gate, NewPerson, Opened, Reject, Visitor};
use crate::create_user::{self, CreateUser};
use crate::model::{Hidden, Mail, OrgId, SignInBy, TicketKind};
use crate::records::{Ticket, User};
use crate::session::user_actor;
use crate::set_password::SetPassword;
use crate::ticket::{self, NewTicket, UseTicket};

/// What is found when the server starts.
#[derive(Debug, Clone)]
pub enum FirstStart {
    /// Somebody works here: nothing to do.
    Done,
    /// Nobody does: the text of the link to set it up, behind `/setup/`.
    Link(Hidden),
    /// Nobody does, but there are several merchants: whoever sits at the command line says for which (`kontor user invite`).
    Several,
}

/// What a set-up link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetUp {
    /// The merchant that gets its first owner.
    pub org: OrgId,
    /// Whether it was founded already.
    pub is_founded: bool,
}

const ANYBODY: &str = "SELECT user_id FROM identity_member LIMIT 1";
const MERCHANTS: &str = "SELECT org_id FROM identity_org ORDER BY org_id LIMIT 2";
const FOUNDED: &str = "SELECT org_id FROM identity_org WHERE org_id = $1";

pub(super) fn queries() -> Vec<String> {
    [ANYBODY, MERCHANTS, FOUNDED].map(str::to_owned).to_vec()
}

impl Gate {
    /// Looks whether anybody works here, and makes a link when nobody does; it takes the link of the start before back.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn first_start(&self) -> Result<FirstStart, Problem> {
        if self.has_anybody().await? {
            return Ok(FirstStart::Done);
        }
        let mut merchants = Vec::new();
        for mut row in self.app.reads.query(MERCHANTS, Vec::new()).await? {
            merchants.push(row.take::<OrgId>()?);
        }
        let org = match merchants.as_slice() {
            [] => self.new_org()?,
            [only] => *only,
            _ => return Ok(FirstStart::Several),
        };
        let lasts = Duration::from_secs(limits::SET_UP_HOURS * 60 * 60);
        let link = NewTicket::new(TicketKind::SetUp, lasts)?.about(Some(org));
        self.in_house(system_actor("first_start"), link.command).await?;
        Ok(FirstStart::Link(link.text))
    }

    /// What a set-up link leads to.
    ///
    /// # Errors
    /// `link_over`; `set_up_done` when somebody works here by now.
    pub async fn set_up_of(&self, text: &str) -> Result<SetUp, Problem> {
        let (_, set_up) = self.set_up_ticket(text).await?;
        Ok(set_up)
    }

    /// The first user, as owner of the link's merchant, which is founded by now. Whatever a crash left of it, the same link
    /// completes: the user of the address, who works nowhere, gets the password that is typed now.
    ///
    /// # Errors
    /// `link_over`, `set_up_done`, `mail_taken` by somebody who works for a merchant, `unknown_org` before it is founded.
    pub async fn set_up(
        &self,
        text: &str,
        (mail, person): (Mail, NewPerson),
        visitor: &Visitor,
    ) -> Result<Opened, Problem> {
        let (ticket, set_up) = self.set_up_ticket(text).await?;
        let user = self.first_user(mail, person).await?;
        self.join(user.id, set_up.org, None).await?;
        self.in_house(user_actor(user.id), UseTicket { ticket: ticket.id }).await?;
        self.open(&user, set_up.org, SignInBy::SetUp, visitor).await
    }

    async fn first_user(&self, mail: Mail, person: NewPerson) -> Result<User, Problem> {
        let password = self.hasher.hash(person.password).await?;
        let user = match self.user_of(&mail).await? {
            Some(user) if !self.merchants(user.id).await?.is_empty() => {
                return Err(create_user::Reject::MailTaken.refusal().into());
            }
            Some(user) => {
                let command =
                    SetPassword { user: user.id, password, ticket: None, without_second_step: true };
                self.in_house(Self::actor_of(&user), command).await?;
                user.id
            }
            None => {
                let command = CreateUser {
                    mail,
                    name: person.name,
                    password: Some(password),
                    language: person.language,
                };
                self.in_house(system_actor("first_start"), command).await?.answer.user
            }
        };
        self.user(user).await?.ok_or_else(super::account::unknown_user)
    }

    async fn set_up_ticket(&self, text: &str) -> Result<(Ticket, SetUp), Problem> {
        let ticket = ticket::find(&self.app.reads, text, TicketKind::SetUp, self.app.clock.now()).await?;
        let over = || Problem::from(ticket::Reject::LinkOver.refusal());
        let org = ticket.merchant.ok_or_else(over)?;
        if self.has_anybody().await? {
            return Err(Reject::SetUpDone.refusal().into());
        }
        let is_founded = !self.app.reads.query(FOUNDED, vec![Value::of(&org)]).await?.is_empty();
        Ok((ticket, SetUp { org, is_founded }))
    }

    async fn has_anybody(&self) -> Result<bool, Problem> {
        Ok(!self.app.reads.query(ANYBODY, Vec::new()).await?.is_empty())
    }

    /// An id that no merchant has. It is made before there is a journal that could number it, so its node is drawn by lot.
    fn new_org(&self) -> Result<OrgId, Fault> {
        let mut node = [0_u8];
        kontor_store::random(&mut node)?;
        let [node] = node;
        Ok(OrgId::new(IdGenerator::new(node).block(self.app.clock.now(), 1)))
    }
}
