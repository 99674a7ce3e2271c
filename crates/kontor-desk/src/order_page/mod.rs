//! The page of an order, and what is done with it there.
//!
//! *As the order desk, the warehouse or accounting I see all of one order on one page, and take its next step from
//! there; before I do, I read what it changes.*
//!
//! 1. The page shows where the order stands, what is where of each line, who ordered, what it comes to and what is
//!    open, its documents and everything that happened, each in the words of the trade.
//! 2. The next step is the one primary button; what else can be done stands beside it. Nobody is shown a button that
//!    they may not press.
//! 3. Every step is a form with a preview: the command is decided against the stock and the books as they are, and
//!    nothing is kept of it. Only then is it done.
//! 4. A form acts on the order as its reader saw it: when somebody else has changed it meanwhile, nothing is done, and
//!    the page says who changed what, shows the order as it is now, and keeps what was typed.
//! 5. Several orders are shipped, invoiced or cancelled at once, each by itself: what is refused of one holds up no
//!    other, and each answers for itself.
//! 6. An order is seen as of any of its events, without buttons.
//!
//! No step of an order is taken back by an undo: goods that left come back as a return, an invoice is corrected by a
//! credit note, money goes back as a refund, what was cancelled is ordered anew. Each of these is a document of its
//! own with a reason, so it is a step and not an undo.

mod numbers;
pub mod page;
#[cfg(test)]
mod tests;
mod texts;

use kontor_ledger::records::Account;
use kontor_store::db;

pub(crate) fn queries() -> Vec<String> {
    let mut queries = numbers::queries();
    queries.push(db::select::<Account>(page::ONE_ACCOUNT));
    queries.push(page::STEP.to_owned());
    queries
}
