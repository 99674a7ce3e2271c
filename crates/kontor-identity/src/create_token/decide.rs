//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{CreateToken, NewToken};
use crate::events::TokenCreated;
use crate::model::TokenId;
use crate::permissions::{Rights, Role, Scope};
use crate::records::Token;

rejects! {
    /// Why a token is not made, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        ScopeBeyondRole { scope: Scope, role: Role } at "scopes" => 422, "scope_beyond_role", "The role {role} may not do {scope}: take another role, or leave the scope out."
                | "Die Rolle {role} darf {scope} nicht: nehmen Sie eine andere Rolle, oder lassen Sie das Recht weg.";
        /// Rule 2.
        BeyondOwnRights at "role" => 403, "beyond_own_rights", "A token can't hand out more than it may do itself: take a narrower role or scopes."
                | "Niemand kann mehr Rechte vergeben, als er selbst hat: nehmen Sie eine engere Rolle oder weniger Rechte.";
    }
}

impl Command for CreateToken {
    type Answer = NewToken;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let of_role = Rights::of_role(self.role);
        if let Some(scope) = self.scopes.iter().find(|scope| !of_role.allow(*scope)) {
            return Err(Reject::ScopeBeyondRole { scope, role: self.role }.into());
        }
        if !self.grantor.cover(Rights::of_token(self.role, &self.scopes)) {
            return Err(Reject::BeyondOwnRights.into());
        }
        let id = TokenId::new(context.id());
        desk.put_side(Token {
            id,
            hash: self.hash,
            name: self.name.clone(),
            role: self.role,
            scopes: self.scopes.clone(),
            created_at: context.now,
            revoked_at: None,
        });
        desk.record(TokenCreated {
            token: id,
            name: self.name.clone(),
            role: self.role,
            scopes: self.scopes.clone(),
        })
    }

    fn answer(recorded: &Recorded) -> Result<NewToken, Fault> {
        let created = recorded.the::<TokenCreated>()?;
        Ok(NewToken {
            token: created.token,
            name: created.name.clone(),
            role: created.role,
            scopes: created.scopes.clone(),
        })
    }
}
