//! The JSON door.

use axum::extract::State;
use kontor_store::Value;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Invite, invitation_link};
use crate::house::HOUSE;
use crate::http::Granted;
use crate::model::{InvitationId, Mail, OrgId, PersonName};
use crate::permissions::Role;
use crate::records::User;

/// Somebody to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteBody {
    /// Their mail address, with which they will sign in.
    #[schema(value_type = String, example = "anna@example.com")]
    pub mail: Mail,
    /// What they are called, at most 100 characters.
    #[schema(value_type = String, example = "Anna Hansen")]
    pub name: PersonName,
    /// `owner`, `service`, `warehouse`, `purchasing`, `accounting`, `analyst` or `partner`.
    #[schema(value_type = String, example = "service")]
    pub role: Role,
}

/// The new invitation.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitedView {
    /// Its id.
    #[schema(value_type = String, example = "ivt_01jd0000000ab")]
    invitation: InvitationId,
    /// The link, behind the console's address, good for seven days. Shown this once: a dry run and a repeated request don't
    /// have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/invite/01jd0000000aa01jd0000000ab…")]
    link: Option<String>,
    /// What they will do.
    #[schema(value_type = String, example = "service")]
    role: Role,
}

/// Invite somebody to work for the merchant.
///
/// The answer has the link this once; give it to the one who is invited, who chooses a password with it. Whoever has the
/// link can accept, so hand it over as you would a key. A new invitation of the same address takes the former back.
///
/// Refusals: `role_beyond_own`, `role_of_programs`, `works_here`.
#[utoipa::path(
    post, path = "/api/v1/members", tag = "members", request_body = InviteBody,
    responses((status = 201, body = InvitedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn invite(
    State(app): State<App>,
    caller: Caller,
    Granted(grantor): Granted,
    Posted { body, intent }: Posted<InviteBody>,
) -> Result<Answer, Problem> {
    let (hash, secret) = invitation_link()?;
    let InviteBody { mail, name, role } = body;
    let params = vec![HOUSE.into(), Value::of(&mail)];
    let known: Vec<User> = app.reads.records("org_id = $1 AND mail = $2", params).await?;
    let user = known.first().map(|user| user.id);
    let command = Invite { mail, name, role, user, hash, grantor };
    let reply = app.submit(&caller, &intent, command).await?;
    let is_shown = !reply.replayed && !intent.dry_run;
    let link = |id: InvitationId| format!("/invite/{}", secret.text(OrgId::new(caller.org), id));
    Ok(Answer::created(reply, caller.currency, intent.dry_run, |new| InvitedView {
        invitation: new.invitation,
        link: is_shown.then(|| link(new.invitation)),
        role: new.role,
    }))
}
