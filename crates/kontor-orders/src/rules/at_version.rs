//! Acting on an order as it was seen: what somebody else has done to it meanwhile is not overwritten unread.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use crate::model::OrderId;
use crate::records::OrderTables;

rejects! {
    /// Why nothing is done with an order that was seen in an older state.
    pub enum VersionReject {
        /// The order has changed since the version that the caller saw.
        ChangedMeanwhile { version: i64 } facts(version) => 409, "changed_meanwhile", "The order was changed meanwhile, and is at version {version} now: look at it again, then decide." | "Der Auftrag wurde inzwischen geändert (jetzt Stand {version}): sehen Sie ihn sich noch einmal an und entscheiden Sie dann.";
    }
}

/// A command of an order, to be carried out only while the order is at the version that its sender saw.
///
/// It is checked in the same transaction in which the command decides, so nothing comes between the two. Without a
/// version the command decides alone. An order that does not exist is the command's own to refuse.
#[derive(Debug, Clone)]
pub struct AtVersion<C> {
    /// The order, and the version of it that was seen: its `version`. None to act on whatever it is at.
    pub seen_at: Option<(OrderId, i64)>,
    /// What is to be done.
    pub command: C,
}

impl<C: Command> Command for AtVersion<C> {
    type Answer = C::Answer;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        if let Some((order, seen)) = self.seen_at {
            desk.orders().want(&(order,));
            desk.ready()?;
            let now = desk.orders().find(&(order,))?.map(|order| order.version);
            if let Some(version) = now.filter(|now| *now != seen) {
                return Err(VersionReject::ChangedMeanwhile { version }.into());
            }
        }
        self.command.decide(desk, context)
    }

    fn answer(recorded: &Recorded) -> Result<C::Answer, Fault> {
        C::answer(recorded)
    }
}
