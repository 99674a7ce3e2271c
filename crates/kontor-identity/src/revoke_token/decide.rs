//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::RevokeToken;
use crate::events::TokenRevoked;
use crate::model::TokenId;
use crate::records::TokenTables;

rejects! {
    /// Why a token is not revoked, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        UnknownToken => 404, "unknown_token", "There is no such token: check the id."
                | "Diesen Zugangsschlüssel gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 2.
        AlreadyRevoked => 409, "already_revoked", "This token has been revoked already: there is nothing left to do."
                | "Dieser Zugangsschlüssel ist schon gesperrt: es ist nichts mehr zu tun.";
    }
}

impl Command for RevokeToken {
    type Answer = TokenId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.tokens().want(&(self.token,));
        desk.ready()?;
        let mut token = desk.tokens().find(&(self.token,))?.ok_or(Reject::UnknownToken)?.clone();
        if token.revoked_at.is_some() {
            return Err(Reject::AlreadyRevoked.into());
        }
        token.revoked_at = Some(context.now);
        desk.put_side(token);
        desk.record(TokenRevoked { token: self.token })
    }

    fn answer(recorded: &Recorded) -> Result<TokenId, Fault> {
        recorded.the::<TokenRevoked>().map(|revoked| revoked.token)
    }
}
