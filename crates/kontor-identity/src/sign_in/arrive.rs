//! By invitation.

use kontor_kernel::Refuse;
use kontor_store::Value;
use kontor_store::db::select;
use kontor_web::Problem;

use super::gate::Proof;
use super::{Gate, Opened, Reject, Step, Visitor};
use crate::create_user::CreateUser;
use crate::join;
use crate::model::{InvitationId, Mail, OrgId, OrgName, Password, PersonName, SignInBy, UiLanguage};
use crate::permissions::Role;
use crate::records::{Invitation, Org, User};
use crate::seal::Sealed;
use crate::session::{Signed, user_actor};

/// What an invitation's page shows.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The merchant.
    pub org: OrgId,
    /// Its name.
    pub org_name: OrgName,
    /// The invitation.
    pub invitation: InvitationId,
    /// Who is invited.
    pub mail: Mail,
    /// What they are called.
    pub name: PersonName,
    /// What they will do.
    pub role: Role,
    /// Whether there is a user of this address, who signs in instead of choosing a password.
    pub is_known: bool,
}

/// What somebody new says about themselves.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their name.
    pub name: PersonName,
    /// The password that they chose.
    pub password: Password,
    /// The language they read; none: as the browser asks.
    pub language: Option<UiLanguage>,
}

const INVITATION: &str = "org_id = $1 AND id = $2";
const ORG: &str = "org_id = $1";

pub(super) fn queries() -> Vec<String> {
    vec![select::<Invitation>(INVITATION), select::<Org>(ORG)]
}

impl Gate {
    /// The invitation of a link's text.
    ///
    /// # Errors
    /// `invitation_over` when there is none, it was used or taken back, or its time is over.
    pub async fn invited(&self, text: &str) -> Result<Invited, Problem> {
        let over = || Problem::from(join::Reject::InvitationOver.refusal());
        let sealed = Sealed::read(text).ok_or_else(over)?;
        let params = vec![Value::Int(sealed.org), Value::Int(sealed.id)];
        let rows: Vec<Invitation> = self.app.reads.records(INVITATION, params).await?;
        let now = self.app.clock.now();
        let open = rows.into_iter().find(|row| {
            sealed.fits(&row.hash)
                && row.used_at.is_none()
                && row.withdrawn_at.is_none()
                && now < row.expires_at
        });
        let open = open.ok_or_else(over)?;
        let orgs: Vec<Org> = self.app.reads.records(ORG, vec![Value::Int(sealed.org)]).await?;
        let org = orgs.into_iter().next().ok_or_else(over)?;
        let is_known = self.user_of(&open.mail).await?.is_some();
        Ok(Invited {
            org: OrgId::new(sealed.org),
            org_name: org.name,
            invitation: open.id,
            mail: open.mail,
            name: open.name,
            role: open.role,
            is_known,
        })
    }

    /// The invitation of a text, if it was made for this user.
    pub(super) async fn invitation_for(
        &self,
        text: &str,
        user: &User,
    ) -> Result<(OrgId, InvitationId), Problem> {
        let invited = self.invited(text).await?;
        if invited.mail != user.mail {
            return Err(Reject::OtherInvited.refusal().into());
        }
        Ok((invited.org, invited.invitation))
    }

    /// Accepts an invitation as somebody new. A crash between the user and the membership leaves a user who accepts the
    /// same link by signing in.
    ///
    /// # Errors
    /// `invitation_over`; `mail_taken` when there is a user of this address, who signs in instead.
    pub async fn accept(&self, text: &str, person: NewPerson, visitor: &Visitor) -> Result<Opened, Problem> {
        let invited = self.invited(text).await?;
        let password = self.hasher.hash(person.password).await?;
        let command = CreateUser {
            mail: invited.mail,
            name: person.name,
            password: Some(password),
            language: person.language,
        };
        let actor = kontor_store::system_actor("invitation");
        let user = self.in_house(actor, command).await?.answer.user;
        let user = self.user(user).await?.ok_or_else(super::account::unknown_user)?;
        self.join(user.id, invited.org, Some(invited.invitation)).await?;
        self.open(&user, invited.org, SignInBy::Invitation, visitor).await
    }

    /// Accepts an invitation as somebody who is signed in at another merchant.
    ///
    /// # Errors
    /// `invitation_over`, `other_invited`.
    pub async fn accept_signed(
        &self,
        text: &str,
        signed: &Signed,
        visitor: &Visitor,
    ) -> Result<Step, Problem> {
        let user = self.user(signed.user).await?.ok_or_else(super::account::unknown_user)?;
        let invitation = self.invitation_for(text, &user).await?;
        let by = self.signed_in_by(signed).await?;
        let step = self.let_in(&user, Proof { by, invitation: Some(invitation) }, visitor).await?;
        self.sign_out(signed).await?;
        Ok(step)
    }

    /// Who acts when a user does something to themselves.
    pub(crate) fn actor_of(user: &User) -> kontor_kernel::Actor {
        user_actor(user.id)
    }
}
