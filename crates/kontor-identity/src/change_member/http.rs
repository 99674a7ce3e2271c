//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ChangeMember;
use crate::http::Granted;
use crate::model::UserId;
use crate::permissions::Role;

/// What is to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMemberBody {
    /// `owner`, `service`, `warehouse`, `purchasing`, `accounting`, `analyst` or `partner`.
    #[schema(value_type = String, example = "warehouse")]
    pub role: Role,
}

/// The member.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedMemberView {
    /// The user's id.
    #[schema(value_type = String, example = "usr_01jd0000000ab")]
    id: UserId,
    /// What they do from now on.
    #[schema(value_type = String, example = "warehouse")]
    role: Role,
}

/// Give a member another role.
///
/// Servers remember a session for a moment: after five seconds all of them know the new role.
///
/// Refusals: `unknown_member`, `member_beyond_own`, `role_beyond_own`, `role_of_programs`, `last_owner`.
#[utoipa::path(
    patch, path = "/api/v1/members/{id}", tag = "members", request_body = ChangeMemberBody,
    params(("id" = String, Path, description = "The user's id.", example = "usr_01jd0000000ab")),
    responses((status = 200, body = ChangedMemberView), (status = "4XX", body = ProblemBody)),
)]
pub async fn change_member(
    State(app): State<App>,
    caller: Caller,
    Granted(grantor): Granted,
    Id(user): Id<UserId>,
    Posted { body, intent }: Posted<ChangeMemberBody>,
) -> Result<Answer, Problem> {
    let role = body.role;
    let reply = app.submit(&caller, &intent, ChangeMember { user, role, grantor }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| ChangedMemberView { id, role }))
}
