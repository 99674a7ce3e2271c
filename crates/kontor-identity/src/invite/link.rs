//! The link of an invitation.

use kontor_store::Fault;

use crate::model::{InvitationId, OrgId};
use crate::seal::Seal;

/// The secret of a link that is about to be made. Not `Debug`, so that it can't slip into a log.
pub struct InvitationLink(Seal);

/// A new secret, and what is stored of it.
///
/// # Errors
/// When there is no random source.
pub fn invitation_link() -> Result<([u8; 32], InvitationLink), Fault> {
    let seal = Seal::new()?;
    Ok((seal.hash(), InvitationLink(seal)))
}

impl InvitationLink {
    /// Its text, behind `/invite/`; shown once.
    #[must_use]
    pub fn text(&self, org: OrgId, invitation: InvitationId) -> String {
        self.0.text(org.raw(), invitation.raw())
    }
}
