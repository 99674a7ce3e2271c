//! Making a ticket's text, and finding the ticket of a text again.

use std::time::Duration;

use kontor_kernel::{Refuse, Timestamp};
use kontor_store::db::select;
use kontor_store::{Fault, ReadDb};
use kontor_web::Problem;

use super::{MakeTicket, Reject};
use crate::house::HOUSE;
use crate::model::{Hidden, HiddenBytes, OrgId, TicketId, TicketKind, UserId};
use crate::records::Ticket;
use crate::seal::{Seal, Sealed};

const ONE: &str = "org_id = $1 AND id = $2";

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Ticket>(ONE)]
}

/// A ticket in the making.
pub(crate) struct NewTicket {
    /// The command that makes it.
    pub(crate) command: MakeTicket,
    /// The text for whoever is to use it.
    pub(crate) text: Hidden,
}

impl NewTicket {
    /// A ticket of a kind that is good for so long.
    pub(crate) fn new(kind: TicketKind, lasts: Duration) -> Result<Self, Fault> {
        let seal = Seal::new()?;
        let id = seal.id();
        let command = MakeTicket {
            ticket: TicketId::new(id),
            hash: seal.hash(),
            kind,
            user: None,
            merchant: None,
            state: None,
            lasts,
        };
        Ok(Self { command, text: Hidden(seal.text(HOUSE, id)) })
    }

    /// For a user.
    pub(crate) fn of(mut self, user: UserId) -> Self {
        self.command.user = Some(user);
        self
    }

    /// About a merchant.
    pub(crate) fn about(mut self, merchant: Option<OrgId>) -> Self {
        self.command.merchant = merchant;
        self
    }

    /// With something to remember.
    pub(crate) fn with(mut self, state: Vec<u8>) -> Self {
        self.command.state = Some(HiddenBytes(state));
        self
    }
}

/// The open ticket of a text.
///
/// # Errors
/// `link_over` when it is none of this kind, was used, or is past its time.
pub(crate) async fn find(
    reads: &ReadDb,
    text: &str,
    kind: TicketKind,
    now: Timestamp,
) -> Result<Ticket, Problem> {
    let over = || Problem::from(Reject::LinkOver.refusal());
    let sealed = Sealed::read(text).filter(|sealed| sealed.org == HOUSE).ok_or_else(over)?;
    let rows: Vec<Ticket> = reads.records(ONE, vec![HOUSE.into(), sealed.id.into()]).await?;
    let open = |ticket: &Ticket| {
        sealed.fits(&ticket.hash)
            && ticket.kind == kind
            && ticket.used_at.is_none()
            && now < ticket.expires_at
    };
    rows.into_iter().find(open).ok_or_else(over)
}
