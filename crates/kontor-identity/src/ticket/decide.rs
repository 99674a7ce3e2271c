//! The decisions: pure.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{MakeTicket, UseTicket};
use crate::events::LinkMade;
use crate::model::{TicketId, TicketKind};
use crate::records::{Ticket, UserTables};

rejects! {
    /// Why a ticket is not taken.
    pub enum Reject {
        /// Rule 2. The same for one that never was: a link tells nothing.
        LinkOver => 410, "link_over", "This link was used already, or its time is over: begin anew, or ask for a new one."
                | "Dieser Link ist verbraucht oder abgelaufen: beginnen Sie von vorn, oder bitten Sie um einen neuen.";
    }
}

impl MakeTicket {
    fn is_link(&self) -> bool {
        matches!(self.kind, TicketKind::SetUp | TicketKind::Reset)
    }
}

impl Command for MakeTicket {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        if self.is_link() {
            let same = vec![KeyPart::of(&self.kind)];
            desk.tickets().want_set(&Ticket::OPEN_OF, &same);
            desk.ready()?;
            let open = desk.tickets().set(&Ticket::OPEN_OF, &same)?.into_iter();
            let others: Vec<Ticket> = open.filter(|ticket| ticket.user_id == self.user).cloned().collect();
            for mut other in others {
                other.used_at = Some(context.now);
                desk.put_side(other);
            }
        }
        desk.put_side(Ticket {
            id: self.ticket,
            kind: self.kind,
            hash: self.hash,
            user_id: self.user,
            merchant: self.merchant,
            state: self.state.clone(),
            created_at: context.now,
            expires_at: context.now.plus(self.lasts),
            used_at: None,
        });
        if self.is_link() {
            desk.record(LinkMade { ticket: self.ticket, kind: self.kind, user: self.user })?;
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for UseTicket {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.tickets().want(&(self.ticket,));
        desk.ready()?;
        use_up(self.ticket, desk, context)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Uses a ticket up, which other commands do in one step with what it leads to. The ticket is to be in hand.
pub(crate) fn use_up(ticket: TicketId, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
    let open = desk.tickets().find(&(ticket,))?;
    let open = open.filter(|ticket| ticket.used_at.is_none() && context.now < ticket.expires_at);
    let mut used = open.ok_or(Reject::LinkOver)?.clone();
    used.used_at = Some(context.now);
    used.state = None;
    desk.put_side(used);
    Ok(())
}
